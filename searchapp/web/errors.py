"""Errors, in the form the caller reads: a page for people, problem+json (RFC 9457) for programs.

To handle one more, add a function and a line to `HANDLERS`.
"""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from searchapp.engines import IndexMissing, IndexUnusable
from searchapp.query import BadParameter
from searchapp.web.pages import error_page

FOR_PROGRAMS = ("/api/", "/healthz", "/metrics", "/openapi.json")


def problem(status: int, detail: str, **members: object) -> Response:
    """Return an error for programs; `members` are added to the problem object."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **members}
    return Response(
        json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json"
    )


def by_program() -> bool:
    """Return whether it is a program that asks, going by the address."""
    return f"{request.path}/".startswith(FOR_PROGRAMS)


def bad_parameter(error: BadParameter) -> Response:
    """Answer a parameter that cannot be used; the search page shows its own in place."""
    return problem(400, str(error), parameter=error.name)


def unusable(error: IndexUnusable) -> Response:
    """Answer that the index is missing or cannot be used; its message has the remedy."""
    if by_program():
        return problem(503, str(error))
    if isinstance(error, IndexMissing):
        return error_page(503, "There is nothing to search in yet", str(error), error.command)
    return error_page(503, "The index cannot be used", str(error))


def refused(error: HTTPException) -> Response:
    """Answer an address or a method that does not exist."""
    status = error.code or 500
    title, detail = EXPLAINED.get(status, (error.name, error.description or ""))
    response = problem(status, detail) if by_program() else error_page(status, title, detail)
    response.headers.extend(
        (name, value) for name, value in error.get_headers() if name in KEPT_HEADERS
    )
    return response


EXPLAINED = {
    404: ("Not found", "There is no such page or article here."),
    405: ("Not allowed", "This address can only be read."),
    500: ("Something went wrong", "The error has been written to the log of the server."),
}
KEPT_HEADERS = {"Allow", "Content-Range", "Location", "Retry-After"}


def failed(error: Exception) -> Response:
    """Answer a fault of ours: the log has the traceback, the caller only the news."""
    current_app.logger.exception("%s %s failed", request.method, request.path, exc_info=error)
    if by_program():
        return problem(500, EXPLAINED[500][1])
    return error_page(500, *EXPLAINED[500])


HANDLERS: Mapping[type[Exception], Callable[[Any], Response]] = {
    BadParameter: bad_parameter,
    IndexUnusable: unusable,
    HTTPException: refused,
    Exception: failed,
}


def handle_errors(app: Flask) -> None:
    """Make an app answer its errors as this module says."""
    for kind, handler in HANDLERS.items():
        app.register_error_handler(kind, handler)
