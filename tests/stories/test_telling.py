"""Telling a story in five steps: written first, signed in after, and sent once."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.models import ConsentKind
from accounts.permissions import has_consent
from markup.members_text import MAX_LENGTH
from moderation.models import Visibility
from stories.models import Story
from stories.views import telling
from tests.factories import make_condition, make_story, make_user
from writing.limits import Rule
from writing.models import Draft
from writing.services import claim_drafts

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}
WHO = {"condition": "Leukemia", "relation": "parent", "stage": "after", "language": "en"}
WORDS = {"title": "The year of the scarves", "body": "It began in spring. By summer I knitted."}
READERS = {"name": "named", "country": "KE", "content_notes": ["hospital", "needles"], "audience": "anyone"}


@pytest.fixture(autouse=True)
def leukemia():
    return make_condition(slug="leukemia", name="Leukemia")


@pytest.fixture
def trusted(settings):
    settings.FIRST_POSTS_HELD = 0


@pytest.fixture
def visitor():
    """A browser that checks what browsers check: no form without a token, but the site's own drafts."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def wanjiku():
    return make_user(display_name="Wanjiku")


@pytest.fixture
def member(wanjiku):
    client = Client()
    client.force_login(wanjiku)
    return client


def post(client, url_name, fields, **options):
    return client.post(reverse(url_name), fields, headers=HERE, **options)


def write(client, who=WHO, words=WORDS, readers=READERS):
    """Steps 1 to 3."""
    post(client, "story-new", who)
    post(client, "story-new-words", words)
    return post(client, "story-new-readers", readers)


def form_id(client):
    html = client.get(reverse("story-new-check")).content.decode()
    return re.search(r'name="form_id" value="([^"]+)"', html)[1]


def send(client, **fields):
    return client.post(reverse("story-new-check"), {"form_id": form_id(client), "consent": "on"} | fields)


def text(response):
    return response.content.decode()


def test_member_tells_a_story_in_five_steps(member, wanjiku, trusted, leukemia):
    assert write(member).headers["Location"] == reverse("story-new-check")
    preview = text(member.get(reverse("story-new-check")))
    for shown in (
        "The year of the scarves",
        "By summer I knitted.",
        "Wanjiku",
        "parent",
        "Kenya",
        "describes time in hosp",
    ):
        assert shown in preview
    response = send(member)
    story = Story.objects.get()
    assert response.headers["Location"] == reverse("story-sent", args=[story.pk])
    assert (story.author, story.condition, story.title, story.body) == (wanjiku, leukemia, *WORDS.values())
    assert (story.relation, story.stage, story.country, story.language) == ("parent", "after", "KE", "en")
    assert (story.content_notes, story.audience, story.is_anonymous) == (["hospital", "needles"], "anyone", False)
    assert story.visibility == Visibility.VISIBLE
    assert has_consent(wanjiku, ConsentKind.PUBLISHING)
    assert not Draft.objects.exists()
    assert "Those whom you chose can read it now." in text(member.get(response.headers["Location"]))


def test_first_story_waits_and_the_last_step_says_so(member):
    write(member)
    last = member.get(send(member).headers["Location"])
    assert Story.objects.get().visibility == Visibility.HELD
    assert "This takes up to 2 days." in text(last)


def test_visitor_writes_four_steps_without_an_account_and_sends_after_signing_in(visitor, wanjiku, trusted):
    assert not visitor.get(reverse("story-new")).cookies
    write(visitor)
    page = text(visitor.get(reverse("story-new-check")))
    assert "By summer I knitted." in page
    assert "Send my story" not in page
    assert f"{reverse('account_login')}?next=/stories/new/check/" in page
    claim_drafts(token=visitor.cookies["draft"].value, by=wanjiku)
    signed_in = Client()
    signed_in.force_login(wanjiku)
    send(signed_in)
    assert Story.objects.get().body == WORDS["body"]


def test_visitor_who_sends_is_led_to_sign_in_and_the_draft_stays(client):
    write(client)
    response = client.post(reverse("story-new-check"), {"consent": "on"})
    assert response.headers["Location"] == f"{reverse('account_login')}?next=/stories/new/check/"
    assert Draft.objects.count() == 1
    assert not Story.objects.exists()


def test_draft_of_a_form_on_another_site_is_refused_and_its_text_shown(visitor):
    response = visitor.post(reverse("story-new-words"), WORDS, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert WORDS["body"] in text(response)
    assert not Draft.objects.exists()


def test_story_is_not_sent_without_a_token_and_its_draft_stays(wanjiku):
    client = Client(enforce_csrf_checks=True)
    client.force_login(wanjiku)
    write(client)
    assert client.post(reverse("story-new-check"), {"consent": "on"}, headers=HERE).status_code == 403
    assert Draft.objects.get().fields["body"] == WORDS["body"]


def test_each_step_shows_again_what_was_typed(client):
    write(client)
    first, second, third = (text(client.get(reverse(f"story-new{end}"))) for end in ("", "-words", "-readers"))
    assert 'value="Leukemia"' in first
    assert '<option value="parent" selected>' in first
    assert WORDS["body"] in second
    assert '<option value="KE" selected>' in third
    assert re.search(r'value="needles"[^>]* checked', third)
    assert re.search(r'value="anyone"[^>]* checked', third)


def test_condition_of_the_address_is_filled_in(client):
    field = r'<input[^>]*name="condition"[^>]*>'
    assert 'value="Leukemia"' in re.search(field, text(client.get("/stories/new/?condition=leukemia")))[0]
    for unknown in ("flu", ""):
        assert "value=" not in re.search(field, text(client.get(f"/stories/new/?condition={unknown}")))[0]


def test_nothing_says_who_may_read_it_or_which_name_until_its_author_does(client):
    post(client, "story-new", WHO)
    page = text(client.get(reverse("story-new-readers")))
    assert " checked" not in page
    response = post(client, "story-new-readers", {"country": ""})
    assert text(response).count('class="errorlist"') == 2
    assert "<title>Error:" in text(response)


@pytest.mark.parametrize(
    ("step", "fields", "error", "target"),
    [
        ("story-new", WHO | {"condition": ""}, "Say which condition it is about.", "#id_condition"),
        ("story-new", WHO | {"condition": "Leuk"}, "Did you mean one of these?", "#id_condition"),
        ("story-new-words", WORDS | {"title": " "}, "Give it a title.", "#id_title"),
        ("story-new-words", WORDS | {"body": " \n\u200b"}, "Write a few lines.", "#id_body"),
        ("story-new-words", WORDS | {"body": "a" * 100_000}, "Nothing is lost.", "#id_body"),
        ("story-new-readers", READERS | {"audience": ""}, "Choose who may read it.", "#id_audience_0"),
        ("story-new-readers", READERS | {"content_notes": ["gore"]}, "Select a valid choice.", "#id_content_notes_0"),
    ],
)
def test_step_that_is_not_complete_says_why_and_keeps_what_was_typed(client, step, fields, error, target):
    response = post(client, step, fields)
    html = text(response)
    assert response.status_code == 200
    assert "<title>Error:" in html
    assert error in html
    assert f'href="{target}"' in html
    assert f'id="{target[1:]}"' in html
    kept = Draft.objects.get().fields
    assert {name: kept[name] for name in fields if name in kept} == fields
    for value in fields.values():
        assert isinstance(value, list) or value.strip() == "" or value in html


def test_text_of_any_script_is_kept_as_it_was_typed(client):
    typed = "مرحبا \u0301\u0301 שלום 👩‍👩‍👧 e\u0301 <b>&amp; {{ x }}"
    post(client, "story-new-words", {"title": "T", "body": typed + "\x00"})
    assert Draft.objects.get().fields["body"] == typed
    assert escape(typed) in text(client.get(reverse("story-new-words")))


def test_back_and_stop_keep_what_was_typed_however_incomplete(client):
    post(client, "story-new", WHO)
    back = post(client, "story-new-words", {"title": "", "body": "Half a sen", "go": "back"})
    assert back.headers["Location"] == reverse("story-new")
    later = post(client, "story-new-readers", {"country": "KE", "go": "later"})
    assert later.headers["Location"] == reverse("draft-list")
    kept = Draft.objects.get()
    assert (kept.fields["body"], kept.fields["country"], kept.url) == ("Half a sen", "KE", reverse("story-new-readers"))


def test_four_questions_make_one_story_under_headings(member, trusted):
    post(member, "story-new-words", {"title": "T", "body": "Free words.", "go": "questions"})
    page = text(member.get(reverse("story-new-words")))
    assert "Finding out" in page
    assert "Free words." in page
    answers = {
        "title": "T",
        "before": "Quiet.",
        "finding_out": "",
        "treatment": "",
        "now": "Loud.",
        "body": "Free words.",
    }
    write(member, words=answers)
    send(member)
    assert Story.objects.get().body == "## Before\n\nQuiet.\n\n## Now\n\nLoud.\n\nFree words."


def test_answers_become_free_text_and_nothing_is_lost(client):
    answers = {"title": "T", "before": "Quiet.", "now": "Loud.", "body": "More.", "go": "freely"}
    post(client, "story-new-words", {"go": "questions"})
    post(client, "story-new-words", answers)
    assert "## Before\n\nQuiet.\n\n## Now\n\nLoud.\n\nMore." in text(client.get(reverse("story-new-words")))
    assert "Finding out" not in text(client.get(reverse("story-new-words")))


def test_personal_data_is_shown_before_sending_and_sent_only_when_its_author_says_so(member, trusted):
    write(member, words=WORDS | {"body": "Call me: +44 20 7946 0958. Dr. Patel was kind."})
    page = text(member.get(reverse("story-new-check")))
    assert "+44 20 7946 0958" in page.partition("Could someone know you by this?")[2]
    assert "phone number" in page
    refused = send(member)
    assert "Change your words, or say that you want to keep this." in text(refused)
    assert "<title>Error:" in text(refused)
    assert not Story.objects.exists()
    send(member, keep_personal_data="on")
    assert Story.objects.count() == 1


def test_own_name_in_a_story_without_a_name_is_personal_data(member):
    write(member, words=WORDS | {"body": "They called: Wanjiku, come."}, readers=READERS | {"name": "unnamed"})
    page = text(member.get(reverse("story-new-check")))
    assert "Could someone know you by this?" in page
    write(member, words=WORDS | {"body": "They called: Wanjiku, come."})
    assert "Could someone know you by this?" not in text(member.get(reverse("story-new-check")))


def test_story_is_not_sent_without_consent_and_consent_is_asked_once(member, trusted):
    write(member)
    refused = member.post(reverse("story-new-check"), {"form_id": form_id(member)})
    assert "We need your yes for this." in text(refused)
    assert not Story.objects.exists()
    send(member)
    write(member, words=WORDS | {"title": "Another"})
    assert 'name="consent"' not in text(member.get(reverse("story-new-check")))
    member.post(reverse("story-new-check"), {"form_id": form_id(member)})
    assert Story.objects.count() == 2


def test_thirty_clicks_on_send_tell_one_story(member, trusted):
    write(member)
    sent = {"form_id": form_id(member), "consent": "on"}
    places = {member.post(reverse("story-new-check"), sent).headers["Location"] for _click in range(30)}
    assert places == {reverse("story-sent", args=[Story.objects.get().pk])}


@pytest.mark.parametrize("url_name", ["story-new-words", "story-new-readers", "story-new-check"])
def test_step_without_a_draft_leads_to_the_first_and_says_why(client, url_name):
    response = client.get(reverse(url_name), follow=True)
    assert response.redirect_chain == [("/stories/new/?lost=1", 302)]
    assert "We found no story that you have begun." in text(response)


def test_check_leads_back_to_the_first_step_that_is_not_complete(client):
    post(client, "story-new", WHO)
    post(client, "story-new-readers", READERS)
    response = client.get(reverse("story-new-check"), follow=True)
    assert response.redirect_chain == [("/stories/new/words/?open=1", 302)]
    assert "<title>Error:" in text(response)


def test_nothing_is_sent_when_the_draft_is_gone(member):
    response = member.post(reverse("story-new-check"), {"form_id": "x", "consent": "on"})
    assert response.headers["Location"] == "/stories/new/?lost=1"
    assert not Story.objects.exists()


def test_condition_that_went_away_meanwhile_is_asked_for_again(member, leukemia):
    write(member)
    leukemia.is_published = False
    leukemia.save()
    assert member.get(reverse("story-new-check")).headers["Location"] == "/stories/new/?open=1"
    assert send_without_form(member).headers["Location"] == "/stories/new/?open=1"
    assert not Story.objects.exists()


def send_without_form(client):
    return client.post(reverse("story-new-check"), {"form_id": "x", "consent": "on"})


def test_story_beyond_the_limit_of_a_day_is_refused_and_kept(member, trusted, monkeypatch):
    monkeypatch.setattr(telling, "TEXTS", Rule("texts", a_day=2, on_first_day=2))
    for _number in range(2):
        write(member)
        send(member)
    write(member)
    response = send(member)
    assert response.status_code == 429
    assert Story.objects.count() == 2
    assert Draft.objects.count() == 1


def test_draft_longer_than_any_browser_means_is_refused_and_shown(client):
    response = post(client, "story-new-words", {"title": "T", "body": "b" * 160_000})
    assert "This text is too long to keep." in text(response)
    assert "b" * 160_000 in text(response)
    assert not Draft.objects.exists()


def test_text_just_at_the_limit_is_sent(member, trusted):
    write(member, words=WORDS | {"body": "a" * MAX_LENGTH})
    send(member)
    assert Story.objects.get().body == "a" * MAX_LENGTH


def test_own_form_pages_are_kept_by_no_cache(member, wanjiku):
    story = make_story(author=wanjiku)
    write(member)
    pages = [reverse(name) for name in ("story-new", "story-new-words", "story-new-readers", "story-new-check")]
    pages += [reverse(f"story-{name}", args=[story.pk]) for name in ("sent", "edit", "add", "sharing", "versions")]
    assert {"no-store" in member.get(url).headers["Cache-Control"] for url in pages} == {True}


def seen(client):
    return re.search(r'name="seen" value="(\w+)"', text(client.get(reverse("story-new-words"))))[1]


def test_text_of_two_windows_is_kept_from_overwriting_each_other(client):
    post(client, "story-new", WHO)
    first = second = seen(client)
    post(client, "story-new-words", {"seen": first, "title": "T", "body": "From the first."})
    page = text(post(client, "story-new-words", {"seen": second, "title": "T", "body": "From the second."}))
    assert "You changed this in another window" in page
    assert "From the first." in page
    assert "From the second." in page
    assert Draft.objects.get().fields["body"] == "From the first."
    again = re.search(r'name="seen" value="(\w+)"', page)[1]
    post(client, "story-new-words", {"seen": again, "title": "T", "body": "From both."})
    assert Draft.objects.get().fields["body"] == "From both."


def test_same_words_sent_twice_or_with_the_back_button_are_no_clash(client):
    post(client, "story-new", WHO)
    sent = {"seen": seen(client), "title": "T", "body": "Once.\r\nTwice."}
    for _click in range(2):
        assert post(client, "story-new-words", sent).status_code == 302
    assert post(client, "story-new-words", sent | {"body": "Once. \n Twice."}).status_code == 302


def test_page_that_sends_again_shows_nothing_of_the_machinery(visitor):
    elsewhere = {"Origin": "https://elsewhere.example"}
    page = text(visitor.post(reverse("story-new-words"), WORDS | {"seen": "abc", "way": "freely"}, headers=elsewhere))
    assert WORDS["body"] in page
    assert "Seen" not in page
    assert "abc" not in page.replace('type="hidden" name="seen" value="abc"', "")
