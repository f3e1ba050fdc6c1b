"""A model builder brings a trained network: chosen, looked at, kept, and asked on the bench; job processes are real."""

import json
import zipfile

import numpy as np
import pytest
from axe import findings
from playwright.sync_api import expect

from core.models.networks.keras_backend import import_keras

COLD = 180_000
"""Milliseconds that a busy machine may take to load TensorFlow in another process."""


@pytest.fixture
def counter(tmp_path):
    """A .keras file whose network counts U."""
    keras = import_keras()
    inputs = keras.Input((41, 4))
    conv = keras.layers.Conv1D(1, 1, use_bias=False)
    model = keras.Model(inputs, keras.ops.sum(conv(inputs), axis=1))
    conv.set_weights([np.array([0, 0, 0, 1.0]).reshape(1, 4, 1)])
    model.save(tmp_path / "counter.keras")
    return tmp_path / "counter.keras"


@pytest.fixture
def foreign(counter):
    """The same with a layer of somebody's own."""
    path = counter.with_name("foreign.keras")
    with zipfile.ZipFile(counter) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "config.json":
                config = json.loads(content)
                config["config"]["layers"][1] |= {"class_name": "TheirLayer", "module": "theirs"}
                content = json.dumps(config).encode()
            target.writestr(name, content)
    return path


def choose(page, path):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a network").click()
    chooser.value.set_files(path)
    expect(page.get_by_text(f"{path.name} has arrived")).to_be_visible()


def test_bring_a_network_and_ask_it_on_the_bench(page, counter, foreign):
    page.goto("/data?part=own")
    choose(page, foreign)
    page.get_by_role("textbox", name="Experiment that it predicts").fill("MINE")
    page.get_by_label("RBP", exact=True).fill("MyGene")
    page.get_by_label("Alphabet").fill("ACG")
    page.get_by_label("Alphabet").press("Enter")
    expect(page.get_by_text("write each of A, C, G and U once")).to_be_visible()
    expect(page.get_by_role("button", name="Check it")).to_be_disabled()
    page.get_by_label("Alphabet").fill("ACGU")
    page.get_by_label("Alphabet").press("Enter")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("names 'TheirLayer', which is not of Keras")).to_be_visible(timeout=COLD)
    expect(page.get_by_role("button", name="Keep it")).to_be_hidden()
    assert findings(page) == []

    choose(page, counter)
    expect(page.get_by_text("names 'TheirLayer', which is not of Keras")).to_have_count(0)  # now it is about this file
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("It gives one score.")).to_be_visible(timeout=COLD)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept as MINE:own-counter.")).to_be_visible(timeout=COLD)
    page.reload()
    expect(page.get_by_text("Kept as MINE:own-counter.")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="Ask it on the GIA bench").click()
    expect(page.get_by_role("heading", name="GIA bench: MyGene")).to_be_visible()
    expect(page.get_by_text("in the network's own units")).to_be_visible(timeout=COLD)
    page.wait_for_function("document.querySelector('.bench-figure .js-plotly-plot')?.data?.length", timeout=COLD)
    page.goto("/?q=MINE")
    expect(page.get_by_text("External model").first).to_be_visible()
