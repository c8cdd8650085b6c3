"""The shapes of what comes in, from moderators, reporters and authors."""

from moderation.forms.deciding import AnswerForm, FilterForm, UndoForm, form_for
from moderation.forms.reporting import AppealForm, ReportForm

__all__ = ["AnswerForm", "AppealForm", "FilterForm", "ReportForm", "UndoForm", "form_for"]
