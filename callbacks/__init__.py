"""The behaviour of the pages: one module for each page, plain functions that `register(app)` connects."""

from dash import Dash

from callbacks import atlas, bench, data, discover, explore, help, rbps, scan, share, shell, uploads


def register_all(app: Dash) -> None:
    """Wire every page into one app; may be called for any number of apps."""
    for page in (shell, help, rbps, explore, bench, discover, atlas, scan, data, share, uploads):
        page.register(app)
