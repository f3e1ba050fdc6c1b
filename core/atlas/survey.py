"""One question put to many models: answers are kept for each model, so that one more model costs only itself."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from core import analyses, cache
from core.atlas.questions import ANALYSES, MOST_CONDITIONS
from core.data import store
from core.errors import AppError, DataError, SequenceError
from core.experiments import find_experiment
from core.gia.backgrounds import parse_background
from core.gia.design import Design, parse_condition
from core.model.cards import Card

Row = dict[str, Any]
REVISION = 1
"""Of what is kept; answers of another are asked again."""
NO_KMERS = "the best k-mers of {0} are not in its card; train it again: python -m core train {0}"
OF_NO_PROBES = ("profile", "stem-loop", "sequences", "occluded")
"""Kinds of background that are made without test probes."""


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
    """Sequences scored and to be scored, of models that were not asked before; the gene that is asked now; models that
    are known, of all."""

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
    return [_known(survey, name)[0] for name in survey.models]


def ask(survey: Survey, on_progress: OnProgress | None = None) -> list[Row]:
    """Ask every model; what was asked before is not asked again, and what fails stops no other.

    Parameters
    ----------
    on_progress : is told how far it is; what it raises cancels, and nothing of what was finished is lost.

    Returns
    -------
    list : a row for each model: model, label, experiment, gene, source, ``asked``, ``problem`` (one sentence, "" where
        all went well), and what the analysis finds (`core.atlas.questions`).
    """
    rows, missing = {}, {}
    for name in survey.models:
        rows[name], card = _known(survey, name)
        if card:
            missing[name] = card
    total = sum(size(survey, card) for card in missing.values())
    done, known = 0, len(rows) - len(missing)
    for group in _groups(survey, missing):

        def tell(scored: int, _of: int, group: tuple = group, done: int = done, known: int = known) -> None:
            if on_progress:
                on_progress(Progress(done + scored, total, rows[group[0]]["gene"], known, len(rows)))

        tell(0, 0)
        cards = [missing[name] for name in group]
        for name, found in zip(group, _asked(survey, group, cards, tell), strict=True):
            rows[name] |= found
        done, known = done + sum(size(survey, card) for card in cards), known + len(group)
    return [rows[name] for name in survey.models]


def size(survey: Survey, card: Card | None = None) -> int:
    """Sequences that one model scores."""
    return ANALYSES[survey.analysis].size(survey, card)


def _asked(survey: Survey, group: tuple[str, ...], cards: list[Card], tell: Callable) -> list[Row]:
    """What a group of models answers, kept for each of them; the sentence of an error is kept for none."""
    try:
        found = ANALYSES[survey.analysis].ask(group, cards, survey, tell)
        keys = [_key(survey, name, card) for name, card in zip(group, cards, strict=True)]
    except AppError as error:
        return [{"asked": True, "problem": str(error)}] * len(group)
    for key, values in zip(keys, found, strict=True):
        cache.keep(key, values)
    return [{**values, "asked": True} for values in found]


def _known(survey: Survey, name: str) -> tuple[Row, Card | None]:
    """The row of a model as far as it is known, and its card where it must be asked yet."""
    experiment = find_experiment(name)
    about = {"model": name, "label": "", "experiment": experiment.id, "gene": experiment.gene}
    about |= {"source": experiment.source, "asked": True, "problem": ""}
    try:
        card = analyses.card(name)
        if not card.top_kmers:
            raise DataError(NO_KMERS.format(name))
        about["label"] = card.label
        found = cache.recall(_key(survey, name, card))
    except AppError as error:
        return {**about, "problem": str(error)}, None
    return ({**about, **found}, None) if found else ({**about, "asked": False}, card)


def _key(survey: Survey, name: str, card: Card) -> tuple:
    """What an answer is kept under: model, analysis, parameters, and the probes that backgrounds are made of."""
    probes = ""
    if parse_background(survey.background).kind not in OF_NO_PROBES:
        probes = store.locate(card.experiment).stem
    asked = {**survey.setting, "conditions": survey.conditions, "pattern": card.top_kmers[0][0], "probes": probes}
    model = f"{card.weights_sha256}-{card.output}"
    return ("atlas", REVISION, model, survey.analysis, json.dumps(asked, sort_keys=True))


def _groups(survey: Survey, missing: dict[str, Card]) -> Iterator[tuple[str, ...]]:
    """Models that are asked at once: the outputs of one network, where the analysis can, else one by one."""
    if not ANALYSES[survey.analysis].together:
        yield from ((name,) for name in missing)
        return
    groups: dict[str, list[str]] = {}
    for name, card in missing.items():
        groups.setdefault(card.weights_sha256 or name, []).append(name)
    yield from map(tuple, groups.values())
