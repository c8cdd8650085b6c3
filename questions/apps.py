from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from moderation.kinds import Kind, register


class QuestionsConfig(AppConfig):
    name = "questions"
    verbose_name = _("Questions")

    def ready(self) -> None:
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
