"""What is shown below the settings of the Atlas: the part that is open, of the RBPs that are chosen."""

from dash import dcc, html
from dash.development.base_component import Component

from components.atlas import curves, design, motifs, spacing
from components.atlas.parts import Look, Row, other_units, problems
from components.atlas.performance import performance
from components.atlas.state import Asked
from components.shared import models
from components.shared.links import page_href
from core.atlas import performance as known_performance

DRAW = {
    "additivity": curves.additivity,
    "spacing": spacing.spacing,
    "gc": curves.gc,
    "positions": curves.positions,
    "motifs": motifs.motifs,
    "design": design.design,
}
NO_MODEL = "No RBP that is chosen here has a model. Clear the filters above, or train one."


def findings(asked: Asked, rows: list[Row], look: Look) -> list[Component]:
    """Show the open part; models that could not be asked are listed at its end.

    rows : of the survey, as returned by `core.atlas.kept` and `core.atlas.ask`.
    """
    if asked.part == "performance":
        return performance(known_performance(asked.choice), look) if "only" not in asked.problems else []
    if not asked.models:
        link = dcc.Link("Choose an RBP", href=page_href("/", None), className="button-link")
        return [html.Div([html.H2("Nothing to ask"), html.P(NO_MODEL), link], className="invite")]
    if asked.survey is None:
        return []
    return [
        *models.doubts(list(asked.models)),
        *other_units(rows),
        *DRAW[asked.part](rows, asked.survey, look),
        *problems(rows),
    ]
