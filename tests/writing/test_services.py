"""Drafts are found by whoever wrote them and nobody else; what is sent twice is posted once."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.utils import timezone

from schedule.purging import purge_expired
from tests.factories import make_user
from writing.limits import TooOftenError
from writing.models import Draft, Submission
from writing.services import (
    MAX_CHARACTERS,
    VISITOR_DRAFTS,
    claim_drafts,
    delete_draft,
    discard_draft,
    drafts_of,
    find_draft,
    save_draft,
    submit_once,
)
from writing.writers import Writer

pytestmark = pytest.mark.django_db
FORM = {"kind": "answer", "about": "asthma/diet"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def owner():
    return Writer(member=make_user())


@pytest.fixture
def visitor():
    return Writer(token="token-of-the-visitor", address="203.0.113.7")


def keep(writer, body="First words.", **fields):
    values = FORM | {"title": "Answer: What about diet?", "url": "/answers/asthma/diet/"} | fields
    return save_draft(writer=writer, fields={"body": body}, **values)


# --- Drafts -------------------------------------------------------------------------------------------------------
def test_draft_is_found_with_what_was_typed(owner, visitor):
    for writer in (owner, visitor):
        keep(writer)
        assert find_draft(writer=writer, **FORM).fields == {"body": "First words."}


def test_saving_again_replaces_the_draft_of_that_form(visitor):
    keep(visitor)
    keep(visitor, "Second words.")
    keep(visitor, about="asthma/sport")
    assert [draft.fields["body"] for draft in drafts_of(visitor).filter(**FORM)] == ["Second words."]
    assert drafts_of(visitor).count() == 2


@pytest.mark.parametrize("stranger", [Writer(token="another-token"), Writer(token="")])
def test_stranger_finds_no_draft_of_others(owner, visitor, stranger):
    keep(owner)
    keep(visitor)
    for other in (stranger, Writer(member=make_user())):
        assert find_draft(writer=other, **FORM) is None
        assert not drafts_of(other).exists()


def test_new_visitor_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find_draft(writer=Writer(token="fresh", is_new=True), **FORM) is None


def test_token_itself_is_not_stored(visitor):
    keep(visitor)
    assert visitor.token not in str(Draft.objects.values().get())


def test_text_beyond_all_measure_is_refused(visitor):
    with pytest.raises(ValidationError, match="too long"):
        keep(visitor, "x" * MAX_CHARACTERS)


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_draft_leads_to_no_other_site(visitor, url):
    with pytest.raises(ValidationError):
        keep(visitor, url=url)


def test_visitor_keeps_so_many_drafts_in_an_hour_from_one_address(visitor):
    for _time in range(VISITOR_DRAFTS.most):
        keep(visitor)
    with pytest.raises(TooOftenError):
        keep(Writer(token="another-cookie", address=visitor.address))
    keep(Writer(token="another-cookie", address="203.0.113.8"))


def test_discarding_takes_the_draft_of_that_form_only(owner):
    keep(owner)
    keep(owner, about="asthma/sport")
    discard_draft(writer=owner, **FORM)
    discard_draft(writer=owner, **FORM)
    assert [draft.about for draft in drafts_of(owner)] == ["asthma/sport"]


def test_nobody_deletes_a_draft_of_others(owner, visitor):
    draft = keep(owner)
    for stranger in (visitor, Writer(member=make_user()), Writer(token="")):
        with pytest.raises(PermissionDenied):
            delete_draft(by=stranger, draft=draft)
    delete_draft(by=owner, draft=draft)
    assert not Draft.objects.exists()


# --- From visitor to member ---------------------------------------------------------------------------------------
def test_visitor_who_becomes_a_member_finds_the_draft_on_every_device(visitor):
    keep(visitor)
    member = make_user()
    assert claim_drafts(token=visitor.token, by=member) == 1
    assert find_draft(writer=Writer(member=member), **FORM).fields == {"body": "First words."}
    assert find_draft(writer=visitor, **FORM) is None


def test_claiming_again_or_without_a_cookie_changes_nothing(visitor, owner):
    keep(visitor)
    assert claim_drafts(token="", by=owner.member) == 0
    assert claim_drafts(token="another", by=owner.member) == 0
    assert claim_drafts(token=visitor.token, by=owner.member) == 1
    assert claim_drafts(token=visitor.token, by=make_user()) == 0


def test_member_with_a_draft_for_the_same_form_keeps_both_texts(visitor, owner):
    keep(owner, "Older words.")
    keep(visitor, "Newer words.")
    claim_drafts(token=visitor.token, by=owner.member)
    assert find_draft(writer=owner, **FORM).fields["body"] == "Newer words."
    assert {draft.fields["body"] for draft in drafts_of(owner)} == {"Older words.", "Newer words."}


def test_old_drafts_and_traces_of_forms_go(owner, visitor):
    for draft, days in [(keep(visitor), 15), (keep(owner), 15), (keep(owner, about="old"), 181)]:
        Draft.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - timedelta(days=days))
    submit_once(member=owner.member, sent=QueryDict("a=1"), act=lambda: "/x/")
    Submission.objects.update(sent_at=timezone.now() - timedelta(days=31))
    submit_once(member=owner.member, sent=QueryDict("a=2"), act=lambda: "/x/")
    purge_expired()
    assert [(draft.owner, draft.about) for draft in Draft.objects.all()] == [(owner.member, "asthma/diet")]
    assert Submission.objects.count() == 1


# --- Sent once ----------------------------------------------------------------------------------------------------
@pytest.fixture
def posted():
    return []


def send(member, posted, said="form_id=1&body=Hello"):
    def act():
        posted.append(said)
        return f"/posts/{len(posted)}/"

    return submit_once(member=member, sent=QueryDict(said), act=act)


def test_same_form_sent_many_times_posts_once_and_leads_to_one_place(owner, posted):
    urls = {send(owner.member, posted) for _time in range(20)}
    assert (urls, len(posted)) == ({"/posts/1/"}, 1)


def test_csrf_token_makes_no_other_sending(owner, posted):
    send(owner.member, posted, "form_id=1&body=Hello&csrfmiddlewaretoken=a")
    send(owner.member, posted, "csrfmiddlewaretoken=b&form_id=1&body=Hello")
    assert len(posted) == 1


@pytest.mark.parametrize("said", ["form_id=1&body=Hello+again", "form_id=2&body=Hello", "form_id=1&body=Hello&body=x"])
def test_other_words_or_another_showing_of_the_form_is_another_sending(owner, posted, said):
    send(owner.member, posted)
    assert send(owner.member, posted, said) == "/posts/2/"


def test_other_member_sends_for_themselves(owner, posted):
    send(owner.member, posted)
    assert send(make_user(), posted) == "/posts/2/"


def test_what_failed_can_be_sent_again(owner, posted):
    def fail():
        raise ValidationError("No.")

    with pytest.raises(ValidationError):
        submit_once(member=owner.member, sent=QueryDict("form_id=1&body=Hello"), act=fail)
    assert send(owner.member, posted) == "/posts/1/"


def test_sending_costs_the_same_each_time(owner, posted, django_assert_num_queries):
    with django_assert_num_queries(5):  # insert, look, keep the address; a savepoint
        send(owner.member, posted)
    with django_assert_num_queries(4):
        send(owner.member, posted)
