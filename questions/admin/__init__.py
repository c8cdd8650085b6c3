"""The editors' side of questions, in Django's own admin."""

from questions.admin import catalogue, members, summaries

__all__ = ["catalogue", "members", "summaries"]
