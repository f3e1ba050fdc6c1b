"""Turn one function into a protocol: its parameters as people write them, its plan of designs, its outcome."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, NamedTuple

from core.checks import whole
from core.errors import SequenceError
from core.formatting import plain
from core.gia.backgrounds import FORMS, parse_background
from core.gia.design import Design, parse_condition, parse_pattern
from core.gia.importance import GiaResult
from core.gia.run import run_all
from core.models.scoring import Model
from core.progress import OnProgress

Row = dict[str, Any]


class Setting(NamedTuple):
    """The settings that all designs of a protocol share: model name, background model, number and seed."""

    model_name: str
    background: str = "profile"
    n: int = 1000
    seed: int = 0

    def design(self, texts: list[str], reference: int | None = 0) -> Design:
        """Make a design of conditions, given as texts, and their reference; errors as `Design`."""
        conditions = tuple(map(parse_condition, texts))
        return Design(self.model_name, conditions, self.background, self.n, self.seed, reference=reference)


class Plan(NamedTuple):
    """The designs that a protocol asks, and the function that turns the answers into its outcome.

    setting : shared by its designs, except in protocols that make their own backgrounds.
    designs : run in this order.
    columns : for each condition of each design its label and further columns of its row.
    finish : turns rows and results into final rows and summary.
    parameters : of the protocol, defaults filled in.
    """

    setting: Setting
    designs: list[Design]
    columns: list[Row]
    finish: Callable[[list[Row], list[GiaResult]], tuple[list[Row], dict]]
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """The answer to a protocol.

    rows : one for each condition: label, text, background, n, seed, global_importance, ci_low, ci_high, and the
        protocol's own columns.
    summary : the protocol's own figures, by name.
    """

    protocol: str
    model: str
    parameters: dict[str, Any]
    results: list[GiaResult]
    rows: list[Row]
    summary: dict[str, Any]

    def to_dict(self) -> dict:
        """Return the JSON form, with the designs but without local importance; nan becomes null."""
        designs = [result.design.to_dict() for result in self.results]
        shown = ("protocol", "model", "parameters", "rows", "summary")
        return plain({**{name: getattr(self, name) for name in shown}, "designs": designs})


class Parameter(NamedTuple):
    """One parameter of a protocol: the function that reads its text, and one line of help."""

    read: Callable[[str], Any]
    help: str


@dataclass(frozen=True)
class Protocol:
    """A named GIA question, as made by the decorator `protocol`.

    ask : its public function, `ask(model, ..., on_progress=None) -> Outcome`; its signature holds the defaults.
    plan : `plan(setting, ...)` makes designs of parameters without asking a model; None for a protocol that asks
        another protocol in several settings.
    parameters : by name, in the order of the signature.
    beyond_paper : whether the question goes beyond Koo et al. 2021.
    """

    name: str
    title: str
    ask: Callable[..., Outcome]
    plan: Callable[..., Plan] | None
    parameters: dict[str, Parameter]
    beyond_paper: bool = False

    @property
    def help(self) -> str:
        """The question in one line."""
        return (inspect.getdoc(self.ask) or self.title).partition("\n")[0]

    @property
    def defaults(self) -> dict[str, Any]:
        """The values of the optional parameters; None stands for a value worked out from the others."""
        signature = inspect.signature(self.ask).parameters
        given = {name: signature[name].default for name in self.parameters}
        return {name: default for name, default in given.items() if default is not inspect.Parameter.empty}

    def missing(self, texts: dict[str, str]) -> list[str]:
        """List the required parameters that are not given; ``pattern`` may be filled with a model's best k-mer."""
        return [name for name in self.parameters if name not in texts and name not in self.defaults]

    def parse(self, texts: dict[str, str]) -> dict[str, Any]:
        """Read the arguments of ``ask`` from texts such as ``{"pattern": "UGCAUG", "positions": "4,11,18"}``.

        Raises
        ------
        SequenceError : an unknown or a missing parameter, or a text that cannot be read.
        """
        for name in texts:
            if name not in self.parameters:
                raise SequenceError(f"{self.name} has no parameter {name!r}; use {', '.join(self.parameters)}.")
        for name in self.missing(texts):
            raise SequenceError(f"{self.name} needs {name}=…: {self.parameters[name].help}.")
        return {name: self._read(name, text) for name, text in texts.items()}

    def designs(self, model_name: str, /, **parameters) -> list[Design]:
        """List the designs that ``ask`` would run on the model of that name."""
        return [design for plan in self.plans(model_name, **parameters) for design in plan.designs]

    def plans(self, model_name: str, /, **parameters) -> list[Plan]:
        """Make the plan for the model of that name, or, for a protocol that asks in several settings, one for each."""
        return [self.planned(model_name, **parameters)]

    def planned(self, model_name: str, /, **parameters) -> Plan:
        """Make the single plan for the model of that name, defaults filled in.

        Raises
        ------
        SequenceError : the protocol has several plans.
        """
        if self.plan is None:
            raise SequenceError(f"{self.name} has a plan for each setting and not a single one; use plans.")
        own = {**self.defaults, **parameters}
        shared = {name: own.pop(name) for name in COMMON if name in own}
        return self.plan(Setting(model_name, **shared), **own)

    def arguments(self, plan: Plan) -> dict[str, Any]:
        """Return the complete arguments of ``ask`` that make this plan."""
        shared = {name: getattr(plan.setting, name) for name in COMMON if name in self.parameters}
        return {name: value for name, value in {**plan.parameters, **shared}.items() if name in self.parameters}

    def _read(self, name: str, text: str) -> Any:
        try:
            return self.parameters[name].read(text)
        except SequenceError as error:
            raise SequenceError(f"{name} of {self.name}: {error}") from error


def carry_out(name: str, model: Model, plan: Plan, on_progress: OnProgress | None = None) -> Outcome:
    """Run the designs of a plan on a model and make the protocol's outcome."""
    results = run_all(model, plan.designs, on_progress)
    asked = [(result.design, condition) for result in results for condition in result.conditions]
    rows = [
        {
            "label": columns["label"],
            "text": condition.text,
            "background": design.background,
            "n": design.n,
            "seed": design.seed,
            "global_importance": condition.global_importance,
            "ci_low": condition.ci_low,
            "ci_high": condition.ci_high,
            **columns,
        }
        for (design, condition), columns in zip(asked, plan.columns, strict=True)
    ]
    rows, summary = plan.finish(rows, results)
    return Outcome(name, model.name, plan.parameters, results, rows, summary)


def size(plan: Plan) -> int:
    """Count the sequences that a plan scores."""
    return sum(design.n * (1 + len(design.conditions)) for design in plan.designs)


def texts_of(text: str) -> tuple[str, ...]:
    """Split a list at its semicolons into texts that may hold commas: ``UGCAUG@4;UGCAUG@4,UGCAUG@11``."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _background(text: str) -> str:
    return parse_background(text).text


COMMON = {
    "background": Parameter(_background, f"background model: {FORMS}"),
    "n": Parameter(whole, "number of backgrounds"),
    "seed": Parameter(whole, "of the backgrounds"),
}
"""Parameters that protocols share; `protocol` takes all of them unless told which."""
PATTERN = Parameter(parse_pattern, "RNA letters, such as UGCAUG; N leaves the background's letter, R is A or G, ...")
POSITION = Parameter(whole, "position of the pattern's first letter, from 1")
PROTOCOLS: dict[str, Protocol] = {}
"""Every protocol by its name, in the order in which pages and commands list them."""


def protocol(
    title: str, /, *, shared: Sequence[str] = tuple(COMMON), beyond_paper: bool = False, **parameters: Parameter
) -> Callable[[Callable[..., Plan]], Callable[..., Outcome]]:
    """Turn the function that plans a protocol into the protocol, and register it for pages, commands and scripts.

    The function ``my_question(setting, pattern, ...) -> Plan`` becomes ``my_question(model, pattern, ..., *,
    background, n, seed, on_progress) -> Outcome``, with the same docstring, which describes the outcome; its first line
    is the help that people read. The protocol is called ``my-question``.

    Parameters
    ----------
    title : its name on pages.
    shared : which of background, n and seed it takes.
    beyond_paper : whether the question goes beyond Koo et al. 2021.
    parameters : how each parameter of the function except the first is read from text, by name, in the same order.

    Raises
    ------
    TypeError : the function's parameters differ from the described ones.
    ValueError : a function of another module has the name already.
    """

    def make(plan: Callable[..., Plan]) -> Callable[..., Outcome]:
        _setting, *own = inspect.signature(plan).parameters
        if own != [*parameters]:
            raise TypeError(
                f"{plan.__name__} takes {own}; describe these, and in this order, instead of {[*parameters]}."
            )
        name = plan.__name__.replace("_", "-")
        ask = _public(name, plan, shared)
        read = {**parameters, **{one: COMMON[one] for one in shared}}
        register(Protocol(name, title, ask, plan, read, beyond_paper))
        return ask

    return make


def register(made: Protocol) -> None:
    """List a protocol in `PROTOCOLS`; a ValueError if a function of another module has its name already."""
    known = PROTOCOLS.get(made.name)
    if known and known.ask.__module__ != made.ask.__module__:
        raise ValueError(f"{known.ask.__module__} has a protocol {made.name!r} already; give yours another name.")
    PROTOCOLS[made.name] = made


def _public(name: str, plan: Callable[..., Plan], shared: Sequence[str]) -> Callable[..., Outcome]:
    """Make the function that asks a model the plan of ``plan``; a model takes the place of the setting."""
    signature = _signature(plan, shared)

    @wraps(plan)
    def ask(*args: Any, **kwargs: Any) -> Outcome:
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{plan.__name__}() has {error}") from None
        bound.apply_defaults()
        given = bound.arguments
        model, on_progress = given.pop("model"), given.pop("on_progress")
        setting = Setting(model.name, **{one: given.pop(one) for one in shared})
        return carry_out(name, model, plan(setting, **given), on_progress)

    ask.__signature__ = signature  # type: ignore[attr-defined]
    ask.__annotations__ = {one.name: one.annotation for one in signature.parameters.values()} | {"return": Outcome}
    return ask


def _signature(plan: Callable[..., Plan], shared: Sequence[str]) -> inspect.Signature:
    """Build the signature of the asking function: (model, parameters of the plan, *, shared, on_progress)."""
    _setting, *own = inspect.signature(plan).parameters.values()
    kinds, usual = Setting.__annotations__, Setting._field_defaults
    only = inspect.Parameter.KEYWORD_ONLY
    keywords = [inspect.Parameter(one, only, default=usual[one], annotation=kinds[one]) for one in shared]
    keywords.append(inspect.Parameter("on_progress", only, default=None, annotation=OnProgress | None))
    model = inspect.Parameter("model", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Model)
    return inspect.Signature([model, *own, *keywords], return_annotation=Outcome)
