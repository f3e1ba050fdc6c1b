"""One question put to many models; answers are kept per model, so that an additional model costs only itself."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from core.atlas import shipped
from core.atlas.questions import ANALYSES, MOST_CONDITIONS
from core.data import store
from core.errors import AppError, DataError, SequenceError
from core.formatting import UNITS
from core.gia.backgrounds import OF_PROBES, parse_background
from core.gia.design import Design, parse_condition
from core.library import analyses
from core.library.experiments import Experiment, list_experiments
from core.models import registry
from core.models.card import Card, spec_key
from core.settings import settings
from core.storage import cache

Row = dict[str, Any]
REVISION = 3
"""Revision of kept answers; questions answered at another revision are asked again."""
NO_KMERS = "the best k-mers of {0} are not in its card; train it again: python -m core train {0}"
LOOKS_AT_PROBES = ("additivity", "motifs")
"""Analyses that add findings from the measurements, if these are here, to the answers of a model."""


@dataclass(frozen=True)
class Survey:
    """A question to many models: one of `ANALYSES`, on each model's backgrounds, with one number and seed.

    models : names, an experiment or ``EXPERIMENT:LABEL``.
    conditions : of the analysis ``design`` only, as texts such as ``UGCAUG@4,UGCAUG@11``.

    Raises
    ------
    AppError : an unknown analysis. SequenceError : as `Design`; also missing, unwanted or too many conditions.
    """

    analysis: str
    models: tuple[str, ...]
    background: str = "profile"
    n: int = 1000
    seed: int = 0
    conditions: tuple[str, ...] = ()

    def __post_init__(self):
        if self.analysis not in ANALYSES:
            raise AppError(f"there is no analysis {self.analysis!r}; use one of: {', '.join(ANALYSES)}.")
        texts = tuple(parse_condition(text).text for text in self.conditions)
        if (self.analysis == "design") != bool(texts):
            raise SequenceError(
                "a design needs conditions, such as UGCAUG@18."
                if not texts
                else f"{self.analysis} asks its own conditions; give conditions to the analysis design alone."
            )
        if len(texts) > MOST_CONDITIONS:
            raise SequenceError(f"there are {len(texts)} conditions; give at most {MOST_CONDITIONS} to all RBPs.")
        object.__setattr__(self, "conditions", texts)
        object.__setattr__(self, "background", self.design("").background)

    def design(self, model: str) -> Design:
        """Make the design of the conditions for one model."""
        return Design(model, tuple(map(parse_condition, self.conditions)), self.background, self.n, self.seed)

    @property
    def setting(self) -> dict[str, Any]:
        """Background model, number and seed, as all analyses take them."""
        return {"background": self.background, "n": self.n, "seed": self.seed}


class Progress(NamedTuple):
    """Progress of a survey.

    done, total : sequences scored and to be scored, of models not asked before. gene : title of the RBP being asked.
    known, models : models that have an answer, and all models.
    """

    done: int
    total: int
    gene: str
    known: int
    models: int


OnProgress = Callable[[Progress], None]


def kept(survey: Survey) -> list[Row]:
    """Return the known answers, a row for each model in order, without computing or loading a network.

    Returns
    -------
    list : rows as of `ask`; a model still to be asked has ``asked`` False and no values.
    """
    here = _here()
    return [_known(survey, name, here)[0] for name in survey.models]


def fingerprint(survey: Survey) -> str:
    """Summarise everything that can change answers: retrained models, probes that came or went."""
    here = _here()
    said = []
    for name in survey.models:
        row, card = _row(name, here)
        try:
            said.append([name, row["problem"], _key(survey, card) if card else ""])
        except AppError as error:
            said.append([name, str(error), ""])
    return hashlib.sha256(json.dumps([settings().energies, *said]).encode()).hexdigest()[:16]


def ask(survey: Survey, on_progress: OnProgress | None = None) -> list[Row]:
    """Ask every model; known answers are not asked again, and a failure stops no other model.

    Parameters
    ----------
    on_progress : called with a `Progress`; an exception it raises cancels the run, and finished answers are kept.

    Returns
    -------
    list : a row for each model: model, label, experiment, gene, title (the gene, with the experiment if the gene has
        several), source, unit, background, n, seed, ``asked``, ``problem`` (one sentence, "" if all went well), and the
        findings of the analysis (`core.atlas.questions`).
    """
    rows, missing, here = {}, {}, _here()
    for name in survey.models:
        rows[name], card = _known(survey, name, here)
        if card:
            missing[name] = card
    total = sum(size(survey, card) for card in missing.values())
    done, known = 0, len(rows) - len(missing)
    for group in _groups(survey, missing):

        def tell(scored: int, _of: int, group: tuple = group, done: int = done, known: int = known) -> None:
            if on_progress:
                on_progress(Progress(done + scored, total, rows[group[0]]["title"], known, len(rows)))

        tell(0, 0)
        cards = [missing[name] for name in group]
        for name, found in zip(group, _asked(survey, group, cards, tell), strict=True):
            rows[name] |= found
        done, known = done + sum(size(survey, card) for card in cards), known + len(group)
        if on_progress:
            on_progress(Progress(done, total, rows[group[-1]]["title"], known, len(rows)))
    return [rows[name] for name in survey.models]


def ship(folder: Path, surveys: Sequence[Survey]) -> Path:
    """Write the known answers to surveys into a folder of shipped models, and return the file.

    Make them on a machine without measurements of their experiments: answers that used measurements would be asked
    again on machines without them.
    """
    here, answers = _here(), {}
    for survey in surveys:
        for name in survey.models:
            _, card = _row(name, here)
            if card and (found := cache.recall(key := _key(survey, card)) or shipped.recall(key)):
                answers[key] = found
    return shipped.write(folder, answers)


def size(survey: Survey, card: Card | None = None) -> int:
    """Count the sequences that one model scores."""
    return ANALYSES[survey.analysis].size(survey, card)


def _asked(survey: Survey, group: tuple[str, ...], cards: list[Card], tell: Callable) -> list[Row]:
    """Ask a group of models and keep their answers; the sentence of an error is not kept."""
    try:
        found = ANALYSES[survey.analysis].ask(group, cards, survey, tell)
        keys = [_key(survey, card) for card in cards]
    except AppError as error:
        return [{"asked": True, "problem": str(error)}] * len(group)
    for key, values in zip(keys, found, strict=True):
        cache.keep(key, values)
    return [{**values, "asked": True} for values in found]


class _Here(NamedTuple):
    """Experiments by id, and cards by experiment and label, read once: a survey needs them hundreds of times."""

    experiments: dict[str, Experiment]
    cards: dict[str, dict[str, Card]]


def _here() -> _Here:
    return _Here({one.id: one for one in list_experiments()}, registry.models())


def _known(survey: Survey, model_name: str, here: _Here) -> tuple[Row, Card | None]:
    """Return the row of a model as far as it is known, and its card if it must still be asked."""
    row, card = _row(model_name, here)
    row |= survey.setting
    if card is None:
        return row, None
    try:
        key = _key(survey, card)
        found = cache.recall(key) or shipped.recall(key)
    except AppError as error:
        return {**row, "asked": True, "problem": str(error)}, None
    return ({**row, **found, "asked": True}, None) if found else (row, card)


def _row(model_name: str, here: _Here) -> tuple[Row, Card | None]:
    """Describe a model before it is asked, with its card; without one if it cannot be asked, and why."""
    experiment_id, label = registry.split_name(model_name)
    experiment = here.experiments.get(experiment_id)
    about: Row = {"model": model_name, "label": "", "experiment": experiment_id, "gene": experiment_id}
    about |= {"title": experiment_id, "source": "", "unit": "", "asked": False, "problem": ""}
    try:
        if experiment:
            titled = f"{experiment.title}, {label}" if label else experiment.title
            about |= {"gene": experiment.gene, "title": titled, "source": experiment.source}
        labelled = here.cards.get(experiment_id, {})
        card = labelled.get(label or next(iter(labelled), ""))
        if not (experiment and card and card.key == spec_key(card.spec)):
            card = analyses.card(model_name)  # says what is wrong
        if not card.top_kmers:
            raise DataError(NO_KMERS.format(model_name))
        registry.weights_path(card)
    except AppError as error:
        return {**about, "asked": True, "problem": str(error)}, None
    return {**about, "label": card.label, "unit": UNITS[card.architecture.task].short}, card


def _key(survey: Survey, card: Card) -> tuple:
    """Build the key of an answer: model, analysis, parameters, and the probes that it is made of or compared with."""
    probes = ""
    if parse_background(survey.background).kind in OF_PROBES:
        probes = store.locate(card.experiment).stem
    elif survey.analysis in LOOKS_AT_PROBES:
        probes = store.locate(card.experiment).stem if card.experiment in store.entries() else ""
    asked = {**survey.setting, "conditions": survey.conditions, "pattern": card.top_kmers[0][0], "probes": probes}
    return ("atlas", REVISION, card.answers_key, survey.analysis, json.dumps(asked, sort_keys=True))


def _groups(survey: Survey, missing: dict[str, Card]) -> Iterator[tuple[str, ...]]:
    """Group the models to ask at once: outputs of one network if the analysis can, otherwise single models."""
    if not ANALYSES[survey.analysis].together:
        yield from ((name,) for name in missing)
        return
    groups: dict[str, list[str]] = {}
    for name, card in missing.items():
        groups.setdefault(card.weights_sha256 or name, []).append(name)
    yield from map(tuple, groups.values())
