"""49: no shadow bans: whatever others cannot see is marked to its author, with the reason."""

import pytest

from moderation.models import Reason, Source, Visibility
from moderation.services import decide, flag, move, reject, remove
from tests.factories import make_answer, make_member, make_post, make_story, make_thanks, make_thread
from tests.faults import expect_none
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
MAKERS = {"answer": make_answer, "story": make_story, "thread": make_thread, "thanks": make_thanks, "post": make_post}
WHY = {"reason": "It names your doctor.", "ground": "private"}


def place_of(kind, item):
    """The page on which its author finds it."""
    if kind == "answer":
        return item.question.get_absolute_url()
    if kind == "thanks":
        return item.story.get_absolute_url()
    return (item.thread if kind == "post" else item).get_absolute_url()


def hide(how, item):
    if how == "first text":
        move(item=item, to=Visibility.HELD, only_from=[Visibility.VISIBLE])
    elif how == "flagged":
        flag(item=item, source=Source.SCREENING, reason=Reason.SPAM, words="a price")
        move(item=item, to=Visibility.HELD, only_from=[Visibility.VISIBLE])
    elif how == "removed":
        remove(by=make_moderator(), item=item, **WHY)
    elif how == "asked":
        decide(by=make_moderator(), item=item, action="ask", **WHY)
    elif how == "rejected":
        move(item=item, to=Visibility.HELD, only_from=[Visibility.VISIBLE])
        reject(by=make_moderator(), item=item, **WHY)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("how", ["first text", "flagged", "removed", "asked", "rejected"])
def test_author_sees_the_mark_in_its_place_and_the_reason(client, kind, how):
    item = MAKERS[kind](author=make_member())
    hide(how, item)
    client.force_login(item.author)
    page = client.get(place_of(kind, item)).text
    mark = "We took this down." if how in {"removed", "rejected"} else "Only you can see this"
    assert mark in page
    assert "/appeals/" in page
    reasons = client.get("/appeals/").text
    if how in {"removed", "rejected", "asked"}:
        link = f"/moderation/decisions/{item.author.decisions_about.get().pk}/"
        assert link in reasons
        assert "It names your doctor." in client.get(link).text
    else:
        assert ("it may be an advert" if how == "flagged" else "first texts of new members") in reasons


def test_text_for_members_only_says_so_and_why(client):
    story = make_story(author=make_member())
    decision = decide(by=make_moderator(), item=story, action="limit", **WHY)
    client.force_login(story.author)
    assert "For members only" in client.get(story.get_absolute_url()).text
    assert f"/moderation/decisions/{decision.pk}/" in client.get("/appeals/").text


def test_everything_that_is_hidden_stands_in_one_list(client):
    author = make_member()
    items = [maker(author=author) for maker in MAKERS.values()]
    for item in items:
        hide("flagged", item)
    client.force_login(author)
    page = client.get("/appeals/").text
    expect_none(item for item in items if item.get_absolute_url().replace("&", "&amp;") not in page)
