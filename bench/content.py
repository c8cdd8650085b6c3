"""Brings many summaries from files into an empty database and out again, and compares the bytes.

    .venv/bin/python -m bench.content [--summaries 5000]

Each step runs in a process of its own, so that the peak of memory is that step's. SQLite in a temporary folder, unless
BENCH_DATABASE_URL names an empty PostgreSQL database.
"""

import argparse
import os
import resource
import secrets
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

DAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
STEPS = ("write", "import", "export")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--summaries", type=int, default=5000)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        take(options.step, options.folder, options.summaries)
    else:
        with tempfile.TemporaryDirectory(prefix="cairn-content-") as folder:
            measure(Path(folder), options.summaries)


def measure(folder: Path, summaries: int) -> None:
    """Runs the steps and says how long each took and how much memory it had at most."""
    database = os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/content.sqlite3")
    print(f"{summaries} summaries, on {database.partition(':')[0]}", flush=True)
    for step, place, name in [
        ("write", "one", "write files"),
        ("import", "one", "import"),
        ("export", "two", "export"),
        ("import", "two", "import again"),
    ]:
        run(step, folder / place, summaries, database, name)
    one, two = fingerprint(folder / "one"), fingerprint(folder / "two")
    size = sum(path.stat().st_size for path in (folder / "one").rglob("*.md")) / 1e6
    print(f"{len(one)} files, {size:.0f} MB; the same bytes after the round trip: {'yes' if one == two else 'NO'}")
    if one != two:
        sys.exit(1)


def run(step: str, folder: Path, summaries: int, database: str, name: str) -> None:
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }
    arguments = ["--step", step, "--folder", str(folder), "--summaries", str(summaries)]
    command = [sys.executable, "-m", "bench.content", *arguments]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    print(f"  {name:<14}{done.stdout.strip()}", flush=True)


def take(step: str, folder: Path, summaries: int) -> None:
    """One step, in this process."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from questions.content import export_content, import_content  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_topics", stdout=open(os.devnull, "w"))  # noqa: SIM115
    started = perf_counter()
    if step == "write":
        write(folder, summaries)
    elif step == "export":
        export_content(folder)
    else:
        report = import_content(folder).summaries
        print(f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged,", end=" ")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{perf_counter() - started:.1f} s, at most {peak:.0f} MB")


def write(folder: Path, summaries: int) -> None:
    """The files of a site: two versions of each question, most with a review, some still drafts."""
    from questions.content_files import ConditionFile, ContributorFile, SourceFile  # noqa: PLC0415

    put(folder, ContributorFile(username="writer", name="Wilma Writer", credential=""))
    put(folder, ContributorFile(username="doctor", name="Dr Rena Reviewer", credential="specialist"))
    for number in range(5):
        url = f"https://example.org/{number}"
        values = {"title": "A study", "organisation": "An institute", "url": url, "published": "2020"}
        put(folder, SourceFile(key=f"source-{number}", checked_on=DAY.date(), **values))
    topics = topic_slugs()
    for number in range(-(-summaries // (2 * len(topics)))):
        name = f"Condition {number}"
        put(folder, ConditionFile(slug=f"condition-{number}", name=name, short_name="", definition="So."))
    for number in range(summaries):
        put(folder, summary_file(number, topics))


def summary_file(number: int, topics: list[str]) -> Any:
    from bench import texts  # noqa: PLC0415
    from questions.content_files import ReviewEntry, SummaryFile  # noqa: PLC0415

    pair, version = divmod(number, 2)
    is_draft = number % 10 == 9
    state = "draft" if is_draft else "published" if version == 1 or number % 10 == 8 else "superseded"
    review = ReviewEntry("doctor", "Dr Rena Reviewer", "specialist", "approved", DAY.date(), date(2028, 5, 3))
    return SummaryFile(
        condition=f"condition-{pair // len(topics)}",
        topic=topics[pair % len(topics)],
        version=version + 1,
        state=state,
        verdict="usually-no",
        author="writer",
        based_on=1 if version else None,
        written_at=DAY,
        published_at=None if is_draft else DAY + timedelta(days=version),
        change_note="Newer numbers." if version else "First version.",
        short_answer=texts.SHORT_ANSWER,
        sources=tuple(f"source-{n}" for n in range(5)),
        reviews=() if is_draft or number % 3 == 0 else (review,),
        body=f"{texts.ARTICLE.strip()}\n\nVersion {version + 1} of number {pair}.",
    )


def put(folder: Path, file: Any) -> None:
    from questions.content_files import serialise  # noqa: PLC0415

    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(serialise(file))


def topic_slugs() -> list[str]:
    from questions.models import Topic  # noqa: PLC0415

    return list(Topic.objects.order_by("place").values_list("slug", flat=True))


def fingerprint(folder: Path) -> dict[str, str]:
    """Each file with the hash of its bytes."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


if __name__ == "__main__":
    main()
