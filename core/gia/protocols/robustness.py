"""Beyond the paper: conditions of your own, and whether an answer holds on other backgrounds and in other models."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from core.checks import wholes
from core.errors import SequenceError
from core.gia.backgrounds import PAPER_BACKGROUNDS, parse_background
from core.gia.importance import GiaResult
from core.gia.protocols.protocol import (
    COMMON,
    PROTOCOLS,
    Outcome,
    Parameter,
    Plan,
    Protocol,
    Row,
    Setting,
    carry_out,
    protocol,
    register,
    size,
    texts_of,
)
from core.models.scoring import Model
from core.progress import OnProgress


@protocol(
    "Conditions of your own",
    beyond_paper=True,
    conditions=Parameter(texts_of, "conditions, with semicolons: UGCAUG@4;UGCAUG@4,UGCAUG@11"),
)
def conditions(setting: Setting, conditions: Sequence[str]) -> Plan:
    """How important are these conditions? Any conditions of your own, each compared with the first.

    Parameters
    ----------
    conditions : as texts, such as ``UGCAUG@4,UGCAUG@11``.

    Returns
    -------
    Outcome : rows from the second on with the paired difference to the first, p_value and p_adjusted (Holm).

    Raises
    ------
    SequenceError : no condition, or one as `parse_condition` and `Design` refuse.
    """
    if not conditions:
        raise SequenceError("there is no condition; give one or more, such as UGCAUG@4;UGCAUG@4,UGCAUG@11.")
    design = setting.design([*conditions])
    texts = tuple(condition.text for condition in design.conditions)
    return Plan(setting, [design], [{"label": text} for text in texts], _finish_conditions, {"conditions": texts})


def _finish_conditions(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    final = [rows[0]]
    for row, found in zip(rows[1:], results[0].comparisons, strict=True):
        columns = ("difference", "difference_low", "difference_high", "p_value", "p_adjusted")
        final.append({**row, **dict(zip(columns, found[2:], strict=True))})
    most = max(rows, key=lambda row: row["global_importance"])
    return final, {"most_important": most["label"]}


def robustness(
    models: Model | Sequence[Model],
    protocol: str = "conditions",
    *,
    backgrounds: Sequence[str] = PAPER_BACKGROUNDS,
    seeds: Sequence[int] = (0,),
    n: int = 1000,
    on_progress: OnProgress | None = None,
    **parameters: Any,
) -> Outcome:
    """Does the answer hold? One protocol over background models, seeds and independently trained models.

    Parameters
    ----------
    models : one model or several, such as the same network trained from other seeds.
    protocol : the name of a protocol that takes a background model; ``parameters`` are that protocol's.
    backgrounds : as `parse_background`; the paper's seven unless given.
    seeds : of the backgrounds.

    Returns
    -------
    Outcome : the rows of every setting, with model; summary conditions (for each label lowest, highest, mean and sd of
        global importance over settings, and same_sign, the share of settings that agree with the mean's sign),
        settings (each with the single figures of the protocol's summary) and same_order, the share of settings
        that rank the conditions as the first setting does.

    Raises
    ------
    SequenceError : an unknown protocol, no model, background or seed, or parameters that the protocol refuses.
    DataError : backgrounds that are made of test probes, which are not on this machine.
    """
    models = [models] if isinstance(models, Model) else list(models)
    setting: dict[str, Any] = {"protocol": protocol, "backgrounds": backgrounds, "seeds": seeds, "n": n}
    plans = [(model, plan) for model in models for plan in plan_robustness(model.name, **setting, **parameters)]
    if not plans:
        raise SequenceError("there is nothing to compare; give one or more models, backgrounds and seeds.")
    total = sum(size(plan) for _, plan in plans)
    outcomes, done = [], 0
    for model, plan in plans:

        def tell(scored: int, _: int, before: int = done) -> None:
            if on_progress:
                on_progress(before + scored, total)

        outcomes.append(carry_out(protocol, model, plan, tell))
        done += size(plan)
    rows = [{"model": outcome.model, **row} for outcome in outcomes for row in outcome.rows]
    results = [result for outcome in outcomes for result in outcome.results]
    names = ", ".join(model.name for model in models)
    given = {**setting, **plans[0][1].parameters}
    return Outcome("robustness", names, given, results, rows, _summary(outcomes, plans))


def plan_robustness(
    model_name: str,
    protocol: str = "conditions",
    backgrounds: Sequence[str] = PAPER_BACKGROUNDS,
    seeds: Sequence[int] = (0,),
    n: int = 1000,
    **parameters: Any,
) -> list[Plan]:
    """Make the plan of a protocol in each setting, for the model of that name."""
    asked = find_robust(protocol)
    for name in parameters:
        if name not in asked.parameters or name in COMMON:
            allowed = [own for own in asked.parameters if own not in COMMON]
            raise SequenceError(f"{protocol} has no parameter {name!r} here; use {', '.join(allowed)}.")
    return [
        asked.planned(model_name, background=background, n=n, seed=seed, **parameters)
        for background, seed in product(dict.fromkeys(backgrounds), dict.fromkeys(seeds))
    ]


def askable() -> dict[str, Protocol]:
    """Return the protocols that take a background model, by name."""
    found = {name: one for name, one in PROTOCOLS.items() if "background" in one.parameters}
    return {"conditions": found.pop("conditions"), **found}


def find_robust(name: str) -> Protocol:
    """Return the protocol of that name; a SequenceError if it takes no background model."""
    if name not in askable():
        raise SequenceError(f"robustness cannot ask {name!r}; use one of: {', '.join(askable())}.")
    return PROTOCOLS[name]


def _summary(outcomes: list[Outcome], plans: list[tuple[Model, Plan]]) -> dict:
    importance = np.array([[row["global_importance"] for row in outcome.rows] for outcome in outcomes])
    labels = [row["label"] for row in outcomes[0].rows]
    ranks = np.argsort(importance, axis=1, kind="stable")
    single = [
        {name: value for name, value in outcome.summary.items() if not isinstance(value, list)} for outcome in outcomes
    ]
    asked = [(model.name, plan.setting) for model, plan in plans]
    return {
        "conditions": [
            {
                "label": label,
                "lowest": float(values.min()),
                "highest": float(values.max()),
                "mean": float(values.mean()),
                "sd": float(values.std(ddof=1)) if len(values) > 1 else np.nan,
                "same_sign": float((np.sign(values) == np.sign(values.mean())).mean()),
            }
            for label, values in zip(labels, importance.T, strict=True)
        ],
        "settings": [
            {"model": name, "background": setting.background, "seed": setting.seed, **figures}
            for (name, setting), figures in zip(asked, single, strict=True)
        ],
        "same_order": float((ranks == ranks[0]).all(axis=1).mean()),
    }


@dataclass(frozen=True)
class _OfAnother(Protocol):
    """A protocol that names another protocol and passes parameters on to it."""

    def missing(self, texts: dict[str, str]) -> list[str]:
        return self._inner(texts).missing(self._divide(texts)[1])

    def parse(self, texts: dict[str, str]) -> dict[str, Any]:
        own, passed = self._divide(texts)
        return {name: self._read(name, text) for name, text in own.items()} | self._inner(texts).parse(passed)

    def plans(self, model_name: str, /, **parameters) -> list[Plan]:
        return plan_robustness(model_name, **parameters)

    def _divide(self, texts: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        passed = {name: text for name, text in texts.items() if name not in self.parameters}
        return {name: text for name, text in texts.items() if name in self.parameters}, passed

    def _inner(self, texts: dict[str, str]) -> Protocol:
        return find_robust(texts.get("protocol", self.defaults["protocol"]).strip())


def _backgrounds(text: str) -> tuple[str, ...]:
    return tuple(parse_background(part).text for part in texts_of(text))


register(
    _OfAnother(
        "robustness",
        "Over backgrounds, seeds and models",
        robustness,
        None,
        {
            "protocol": Parameter(str.strip, f"one of {', '.join(askable())}; its own parameters go with it"),
            "backgrounds": Parameter(_backgrounds, "background models, with semicolons: profile;shuffle"),
            "seeds": Parameter(wholes, "of the backgrounds: 0,1,2"),
            "n": COMMON["n"],
        },
        beyond_paper=True,
    )
)
