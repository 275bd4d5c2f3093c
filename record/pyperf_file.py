"""A typed decoder of pyperf's JSON: its benchmarks, and what their processes told of themselves.

pyperf's own loader validates every run again and is far slower; it is the tests' oracle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from record.cell import Cell
from record.errors import RecordError
from record.fields import Count, Positive, Quantity, Text
from record.manifest import Unit
from record.process import METADATA_KEY, QUANTITY_KEY, Process, parse_process
from record.reading import decoded


class OfRun(msgspec.Struct, frozen=True, gc=False):
    """What may differ from run to run."""

    gilbench: str | None = msgspec.field(default=None, name=METADATA_KEY)
    quantity: Quantity | None = msgspec.field(default=None, name=QUANTITY_KEY)
    unit: Unit | None = None


class Metadata(OfRun, frozen=True, gc=False):
    """What all runs of a file or benchmark have in common."""

    name: Text | None = None
    implementation: Text | None = msgspec.field(default=None, name="python_implementation")
    version: Text | None = msgspec.field(default=None, name="python_version")
    cpu: Text | None = msgspec.field(default=None, name="cpu_model_name")
    cpus: Count | None = msgspec.field(default=None, name="cpu_count")


class Run(msgspec.Struct, frozen=True, gc=False):
    metadata: OfRun = OfRun()
    values: Annotated[list[Positive], msgspec.Meta(min_length=1)] | None = None


class _Benchmark(msgspec.Struct, frozen=True):
    runs: list[Run]
    metadata: Metadata = Metadata()


class _Suite(msgspec.Struct, frozen=True):
    benchmarks: list[_Benchmark]
    metadata: Metadata = Metadata()


_decode = msgspec.json.Decoder(_Suite).decode


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark of a file: its runs that have values (the others are calibrations).

    pyperf moves what all runs have in common to their benchmark, and what all benchmarks have in
    common to the file: the innermost that is there counts. `outer` is what the runs share.
    """

    runs: Sequence[Run]
    outer: Metadata

    def tag(self, run: Run) -> str | None:
        """What the process told of itself, as text."""
        told = run.metadata.gilbench
        return self.outer.gilbench if told is None else told

    @property
    def foreign(self) -> bool:
        """Whether no process told anything of itself."""
        tags = {run.metadata.gilbench for run in self.runs}
        return self.outer.gilbench is None and tags <= {None}

    def quantity(self, run: Run) -> str:
        told = run.metadata.quantity
        return (self.outer.quantity or "") if told is None else told

    def unit(self, run: Run) -> Unit:
        return run.metadata.unit or self.outer.unit or "second"


@dataclass(frozen=True, slots=True)
class Measured:
    """One quantity of one process: what the process told of itself, and the values."""

    process: Process
    quantity: str  # empty: the time of a batch
    unit: Unit  # never a rate: pyperf has none
    values: tuple[float, ...]

    @property
    def cell(self) -> Cell:
        """The process's cell as the place of this quantity."""
        return self.process.cell.of(self.quantity)


def benchmarks(data: bytes, source: Path | str) -> Iterator[Benchmark]:
    """Those of a pyperf file, in its order. Raises RecordError."""
    suite = decoded(_decode, data, f"{source}: not a pyperf file")
    for one in suite.benchmarks:
        runs = [run for run in one.runs if run.values is not None]
        yield Benchmark(runs, _inner(one.metadata, suite.metadata))


def processes(data: bytes, source: Path | str) -> Iterator[Measured]:
    """What the processes of a file of ours measured. Raises RecordError."""
    for benchmark in benchmarks(data, source):
        for run in benchmark.runs:
            yield Measured(
                process=parse_process(tag_of(benchmark, run, source), str(source)),
                quantity=benchmark.quantity(run),
                unit=benchmark.unit(run),
                values=tuple(run.values or ()),
            )


def tag_of(benchmark: Benchmark, run: Run, source: Path | str) -> str:
    """What the process told of itself. RecordError where it is none of ours."""
    text = benchmark.tag(run)
    if text is None:
        raise RecordError(f"{source}: a run has no `{METADATA_KEY}` metadata")
    return text


def _inner(inner: Metadata, outer: Metadata) -> Metadata:
    """Both, the inner before the outer."""
    names = Metadata.__struct_fields__
    there = {name: value for name in names if (value := getattr(inner, name)) is not None}
    return msgspec.structs.replace(outer, **there)
