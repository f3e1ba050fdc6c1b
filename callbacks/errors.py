"""The one place where an exception becomes what people read."""

import logging

from components import ids
from core.errors import AppError

NEUTRAL = (
    "Something went wrong in the app itself; it was written to the server's log. Please try again or reload the page."
)

log = logging.getLogger(__name__)


def error_text(error: Exception) -> str:
    """Return the text for an error: an `AppError`'s own sentence; any other is logged, and the text is neutral."""
    if isinstance(error, AppError):
        from components.shared.cures import sentence  # which imports Dash: a job that answers does without it

        return sentence(error)
    log.error("a callback failed", exc_info=error)
    return NEUTRAL


def show_error(error: Exception) -> None:
    """Show an exception as text on the page; this is the only place that does."""
    from dash import set_props

    set_props(ids.ALERT, {"children": error_text(error), "hide": False})
