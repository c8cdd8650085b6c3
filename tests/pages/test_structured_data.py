import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions.services import CodeRecord, SymptomRecord
from moderation.models import Visibility
from pages.condition import condition_page
from pages.loading import load_condition
from pages.question import load_question, question_page
from pages.structured_data import plain_text
from questions.models import Answer, Review
from questions.services import put_source
from tests.factories import (
    make_answer,
    make_condition,
    make_question,
    make_review,
    make_source,
    make_summary,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def leukemia():
    return make_condition(
        slug="all",
        name="Acute lymphocytic leukemia",
        name_in_text="acute lymphocytic leukemia",
        short_name="ALL",
        definition="A cancer of the blood.",
        other_names=["Acute lymphoblastic leukemia"],
        codes=[CodeRecord("icd-10", "C91.0"), CodeRecord("mesh", "D054198"), CodeRecord("icd-11", "2B33", "broader")],
        symptoms=[SymptomRecord("HP:0012378", "Fatigue", "tiredness")],
    )


@pytest.fixture
def hereditary(leukemia):
    return make_question(
        condition=leukemia, topic=make_topic(slug="hereditary", title_pattern="Is {condition} hereditary?")
    )


def page_of(question, **more):
    asked = load_question(question.condition.slug, question.topic.slug)
    return question_page(asked, viewer=AnonymousUser(), **more)


def nodes_of(page):
    data = json.loads(page.structured_data)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def test_question_is_a_medical_page_about_the_condition_and_its_exact_codes(hereditary, settings):
    settings.SITE_URL = "https://cairn.example.org"
    page = page_of(hereditary)
    node = nodes_of(page)["MedicalWebPage"]
    assert node["name"] == page.heading == "Is acute lymphocytic leukemia hereditary?"
    assert node["url"] == "https://cairn.example.org/conditions/all/questions/hereditary/"
    assert node["description"] == page.meta.description
    assert node["inLanguage"] == "en"
    assert node["about"] == {
        "@type": "MedicalCondition",
        "name": "Acute lymphocytic leukemia",
        "alternateName": ["ALL"],
        "code": [
            {"@type": "MedicalCode", "codeValue": "C91.0", "codingSystem": "ICD-10"},
            {"@type": "MedicalCode", "codeValue": "D054198", "codingSystem": "MeSH"},
        ],
    }


def test_summary_gives_its_date_its_author_and_its_sources(hereditary):
    sources = [make_source(title="First", organisation="A society"), make_source(title="Second")]
    summary = make_summary(question=hereditary, sources=sources, body="By chance. [1] [2]")
    node = nodes_of(page_of(hereditary))["MedicalWebPage"]
    assert node["dateModified"] == summary.published_at.isoformat()
    assert node["author"] == {"@type": "Person", "name": summary.author.display_name}
    assert [source["name"] for source in node["citation"]] == ["First", "Second"]
    assert node["citation"][0] == {
        "@type": "CreativeWork",
        "name": "First",
        "url": sources[0].url,
        "publisher": {"@type": "Organization", "name": "A society"},
    }


def test_source_that_is_corrected_is_cited_with_its_new_name(hereditary):
    source = make_source(title="Befor", key="guide")
    make_summary(question=hereditary, sources=[source], body="By chance. [1]")
    put_source(key="guide", values={"title": "Before"})
    assert nodes_of(page_of(hereditary))["MedicalWebPage"]["citation"][0]["name"] == "Before"


def test_reviewer_is_named_only_from_a_valid_review(hereditary):
    summary = make_summary(question=hereditary)
    assert not {"reviewedBy", "lastReviewed"} & nodes_of(page_of(hereditary))["MedicalWebPage"].keys()
    review = make_review(summary=summary, days=30)
    node = nodes_of(page_of(hereditary))["MedicalWebPage"]
    assert node["reviewedBy"] == {
        "@type": "Person",
        "name": review.reviewer_name,
        "jobTitle": review.reviewer_credential,
        "url": f"http://testserver/reviewers/{review.reviewer_id}/",
    }
    assert node["lastReviewed"] == review.reviewed_on.isoformat()
    day_after = timezone.localdate() + timedelta(days=31)
    assert "reviewedBy" not in nodes_of(page_of(hereditary, today=day_after))["MedicalWebPage"]


def test_review_of_an_older_version_is_not_told(hereditary):
    make_review(summary=make_summary(question=hereditary))
    make_summary(question=hereditary, short_answer="New words, which no one has checked.")
    assert Review.objects.count() == 1
    assert "reviewedBy" not in nodes_of(page_of(hereditary))["MedicalWebPage"]


def test_question_with_answers_page_needs_a_published_answer(hereditary, settings):
    assert "QAPage" not in nodes_of(page_of(hereditary))
    make_summary(question=hereditary)
    assert "QAPage" not in nodes_of(page_of(hereditary))
    answer = make_answer(question=hereditary, author=make_user(display_name="Marisol"), body="It was **not** for us.")
    node = nodes_of(page_of(hereditary))["QAPage"]["mainEntity"]
    assert node["answerCount"] == 1
    assert node["suggestedAnswer"] == [
        {
            "@type": "Answer",
            "url": f"{settings.SITE_URL}/conditions/all/questions/hereditary/#answer-{answer.pk}",
            "text": "It was not for us.",
            "author": {"@type": "Person", "name": "Marisol"},
            "dateCreated": answer.posted_at.isoformat(),
            "upvoteCount": 0,
        }
    ]


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN])
def test_answer_that_is_not_visible_is_told_to_no_one(hereditary, visibility):
    make_answer(question=hereditary, body="Seen by all.")
    hidden = make_answer(question=hereditary, body="Seen by none.")
    Answer.objects.filter(pk=hidden.pk).update(visibility=visibility)
    text = page_of(hereditary).structured_data
    assert "Seen by all." in text
    assert "Seen by none." not in text


def test_only_the_answers_of_this_part_of_the_page_are_told(hereditary):
    for number in range(23):
        make_answer(question=hereditary, body=f"Words number {number}.")
    second = page_of(hereditary, page_number="2")
    node = nodes_of(second)["QAPage"]
    assert node["mainEntity"]["answerCount"] == 23
    assert len(node["mainEntity"]["suggestedAnswer"]) == len(second.answers) == 3
    assert node["url"].endswith("?page=2")


def test_no_answer_is_called_accepted_and_no_page_a_list_of_faq(hereditary):
    make_review(summary=make_summary(question=hereditary))
    make_answer(question=hereditary)
    text = page_of(hereditary).structured_data
    assert "acceptedAnswer" not in text
    assert "FAQPage" not in text


def test_way_here_is_that_of_the_page(hereditary, settings):
    page = page_of(hereditary)
    steps = nodes_of(page)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert [step["name"] for step in steps] == [name for _url, name in page.crumbs] + [page.heading]
    assert all(step["item"].startswith(f"{settings.SITE_URL}/conditions/") for step in steps)


def test_words_of_a_member_cannot_end_the_script(client, hereditary):
    make_answer(
        question=hereditary,
        author=make_user(display_name="</script><script>alert(1)</script>"),
        body="</script><img src=x onerror=alert(1)> & \u2028 <!-- \\u003c",
    )
    text = page_of(hereditary).structured_data
    assert not set("<>&\u2028\u2029") & set(text)
    (script,) = SCRIPT.findall(client.get(hereditary.get_absolute_url()).content.decode())
    answer = {node["@type"]: node for node in json.loads(script)["@graph"]}["QAPage"]["mainEntity"]["suggestedAnswer"][
        0
    ]
    assert answer["author"]["name"] == "</script><script>alert(1)</script>"
    assert answer["text"] == "</script><img src=x onerror=alert(1)> & <!-- \\u003c"


def test_texts_are_those_that_the_reader_sees(client, hereditary):
    source = make_source(title="What causes it?", organisation="A society")
    make_review(summary=make_summary(question=hereditary, sources=[source], body="By chance. [1]"))
    make_answer(question=hereditary, author=make_user(display_name="Marisol"), body="It was not for us.")
    html = client.get(hereditary.get_absolute_url()).content.decode()
    page = SCRIPT.sub("", html)
    data = json.loads(SCRIPT.findall(html)[0])
    told = [value for value in _texts(data["@graph"]) if value]
    assert {"What causes it?", "Marisol", "It was not for us.", "ALL"} <= set(told)
    assert [text for text in told if text not in page] == []


def _texts(node):
    """What the data says in words, without types, addresses, dates, codes and languages."""
    silent = {"@type", "@id", "url", "item", "dateModified", "dateCreated", "lastReviewed", "inLanguage", "code"}
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in silent:
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    elif isinstance(node, str):
        yield node


def test_data_asks_the_database_nothing(hereditary):
    make_review(summary=make_summary(question=hereditary))
    make_answer(question=hereditary)
    page = page_of(hereditary)
    with CaptureQueriesContext(connection) as queries:
        assert page.structured_data
    assert len(queries) == 0


def test_condition_page_tells_what_the_condition_is_and_is_called(client, leukemia):
    page = condition_page(load_condition("all", "condition-detail"), viewer=AnonymousUser())
    nodes = nodes_of(page)
    assert nodes["MedicalWebPage"]["about"] == {
        "@type": "MedicalCondition",
        "name": "Acute lymphocytic leukemia",
        "alternateName": ["ALL", "Acute lymphoblastic leukemia"],
        "code": [
            {"@type": "MedicalCode", "codeValue": "C91.0", "codingSystem": "ICD-10"},
            {"@type": "MedicalCode", "codeValue": "D054198", "codingSystem": "MeSH"},
        ],
        "description": "A cancer of the blood.",
        "signOrSymptom": [{"@type": "MedicalSymptom", "name": "tiredness"}],
    }
    assert [step["name"] for step in nodes["BreadcrumbList"]["itemListElement"]] == [
        "Conditions",
        "Acute lymphocytic leukemia",
    ]
    (script,) = SCRIPT.findall(client.get("/conditions/all/").content.decode())
    assert json.loads(script)["@graph"][0]["@type"] == "MedicalWebPage"


def test_condition_with_nothing_but_a_name_says_only_that(client):
    page = condition_page(make_condition(slug="plain", name="Plain"), viewer=AnonymousUser())
    about = nodes_of(page)["MedicalWebPage"]["about"]
    assert about == {"@type": "MedicalCondition", "name": "Plain", "description": "A condition for tests."}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One.</p>\n<p>Two <em>three</em>, four.</p>", "One. Two three, four."),
        ("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c"),
        ("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "one two"),
        ("<p>" + "word " * 20 + "</p>", "word word word word word word word word word word word word word word word…"),
        ("<p>" + "x" * 200 + "</p>", "x" * 79 + "…"),
        ("", ""),
    ],
)
def test_plain_text_has_the_words_and_at_most_so_many_characters(html, expected):
    text = plain_text(html, 80)
    assert text == expected
    assert len(text) <= 80
