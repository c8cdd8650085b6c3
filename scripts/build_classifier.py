"""Learns moderation/data/classifier.npz from the texts in moderation/data/examples.

Run it as `python -m scripts.build_classifier` when they have changed. Each file has one JSON object a line: lang,
title, body, and label: yes or no. What is “no” in one file is “no” for all. It prints how many of the examples are
found by a classifier that has not seen them, a fifth of them at a time.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from moderation.classifier import FILE, PLACES, TOPICS, features_of
from moderation.folding import fold

FOLDER = Path(__file__).resolve().parent.parent / "moderation" / "data" / "examples"
ORDINARY = "ordinary"
FOLDS = 5
STRENGTH = 10.0
"""The inverse of how much large weights are held down; the best of 1, 10 and 100 when each fifth was left out."""
SHARES_OF_FALSE = (0.01, 0.02, 0.05, 0.1)


class Example(NamedTuple):
    """The folded words of a text, and the topic that it is of: empty where it is of none."""

    words: tuple[str, ...]
    topic: str


class Tables(NamedTuple):
    """What is learnt; see moderation.classifier.Classifier."""

    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]


def examples() -> Iterator[tuple[str, Example]]:
    """Each text with the name of the file that it stands in."""
    for name in (*TOPICS, ORDINARY):
        for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            words = fold(f"{row.get('title', '')}\n\n{row['body']}").words
            yield name, Example(words, name if row["label"] == "yes" else "")


def learn(known: Sequence[tuple[str, Example]], *, tell: bool = False) -> Tables:
    """The weights for each topic, learnt from its own texts and from all that are of none."""
    words = [example.words for _name, example in known]
    blocks = [_block(words, block) for block in (0, 1)]
    rarity = np.array([_rarity(block) for block in blocks], dtype=np.float32)
    rows = sparse.hstack([_weighed(block, rarity[at]) for at, block in enumerate(blocks)]).tocsr()
    weights, offsets = [], []
    for topic in TOPICS:
        chosen = np.array([name == topic or not example.topic for name, example in known])
        labels = np.array([example.topic == topic for _name, example in known])[chosen]
        model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=3000)
        if tell:
            _tell(topic, model, rows[chosen], labels)
        model.fit(rows[chosen], labels)
        weights.append(model.coef_[0].reshape(2, PLACES))
        offsets.append(model.intercept_[0])
    return Tables(rarity, np.array(weights, dtype=np.float32), np.array(offsets, dtype=np.float32))


def _block(texts: Sequence[tuple[str, ...]], block: int) -> sparse.csr_matrix:
    found = [features_of(words)[block] for words in texts]
    ends = np.cumsum([0, *(len(places) for places, _counts in found)])
    counts = 1 + np.log(np.concatenate([counts for _places, counts in found]))
    return sparse.csr_matrix((counts, np.concatenate([places for places, _ in found]), ends), (len(texts), PLACES))


def _rarity(block: sparse.csr_matrix) -> NDArray[np.float64]:
    """Inverse document frequency: ln((1 + texts) / (1 + texts with it)) + 1."""
    having = np.asarray((block > 0).sum(axis=0)).ravel()
    return np.log((1 + block.shape[0]) / (1 + having)) + 1


def _weighed(block: sparse.csr_matrix, rarity: NDArray[np.float32]) -> sparse.csr_matrix:
    weighed = block.multiply(rarity).tocsr()
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)))
    return weighed.multiply(1 / np.maximum(lengths, 1e-9)).tocsr()


def _tell(topic: str, model: LogisticRegression, rows: sparse.csr_matrix, labels: NDArray[np.bool_]) -> None:
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1)
    odds = cross_val_predict(model, rows, labels, cv=folds, method="decision_function")
    others = np.sort(odds[~labels])[::-1]
    print(f"{topic}: {labels.sum()} and {(~labels).sum()} others")  # noqa: T201
    for share in SHARES_OF_FALSE:
        limit = others[int(share * len(others))]
        print(f"  from {limit:5.2f}: {np.mean(odds[labels] > limit):.0%} found, {share:.0%} of the others")  # noqa: T201


def keep(tables: Tables) -> None:
    """Writes the file that comes with Cairn; hundredths are enough for sums of hundreds of weights."""
    np.savez_compressed(FILE, **{name: table.round(2).astype(np.float16) for name, table in tables._asdict().items()})


if __name__ == "__main__":
    keep(learn(list(examples()), tell=True))
