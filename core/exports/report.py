"""A view as one self-contained page of HTML: figure, numbers, method, model, link and script."""

import re
from pathlib import Path

from core.about import CITATION, NAME, VERSION
from core.exports.answer import Answer, Rna
from core.sequence import ALPHABET

TEMPLATE = Path(__file__).with_name("report.html")
WORDY = ("", "Name", "Model", "Placements")
"""Columns whose cells may wrap."""
LARGER = 1.3
"""Enlargement of a figure on a screen relative to print."""


def report(answer: Answer, script: str, link: str) -> str:
    """Write the page of a view.

    script : the Python that reproduces it. link : address of the view in the app, "" if it is not known.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    environment = Environment(autoescape=True, trim_blocks=True)
    environment.filters["letters"] = _letters
    environment.globals["facts"] = _facts
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    written = f"{NAME} {VERSION}"
    svg = Markup(_inline(answer.picture.svg, answer.title))
    about = {"written": written, "citation": CITATION, "wordy": WORDY}
    return template.render(answer=answer, svg=svg, script=script, link=link, **about)


def _inline(svg: str, title: str) -> str:
    """Prepare an SVG file for a page, with a name for readers who do not see it."""
    from markupsafe import escape

    drawing = svg[svg.index("<svg") :]
    drawing = re.sub(r"<metadata>.*?</metadata>", "", drawing, count=1, flags=re.DOTALL)
    width = LARGER * float(drawing.partition('width="')[2].partition("pt")[0])
    named = f'<svg role="img" aria-label="{escape(title)}" style="width: min(100%, {width:.0f}pt)"'
    return drawing.replace("<svg", named, 1)


def _letters(cell: str):
    """Format a cell of a table, nucleotides in their colours."""
    from markupsafe import Markup, escape

    if not isinstance(cell, Rna):
        return escape(cell)
    runs = re.sub(f"([{ALPHABET}T])", r'<span class="\1">\1</span>', str(escape(cell)))
    return Markup(f'<span class="rna">{runs.replace(",", ",<wbr>")}</span>')


def _facts(facts: dict[str, str]):
    from markupsafe import Markup, escape

    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(text)}</td></tr>' for name, text in facts.items()
    )
    return Markup(f'<table class="facts"><tbody>{rows}</tbody></table>')
