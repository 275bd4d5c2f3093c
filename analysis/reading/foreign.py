"""pyperf files of any origin: what they tell of themselves, and `unknown` for the rest."""

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.reading.columns import READING, Columns, Gathering, Part, concatenated
from analysis.samples import identity
from record import Cell, RecordError, Unit, limits
from record.process import parse_account, parse_cell
from record.pyperf_file import Benchmark, Metadata, benchmarks, tag_of
from record.reading import read
from record.text import short

UNKNOWN = "unknown"
PACKED = ".gz"
CPYTHON = "cpython"


def read_files(runs: Mapping[str, Path]) -> Columns:
    """All of them, each a run of its own, by its name. Raises RecordError."""
    reader = _Reader()
    parts = [reader.part(path, run) for run, path in runs.items()]
    return Columns(pd.DataFrame(reader.readings, columns=list(READING)), concatenated(parts))


class _Reader:
    def __init__(self) -> None:
        self.readings: list[tuple[object, ...]] = []
        self._cells: dict[bytes, Cell] = {}

    def part(self, path: Path, run: str) -> Part:
        gathering = Gathering()
        names: set[str] = set()
        ours: dict[tuple[bytes, str], int] = {}
        for benchmark in benchmarks(_content(path), path):
            if benchmark.runs and benchmark.foreign:
                number = self._foreign(run, benchmark, names, path)
                gathering.add_unknown(number, [one.values or () for one in benchmark.runs])
                continue
            for one in benchmark.runs:
                account, written = parse_account(tag_of(benchmark, one, path), str(path))
                quantity = benchmark.quantity(one)
                if (written, quantity) not in ours:
                    cell = self._cell(written, path).of(quantity)
                    ours[written, quantity] = self._ours(run, cell, benchmark.unit(one))
                gathering.add(ours[written, quantity], account, one.values or ())
        return gathering.part()

    def _cell(self, written: bytes, path: Path) -> Cell:
        if written not in self._cells:
            self._cells[written] = parse_cell(written, str(path))
        return self._cells[written]

    def _ours(self, run: str, cell: Cell, unit: Unit) -> int:
        origin = (run, UNKNOWN, UNKNOWN, UNKNOWN)
        return self._add(*origin, *identity(cell), unit, cell.key, cell.group)

    def _foreign(self, run: str, benchmark: Benchmark, names: set[str], path: Path) -> int:
        name = benchmark.outer.name or UNKNOWN
        if name in names:
            raise RecordError(f"{path}: benchmark {short(name)!r} is there twice")
        names.add(name)
        outer, unit = benchmark.outer, benchmark.unit(benchmark.runs[0])
        if any(benchmark.unit(one) != unit for one in benchmark.runs):
            raise RecordError(f"{path}: the runs of benchmark {short(name)!r} have several units")
        where = (_interpreter(outer), UNKNOWN, name, UNKNOWN, pd.NA, UNKNOWN, 0, "")
        origin = (run, UNKNOWN, _host(outer), outer.version or UNKNOWN)
        return self._add(*origin, *where, unit, f"{run}/{name}", name)

    def _add(self, *row: object) -> int:
        self.readings.append((*row, "ok", "", 0, ""))
        return len(self.readings) - 1


def _content(path: Path) -> bytes:
    data = read(path.parent, path.name)
    return _unpacked(data, path) if path.name.endswith(PACKED) else data


def _unpacked(data: bytes, path: Path) -> bytes:
    """As pyperf packs its files; never more than a file may have."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        content = unpacking.decompress(data, limits.RESULTS)
    except zlib.error as error:
        raise RecordError(f"{path}: not a gzip file: {short(error)}") from None
    if unpacking.unconsumed_tail:
        raise RecordError(f"{path}: unpacked it has more than the {limits.RESULTS} bytes read")
    if not unpacking.eof:
        raise RecordError(f"{path}: the gzip file ends too early")
    if unpacking.unused_data:
        raise RecordError(f"{path}: something follows the gzip file")
    return content


def names_of(paths: Sequence[Path]) -> list[str]:
    """Names of the files without their suffixes, or as much of their paths as tells them apart."""
    for whole in ([path.name for path in paths], [str(path) for path in paths]):
        names = [text.removesuffix(PACKED).removesuffix(".json") for text in whole]
        if len(set(names)) == len(names):
            return names
    return [str(path) for path in paths]


def _interpreter(told: Metadata) -> str:
    """`3.13.0`, or `pypy 3.10.14`: a file of another tool has no label."""
    if told.version is None or not told.version.split():
        return UNKNOWN
    version = told.version.split()[0]
    if told.implementation in (None, CPYTHON):
        return version
    return f"{told.implementation} {version}"


def _host(told: Metadata) -> str:
    if told.cpu is None:
        return UNKNOWN
    return told.cpu if told.cpus is None else f"{told.cpu}, {told.cpus} cores"
