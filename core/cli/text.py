"""Text forms of the command line's documents, for people who did not ask for JSON."""

from typing import Any

from core.sequence import ALPHABET

MOST_LISTED = 40
"""Most parts and experiments of an import to list."""
SMALL = 5e-4
"""Bound below which a number is written as 6.0e-111, since four decimals would make it 0."""


def number(value: Any) -> str:
    """Format a value with four decimals; a dash for None."""
    if isinstance(value, bool):
        return "yes" if value else "-"
    if isinstance(value, list):
        return ", ".join(map(number, value))
    if isinstance(value, float):
        return f"{value:.4f}" if value == 0 or not abs(value) < SMALL else f"{value:.1e}"
    return "-" if value is None else str(value)


def fields(document: dict) -> str:
    """Format a document, a line for each field."""
    return "\n".join(f"{name}: {number(value)}" for name, value in document.items())


def table(rows: list[dict]) -> str:
    """Format rows as a table with aligned columns."""
    if not rows:
        return "nothing yet; import measurements with: python -m core import PATH"
    names = list({name: None for row in rows for name in row})
    cells = [names, *([number(row.get(name)) for name in names] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)


def about(document: dict) -> str:
    """Describe the program, then list the libraries, a line each."""
    rows = [{**one, "checked": " to ".join(dict.fromkeys(one["checked"]))} for one in document["libraries"]]
    return f"{fields({name: text for name, text in document.items() if name != 'libraries'})}\n\n{table(rows)}"


def imported(document: dict) -> str:
    """Describe what an import brought in, or would: its content, the role of each part, and its first experiments."""
    if "parts" not in document:
        return fields(document)
    shown = ("layout", "file_names", "n_bytes", "sets_from", "n_probes", "n_a", "n_b", "n_unscored", "n_repeated")
    facts = {name: document[name] for name in (*shown, "n_leaked", "notes", "refused")}
    parts = [{name: part[name] for name in ("name", "role", "why")} for part in document["parts"][:MOST_LISTED]]
    listed = document["experiments"][:MOST_LISTED]
    more = len(document["experiments"]) - len(listed)
    last = [f"and {more:,} more experiments"] if more else []
    return "\n\n".join([fields(facts), table(parts), table(listed), *last])


def fields_or_table(document: dict | list[dict]) -> str:
    """Format one record as fields, several as a table."""
    return table(document) if isinstance(document, list) else fields(document)


def columns(document: dict) -> str:
    """Format lists of equal length as the columns of a table, with positions from 1."""
    names = list(document)
    positions = zip(*document.values(), strict=True)
    return table([{"position": i, **dict(zip(names, row, strict=True))} for i, row in enumerate(positions, start=1)])


def predictions(document: dict) -> str:
    """Format predictions, a line each."""
    return "\n".join(map(number, document["predictions"]))


def ism(document: dict | list[dict]) -> str:
    """Format the prediction of each sequence and the changes by mutations, a row for each position."""
    if isinstance(document, list):
        return "\n\n".join(f"{one['sequence']}\n{ism(one)}" for one in document)
    rows = zip(document["sequence"], *document["delta"], strict=True)
    listed = [{"position": i, "letter": r[0], **dict(zip(ALPHABET, r[1:], strict=True))} for i, r in enumerate(rows, 1)]
    return f"prediction: {number(document['prediction'])}\n{table(listed)}"


def conditions(document: dict) -> str:
    """Format the conditions of a design as a table."""
    return table(document["conditions"])


def kmers(document: dict) -> str:
    """Format the ranking, and the known motifs that resemble it."""
    return f"{table(document['kmers'])}\n\nknown motifs like these:\n{table(document['known_motifs'])}"


def rna_scan(document: dict) -> str:
    """Format peaks, and mutations if any were asked; tracks are in the JSON."""
    shown = ("model", "rank", "rna", "position", "prediction", "percentile", "p", "q")
    sites = ("site", "site_first", "site_prediction")
    peaks = [{name: peak[name] for name in (*shown, *sites)} for peak in document["peaks"]]
    text = table(peaks) if peaks else "no window is above the threshold; lower it with --quantile 0.95"
    return f"{text}\n\n{table(document['mutations'])}" if document["mutations"] else text


def outcome(document: dict) -> str:
    """Format rows as a table, with the single figures of the summary below."""
    shared = ("background", "n", "seed") if len({row["background"] for row in document["rows"]}) == 1 else ()
    rows = [{name: value for name, value in row.items() if name not in shared} for row in document["rows"]]
    single = {name: value for name, value in document["summary"].items() if not isinstance(value, list | dict)}
    files = "".join(f"\n{path}" for path in document.get("files", []))
    return f"{table(rows)}\n\n{fields(single)}".rstrip() + files


def atlas(document: dict) -> str:
    """Format performance of experiments and methods, then the findings of each analysis, with problems below."""
    parts = [table(_without(document["experiments"], "species", "title", "top_kmers", "model"))]
    parts += [table(_without(document["summaries"], "key", "source"))]
    parts += [table(_without(document["comparisons"], "points"))] if document["comparisons"] else []
    about = ("asked", "background", "backgrounds_of", "label", "title", "model", "n", "problem", "seed", "source")
    for name, rows in document["surveys"].items():
        shown = _without(rows, *about, "unit")
        named = [{key: v for key, v in row.items() if not isinstance(v, list | dict)} for row in shown]
        if name == "design":
            named = [
                {
                    "gene": row["gene"],
                    "experiment": row["experiment"],
                    **dict(zip(row["conditions"], row["importance"], strict=True)),
                }
                for row in rows
                if not row["problem"]
            ]
        parts.append(f"{name}\n{table(named)}")
        parts += [f"{kind}\n{fields(found)}" for kind, found in document["overall"].get(name, {}).items()]
        parts += [f"{row['gene']} ({row['model']}): {row['problem']}" for row in rows if row["problem"]]
    return "\n\n".join([*parts, *([document["report"]] if "report" in document else [])])


def _without(rows: list[dict], *names: str) -> list[dict]:
    """Remove some columns from rows."""
    return [{key: value for key, value in row.items() if key not in names} for row in rows]


def figures(documents: list[dict]) -> str:
    """List what was drawn, and what is missing and why."""
    lines = []
    for report in documents:
        lines.append(f"Figure {report['figure']}: {', '.join(report['panels']) or 'nothing'} drawn")
        lines += [f"  missing: {sentence}" for sentence in report["missing"]]
        lines += [f"  {path}" for path in report["files"]]
    return "\n".join(lines)
