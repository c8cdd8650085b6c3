"""What is checked before a text may be approved: pure rules, one small function each.

Errors stop an approval. Warnings inform: an editor may have a reason.
"""

from questions.checks.read import CheckedFact, CheckedReview, CheckedSource, CheckedText, Finding, Severity
from questions.checks.rules import check, errors

__all__ = ["CheckedFact", "CheckedReview", "CheckedSource", "CheckedText", "Finding", "Severity", "check", "errors"]
