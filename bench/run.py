"""The benchmark: `make bench`, or `python -m bench.run --database sqlite|postgresql --seconds 2 --rounds 5`.

Each page is measured beside a bare Django view, in short rounds by turns: hello, page, hello, page. Only the ratio of
the two says something about the page; see docs/contributors/measuring.md.
"""

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench import cluster, load
from bench.patients import ANNOTATIONS, ONTOLOGY
from bench.seed import ROOT, SQLITE_URL

WORKERS, THREADS = 2, 4
REPEATS = 4
SOULMATES = (1_000, 100_000)
"""Members among whom soulmates are looked for."""


@dataclass(frozen=True)
class Round:
    """One turn of a server: what the generator saw, and the processor time of its workers for each request."""

    result: load.Result
    cpu_ms: float


@dataclass(frozen=True)
class Measured:
    """A page beside hello, round by round."""

    page: Sequence[Round]
    hello: Sequence[Round]

    def ratios(self) -> list[float]:
        return sorted(page.result.rate / hello.result.rate for page, hello in zip(self.page, self.hello, strict=True))

    def cpu_ratio(self) -> float:
        hello = median(turn.cpu_ms for turn in self.hello)
        return median(turn.cpu_ms for turn in self.page) / hello if hello else 0.0

    def wrong(self) -> str:
        """An example of a wrong answer, if there was one."""
        return next((turn.result.example or "no answer" for turn in [*self.page, *self.hello] if turn.result.wrong), "")


class Server:
    """gunicorn as `make run` starts it, with one application."""

    def __init__(self, application: str, environment: dict[str, str]) -> None:
        self.application = application
        self.environment = environment
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        options = (
            f"--worker-class gthread --workers {WORKERS} --threads {THREADS} --no-control-socket --log-level warning"
        )
        command = [sys.executable, "-m", "gunicorn", self.application, "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen([*command, *options.split()], cwd=ROOT, env=self.environment)
        deadline = time.monotonic() + 30
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{self.application} does not start; its messages are above.")
            time.sleep(0.1)
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def is_ready(self) -> bool:
        try:
            self.get("/healthz", {})
        except OSError:
            return False
        return True

    def get(self, path: str, headers: dict[str, str]) -> dict[str, str]:
        """The headers of one answer, by their names in small letters."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        return {name.lower(): value for name, value in response.getheaders()}

    def cpu_seconds(self) -> list[float]:
        """Processor time of each worker since it began; nothing where the system does not tell."""
        if not self.process or not Path("/proc/self/stat").exists():
            return []
        ticks = os.sysconf("SC_CLK_TCK")
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        stats = (Path(f"/proc/{child}/stat").read_text().rpartition(") ")[2].split() for child in children)
        return [(int(fields[11]) + int(fields[12])) / ticks for fields in stats]

    def turn(self, asked: load.Load, seconds: int) -> Round:
        """One round of load. It is repeated when nearly all connections fell to one worker, which is chance."""
        for _attempt in range(REPEATS):
            before = self.cpu_seconds()
            result = load.run(asked, seconds=seconds)
            used = [after - start for after, start in zip(self.cpu_seconds(), before, strict=False)]
            if asked.is_once or not used or min(used) > 0.25 * mean(used):
                break
        return Round(result, 1_000 * sum(used) / result.count if result.count else 0.0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def measure(hello: Server, site: Server, page: dict[str, Any], *, seconds: int, rounds: int) -> Measured:
    """The page's rounds and hello's, by turns."""
    greeting = load.Load(hello.port, [load.request(hello.port, "/")], text="hello")
    asked = shares(load_of(site, page), rounds + 1)
    load.run(next(asked), seconds=1)
    turns = [(hello.turn(greeting, seconds), site.turn(next(asked), seconds)) for _round in range(rounds)]
    return Measured(page=[turn for _hello, turn in turns], hello=[turn for turn, _page in turns])


def shares(whole: load.Load, count: int) -> Iterator[load.Load]:
    """What each of so many rounds asks: always the same, but a part of its own of what is asked only once."""
    size = len(whole.requests) // count
    for number in range(count):
        part = whole.requests[number * size : (number + 1) * size]
        yield replace(whole, requests=part) if whole.is_once else whole


def load_of(site: Server, page: dict[str, Any]) -> load.Load:
    """The page's requests; for a 304, each with the mark that its address gave out."""
    if page["posts"]:
        sent = [load.request(site.port, path, headers, body) for path, headers, body in page["posts"]]
        return load.Load(site.port, sent, status=302, is_once=True)
    requests = []
    for path in page["paths"]:
        headers = dict(page["headers"])
        if page["is_revalidated"]:
            answer = site.get(path, headers)
            if "etag" in answer:
                headers["If-None-Match"] = answer["etag"]
            elif "last-modified" in answer:
                headers["If-Modified-Since"] = answer["last-modified"]
        requests.append(load.request(site.port, path, headers))
    return load.Load(site.port, requests, status=304 if page["is_revalidated"] else 200, text=page["text"])


def site_environment(database_url: str) -> dict[str, str]:
    """What a site in production sets; nothing of the caller's own settings, so that every run is alike."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return kept | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "false",
        "PAGES_PER_MINUTE": "0",
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database_url,
        "BENCH_DATABASE_URL": database_url,
    }


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of the benchmark's database; a PostgreSQL server of its own where none is given."""
    given = os.environ.get("BENCH_DATABASE_URL", "")
    if kind == "sqlite":
        yield given if given.startswith("sqlite") else SQLITE_URL
    elif given.startswith("postgres"):
        yield given
    else:
        with cluster.temporary() as url:
            yield url


def bench(kind: str, *, seconds: int, rounds: int, only: str) -> bool:
    """Measures every page on one database and prints the table. True when every answer was right."""
    with database(kind) as url:
        environment = site_environment(url)
        step("scripts/collect-static", environment=environment)
        step(sys.executable, "-m", "bench.seed", environment=environment)
        told = json.loads(step(sys.executable, "-m", "bench.pages", only, environment=environment, is_captured=True))
        heading(kind, told)
        with Server("bench.hello", environment) as hello, Server("config.wsgi", environment) as site:
            answered = [print_row(page, kind, hello, site, seconds=seconds, rounds=rounds) for page in told["pages"]]
        if any(page["posts"] for page in told["pages"]):
            step(sys.executable, "-m", "bench.posting", environment=environment)
        if not only:
            print_soulmates(url)
    return all(answered)


def print_soulmates(url: str) -> None:
    """How long it takes to find somebody's soulmates, on a database of its own beside this one."""
    with empty_database_beside(url) as empty:
        environment = site_environment(url) | {"BENCH_SOULMATES_URL": empty}
        command = [sys.executable, "-m", "bench.soulmates", "--sizes", *map(str, SOULMATES)]
        print(f"\n### Soulmates\n\n{step(*command, environment=environment, is_captured=True)}", flush=True)


def print_retrieval() -> None:
    """How often the nearest person has the same condition, which is the same on every database."""
    if ONTOLOGY.exists() and ANNOTATIONS.exists():
        command = [sys.executable, "-m", "bench.retrieval"]
        told = step(*command, environment=site_environment(SQLITE_URL), is_captured=True)
        print(f"\n## Retrieval\n\n{told}", flush=True)


@contextmanager
def empty_database_beside(url: str) -> Iterator[str]:
    """On PostgreSQL the address of a new database, which is gone afterwards; for SQLite nothing: it takes a file."""
    if url.startswith("sqlite"):
        yield ""
        return
    name = f"bench_soulmates_{secrets.token_hex(4)}"
    with psycopg.connect(urlsplit(url)._replace(scheme="postgresql").geturl(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def step(*command: str, environment: dict[str, str], is_captured: bool = False) -> str:
    """Runs a program of the benchmark and stops with it when it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE if is_captured else sys.stderr,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed; its messages are above.")
    return done.stdout or ""


def heading(kind: str, told: dict[str, Any]) -> None:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[kind]
    print(f"\n## {name}\n")
    print(f"{load.CONNECTIONS} connections from {load.generator_name()}, {WORKERS} workers of {THREADS} threads.")
    for reader, numbers in told["growth"].items():
        parts = ", ".join(f"{total} for {answers}" for answers, (total, _rendering) in numbers.items())
        rendering = max(rendering for _total, rendering in numbers.values())
        print(f"Queries of a question page for {reader}, by answers: {parts}; while rendering: {rendering}.")
    for name, costs in told["writes"].items():
        parts = ", ".join(
            f"{queries} queries and {spent:.0f} ms on a question with {answers} answers"
            for answers, (queries, spent) in costs.items()
        )
        print(f"What {name} costs: {parts}.")
    columns = ("page", "requests/s", "p50 ms", "p95 ms", "hello/s", "ratio", "from–to", "CPU × hello", "target")
    print(f"\n| {' | '.join((*columns, 'met', 'queries', 'HTML bytes'))} |")
    print(f"|---|{'---:|' * 8}---|---:|---:|", flush=True)


def print_row(page: dict[str, Any], kind: str, hello: Server, site: Server, *, seconds: int, rounds: int) -> bool:
    """Measures one page and prints its row. True when every answer was right."""
    if page["problem"]:
        print(f"| {page['name']} | {page['problem']} |{' |' * 10}", flush=True)
        return False
    measured = measure(hello, site, page, seconds=seconds, rounds=rounds)
    if measured.wrong():
        print(f"| {page['name']} | wrong answers: {one_line(measured.wrong())} |{' |' * 10}", flush=True)
        return False
    ratios, is_weighed = measured.ratios(), not page["is_revalidated"] and not page["posts"]
    target = page["targets"][kind == "postgresql"] if page["targets"] else None
    cells = (
        page["name"],
        f"{median(turn.result.rate for turn in measured.page):,.0f}",
        f"{median(turn.result.p50_ms for turn in measured.page):.1f}",
        f"{median(turn.result.p95_ms for turn in measured.page):.1f}",
        f"{median(turn.result.rate for turn in measured.hello):,.0f}",
        f"**{median(ratios):.3f}**",
        f"{ratios[0]:.3f}–{ratios[-1]:.3f}",
        f"{measured.cpu_ratio():.1f}",
        f"{target:.3f}" if target else "–",
        ("yes" if median(ratios) >= target else "no") if target else "–",
        str(page["queries"]) if is_weighed else "–",
        f"{page['bytes']:,}" if is_weighed else "–",
    )
    print(f"| {' | '.join(cells)} |", flush=True)
    return True


def one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "¦")[:120]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the pages beside a bare Django view.")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="one of them; otherwise both")
    parser.add_argument("--seconds", type=int, default=2, help="length of a round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each page")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    arguments = parser.parse_args()
    kinds = [arguments.database] if arguments.database else ["sqlite", "postgresql"]
    if not arguments.database and not cluster.is_possible() and not os.environ.get("BENCH_DATABASE_URL"):
        print("No PostgreSQL here: neither BENCH_DATABASE_URL nor initdb below /usr/lib/postgresql. SQLite only.")
        kinds = ["sqlite"]
    results = [bench(kind, seconds=arguments.seconds, rounds=arguments.rounds, only=arguments.only) for kind in kinds]
    if not arguments.only:
        print_retrieval()
    if not all(results):
        sys.exit("Some pages did not answer as they should; see the table.")


if __name__ == "__main__":
    main()
