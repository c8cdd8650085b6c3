import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from conditions.models import Condition
from demo.management.commands.load_demo import CONTENT
from forum.models import Thread
from markup.article import plain_text
from members.models import MapPresence, MemberSymptom, Profile, Soulmate
from moderation.models import Case
from pages.soulmates import soulmates_page
from questions.models import Answer, Question, Summary, Topic
from questions.readability import measure
from stories.models import Story

BANNED = ("TL;DR", "click here", "should", "good chance", "battle", "victim", "sufferer", "utilise", "physician")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The demo, loaded once for all tests of this file, and undone afterwards."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(VAR_DIR=folder):
            call_command("load_demo", verbosity=0)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db) -> Path:
    return loaded


def test_demo_has_what_a_visitor_needs_to_see_the_whole_site(demo):
    assert Condition.objects.count() >= 4
    leukemia = Condition.objects.get(slug="acute-lymphocytic-leukemia")
    written = set(
        Question.objects.filter(condition=leukemia, published_summary__isnull=False).values_list("topic__slug")
    )
    assembled = set(Topic.objects.exclude(assembly="").values_list("slug"))
    assert len(written | assembled) == Topic.objects.count() == 24
    for condition in Condition.objects.exclude(slug="meniere-disease"):
        assert condition.questions.filter(published_summary__isnull=False).count() >= 6
    assert User.objects.filter(answers__isnull=False).distinct().count() >= 12
    assert MapPresence.objects.values("country").distinct().count() >= 5
    assert Story.objects.exists()
    assert Thread.objects.exists()
    assert MemberSymptom.objects.exists()
    assert Soulmate.objects.filter(member__username="member", match_count__gt=0).exists()


def test_people_of_the_demo_have_a_face_and_nothing_waits_for_a_moderator(demo):
    assert Profile.objects.filter(about_audience="anyone").exclude(about="").count() >= 10
    assert not Case.objects.open().exists()
    assert not User.objects.get(username="member").notifications.exists()


def test_who_signs_in_can_wave_to_the_soulmates_of_the_demo(demo):
    member = User.objects.get(username="member")
    cards = soulmates_page(member).cards
    assert len(cards) >= 3
    assert all(card.contact.wave_url for card in cards)


def test_sign_ins_of_the_demo_have_a_random_password_that_only_the_owner_of_the_machine_reads(demo, client):
    password_file = demo / "demo-password"
    assert password_file.stat().st_mode & 0o077 == 0
    assert client.login(username="owner", password=password_file.read_text())
    assert not client.login(username="lucia", password=password_file.read_text())


def test_demo_fills_an_empty_site_only(demo):
    before = Answer.objects.count()
    with pytest.raises(CommandError, match="empty site"):
        call_command("load_demo")
    call_command("load_demo", if_empty=True, verbosity=0)
    assert Answer.objects.count() == before


def test_demo_is_written_in_plain_words(demo):
    """Bar C2: short answer at grade 6.5 or below, text at 8 or below, no sentence over 25 words."""
    misses = []
    for summary in Summary.objects.select_related("question__condition", "question__topic"):
        condition = summary.question.condition
        names = [condition.name, condition.short, *condition.other_names.values_list("name", flat=True)]
        short, body = measure(summary.short_answer, names=names), measure(plain_text(summary.body), names=names)
        if short.grade > 6.5 or body.grade > 8 or body.longest_sentence > 25 or short.word_count > 60:
            misses.append(f"{summary}: {short}, {body}")
        misses += [f"{summary}: {word}" for word in BANNED if re.search(rf"\b{word}s?\b", summary.body, re.IGNORECASE)]
    assert misses == []


def test_every_section_of_the_demo_cites_and_every_source_is_cited(demo):
    """Bar C4. The last section, what to do next, is advice and no claim."""
    misses = []
    for summary in Summary.objects.prefetch_related("citations"):
        sections = re.split(r"^## ", summary.body, flags=re.MULTILINE)[1:]
        misses += [f"{summary}: {s.splitlines()[0]}" for s in sections[:-1] if not re.search(r"\[\d+\]", s)]
        cited = {int(number) for number in re.findall(r"\[(\d+)\]", summary.body)}
        if cited != {citation.number for citation in summary.citations.all()}:
            misses.append(f"{summary}: {cited}")
        if [s.splitlines()[0] for s in sections[-2:]] != ["What is not known yet", "What to do next"]:
            misses.append(f"{summary}: ends with {sections[-1][:30]}")
    assert misses == []


def test_demo_summaries_are_not_reviewed_by_their_author(demo):
    for summary in Summary.objects.prefetch_related("reviews"):
        assert summary.author_id not in {review.reviewer_id for review in summary.reviews.all()}


def test_demo_names_the_invented_as_invented():
    for path in Path(CONTENT, "contributors").glob("*.md"):
        text = path.read_text()
        assert "credential: ''" in text or "invented" in text
