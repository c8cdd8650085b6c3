"""Groups in which somebody looks for symptoms: those of a condition, and those of a part of the body."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.models import Condition, ConditionSymptom, Symptom
from conditions.symptom_search import Found, found

MOST: Final = 60
BROAD: Final = 1.5
"""IC below which a symptom says too little to be offered."""
SYSTEMS: Final[dict[str, Promise]] = {
    "HP:0025142": gettext_lazy("Tiredness, pain, fever and the whole body"),
    "HP:0000707": gettext_lazy("Brain, nerves, mood and sleep"),
    "HP:0000152": gettext_lazy("Head, face and neck"),
    "HP:0000478": gettext_lazy("Eyes and seeing"),
    "HP:0000598": gettext_lazy("Ears and hearing"),
    "HP:0001608": gettext_lazy("Voice"),
    "HP:0001626": gettext_lazy("Heart and blood vessels"),
    "HP:0002086": gettext_lazy("Lungs and breathing"),
    "HP:0045027": gettext_lazy("Chest"),
    "HP:0000769": gettext_lazy("Breasts"),
    "HP:0025031": gettext_lazy("Stomach, bowels and liver"),
    "HP:0000119": gettext_lazy("Kidneys, bladder and sexual organs"),
    "HP:0033127": gettext_lazy("Muscles, bones and joints"),
    "HP:0040064": gettext_lazy("Arms, legs, hands and feet"),
    "HP:0001574": gettext_lazy("Skin, hair and nails"),
    "HP:0001871": gettext_lazy("Blood"),
    "HP:0002715": gettext_lazy("Infections and defence"),
    "HP:0000818": gettext_lazy("Hormones"),
    "HP:0001939": gettext_lazy("Metabolism and test results"),
    "HP:0001507": gettext_lazy("Growth and weight"),
    "HP:0001197": gettext_lazy("Before and around birth"),
    "HP:0002664": gettext_lazy("Lumps and tumours"),
}
"""The parts right below the top of the ontology, by number, with plain words of ours, everyday ones first."""
ALL: Final = "all"


@dataclass(frozen=True)
class Group:
    """A group by the key that stands in an address."""

    key: str
    words: str


def groups(conditions: Iterable[Condition]) -> tuple[Group, ...]:
    """The groups to choose from: these conditions, then the parts of the body that there are. Two queries."""
    named = ConditionSymptom.objects.filter(condition__in=conditions, condition__is_published=True)
    rows = named.order_by("condition__folded_name").values_list("condition__slug", "condition__name").distinct()
    found_groups = [Group(slug, _("Signs of %(condition)s") % {"condition": name}) for slug, name in rows]
    there = set(Symptom.objects.filter(hpo_id__in=SYSTEMS, is_obsolete=False).values_list("hpo_id", flat=True))
    systems = [Group(hpo_id, str(words)) for hpo_id, words in SYSTEMS.items() if hpo_id in there]
    return (*found_groups, *(systems or [Group(ALL, _("All symptoms"))]))


def symptoms_of(key: str) -> tuple[Found, ...]:
    """The symptoms of a group, the most common ones where there are many: one or two queries."""
    if key == ALL:
        return tuple(found(symptom) for symptom in Symptom.objects.filter(is_obsolete=False).order_by("name")[:MOST])
    if key in SYSTEMS:
        return tuple(found(symptom) for symptom in _below(key))
    links = ConditionSymptom.objects.filter(condition__slug=key, condition__is_published=True)
    return tuple(found(link.symptom) for link in links.filter(symptom__is_obsolete=False).select_related("symptom"))


def _below(hpo_id: str) -> list[Symptom]:
    """The most common symptoms with everyday words in a part of the body, in the order of these words."""
    part = Symptom.objects.filter(hpo_id=hpo_id).first()
    if part is None:
        return []
    offered = Symptom.objects.filter(is_obsolete=False, information__gt=BROAD).exclude(plain_name="")
    picked = []
    for symptom in offered.exclude(pk=part.pk).order_by("information", "pk").iterator():
        if part.pk in symptom.lineage:
            picked.append(symptom)
        if len(picked) == MOST:
            break
    return sorted(picked, key=lambda symptom: str(symptom).casefold())
