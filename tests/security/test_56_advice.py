"""Advice that can harm waits for a moderator; honest talk of stopping a medicine does not."""

import json
from pathlib import Path

import pytest

from forum.services import reply
from moderation.models import Case, Visibility
from moderation.screening import Mark, Post, screen
from moderation.word_lists import ready, shipped
from tests.factories import make_thread, make_user

SET = Path(__file__).resolve().parents[2] / "moderation" / "data" / "evaluation" / "safety-advice.jsonl"
LISTS = ready(shipped())


def share_flagged(label: str) -> float:
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    texts = [row["body"] for row in rows if row["label"] == label]
    return sum(Mark.MISINFO in screen(Post(text), LISTS).flags for text in texts) / len(texts)


def test_harmful_advice_is_found():
    assert share_flagged("yes") >= 0.60


def test_honest_talk_is_left_alone():
    assert share_flagged("no") <= 1 / 8


@pytest.mark.django_db
def test_harmful_advice_waits_as_something_that_may_harm(settings):
    settings.FIRST_POSTS_HELD = 0
    body = "Stop taking your insulin, cinnamon does the same."
    post = reply(author=make_user(), thread=make_thread(), body=body)
    assert post.visibility == Visibility.HELD
    case = Case.objects.get(kind="post", item_id=post.pk)
    assert (case.risk, case.flags.get().reason) == ("high", "advice")


@pytest.mark.django_db
def test_honest_talk_is_public_at_once(settings):
    settings.FIRST_POSTS_HELD = 0
    body = "My rheumatologist and I stopped the methotrexate after two calm years."
    assert reply(author=make_user(), thread=make_thread(), body=body).visibility == Visibility.VISIBLE
