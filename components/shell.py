"""The frame around every page: header with name, navigation, badges and colour switch; one alert; shared stores."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.figures.small_logo import glyph_symbols
from components.figures.theme import FONT, MONO
from components.help import help_button, help_panel
from components.shared.attributes import aria
from components.shared.internals import SCHEME, SCHEME_KEY
from components.shared.links import page_href

PAGES = {
    "/": "RBPs",
    "/explore": "Explore",
    "/bench": "GIA bench",
    "/discover": "Discover",
    "/atlas": "Atlas",
    "/scan": "Scan",
    "/data": "Data & models",
}
"""Path and name of each page, in the order of the navigation."""

THEME: dict[str, Any] = {
    "primaryColor": "indigo",
    "primaryShade": {"light": 7, "dark": 7},
    "autoContrast": True,
    "fontFamily": FONT,
    "fontFamilyMonospace": MONO,
    "headings": {"fontFamily": FONT, "fontWeight": "650"},
    "defaultRadius": "md",
    "cursorType": "pointer",
}

_LINKS = "".join(f'<a class="nav-link" href="{path}">{escape(name)}</a>' for path, name in PAGES.items())
SKELETON = f"""<div class="skeleton" style="font-family: {escape(FONT)}">
      <div class="header">
        <a class="brand" href="/"><img class="brand-icon" src="assets/icon.svg" alt=""><span>GIA Explorer</span></a>
        <div class="nav">{_LINKS}</div>
        <div class="header-right"></div>
      </div>
      <main><div class="page"></div></main>
    </div>"""
"""HTML that shows before Dash's scripts have run: the header and an empty page, in their final places (app.css)."""

INDEX = (
    """<!DOCTYPE html>
<html lang="en" SCHEME_NAME="light">
  <head>
    {%metas%}
    <title>{%title%}</title>
    <link rel="icon" type="image/svg+xml" href="assets/icon.svg">
    {%css%}
    <script>
      (function () {
        var chosen = localStorage.getItem("SCHEME_KEY") || "auto";
        var dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
        document.documentElement.setAttribute("SCHEME_NAME", dark ? "dark" : "light");
        document.documentElement.dataset.letters = localStorage.getItem("gia:letters") || "field";
      })();
    </script>
  </head>
  <body>
    {%app_entry%}
    SKELETON
    GLYPHS
    <footer>{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>""".replace("SKELETON", SKELETON)
    .replace("GLYPHS", glyph_symbols())
    .replace("SCHEME_NAME", SCHEME)
    .replace("SCHEME_KEY", SCHEME_KEY)
)
"""Dash's page with a language, first content, and the colour scheme set early, so that dark mode does not flash."""


def layout() -> Component:
    """Make the whole app before a page is in it."""
    return dmc.MantineProvider(
        [
            dcc.Location(id=ids.URL, refresh=False),
            dcc.Store(id=ids.RBP, storage_type="session"),
            dcc.Store(id=ids.TITLE_OF),
            dcc.Store(id=ids.TITLE),
            dcc.Store(id=ids.COLOR_SCHEME),
            html.A("Skip to the page", href="#main", className="skip-link"),
            _header(),
            html.Main([_alert(), html.Div(id=ids.PAGE, className="page")], id="main", tabIndex="-1"),
            help_panel(),
        ],
        theme=THEME,
        defaultColorScheme="auto",
    )


def _header() -> Component:
    name = [html.Img(src="assets/icon.svg", alt="", className="brand-icon"), html.Span("GIA Explorer")]
    toggle = dmc.ColorSchemeToggle(
        id=ids.COLOR_TOGGLE,
        lightIcon=html.Span("☀", className="scheme-icon"),
        darkIcon=html.Span("☾", className="scheme-icon"),
        variant="default",
        size="lg",
        **aria(label="Switch between light and dark"),
    )
    return html.Header(
        [
            dcc.Link(name, href="/", className="brand"),
            html.Nav(nav_links("", None), id=ids.NAV, className="nav", **aria(label="Pages")),
            html.Div(
                [
                    html.Div(rbp_badge(None, None), id=ids.RBP_BADGE),
                    help_button(),
                    toggle,
                ],
                className="header-right",
            ),
        ],
        className="header",
    )


def _alert() -> Component:
    return dmc.Alert(
        id=ids.ALERT,
        hide=True,
        color="red",
        variant="light",
        withCloseButton=True,
        closeButtonLabel="Close this message",
        className="alert",
    )


def nav_links(pathname: str, rbp: str | None) -> list[Component]:
    """Make the links to all pages, with the chosen experiment carried along; the current page is marked."""
    return [
        dcc.Link(
            name,
            href=page_href(path, rbp if path != "/" else None),
            className="nav-link active" if path == pathname else "nav-link",
            title="You are here" if path == pathname else f"Go to {name}",
        )
        for path, name in PAGES.items()
    ]


def rbp_badge(experiment: Any, rbp: str | None) -> list[Component]:
    """Link gene and id of the chosen experiment (an ``Experiment``, or None) to its Explore page.

    rbp : the name of the chosen model, which stands in the tooltip; its page has it in the picker.
    """
    if experiment is None:
        return []
    has_id = experiment.gene != experiment.id
    label = [html.Strong(experiment.gene), *([html.Span(f" {experiment.id}", className="wide-only")] if has_id else [])]
    title = f"Chosen RBP: {experiment.gene}, {rbp}. Open it on Explore"
    return [dcc.Link(label, href=page_href("/explore", rbp), className="rbp-badge", title=title)]


def choice_page(path: str, query: Mapping[str, Sequence[str]], several: Mapping[str, str]) -> Component:
    """Offer the experiments that the RBP of an address can mean, each with the same address of its own.

    several : the text on each experiment, by the name of the model to ask.
    """
    rest = {key: values for key, values in query.items() if key != "rbp"}
    links = [
        html.Li(dcc.Link(said, href=page_href(path, name, **rest), className="button-link"))
        for name, said in several.items()
    ]
    title = f"Which experiment of {query['rbp'][0].partition(':')[0]}?"
    text = f"{len(several)} are on this machine. Choose one; the rest of the link stays as it is."
    return dmc.Stack([dmc.Title(title, order=1), html.P(text), html.Ul(links, className="choice-list")], gap="md")


def error_page(text: str, to_data: bool = False) -> Component:
    """Say in one sentence why a page cannot be made, with links back and to missing measurements."""
    return dmc.Stack(
        [
            dmc.Title("This page cannot be shown", order=1),
            dmc.Alert(text, color="red", variant="light", className="page-error"),
            html.Div(
                [
                    dcc.Link("Choose an RBP from the list", href="/", className="button-link"),
                    *([dcc.Link("Open Data & models", href="/data", className="button-link")] if to_data else []),
                ],
                className="page-ways",
            ),
        ],
        gap="md",
    )
