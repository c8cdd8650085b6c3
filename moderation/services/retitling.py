"""Another title in place of the author's, and what follows from another name: nothing says or leads to the old one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from markup.hygiene import clean, is_blank
from moderation.kinds import kind_of
from moderation.models import ProposedChange
from notifications.services import readdress, reword


def put_title(item: Any, title: str) -> bool:
    """Puts another title in place of the author's; False where it is the same.

    What told the author of it says the new one, and so do new words that wait for a moderator. Raises ValidationError
    where nothing is left.
    """
    kind = kind_of(item)
    before, title = kind.own_title_of(item), " ".join(clean(title).split())
    if is_blank(title):
        raise ValidationError({"title": _("Something has to stay. To take all of it away, remove it.")})
    if before == title:
        return False
    kind.put_title(item, title)
    for said in ("“%(title)s”", f"“{_('Change of: %(title)s')}”"):
        reword(recipient=kind.author_of(item), before=said % {"title": before}, after=said % {"title": title})
    for change in ProposedChange.objects.filter(target_kind=kind.name, target_id=item.pk, title=before):
        change.title = title
        change.fields = change.fields | ({"title": title} if "title" in change.fields else {})
        change.save(update_fields=["title", "fields"])
    follow_name(item)
    return True


def follow_name(item: Any) -> None:
    """Lets what leads to a text lead to its address as it is now: the title stands in it, unless it is covered."""
    kind = kind_of(item)
    if not kind.retitle or kind.own_title:
        return
    url = kind.url_of(item)
    readdress(prefix=f"{url.rstrip('/').rpartition('/')[0]}/", url=url)
    ProposedChange.objects.filter(target_kind=kind.name, target_id=item.pk).update(url=url)
