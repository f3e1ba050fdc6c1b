"""A damaged card of one model: all pages open, the file is named, other models answer as before."""

import json

import pytest
from page_world import text_of

from callbacks import shell
from core.models import registry
from core.settings import settings

RBFOX1 = "RNCMPT00168"
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
