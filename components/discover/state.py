"""What stands in the fields of the Discover page: read from a link, checked, and made into questions. Plain data.

A state is ``{"path", "query": {"rbp", field: text, ...}}``, so that it is its own link. Fields keep what was typed,
right or wrong; what is wrong is said beneath them.
"""

from typing import Any

from components.discover.asked import pair_arguments
from components.shared.fields import BACKGROUND, SEED, Field, Form, N, Rule, one_of, pattern, whole
from components.shared.long_work import duration
from components.shared.rates import pace
from core.discovery.kmer_scan import LONGEST, METHODS, SHORTEST, check_scan, expected_evaluations
from core.gia.protocols.protocol import PROTOCOLS, Plan, size
from core.models.card import Card
from core.sequence import PROBE_LENGTH

PATH = "/discover"
MOST_KMERS = 200
SHARED = ("n", "background", "seed")
OF_SCAN = ("k", "position", "method", "top", *SHARED)
OF_PAIR = ("map", "a", "b", *SHARED)
MAPS = {"gaps": "Over the gap between them", "positions": "Over both positions"}


def form(card: Card) -> Form:
    """Make the form of the page for a model: by default both patterns are its best k-mer."""
    kmer = best_kmer(card)
    return FORM.with_defaults(a=kmer, b=kmer)


def best_kmer(card: Card) -> str:
    """Return the best k-mer of a card."""
    return card.top_kmers[0][0]


def state(model_name: str, fields: dict[str, str], card: Card) -> dict[str, Any]:
    """Return the state of these texts, which is the link that restores them."""
    return {"path": PATH, "query": {"rbp": model_name, **form(card).link(fields)}}


def kmer_scan_question(model_name: str, card: Card, values: dict, problems: dict) -> dict | None:
    """Return everything that the answer of a scan depends on; None if one of its fields is wrong."""
    if any(name in problems for name in (*OF_SCAN, "scan")):
        return None
    return {"model": card.answers_key, "rbp": model_name, **{name: values[name] for name in OF_SCAN}}


def pair_question(model_name: str, card: Card, values: dict, problems: dict) -> dict | None:
    """Return everything that a map of two patterns depends on; None if one of its fields is wrong."""
    if any(name in problems for name in (*OF_PAIR, "pair")):
        return None
    return {"model": card.answers_key, "rbp": model_name, **{name: values[name] for name in OF_PAIR}}


def pair_plan(model_name: str, asked: dict[str, Any]) -> Plan:
    """Return the plan of a map; errors as in `core.gia.protocols.interaction.interaction`."""
    setting = {name: asked[name] for name in ("background", "n", "seed")}
    return PROTOCOLS["interaction"].planned(model_name, **setting, **pair_arguments(asked))


def kmer_scan_cost(asked: dict[str, Any], reads_structure: bool) -> str:
    """Say in one line how long a scan takes; a race depends on how close the k-mers are to each other."""
    all_of_them = expected_evaluations(asked["k"], "exhaustive", asked["n"])
    usual = min(expected_evaluations(asked["k"], asked["method"], asked["n"]), all_of_them)
    return _cost(usual, all_of_them, reads_structure)


def pair_cost(asked: dict[str, Any], reads_structure: bool) -> str:
    """Say in one line how long a map takes."""
    predictions = size(pair_plan("", asked))
    return _cost(predictions, predictions, reads_structure)


def _cost(usual: int, most: int, reads_structure: bool) -> str:
    rate = pace(reads_structure)
    bound = f", at most {most:,} ({duration(max(most / rate, 2))})" if most > usual else ""
    text = f"About {usual:,} predictions, {duration(max(usual / rate, 2))} on a small machine{bound}"
    if reads_structure:
        return f"{text}: this model folds each RNA. A smaller N, k or another model of this RBP is quicker."
    return f"{text}."


def _check_pair(**asked: Any) -> None:
    pair_plan("", asked)


FORM = Form(
    Field("k", whole(SHORTEST, LONGEST), "6", "k"),
    Field("position", whole(1, PROBE_LENGTH), "18", "position"),
    N,
    BACKGROUND,
    SEED,
    Field("method", one_of(METHODS), "race", "method"),
    Field("top", whole(1, MOST_KMERS), "20", "number of k-mers to list"),
    Field("map", one_of(MAPS), "gaps", "map"),
    Field("a", pattern),
    Field("b", pattern),
    rules=[Rule("scan", OF_SCAN, check_scan), Rule("pair", OF_PAIR, _check_pair)],
    always=OF_SCAN,
)
"""The fields of the page; two patterns are empty until a model gives its best k-mer."""
