"""What gunicorn writes itself: the same lines as the site's own log, without the address and the words of a request."""

from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from config.logs import JsonFormatter

ABOUT_ONE_REQUEST = "Invalid request from ip="


class ServerLog(Logger):
    """Named in gunicorn.conf.py."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Says that a request was refused, and not whose."""
        if msg.startswith(ABOUT_ONE_REQUEST):
            msg, args = "A request that is no valid HTTP was refused.", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Says what went wrong, without the address that was asked for."""
        super().exception(str(msg).partition(" %")[0] if isinstance(msg, str) else "Something broke.", **kwargs)
