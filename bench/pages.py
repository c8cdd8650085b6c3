"""Which pages are measured. `python -m bench.pages [PART OF A NAME]` tells it as JSON, with queries and weight.

Both are counted in this process, by Django's test client, on the second visit: the first fills what a worker keeps.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext, setup_test_environment

from bench import texts
from bench.posting import posts
from bench.seed import prepare
from bench.writes import writes

# The rows of shared/bar/performance.md: least ratio to hello on SQLite and on PostgreSQL.
QUESTION, NOT_MODIFIED, SIGNED_IN, LIST = (0.055, 0.045), (0.65, 0.65), (0.04, 0.03), (0.04, 0.03)
MAP = (0.05, 0.04)
POSTING = (0.02, 0.015)
POSTING_NAME = "posting an answer"
MOST_QUERIES = 10


@dataclass
class Page:
    """One row of the table: addresses that are asked for in turn, and what every answer holds.

    `posts` are forms instead, each sent once: address, headers, body.
    """

    name: str
    paths: list[str]
    text: str
    targets: tuple[float, float] | None
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    is_revalidated: bool = False
    posts: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    queries: int = 0
    bytes: int = 0
    problem: str = ""


def pages() -> list[Page]:
    """Every page of the benchmark, in the table's order."""
    from bench import community  # noqa: PLC0415  models can only be imported after django.setup()

    ten = [question.get_absolute_url() for question in community.questions_with_ten_answers()]
    crowded = community.crowded_question()
    conditions = [path.partition("questions/")[0] for path in ten]
    threads = [thread.get_absolute_url() for thread in community.long_threads()]
    crowd = community.crowded_thread().get_absolute_url()
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(community.some_member())}"}
    said = '<article class="post" id="answer-'
    return [
        Page("question, 10 answers, cold", ten, said, QUESTION, times=10),
        Page("question, 304", ten, text="", targets=NOT_MODIFIED, is_revalidated=True),
        Page("question, 1,000 answers", [crowded.get_absolute_url()], said, QUESTION, times=10),
        Page("question, signed in", ten, said, SIGNED_IN, times=10, headers=cookie),
        Page("question, compressed", ten, text="", targets=None, headers={"Accept-Encoding": "gzip"}),
        Page("condition", conditions, text=texts.FACTS[0][1], targets=LIST),
        Page("A to Z", ["/conditions/"], text=texts.CONDITION_NAMES[0], targets=LIST),
        Page("home", ["/"], text="</html>", targets=LIST),
        Page("story list", ["/stories/"], text=texts.STORIES_SAY, targets=LIST),
        Page("forum list", ["/forum/"], text=texts.THREAD_TITLES[0], targets=LIST),
        Page("thread, 30 posts", threads, text=texts.POSTS_SAY, targets=LIST),
        Page("thread, 1,000 replies", [f"{crowd}?page=17"], text=texts.POSTS_SAY, targets=LIST),
        Page("thread, 1,000 replies, signed in", [f"{crowd}?page=17"], texts.POSTS_SAY, None, headers=cookie),
        Page("map of a condition", [f"{path}map/" for path in conditions], text="<circle ", targets=MAP),
        Page("map of all conditions", ["/map/"], text="<circle ", targets=MAP),
        Page("search", ["/search/?q=hepatic+ataxia"], text="hepatic ataxia", targets=None),
    ]


def session_of(member: Any) -> str:
    """Signs a member in and returns the session's key."""
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def weigh(page: Page) -> None:
    """Counts the page's queries and bytes, and says what is wrong with it."""
    client = Client(raise_request_exception=False, headers={**page.headers, "Host": "127.0.0.1"})
    client.get(page.paths[0])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page.paths[0])
    page.queries, page.bytes = len(queries), len(response.content)
    if response.status_code != 200:
        page.problem = f"answers {response.status_code}"
    elif not response.headers.get("Content-Encoding") and response.content.count(page.text.encode()) < page.times:
        page.problem = f"does not hold “{page.text}” {page.times} times"


def growth() -> dict[str, dict[str, tuple[int, int]]]:
    """Queries of a question page, whole and while rendering, by its number of answers, for a stranger and a member."""
    from bench import community  # noqa: PLC0415

    counted: dict[str, dict[str, tuple[int, int]]] = {"a stranger": {}, "a member": {}}
    for reader, numbers in counted.items():
        client = Client(raise_request_exception=False, headers={"Host": "127.0.0.1"})
        if reader == "a member":
            client.force_login(community.some_member(), backend="django.contrib.auth.backends.ModelBackend")
        for question in community.questions_by_answers([0, 1, 10, 1_000]):
            client.get(question.get_absolute_url())
            numbers[str(question.answer_count)] = count_queries(client, question.get_absolute_url())
    return counted


def count_queries(client: Client, path: str) -> tuple[int, int]:
    """All queries of a page, and those after its template began."""
    before_rendering: list[int] = []

    def note(**_signal: Any) -> None:
        before_rendering.append(len(queries))

    template_rendered.connect(note)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    template_rendered.disconnect(note)
    return len(queries), len(queries) - before_rendering[0] if before_rendering else 0


def tell(measured: Sequence[Page]) -> None:
    told = {
        "pages": [asdict(page) for page in measured],
        "growth": growth(),
        "writes": writes(),
        "most_queries": MOST_QUERIES,
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    prepare()
    setup_test_environment()
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [listed for listed in pages() if only in listed.name]
    for listed in chosen:
        weigh(listed)
    if only in POSTING_NAME:
        chosen.append(Page(POSTING_NAME, [], text="", targets=POSTING, posts=posts()))
    tell(chosen)
