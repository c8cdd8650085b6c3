"""What people say every day, in seven languages, is flagged for nothing."""

import json
from pathlib import Path

import pytest

from moderation.screening import Post, screen
from moderation.word_lists import ready, shipped

LISTS = ready(shipped())
LINES = Path(__file__).parents[2] / "moderation" / "data" / "examples" / "ordinary.jsonl"
ROWS = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "nl", "pt"])
def test_everyday_words_are_no_danger_no_advice_and_no_advert(language):
    texts = [row["body"] for row in ROWS if row["lang"] == language]
    assert len(texts) > 20
    assert [text for text in texts if screen(Post(text, language=language), LISTS).flags] == []
