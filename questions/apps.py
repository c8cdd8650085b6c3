from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from moderation.changing import Target, register_target
from moderation.editorial import register_finder
from moderation.kinds import Kind, register
from notifications.kinds import NotificationKind, register_kind
from schedule.jobs import Job, register_job
from schedule.retention import Rule, register_rule


class QuestionsConfig(AppConfig):
    name = "questions"
    verbose_name = _("Questions")

    def ready(self) -> None:
        """Names its kinds of content and of news, what runs by the clock, and how long things are kept."""
        hour, day, week = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
        register_job(
            Job("reviews-remind", "questions.services.reminders.remind_of_due_reviews", every=week, at=time(7))
        )
        register_job(Job("searches-forget", "questions.services.forget_searches", every=day, at=time(4)))
        register_job(Job("sources-look", "questions.services.looking.look_behind_some", every=hour))
        register_kind(
            NotificationKind(
                name="question-offer",
                label=_("A question about my condition that nobody has answered"),
                subject=_("Somebody could use your help"),
                default="daily",
            )
        )
        register_finder("questions.services.pointing.editors_texts")
        register_target(Target("answer", "questions.services.answers.put_new_words"))
        register(
            Kind(
                name="answer",
                label=_("Answer"),
                model="questions.Answer",
                title="questions.models.answer_title",
                follow="questions.services.follow_answer",
                select_related=("question__condition", "question__topic"),
                redact="questions.services.moderated.redact_answer",
                limit="questions.services.moderated.limit_answer",
                mark="questions.services.moderated.mark_answer",
                about="questions.services.moderated.about_answer",
            )
        )
        here = "questions.retention"
        register_rule(Rule("draft-visits", "questions.DraftVisit", 2, f"{here}.old_visits"))
        register_rule(Rule("page-feedback", "questions.PageFeedback", 365, f"{here}.old_feedback"))
        register_rule(
            Rule("concerns", "questions.Concern", 365, f"{here}.settled_concerns", forget=f"{here}.drop_words")
        )
        register_rule(Rule("adverts-answers", "questions.Answer", 30, "questions.retention.old_adverts"))
