"""The view of an address: the one place that turns the state of a page into a record of `core.exports`."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import core
from components.atlas import state as atlas_state
from components.bench import presets as bench_presets
from components.bench import state as bench_state
from components.discover import state as discover_state
from components.discover.asked import pair_arguments
from components.scan import state as scan_state
from components.shared.share import PAIR
from core.checks import is_count
from core.discovery.ism import LOGOS
from core.errors import AppError, SequenceError
from core.sequence import clean

if TYPE_CHECKING:
    from core.exports import View

Query = dict[str, list[str]]


def read(path: str, search: str, part: str = "") -> "View":
    """Return the view of an address.

    Parameters
    ----------
    part : the view to read if a page has several; "" for the first.

    Raises
    ------
    AppError : a page that has no view, or an address in which there is nothing to ask yet.
    """
    reader = READERS.get(path.rstrip("/") + part)
    if reader is None:
        raise AppError(
            "this page has nothing to save; open an RBP on Explore, the GIA bench or Discover first, or scan an RNA."
        )
    query = parse_qs(search.lstrip("?"))
    if not query.get("rbp"):
        raise AppError("no RBP is chosen yet; choose one from the list of RBPs.")
    return reader(query["rbp"][0], query)


def bench(model_name: str, query: Query) -> "View":
    """Return the design on the bench, and the protocol that it belongs to."""
    from core.exports import DesignView

    state, _ = bench_state.read_query(query, model_name, bench_state.about(core.card(model_name)))
    design = bench_state.design(state)
    if design is None:
        raise SequenceError("there is nothing on the bench to save yet; place a motif on the track first.")
    shown = {"others": tuple(filter(None, [state["with"]])), "plot": state["plot"]}
    shown["over_seeds"] = "seeds" in state["show"] and len(core.seeds_of(model_name)) > 1
    plan = bench_state.plan(state)
    if plan is None:
        return DesignView(design, **shown)
    protocol = bench_presets.parse(state["preset"])[0].protocol
    return DesignView(design, protocol=protocol.name, parameters=protocol.arguments(plan), **shown)


def rna(model_name: str, query: Query) -> "View":
    """Return the RNA that is chosen on Explore, and its original."""
    from core.exports import RnaView

    sequence, original = (query.get(key, [""])[0] for key in ("sequence", "from"))
    if not sequence:
        raise SequenceError("no RNA is chosen yet; click a point of the scatter, or paste an RNA.")
    sequence, before = clean(sequence), clean(original) if original else None
    logo = query.get("logo", [""])[0]
    logo = logo if logo in LOGOS else next(iter(LOGOS))
    return RnaView(model_name, sequence, before if before != sequence else None, logo)


def scan(model_name: str, query: Query) -> "View":
    """Return the k-mer scan of the fields on Discover."""
    from core.exports import KmerScanView

    asked = _asked(model_name, query, discover_state.kmer_scan_question)
    return KmerScanView(model_name, **{name: asked[name] for name in discover_state.OF_SCAN})


def pair(model_name: str, query: Query) -> "View":
    """Return the map of two motifs of the fields on Discover."""
    from core.exports import OutcomeView

    asked = _asked(model_name, query, discover_state.pair_question)
    setting = {name: asked[name] for name in discover_state.SHARED}
    return OutcomeView(model_name, "interaction", {**pair_arguments(asked), **setting})


def model_card(model_name: str, query: Query) -> "View":
    """Return the card of the model that is chosen under Models, and the second one."""
    from core.exports import CardView

    name, other = (query.get(key, [""])[0] for key in ("model", "with"))
    if not name:
        raise AppError("no model is chosen yet; choose one under Models, and save its card.")
    return CardView(name, other)


def atlas(model_name: str, query: Query) -> "View":
    """Return the part of the Atlas that is open."""
    from core.exports import AtlasView

    fields = atlas_state.read_query(query)
    asked = atlas_state.read(fields, model_name)
    if asked.problems:
        raise SequenceError(" ".join(asked.problems.values()))
    if asked.part == "performance":
        return AtlasView(asked.part, choice=asked.choice)
    if asked.survey is None:
        raise AppError("no RBP that is chosen here has a model; clear the filters of the Atlas, or train one.")
    order = atlas_state.order_of(fields)
    drawn = {"order": order, "scale": fields["scale"]} if asked.part == "positions" else {"order": order}
    if asked.part == "design":
        drawn = {"shown": atlas_state.shown_of(asked.survey, fields)}
    return AtlasView(asked.part, asked.survey, asked.choice, **drawn)


def own_rnas(_: str, query: Query) -> "View":
    """Return the RNAs on Scan, the RBPs that are asked about them, and the substitutions in the box."""
    from core.exports import RnaScanView
    from core.rna_scan import link

    state = {**scan_state.FORM.texts(query), "rnas": query.get("rnas", [""])[0]}
    rnas = link.unpack(state["rnas"]) if state["rnas"] else ()
    values, problems = scan_state.FORM.read(state)
    asked = scan_state.question(state, values, problems)
    if asked is None:
        raise SequenceError(" ".join(problems.values()) or "there is no RNA here yet; paste one, and press Scan.")
    listed = scan_state.variants_of(state).substitutions
    given = {name: asked[name] for name in ("window", "step", "quantile", "fold_window", "fold_span")}
    shown = query.get("rna", ["1"])[0]
    place = int(shown) if is_count(shown) and 1 <= int(shown) <= len(rnas) else 1
    return RnaScanView(tuple(name for name, _ in asked["models"]), rnas, **given, variants=listed, shown=place)


def _asked(model_name: str, query: Query, question: Callable[..., dict | None]) -> dict:
    """Return the question of the fields of Discover; an AppError says what is wrong with one of them."""
    card = core.card(model_name)
    values, problems = discover_state.form(card).read(query)
    asked = question(model_name, card, values, problems)
    if asked is None:
        raise SequenceError(" ".join(problems.values()))
    return asked


READERS: dict[str, Callable[[str, Query], "View"]] = {
    "/atlas": atlas,
    "/bench": bench,
    "/data": model_card,
    "/explore": rna,
    "/discover": scan,
    f"/discover{PAIR}": pair,
    "/scan": own_rnas,
}
"""Readers by path of the page, and part of it."""
