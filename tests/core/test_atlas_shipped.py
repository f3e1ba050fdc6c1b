"""What was planted in the simulated set stands out in the atlas of the shipped models."""

from core import atlas

SIMULATED = tuple(name for name, one in atlas.choose(atlas.Choice(sources=("simulated",))) if one.has_model)
CLEAR = 1.1
"""An effect of GC beyond which nobody doubts it."""


def test_the_one_with_a_gc_bias_at_the_3_end_stands_out():
    rows = {row["model"]: row for row in atlas.ask(atlas.Survey("gc", SIMULATED, n=32))}
    assert [name for name, row in rows.items() if row["effect_3_low"] > CLEAR] == ["SIM_GC3"]
    assert all(row["effect_5_low"] < CLEAR for row in rows.values())


def test_the_additive_one_lies_on_a_line():
    (row,) = atlas.ask(atlas.Survey("additivity", ("SIM_ADDITIVE",), n=32))
    assert row["r_squared"] > 0.999
