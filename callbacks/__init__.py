"""What the pages do: one module a page; plain functions, wired by `register(app)`."""

from dash import Dash

from callbacks import atlas, bench, data, discover, explore, help, rbps, scan, share, shell, uploads


def register_all(app: Dash) -> None:
    """Wire every page into one app; may be called for any number of apps."""
    for page in (shell, help, rbps, explore, bench, discover, atlas, scan, data, share, uploads):
        page.register(app)
