"""Every change to what a question shows, by editors, from files, and by members (`answers`)."""

from questions.services.answers import (
    AnswerRecord,
    delete_answer,
    edit_answer,
    post_answer,
    record_of,
    return_answer,
    withdraw_answer,
    withdraw_everything,
)
from questions.services.counting import contributions, follow_answer, recount
from questions.services.desk import comment_on_summary, note_visit
from questions.services.feedback import (
    explain_feedback,
    give_feedback,
    mark_feedback_read,
    raise_concern,
    settle_concern,
)
from questions.services.files import put_draft, put_review, put_summary
from questions.services.offers import offer_question
from questions.services.preparing import MAX_SHORT_ANSWER_WORDS, check_text
from questions.services.recording import refresh_question
from questions.services.records import ReviewRecord, SummaryRecord
from questions.services.reminders import remind_reviewers
from questions.services.searches import add_searches, forget_searches
from questions.services.sources import put_source, record_check
from questions.services.topics import FactRecord, add_reads, put_facts, put_topic, question_of
from questions.services.votes import take_back_vote, vote_helpful
from questions.services.workflow import (
    PublishReport,
    approve_summary,
    ask_for_changes,
    publish_summaries,
    publish_summary,
    retire_summary,
    submit_summary,
)
from questions.services.writing import DraftChangedError, edit_draft, revise_summary, write_summary

__all__ = [
    "MAX_SHORT_ANSWER_WORDS",
    "AnswerRecord",
    "DraftChangedError",
    "FactRecord",
    "PublishReport",
    "ReviewRecord",
    "SummaryRecord",
    "add_reads",
    "add_searches",
    "approve_summary",
    "ask_for_changes",
    "check_text",
    "comment_on_summary",
    "contributions",
    "delete_answer",
    "edit_answer",
    "edit_draft",
    "explain_feedback",
    "follow_answer",
    "forget_searches",
    "give_feedback",
    "mark_feedback_read",
    "note_visit",
    "offer_question",
    "post_answer",
    "publish_summaries",
    "publish_summary",
    "put_draft",
    "put_facts",
    "put_review",
    "put_source",
    "put_summary",
    "put_topic",
    "question_of",
    "raise_concern",
    "record_check",
    "record_of",
    "recount",
    "refresh_question",
    "remind_reviewers",
    "retire_summary",
    "return_answer",
    "revise_summary",
    "settle_concern",
    "submit_summary",
    "take_back_vote",
    "vote_helpful",
    "withdraw_answer",
    "withdraw_everything",
    "write_summary",
]
