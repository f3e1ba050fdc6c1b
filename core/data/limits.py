"""Limits on files of measurements: a larger file is refused before it is read, which bounds memory."""

from core.errors import DataError

MOST_BYTES = 1_000_000_000
"""Most bytes of an unpacked file. All 244 experiments of RNAcompete 2013 as text have about 500 MB."""
MOST_ROWS = 1_000_000
"""Most probes, or lines of a text file, blank lines included."""
MOST_COLUMNS = 2_000
"""Most columns of a table, or experiments of any other layout."""
MOST_SCORES = 64_000_000
"""Most scores: probes times experiments. RNAcompete 2013 has 59 million."""
LONGEST_LINE = 1_000_000
"""Most bytes of one line of a text file."""
CURE = "put the experiments you need, or a part of the probes, into a file of their own"


def check_bytes(where: str, n_bytes: int) -> None:
    """Raise a DataError for a file with too many bytes once unpacked."""
    if n_bytes > MOST_BYTES:
        raise DataError(
            f"{where} has more than {MOST_BYTES / 1e6:,.0f} MB once unpacked, which is more than can be read; {CURE}."
        )


def check_rows(where: str, n_rows: int) -> None:
    """Raise a DataError for a file with too many rows."""
    if n_rows > MOST_ROWS:
        raise DataError(f"{where} has more than {MOST_ROWS:,} rows, which is more than can be read; {CURE}.")


def check_columns(where: str, n_columns: int, what: str = "columns") -> None:
    """Raise a DataError for a file with too many columns, or experiments."""
    if n_columns > MOST_COLUMNS:
        raise DataError(f"{where} has {n_columns:,} {what}; at most {MOST_COLUMNS:,} are read, so {CURE}.")


def check_scores(where: str, n_rows: int, n_columns: int) -> None:
    """Raise a DataError for a table with too many rows, columns, or values."""
    check_columns(where, n_columns)
    check_rows(where, n_rows)
    if n_rows * n_columns > MOST_SCORES:
        raise DataError(
            f"{where} has {n_rows:,} rows of {n_columns:,} columns; at most {MOST_SCORES / 1e6:.0f} million values are "
            f"read, so {CURE}."
        )
