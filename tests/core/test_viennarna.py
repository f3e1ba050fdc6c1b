"""Structures are the same with each checked ViennaRNA, by both sets of energies; and what depends on its version."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from fold_golden import ENERGIES, GOLDEN, ask, rnas

from core import versions
from core.structure import cache, fold
from core.versions import CHECKED, installed

BUILT_ON = "2.7.2"
"""With which the shipped structure models were trained."""
VERSIONS = list(dict.fromkeys([installed("viennarna"), BUILT_ON, *CHECKED["viennarna"]]))


@pytest.fixture(scope="module")
def other_viennarna(tmp_path_factory):
    """The folder of another ViennaRNA; None for the installed one. Skips where it cannot be fetched."""

    def fetch(version):
        if version == installed("viennarna"):
            return None
        folder = tmp_path_factory.getbasetemp() / f"viennarna-{version}"
        if not (folder / "RNA").is_dir():
            fetched = [sys.executable, "-m", "uv", "pip", "install", "--no-deps", "--target", folder]
            soon = {**os.environ, "UV_HTTP_TIMEOUT": "20", "UV_HTTP_RETRIES": "1"}
            done = subprocess.run([*fetched, f"viennarna=={version}"], capture_output=True, text=True, env=soon)
            if done.returncode:
                pytest.skip(f"ViennaRNA {version} cannot be fetched here: {done.stderr.strip()[-200:]}")
        return folder

    return fetch


def numbers(document):
    """All numbers of a document, in one row."""
    if isinstance(document, dict):
        document = list(document.values())
    return [document] if not isinstance(document, list) else [one for part in document for one in numbers(part)]


@pytest.mark.parametrize("energies", ENERGIES)
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.slow
def test_structures_are_the_golden_ones(version, energies, other_viennarna):
    asked, golden = ask(energies, other_viennarna(version)), json.loads(GOLDEN.read_text())[energies]
    assert asked["version"] == version
    found = asked["folded"]
    assert list(found["rnas"]) == list(golden["rnas"]) == rnas()
    for rna, (dot_bracket, *expected) in golden["rnas"].items():
        assert found["rnas"][rna][0] == dot_bracket
        np.testing.assert_allclose(numbers(found["rnas"][rna][1:]), numbers(expected), atol=2e-6)
    np.testing.assert_allclose(found["long"][1], golden["long"][1], atol=2e-6)


def test_the_golden_energies_differ():
    golden = json.loads(GOLDEN.read_text())
    both = [[golden[energies]["rnas"][rna][1] for rna in rnas()] for energies in ENERGIES]
    assert both[0] != both[1]


def test_what_another_version_folded_is_not_read(monkeypatch):
    rna = {rnas()[0]: 1}
    engine = fold._engine(fold.settings().energies)
    first = fold._fold_distinct(rna, None)
    asked = []
    monkeypatch.setattr(fold, "_fold_chunk", lambda chunk, energies: asked.extend(chunk) or [*first.values()])
    fold._fold_distinct(rna, None)
    assert asked == [], "kept"
    monkeypatch.setattr(engine, "__version__", "2.7.2" if engine.__version__ != "2.7.2" else "2.8.0")
    fold._fold_distinct(rna, None)
    assert asked == rnas()[:1], "folded anew"
    assert cache.look_up(rna, f"{fold.settings().energies} 2.6.4") == {}


def test_an_unchecked_version_has_answers_of_its_own(monkeypatch):
    assert versions.unusual_folding() == ""
    monkeypatch.setattr(versions, "installed", lambda _: "2.9.0")
    assert versions.unusual_folding() == " ViennaRNA 2.9.0"
