"""The web app. ``python app.py`` serves it; ``create_app()`` gives it to tests and other servers."""

import logging

from dash import Dash
from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

from callbacks import register_all, uploads
from callbacks.errors import show_error
from components import shell
from core import versions
from core.settings import Settings

LARGEST_BODY = 40_000_000
"""Bytes that a page may send with one request, which is several times what its largest answer has; files come in by
`callbacks.uploads`, which has its own limit."""


def create_app() -> Dash:
    """Make a new, complete app; several can live in one process. TensorFlow is not imported."""
    app = Dash(
        __name__,
        title="GIA Explorer",
        update_title=None,
        index_string=shell.INDEX,
        suppress_callback_exceptions=True,
        on_error=show_error,
    )
    app.layout = shell.layout
    register_all(app)
    _limit_bodies(app.server)
    # Registers all component libraries before the threads of a first visit ask for them (plotly/dash issue 3971).
    app.server.test_client().get("/")
    return app


def _limit_bodies(server: Flask) -> None:
    """Refuse a request that brings more than `LARGEST_BODY`, before its body is read."""

    @server.before_request
    def limit() -> None:
        if request.endpoint != uploads.ENDPOINT:
            request.max_content_length = LARGEST_BODY
            if (request.content_length or 0) > LARGEST_BODY:
                raise RequestEntityTooLarge

    @server.errorhandler(RequestEntityTooLarge)
    def refuse(_error: RequestEntityTooLarge) -> tuple[str, int]:
        return f"A request may bring {LARGEST_BODY / 1e6:.0f} MB. Send less at a time, or choose a file.", 413


def serve(where: Settings) -> None:
    """Serve on the host and port of these settings; requests are not logged, errors are."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    versions.warn()
    app = create_app()
    app.run(host=where.host, port=where.port, debug=False)


if __name__ == "__main__":
    from gia_explorer import main

    main()
