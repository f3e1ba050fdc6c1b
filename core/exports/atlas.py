"""A part of the atlas as a view: one question to many models, or their performance compared with published methods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core import atlas
from core.about import NAME, PAPER, VERSION
from core.atlas import EVERYTHING, Choice, Performance, Survey
from core.atlas.overall import CORRECTED
from core.atlas.report import comparison_row, summary_row
from core.data.published import OTHERWISE
from core.errors import AppError
from core.exports.answer import Answer, Passage, Rna
from core.exports.code import Cell, value
from core.exports.subject import SOURCES, Subject, backgrounds_text, subject
from core.exports.table import Table
from core.figures.atlas import PANELS
from core.figures.picture import Picture
from core.formatting import interval_text, number_text
from core.library.analyses import doubtful

PERFORMANCE = "performance"
MOST_SUBJECTS = 12
"""Most models of a report that describes how each was made; for more, the table must do."""
Row = dict[str, Any]
MEASURED = (
    *("global_importance", "ci95", "importance", "site", "slope", "intercept", "gain", "ends", "mean"),
    *("best", "worst", "single", "gained"),
)
"""Beginnings of the columns that are in the unit of the model."""
LISTED = (
    ("positions", "importance", "position"),
    ("copies", "importance", "copies"),
    ("gaps", "share", "gap"),
)
"""Places of an answer, its values there, and the word for the place in a column."""
SHOWN: dict[str, list[tuple]] = {
    "additivity": [("R²", "r_squared", None, 4), ("A site adds (SD)", "slope", "slope", 2)],
    "spacing": [
        ("One site (SD)", "single", "single", 2),
        ("Two without a gap, over twice one", "close", "close", 2),
        ("Two with the widest gap, over twice one", "wide", "wide", 2),
    ],
    "gc": [("3' effect", "effect_3", "effect_3", 2), ("5' effect", "effect_5", "effect_5", 2)],
    "positions": [("Strongest (SD)", "best", None, 2), ("Weakest (SD)", "worst", None, 2)],
    "motifs": [("Importance (SD)", "importance", "importance", 2), ("r, known motif", "own_pearson", None, 2)],
}
"""Columns of a report for each RBP: heading, value, name of its interval, digits."""


class AtlasAnswer(Answer):
    """An answer that is simulated only if all of its RBPs are; its tables say which are."""

    @property
    def is_simulated(self) -> bool:
        """Whether all of its RBPs are simulated."""
        return bool(self.subjects) and all(one.is_simulated for one in self.subjects)


@dataclass(frozen=True)
class AtlasView:
    """A part of the atlas as a view.

    part : ``performance``, or one of `core.atlas.ANALYSES`. survey : the question; None for the performance.
    choice : the RBPs of the performance. order : of the rows of positional bias and spacing. scale : of positional
        bias.
    shown : for a design, as in `core.atlas.ranked`.
    """

    part: str
    survey: Survey | None = None
    choice: Choice = EVERYTHING
    order: str = "cluster"
    scale: str = "max"
    shown: str = ""

    def ask(self) -> Performance | list[Row]:
        """Ask every model, which takes minutes if many were not asked before; the performance comes at once."""
        return atlas.performance(self.choice) if self.survey is None else atlas.ask(self.survey)

    def answer(self, asked: Performance | list[Row]) -> Answer:
        """Compose the content of all files of this view."""
        rows, title = _rows_of(asked), _title(self.part)
        stem, names = f"atlas_{self.part}", [row["model"] for row in rows if row["model"]]
        doubts = doubtful(names)
        return AtlasAnswer(
            stem=stem,
            title=f"{title}: {len(rows)} experiments",
            subjects=_subjects(names),
            table=atlas_table(self.part, asked),
            document=self._document(asked) | {"reliability": doubts},
            picture=draw_atlas(self.part, asked, **self._drawn),
            method=[*self._method(asked), *doubts],
            passages=[*self._overall(asked), Passage("Numbers", rows=self._glance(asked))],
            cells=self._cells(stem),
        )

    @property
    def _drawn(self) -> dict[str, str]:
        """The drawing options of the part."""
        if self.part == "positions":
            return {"order": self.order, "scale": self.scale}
        if self.part == "spacing":
            return {"order": self.order}
        return {"shown": self.shown or str(len(self._survey.conditions))} if self.part == "design" else {}

    @property
    def _survey(self) -> Survey:
        if self.survey is None:
            raise AppError(f"the part {self.part!r} shows a survey; give the view one, core.atlas.Survey.")
        return self.survey

    def _document(self, asked: Performance | list[Row]) -> Row:
        about = {"written_by": f"{NAME} {VERSION}", "method": PAPER, "part": self.part}
        if isinstance(asked, Performance):
            records = {name: getattr(asked, name) for name in ("methods", "comparisons", "means", "summaries")}
            lists = {name: [one._asdict() for one in some] for name, some in records.items()}
            return about | {"rows": asked.rows, **lists, "ceiling": asked.ceiling._asdict()}
        survey = self._survey
        known = {"conditions": survey.conditions, "rows": asked, "overall": atlas.overall(self.part, asked)}
        return about | {**survey.setting, **known}

    def _method(self, asked: Performance | list[Row]) -> list[str]:
        if isinstance(asked, Performance):
            return [
                "Pearson correlation of predicted and measured binding scores on set B, in the space of each model.",
                f"Published, of each experiment: {atlas.SOURCES['published']}; ours beside them {asked.coverage}.",
                OTHERWISE,
                "Replicate spots: correlation of the spots of set B's probes that were spotted twice, a rough ceiling.",
            ]
        survey = self._survey
        return [
            atlas.ANALYSES[self.part].help,
            f"Each model on its own: {backgrounds_text(survey.background, survey.n, survey.seed)}",
            f"Global importance and its 95% interval over backgrounds: {PAPER}.",
        ]

    def _overall(self, asked: Performance | list[Row]) -> list[Passage]:
        """Summarise all RBPs together: methods and their comparisons, or the sentences of an analysis."""
        if isinstance(asked, Performance):
            summaries = [summary_row(one) for one in asked.summaries]
            compared = [comparison_row(one) for one in asked.comparisons if one.points]
            pairs = [Passage("Paired comparisons (Wilcoxon)", rows=compared)] if compared else []
            return [Passage("Methods, over their experiments", rows=summaries), *pairs]
        said = atlas.sentences(self.part, asked) if self.part != "design" else []
        return [Passage("All together", facts=dict(text.split(": ", 1) for text in said))] if said else []

    def _glance(self, asked: Performance | list[Row]) -> list[dict[str, str]]:
        if isinstance(asked, Performance):
            known = [row for row in asked.rows if row["model"]]
            return [
                {"Model": row["model"], "RBP": atlas.title_of(row)}
                | {method.title: number_text(row[method.key], digits=3) for method in asked.methods}
                | {asked.ceiling.title: number_text(row["replicate_pearson"], digits=3)}
                for row in known
            ]
        if self.part == "design":
            ranked = atlas.ranked(asked, self._drawn["shown"])
            return [_line(row, [("Shown (SD)", "value", "value", 2)], self._survey) for row in ranked]
        return [_line(row, SHOWN[self.part], self._survey) for row in asked]

    def _cells(self, stem: str) -> list[Cell]:
        drawn = "".join(f", {name}={value(given)}" for name, given in self._drawn.items())
        save = f'atlas_table("{self.part}", found).save("{stem}.csv")\n'
        save += f'draw_atlas("{self.part}", found{drawn}).save("{stem}.svg")'
        return [
            Cell("", "from core import atlas\nfrom core.exports import atlas_table, draw_atlas"),
            Cell(self._said(), f"{self._asked_code()}\n\n{_printed(self.survey is not None)}"),
            Cell("The numbers, and the figure.", save),
        ]

    def _said(self) -> str:
        if self.survey is None:
            return "Test Pearson of every model on this machine, beside what papers report of the same experiments."
        return f"{atlas.ANALYSES[self.part].help} Questions answered before are not asked again."

    def _asked_code(self) -> str:
        if self.survey is None:
            given = "".join(f"    {name}={value(part)},\n" for name, part in self.choice._asdict().items() if part)
            return f"found = atlas.performance(atlas.Choice(\n{given}))" if given else "found = atlas.performance()"
        survey = self.survey
        setting = "".join(f"    {name}={value(given)},\n" for name, given in survey.setting.items())
        conditions = f"    conditions={value(survey.conditions)},\n" if survey.conditions else ""
        given = f"    {value(self.part)},\n    models={value(survey.models)},\n{setting}{conditions}"
        return f"survey = atlas.Survey(\n{given})\nfound = atlas.ask(survey)"


def atlas_table(part: str, asked: Performance | list[Row]) -> Table:
    """Tabulate a part: a row for each RBP, or for each RBP and condition of a design; failed rows say why.

    Raises
    ------
    AppError : an unknown part, or an answer of another part.
    """
    _check_part(part, asked)
    if isinstance(asked, Performance):
        shown = {method.key: f"pearson {method.title}" for method in asked.methods}
        shown |= {"replicate_pearson": f"pearson {asked.ceiling.title}", "gain": "ours minus best published"}
        shown |= {"ours": "ours, of these"}
        return Table([_who(row) | {title: row[key] for key, title in shown.items()} for row in asked.rows])
    if part == "design":
        return Table([line for row in asked for line in _conditions(row)])
    rows = atlas.corrected(asked, CORRECTED[part]) if part in CORRECTED else asked
    return Table([_single(part, row) for row in rows])


def draw_atlas(part: str, asked: Performance | list[Row], **drawn: str) -> Picture:
    """Draw the figure of a part; `Picture.save` writes SVG or PNG.

    Parameters
    ----------
    drawn : ``order`` and ``scale`` of the positional bias, ``order`` of the spacing, ``shown`` of a design.

    Raises
    ------
    DataError : no RBP has an answer. AppError : as `atlas_table`.
    """
    _check_part(part, asked)
    panel = PANELS[part](asked, **drawn)
    if isinstance(asked, Performance):
        published = f"Published: {atlas.SOURCES['published']}; ours stand beside them {asked.coverage} experiments."
        return Picture("Performance", panel, (f"{published} Method: {PAPER}.",))
    known = [row for row in asked if row["asked"] and not row["problem"]]
    simulated = sum(row["source"] == "simulated" for row in known)
    notes = [f"{atlas.ANALYSES[part].help} {len(known)} experiments, {simulated} of them simulated (orange)."]
    if known:
        said = backgrounds_text(known[0]["background"], known[0]["n"], known[0]["seed"])
        notes.append(f"Each model on its own: {said} Method: {PAPER}.")
    title = _title(part)
    if part == "design" and known:
        title += f": {drawn['shown']} of {'; '.join(known[0]['conditions'])}"
    return Picture(title, panel, tuple(notes))


def _check_part(part: str, asked: Performance | list[Row]) -> None:
    """Raise an AppError unless there is a part of that name and the answers belong to it."""
    if part not in (PERFORMANCE, *atlas.ANALYSES):
        raise AppError(f"there is no part {part!r}; use one of: {PERFORMANCE}, {', '.join(atlas.ANALYSES)}.")
    if isinstance(asked, Performance) != (part == PERFORMANCE):
        asks = "core.atlas.performance" if part == PERFORMANCE else "core.atlas.ask"
        raise AppError(f"the part {part!r} shows what {asks} returns, and not {type(asked).__name__}; give it that.")


def _rows_of(asked: Performance | list[Row]) -> list[Row]:
    return asked.rows if isinstance(asked, Performance) else asked


def _title(part: str) -> str:
    return "Performance" if part == PERFORMANCE else atlas.ANALYSES[part].title


def _who(row: Row) -> Row:
    data = SOURCES.get(row["source"], row["source"])
    return {"rbp": row["gene"], "experiment": row["experiment"], "model": row["model"], "data": data}


def _single(part: str, row: Row) -> Row:
    """Collect the single values of a row, with importance at each position or number of copies in its own column."""
    names = [*atlas.ANALYSES[part].columns, *(f"{name}_adjusted" for name in atlas.ANALYSES[part].columns)]
    found = {"best_kmer": row.get("pattern")} | {_named(name, row): row[name] for name in names if name in row}
    for places, values, what in LISTED:
        if places in row:
            pairs = zip(row[places], row[values], strict=True)
            found |= {_named(f"{values}_{what}_{place}", row): value for place, value in pairs}
    return {**_who(row), "network": row["label"], **found, **_setting(row), "problem": row["problem"]}


def _named(name: str, row: Row) -> str:
    """Name a column, with its unit if it has one."""
    if name.startswith("trend"):
        return f"{name} ({row['unit']} a nt)"
    is_measured = name.startswith(MEASURED) and not name.endswith(("_p", "_adjusted", "_position", "_kmer"))
    return f"{name} ({row['unit']})" if is_measured else name


def _setting(row: Row) -> Row:
    return {"background": row["background"], "n_backgrounds": row["n"], "seed": row["seed"]}


def _conditions(row: Row) -> list[Row]:
    if row["problem"] or not row["asked"]:
        return [{**_who(row), "problem": row["problem"]}]
    values = zip(row["conditions"], row["importance"], row["low"], row["high"], strict=True)
    return [
        {
            **_who(row),
            "network": row["label"],
            "condition": number,
            "placements": text,
            _named("global_importance", row): importance,
            _named("ci95_low", row): low,
            _named("ci95_high", row): high,
            "backgrounds_of": row["backgrounds_of"],
            **_setting(row),
            "problem": "",
        }
        for number, (text, importance, low, high) in enumerate(values, start=1)
    ]


def _line(row: Row, shown: Sequence[tuple], survey: Survey) -> dict[str, str]:
    """Make a report's line about one RBP."""
    line = {"Model": row["model"], "RBP": atlas.title_of(row), "Data": SOURCES.get(row["source"], row["source"])}
    if survey.analysis != "design":
        line["Best k-mer"] = Rna(row.get("pattern", ""))
    for heading, name, interval, digits in shown:
        line[heading] = number_text(row.get(name), digits=digits)
        if interval:
            line[f"95% interval of {heading}"] = interval_text(row.get(f"{interval}_low"), row.get(f"{interval}_high"))
    return {**line, "N": f"{survey.n:,}", **({"": row["problem"]} if row["problem"] else {})}


def _subjects(names: list[str]) -> list[Subject]:
    """Describe the models, if they are few and usable."""
    found = []
    for name in names if len(names) <= MOST_SUBJECTS else []:
        try:
            found.append(subject(name))
        except AppError:
            continue
    return found


def _printed(is_survey: bool) -> str:
    if is_survey:
        return 'for row in found:\n    print(row["title"], row["problem"] or row.get("pattern", row.get("importance")))'
    return 'for method in found.methods:\n    print(method.title, len(method.pearson), "experiments")'
