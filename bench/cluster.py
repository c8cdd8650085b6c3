"""A PostgreSQL server for one run, with its own folder and port, as Debian's packages install the programs."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl` of the newest version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


def is_possible() -> bool:
    return programs() is not None


@contextmanager
def temporary() -> Iterator[str]:
    """Starts a server with default settings and yields the address of an empty database; then throws it away."""
    folder = programs()
    if folder is None:
        raise SystemExit("No PostgreSQL here. Install it, or name an empty database: BENCH_DATABASE_URL=postgres://…")
    home = Path(tempfile.mkdtemp(prefix="cairn-bench-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    control = [str(folder / "pg_ctl"), "-D", str(home / "data"), "-w"]
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1"
    try:
        initdb = [str(folder / "initdb"), "-D", str(home / "data"), "-U", "bench", "-E", "UTF8", "--locale=C.UTF-8"]
        _run([*initdb, "--auth=trust"], home)
        _run([*control, "-l", str(home / "log"), "-o", options, "start"], home)
        _run([str(folder / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "bench", "bench"], home)
        yield f"postgres://bench@127.0.0.1:{port}/bench"
    finally:
        if (home / "data" / "postmaster.pid").exists():
            _run([*control, "-m", "immediate", "stop"], home)
        shutil.rmtree(home, ignore_errors=True)


def _run(command: list[str], folder: Path) -> None:
    """Runs one of PostgreSQL's programs, as the user postgres when we are root, for it refuses to run as root."""
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, user=user if os.geteuid() == 0 else None)
