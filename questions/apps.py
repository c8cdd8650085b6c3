from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from moderation.kinds import Kind, register
from schedule.retention import Rule, register_rule


class QuestionsConfig(AppConfig):
    name = "questions"
    verbose_name = _("Questions")

    def ready(self) -> None:
        """Names its kind of content, and how long things are kept."""
        register(
            Kind(
                name="answer",
                label=_("Answer"),
                model="questions.Answer",
                title="questions.models.answer_title",
                follow="questions.services.follow_answer",
                select_related=("question__condition", "question__topic"),
            )
        )
        here = "questions.retention"
        register_rule(Rule("page-feedback", "questions.PageFeedback", 365, f"{here}.old_feedback"))
        register_rule(
            Rule("concerns", "questions.Concern", 365, f"{here}.settled_concerns", forget=f"{here}.drop_words")
        )
        register_rule(Rule("adverts-answers", "questions.Answer", 30, "questions.retention.old_adverts"))
