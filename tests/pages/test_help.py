import json

import pytest
from page_world import everything, ids_of, text_of, texts_of

from callbacks import help as callbacks
from components import help as panel
from components import ids, shell
from components.shared.pickers import text_box
from core import versions
from core.about import CITATION, VERSION
from core.gia.backgrounds import BACKGROUNDS
from core.glossary import WORDS


def test_the_help_says_words_keys_citation_and_version():
    text = text_of(panel.help_panel())
    for part in (*WORDS, *WORDS.values(), *BACKGROUNDS.values(), CITATION, VERSION):
        assert part in text


def test_the_help_names_the_libraries_and_says_which_were_not_checked(monkeypatch):
    assert f"NumPy {versions.installed('numpy')}" in text_of(panel.help_panel())
    monkeypatch.setattr(versions, "warning", lambda: "")
    assert "Numbers may differ" not in text_of(panel.help_panel())
    monkeypatch.undo()
    monkeypatch.setattr(versions, "is_checked", lambda library, found: library != "viennarna")
    assert text_of(panel.help_panel()).count("Numbers may differ from those of the checked versions") == 1


def test_the_keys_are_those_of_the_page_and_of_every_page(wording):
    assert "Search the table" in text_of(callbacks.show_keys("/"))
    wording.within(texts_of(callbacks.show_keys("/bench/")), "Take", "track")
    assert "Search the table" not in text_of(callbacks.show_keys("/bench"))
    for path in (*shell.PAGES, "/nowhere", None):
        assert "Open this help" in text_of(callbacks.show_keys(path))


def test_only_pages_that_there_are_have_keys_and_steps():
    assert set(panel.KEYS) <= set(shell.PAGES)
    assert [step["path"] for step in panel.TOUR] == ["/", "/explore", "/bench"]


def test_the_tour_points_at_what_the_pages_have():
    store = next(one for one in everything(panel.help_panel()) if getattr(one, "id", None) == ids.TOUR)
    steps = json.loads(store.to_plotly_json()["props"]["data-steps"])
    assert len(steps) == 3
    assert all(step["anchor"] and step["title"] and step["text"].endswith(".") for step in steps)


@pytest.mark.parametrize("one", [ids.HELP_OPEN, ids.HELP, ids.LETTERS, ids.TOUR_START])
def test_every_page_has_the_help(one):
    assert one in [part for part in ids_of(shell.layout()) if isinstance(part, str)]


@pytest.mark.parametrize(
    ("label", "shown"),
    [("N", "number of backgrounds"), ("k", "number of letters"), ("Seed", "fixes what is random"), ("Stem", "")],
)
def test_a_field_whose_label_the_glossary_knows_explains_it_on_hover(label, shown):
    box = text_box("some-field", label, "1000")
    attributes = getattr(box, "attributes", None) or {"root": {"title": ""}}
    assert shown in attributes["root"]["title"] and bool(shown) == bool(attributes["root"]["title"])
