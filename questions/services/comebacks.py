"""Which older version readers see again when the published one is retired."""

from dataclasses import dataclass

from questions.models import SEEN_STATES, ChangeSize, Summary, SummaryState


@dataclass(frozen=True)
class Comeback:
    """The version that was replaced, and whether it comes back by itself.

    It does not after a clinical change: what was said before may be what the change put right, so that a publisher
    has to say that it still holds.
    """

    version: Summary
    is_by_itself: bool


def comeback_of(summary: Summary) -> Comeback | None:
    """What retiring this version would bring back; nothing where readers do not see it or nothing was replaced."""
    if summary.state != SummaryState.PUBLISHED:
        return None
    versions = Summary.objects.filter(question=summary.question_id)
    replaced = versions.filter(state=SummaryState.SUPERSEDED).order_by("-number").first()
    if replaced is None:
        return None
    since = versions.filter(number__gt=replaced.number, number__lte=summary.number, state__in=SEEN_STATES)
    return Comeback(replaced, not since.filter(change_size=ChangeSize.CLINICAL).exists())
