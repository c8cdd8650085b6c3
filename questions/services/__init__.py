"""Every change to what a question shows, by editors (`summaries`) and by members (`answers`)."""

from questions.services.answers import put_answer, recount, vote_helpful, withdraw_answer
from questions.services.summaries import (
    MAX_SHORT_ANSWER_WORDS,
    FactRecord,
    ReviewRecord,
    SummaryRecord,
    check_text,
    edit_draft,
    publish_summary,
    put_facts,
    put_source,
    put_summary,
    put_topic,
    question_of,
    refresh_question,
    retire_summary,
    review_summary,
    write_summary,
)

__all__ = [
    "MAX_SHORT_ANSWER_WORDS",
    "FactRecord",
    "ReviewRecord",
    "SummaryRecord",
    "check_text",
    "edit_draft",
    "publish_summary",
    "put_answer",
    "put_facts",
    "put_source",
    "put_summary",
    "put_topic",
    "question_of",
    "recount",
    "refresh_question",
    "retire_summary",
    "review_summary",
    "vote_helpful",
    "withdraw_answer",
    "write_summary",
]
