"""How gunicorn behaves. It is read when gunicorn starts in this folder.

It says nothing about who asked. There is no log of requests; whoever wants one (`--access-logfile -`) gets the path,
without address and query string.
"""

import os
from typing import Any

logger_class = "config.server_log.ServerLog"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"


def on_starting(server: Any) -> None:
    """Warns an owner whose site runs with all rights of the machine."""
    if os.geteuid() == 0 and os.environ.get("IS_DEMO", "").lower() not in {"1", "true", "yes", "on"}:
        server.log.warning("The site runs as root. Give it a user of its own: docs/owners/running.md, section 1.")
