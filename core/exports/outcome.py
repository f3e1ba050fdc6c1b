"""The outcome of a protocol as a view: a map of two patterns, a curve over spacing, and the like."""

from dataclasses import dataclass, field
from typing import Any

from core.about import PAPER
from core.exports.answer import Answer, Passage, Rna, notes
from core.exports.code import Cell, value
from core.exports.subject import backgrounds_text, columns, subject, written_by
from core.exports.table import Table
from core.figures.outcome import NOTE, outcome_panel, title_of
from core.figures.picture import Picture
from core.formatting import interval_text, number_text
from core.gia.protocols.named import PROTOCOLS
from core.gia.protocols.protocol import Outcome
from core.library import analyses
from core.models.registry import file_stem

MEASURED = (
    *("global_importance", "ci_low", "ci_high", "interaction", "interaction_low", "interaction_high"),
    *("alone", "other_alone", "difference", "difference_low", "difference_high"),
)
"""Columns of an outcome's rows that are in the model's unit."""


@dataclass(frozen=True)
class OutcomeView:
    """A protocol of `core.PROTOCOLS`, with its parameters, asked of one model."""

    model_name: str
    protocol: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def ask(self) -> Outcome:
        """Ask the protocol."""
        return PROTOCOLS[self.protocol].ask(analyses.open_model(self.model_name), **self.parameters)

    def answer(self, asked: Outcome) -> Answer:
        """Compose the content of all files of this view."""
        asked_model, first = subject(self.model_name), asked.results[0].design
        method = [PROTOCOLS[self.protocol].help, backgrounds_text(first.background, first.n, first.seed)]
        stem = f"{self.protocol}_{file_stem(self.model_name)}"
        return Answer(
            stem=stem,
            title=f"{title_of(self.protocol)}: {asked_model.title}",
            subjects=[asked_model],
            table=outcome_table(asked),
            document={**written_by(asked_model), **asked.to_dict()},
            picture=draw_outcome(asked),
            method=[*method, f"Global importance and its 95% interval over backgrounds: {PAPER}."],
            passages=[*findings(asked), Passage("Numbers", rows=_glance(asked))],
            cells=[
                Cell("", "import core\nfrom core.exports import draw_outcome, outcome_table"),
                *ask_cells(self.model_name, self.protocol, self.parameters),
                Cell(
                    "The numbers, and the figure.",
                    f'outcome_table(outcome).save("{stem}.csv")\ndraw_outcome(outcome).save("{stem}.svg")',
                ),
            ],
        )


def ask_cells(model_name: str, protocol: str, parameters: dict[str, Any]) -> list[Cell]:
    """Make the cell that asks a protocol and prints its findings."""
    given = "".join(f"    {name}={value(given)},\n" for name, given in parameters.items())
    code = (
        f"model = core.open_model({value(model_name)})\n"
        f'outcome = core.PROTOCOLS["{protocol}"].ask(\n    model,\n{given})\n'
        'for name, found in outcome.summary.items():\n    print(f"{name}: {found}")'
    )
    return [Cell(f"The protocol {protocol}: {PROTOCOLS[protocol].help}", code)]


def outcome_table(outcome: Outcome) -> Table:
    """Tabulate each condition of a protocol, with the protocol's own columns; column names carry units."""
    asked = subject(outcome.model)
    renamed = {name: f"{name} ({asked.unit.short})" for name in MEASURED} | {"n": "n_backgrounds"}
    named = [{renamed.get(name, name): value for name, value in row.items()} for row in outcome.rows]
    return Table([{**columns(asked), **row} for row in named])


def draw_outcome(outcome: Outcome) -> Picture:
    """Draw the figure of an outcome; `Picture.save` writes SVG or PNG."""
    asked, first = subject(outcome.model), outcome.results[0].design
    method = [backgrounds_text(first.background, first.n, first.seed), f"Method: {PAPER}."]
    header = f"{title_of(outcome.protocol)}: {asked.title}"
    return Picture(header, outcome_panel(outcome)._replace(title=""), notes(method, [asked], (NOTE,)))


def findings(outcome: Outcome) -> list[Passage]:
    """List the single figures of an outcome's summary as facts; empty if there are none."""
    single = {name: found for name, found in outcome.summary.items() if not isinstance(found, list | dict | tuple)}
    facts = {
        name.replace("_", " "): number_text(found, digits=4) if isinstance(found, float) else str(found)
        for name, found in single.items()
        if found is not None
    }
    return [Passage(f"Found by the protocol {outcome.protocol}", facts=facts)] if facts else []


def _glance(outcome: Outcome) -> list[dict[str, str]]:
    unit = subject(outcome.model).unit.short
    middle, low, high = MEASURED[3:6] if outcome.protocol == "interaction" else MEASURED[:3]
    return [
        {
            "": row["label"],
            "Placements": Rna(row["text"]),
            f"{middle.replace('_', ' ').capitalize()} ({unit})": number_text(row[middle]),
            "95% interval": interval_text(row[low], row[high]),
            "N": f"{row['n']:,}",
        }
        for row in outcome.rows
    ]
