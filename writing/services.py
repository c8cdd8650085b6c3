"""Keeping what is not posted yet, and posting once what was sent more than once."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from writing.limits import Limit, check_limit
from writing.models import Draft, Submission
from writing.querysets import DraftQuerySet
from writing.writers import Writer, hash_of

MAX_CHARACTERS: Final = 150_000
VISITOR_DRAFTS: Final = Limit("visitor-draft", most=settings.DRAFTS_PER_HOUR, seconds=3600)
MEMBER_DRAFTS: Final = Limit("member-draft", most=300, seconds=3600)
NOT_OF_THE_FORM: Final = {"csrfmiddlewaretoken"}


@transaction.atomic
def save_draft(*, writer: Writer, kind: str, about: str, title: str, fields: Mapping[str, Any], url: str) -> Draft:
    """Keeps what was typed into one form; saving again replaces it.

    Raises ValidationError for more than a browser's form can mean, TooOftenError and StoreDownError.
    """
    if len(str(dict(fields))) > MAX_CHARACTERS:
        raise ValidationError(_("This text is too long to keep."))
    if writer.member:
        check_limit(MEMBER_DRAFTS, who=f"member:{writer.member.pk}")
    else:
        check_limit(VISITOR_DRAFTS, who=f"address:{writer.address}")
    draft = find_draft(writer=writer, kind=kind, about=about)
    if draft is None:
        draft = Draft(owner=writer.member, token_hash=writer.token_hash, kind=kind, about=about)
    draft.title, draft.fields, draft.url, draft.updated_at = title[:200], dict(fields), url, timezone.now()
    draft.full_clean()
    draft.save()
    return draft


def find_draft(*, writer: Writer, kind: str, about: str) -> Draft | None:
    """The newest draft of this writer for a form: one query, or none where there can be no draft."""
    if writer.is_new:
        return None
    return drafts_of(writer).filter(kind=kind, about=about).newest_first().first()


def drafts_of(writer: Writer) -> DraftQuerySet:
    """Everything that this writer has not posted yet, the newest first."""
    drafts: DraftQuerySet = Draft.objects.newest_first()
    if writer.member:
        return drafts.filter(owner=writer.member)
    return drafts.filter(owner__isnull=True, token_hash=writer.token_hash)


def discard_draft(*, writer: Writer, kind: str, about: str) -> None:
    """Lets go of the newest draft of a form, when it is posted or its writer wants it gone: one query."""
    if not writer.is_new:
        newest = drafts_of(writer).filter(kind=kind, about=about).newest_first().values("pk")[:1]
        Draft.objects.filter(pk__in=newest).delete()


@transaction.atomic
def delete_draft(*, by: Writer, draft: Draft) -> None:
    """Lets go of one draft from the list. Raises PermissionDenied for one that somebody else wrote."""
    if (by.member.pk if by.member else None, by.token_hash) != (draft.owner_id, draft.token_hash):
        raise PermissionDenied(_("This draft is not yours."))
    draft.delete()


@transaction.atomic
def claim_drafts(*, token: str, by: User) -> int:
    """Makes the drafts that a visitor wrote those of the member whom they have become. How many there were.

    A member who has a draft for the same form keeps both: nothing that was typed is lost.
    """
    if not token:
        return 0
    found = Draft.objects.filter(owner__isnull=True, token_hash=hash_of(token))
    return found.update(owner=by, token_hash="")


@transaction.atomic
def submit_once(*, member: User, sent: QueryDict, act: Callable[[], str]) -> str:
    """Runs `act`, which posts something and returns its address, once for one sending of a form.

    A second click or a retry finds the first one's address, also when both arrive in the same moment: the second waits
    at the unique constraint. The same form sent again with other words is another sending. When `act` raises, nothing
    is remembered.
    """
    fingerprint = fingerprint_of(sent)
    Submission.objects.bulk_create([Submission(member=member, fingerprint=fingerprint)], ignore_conflicts=True)
    submission = Submission.objects.get(member=member, fingerprint=fingerprint)
    if not submission.url:
        submission.url = act()
        submission.save(update_fields=["url"])
    return submission.url


def fingerprint_of(sent: QueryDict) -> str:
    """A hash of everything that a form sent, with the mark of this showing of it (writing.fields.FormIdField)."""
    said = sorted((name, values) for name, values in sent.lists() if name not in NOT_OF_THE_FORM)
    return sha256(repr(said).encode(errors="backslashreplace")).hexdigest()
