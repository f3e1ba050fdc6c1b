"""A damaged card of one model: all pages open, the file is named, other models answer as before."""

import json

import pytest
from page_world import text_of

from callbacks import shell
from core.__main__ import main
from core.models import registry
from core.settings import settings

RBFOX1 = "RNCMPT00168"
CUT = "the weights file {} of {} is truncated"
PAGES = ("/", "/explore", "/bench", "/discover", "/atlas", "/scan", "/data")


@pytest.fixture
def damaged(monkeypatch, tmp_path):
    """A damaged card of one's own that bears the name of the shipped model in use."""
    monkeypatch.setenv("GIA_HOME", str(tmp_path))
    found = registry.card(RBFOX1)
    name = f"{RBFOX1}-{found.key[:10]}.card.json"
    document = json.loads((settings().shipped / name).read_text())
    settings().models.mkdir(parents=True)
    (settings().models / name).write_text(json.dumps({**document, "top_kmers": 3}))
    return name


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("rbp", [RBFOX1, f"{RBFOX1}:residualbind", f"{RBFOX1}:pwm"])
def test_every_page_opens(damaged, path, rbp):
    said = text_of(shell.show_page(path, f"?rbp={rbp}", None)[0])
    if path == "/":
        assert damaged in said
    if path in ("/explore", "/bench", "/discover"):
        assert (damaged in said) is not rbp.endswith("pwm")


@pytest.mark.parametrize("path", PAGES)
def test_damaged_weights_are_named_and_every_page_opens(monkeypatch, tmp_path, capsys, path, wording):
    monkeypatch.setenv("GIA_HOME", str(tmp_path))
    shipped = registry.card(f"{RBFOX1}:residualbind-pu")
    name = f"{RBFOX1}-{shipped.key[:10]}.card.json"
    settings().models.mkdir(parents=True)
    (settings().models / name).write_bytes((settings().shipped / name).read_bytes())
    (settings().models / shipped.weights).write_bytes(b"cut")
    said = text_of(shell.show_page(path, f"?rbp={shipped.name}", None)[0])
    if path == "/":
        assert CUT.format(shipped.weights, shipped.name) in said.replace("The weights", "the weights")
        assert "python" not in said
        assert main(["models", RBFOX1]) == 0
        wording.within(capsys.readouterr().err, "python -m core train", RBFOX1, "--inputs", "--epochs", "8")
        assert main(["models", "RNCMPT00047"]) == 0
        assert shipped.weights not in capsys.readouterr().err
