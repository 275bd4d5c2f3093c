"""What was read, kept as Parquet under the hash of all that it was read from.

It lies in the user's own cache folder, never beside a run, which may be anyone's; it is safe to
delete, and what it cannot give is read again.
"""

import gc
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from platformdirs import user_cache_path

import record
from analysis.reading.columns import READING, Columns, Processes
from record import RecordError
from record.errors import why
from record.reading import digest

Touched = tuple[str, int, int, int, int, int]  # name, when changed and written, size, place

LARGEST = 2**30  # bytes of all that is kept: the least recently used goes first
JUST_NOW = 2 * 10**9  # nanoseconds; more than any file system rounds its times to
READINGS, PROCESSES = "readings.parquet", "processes.parquet"
NUMBERS = ("workers", "replicate", "contaminated")
SHAPES = {
    READINGS: pa.schema(
        [(name, pa.int64() if name in NUMBERS else pa.large_string()) for name in READING]
    ),
    PROCESSES: pa.schema(
        [
            *(("reading", pa.int32()), ("block", pa.int64()), ("count", pa.int32())),
            *((name, pa.int32()) for name in ("lanes", "on", "off", "uncollected")),
            *((name, pa.float64()) for name in ("cpu", "cores", "memory", "control")),
            *(("packages", pa.large_string()), ("values", pa.large_list(pa.float64()))),
        ]
    ),
}


def kept(
    sources: Mapping[str, Path],
    make: Callable[[], tuple[Columns, bool]],
    names: Collection[str] | None = None,
) -> Columns:
    """What `make` reads, read once. It says, too, whether it read no more than these files.

    The sources are known by their names and contents; and by their stamps, as long as nothing has
    touched them since their contents were hashed. With `names`, at least the columns of these.
    """
    before = _touched(sources)
    stamp = _stamp(before)
    place = _seen(stamp) or folder() / key(sources)
    found = _restored(place, names)
    if found is None:
        with _uncollected():
            found, all_there_is = make()
        if not all_there_is or _touched(sources) != before:  # then the key is of something else
            return found
    with suppress(OSError):  # a full disk, no right to write: then it is read again
        if not place.is_dir():
            _keep(place, found)
        if stamp and not (place / stamp).exists():
            (place / stamp).touch()
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


def _touched(sources: Mapping[str, Path]) -> list[Touched]:
    """What changes whenever a file does: the time of its last change can be set by nobody."""
    try:
        stats = [(name, path.stat()) for name, path in sources.items()]
    except OSError as error:  # readable a moment ago
        raise RecordError(f"{error.filename} cannot be read: {why(error)}") from None
    return [
        (name, one.st_ctime_ns, one.st_mtime_ns, one.st_size, one.st_ino, one.st_dev)
        for name, one in stats
    ]


def _stamp(touched: Sequence[Touched]) -> str:
    """Empty where a file was changed just now: its next change may bear the same time."""
    last = max((changed for _, changed, *_ in touched), default=0)
    if last > time.time_ns() - JUST_NOW:
        return ""
    return f"stamp-{hashlib.sha256(_code() + repr(touched).encode()).hexdigest()}"


def _seen(stamp: str) -> Path | None:
    """Where that is kept which was read from files of this stamp."""
    found = folder().glob(f"*/{stamp}") if stamp else iter(())
    with suppress(OSError):
        return next((path.parent for path in found), None)
    return None


@cache
def _code() -> bytes:
    """Of another version's cache nothing is known."""
    whole = hashlib.sha256(f"{pa.__version__} {pd.__version__}".encode())
    here = Path(__file__).parent
    for place in (Path(record.__file__).parent, here.parent, here):
        for path in sorted(place.glob("*.py")):
            whole.update(path.read_bytes())
    return whole.digest()


def _restored(place: Path, names: Collection[str] | None) -> Columns | None:
    """None where there is none that can be used."""
    try:
        if not place.is_dir():
            return None
        os.utime(place)
        readings = _table(place / READINGS, names).to_pandas()
        table = _table(place / PROCESSES, names)
        values = table["values"].combine_chunks().flatten().to_numpy()
        rows = table.drop_columns(["values"]).to_pandas(split_blocks=True)
    except (OSError, pa.ArrowException, KeyError):
        shutil.rmtree(place, ignore_errors=True)
        return None
    return Columns(readings, Processes(rows, values))


def _table(path: Path, names: Collection[str] | None) -> pa.Table:
    file = pq.ParquetFile(path, page_checksum_verification=True)
    there = file.schema_arrow
    if not there.equals(SHAPES[path.name]):
        raise pa.ArrowInvalid(f"{path} has other columns")
    wanted = [name for name in there.names if names is None or name in (*names, "values")]
    return file.read(wanted)


def _keep(place: Path, columns: Columns) -> None:
    """Whole or not at all, whoever else does the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _make_room(place.parent)
    rows, values = columns.processes.rows, columns.processes.values
    ends = np.concatenate([[0], np.cumsum(rows["count"].to_numpy())])
    own = pa.schema([field for field in SHAPES[PROCESSES] if field.name != "values"])
    table = pa.Table.from_pandas(rows, own, preserve_index=False)
    lists = pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), pa.array(values))
    with tempfile.TemporaryDirectory(dir=place.parent, ignore_cleanup_errors=True) as beside:
        whole = Path(beside) / "whole"
        whole.mkdir()
        pq.write_table(
            pa.Table.from_pandas(columns.readings, SHAPES[READINGS], preserve_index=False),
            whole / READINGS,
            write_page_checksum=True,
        )
        pq.write_table(
            table.append_column("values", lists),
            whole / PROCESSES,
            use_dictionary=["packages"],
            write_statistics=False,
            write_page_checksum=True,
        )
        whole.rename(place)


def _make_room(kept_in: Path) -> None:
    """Before one more is kept: what was not used for longest goes, until the rest is small."""
    used = sorted(kept_in.iterdir(), key=lambda place: place.lstat().st_mtime, reverse=True)
    total = 0
    for place in used:
        total += sum(path.lstat().st_size for path in place.glob("*"))
        if total > LARGEST:
            shutil.rmtree(place, ignore_errors=True)
