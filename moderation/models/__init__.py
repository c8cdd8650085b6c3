from moderation.models.cases import RISK_OF, Case, Flag, Reason, Risk, Source
from moderation.models.content import Audience, Cover, Moderated, ModeratedContent, TitledContent, Visibility
from moderation.models.decisions import SETTLES, TAKES_AWAY, Action, Decision, Ground, Snapshot
from moderation.models.reports import Appeal, Outcome, Report
from moderation.models.screening import LearnedTable, PhraseList, ProposedChange, TextPrint, Topic

__all__ = [
    "RISK_OF",
    "SETTLES",
    "TAKES_AWAY",
    "Action",
    "Appeal",
    "Audience",
    "Case",
    "Cover",
    "Decision",
    "Flag",
    "Ground",
    "LearnedTable",
    "Moderated",
    "ModeratedContent",
    "Outcome",
    "PhraseList",
    "ProposedChange",
    "Reason",
    "Report",
    "Risk",
    "Snapshot",
    "Source",
    "TextPrint",
    "TitledContent",
    "Topic",
    "Visibility",
]
