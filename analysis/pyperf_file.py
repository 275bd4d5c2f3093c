"""A typed decoder of pyperf's JSON: per process, what it told of itself and its values.

pyperf's own loader validates every run again and is far slower; it is the tests' oracle.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from analysis.files import decoded
from record import METADATA_KEY, SCHEMA, Process, RecordError
from record.process import parse_process

LONGEST = 1e9  # seconds: no batch takes thirty years
SHORTEST = 1e-12
LARGEST = 2**31  # of counts: workers, blocks, batches


class _Metadata(msgspec.Struct, frozen=True):
    gilbench: str | None = msgspec.field(default=None, name=METADATA_KEY)
    unit: str | None = None


class _Run(msgspec.Struct, frozen=True):
    metadata: _Metadata = _Metadata()
    values: list[float] | None = None


class _Benchmark(msgspec.Struct, frozen=True):
    runs: list[_Run]
    metadata: _Metadata = _Metadata()


class _Suite(msgspec.Struct, frozen=True):
    benchmarks: list[_Benchmark]
    metadata: _Metadata = _Metadata()


_decode = msgspec.json.Decoder(_Suite).decode


@dataclass(frozen=True, slots=True)
class Measured:
    """One process: what it told of itself, and the seconds of each of its timed batches."""

    process: Process
    values: tuple[float, ...]


def processes(data: bytes, source: Path) -> Iterator[Measured]:
    """The processes of a pyperf file, calibrations left out. Raises RecordError.

    pyperf moves what all runs have in common to their benchmark, and what all benchmarks
    have in common to the file: the innermost that is there counts.
    """
    suite = decoded(_decode, data, source)
    for benchmark in suite.benchmarks:
        for run in benchmark.runs:
            if run.values is None:
                continue
            levels = (run.metadata, benchmark.metadata, suite.metadata)
            unit = next((level.unit for level in levels if level.unit is not None), "second")
            text = next((level.gilbench for level in levels if level.gilbench is not None), None)
            if unit != "second":
                raise RecordError(f"{source}: its unit is {unit!r}, not seconds")
            if text is None:
                raise RecordError(f"{source}: a run has no `{METADATA_KEY}` metadata")
            yield Measured(_process(text, source), _values(run.values, source))


def _values(values: list[float], source: Path) -> tuple[float, ...]:
    if not values:
        raise RecordError(f"{source}: a run has an empty list of values")
    for value in values:
        _within(source, "a value", value, LONGEST, above=SHORTEST)
    return tuple(values)


def _process(text: str, source: Path) -> Process:
    process = decoded(lambda data: parse_process(data, str(source)), text.encode(), source)
    if process.schema != SCHEMA:
        raise RecordError(
            f"{source}: a process's schema is {process.schema}; this gilbench reads {SCHEMA}"
        )
    if not process.lanes:
        raise RecordError(f"{source}: a process names no lane")
    _within(source, "the count of batches", process.batches, LARGEST, above=0)
    _within(source, "a block", process.block, LARGEST)
    _within(source, "the wall time", process.wall, LONGEST)
    for lane in process.lanes:
        _within(source, "a lane's CPU time", lane.cpu, LONGEST)
    for seconds in process.control:
        _within(source, "a control's time", seconds, LONGEST)
    if process.memory is not None:
        _within(source, "the memory", process.memory, 2**63)
    return process


def _within(
    source: Path, what: str, number: float, limit: float, above: float | None = None
) -> None:
    """Finite, below `limit`, and above `above` (None: zero counts too)."""
    low_enough = math.isfinite(number) and number < limit
    if not low_enough or (number < 0 if above is None else number <= above):
        raise RecordError(f"{source}: {what} is {number!r}, which cannot be")
