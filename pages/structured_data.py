"""What search engines read of a page, as JSON-LD in the words of schema.org: pure, and never more than the page shows.

“Reviewed by” stands only beside a valid review. Members' answers are suggestions, never “the accepted answer”.
"""

import json
import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language

if TYPE_CHECKING:
    from pages.condition import ConditionPage
    from pages.meta import Meta
    from pages.question import AnswerCard, QuestionPage, SummaryPart

MAX_ANSWER_LENGTH = 500
_TAG = re.compile(r"<[^>]*>")

type Node = dict[str, Any]


def question_data(page: "QuestionPage") -> str:
    """The question page: the editors' page about the condition, members' answers where there are any, the way here."""
    condition = _condition(page.condition.name, page.codes, [page.condition.short_name])
    nodes = [_medical_page(page.meta, page.heading, condition, page.summary)]
    if any(map(_is_for_machines, page.answers)):
        nodes.append(_answers(page))
    return _script([*nodes, _way([*page.crumbs, (page.urls["this"], page.heading)])])


def condition_data(page: "ConditionPage") -> str:
    """The condition page: what the condition is and is called, and the way here."""
    codes = [(code.system, code.value) for code in page.codes if code.is_exact]
    condition = _condition(page.condition.name, codes, [page.condition.short_name, *page.other_names])
    condition["description"] = page.condition.definition
    if page.symptoms:
        condition["signOrSymptom"] = [{"@type": "MedicalSymptom", "name": name} for name, _often in page.symptoms]
    here = (page.urls["this"], page.condition.name)
    return _script([_medical_page(page.meta, page.condition.name, condition, None), _way([*page.crumbs, here])])


def _medical_page(meta: "Meta", name: str, condition: Node, summary: "SummaryPart | None") -> Node:
    url = _absolute(meta.canonical)
    node: Node = {
        "@type": "MedicalWebPage",
        "@id": url,
        "url": url,
        "name": name,
        "description": meta.description,
        "inLanguage": get_language() or settings.LANGUAGE_CODE,
        "about": condition,
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": _absolute("/")},
    }
    if summary:
        node["dateModified"] = summary.updated_at.isoformat()
        node["author"] = _person(summary.author)
        node["citation"] = [_source(*line) for line in summary.citations]
    if summary and summary.is_reviewed and summary.reviewed_on:
        node["lastReviewed"] = summary.reviewed_on.isoformat()
        node["reviewedBy"] = _person(summary.reviewer) | {
            "jobTitle": summary.credential,
            "url": _absolute(summary.reviewer_url),
        }
    return node


def _condition(name: str, codes: Sequence[tuple[str, str]], other_names: Iterable[str]) -> Node:
    node: Node = {"@type": "MedicalCondition", "name": name}
    if names := [other for other in other_names if other and other != name]:
        node["alternateName"] = names
    if codes:
        node["code"] = [{"@type": "MedicalCode", "codeValue": value, "codingSystem": system} for system, value in codes]
    return node


def _answers(page: "QuestionPage") -> Node:
    url = _absolute(page.meta.canonical)
    return {
        "@type": "QAPage",
        "@id": f"{url}#answers",
        "url": url,
        "mainEntity": {
            "@type": "Question",
            "name": page.heading,
            "answerCount": page.answer_count,
            "suggestedAnswer": [_answer(answer, url) for answer in page.answers if _is_for_machines(answer)],
        },
    }


def _is_for_machines(answer: "AnswerCard") -> bool:
    """Words behind a cover or below a warning are never without them."""
    return not (answer.cover or answer.warning_url)


def _answer(answer: "AnswerCard", url: str) -> Node:
    return {
        "@type": "Answer",
        "url": f"{url}#{answer.anchor}",
        "text": plain_text(answer.body_html, MAX_ANSWER_LENGTH),
        "author": _person(answer.voice.name),
        "dateCreated": answer.posted_at.isoformat(),
        "upvoteCount": answer.helpful_count,
    }


def plain_text(html: str, length: int) -> str:
    """The words of HTML that our sanitiser made, at most `length` characters, cut between words where that is near."""
    text = " ".join(unescape(_TAG.sub("", html)).split())
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    at_word = cut.rpartition(" ")[0]
    return f"{at_word if len(at_word) > length // 2 else cut}…"


def _source(_number: int, title: str, organisation: str, url: str) -> Node:
    node: Node = {"@type": "CreativeWork", "name": title, "url": url}
    if organisation:
        node["publisher"] = {"@type": "Organization", "name": organisation}
    return node


def _person(name: str) -> Node:
    return {"@type": "Person", "name": name}


def _way(steps: Sequence[tuple[str, str]]) -> Node:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": _absolute(url)}
            for place, (url, name) in enumerate(steps, start=1)
        ],
    }


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _script(nodes: Sequence[Node]) -> str:
    """JSON that stays inside of its script element, whatever its words are."""
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
