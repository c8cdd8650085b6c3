"""Where a page's time goes: `python -m bench.profiling /conditions/…/ [--times 300]`, on the benchmark's database.

First without a profiler, because that slows down small functions most; then with one, for the list of functions.
"""

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.template.base import Template
from django.test import RequestFactory

from bench.seed import prepare

WARM_UP = 20


class Clock:
    """Adds up the time spent in some functions, once for each request."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.open: set[str] = set()

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed under a name; calls inside a call of the same name are not counted twice."""

        def timed(*arguments: Any, **named: Any) -> Any:
            if name in self.open:
                return function(*arguments, **named)
            self.open.add(name)
            started = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                self.spent[name] = self.spent.get(name, 0.0) + time.perf_counter() - started
                self.open.discard(name)

        return timed

    def execute(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """Django's wrapper of each query."""
        return self.around("queries", execute)(*arguments)


def ask(application: WSGIHandler, environment: dict[str, Any]) -> bytes:
    """One request as the server would make it."""
    status: list[str] = []

    def start_response(line: str, _headers: list[tuple[str, str]], _error: Any = None, /) -> Callable[[bytes], object]:
        status.append(line)
        return lambda _written: None

    response = application(dict(environment), start_response)
    body = b"".join(response)
    response.close()
    if not status[0].startswith(("200", "304")):
        raise SystemExit(f"The page answers {status[0]}")
    return body


def main() -> None:
    parser = argparse.ArgumentParser(description="Say where a page's time goes.")
    parser.add_argument("path")
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--lines", type=int, default=40, help="functions to list")
    arguments = parser.parse_args()
    prepare()
    application = get_wsgi_application()
    environment = RequestFactory(headers={"Host": "127.0.0.1"}).get(arguments.path).environ
    for _time in range(WARM_UP):
        body = ask(application, environment)

    busy = time.process_time()
    plain = sorted(timed(lambda: ask(application, environment)) for _time in range(arguments.times))
    busy = 1_000 * (time.process_time() - busy) / arguments.times
    print(f"{len(body):,} bytes; {median(plain):.2f} ms in the middle, {plain[0]:.2f} ms at best, {busy:.2f} ms busy")

    clock = Clock()
    Template.render = clock.around("rendering", Template.render)  # type: ignore[method-assign]
    with connection.execute_wrapper(clock.execute):
        whole = sum(timed(lambda: ask(application, environment)) for _time in range(arguments.times))
    for name, seconds in clock.spent.items():
        print(f"{name}: {1_000 * seconds / arguments.times:.2f} ms of {whole / arguments.times:.2f} ms")

    profile = cProfile.Profile()
    profile.enable()
    for _time in range(arguments.times):
        ask(application, environment)
    profile.disable()
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).strip_dirs().sort_stats(order).print_stats(arguments.lines)


def timed(function: Callable[[], object]) -> float:
    """Milliseconds that the function takes."""
    started = time.perf_counter()
    function()
    return 1_000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
