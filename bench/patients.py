"""Invented patients, drawn from conditions whose symptoms are annotated, for the benches of soulmates."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HPO = ROOT / ".." / "shared" / "data" / "hpo"
ONTOLOGY = HPO / "hp-2025-01-16.obo.xz"
ANNOTATIONS = HPO / "phenotype-2025-01-16.hpoa.xz"
SYMPTOMS, BROADER, NOISE = 10, 2, 2


@dataclass(frozen=True)
class Clinic:
    """What patients are drawn from: for each condition its symptoms, for each symptom the next broader ones."""

    conditions: Mapping[str, Sequence[str]]
    parents: Mapping[str, Sequence[str]]
    all_symptoms: Sequence[str]

    def patient(self, condition: str, rng: random.Random) -> tuple[str, ...]:
        """Ten symptoms: eight of the condition, two of these said more broadly, and two that are noise."""
        own = rng.sample(self.conditions[condition], SYMPTOMS - NOISE)
        for place in range(BROADER):
            own[place] = rng.choice(self.parents.get(own[place]) or [own[place]])
        noise = [rng.choice(self.all_symptoms) for _ in range(NOISE)]
        return tuple(dict.fromkeys([*own, *noise]))


def clinic(symptoms_of: Mapping[str, Sequence[str]], parents: Mapping[str, Sequence[str]]) -> Clinic:
    """Conditions with enough symptoms to draw from."""
    conditions = {key: sorted(own) for key, own in symptoms_of.items() if len(own) >= SYMPTOMS}
    return Clinic(conditions, parents, [symptom for own in symptoms_of.values() for symptom in sorted(own)])
