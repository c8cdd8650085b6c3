"""The shapes of what comes in, from editors and from readers."""

from questions.forms.decisions import CommentForm, NoteForm, PictureForm, RetireForm, ReviewForm, SettleForm
from questions.forms.readers import MissingForm, ProblemForm
from questions.forms.sources import Picked, SourcesField, SourcesWidget
from questions.forms.summaries import MOST_CHARACTERS, SummaryForm

__all__ = [
    "MOST_CHARACTERS",
    "CommentForm",
    "MissingForm",
    "NoteForm",
    "Picked",
    "PictureForm",
    "ProblemForm",
    "RetireForm",
    "ReviewForm",
    "SettleForm",
    "SourcesField",
    "SourcesWidget",
    "SummaryForm",
]
