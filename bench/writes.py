"""What it costs to post an answer and to vote, on a question without answers and on one with a thousand.

Counted in this process, by Django's test client, in a transaction that is undone: the community stays what it is.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

TIMES = 15
NUMBERS = [0, 1_000]
SAID = {"body": "It was not in my family.", "name": "named", "audience": "anyone", "form_id": "bench", "consent": "on"}

type Cost = tuple[int, float]


def writes() -> dict[str, dict[str, Cost]]:
    """For each kind of writing, by the number of answers on the question: queries, and milliseconds (median)."""
    told: dict[str, dict[str, Cost]] = {}
    for name, prepare in {"posting an answer": posting, "saying that one helped": voting}.items():
        told[name] = {}
        for number in NUMBERS:
            with transaction.atomic():
                told[name][f"{number:,}"] = cost_of(prepare(number))
                transaction.set_rollback(True)
    return told


def cost_of(request: Callable[[Client, Any], int]) -> Cost:
    """Each time another member does it, whose browser has asked for a page before."""
    from bench import community  # noqa: PLC0415  models can only be imported after django.setup()

    queries, times = 0, []
    for member in community.members(TIMES):
        client = Client(headers={"Host": "127.0.0.1"})
        client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        client.get("/drafts/")
        with CaptureQueriesContext(connection) as captured:
            begun = perf_counter()
            status = request(client, member)
            times.append((perf_counter() - begun) * 1_000)
        if status != 302:
            raise SystemExit(f"A write was answered with {status}.")
        queries = max(queries, len(captured))
    return queries, median(times)


def posting(number: int) -> Callable[[Client, Any], int]:
    from bench import community  # noqa: PLC0415

    question = community.questions_by_answers([number])[0]
    question.answers.filter(author__in=community.members(TIMES)).delete()
    address = f"/answers/new/{question.condition.slug}/{question.topic.slug}/"
    return lambda client, _member: client.post(address, SAID).status_code


def voting(number: int) -> Callable[[Client, Any], int]:
    from bench import community  # noqa: PLC0415
    from questions.services import AnswerRecord, post_answer  # noqa: PLC0415

    question, author = community.questions_by_answers([number])[0], community.some_member()
    question.answers.filter(author=author).delete()
    answer = post_answer(
        question=question,
        author=author,
        record=AnswerRecord(body=SAID["body"], audience=SAID["audience"]),
        consent=True,
        visibility="visible",
    )
    return lambda client, _member: client.post(f"/answers/{answer.pk}/helped/").status_code
