import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conditions.models import Condition
from conditions.names import fold, initial
from pages.search import search_page
from questions.models import Topic
from questions.services import question_of
from tests.factories import make_condition, make_review, make_summary, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def leukemia():
    call_command("load_topics", verbosity=0)
    return make_condition(
        slug="acute-lymphocytic-leukemia",
        name="Acute lymphocytic leukemia",
        name_in_text="acute lymphocytic leukemia",
        short_name="ALL",
        definition="A cancer of the blood.",
        other_names=["ALL", "Acute lymphoblastic leukaemia"],
    )


def written(condition, slug, **fields):
    question = question_of(condition=condition, topic=Topic.objects.get(slug=slug))
    return make_summary(question=question, **fields)


def many(count, name):
    start = Condition.objects.count()
    Condition.objects.bulk_create(
        Condition(
            slug=f"many-{start + n}",
            name=f"{name} {n}",
            definition="One of many.",
            folded_name=fold(f"{name} {n}"),
            initial=initial(name),
        )
        for n in range(count)
    )


def names(page):
    return ["".join(piece.text for piece in condition.name) for condition in page.conditions]


def read(client, query):
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("is acute lymphocytic leukemia hereditary", "hereditary"),
        ("Is acute lymphoblastic leukaemia hereditary?", "hereditary"),
        ("ALL diet", "diet"),
        ("all   DIETS", "diet"),
        ("what is ALL", "what-is-it"),
        ("what causes ALL", "causes"),
        ("cause of acute lymphocytic leukemia", "causes"),
        ("ALL treatment", "treatments"),
        ("natural treatment ALL", "natural-treatment"),
        ("can people with ALL work", "work"),
        ("icd codes ALL", "icd-codes"),
        ("heredity of ALL", "hereditary"),
    ],
)
def test_question_that_was_asked_is_the_best_answer(leukemia, query, slug):
    assert search_page(query).best.row.url == f"/conditions/acute-lymphocytic-leukemia/questions/{slug}/"


def test_best_answer_shows_verdict_short_answer_and_what_was_checked(client, leukemia):
    make_review(summary=written(leukemia, "hereditary", verdict="usually-no", short_answer="Usually not."))
    html = read(client, "is ALL hereditary")
    assert html.index("Best answer") < html.index("Is acute lymphocytic leukemia hereditary?")
    assert "Usually no</p>" in html
    assert "Usually not." in html
    assert "Medically reviewed summary" in html


def test_unreviewed_best_answer_never_says_reviewed(client, leukemia):
    written(leukemia, "hereditary")
    html = read(client, "is ALL hereditary")
    assert "Medically reviewed" not in html
    assert "A specialist has not checked it yet." in html


def test_sensitive_answer_is_offered_without_its_text(leukemia):
    written(leukemia, "life-expectancy", short_answer="A number that hurts.")
    best = search_page("how long do people with ALL live").best
    assert best.row.url.endswith("/life-expectancy/")
    assert (best.verdict, best.short_answer) == ("", "")


def test_name_that_holds_the_word_of_a_topic_is_a_name(leukemia):
    make_condition(name="Hereditary angioedema")
    make_condition(name="Angioedema")
    page = search_page("hereditary angioedema")
    assert names(page)[0] == "Hereditary angioedema"
    assert page.best is None
    assert search_page("is hereditary angioedema hereditary").best.row.heading == "Is Hereditary angioedema hereditary?"


@pytest.mark.parametrize(
    "query", ["leukemia", "lymphocytic leuk", "leukaemia", "ALL", "all", "Acute Lymphocytic", "acute-lymphocytic"]
)
def test_condition_is_found_by_words_of_any_of_its_names(leukemia, query):
    assert names(search_page(query)) == ["Acute lymphocytic leukemia (ALL)"]


@pytest.mark.parametrize("query", ["meniere", "Ménière’s disease", "menieres", "MENIERE'S"])
def test_accents_capitals_and_apostrophes_do_not_matter(query):
    make_condition(name="Ménière disease")
    assert names(search_page(query)) == ["Ménière disease"]


def test_word_after_a_hyphen_or_bracket_is_found_and_the_inside_of_a_word_is_not():
    make_condition(name="Non-Hodgkin lymphoma (NHL)")
    make_condition(name="Callous skin")
    assert names(search_page("hodgkin")) == names(search_page("nhl")) == ["Non-Hodgkin lymphoma (NHL)"]
    assert names(search_page("hodgkins")) == ["Non-Hodgkin lymphoma (NHL)"]
    assert names(search_page("all")) == []


def test_exact_name_stands_before_longer_ones_and_the_start_before_the_middle():
    for name in ("Chronic asthma", "Asthma with fever", "Asthma"):
        make_condition(name=name)
    assert names(search_page("asthma")) == ["Asthma", "Asthma with fever", "Chronic asthma"]


def test_short_name_is_found_among_many_names_that_hold_its_letters(leukemia):
    many(100, "Small callous")
    assert names(search_page("ALL"))[0] == "Acute lymphocytic leukemia (ALL)"


def test_other_name_that_met_the_query_is_told(client, leukemia):
    assert "Also called <mark>Acute</mark> <mark>lymphoblastic</mark>" in read(client, "acute lymphoblastic")


def test_misspelled_name_is_guessed_and_the_guess_is_called_one(client, leukemia):
    make_condition(name="Cystic fibrosis")
    make_condition(name="Fibrosis of the lung")
    page = search_page("cistic fibrosys")
    assert names(page) == ["Cystic fibrosis"]
    assert page.is_guess
    assert "No name is spelled exactly like that." in read(client, "cistic fibrosys")
    assert not search_page("cystic fibrosis").is_guess


def test_guess_keeps_the_topic_that_was_asked():
    call_command("load_topics", verbosity=0)
    make_condition(name="Cystic fibrosis")
    assert search_page("is cistic fibrosys contagious").best.row.url.endswith("/questions/contagious/")


def test_unpublished_condition_is_never_found(leukemia):
    written(leukemia, "diet")
    Condition.objects.update(is_published=False)
    for query in ("ALL", "acute lymphocytic leukemia", "acute lymphocytic leukemja", "diet", "ALL diet"):
        assert not search_page(query).has_results


def test_condition_alone_brings_what_there_is_to_read_without_sensitive_questions(leukemia):
    written(leukemia, "diet")
    written(leukemia, "prognosis")
    rows = search_page("ALL").questions
    assert [row.slug for row in rows] == ["diet", "other-names", "icd-codes"]


def test_topic_alone_brings_that_question_of_any_condition(leukemia):
    written(leukemia, "diet")
    page = search_page("diet")
    assert page.conditions == ()
    assert [row.url for row in page.questions] == ["/conditions/acute-lymphocytic-leukemia/questions/diet/"]


def test_results_are_bounded():
    call_command("load_topics", verbosity=0)
    many(80, "Asthma")
    page = search_page("asthma treatment diet")
    assert len(page.conditions) == 20
    assert 0 < len(page.questions) <= 21
    assert len(search_page("asthma").questions) <= 20


def test_nothing_found_leads_to_the_letters_and_the_forum(client, leukemia):
    html = read(client, "qqqqq")
    assert "Nothing found" in html
    assert 'href="/conditions/"' in html
    assert 'href="/forum/ask/"' in html


def test_page_without_a_query_helps_to_ask(client):
    html = read(client, "")
    assert "<h1>Search</h1>" in html
    assert "Nothing found" not in html
    assert client.get("/search/").status_code == 200


@pytest.mark.parametrize("query", ["", "ALL", "qqqqq"])
def test_results_are_never_indexed(client, leukemia, query):
    assert '<meta name="robots" content="noindex">' in read(client, query)


def test_query_is_kept_and_shown_as_text_only(client):
    make_condition(name="<b>Odd</b> name")
    html = read(client, '"><script>alert(1)</script> odd')
    assert "<script>alert" not in html
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; odd"' in html
    assert "&lt;b&gt;<mark>Odd</mark>&lt;/b&gt; name" in read(client, "odd")


def test_query_is_cut_at_200_characters(client):
    assert 'value="' + "a" * 200 + '"' in read(client, "a" * 500)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=80))
@example(query="\0")
@example(query="%")
@example(query="_ _")
@example(query="' OR 1=1 --")
@example(query="\\")
@example(query=".*")
@example(query="(a+)+$")
@example(query="\ud800")
@example(query="{condition} {short}")
def test_any_text_is_answered(leukemia, query):
    search_page(query)


def test_signs_that_mean_something_to_databases_mean_nothing(leukemia):
    for query in ("%", "_", "%%%", "l_ukemia", "leuk%"):
        assert names(search_page(query)) in ([], ["Acute lymphocytic leukemia (ALL)"])
    assert not search_page("%").has_results


@pytest.mark.parametrize("is_member", [False, True])
@pytest.mark.parametrize("query", ["asthma", "asthma diet", "diet"])
def test_query_count_does_not_grow_with_results(client, leukemia, is_member, query):
    if is_member:
        client.force_login(make_user())
        client.get("/about/us/")
    written(leukemia, "diet")
    many(1, "Asthma")
    counts = []
    for more in (0, 9):
        many(more, "Asthma")
        for condition in Condition.objects.filter(name__startswith="Asthma", questions=None):
            written(condition, "diet")
        with CaptureQueriesContext(connection) as queries:
            read(client, query)
        counts.append(len(queries))
    with CaptureQueriesContext(connection) as queries:
        read(client, "nothing like it")
    assert len(queries) <= counts[0] == counts[1] <= 5 + 2 * is_member


def test_rendering_makes_no_query(rf, leukemia, django_assert_num_queries):
    written(leukemia, "diet")
    request = rf.get("/")
    request.user = AnonymousUser()
    pages = [search_page(query) for query in ("ALL diet", "ALL", "diet", "", "qqqqq")]
    with django_assert_num_queries(0):
        for page in pages:
            render_to_string("pages/search.html", {"page": page}, request)
