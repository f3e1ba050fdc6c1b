"""The one place where an exception becomes what people read."""

import logging

from dash import set_props

from components import ids
from components.shared.cures import sentence
from core.errors import AppError

NEUTRAL = (
    "Something went wrong in the app itself; it was written to the server's log. Please try again or reload the page."
)

log = logging.getLogger(__name__)


def error_text(error: Exception) -> str:
    """What people read: an `AppError`'s own sentence; anything else is logged whole and said neutrally."""
    if isinstance(error, AppError):
        return sentence(error)
    log.error("a callback failed", exc_info=error)
    return NEUTRAL


def show_error(error: Exception) -> None:
    """The one place where an exception becomes text on the page."""
    set_props(ids.ALERT, {"children": error_text(error), "hide": False})
