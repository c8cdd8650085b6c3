"""The site as `make run` starts it, with the demo and more: a process, a port and a database of its own."""

import fcntl
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.migrated import migrate, name_of_database, path_of_file

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH")
"""What of our own environment the site gets. Its settings are only those given here."""


@contextmanager
def demo_site(*, has_worker: bool = False, **settings: str) -> Iterator[str]:
    """Serves the demo and gives its address. `settings` are environment variables of the site; a worker sends its
    mails at once."""
    programs = (["manage.py", "load_demo"], ["-m", "tests.browser.more"], ["-m", "tests.browser.staff"])
    with site_after(*programs, has_worker=has_worker, **settings) as (address, _run_module):
        yield address


@contextmanager
def site_after(
    *programs: list[str], has_worker: bool = False, **settings: str
) -> Iterator[tuple[str, Callable[..., None]]]:
    """Serves an empty site after these programs, and gives its address with a way to run a module beside it."""
    with TemporaryDirectory(prefix="cairn-") as folder, own_database(Path(folder)) as database:
        port = _free_port()
        site = f"http://127.0.0.1:{port}"
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DEBUG": "false",
            "IS_DEMO": "true",
            "PAGES_PER_MINUTE": "0",
            "SIGN_INS_PER_MINUTE": "1000",
            "DRAFTS_PER_HOUR": "1000",
            "SITE_URL": site,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": database,
            **settings,
        }
        for command in programs:
            _run([sys.executable, *command], environment)
        _collect_static(environment)
        worker = _working(environment) if has_worker else nullcontext()
        with _serving(port, environment, Path(folder) / "log"), worker:
            yield site, lambda *words: _run([sys.executable, "-m", *words], environment)


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} failed:\n{done.stdout}{done.stderr}")


def _collect_static(environment: dict[str, str]) -> None:
    """Like `make run`, into var/static: nothing is done when nothing has changed. One process at a time."""
    (ROOT / "var").mkdir(mode=0o700, exist_ok=True)
    with open(ROOT / "var" / "static.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _run([str(ROOT / "scripts" / "collect-static")], environment)


@contextmanager
def _serving(port: int, environment: dict[str, str], log: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}"]
    options = ["--worker-class=gthread", "--workers=1", "--threads=4", "--no-control-socket", "--log-level=warning"]
    with (
        log.open("w") as output,
        subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=output, stderr=output) as process,
    ):
        try:
            if not _is_ready(port, process):
                raise RuntimeError(f"The site did not start:\n{log.read_text()}")
            yield
        finally:
            process.terminate()
            process.wait()
            sys.stderr.write(log.read_text())


@contextmanager
def _working(environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "manage.py", "db_worker", "--interval=0.2", "--no-startup-delay"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **quiet) as process:
        try:
            yield
        finally:
            process.kill()


def _is_ready(port: int, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return True
        except OSError:
            time.sleep(0.1)
    return False


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """A database with every table and no row, of the kind that DATABASE_URL names, which is gone afterwards.

    It is a copy of the migrated one that the other tests begin with, where that is made already.
    """
    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not url.scheme.startswith("postgres"):
        address, migrated = f"sqlite:///{folder / 'db.sqlite3'}", path_of_file()
        if migrated.exists():
            copyfile(migrated, folder / "db.sqlite3")
        else:
            migrate(address)
        yield address
        return
    name = f"cairn_browser_{secrets.token_hex(6)}"
    address = url._replace(path=f"/{name}").geturl()
    with psycopg.connect(url._replace(scheme="postgresql").geturl(), autocommit=True) as connection:
        known = connection.execute("SELECT datname FROM pg_database WHERE datname = %s", [name_of_database()])
        is_migrated = known.fetchone() is not None
        names = map(sql.Identifier, (name, name_of_database() if is_migrated else "template1"))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        try:
            if not is_migrated:
                migrate(address)
            yield address
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
