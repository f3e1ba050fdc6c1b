"""Every CSV file of the product: six digits, no formula, one writer."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pytest

import core
from core.exports.table import Table

ROOT = Path(__file__).parents[2]


def test_tables_read_back_and_carry_no_formulas(tmp_path, refuses):
    table = Table([{"a": 0.1 + 0.2, "b": "=1+1", "c": None}, {"a": np.float32(0.5), "b": 'x, "y"\nz', "c": np.nan}])
    table.save(tmp_path / "t.csv")
    found = [*csv.DictReader(io.StringIO((tmp_path / "t.csv").read_bytes().decode(), newline=""))]
    assert [row["a"] for row in found] == ["0.3", "0.5"]
    assert [row["b"] for row in found] == ["'=1+1", 'x, "y"\nz'] and [row["c"] for row in found] == ["", ""]
    assert table.csv.count("\r\n") == 3
    with refuses(core.AppError):
        table.save(tmp_path / "no" / "t.csv")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0.1, "0.1"),
        (np.float32(0.83), "0.83"),
        (-1.23456789, "-1.23457"),
        (6.0804e-111, "6.0804e-111"),
        (-0.0, "0"),
        (1234567.0, "1234567"),
        (1234567.8, "1.23457e+06"),
        (np.int64(241_357), "241357"),
        (True, "True"),
        (-np.inf, ""),
    ],
)
def test_a_number_has_six_digits_and_stays_a_number(number, written):
    assert Table([{"one": number, "": 1}]).csv.splitlines()[1] == f"{written},1"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"])
def test_text_of_a_person_is_no_formula_in_a_cell_or_as_the_name_of_a_column(text):
    assert [*csv.reader(io.StringIO(Table([{text: text}]).csv, newline=""))] == [[f"'{text}"]] * 2


def test_a_table_without_rows_has_its_columns():
    assert Table([], ("a", "=b")).csv == "a,'=b\r\n"


def test_csv_is_written_in_one_place():
    """The formula guard and the six digits are of `Table`; nothing in the product writes CSV beside it."""
    others = re.compile(r"to_csv|csv\.writer|csv\.DictWriter|savetxt|write_csv|exportDataAsCsv|text/csv;")
    product = [
        path for room in ("core", "components", "callbacks", "assets") for path in (ROOT / room).rglob("*.[pj]*")
    ]
    found = {
        path.relative_to(ROOT).as_posix()
        for path in product
        if path.suffix in (".py", ".js") and others.search(path.read_text())
    }
    assert found == {"core/exports/table.py"}
