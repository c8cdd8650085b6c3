"""What the classifier learns from: the last decision about each text, and the words that it was about."""

from typing import Final

from django.db import transaction

from moderation.folding import fold
from moderation.kinds import kinds
from moderation.learning import Example, Measured, learn, measure
from moderation.models import Action, Decision, Ground, LearnedTable

FEWEST_ADVERTS: Final = 30
FEWEST_OTHERS: Final = 100
LEAST_RECALL: Final = 0.5
MOST_FALSE: Final = 0.02
_KEPT: Final = {Action.PUBLISH, Action.KEEP, Action.RESTORE}
_TAKEN: Final = {Action.REJECT, Action.REMOVE}


def examples() -> list[Example]:
    """Texts that moderators decided about, oldest first: adverts, and what they let stand, but nothing
    of what only two people read. One query."""
    private = [kind.name for kind in kinds() if kind.is_private or not kind.has_words]
    decisions = Decision.objects.filter(is_automated=False, undone_by__isnull=True, snapshot__isnull=False)
    decisions = decisions.exclude(kind__in=private)
    last = {(one.kind, one.item_id): one for one in decisions.select_related("snapshot").order_by("made_at", "pk")}
    found = []
    for decision in last.values():
        is_advert = decision.action in _TAKEN and decision.ground == Ground.SELL
        text = f"{decision.snapshot.title}\n\n{decision.snapshot.body}" if decision.snapshot else ""
        if text.strip() and (is_advert or decision.action in _KEPT):
            found.append(Example(fold(text).words, is_advert))
    return found


@transaction.atomic
def teach() -> tuple[LearnedTable, Measured]:
    """Learns anew, and counts from now on only when there was enough and it did well on decisions that it had not seen.

    It does well when it finds half of the adverts or more and takes at most 2 of 100 other texts for one.
    """
    known = examples()
    measured = measure(known)
    others = measured.examples - measured.adverts
    has_enough = measured.adverts >= FEWEST_ADVERTS and others >= FEWEST_OTHERS
    does_well = measured.recall >= LEAST_RECALL and measured.false_share <= MOST_FALSE
    table = LearnedTable.objects.create(
        examples=measured.examples,
        recall=measured.recall,
        false_share=measured.false_share,
        is_used=has_enough and does_well,
        data=learn(known).as_data(),
    )
    LearnedTable.objects.exclude(pk=table.pk).delete()
    return table, measured
