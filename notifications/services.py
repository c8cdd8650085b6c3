from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.blocks import avoiders_of
from accounts.consent_texts import text_of
from accounts.models import Consent, ConsentKind, User
from accounts.services import give_consent, put_unread_counts
from notifications.kinds import notification_kind, notification_kinds
from notifications.models import EmailChoice, Notification, Pace
from notifications.permissions import has_mail_consent
from notifications.tasks import send_mails

MAX_TITLE = 300


@transaction.atomic
def notify(*, kind: str, recipients: Iterable[User], title: str, url: str, key: str, actor: User | None = None) -> None:
    """Tells members of something, once for each key; a retry tells nobody again.

    The number of queries does not grow with the number of recipients. The actor, and whoever muted or blocked the
    actor, hears nothing. What a member wants by mail leaves after the transaction.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("A notification leads to a page of this site.")
    default = notification_kind(kind).default
    silent = avoiders_of(actor) | {actor.pk} if actor else frozenset()
    people = {member.pk for member in recipients if member.is_active} - silent
    if not people:
        return
    paces = _paces(people, kind, default)
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=pk,
                kind=kind,
                key=key,
                title=Truncator(title).chars(MAX_TITLE),
                url=url,
                pace=paces[pk],
            )
            for pk in sorted(people)
        ],
        ignore_conflicts=True,
    )
    count_unread(people)
    if Pace.AT_ONCE in paces.values():
        transaction.on_commit(send_mails.enqueue)


@transaction.atomic
def forget(*, key: str) -> None:
    """Takes back every notification about something that can no longer be read, also from mails not sent yet."""
    rows = Notification.objects.filter(key=key)
    people = set(rows.unread().values_list("recipient_id", flat=True))
    rows.delete()
    count_unread(people)


def reword(*, recipient: User, before: str, after: str) -> None:
    """Puts other words in place of some that a member was told, also in mails not sent yet."""
    rows = Notification.objects.for_member(recipient).filter(title__contains=before)
    for row in rows:
        row.title = Truncator(row.title.replace(before, after)).chars(MAX_TITLE)
        row.save(update_fields=["title"])


def readdress(*, prefix: str, url: str) -> None:
    """Lets everything that leads to an address that begins with `prefix` lead to `url`, at the same place of it."""
    for row in Notification.objects.filter(url__startswith=prefix).exclude(url=url):
        _address, hash_mark, place = row.url.partition("#")
        row.url = f"{url}{hash_mark}{place}"
        row.save(update_fields=["url"])


@transaction.atomic
def mark_read(*, member: User, notification: Notification | None = None) -> None:
    """Marks one of a member's notifications as read, or all of them; what is read does not leave by mail."""
    rows = Notification.objects.for_member(member).unread()
    if notification:
        rows = rows.filter(pk=notification.pk)
    if rows.update(read_at=timezone.now()):
        count_unread([member.pk])


def count_unread(people: Collection[int]) -> None:
    """Brings the number that stands at the top of each member's pages up to date: one query, or none."""
    if not people:
        return
    unread = Notification.objects.filter(recipient=OuterRef("pk")).unread().order_by()
    counted = unread.values("recipient").annotate(n=Count("pk")).values("n")
    put_unread_counts(members=people, count=Coalesce(Subquery(counted), 0))


def paces_of(member: User) -> dict[str, str]:
    """How soon a member gets mails of each kind today."""
    kinds = notification_kinds()
    if not has_mail_consent(member):
        return {kind.name: Pace.NEVER for kind in kinds}
    chosen = dict(EmailChoice.objects.filter(member=member).values_list("kind", "pace"))
    return {kind.name: chosen.get(kind.name, kind.default) for kind in kinds}


@transaction.atomic
def choose_paces(*, member: User, paces: Mapping[str, str]) -> None:
    """Says how soon mails of each kind come; choosing any is agreeing to mails. Raises ValidationError."""
    known = {kind.name for kind in notification_kinds()}
    if not paces.keys() <= known or not set(paces.values()) <= set(Pace.values):
        raise ValidationError(_("Choose from the list."))
    if set(paces.values()) - {Pace.NEVER}:
        give_consent(member=member, kind=ConsentKind.EMAIL)
    for kind, pace in paces.items():
        EmailChoice.objects.update_or_create(member=member, kind=kind, defaults={"pace": pace})
        Notification.objects.for_member(member).filter(kind=kind, mail__sent_at__isnull=True).update(pace=pace)
    if Pace.AT_ONCE in paces.values():
        transaction.on_commit(send_mails.enqueue)


def stop_mails(*, member: User, kinds: Iterable[str] | None = None) -> None:
    """Ends mails of some kinds, or all of them when the consent was withdrawn, also those not sent yet."""
    rows = Notification.objects.for_member(member).filter(mail__sent_at__isnull=True)
    if kinds is None:
        rows.update(pace=Pace.NEVER)
        return
    chosen = [EmailChoice(member=member, kind=kind, pace=Pace.NEVER) for kind in kinds]
    EmailChoice.objects.bulk_create(
        chosen, update_conflicts=True, update_fields=["pace"], unique_fields=["member", "kind"]
    )
    rows.filter(kind__in=[choice.kind for choice in chosen]).update(pace=Pace.NEVER)


def _paces(people: set[int], kind: str, default: str) -> dict[int, str]:
    """The pace of each: never for those who have not agreed to mails."""
    version = text_of(ConsentKind.EMAIL).version
    agreed = set(
        Consent.objects.given()
        .filter(kind=ConsentKind.EMAIL, version=version, member__in=people)
        .values_list("member_id", flat=True)
    )
    chosen = dict(EmailChoice.objects.filter(kind=kind, member__in=people).values_list("member_id", "pace"))
    return {pk: chosen.get(pk, default) if pk in agreed else Pace.NEVER for pk in people}
