"""What the bench sends to the browser: what changed, and nothing that is there already."""

import pytest
import toy_network
from bench_acts import act
from page_world import ask, text_of

import app as web
import core
from callbacks import bench as callbacks
from components import ids
from components.bench import state as bench_state
from components.shared.attributes import plain

FIGURE = f"{ids.BENCH_FIGURE}.figure"


@pytest.fixture
def state(monkeypatch):
    rbp = toy_network.install(monkeypatch)
    return act(bench_state.example(rbp, bench_state.about(core.card(rbp))), do="set", field="n", value="20")


def asked(state):
    return {"state": state, "dark": False, "number": 1, "preview": False}


def results(state, around):
    """What the browser gets for a state, by output, where other results are shown."""
    names = [f"{name}.{part}" for name, part in callbacks.AROUND]
    values = {f"{ids.BENCH_ASKED}.data": asked(state), **dict(zip(names, around, strict=True))}
    return ask(web.create_app(), FIGURE, values).json["response"]


def around(state):
    return plain(callbacks.results(state, dark=False)[1:-1])


def test_only_the_figure_comes_where_a_motif_was_moved(state):
    first = results(state, [{}, None, None, None, None])
    assert first[ids.BENCH_FIGURE].keys() == {"figure", "style"}
    assert {ids.BENCH_NOTICE, ids.BENCH_LEGEND} <= first.keys()
    moved = act(state, do="write", key=3, text="GACUAC@7")
    shown = results(moved, around(state))
    assert shown.keys() == {ids.BENCH_FIGURE} and shown[ids.BENCH_FIGURE].keys() == {"figure"}
    assert shown[ids.BENCH_FIGURE]["figure"]["data"] == callbacks.results(moved, dark=False)[0]["data"]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"do": "set", "field": "plot", "value": "strip"}, ids.BENCH_LEGEND),
        ({"do": "set", "field": "show", "value": ["fit"]}, ids.BENCH_BESIDE),
        ({"do": "load", "preset": "spacing"}, ids.BENCH_FINDING),
    ],
)
def test_what_stands_around_the_plot_comes_when_it_changed(state, change, part):
    assert part in results(act(state, change), around(state))


def test_a_place_without_results_comes_back_in_full(state):
    empty = act(state, *({"do": "remove", "key": key} for key in (1, 2, 3)))
    assert text_of(results(empty, around(state))[ids.BENCH_NOTICE]["children"][0]["props"]["children"])
    assert results(state, around(empty))[ids.BENCH_NOTICE]["children"] == []
