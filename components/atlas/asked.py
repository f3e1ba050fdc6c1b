"""What questions of the Atlas ask of `core`. Imports no Dash, as jobs read it."""

from core import atlas


def survey_of(question: dict) -> atlas.Survey:
    """Return the survey of a question."""
    parts = {name: value for name, value in question.items() if name != "as_of"}
    return atlas.Survey(**{**parts, "models": tuple(parts["models"]), "conditions": tuple(parts["conditions"])})
