"""Adverts of known accounts are found, genuine texts are not held, and the reasons are said in words."""

import csv
import json
from io import StringIO
from pathlib import Path
from time import process_time

import pytest
from django.core.management import CommandError, call_command

from forum.services import reply
from moderation.models import Case, Flag, Visibility
from moderation.screening import Mark, Post, Verdict, screen
from moderation.spam import History
from moderation.word_lists import ready, shipped
from tests.factories import make_thread, make_user

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "moderation" / "data" / "evaluation" / "spam.jsonl"
SHARED = ROOT.parent / "shared" / "data"
LISTS = ready(shipped())
KNOWN = History(published_count=10)


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def is_held(text: str) -> bool:
    return screen(Post(text), LISTS, KNOWN).is_held


def share_found(level: str) -> float:
    texts = [row["body"] for row in rows(CORPUS) if row["label"] == "spam" and (not level or row["level"] == level)]
    return sum(Mark.SPAM in screen(Post(text), LISTS, KNOWN).flags for text in texts) / len(texts)


@pytest.mark.parametrize(("level", "least"), [("", 0.80), ("easy", 0.96), ("medium", 0.85), ("hard", 0.45)])
def test_adverts_of_the_own_corpus_are_found(level, least):
    assert share_found(level) >= least


def test_genuine_texts_of_the_own_corpus_are_not_held():
    texts = [row["body"] for row in rows(CORPUS) if row["label"] == "genuine"]
    assert sum(map(is_held, texts)) / len(texts) <= 0.06


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_odd_lines_of_the_shared_file_are_judged_well():
    lines = rows(SHARED / "spam" / "health-forum-written-odd.jsonl")
    held = {label: sum(is_held(row["text"]) for row in lines if row["label"] == label) for label in ("spam", "ham")}
    assert held["spam"] >= 14
    assert held["ham"] <= 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_real_questions_are_not_held_and_take_little_time():
    with (SHARED / "questions" / "meqsum-first-500.csv").open(encoding="utf-8") as file:
        questions = [row["question"] for row in csv.DictReader(file)]
    held, times = 0, []
    for question in questions:
        begun = process_time()
        held += is_held(question)
        times.append(process_time() - begun)
    assert held / len(questions) <= 0.02
    assert sorted(times)[int(0.95 * len(times))] <= 0.020


@pytest.mark.parametrize(
    "text",
    [
        "Herbal cure for lupus, mail healer (at) example (dot) com",
        "Herbal cure for lupus, mail healer at example dot com",
        "Herbal cure for lupus, call plus nine nine nine five five five zero one zero one",
        "Hеrbаl curе fоr lupus, ask for the number",
        "H\u200be\u200brbal c\u200bure for lupus, ask me for the number",
        "𝐇𝐞𝐫𝐛𝐚𝐥 𝐜𝐮𝐫𝐞 for lupus, ask me for the number",
        "h3rbal cur3 for lupus, ask me for the number",
        "Herbal cure for lupus, W h a t s A p p +999 555 0101",
    ],
)
def test_disguise_does_not_help(text):
    assert is_held(text)


@pytest.mark.parametrize(
    "hostile",
    ["whatsapp " * 2500, "dr " * 6700, "a'" * 10_000, "([{" * 6000, "+1" * 10_000, "w." * 10_000, "я" * 20_000],
)
def test_no_text_takes_long(hostile):
    begun = process_time()
    screen(Post(hostile), LISTS)
    assert process_time() - begun < 2


def test_reasons_are_words_and_the_queue_does_not_quote_the_text():
    text = "Order now, 50% off, herbal cure for lupus at https://cure.example"
    found = screen(Post(text), LISTS, KNOWN)
    assert found.verdict == Verdict.HOLD
    assert any("“order now”" in reason for reason in found.quoted_reasons)
    assert not any("order now" in str(reason) for reason in found.reasons[Mark.SPAM])


def known_member(settings):
    settings.FIRST_POSTS_HELD = 0
    return make_user()


@pytest.mark.django_db
def test_advert_of_a_known_member_waits_with_its_reasons(settings):
    post = reply(author=known_member(settings), thread=make_thread(), body="Herbal cure, order now: x@example.com")
    assert post.visibility == Visibility.HELD
    flag = Flag.objects.get(case__kind="post", case__item_id=post.pk)
    assert (flag.source, flag.reason) == ("screening", "spam")
    assert "example" not in flag.words


@pytest.mark.django_db
def test_the_same_text_by_another_member_waits_though_each_alone_would_not(settings):
    words = (
        "My joints were so stiff that I could not open a jar, and then my neighbour gave me this balm in a green tin, "
        "and I sleep through the night again and walk the dog around the lake, ask around for it in your town."
    )
    first = reply(author=known_member(settings), thread=make_thread(), body=words)
    again = reply(author=make_user(), thread=make_thread(), body=words.replace("green", "blue"))
    other = reply(author=make_user(), thread=make_thread(), body="We saw the specialist in March and she was kind.")
    assert (first.visibility, again.visibility, other.visibility) == ("visible", "held", "visible")
    assert Case.objects.open().count() == 1


@pytest.mark.django_db
def test_command_prints_one_line_of_json_for_each_text(tmp_path):
    file = tmp_path / "posts.jsonl"
    lines = [{"id": "a", "body": "Buy cheap viagra online, no prescription"}, {"id": 2, "title": "Hello", "body": "Hi"}]
    file.write_text("\n".join(map(json.dumps, lines)))
    out = StringIO()
    call_command("screen_posts", file, stdout=out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(row["id"], row["verdict"]) for row in answers] == [("a", "hold"), (2, "publish")]
    assert all(set(row) == {"id", "verdict", "flags", "reasons", "ms"} for row in answers)


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["{", "[]", '{"id": 1}', '{"id": 1, "body": 7}', '{"body": "a", "author_trust": []}'])
def test_malformed_file_is_refused_with_the_line_and_the_reason(tmp_path, bad):
    file = tmp_path / "posts.jsonl"
    file.write_text('{"id": 1, "body": "Fine."}\n' + bad)
    out = StringIO()
    with pytest.raises(CommandError, match=r"Line 2: ."):
        call_command("screen_posts", file, stdout=out)
    assert not out.getvalue()
