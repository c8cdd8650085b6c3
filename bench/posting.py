"""Members who post answers over the wire: each request is another member's first answer to another question.

The answers are taken out afterwards, so that the community stays what it is: `python -m bench.posting`.
"""

from itertools import islice, product
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command

from bench.seed import prepare

MEMBERS, REQUESTS = 400, 4_000
TOKEN = "b" * 32
BODY = "It was not in my family, and my doctors could not say why it began with me."


def posts() -> list[tuple[str, dict[str, str], str]]:
    """For each request the address, the headers and the body: as many as a run on a fast machine takes."""
    from bench import community  # noqa: PLC0415  models can only be imported after django.setup()
    from bench.pages import session_of  # noqa: PLC0415
    from questions.models import Answer  # noqa: PLC0415

    members, questions = community.members(MEMBERS), community.questions_with_ten_answers()
    said = set(Answer.objects.filter(author__in=members).values_list("author_id", "question_id"))
    pairs = ((member, question) for question, member in product(questions, members))
    free = [pair for pair in pairs if (pair[0].pk, pair[1].pk) not in said]
    body = urlencode({"body": BODY, "name": "named", "audience": "anyone", "consent": "on", "form_id": "bench"})
    chosen = list(islice(free, REQUESTS))
    headers = {
        member.pk: _headers(session_of(member)) for member in {member.pk: member for member, _q in chosen}.values()
    }
    return [(_address(question), headers[member.pk], body) for member, question in chosen]


def _address(question: Any) -> str:
    return f"/answers/new/{question.condition.slug}/{question.topic.slug}/"


def _headers(session: str) -> dict[str, str]:
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }


def undo() -> None:
    """Takes the answers out again, and counts what they had changed."""
    from questions.models import Answer, Question  # noqa: PLC0415
    from questions.services import recount  # noqa: PLC0415
    from writing.models import Submission  # noqa: PLC0415

    posted = Answer.objects.filter(body=BODY)
    questions = list(Question.objects.filter(answers__in=posted).distinct())
    posted.delete()
    Submission.objects.all().delete()
    for question in questions:
        recount(question)
    call_command("recount_points", verbosity=0)


if __name__ == "__main__":
    prepare()
    undo()
