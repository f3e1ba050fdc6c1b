"""Answers of the atlas that come with the shipped models, so that a fresh clone shows them: reading and writing.

Each has the same key as a kept answer (`core.atlas.survey`), so that an answer of other weights, or of another
analysis, setting or revision, is never used.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.formatting import plain
from core.settings import settings
from core.storage.files import write_whole

NAME = "atlas.json"
DIGITS = 6
"""Significant digits of kept numbers."""
Values = dict[str, Any]


def recall(key: tuple) -> Values | None:
    """Return the shipped answer of a key, or None; a file that is missing, damaged or changed holds none."""
    path = settings().shipped / NAME
    try:
        stat = path.stat()
    except OSError:
        return None
    found = _read(path, stat.st_size, stat.st_mtime_ns).get(_name(key))
    return json.loads(json.dumps(found)) if found else None


def write(folder: Path, answers: dict[tuple, Values]) -> Path:
    """Write answers by key into the file of a folder, replacing its content."""
    content = {_name(key): plain(values, DIGITS) for key, values in answers.items()}
    lines = [f"{json.dumps(name)}: {json.dumps(content[name])}" for name in sorted(content)]
    body = ",\n".join(lines)
    text = f'{{"sha256": "{_digest(content)}", "answers": {{\n{body}\n}}}}\n'
    path = folder / NAME
    write_whole(path, text.encode())
    return path


@lru_cache(maxsize=2)
def _read(path: Path, size: int, changed: int) -> dict[str, Values]:
    try:
        document = json.loads(path.read_bytes())
        answers = document["answers"]
        return answers if document["sha256"] == _digest(answers) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _name(key: tuple) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest()[:16]


def _digest(answers: dict[str, Values]) -> str:
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()
