"""Comparing texts with examples: the formula, what is never learnt, long texts, and how well it does on new texts."""

import json
import math
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from moderation.classifier import PLACES, TOPICS, Classifier, features_of, parts_of, pieces_of, place_of, shipped
from moderation.folding import fold
from moderation.screening import Mark, Post, screen
from moderation.services.screening import lists_in_use
from moderation.spam import History
from moderation.word_lists import ready
from moderation.word_lists import shipped as shipped_lists
from scripts.build_classifier import examples, learn

UNSEEN = Path(__file__).parents[2] / "moderation" / "data" / "evaluation"
LISTS = ready(shipped_lists())
DANGER = "I don't want to be here any more and I have everything ready for tonight."
CALM = "We walked to the market, bought bread and cheese, and talked about the weather."


def unseen(name):
    return [json.loads(line) for line in (UNSEEN / name).read_text(encoding="utf-8").splitlines()]


def found(row, mark, **known):
    post = Post(row["body"], title=row.get("title", ""), language=row["lang"])
    return mark in screen(post, LISTS, History(**known)).flags


def test_evidence_is_the_sum_of_weighed_features_over_their_length():
    rarity, weights = np.ones((2, PLACES), np.float32), np.zeros((3, 2, PLACES), np.float32)
    rarity[0, place_of("cat")] = 3
    weights[1, 0, place_of("cat")] = 10
    one = Classifier(rarity, weights, np.array([0, -1, 0], np.float32))
    # Of “cat cat” the words are cat twice and the pair “cat cat” once, with 1 + ln of their counts; rarity 3 and 1.
    cat, pair = (1 + math.log(2)) * 3, 1.0
    assert one.evidence(["cat", "cat"])["crisis"] == pytest.approx(10 * cat / math.hypot(cat, pair) - 1, abs=1e-4)
    assert one.evidence(["dog"]) == {"spam": 0.0, "crisis": -1.0, "advice": 0.0}


def test_pieces_are_runs_of_three_to_five_letters_with_the_word_s_ends():
    assert set(pieces_of("pil")) == {place_of(piece) for piece in ["_pi", "pil", "il_", "_pil", "pil_", "_pil_"]}


def test_no_number_and_no_address_is_learnt():
    one, other = (fold(text).words for text in ("Call 555 0123 at www.one.example", "Call 999 4567 at www.one.example"))
    for mine, theirs in zip(features_of(one), features_of(other), strict=True):
        assert mine[0].tolist() == theirs[0].tolist()
    assert place_of("www") not in features_of(one)[0][0]


@pytest.mark.parametrize("before", [1, 7, 40])
def test_one_sentence_of_a_long_text_is_enough(before):
    words = fold(" ".join([*[CALM] * before, DANGER, *[CALM] * 40])).words
    assert shipped().evidence(words)["crisis"] > 0.25 > shipped().evidence(fold(" ".join([CALM] * 80)).words)["crisis"]


@pytest.mark.parametrize("every", [2, 5, 9, 30, 1000])
@pytest.mark.parametrize("length", [0, 1, 19, 21, 60, 150, 900])
def test_parts_hold_every_word_and_each_two_neighbouring_sentences_if_they_are_short(length, every):
    words = ["." if place % every == every - 1 else f"word-{place}" for place in range(length)]
    parts = parts_of(words, 20)
    assert {word for part in parts for word in part} == set(words)
    if every <= 10:
        assert max(map(len, parts)) <= 20 + 2 * every
        assert all(any({one, other} <= set(part) for part in parts) for one, other in pairwise(words))


def test_what_is_shipped_is_what_the_examples_teach():
    learnt = learn(list(examples()))
    now = Classifier(*learnt)
    for text in (DANGER, CALM, "Stop your insulin, herbs cured me.", "Write to Doctor Odu, he cures herpes."):
        words = fold(text).words
        assert shipped().evidence(words) == pytest.approx(now.evidence(words), abs=0.1)


def test_texts_that_were_never_learnt_are_judged_better_than_by_phrases_alone():
    """The bars are a little below what was measured (docs/owners/word-lists.md); phrases alone find 27 and 10 %."""
    counts = defaultdict(list)
    for row in unseen("unseen-safety.jsonl"):
        mark = {"crisis": Mark.CRISIS, "advice": Mark.MISINFO}[row["topic"]]
        counts[row["topic"], row["label"]].append(found(row, mark))
    share = {key: sum(values) / len(values) for key, values in counts.items()}
    assert share["crisis", "yes"] >= 0.70
    assert share["crisis", "no"] <= 0.20
    assert share["advice", "yes"] >= 0.60
    assert share["advice", "no"] <= 0.125


def test_adverts_that_were_never_learnt_are_found_and_honest_texts_let_through():
    rows = unseen("unseen-spam.jsonl")
    share = {}
    for label in ("spam", "genuine"):
        of_label = [found(row, Mark.SPAM) for row in rows if row["label"] == label]
        share[label] = sum(of_label) / len(of_label)
    assert share["spam"] >= 0.50
    assert share["genuine"] <= 0.03
    easy = [found(row, Mark.SPAM) for row in rows if row["label"] == "spam" and row["level"] == "easy"]
    assert sum(easy) / len(easy) > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте, моей дочери поставили диагноз в мае, лечение идёт.",
        "Wczoraj byłam na kontroli, wyniki są lepsze niż w zeszłym miesiącu.",
        "Bu ilacı kullanan var mı, yan etkileri nelerdi?",
        "Tack för alla svar, vi var hos läkaren igår och proverna ser bra ut.",
        "شكرا للجميع على الردود، كنا عند الطبيب أمس",
        "你好，我女儿去年被诊断，现在正在治疗中。",
    ],
    ids=["ru", "pl", "tr", "sv", "ar", "zh"],
)
def test_what_is_said_in_a_language_without_examples_is_like_none_of_them(text):
    assert max(shipped().evidence(fold(text).words).values()) < -1


def test_no_example_is_among_the_unseen():
    learnt = {" ".join(example.words) for _name, example in examples()}
    texts = [*unseen("unseen-safety.jsonl"), *unseen("unseen-spam.jsonl")]
    assert not learnt & {" ".join(fold(f"{row.get('title', '')}\n\n{row['body']}").words) for row in texts}


@pytest.mark.django_db
def test_owner_can_do_without(settings):
    veiled = "I have thought it through and by Friday nobody will have to look after me any more."
    assert Mark.CRISIS in screen(Post(veiled), lists_in_use()).flags
    settings.SCREEN_BY_EXAMPLES = False
    assert lists_in_use().classifier is None
    assert Mark.CRISIS not in screen(Post(veiled), lists_in_use()).flags


def test_all_topics_are_compared():
    assert tuple(shipped().evidence(fold(CALM).words)) == TOPICS
