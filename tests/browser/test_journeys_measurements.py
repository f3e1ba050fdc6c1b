"""Measurements as a person brings them: every public layout through the page, bad files, a cut connection, removal."""

import re

import numpy as np
import pytest
from axe import findings
from going import go, leave
from playwright.sync_api import expect
from written_layouts import FILES, written_in_every_layout

from callbacks import uploads
from components.data.datasets import LAYOUTS
from core.data import store

COLD = 180_000
"""Milliseconds that a busy machine may take to load TensorFlow in another process."""
N = 90


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The folder of the same 90 probes in every layout, every third in set B."""
    folder = tmp_path_factory.mktemp("files")
    sequences = np.array(["".join("ACGU"[i // 4**place % 4] for place in range(4)) for i in range(N)])
    scores = np.round(np.linspace(1, 9, N) ** 2, 3).astype("f4")
    written_in_every_layout(folder, sequences, np.arange(N) % 3 == 0, scores)
    return folder


def bring(page, *paths):
    """Choose files by the button, with the keyboard."""
    button = page.get_by_role("button", name="Choose files")
    expect(button).to_be_visible()
    button.focus()
    with page.expect_file_chooser() as chooser:
        button.press("Enter")
    chooser.value.set_files(paths)


def fact(page, name):
    return page.locator(".facts > div").filter(has=page.get_by_text(name, exact=True)).locator("dd")


def start(page):
    go(page, "/data?part=measurements")
    expect(page.get_by_role("heading", name="Bring measurements")).to_be_visible()


@pytest.mark.parametrize("layout", FILES)
def test_each_layout_is_seen_and_kept(tab, rbp, files, layout):
    start(tab)
    bring(tab, *[files / name for name in FILES[layout]])
    expect(fact(tab, "Layout")).to_have_text(LAYOUTS[layout], timeout=COLD)
    expect(fact(tab, "Probes")).to_have_text("90, of 4 nt")
    expect(fact(tab, "Set A (trains)")).to_have_text("60 probes")
    expect(fact(tab, "Set B (tests)")).to_have_text("30 probes")
    expect(tab.locator("#data-experiments .ag-center-cols-container .ag-row")).to_have_count(1)
    expect(tab.locator(".spread-graph .js-plotly-plot")).to_have_count(4)
    expect(tab).to_have_url(re.compile("upload=[0-9a-f]{32}&experiment=RNCMPT00111"))
    assert "RNCMPT00111" not in store.entries()
    tab.get_by_role("button", name="Keep these measurements").click()
    expect(tab.get_by_text("is kept: 1 experiment, 90 probes.")).to_be_visible()
    probes = store.load("RNCMPT00111")
    assert sorted(probes.sequences.tolist())[:2] == ["AAAA", "AAAC"]
    assert (len(probes.scores), int(probes.in_b.sum())) == (N, 30)
    assert probes.scores.max() == 81
    expect(tab.get_by_role("link", name="Train a model of Vts1")).to_have_attribute(
        "href", "/data?rbp=RNCMPT00111&part=train"
    )


def test_a_folder_keeps_files_of_one_name_apart(tab, rbp, tmp_path):
    rows = [f"{i % 7 + i / 8} {'ACGU'[i % 4]}{'ACGU'[i // 4 % 4]}{'ACGU'[i // 16 % 4]}" for i in range(N)]
    for half, part in (("train", rows[:60]), ("test", rows[60:])):
        (tmp_path / "DLPRB" / half).mkdir(parents=True)
        (tmp_path / "DLPRB" / half / "RNCMPT00111.txt").write_text("\n".join(part) + "\n")
    start(tab)
    with tab.expect_file_chooser() as chooser:
        tab.get_by_role("button", name="Choose a folder").click()
    chooser.value.set_files(tmp_path / "DLPRB")
    expect(fact(tab, "Layout")).to_have_text(LAYOUTS["rnacontext"], timeout=COLD)
    expect(fact(tab, "Files")).to_have_text(re.compile("test/RNCMPT00111.txt, train/RNCMPT00111.txt"))
    expect(fact(tab, "Set A (trains)")).to_have_text("60 probes")
    expect(fact(tab, "Set B (tests)")).to_have_text("30 probes")


def test_a_file_that_is_chosen_while_the_page_is_drawn_anew_is_not_lost(page, rbp, files):
    page.goto("/data?part=measurements&kept=t.csv")
    drawn = page.get_by_role("button", name="Choose files").element_handle()
    redraws, sent = [], []
    page.route("**/_dash-update-component*", lambda route: redraws.append(route), times=1)
    page.route("**/upload?*", lambda route: sent.append(route))
    leave(page, "/data?part=measurements")
    with page.expect_request("**/upload?*"):
        bring(page, files / "t.csv")
    redraws[0].continue_()
    page.wait_for_function("drawn => !drawn.isConnected", arg=drawn)
    sent[0].continue_()
    expect(fact(page, "Layout")).to_have_text("Table", timeout=COLD)


def test_a_preview_survives_a_reload_and_is_read_as_another_layout_by_hand(page, rbp, files):
    page.goto("/data?part=measurements")
    bring(page, files / "t.csv")
    expect(fact(page, "Layout")).to_have_text("Table", timeout=COLD)
    page.reload()
    expect(fact(page, "Probes")).to_have_text("90, of 4 nt", timeout=COLD)
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    assert findings(page) == []
    for width in (390, 1920, 1360):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("textbox", name="Read it as").click()
    page.get_by_role("option", name="RNAcontext").click()
    problem = page.locator(".long-problem")
    expect(problem).to_have_text(re.compile("^The name 't.csv' does not tell the set; name the file"), timeout=COLD)
    expect(page).to_have_url(re.compile("layout=rnacontext"))
    expect(page.get_by_role("button", name="Read it")).to_be_visible()


def test_an_import_is_removed_after_it_was_said_what_depends_on_it(tab, rbp, tmp_path):
    (tmp_path / "mine.csv").write_text("seq,set,MINE\nAC,A,1\nGG,B,2\nUU,A,3\n")
    store.import_file(tmp_path / "mine.csv")
    start(tab)
    button = tab.get_by_role("button", name=re.compile("Remove mine.csv"))
    button.click()
    dialog = tab.get_by_role("dialog", name="Remove these measurements?")
    expect(dialog.get_by_text("1 experiment loses its probes: MINE.")).to_be_visible()
    assert findings(tab) == []
    tab.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert "MINE" in store.entries()
    button.click()
    dialog.get_by_role("button", name="Remove it").click()
    expect(tab.get_by_text("mine.csv is removed.")).to_be_visible()
    expect(button).to_have_count(0)
    assert "MINE" not in store.entries()


def test_bad_files_are_a_sentence_in_place(tab, rbp, tmp_path, monkeypatch, problems):
    bad = tmp_path / "sheet.csv"
    bad.write_bytes(b"PK\x03\x04" + b"\0" * 500)
    start(tab)
    bring(tab, bad)
    expect(tab.locator(".long-problem")).to_have_text(
        re.compile("^Sheet.csv is a spreadsheet.*save the sheet"), timeout=COLD
    )
    assert [path.name for path in store.settings().home.glob("probes/*")] == []

    start(tab)
    (tmp_path / "empty.csv").write_text("")
    bring(tab, tmp_path / "empty.csv")
    expect(tab.locator(".upload-problem")).to_have_text("empty.csv is empty. Choose a file with something in it.")
    monkeypatch.setattr(uploads, "LARGEST", 100)
    (tmp_path / "large.csv").write_text("x" * 101)
    with tab.expect_response(re.compile("/upload")) as refused:
        bring(tab, tmp_path / "large.csv")
    assert refused.value.status == 413
    expect(tab.locator(".upload-problem")).to_have_text(re.compile("^Large.csv is too large"))
    [said] = problems
    assert "413" in said  # Chromium's own line in the console
    problems.clear()
