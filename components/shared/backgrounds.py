"""Background models as people choose them on a page: names, help, and the reader of a field."""

from core.gia.backgrounds import BACKGROUNDS, KINDS, parse_background
from core.rna_scan.fasta import read_list

TO_BE_GIVEN = "sequences:"
"""The background text of a person's own sequences before any is given."""
MOST_SEQUENCES = 100
"""Most sequences that the bench takes from a person: the link holds all of them."""
OWN = "The RNAs that you give. With one alone, importance is specific to that context."
NAMES = {
    **{name: kind.title for name, kind in KINDS.items()},
    "sequences": "Own sequences",
    "occluded": "Occluded RNA",
}
"""Names of the background models on pages."""


def read_background(text: str) -> str:
    """Read a background model for the bench, in its shortest form; ``sequences`` alone asks for RNAs.

    Own sequences may be pasted: one a line, with commas or spaces, or as FASTA.

    Raises
    ------
    SequenceError : as `parse_background` and `read_list`, of at most `MOST_SEQUENCES`.
    """
    kind, _, given = text.strip().partition(":")
    if kind != "sequences":
        return parse_background(text).text
    if not given.strip(" \n,"):
        return TO_BE_GIVEN
    rnas = read_list(given, MOST_SEQUENCES).rnas
    return parse_background(f"sequences:{','.join(rna.sequence for rna in rnas)}").text


def notices(text: str) -> list[str]:
    """Say what was left out of pasted own sequences; nothing for other backgrounds. Errors: as `read_background`."""
    kind, _, given = text.strip().partition(":")
    is_given = kind == "sequences" and given.strip(" \n,")
    return list(read_list(given, MOST_SEQUENCES).notices) if is_given else []


def help_of(background: str) -> str:
    """Describe a background model, given as text, in one line."""
    if background == TO_BE_GIVEN:
        return OWN
    model = parse_background(background)
    if model.kind == "sequences":
        return OWN
    if model.kind == "occluded":
        first, end = model.stretch
        return f"One RNA, its stretch {first + 1}-{end} replaced by letters drawn from the profile."
    return BACKGROUNDS[model.kind]
