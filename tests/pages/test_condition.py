import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from conditions.models import Condition
from conditions.services import CodeRecord, SymptomRecord
from members.services import add_condition, count_map, join_map
from pages.condition import condition_page, question_list_page
from pages.loading import load_condition
from questions.models import Fact
from tests.factories import (
    make_answer,
    make_condition,
    make_question,
    make_review,
    make_source,
    make_story,
    make_summary,
    make_thread,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/conditions/cystic-fibrosis/"


@pytest.fixture
def cystic():
    return make_condition(
        slug="cystic-fibrosis",
        name="Cystic fibrosis",
        name_in_text="cystic fibrosis",
        short_name="CF",
        definition="An inherited condition that makes mucus thick.",
        other_names=["CF", "Mucoviscidosis"],
        codes=[CodeRecord("icd-10", "E84")],
        symptoms=[SymptomRecord("HP:0002205", "Recurrent respiratory infections", "Infections that come back")],
    )


def read(client, address=ADDRESS):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def crowd(condition, more):
    for number in range(more):
        question = make_question(condition=condition)
        make_review(summary=make_summary(question=question))
        make_answer(question=question)
        make_story(condition=condition)
        make_thread(condition=condition)
        source = make_source()
        place = Fact.objects.count() + 1
        Fact.objects.create(condition=condition, place=place, label=f"Fact {number}", value="Rare.", source=source)
        member = make_user()
        add_condition(member=member, condition=condition, relation="has-it", consent=True)
        join_map(member=member, country="ES", consent=True)
    count_map()


def test_page_says_what_it_is_and_what_else_it_is_called(client, cystic):
    html = read(client)
    assert "<h1>Cystic fibrosis (CF)</h1>" in html
    assert "An inherited condition that makes mucus thick." in html
    assert "Also called Mucoviscidosis." in html
    assert "Infections that come back" in html


def test_codes_are_folded_away(client, cystic):
    html = read(client)
    start = html.index('<details class="codes">')
    assert html.index("<td>E84</td>") > start


def test_fact_names_its_source(client, cystic):
    source = make_source(organisation="A society", url="https://example.org/facts")
    Fact.objects.create(condition=cystic, place=1, label="How common", value="Rare.", source=source)
    html = read(client)
    assert '<a href="https://example.org/facts" rel="noopener noreferrer">A society</a>' in html


def test_every_standard_question_stands_in_its_group_with_its_state(client, cystic):
    make_topic(group="basics", heading_pattern="What is {short}?")
    reviewed = make_question(condition=cystic, topic=make_topic(group="causes", heading_pattern="What causes {short}?"))
    make_review(summary=make_summary(question=reviewed))
    make_answer(question=reviewed)
    html = read(client)
    assert html.index("<h3>Basics</h3>") < html.index("What is CF?") < html.index("<h3>Causes</h3>")
    assert "Not written yet" in html
    assert "1 member answer<" in html
    assert "has not checked any of these" not in html


def test_page_without_a_reviewed_answer_says_so(client, cystic):
    make_summary(question=make_question(condition=cystic))
    assert "A specialist has not checked any of these answers yet." in read(client)


def test_sensitive_questions_wait_behind_a_word_of_warning(client, cystic):
    make_topic(group="outlook", is_sensitive=True, heading_pattern="How long do people with {short} live?")
    html = read(client)
    opening = html.rindex("<details>", 0, html.index("How long do people with CF live?"))
    assert "</details>" not in html[opening : html.index("How long do people with CF live?")]
    assert "These answers are about outlook and length of life." in html


def test_empty_parts_say_what_they_are_for_and_give_one_action(client, cystic):
    html = read(client)
    assert "No one has told a story about CF here yet." in html
    assert "No one has asked about CF in the forum yet." in html
    assert 'href="/stories/new/?condition=' in html
    assert 'href="/forum/ask/?condition=cystic-fibrosis"' in html
    assert 'href="/account/map/?condition=cystic-fibrosis"' in html
    assert "A place is shown once it has 5 people" in html
    assert 'href="/soulmates/"' in html
    assert f'href="/feeds{ADDRESS}"' in html


def test_unpublished_condition_has_no_page(client, cystic):
    Condition.objects.update(is_published=False)
    assert client.get(ADDRESS).status_code == 404
    assert client.get(f"{ADDRESS}questions/").status_code == 404


def test_all_questions_are_on_one_page_with_their_state(client, cystic):
    make_topic(heading_pattern="What is {short}?")
    make_topic(group="outlook", is_sensitive=True, heading_pattern="How long do people with {short} live?")
    html = read(client, f"{ADDRESS}questions/")
    assert "<h1>All questions about cystic fibrosis</h1>" in html
    assert html.index("What is CF?") < html.index("How long do people with CF live?")
    assert "Not written yet" in html


def test_site_without_standard_questions_says_so(client, cystic):
    assert "No standard question is set up yet." in read(client, f"{ADDRESS}questions/")


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}questions/"])
@pytest.mark.parametrize("is_member", [False, True])
def test_query_count_does_not_grow(client, cystic, address, is_member):
    if is_member:
        client.force_login(make_user())
        client.get("/about/us/")
    counts = []
    for more in (0, 1, 9):
        crowd(cystic, more)
        with CaptureQueriesContext(connection) as queries:
            read(client, address)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 10 + is_member


def test_rendering_makes_no_query(rf, cystic, django_assert_num_queries):
    crowd(cystic, 3)
    request = rf.get("/")
    request.user = AnonymousUser()
    condition = load_condition(cystic.slug, "condition-detail")
    page, questions = condition_page(condition, viewer=AnonymousUser()), question_list_page(condition)
    with django_assert_num_queries(0):
        render_to_string("pages/condition.html", {"page": page}, request)
        render_to_string("pages/question_list.html", {"page": questions}, request)
