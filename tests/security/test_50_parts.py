"""Later parts of a story are looked at like the story, and a moderator takes personal data out of them too."""

import pytest
from django.core.exceptions import ValidationError

from moderation.kinds import kind_called
from moderation.models import Case, ProposedChange, Reason, Snapshot, TextPrint
from moderation.services import Reporter, decide, publish, report, undo
from stories.models import Story, StoryUpdate
from stories.services import add_update
from tests.factories import make_member, make_story
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
WHY = {"reason": "It names your doctor.", "ground": "private"}
BODY = "The first year was hard.\n\n=== 12 === not a part of it\n\nThen it got easier."
CALM = "The garden was lovely this spring, and we sat there with tea every day until the evenings grew too cold for it."
CRISIS = "Some nights I want to end my life and I do not know whom to tell."


@pytest.fixture(autouse=True)
def known(settings):
    settings.FIRST_POSTS_HELD = 0


@pytest.fixture
def story():
    story = make_story(body=BODY, author=make_member())
    add_update(by=story.author, story=story, heading="One year later", body="Doctor Verne\n\nlet me walk again.")
    add_update(by=story.author, story=story, body="We moved to Sillwater.")
    return story


def words_of(story) -> str:
    kind = kind_called("story")
    return kind.body_of(kind.rows().get(pk=story.pk))


def redact(story, words):
    return decide(by=make_moderator(), item=story, action="redact", words=words, **WHY)


def test_personal_data_is_taken_out_of_each_part_and_comes_back_when_that_is_undone(client, story):
    whole = words_of(story)
    assert [part in whole for part in (BODY, "One year later", "Verne", "Sillwater")] == [True] * 4
    redacted = whole.replace("Verne", "[left out]").replace("Sillwater", "[left out]").replace("One year", "Much")
    decision = redact(story, redacted.replace("\n", "\r\n"))
    page = client.get(story.get_absolute_url()).text
    found = [words in page for words in ("Verne", "Sillwater", "[left out]", "Much later")]
    assert found == [False, False, True, True]
    first, second = StoryUpdate.objects.all()
    assert (first.body, second.body) == ("Doctor [left out]\n\nlet me walk again.", "We moved to [left out].")
    assert (words_of(story), Story.objects.get().body) == (redacted, BODY)
    assert decision.snapshot.body == whole
    undo(by=make_moderator(), decision=decision, reason="The doctor agreed.")
    assert words_of(story) == whole
    assert "Verne" in client.get(story.get_absolute_url()).text


@pytest.mark.parametrize("change", ["no part", "other order", "blank part"])
def test_moderator_who_breaks_the_parts_is_told_and_nothing_changes(story, change):
    whole = words_of(story)
    one, two = StoryUpdate.objects.all()
    first, second = f"=== {one.pk} ===", f"=== {two.pk} ==="
    broken = {
        "no part": whole.partition(second)[0],
        "other order": whole.replace(first, "=== x").replace(second, first).replace("=== x", second),
        "blank part": whole.replace("We moved to Sillwater.", ""),
    }
    with pytest.raises(ValidationError):
        redact(story, broken[change])
    assert words_of(story) == whole


def test_undoing_is_refused_when_the_author_has_added_a_part_since(story):
    decision = redact(story, words_of(story).replace("Verne", "[left out]"))
    add_update(by=story.author, story=story, body="And another year.")
    with pytest.raises(ValidationError):
        undo(by=make_moderator(), decision=decision, reason="The doctor agreed.")


def test_report_keeps_what_the_parts_said_and_the_form_shows_them(client, story):
    report(item=story, by=Reporter("192.0.2.7", make_member()), reason=Reason.PRIVACY, words="")
    assert "Sillwater" in Snapshot.objects.get().body
    client.force_login(make_moderator())
    page = client.get(f"/moderation/cases/{Case.objects.get().pk}/redact/").text
    textarea = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert ("Sillwater" in textarea, "=== One year later" in textarea) == (True, True)


def test_calm_part_takes_no_help_away_and_keeps_the_prints_of_the_story():
    story = make_story(author=make_member())
    add_update(by=story.author, story=story, body=CRISIS)
    story.refresh_from_db()
    prints = TextPrint.objects.filter(kind="story").count()
    add_update(by=story.author, story=story, body=CALM)
    story.refresh_from_db()
    assert (story.shows_help, TextPrint.objects.filter(kind="story").count() > prints) == (True, True)


def test_help_comes_with_a_part_that_a_moderator_published(settings):
    settings.FIRST_POSTS_HELD = 3
    story = make_story(author=make_member())
    add_update(by=story.author, story=story, body=CRISIS)
    publish(by=make_moderator(), item=ProposedChange.objects.get())
    story.refresh_from_db()
    assert (story.updates.count(), story.shows_help) == (1, True)
