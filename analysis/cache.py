"""What was read, kept as Parquet under the hash of all that it was read from.

It lies in the user's own cache folder, never beside a run, which may be anyone's; it is safe to
delete, and what it cannot give is read again.
"""

import gc
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from platformdirs import user_cache_path

import analysis
import record
from analysis.columns import Columns, Processes
from record import RecordError
from record.errors import why
from record.reading import digest

LARGEST = 2**30  # bytes of all that is kept: the least recently used goes first
READINGS, PROCESSES = "readings.parquet", "processes.parquet"


def kept(sources: Mapping[str, Path], make: Callable[[], tuple[Columns, bool]]) -> Columns:
    """What `make` reads, read once. It says, too, whether it read no more than these files.

    They are known by their names and contents.
    """
    before = _stamps(sources)
    place = folder() / key(sources)
    found = _restored(place)
    if found is None:
        with _uncollected():
            found, all_there_is = make()
        if all_there_is and _stamps(sources) == before:  # else the key is of something else
            with suppress(OSError):  # a full disk, no right to write: then it is read again
                _keep(place, found)
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector, which looks at millions of parts of which none is garbage yet."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def folder() -> Path:
    return user_cache_path("gilbench") / "frames"


def key(sources: Mapping[str, Path]) -> str:
    """Of the names and contents of the files, and of the code that reads them."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # hashing does not hold the GIL
        digests = list(pool.map(digest, sources.values()))
    whole = hashlib.sha256(_code())
    for name, own in zip(sources, digests, strict=True):
        whole.update(f"{len(name)} {name} ".encode() + own)
    return whole.hexdigest()


def _stamps(sources: Mapping[str, Path]) -> list[tuple[int, ...]]:
    """What changes when a file does."""
    try:
        stats = [path.stat() for path in sources.values()]
    except OSError as error:
        raise RecordError(f"{error.filename} cannot be read: {why(error)}") from None
    return [(one.st_ino, one.st_size, one.st_mtime_ns) for one in stats]


@cache
def _code() -> bytes:
    """Of another version's cache nothing is known."""
    whole = hashlib.sha256(f"{pa.__version__} {pd.__version__}".encode())
    for package in (record, analysis):
        for path in sorted(Path(package.__path__[0]).glob("*.py")):
            whole.update(path.read_bytes())
    return whole.digest()


def _restored(place: Path) -> Columns | None:
    """None where there is none that can be used."""
    if not place.is_dir():
        return None
    try:
        os.utime(place)
        readings = pq.ParquetFile(place / READINGS).read().to_pandas()
        table = pq.ParquetFile(place / PROCESSES).read()
        values = table["values"].combine_chunks().flatten().to_numpy()
        rows = table.drop_columns(["values"]).to_pandas()
    except (OSError, pa.ArrowException, KeyError):
        shutil.rmtree(place, ignore_errors=True)
        return None
    return Columns(readings, Processes(rows, values))


def _keep(place: Path, columns: Columns) -> None:
    """Whole or not at all, whoever else does the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _make_room(place.parent)
    rows, values = columns.processes.rows, columns.processes.values
    ends = np.concatenate([[0], np.cumsum(rows["count"].to_numpy())])
    table = pa.Table.from_pandas(rows, preserve_index=False)
    lists = pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), pa.array(values))
    with tempfile.TemporaryDirectory(dir=place.parent, ignore_cleanup_errors=True) as beside:
        whole = Path(beside) / "whole"
        whole.mkdir()
        pq.write_table(
            pa.Table.from_pandas(columns.readings, preserve_index=False), whole / READINGS
        )
        pq.write_table(
            table.append_column("values", lists),
            whole / PROCESSES,
            use_dictionary=["packages"],
            write_statistics=False,
        )
        whole.rename(place)


def _make_room(kept_in: Path) -> None:
    """Before one more is kept: what was not used for longest goes, until the rest is small."""
    used = sorted(kept_in.iterdir(), key=lambda place: place.stat().st_mtime, reverse=True)
    total = 0
    for place in used:
        total += sum(path.stat().st_size for path in place.glob("*"))
        if total > LARGEST:
            shutil.rmtree(place, ignore_errors=True)
