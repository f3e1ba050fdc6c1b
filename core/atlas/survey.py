"""One question put to many models: answers are kept for each model, so that one more model costs only itself."""

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
"""Of what is kept; answers of another are asked again."""
NO_KMERS = "the best k-mers of {0} are not in its card; train it again: python -m core train {0}"
LOOKS_AT_PROBES = ("additivity", "motifs")
"""Analyses that say beside what a model answers what the measurements say, where these are here."""


@dataclass(frozen=True)
class Survey:
    """What is asked of every model: one of `ANALYSES`, on the backgrounds of each, same number and seed.

    models : names, an experiment or ``EXPERIMENT:LABEL``.
    conditions : of the analysis ``design`` alone, as texts such as ``UGCAUG@4,UGCAUG@11``.

    Raises
    ------
    AppError : another analysis. SequenceError : as `Design`; or conditions where there must be none, none where there
        must be some, or too many.
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
        """The conditions as the design of one model."""
        return Design(model, tuple(map(parse_condition, self.conditions)), self.background, self.n, self.seed)

    @property
    def setting(self) -> dict[str, Any]:
        """Background model, number and seed, as all analyses take them."""
        return {"background": self.background, "n": self.n, "seed": self.seed}


class Progress(NamedTuple):
    """Sequences scored and to be scored, of models that were not asked before; the RBP that is asked now, as `title_of`
    its row; models that are known, of all."""

    done: int
    total: int
    gene: str
    known: int
    models: int


OnProgress = Callable[[Progress], None]


def kept(survey: Survey) -> list[Row]:
    """What is known already, a row for each model in their order; computes nothing and loads no network.

    Returns
    -------
    list : rows as of `ask`; one that must be asked yet has ``asked`` False and no values.
    """
    here = _here()
    return [_known(survey, name, here)[0] for name in survey.models]


def fingerprint(survey: Survey) -> str:
    """What changes when an answer may: a model that was trained again, probes that came or went."""
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
    """Ask every model; what was asked before is not asked again, and what fails stops no other.

    Parameters
    ----------
    on_progress : is told how far it is; what it raises cancels, and nothing of what was finished is lost.

    Returns
    -------
    list : a row for each model: model, label, experiment, gene, title (the gene, with the experiment where others are
        of that gene too), source, unit, background, n, seed, ``asked``,
        ``problem`` (one sentence, "" where all went well), and what the analysis finds (`core.atlas.questions`).
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
    """Write the answers that are known to surveys into a folder of shipped models, and return the file.

    Make them on a machine without measurements of their experiments: what was answered beside measurements is asked
    for again where these are not.
    """
    here, answers = _here(), {}
    for survey in surveys:
        for name in survey.models:
            _, card = _row(name, here)
            if card and (found := cache.recall(key := _key(survey, card)) or shipped.recall(key)):
                answers[key] = found
    return shipped.write(folder, answers)


def size(survey: Survey, card: Card | None = None) -> int:
    """Sequences that one model scores."""
    return ANALYSES[survey.analysis].size(survey, card)


def _asked(survey: Survey, group: tuple[str, ...], cards: list[Card], tell: Callable) -> list[Row]:
    """What a group of models answers, kept for each of them; the sentence of an error is kept for none."""
    try:
        found = ANALYSES[survey.analysis].ask(group, cards, survey, tell)
        keys = [_key(survey, card) for card in cards]
    except AppError as error:
        return [{"asked": True, "problem": str(error)}] * len(group)
    for key, values in zip(keys, found, strict=True):
        cache.keep(key, values)
    return [{**values, "asked": True} for values in found]


class _Here(NamedTuple):
    """Experiments by id and cards by experiment and label, read once: a survey asks for hundreds of them."""

    experiments: dict[str, Experiment]
    cards: dict[str, dict[str, Card]]


def _here() -> _Here:
    return _Here({one.id: one for one in list_experiments()}, registry.models())


def _known(survey: Survey, model_name: str, here: _Here) -> tuple[Row, Card | None]:
    """The row of a model as far as it is known, and its card where it must be asked yet."""
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
    """What is known of a model before it is asked, and its card; none where it cannot be asked, and why."""
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
    """What an answer is kept under: model, analysis, parameters, and the probes that it is made of, or looks at."""
    probes = ""
    if parse_background(survey.background).kind in OF_PROBES:
        probes = store.locate(card.experiment).stem
    elif survey.analysis in LOOKS_AT_PROBES:
        probes = store.locate(card.experiment).stem if card.experiment in store.entries() else ""
    asked = {**survey.setting, "conditions": survey.conditions, "pattern": card.top_kmers[0][0], "probes": probes}
    return ("atlas", REVISION, card.answers_key, survey.analysis, json.dumps(asked, sort_keys=True))


def _groups(survey: Survey, missing: dict[str, Card]) -> Iterator[tuple[str, ...]]:
    """Models that are asked at once: the outputs of one network, where the analysis can, else one by one."""
    if not ANALYSES[survey.analysis].together:
        yield from ((name,) for name in missing)
        return
    groups: dict[str, list[str]] = {}
    for name, card in missing.items():
        groups.setdefault(card.weights_sha256 or name, []).append(name)
    yield from map(tuple, groups.values())
