"""The file format of kept measurements: a Parquet table with the digest of each of its columns.

Columns are compared with their digests when read, so that a damaged file gives an error and not wrong measurements.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np

from core.data.records import ProbeTable, float_bytes
from core.errors import DataError
from core.sequence import PROBE_LENGTH

DIGESTS = b"gia_digests"
"""Key of the digests in the metadata of the file; files of older code have none."""
PROBES = "probes"
"""Name of the digest of sequences and sets."""


def write(table: ProbeTable, file: BinaryIO, score_type: type = np.float32) -> None:
    """Write a table of probes, scores as ``score_type``, with the digests of what will be read back."""
    import pyarrow as pa
    import pyarrow.parquet

    columns = {"sequence": pa.array(table.sequences.tolist()), "in_b": pa.array(table.in_b)}
    for name in table.scores.columns:
        columns[f"score:{name}"] = pa.array(table.scores[name].to_numpy(score_type))
    split = [name for name in columns if name.startswith("score:")]
    options = {"compression": "zstd", "compression_level": 9, "use_dictionary": False}
    arrow = pa.table(columns).replace_schema_metadata({DIGESTS: json.dumps(digests_of(table, score_type))})
    pa.parquet.write_table(arrow, file, use_byte_stream_split=split, **options)


def read(path: Path, experiments: Sequence[str]) -> ProbeTable:
    """Read some experiments, with all probes, of a file written by `write`.

    Raises
    ------
    DataError : a damaged file, or one without these experiments.
    """
    import pyarrow as pa
    import pyarrow.parquet

    try:
        with path.open("rb") as file:
            kept = pa.parquet.ParquetFile(file)
            said = (kept.schema_arrow.metadata or {}).get(DIGESTS)
            found = _table(kept, experiments)
            known = json.loads(said) if said else {}
            if known and any(known[name] != digest for name, digest in digests_of(found).items()):
                raise ValueError("another content than was kept")
            if not known and not _is_whole(path, path.stat().st_mtime_ns):
                raise ValueError("another content than its name says")
    except (pa.ArrowException, OSError, LookupError, ValueError, TypeError, MemoryError) as error:
        raise DataError(f"the stored measurements {path} are damaged; import their file again.") from error
    return found


def digests(path: Path) -> dict[str, str]:
    """Return the digests that a file carries, by the names of its experiments and `PROBES`; empty if it has none."""
    import pyarrow.parquet

    said = (pyarrow.parquet.read_schema(path).metadata or {}).get(DIGESTS)
    return json.loads(said) if said else {}


def digests_of(table: ProbeTable, score_type: type = np.float32) -> dict[str, str]:
    """Compute the SHA-256 (hex) of the probes (sequences and sets), and of each experiment's id and scores."""
    probes = hashlib.sha256("\n".join(table.sequences.tolist()).encode() + b"\0" + np.packbits(table.in_b).tobytes())
    found = {PROBES: probes.hexdigest()}
    for name in table.scores.columns:
        scores = table.scores[name].to_numpy(score_type).astype(np.float32)
        found[name] = hashlib.sha256(name.encode() + b"\0" + float_bytes(scores)).hexdigest()
    return found


def experiments_in(path: Path) -> list[str] | None:
    """List the experiments that a file claims to hold; None if it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet

    try:
        names = pyarrow.parquet.read_schema(path).names
    except (pa.ArrowException, OSError, ValueError):
        return None
    return [name.removeprefix("score:") for name in names if name.startswith("score:")]


def _table(kept, experiments: Sequence[str]) -> ProbeTable:
    import pandas as pd

    table = kept.read(columns=["sequence", "in_b", *(f"score:{name}" for name in experiments)])
    scores = {name: table[f"score:{name}"].to_numpy().astype(np.float32) for name in experiments}
    sequences = np.array(table["sequence"].to_pylist(), f"U{PROBE_LENGTH}")
    return ProbeTable(sequences, table["in_b"].to_numpy(), pd.DataFrame(scores))


@lru_cache(maxsize=8)
def _is_whole(path: Path, _changed: int) -> bool:
    """Say whether a file of older code has the content that its name or description promises."""
    import pyarrow.parquet

    asked = path.stem
    if len(asked) != 64:
        asked = json.loads(path.with_suffix(".json").read_text(encoding="utf-8")).get("digest")
    with path.open("rb") as file:
        kept = pyarrow.parquet.ParquetFile(file)
        names = [name.removeprefix("score:") for name in kept.schema_arrow.names if name.startswith("score:")]
        return asked is None or _table(kept, names).digest == asked
