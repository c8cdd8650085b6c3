"""Puts decisions into the log of staff actions, and says what the log compares them with."""

from datetime import UTC, datetime
from hashlib import sha256

from audit.services import record
from moderation.models import Appeal, Decision


def log_decision(decision: Decision) -> None:
    """One row for one decision, with what stands for it."""
    record(
        by=decision.by_id,
        action=f"moderation.{decision.action}",
        about=f"decision:{decision.pk}",
        digest=_digest_of_decision(decision),
        whose=decision.author_id,
    )


def log_appeal(appeal: Appeal) -> None:
    """One row for one decided appeal."""
    record(
        by=appeal.decided_by_id,
        action=f"appeal.{appeal.outcome}",
        about=f"appeal:{appeal.pk}",
        digest=_digest_of_appeal(appeal),
        whose=appeal.author_id,
    )


def decision_digest(key: str) -> str | None:
    """What stands for a decision today, or nothing where it is gone."""
    decision = Decision.objects.filter(pk=key).first()
    return _digest_of_decision(decision) if decision else None


def appeal_digest(key: str) -> str | None:
    """What stands for an appeal today, or nothing where it is gone."""
    appeal = Appeal.objects.filter(pk=key).first()
    return _digest_of_appeal(appeal) if appeal else None


def _digest_of_decision(its: Decision) -> str:
    return _digest(
        *(its.kind, its.item_id, its.author_id, its.by_id, its.case_id, str(its.action), str(its.ground), its.reason),
        *(its.is_automated, its.is_bulk, _moment(its.until), sorted(its.before.items())),
        *(its.snapshot_id, its.undoes_id, _moment(its.made_at)),
        *filter(None, [its.detail]),
    )


def _digest_of_appeal(its: Appeal) -> str:
    return _digest(
        *(its.decision_id, its.author_id, its.first_by_id, str(its.outcome), its.answer),
        *(its.decided_by_id, _moment(its.decided_at), _moment(its.made_at)),
    )


def _digest(*said: object) -> str:
    return sha256(repr(said).encode(errors="surrogatepass")).hexdigest()


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") if at else ""
