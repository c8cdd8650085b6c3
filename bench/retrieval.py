"""How often the nearest of 2,000 others has the same condition, by four measures: `python -m bench.retrieval`.

Patients are drawn from the annotated conditions of the Human Phenotype Ontology (bench/patients.py): ten symptoms, two
of them replaced by a broader one and two by noise. Where several are equally near, the share of them counts.
"""

import argparse
import random
from pathlib import Path

import numpy as np

from bench.patients import ANNOTATIONS, ONTOLOGY, Clinic, clinic
from bench.seed import prepare

OTHERS = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare measures of likeness.")
    parser.add_argument("--hpo", type=Path, default=ONTOLOGY)
    parser.add_argument("--annotations", type=Path, default=ANNOTATIONS)
    parser.add_argument("--conditions", type=int, default=500, help="from so many conditions patients are drawn")
    arguments = parser.parse_args()
    if not arguments.hpo.exists() or not arguments.annotations.exists():
        raise SystemExit("The files of the ontology are not there: name them with --hpo and --annotations.")
    prepare()
    here, lineages, weights = load(arguments.hpo, arguments.annotations)
    print(f"The nearest of {OTHERS:,} others has the same condition ({arguments.conditions} conditions):\n")
    print("| measure | seed 1 | seed 2 | seed 3 | mean |\n|---|---:|---:|---:|---:|")
    found = [compare(here, lineages, weights, arguments.conditions, seed) for seed in (1, 2, 3)]
    for name in found[0]:
        rates = [one[name] for one in found]
        print(f"| {name} | {' | '.join(f'{rate:.1%}' for rate in rates)} | **{np.mean(rates):.1%}** |")


def load(hpo: Path, annotations: Path) -> tuple[Clinic, dict[str, frozenset[str]], dict[str, float]]:
    """Where patients are drawn from, the lineage of each symptom, and its IC as the import reckons it."""
    from conditions.importers.hpo import read  # noqa: PLC0415  Django starts first
    from conditions.importers.hpoa import read_hpoa  # noqa: PLC0415
    from conditions.importers.reading import lines_of  # noqa: PLC0415

    wanted = read(hpo, annotations)
    annotated = read_hpoa(lines_of(annotations)).symptoms
    today = {
        condition: sorted({wanted.successors.get(key, key) for key in symptoms} & wanted.terms.keys())
        for condition, symptoms in annotated.items()
    }
    parents = {
        key: [parent for parent, _line in term.parents if parent in wanted.terms] for key, term in wanted.terms.items()
    }
    return clinic(today, parents), wanted.lineages, dict(wanted.information or {})


def compare(
    here: Clinic, lineages: dict[str, frozenset[str]], weights: dict[str, float], conditions: int, seed: int
) -> dict[str, float]:
    """For each measure how often the nearest has the same condition."""
    rng = random.Random(seed)
    chosen = rng.sample(sorted(here.conditions), conditions)
    drawn = [rng.choice(chosen) for _ in range(OTHERS + 1)]
    patients = [here.patient(condition, rng) for condition in drawn]
    used = {key for symptoms in patients for symptom in symptoms for key in lineages[symptom]}
    keys = {key: place for place, key in enumerate(sorted(used))}
    plain = np.zeros((len(patients), len(keys)), dtype=np.float32)
    closed = np.zeros_like(plain)
    for row, symptoms in enumerate(patients):
        plain[row, [keys[key] for key in symptoms]] = 1
        closed[row, [keys[key] for symptom in symptoms for key in lineages[symptom]]] = 1
    ic = np.array([weights[key] for key in keys], dtype=np.float32)
    shared = (closed * ic) @ closed.T
    sums = np.diag(shared)
    overlap = plain @ plain.T
    weighed = plain * ic
    norms, sizes = np.linalg.norm(weighed, axis=1), np.sqrt(np.diag(overlap))
    measures = {
        "simGIC": shared / (sums[:, None] + sums[None, :] - shared),
        "plain overlap (symptoms in common)": overlap,
        "cosine (symptoms)": overlap / np.outer(sizes, sizes),
        "cosine (symptoms weighed by IC)": (weighed @ weighed.T) / np.outer(norms, norms),
    }
    same = np.array([[one == other for other in drawn] for one in drawn])
    has_other = same.sum(axis=1) > 1
    return {name: rate(scores, same, has_other) for name, scores in measures.items()}


def rate(scores: np.ndarray, same: np.ndarray, has_other: np.ndarray) -> float:
    """The share of patients, of those with a fellow, whose nearest is one."""
    scores = scores.copy()
    np.fill_diagonal(scores, -1)
    nearest = scores >= scores.max(axis=1)[:, None] - 1e-6
    hits = (nearest & same).sum(axis=1) / nearest.sum(axis=1)
    return float(hits[has_other].mean())


if __name__ == "__main__":
    main()
