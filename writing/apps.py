from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from schedule.retention import Rule, register_rule
from writing.days import MEMBER_DAYS, SUBMISSION_DAYS, TALLY_DAYS, VISITOR_DAYS


class WritingConfig(AppConfig):
    name = "writing"
    verbose_name = _("Drafts and sending")

    def ready(self) -> None:
        """Says how long drafts and the traces of forms are kept."""
        here = "writing.retention"
        register_rule(Rule("drafts-of-visitors", "writing.Draft", VISITOR_DAYS, f"{here}.old_drafts_of_visitors"))
        register_rule(Rule("drafts-of-members", "writing.Draft", MEMBER_DAYS, f"{here}.old_drafts_of_members"))
        register_rule(Rule("traces-of-forms", "writing.Submission", SUBMISSION_DAYS, f"{here}.old_submissions"))
        register_rule(Rule("tallies", "writing.Tally", TALLY_DAYS, f"{here}.old_tallies"))
