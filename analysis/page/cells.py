"""Every planned cell: what it measured, the proof that it is what it says, and its command."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.estimate import Ratio
from analysis.framework.choice import Outcome
from analysis.overhead.readings import Readings
from analysis.page.proof import Proof
from analysis.render.table import MARKS, TRENDS
from analysis.render.words import amount, number, ratio, scaled
from analysis.report import Entry, Report
from record import Cell
from record.cell import canonical

STATUS = {"missing": "not measured"}


@dataclass(frozen=True, slots=True)
class Value:
    """One quantity: its value, and how it compares with its base on the same interpreter."""

    name: str
    value: str
    sort: float | None
    speedup: str
    speedup_sort: float | None
    looks: str
    each: tuple[tuple[str, bool], ...]  # process, in the order of blocks; whether it lies far off


@dataclass(frozen=True, slots=True)
class Shown:
    anchor: str
    workload: str
    settings: tuple[str, ...]  # parameters and mode
    interpreter: str
    strategy: str
    workers: int
    twin: bool
    status: str
    looks: str  # the same for CSS
    reason: str
    values: tuple[Value, ...]
    says: tuple[str, ...]  # what its speedups say, and whether it is a clear winner
    gil: str
    lanes: str
    processes: str
    cores: str
    checksum: str
    blocks: int
    command: str


@dataclass(frozen=True, slots=True)
class Cells:
    shown: tuple[Shown, ...]
    planned: int


def cells(report: Report, anchors: Mapping[str, str], proofs: Mapping[str, Proof]) -> Cells:
    """`anchors` of those that are shown, by their keys."""
    by_cell: dict[str, list[Entry]] = {}  # one process measures all quantities of a cell
    for entry in report.cells:
        by_cell.setdefault(entry.cell.of("").key, []).append(entry)
    winners = {group.winner.key for group in report.groups if group.winner}
    shown = (
        _shown(own, anchors[key], proofs.get(key), report.readings, winners)
        for key, own in by_cell.items()
        if key in anchors
    )
    return Cells(tuple(shown), len(by_cell))


def _shown(
    entries: Sequence[Entry],
    anchor: str,
    proof: Proof | None,
    readings: Readings,
    winners: Collection[str],
) -> Shown:
    first = next((one for one in entries if one.effective_cores is not None), entries[0])
    cell: Cell = first.cell
    ok = first.status == "ok"
    return Shown(
        anchor=anchor,
        workload=cell.workload,
        settings=tuple(filter(None, (canonical(cell.parameters), canonical(cell.mode)))),
        interpreter=cell.interpreter,
        strategy=cell.strategy,
        workers=cell.workers,
        twin=bool(cell.replicate),
        status=STATUS.get(first.status, first.status),
        looks=first.status,
        reason=first.reason,
        values=tuple(_value(one, readings) for one in entries if one.speedup is not None),
        says=tuple(dict.fromkeys(_said(entries, winners))),
        gil="" if first.gil is None else "on" if first.gil else "off",
        lanes="" if first.lanes is None else str(first.lanes),
        processes=str(proof.processes) if ok and proof else "",
        cores="" if first.effective_cores is None else number(first.effective_cores),
        checksum=_checksum(first, proof),
        blocks=first.blocks,
        command=first.command,
    )


def _said(entries: Sequence[Entry], winners: Collection[str]) -> Iterator[str]:
    for one in entries:
        if one.speedup is not None and one.speedup.own is not None and one.unit != "integer":
            yield str(one.speedup.own.verdict)
    if any(one.cell.key in winners for one in entries):
        yield str(Outcome.WINNER)


def _checksum(entry: Entry, proof: Proof | None) -> str:
    """A process with another than its workload must have is no measurement, but a failure."""
    if entry.status == "failed":
        return "wrong" if "checksum" in entry.reason else ""
    if entry.status != "ok":
        return ""
    return "matches" if proof is None or proof.checksums == 1 else f"{proof.checksums} different"


def _value(entry: Entry, readings: Readings) -> Value:
    assert entry.speedup is not None
    own: Ratio | None = entry.speedup.own
    estimate = entry.speedup.value
    trend = TRENDS.get(own.verdict, 0) if own and entry.unit != "integer" else 0
    return Value(
        name="" if entry.cell.quantity in ("", "time", "batch") else entry.cell.quantity,
        value=amount(estimate, entry.unit),
        sort=estimate.value,
        speedup=ratio(own) + MARKS.get(own.verdict, "") if own else "",
        speedup_sort=own.value if own else None,
        looks={1: "better", -1: "worse"}.get(trend, ""),
        each=tuple(
            (scaled(math.exp(sample.time), entry.unit), block in entry.outliers)
            for block, sample in sorted(readings.samples(entry.cell).items())
        ),
    )
