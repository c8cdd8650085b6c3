"""What the log says: one JSON object a line, with the number of the request, and nothing about the person who made it.

No address, no account, no query string, no form, no local variable, and no words of an exception: those of a database
quote the row that was refused. What is left says where it broke.
"""

import json
import logging
import traceback
from collections.abc import Callable, ItemsView
from contextvars import ContextVar
from datetime import UTC, datetime
from secrets import token_hex
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.debug import SafeExceptionReporterFilter

REQUEST_ID = "X-Request-ID"
_current: ContextVar[str] = ContextVar("request_id", default="")


def number_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Gives each request a number of our own, for finding its lines in the log. One from outside is not taken over."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = token_hex(8)
        token = _current.set(number)
        try:
            response = get_response(request)
        finally:
            _current.reset(token)
        response.headers[REQUEST_ID] = number
        return response

    return middleware


class JsonFormatter(logging.Formatter):
    """One line for each record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if number := _current.get():
            line["request"] = number
        if record.exc_info and record.exc_info[0]:
            line |= _error(record.exc_info[0], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


class SilentReporterFilter(SafeExceptionReporterFilter):
    """A report of an error, should an owner have one sent, holds neither what was sent nor what was in memory."""

    def is_active(self, request: HttpRequest | None) -> bool:  # noqa: ARG002
        return True

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        return {"REQUEST_METHOD": request.method, "ROUTE": _route(request)}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:  # noqa: ARG002
        return {}

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:  # noqa: ARG002
        return {}

    def get_traceback_frame_variables(self, request: HttpRequest, tb_frame: Any) -> ItemsView[str, Any]:  # noqa: ARG002
        return {}.items()


def _message(record: logging.LogRecord) -> str:
    """The record's words. What was asked for is said by its route, without the names and numbers that stand in it."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        status = getattr(record, "status_code", "")
        return f"{status} {request.method} {_route(request)}".strip()
    return record.getMessage()


def _route(request: HttpRequest) -> str:
    return getattr(request.resolver_match, "route", "") if request.resolver_match else "unknown address"


def _error(kind: type[BaseException], trace: TracebackType | None) -> dict[str, Any]:
    frames = traceback.extract_tb(trace)
    return {"error": kind.__qualname__, "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}
