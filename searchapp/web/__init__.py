"""The site: a page for people and endpoints for programs, asking the same engine.

    create_app(engine) -> a Flask app; without an engine, the one that SEARCHAPP_INDEX names

`pages`, `api`, `feed` and `export` hold the views, `errors` the errors of all, `messages` what the
page says. To add an address, add a view to one of them.
"""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.routing import BaseConverter

from searchapp import engines
from searchapp.web.api import api
from searchapp.web.errors import handle_errors
from searchapp.web.export import export
from searchapp.web.feed import feed
from searchapp.web.metrics import Tally, counted
from searchapp.web.pages import pages

PACKAGE = Path(__file__).resolve().parents[1]
STATIC = PACKAGE / "web" / "static"
YEAR = 365 * 24 * 3600

HEADERS = [
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
]
"""Sent with every answer, to protect the reader."""


if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Anything(BaseConverter):
    """The rest of a path, whatever it is: an article's id may be a path or a URL itself."""

    regex = ".+"
    part_isolating = False


def create_app(engine: engines.Engine | None = None, tally: Tally | None = None) -> Flask:
    """Make the site. It starts without an index too, and then says how to make one.

    What it answers is counted in `tally`, which workers of one site may share.
    """
    app = Flask("searchapp.web", static_folder=None, template_folder=str(template_folder()))
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.extensions["searchapp"] = engine or engines.open_engine(default_index())
    app.extensions["searchapp.tally"] = tally or Tally()
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.jinja_env.globals["asset"] = assets()
    app.url_map.converters["anything"] = Anything
    app.url_map.merge_slashes = False
    app.static_folder = str(STATIC)
    app.add_url_rule("/static/<path:filename>", "static", app.send_static_file)
    for views in (api, feed, export, pages):
        app.register_blueprint(views)
    handle_errors(app)
    counted(app, app.extensions["searchapp.tally"])
    app.wsgi_app = with_headers(app.wsgi_app)  # type: ignore[method-assign, assignment]
    return app


def default_index() -> str:
    """Return where the index is if nothing else is said."""
    return os.environ.get("SEARCHAPP_INDEX") or "index"


def template_folder() -> Path:
    """Return where the templates are: inside the installed package, or beside it in a checkout."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


def assets() -> dict[str, str]:
    """Return the address of each static file; it changes with the file, so it can be kept."""
    return {
        file.name: f"/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:12]}"
        for file in STATIC.iterdir()
    }


def with_headers(inner: "WSGIApplication") -> "WSGIApplication":
    """Add the headers to every answer of a site, at a tenth of what `after_request` costs."""

    def outer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, headers + HEADERS, *error)

        return inner(environ, start)

    return outer
