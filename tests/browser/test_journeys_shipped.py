import pytest
from bench_page import chip, drag, importance, spot
from playwright.sync_api import expect

import core
from core.gia import Design, parse_condition

COLD = 180_000
"""Milliseconds that a busy machine may take to load TensorFlow and compile the network."""


def test_a_shipped_model_answers_on_the_bench(page):
    shipped = next((experiment for experiment in core.list_experiments() if experiment.has_model), None)
    if shipped is None:
        pytest.skip("no model is shipped in cached_models/ yet")
    page.goto(f"/bench?rbp={shipped.id}&c={shipped.top_kmer}@4&n=128")
    expect(importance(page, 1)).to_be_visible(timeout=COLD)
    drag(page, chip(page, "GCGCGC"), spot(page, "GCGCGC", 30))
    both = parse_condition(f"{shipped.top_kmer}@4,GCGCGC@30")
    [result] = core.run_gia(Design(shipped.id, (both,), n=128)).conditions
    expect(importance(page, 1)).to_have_text(f"{result.global_importance:.2f}".replace("-", "−"))
