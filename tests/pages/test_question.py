import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Block
from accounts.services import give_consent
from conditions.services import ConditionRecord, put_condition, rename_condition
from members.services import add_condition, count_map, join_map
from pages.question import load_question, question_page
from questions.models import Answer, HelpfulVote, Topic
from questions.patterns import fill
from questions.services import question_of, recount, retire_summary, vote_helpful
from tests.factories import (
    make_answer,
    make_editor,
    make_question,
    make_review,
    make_source,
    make_summary,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def leukemia():
    return put_condition(
        ConditionRecord(
            slug="acute-lymphocytic-leukemia",
            name="Acute lymphocytic leukemia",
            name_in_text="acute lymphocytic leukemia",
            short_name="ALL",
            definition="A cancer of the blood.",
        )
    )


@pytest.fixture
def hereditary(leukemia):
    topic = make_topic(
        slug="hereditary",
        title_pattern="Is {condition} hereditary?",
        heading_pattern="Is {short} hereditary?",
        description_pattern="Whether {condition} runs in families, with sources and answers from members.",
        takes_verdict=True,
    )
    return question_of(condition=leukemia, topic=topic)


def page_of(question, viewer=None, **more):
    asked = load_question(question.condition.slug, question.topic.slug)
    return question_page(asked, viewer=viewer or AnonymousUser(), **more)


def read(client, question, **query):
    response = client.get(question.get_absolute_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_searcher_gets_title_verdict_reviewer_and_sources_on_one_page(client, hereditary):
    source = make_source(title="What causes it?", organisation="A society")
    summary = make_summary(question=hereditary, sources=[source], body="## Why\n\nBy chance. [1]")
    review = make_review(summary=summary)
    html = read(client, hereditary)
    assert "<h1>Is acute lymphocytic leukemia hereditary?</h1>" in html
    assert "Usually no" in html
    assert "Medically reviewed summary" in html
    assert f"{review.reviewer_name}</a>, {review.reviewer_credential}" in html
    assert 'href="#source-1"' in html
    assert 'id="source-1"' in html
    assert "What causes it?" in html


def test_label_appears_with_a_valid_review_and_goes_the_day_after_it_was_due(hereditary):
    make_review(summary=make_summary(question=hereditary), days=10)
    today = timezone.localdate()
    assert page_of(hereditary, today=today + 10 * DAY).summary.is_reviewed
    after = page_of(hereditary, today=today + 11 * DAY).summary
    assert not after.is_reviewed
    assert after.is_overdue


def test_overdue_page_says_so_and_shows_no_label(client, hereditary, monkeypatch):
    make_review(summary=make_summary(question=hereditary), days=1)
    later = timezone.localdate() + 2 * DAY
    monkeypatch.setattr(timezone, "localdate", lambda *_: later)
    html = read(client, hereditary)
    assert "This page was due for review on" in html
    assert "Medically reviewed" not in html


def test_page_without_review_says_that_no_specialist_checked_it(client, hereditary):
    make_summary(question=hereditary)
    html = read(client, hereditary)
    assert "Written by our editors. A specialist has not checked it yet." in html
    assert "Medically reviewed" not in html


def test_new_version_loses_the_label_of_the_one_before(hereditary):
    make_review(summary=make_summary(question=hereditary))
    assert page_of(hereditary).summary.is_reviewed
    make_summary(question=hereditary, short_answer="Changed.")
    summary = page_of(hereditary).summary
    assert summary.short_answer == "Changed."
    assert not summary.is_reviewed


def test_draft_is_never_shown(client, hereditary):
    make_summary(question=hereditary, is_published=False, short_answer="A secret draft.")
    assert "A secret draft." not in read(client, hereditary)


def test_retired_version_gives_way_to_the_one_before(hereditary):
    make_summary(question=hereditary, short_answer="First.")
    second = make_summary(question=hereditary, short_answer="Second.", change_size="content")
    retire_summary(by=make_editor(), summary=second)
    assert page_of(hereditary).summary.short_answer == "First."


def test_question_that_nobody_wrote_for_has_a_page_that_says_so_and_is_not_indexed(client, leukemia, hereditary):
    other = make_topic(slug="sport", title_pattern="Can people with {condition} do sport?")
    response = client.get(f"/conditions/{leukemia.slug}/questions/{other.slug}/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "Our editors have not written about this yet." in html
    assert '<meta name="robots" content="noindex">' in html


def test_page_with_a_summary_is_indexed(client, hereditary):
    make_summary(question=hereditary)
    assert "noindex" not in read(client, hereditary)


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (0, "Has this happened to you? Be the first to share."),
        (1, "1 member shared their own experience."),
        (2, "2 members shared their own experience."),
    ],
)
def test_number_of_experiences_is_told_in_the_right_plural(client, hereditary, people, sentence):
    make_summary(question=hereditary)
    for _ in range(people):
        make_answer(question=hereditary)
    assert sentence in read(client, hereditary)


def test_held_removed_and_withdrawn_answers_are_neither_shown_nor_counted(client, hereditary):
    for visibility in ("held", "removed", "withdrawn"):
        answer = make_answer(question=hereditary, body=f"Secret {visibility}.")
        Answer.objects.filter(pk=answer.pk).update(visibility=visibility)
    recount(hereditary)
    html = read(client, hereditary)
    assert "Secret" not in html
    assert "Be the first to share" in html


def test_answers_come_most_helpful_first_or_newest_first(hereditary):
    now = timezone.now()
    helpful = make_answer(question=hereditary, posted_at=now - 2 * DAY)
    newest = make_answer(question=hereditary, posted_at=now - DAY)
    vote_helpful(voter=make_user(), answer=helpful)
    assert [a.anchor for a in page_of(hereditary).answers] == [f"answer-{helpful.pk}", f"answer-{newest.pk}"]
    assert [a.anchor for a in page_of(hereditary, sort="new").answers] == [
        f"answer-{newest.pk}",
        f"answer-{helpful.pk}",
    ]


def test_answers_are_read_twenty_to_a_page_and_a_page_beyond_is_the_last(hereditary):
    for _ in range(21):
        make_answer(question=hereditary)
    first, last = page_of(hereditary), page_of(hereditary, page_number="999999999999")
    assert (len(first.answers), len(last.answers)) == (20, 1)
    assert {a.anchor for a in first.answers}.isdisjoint({a.anchor for a in last.answers})
    assert last.meta.canonical.endswith("?page=2")


def test_answer_shows_relation_country_years_and_labelled_points(client, hereditary):
    author = make_user(display_name="Marisol")
    make_answer(
        question=hereditary, author=author, body="Nothing we did.", relation="parent", country="MX", diagnosed_year=2020
    )
    html = read(client, hereditary)
    assert "<bdi>Marisol</bdi></a>, parent of someone with ALL" in html
    assert "Mexico" in html
    assert "years since diagnosis" in html
    assert "10 points" in html


def test_members_words_cannot_become_markup(client, hereditary):
    make_answer(
        question=hereditary, body="<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    )
    html = read(client, hereditary)
    assert "<script>alert" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_two_voices_are_in_regions_of_their_own(client, hereditary):
    make_summary(question=hereditary)
    make_answer(question=hereditary, body="What I lived.")
    html = read(client, hereditary)
    main, folk = html.split("<main")[1].split('<section class="folk"')
    assert "What I lived." in folk
    assert "What I lived." not in main
    assert "Personal experience. Not checked by a doctor." in folk


def test_place_in_the_set_counts_current_topics_only(client, hereditary):
    make_topic(slug="gone", is_retired=True)
    make_topic(slug="later")
    page = page_of(hereditary)
    assert (page.place, page.place_count) == (1, 2)


def test_retired_topic_has_no_page(client, hereditary):
    Topic.objects.filter(pk=hereditary.topic_id).update(is_retired=True)
    assert client.get(hereditary.get_absolute_url()).status_code == 404


def test_unpublished_condition_has_no_page(client, hereditary):
    type(hereditary.condition).objects.update(is_published=False)
    assert client.get(hereditary.get_absolute_url()).status_code == 404


def test_old_address_of_a_renamed_condition_redirects_for_good_and_keeps_the_query(client, leukemia, hereditary):
    owner = make_user(is_superuser=True)
    rename_condition(by=owner, condition=leukemia, name="Acute lymphoblastic leukemia", slug="all")
    response = client.get("/conditions/acute-lymphocytic-leukemia/questions/hereditary/?sort=new")
    assert response.status_code == 301
    assert response["Location"] == "/conditions/all/questions/hereditary/?sort=new"


def test_codes_need_no_editor(client):
    leukemia = put_condition(
        ConditionRecord(slug="all", name="ALL", definition="A cancer.", codes=[], other_names=["Other name of it"])
    )
    make_topic(slug="other-names", assembly="names", title_pattern="What other names does {condition} have?")
    html = client.get(f"/conditions/{leukemia.slug}/questions/other-names/").content.decode()
    assert "Other name of it" in html
    assert "noindex" not in html


def test_map_shows_no_place_with_fewer_people_than_the_minimum(client, hereditary):
    for number in range(9):
        member = make_user()
        add_condition(member=member, condition=hereditary.condition, relation="has-it", consent=True)
        join_map(member=member, country="ES" if number < 5 else "PL", consent=True)
    count_map()
    page = page_of(hereditary)
    assert [(area.name, area.count) for area in page.map.areas] == [("Spain", "5")]
    assert "Poland" not in read(client, hereditary)


def test_longest_name_of_a_condition_fits_title_and_description(client):
    name = "Intellectual disability with severe speech delay and " + "very long words of a real name " * 3
    condition = put_condition(ConditionRecord(slug="long", name=name.strip()[:158], definition="Long."))
    make_topic(slug="hereditary", title_pattern="Is {condition} hereditary?")
    response = client.get(f"/conditions/{condition.slug}/questions/hereditary/")
    page = response.context["page"]
    assert len(page.meta.title) <= 65
    assert len(page.meta.description) <= 160


def test_sensitive_topics_are_never_teased_in_other_questions(hereditary):
    make_topic(slug="life-expectancy", is_sensitive=True)
    assert "life-expectancy" not in {row.slug for row in page_of(hereditary).others}


def crowd(question, count):
    people = [make_user() for _ in range(count)]
    answers = Answer.objects.bulk_create(
        Answer(question=question, author=person, body="Mine.", body_html="<p>Mine.</p>") for person in people
    )
    HelpfulVote.objects.bulk_create(HelpfulVote(answer=answer, voter=people[0]) for answer in answers[1:])
    recount(question)


@pytest.mark.parametrize("is_member", [False, True])
def test_query_count_is_the_same_for_0_1_10_and_1000_answers(client, hereditary, is_member):
    make_review(summary=make_summary(question=hereditary))
    make_answer(question=make_question(condition=hereditary.condition))
    if is_member:
        client.force_login(make_user())
    read(client, hereditary)
    counts = []
    for more in (0, 1, 9, 990):
        crowd(hereditary, more)
        with CaptureQueriesContext(connection) as queries:
            read(client, hereditary)
        counts.append(len(queries))
    assert counts[1] == counts[2] == counts[3]
    assert counts[0] <= counts[1] <= 10


def test_rendering_makes_no_query(rf, hereditary, django_assert_num_queries):
    make_review(summary=make_summary(question=hereditary))
    crowd(hereditary, 3)
    request = rf.get("/")
    request.user = AnonymousUser()
    page = page_of(hereditary)
    with django_assert_num_queries(0):
        render_to_string("pages/question.html", {"page": page}, request)


def test_all_standard_questions_read_well_for_hard_names(client):
    call_command("load_topics", verbosity=0)
    for name, expected in (
        ("Ménière disease", "Is Ménière disease hereditary?"),
        ("HIV infection", "Is HIV infection hereditary?"),
        ("Glycogen storage disease (type 1)", "Is Glycogen storage disease (type 1) hereditary?"),
        ("{condition} {short}", "Is {condition} {short} hereditary?"),
    ):
        condition = put_condition(ConditionRecord(slug="hard", name=name, definition="Hard."))
        assert fill(Topic.objects.get(slug="hereditary").title_pattern, condition) == expected


# --- Writing, voting, and what only some may see ------------------------------------------------------------------
def test_visitor_gets_the_whole_form_without_a_token_or_a_cookie(client, hereditary):
    response = client.get(hereditary.get_absolute_url())
    html = response.content.decode()
    assert f'action="/answers/new/{hereditary.condition.slug}/hereditary/draft/"' in html
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in html
    assert "form_id" not in html
    assert not re.search(r'type="radio"[^>]*checked', html)


def test_page_is_the_same_for_every_visitor(hereditary):
    make_answer(question=hereditary)
    first, second = (Client().get(hereditary.get_absolute_url()).content for _visitor in range(2))
    assert first == second


def test_member_posts_from_the_page_under_their_name(client, hereditary):
    member = make_user(display_name="Marisol")
    give_consent(member=member, kind="publishing")
    client.force_login(member)
    html = read(client, hereditary)
    assert "Show my name: Marisol" in html
    form_id = re.search(r'name="form_id" value="([^"]+)"', html)[1]
    said = {"body": "It was not.", "name": "named", "audience": "anyone", "form_id": form_id}
    for _click in range(2):
        client.post(f"/answers/new/{hereditary.condition.slug}/hereditary/", said)
    answer = Answer.objects.get()
    assert (answer.body, answer.visibility) == ("It was not.", "held")
    html = read(client, hereditary)
    assert "Only you can see this until we have read it." in html
    assert f'id="answer-{answer.pk}"' in html
    assert "It was not." not in read(Client(), hereditary)


@pytest.mark.parametrize("visibility", ["held", "removed", "withdrawn"])
def test_what_is_not_visible_is_on_its_author_s_page_only(hereditary, visibility):
    answer = make_answer(question=hereditary)
    Answer.objects.update(visibility=visibility)
    recount(hereditary)
    for viewer in (AnonymousUser(), make_user(), make_user(is_superuser=True)):
        page = page_of(hereditary, viewer)
        assert (page.answers, page.answer_count, page.writing.own) == ((), 0, None)
    assert page_of(hereditary, answer.author).writing.own.body_html == answer.body_html


def test_answer_for_members_only_is_on_no_visitor_s_page_and_in_no_data_for_machines(client, hereditary):
    make_answer(question=hereditary, body="For all.")
    make_answer(question=hereditary, body="For members.", audience="members")
    page = page_of(hereditary)
    assert ([card.body_html for card in page.answers], page.answer_count) == (["<p>For all.</p>\n"], 1)
    assert "For members." not in read(client, hereditary)
    member = make_user()
    page = page_of(hereditary, member)
    assert {card.body_html for card in page.answers} == {"<p>For all.</p>\n", "<p>For members.</p>\n"}
    assert page.answer_count == 2
    client.force_login(member)
    html = read(client, hereditary)
    assert "For members." in html
    assert "application/ld+json" not in html


def test_answer_without_a_name_shows_nothing_of_its_author(client, hereditary):
    author = make_user(display_name="Marisol", username="marisol")
    make_answer(question=hereditary, author=author, is_anonymous=True, relation="parent", country="MX")
    html = read(client, hereditary)
    assert "A member</bdi>, parent of someone with ALL" in html
    assert "Mexico" in html
    assert not re.search("marisol", html, re.IGNORECASE)
    assert "points" not in html.partition('id="answers"')[2].partition('class="rules"')[0]


def test_name_leads_to_the_profile(client, hereditary):
    make_answer(question=hereditary, author=make_user(display_name="Marisol", username="marisol"))
    assert '<a class="who" href="/members/marisol/"><bdi>Marisol</bdi></a>' in read(client, hereditary)


def test_answer_of_a_muted_member_is_folded_but_never_one_without_a_name(client, hereditary):
    reader, muted = make_user(), make_user()
    Block.objects.create(member=reader, other=muted, is_mute=True)
    make_answer(question=hereditary, author=muted)
    assert page_of(hereditary, reader).answers[0].is_folded
    assert not page_of(hereditary, make_user()).answers[0].is_folded
    client.force_login(reader)
    assert "You muted this member. Show the answer" in read(client, hereditary)
    Answer.objects.update(is_anonymous=True)
    assert not page_of(hereditary, reader).answers[0].is_folded


def test_member_says_that_an_answer_helped_and_takes_it_back(client, hereditary):
    answer, reader = make_answer(question=hereditary), make_user()
    client.force_login(reader)
    for state, times in (("true", 1), ("false", 0)):
        html = read(client, hereditary)
        action = re.search(rf'action="(/answers/{answer.pk}/helped/[a-z/]*)"', html)[1]
        response = client.post(action, {"next": hereditary.get_absolute_url()})
        assert response.url == f"{hereditary.get_absolute_url()}#answer-{answer.pk}"
        assert f'aria-pressed="{state}"' in read(client, hereditary)
        assert Answer.objects.get().helpful_count == times


def test_own_answer_has_no_button_for_votes(client, hereditary):
    answer = make_answer(question=hereditary)
    client.force_login(answer.author)
    html = read(client, hereditary)
    assert f"/answers/{answer.pk}/helped/" not in html
    assert f"/answers/{answer.pk}/edit/" in html


def test_vote_on_a_later_page_leads_back_to_it(hereditary):
    for _number in range(21):
        make_answer(question=hereditary)
    this = hereditary.get_absolute_url()
    assert page_of(hereditary, make_user()).here == this
    assert page_of(hereditary, make_user(), page_number="2").here == f"{this}?page=2"
    assert page_of(hereditary, make_user(), page_number="2", sort="new").here == f"{this}?sort=new&page=2"
    assert page_of(hereditary, make_user(), sort="new").here == f"{this}?sort=new"


def test_order_is_explained(client, hereditary):
    for _number in range(2):
        make_answer(question=hereditary)
    assert "Most helpful first:" in read(client, hereditary)
