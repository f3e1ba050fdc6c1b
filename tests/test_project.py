"""What the project says of itself to people who want to use, cite or understand it."""

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest

from core.about import CITATION, VERSION

ROOT = Path(__file__).parents[1]
TEXTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
README_LINES = 200
NAMED = r"(?<![\w/.@-])(?:core|components|callbacks|assets|cached_models|tests|docs)/[\w./-]*\w"
"""A file or folder of this project, as a text names it; toy is the name of a file that a reader may add."""


def words(text):
    return " ".join(text.split())


def relative(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEXTS, ids=relative)
def test_a_text_names_only_files_that_exist(path):
    named = [name for name in re.findall(NAMED, path.read_text()) if "toy" not in name]
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", TEXTS, ids=relative)
def test_a_link_leads_to_a_file(path):
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text()) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_architecture_shows_every_room_and_the_way_of_a_click():
    text = (ROOT / "docs/architecture.md").read_text()
    diagrams = re.findall(r"```mermaid\n(.*?)```", text, re.S)
    assert len(diagrams) == 2 and "sequenceDiagram" in diagrams[1]
    assert not any(";" in diagram for diagram in diagrams), (
        "a semicolon ends a statement of Mermaid: the rest is an error"
    )
    folders = [path for path in (ROOT / "core").iterdir() if (path / "__init__.py").exists()]
    assert [folder.name for folder in folders if f"core/{folder.name}" not in text] == []


def test_the_readme_is_short_and_leads_to_everything():
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) < README_LINES
    others = [path for path in TEXTS if path.name != "README.md"]
    assert [relative(path) for path in others if f"({relative(path)})" not in text] == []
    head = text[: text.index("## What you can ask")]
    assert "![" in head and "make run" in head and "make test" in head
    assert CITATION in words(text)


def test_the_citation_is_of_this_version_and_of_the_paper():
    text = (ROOT / "CITATION.cff").read_text()
    assert re.search(r"^version: (.+)$", text, re.M).group(1) == VERSION
    for part in ("family-names: Koo", "doi: 10.1371/journal.pcbi.1008925", "license: MIT", "cff-version: 1.2.0"):
        assert part in text


def test_changes_begin_with_those_that_are_not_released():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert headings[0] == "Unreleased" and VERSION in headings
    parts = re.split(r"^#+ .+$", (ROOT / "CHANGELOG.md").read_text(), flags=re.M)
    empty = [part for part in parts[1:] if not part.strip()]
    assert len(empty) <= 1, "only a heading right above another one has nothing of its own"


def test_the_licence_is_mit_and_what_is_not_ours_is_named():
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
    text = (ROOT / "THIRD_PARTY.md").read_text()
    tables = [relative(path) for path in sorted((ROOT / "core").rglob("*.csv"))]
    assert tables and [name for name in tables if f"`{name}`" not in text] == []


def test_the_terms_of_viennarna_are_those_that_it_installs():
    files = [file for file in distribution("ViennaRNA").files or () if file.name == "COPYING"]
    terms = words(files[0].locate().read_text())
    quoted = re.search(r'"(Permission is granted[^"]+)"', words((ROOT / "THIRD_PARTY.md").read_text())).group(1)
    assert quoted in terms
