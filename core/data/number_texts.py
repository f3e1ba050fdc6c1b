"""Numbers in the notations of people and spreadsheets that programs do not read: what is wrong, and the cure."""

import re
from collections.abc import Iterable

_MINUS = "−–—‒﹣－"
_SPACES = " \u00a0\u2009\u202f"
_APOSTROPHES = "'’ʼ`"
_GROUPED = rf"\d{{1,3}}(?:[{_SPACES}{_APOSTROPHES}]\d{{3}})+(?:[.,]\d+)?"
_BARE = rf"(?:\d[\d.,]*|[.,]\d+|{_GROUPED})(?:[eE][-+]?\d+)?"
_CURRENCIES = "$€£¥"
_FRACTION = re.compile(r"([-+]?\d+)\s?[/⁄]\s?(\d+)")
_WITH_UNIT = re.compile(rf"[~≈{_CURRENCIES}]?\s?({_BARE})\s?(?:[^\W\d]{{1,4}}|[{_CURRENCIES}*])?")
_PLAIN = re.compile(r"-(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_LIKE_A_NUMBER = re.compile(rf"[-+{_MINUS}]?[{_SPACES}]?(?:{_BARE})[{_SPACES}]?%?")
_THOUSANDS_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_THOUSANDS_POINT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
THOUSANDS_POINT = r"^[-+]?[1-9]\d{0,2}(\.\d{3})+$"
"""A number, as a pattern for Arrow, whose points may separate thousands."""
ERRORS = re.compile(r"#(?:N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)", re.IGNORECASE)


TEXT = "the text {!r}", "give a number, or leave it empty where the score is missing"


def is_number_written_otherwise(text: str) -> bool:
    """Say whether a text that does not read as a number is one in another notation: ``1,234``, ``5%``, ``$5``."""
    is_number = _LIKE_A_NUMBER.fullmatch(text) or set(text) & {*_CURRENCIES}
    return bool(is_number) and ERRORS.fullmatch(text) is None and advice(text)[1] != TEXT[1]


def advice(text: str, others: Iterable[str] = ()) -> tuple[str, str]:
    """Name what is wrong with a text among numbers, and say what to do.

    Parameters
    ----------
    others : further texts of the column that do not read as numbers; they tell decimal commas from thousands commas.

    Returns
    -------
    The problem (with the text), and the cure.
    """
    if ERRORS.fullmatch(text):
        return f"a spreadsheet's error {text!r}", "leave it empty where the score is missing"
    if found := _FRACTION.fullmatch(text):
        decimal = f", {int(found[1]) / int(found[2]):.6g}" if int(found[2]) else ""
        return f"the fraction {text!r}", f"write it as a decimal number{decimal}"
    if _LIKE_A_NUMBER.fullmatch(text) is None and (found := _WITH_UNIT.fullmatch(text)):
        return f"more than a number in {text!r}", f"write the number alone, {found[1]}, and all in one unit"
    if _LIKE_A_NUMBER.fullmatch(text) is None:
        return TEXT[0].format(text), TEXT[1]
    if text.endswith("%"):
        return f"the percentage {text!r}", "write numbers without a sign behind them, all in one unit"
    if text[0] in _MINUS:
        rest = "-" + text[1:].strip(_SPACES)
        more = "" if _PLAIN.fullmatch(rest) else f", and {_separators(rest, others)[1]}"
        return f"a typographic minus sign in {text!r}", f"write a hyphen in its place{more}"
    return _separators(text, others)


def _separators(text: str, others: Iterable[str]) -> tuple[str, str]:
    sign, bare = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    if found := set(bare) & {*_SPACES, *_APOSTROPHES}:
        plain = sign + re.sub(f"[{_SPACES}{_APOSTROPHES}]", "", bare).replace(",", ".")
        mark = "apostrophe" if found & {*_APOSTROPHES} else "space"
        return f"an {mark} between thousands in {text!r}".replace("an space", "a space"), f"write {plain}"
    if _THOUSANDS_COMMA.fullmatch(bare):
        if bare.count(",") > 1 or "." in bare:
            return f"commas between thousands in {text!r}", f"write {sign}{bare.replace(',', '')}"
        if bare[0] != "0" and not any(_is_decimal(one) for one in others):
            plain, decimal = sign + bare.replace(",", ""), sign + bare.replace(",", ".")
            return f"the comma of {text!r}", f"write {plain} if it stands between thousands, {decimal} if not"
    if _THOUSANDS_POINT.fullmatch(bare):
        plain = bare.replace(".", "").replace(",", ".")
        return f"points between thousands in {text!r}", f"write {sign}{plain}"
    if bare.count(",") == 1 and "." not in bare:
        return f"the decimal comma {text!r}", "write decimals with a point"
    return TEXT[0].format(text), TEXT[1]


def _is_decimal(text: str) -> bool:
    """Say whether the comma of a number must be a decimal comma."""
    bare = text.lstrip("+-")
    return bare.count(",") == 1 and "." not in bare and not re.fullmatch(r"[1-9]\d{0,2},\d{3}", bare)
