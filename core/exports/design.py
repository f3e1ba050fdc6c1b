"""A design as a view: conditions on the same backgrounds, box by box, of one model or of several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np

from core.about import PAPER
from core.exports import outcome as outcomes
from core.exports.answer import Answer, Passage, Rna, notes
from core.exports.code import Cell, value
from core.exports.subject import Subject, backgrounds_text, columns, subject, written_by
from core.exports.table import Table
from core.figures.importance import INTERVAL, PLOTS, importance_panel
from core.figures.picture import Picture
from core.formatting import interval_text, number_text, p_text
from core.gia.design import Design
from core.gia.importance import Comparison, GiaResult
from core.gia.protocols.named import PROTOCOLS
from core.gia.protocols.protocol import Outcome
from core.gia.seeds import MEANING, OverSeeds
from core.library import analyses
from core.models.registry import file_stem

TESTS = "p: paired t-test against {} on the same backgrounds, corrected for their number (Holm)."
ESTIMATE = (
    "Local importance: the prediction with the patterns minus the prediction without, on each background; global "
    f"importance: its mean, with its 95% interval over backgrounds (Student's t). {PAPER}, Eq. 2."
)
LINE = 'print(f"{one.text}: {one.global_importance:.3f} ({one.ci_low:.3f} to {one.ci_high:.3f}), N = {len(one.local)}")'


REFERENCE = "  # index, from 0, of the condition that the others are compared with; None for no comparison"
SEEDS = "The same for all models that differ only in their seed: the mean, and its 95% interval over models."
SEEDS_LINES = """over_seeds = core.run_gia_seeds(design)
for one in over_seeds:
    print(f"{one.text}: {one.global_importance:.3f} ({one.ci_low:.3f} to {one.ci_high:.3f}), {one.n_models} models")"""


class Asked(NamedTuple):
    """The results by model, the outcome of the protocol behind the design, if any, and the answers over seeds."""

    results: dict[str, GiaResult]
    outcome: Outcome | None
    over_seeds: Sequence[OverSeeds] = ()


@dataclass(frozen=True)
class DesignView:
    """A design, asked of its own model and of others on the same backgrounds.

    others : names of further models.
    plot : the plot of local importance, one of `core.figures.importance.PLOTS`.
    over_seeds : whether all models that differ from the design's own only in their seed are asked too.
    protocol, parameters : of `core.PROTOCOLS`, if the design is the first of a protocol; "" otherwise.
    """

    design: Design
    others: tuple[str, ...] = ()
    protocol: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    plot: str = "box"
    over_seeds: bool = False

    def ask(self) -> Asked:
        """Ask every model, and the protocol; known answers are remembered."""
        models = list(dict.fromkeys([self.design.model_name, *self.others]))
        results = dict(zip(models, analyses.run_gia_together(models, self.design), strict=True))
        over_seeds = analyses.run_gia_seeds(self.design) if self.over_seeds else ()
        if not self.protocol:
            return Asked(results, None, over_seeds)
        model = analyses.open_model(self.design.model_name)
        return Asked(results, PROTOCOLS[self.protocol].ask(model, **self.parameters), over_seeds)

    def answer(self, asked: Asked) -> Answer:
        """Compose the content of all files of this view."""
        subjects = [subject(name) for name in asked.results]
        title = f"Global importance: {' and '.join(one.title for one in subjects)}"
        design = self.design
        method = [backgrounds_text(design.background, design.n, design.seed), ESTIMATE]
        method += [TESTS.format(_compared_with(design))] if _compares(design) else []
        method += [MEANING] if asked.over_seeds else []
        found = [_seeds_passage(asked.over_seeds, subjects[0])] if asked.over_seeds else []
        found += outcomes.findings(asked.outcome) if asked.outcome else []
        return Answer(
            stem=f"gia_{file_stem(design.model_name)}",
            title=title,
            subjects=subjects,
            table=gia_table(asked.results, asked.over_seeds),
            values=local_table(asked.results),
            document=self._document(asked, subjects[0]),
            picture=draw_gia(asked.results, self.plot),
            method=method,
            passages=[Passage("Conditions", rows=_glance(asked.results, subjects)), *found],
            cells=self._cells(),
        )

    def _document(self, asked: Asked, asked_model: Subject) -> dict[str, Any]:
        """Write the design as `Design.to_dict` does, so that `core.read_design` finds it here, with the findings."""
        results = {
            model: {
                "conditions": [{k: v for k, v in one._asdict().items() if k != "local"} for one in result.conditions],
                "comparisons": [comparison._asdict() for comparison in result.comparisons],
            }
            for model, result in asked.results.items()
        }
        more = {"with": list(self.others)} if self.others else {}
        found: dict[str, Any] = {"outcome": asked.outcome.to_dict()} if asked.outcome else {}
        found |= {"over_seeds": [one._asdict() for one in asked.over_seeds]} if asked.over_seeds else {}
        return {"design": self.design.to_dict(), **more, **written_by(asked_model), "results": results, **found}

    def _cells(self) -> list[Cell]:
        design, stem = self.design, f"gia_{file_stem(self.design.model_name)}"
        models = list(dict.fromkeys([design.model_name, *self.others]))
        plot = f", plot={value(self.plot)}" if self.plot != "box" else ""
        texts = "".join(f"        {value(condition.text)},\n" for condition in design.conditions)
        more = f"    names={value(design.names)},\n" if design.names else ""
        more += "" if design.reference == 0 else f"    reference={design.reference},{REFERENCE}\n"
        cells = [
            Cell("", "import core\nfrom core.exports import draw_gia, gia_table, local_table"),
            Cell(
                "The design: conditions that are written into the same backgrounds. In PATTERN@POSITION, positions "
                "count from 1; N leaves the background's letter.",
                f"design = core.Design(\n    model_name={value(design.model_name)},\n"
                "    conditions=tuple(map(core.parse_condition, [\n"
                f"{texts}    ])),\n"
                f"    background={value(design.background)},\n    n={design.n},\n    seed={design.seed},\n{more})",
            ),
            Cell(
                "Ask the model: global importance, its 95% interval, and the number of backgrounds. Local importance "
                "is in `one.local`, one number for each background.",
                f"models = {value(models, 0)}\n"
                "results = dict(zip(models, core.run_gia_together(models, design)))\n"
                "for model, result in results.items():\n    print(model)\n"
                f"    for one in result.conditions:\n        {LINE}",
            ),
        ]
        if _compares(design):
            compare = (
                "for result in results.values():\n    for test in result.comparisons:\n"
                '        print(f"{test.second} minus {test.first}: {test.difference:.3f}, p = {test.p_adjusted:.2g}")'
            )
            against = f"Each other condition against {_compared_with(design)}: paired t-test, corrected by Holm."
            cells.append(Cell(against, compare))
        if self.over_seeds:
            cells.append(Cell(SEEDS, SEEDS_LINES))
        if self.protocol:
            cells += outcomes.ask_cells(design.model_name, self.protocol, self.parameters)
        return [
            *cells,
            Cell(
                "The numbers: one row per condition; and local importance, one row per background.",
                f'gia_table(results{", over_seeds" * self.over_seeds}).save("{stem}.csv")\n'
                f'local_table(results).save("{stem}_local.csv")',
            ),
            Cell(
                "The figure, as SVG; a name that ends in .png gives a PNG.",
                f'draw_gia(results{plot}).save("{stem}.svg")',
            ),
        ]


def gia_table(results: Mapping[str, GiaResult], over_seeds: Sequence[OverSeeds] = ()) -> Table:
    """Tabulate each condition of each model: estimate, 95% interval, test against the reference, N, seed.

    results : of one design, by the name of the model.
    over_seeds : the answers of the first model's siblings with other seeds, as further columns of its rows.
    """
    rows, first = [], next(iter(results))
    for model, result in results.items():
        asked = subject(model)
        for number, (one, test, name) in enumerate(_rows(result, result.compared), start=1):
            unit = asked.unit.short
            rows.append(
                {
                    "condition": number,
                    **({"name": name} if result.design.names else {}),
                    "placements": one.text,
                    **columns(asked),
                    "background": result.design.background,
                    "n_backgrounds": result.design.n,
                    "seed": result.design.seed,
                    f"global_importance ({unit})": one.global_importance,
                    f"ci95_low ({unit})": one.ci_low,
                    f"ci95_high ({unit})": one.ci_high,
                    f"median ({unit})": one.median,
                    f"standard_deviation ({unit})": one.sd,
                    **_test_columns(test, result.design, unit),
                }
            )
            if over_seeds:
                rows[-1] |= _seeds_columns(over_seeds[number - 1] if model == first else None, unit)
    return Table(rows)


def _test_columns(test: Comparison | None, design: Design, unit: str) -> dict[str, float | None]:
    """Make the columns of the test against the reference, named in the first; empty if nothing is compared."""
    if design.reference is None:
        return {}
    against = f"condition_{design.reference + 1}" if design.reference else "first"
    return {
        f"difference_from_{against} ({unit})": test and test.difference,
        f"difference_ci95_low ({unit})": test and test.ci_low,
        f"difference_ci95_high ({unit})": test and test.ci_high,
        "p_paired_t": test and test.p_value,
        "p_holm": test and test.p_adjusted,
    }


def _seeds_columns(one: OverSeeds | None, unit: str) -> dict[str, float | int | None]:
    return {
        "models_over_seeds": one and one.n_models,
        f"mean_over_seeds ({unit})": one and one.global_importance,
        f"seeds_ci95_low ({unit})": one and one.ci_low,
        f"seeds_ci95_high ({unit})": one and one.ci_high,
    }


def _seeds_passage(over_seeds: Sequence[OverSeeds], asked_model: Subject) -> Passage:
    rows = [
        {
            "Placements": Rna(one.text),
            f"Mean of {one.n_models} models ({asked_model.unit.short})": number_text(one.global_importance),
            "95% over models": interval_text(one.ci_low, one.ci_high),
            "95% over backgrounds": interval_text(one.background_low, one.background_high),
        }
        for one in over_seeds
    ]
    return Passage("Over seeds of the training", rows=rows)


def local_table(results: Mapping[str, GiaResult]) -> Table:
    """Tabulate local importance: a row for each background, a column for each condition of each model."""
    given = {"background": range(1, 1 + next(iter(results.values())).design.n)}
    for model, result in results.items():
        asked = subject(model)
        for number, (one, _, name) in enumerate(_rows(result), start=1):
            whose = f" {asked.card.name}" if len(results) > 1 else ""
            given[f"{number} {name or one.text}{whose} ({asked.unit.short})"] = one.local.tolist()
    return Table([dict(zip(given, row, strict=True)) for row in zip(*given.values(), strict=True)])


def draw_gia(results: Mapping[str, GiaResult], plot: str = "box") -> Picture:
    """Draw local importance as boxes (the paper's Fig 2b), violins or dots; `Picture.save` writes SVG or PNG.

    plot : ``box``, ``violin`` or ``strip``.
    """
    subjects = [subject(model) for model in results]
    design = next(iter(results.values())).design
    method = [backgrounds_text(design.background, design.n, design.seed), f"Method: {PAPER}."]
    by_title = {one.title: result for one, result in zip(subjects, results.values(), strict=True)}
    panel = importance_panel(by_title, [one.unit for one in subjects], plot)
    header = f"Local importance: {' and '.join(one.title for one in subjects)}"
    return Picture(header, panel, notes(method, subjects, (PLOTS[plot], INTERVAL)))


def _test_glance(test: Comparison | None, design: Design) -> dict[str, str]:
    minus = f"Minus {_compared_with(design).removesuffix(' condition')}"
    return {
        minus: number_text(test.difference, sign=True) if test else "",
        "p (Holm)": p_text(test.p_adjusted).removeprefix("p = ").removeprefix("p ") if test else "",
    }


def _compares(design: Design) -> bool:
    return len(design.conditions) > 1 and design.reference is not None


def _compared_with(design: Design) -> str:
    """Name the condition that the others are compared with."""
    if not design.reference:
        return "the first condition"
    name = design.names[design.reference] if design.names else ""
    return f"condition {design.reference + 1}{f' ({name})' if name else ''}"


def _rows(result: GiaResult, compared: Sequence[Comparison | None] = ()):
    """Yield each condition with its test and its name, or None and ""."""
    yield from zip_longest(result.conditions, compared, result.design.names or [""] * len(result.conditions))


def _glance(results: Mapping[str, GiaResult], subjects: list[Subject]) -> list[dict[str, str]]:
    rows = []
    for asked, result in zip(subjects, results.values(), strict=True):
        for number, (one, test, name) in enumerate(_rows(result, result.compared), start=1):
            rows.append(
                {
                    "": str(number),
                    **({"Name": name} if result.design.names else {}),
                    "Placements": Rna(one.text),
                    **({"Model": asked.title} if len(subjects) > 1 else {}),
                    f"Global importance ({asked.unit.short})": number_text(one.global_importance),
                    "95% interval": interval_text(one.ci_low, one.ci_high),
                    "N": f"{len(one.local):,}",
                    "Median": number_text(one.median),
                    **(_test_glance(test, result.design) if result.design.reference is not None else {}),
                }
            )
    if all(np.isnan(one.ci_low) for result in results.values() for one in result.conditions):
        return [{k: v for k, v in row.items() if k not in ("95% interval", "p (Holm)")} for row in rows]
    return rows
