"""Numbers and headers as people and spreadsheets write them: read, or one sentence whose advice is right."""

import pytest

import core
from core.__main__ import main
from core.data import layouts
from core.data.number_texts import advice, is_number_written_otherwise
from core.errors import DataError

SEMICOLONS = "seq;set;X1\nAC;A;{}\nGG;B;{}\nCC;A;{}\n"


def table(folder, text, name="t.csv"):
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return layouts.read(path)[0]


OTHERWISE = {
    "1,234": ("the comma of '1,234'", "write 1234 if it stands between thousands, 1.234 if not"),
    "-1,234": ("the comma of '-1,234'", "write -1234 if it stands between thousands, -1.234 if not"),
    "1,234.5": ("commas between thousands in '1,234.5'", "write 1234.5"),
    "1,234,567": ("commas between thousands in '1,234,567'", "write 1234567"),
    "1.234,5": ("points between thousands in '1.234,5'", "write 1234.5"),
    "1.234.567": ("points between thousands in '1.234.567'", "write 1234567"),
    "1'234": ('an apostrophe between thousands in "1\'234"', "write 1234"),
    "1’234,5": ("an apostrophe between thousands in '1’234,5'", "write 1234.5"),
    "1 234": ("a space between thousands in '1 234'", "write 1234"),
    "−5": ("a typographic minus sign in '−5'", "write a hyphen in its place"),
    "–0.5": ("a typographic minus sign in '–0.5'", "write a hyphen in its place"),
    "−1,5": ("a typographic minus sign in '−1,5'", "write a hyphen in its place, and write decimals with a point"),
    "5%": ("the percentage '5%'", "write numbers without a sign behind them, all in one unit"),
    "5,5 %": ("the percentage '5,5 %'", "write numbers without a sign behind them, all in one unit"),
    "0,123": ("the decimal comma '0,123'", "write decimals with a point"),
    "2,5": ("the decimal comma '2,5'", "write decimals with a point"),
    "$5": ("more than a number in '$5'", "write the number alone, 5, and all in one unit"),
    "1.5 €": ("more than a number in '1.5 €'", "write the number alone, 1.5, and all in one unit"),
}
AMONG = {
    "1/2": ("the fraction '1/2'", "write it as a decimal number, 0.5"),
    "-3/4": ("the fraction '-3/4'", "write it as a decimal number, -0.75"),
    "5/0": ("the fraction '5/0'", "write it as a decimal number"),
    "5 nM": ("more than a number in '5 nM'", "write the number alone, 5, and all in one unit"),
    "~5.5": ("more than a number in '~5.5'", "write the number alone, 5.5, and all in one unit"),
    "5*": ("more than a number in '5*'", "write the number alone, 5, and all in one unit"),
    "(5)": ("the text '(5)'", "give a number, or leave it empty where the score is missing"),
    "<5": ("the text '<5'", "give a number, or leave it empty where the score is missing"),
}


@pytest.mark.parametrize("text", OTHERWISE)
@pytest.mark.parametrize("alone", [True, False], ids=["the whole column", "among numbers"])
def test_a_number_written_otherwise_is_named_with_its_cure(tmp_path, text, alone, wording):
    what, cure = OTHERWISE[text]
    other = text if alone else "1"
    quoted = [f'"{one}"' for one in (text, other)]
    with pytest.raises(DataError) as caught:
        table(tmp_path, f"seq,set,X1\nAC,A,{quoted[0]}\nGG,B,{quoted[1]}\n")
    wording(str(caught.value), "'X1'", "t.csv", what, "row 2", cure)


@pytest.mark.parametrize("text", AMONG)
def test_a_number_with_more_is_named_where_others_are_numbers_and_else_left_out(tmp_path, text, wording):
    what, cure = AMONG[text]
    with pytest.raises(DataError) as caught:
        table(tmp_path, f"seq,set,X1\nAC,A,{text}\nGG,B,1\n")
    among = " among its numbers" if what.startswith("the text") else ""
    wording(str(caught.value), "'X1'", "t.csv", what, "row 2", among, cure)
    assert table(tmp_path, f"seq,set,X1,X2\nAC,A,1,{text}\nGG,B,2,{text}\n").left_out == ("X2",)


def test_other_values_tell_a_decimal_comma_from_one_of_thousands():
    assert advice("1,234", ["0,5"])[0] == "the decimal comma '1,234'"
    assert advice("1,234", ["12,345"])[0] == "the comma of '1,234'"


@pytest.mark.parametrize("text", ["#DIV/0!", "#n/a"])
def test_errors_of_spreadsheets_are_named(tmp_path, text, refuses):
    with refuses(DataError, text, "row 3"):
        table(tmp_path, f"seq,set,X1\nAC,A,1\nGG,B,{text}\n")


@pytest.mark.parametrize("text", ["chr1", "2024-01-02", "1.2.3", "10-20", "UGCAUG", "<0.1", "#DIV/0!", "A,1"])
def test_texts_that_are_no_numbers_leave_a_column_out(tmp_path, text):
    assert not is_number_written_otherwise(text)
    assert table(tmp_path, f'seq,set,X1,X2\nAC,A,1,"{text}"\nGG,B,2,"{text}"\n').left_out == ("X2",)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("1.234", "12.345", "999"), True),
        (("1.234", "-12.345", ""), True),
        (("1.234", "0.512", "3"), False),
        (("1.234", "1.5", "3"), False),
        (("1.234", "1234", "3"), False),
        (("1", "2", "3"), False),
    ],
)
def test_points_that_may_stand_between_thousands_are_said(tmp_path, capsys, values, said):
    path = tmp_path / "t.csv"
    found = table(tmp_path, SEMICOLONS.format(*values))
    assert found.scores["X1"].tolist()[0] == pytest.approx(float(values[0]))
    assert bool(found.notes) == said
    assert core.preview_file(path).notes == found.notes
    assert main(["import", str(path)]) == 0
    assert ("1.234 is read as 1.234 and not as 1234" in capsys.readouterr().err) == said
    comma = table(tmp_path, SEMICOLONS.format(*values).replace(";", ","))
    assert comma.notes == ()


GOOD = "seq,set,X1\nACGUA,A,1.5\nGGUAC,B,2\n"


@pytest.mark.parametrize(
    "above",
    ["# made by us\n", "#\n# a, b, c\n\n", "sep=,\n", '"sep=,"\n', "\n#x\n", "\ufeff# with a mark\n"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_above_the_header_are_passed_over_and_rows_keep_their_numbers(tmp_path, above, end, refuses):
    found = table(tmp_path, (above + GOOD).replace("\n", end))
    assert found.sequences.tolist() == ["ACGUA", "GGUAC"]
    assert found.scores["X1"].tolist() == [1.5, 2]
    with refuses(DataError, "'high'", above.count(chr(10)) + 3):
        table(tmp_path, (above + GOOD).replace("2\n", "high\n").replace("\n", end))
    shown = core.preview_file(tmp_path / "t.csv", "table") if table(tmp_path, above + GOOD) else None
    assert [(part.name, part.values[0]) for part in shown.parts] == [("seq", "ACGUA"), ("set", "A"), ("X1", "1.5")]


@pytest.mark.parametrize("title", ["Ours\n", "Ours, of 2020\n\n", "RBFOX1\nby us;all of us\n", "x\n\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_title_above_the_header_is_named(tmp_path, title, end, wording):
    above = title.count("\n")
    with pytest.raises(DataError) as caught:
        table(tmp_path, (title + GOOD).replace("\n", end))
    wording(str(caught.value), "row 1", "t.csv", title.splitlines()[0], above + 1)


def test_a_header_that_is_written_as_a_comment_counts(tmp_path):
    found = table(tmp_path, "# ours\n#seq,set,X1\nACGUA,A,1.5\nGGUAC,B,2\n")
    assert found.sequences.tolist() == ["ACGUA", "GGUAC"]
    assert found.scores.columns.tolist() == ["X1"]


@pytest.mark.parametrize("row", ["ACGUA,A,1.5", "1.5,ACGUA,A", "ACGTA;1,5", "0.5,1.5", "# no names\nACGUA,A,1.5"])
def test_a_table_without_a_header_row_is_recognised(tmp_path, row):
    with pytest.raises(DataError, match=r"t.csv has no header row: its row \d is '.*'; write the names of the columns"):
        table(tmp_path, f"{row}\n{row}\n")


def test_quoted_cells_and_a_byte_order_mark_are_read(tmp_path):
    found = table(tmp_path, '\ufeff"seq","set","X 1"\n"ACGUA","A"," 1.5"\n"GGUAC","B","2"\n')
    assert found.sequences.tolist() == ["ACGUA", "GGUAC"]
    assert found.scores["X 1"].tolist() == [1.5, 2]
