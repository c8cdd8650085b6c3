"""The tables of this room, by what they are about."""

from questions.models.answers import ANSWERED_ALREADY, Answer, AnswerOffer, AnswerVersion, HelpfulVote, answer_title
from questions.models.desk import DraftVisit, PlainWord, SummaryComment
from questions.models.feedback import Concern, ConcernKind, Outcome, PageFeedback
from questions.models.reviews import Decision, Review, ReviewReminder, Transition
from questions.models.sources import CheckResult, Source, SourceCheck
from questions.models.summaries import (
    SEEN_STATES,
    ChangeSize,
    Citation,
    Contribution,
    Part,
    Summary,
    SummaryState,
    Verdict,
)
from questions.models.topics import Assembly, DailyReads, Fact, MissedSearch, Question, Topic, TopicGroup

__all__ = [
    "ANSWERED_ALREADY",
    "SEEN_STATES",
    "Answer",
    "AnswerOffer",
    "AnswerVersion",
    "Assembly",
    "ChangeSize",
    "CheckResult",
    "Citation",
    "Concern",
    "ConcernKind",
    "Contribution",
    "DailyReads",
    "Decision",
    "DraftVisit",
    "Fact",
    "HelpfulVote",
    "MissedSearch",
    "Outcome",
    "PageFeedback",
    "Part",
    "PlainWord",
    "Question",
    "Review",
    "ReviewReminder",
    "Source",
    "SourceCheck",
    "Summary",
    "SummaryComment",
    "SummaryState",
    "Topic",
    "TopicGroup",
    "Transition",
    "Verdict",
    "answer_title",
]
