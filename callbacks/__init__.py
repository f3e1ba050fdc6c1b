"""The behaviour of the pages: one module for each page, plain functions that `register(app)` connects.

Modules that jobs need import no Dash (`callbacks.answering`, `callbacks.asking`), so that a job starts at once.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dash import Dash


def register_all(app: "Dash") -> None:
    """Wire every page into one app; may be called for any number of apps."""
    from callbacks import atlas, bench, data, discover, explore, help, rbps, scan, share, shell, uploads

    for page in (shell, help, rbps, explore, bench, discover, atlas, scan, data, share, uploads):
        page.register(app)
