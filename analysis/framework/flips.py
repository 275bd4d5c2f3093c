"""Where an answer becomes another: in the length of a task, all of the work, bytes, and memory.

Memory is that of all lanes beyond `sequential`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from analysis.draws import Floats, draws
from analysis.estimate import Estimate
from analysis.figures import Figure, Form, Missing, Said
from analysis.framework.costs import (
    copies,
    entry,
    footprint,
    round_trips,
    same_lanes,
    size,
    usual_trip,
)
from analysis.framework.model import Candidate, Flip
from analysis.framework.options import run_option
from analysis.framework.works import Kind, Work
from analysis.overhead.crossing import TAILS
from analysis.overhead.granularity import WORKLOAD as LENGTHS
from analysis.overhead.granularity import curves_of, pays
from analysis.overhead.memory import WORKLOAD as MEMORIES
from analysis.overhead.memory import beyond
from analysis.overhead.readings import APART, SEQUENTIAL, Readings
from analysis.overhead.startup import WORKLOAD as ENTRIES
from analysis.overhead.startup import steps
from analysis.overhead.transfer import BANDWIDTH, WAY, word
from analysis.overhead.transfer import WORKLOAD as TRANSFERS
from analysis.own import OWN
from record import Cell

LENGTH, TOTAL, BYTES, MEMORY = (*("task length", "work in all", "bytes a CPU second", "memory"),)


def flips(
    readings: Readings, work: Work, best: Candidate, ranked: Sequence[Candidate]
) -> Iterator[Flip]:
    """Those of one that may be chosen among the ranked ones of one interpreter.

    Of a function of the user's own `analysis.advice` tells them.
    """
    if best.cell.workload == OWN:
        return
    if best.cell.strategy == SEQUENTIAL or best.base is None:
        return
    if work.kind not in (Kind.WAITS, Kind.MIXED):
        yield _length(readings, best.cell)
    yield _total(readings, best.base, best.cell)
    if work.kind not in (Kind.WAITS, Kind.MIXED) and copies(best.cell.strategy):
        yield from _bytes(readings, best.base, best.cell)
    yield from _memory(readings, best.cell, ranked)


def _length(readings: Readings, best: Cell) -> Flip:
    """The break-even of its strategy with as many workers, of tasks of bytecode."""
    told = (LENGTH, SEQUENTIAL, best.strategy)
    chunk = best.mode.get("chunk", "")
    own = {curve.cells[0]: curve for curve in curves_of(readings) if curve.chunk == chunk}
    at = same_lanes(best, own)
    if at is None:
        return _unknown(told, best, LENGTHS)
    cells = own[at].cells
    even, _ = pays(readings, own[at])
    bases = (readings.sequential(cell) for cell in cells)
    return _flip(told, even, f"{LENGTHS}, w={at.workers}", chain(cells, bases))


def _total(readings: Readings, base: Cell, best: Cell) -> Flip:
    """So much work in all, in `sequential`, that lanes started for it alone are worth it.

    W of such work takes W / speedup and the start and end of the lanes: as long as W itself where
    W = start / (1 - 1 / speedup). Never where there is no speedup.
    """
    told = (TOTAL, SEQUENTIAL, best.strategy)
    first = entry(readings, best)
    if first is None:
        return _unknown(told, best, ENTRIES)
    own = steps(readings, first)

    def start(block: int) -> float:
        return float(np.log(sum(np.exp(readings.samples(one)[block].time) for one in own)))

    at = _of_both(
        *(readings, base, best, own, start, Form.SECONDS),
        lambda start, speedup: _over(start, 1 - 1 / speedup),
    )
    return _flip(told, at, f"with start and end of w={first.workers}", [*own, base, best])


def _bytes(readings: Readings, base: Cell, best: Cell) -> Iterator[Flip]:
    """Bytes there and back for each second of CPU, from which copying eats the whole gain.

    A second of work takes 1 / speedup, and its bytes bytes / bandwidth where no two objects are
    copied at a time: a second in all where bytes = bandwidth x (1 - 1 / speedup).
    """
    told = (BYTES, best.strategy, SEQUENTIAL)
    trips = round_trips(readings, best)
    usual = usual_trip(trips)
    trips.sort(key=lambda trip: trip != usual)  # the one that stands for all comes first
    if not trips:
        yield _unknown(told, best, TRANSFERS)
    for trip in trips:
        own = readings.like(trip, quantity=BANDWIDTH)
        if own is None:
            continue
        what = f"objects of {word(size(trip))} by {trip.parameters.get(WAY)}"
        at = _bytes_at(readings, base, best, own)
        yield _flip(told, at, what, [own, base, best])


def _bytes_at(readings: Readings, base: Cell, best: Cell, own: Cell) -> Said:
    return _of_both(
        *(readings, base, best, [own], lambda block: readings.samples(own)[block].time),
        Form.BANDWIDTH,
        lambda bandwidth, speedup: bandwidth * np.maximum(0.0, 1 - 1 / speedup),
    )


def _memory(readings: Readings, best: Cell, ranked: Sequence[Candidate]) -> Iterator[Flip]:
    """With less memory than its lanes take: the best of those that take less."""
    own = footprint(readings, best)
    if own is None:
        yield _unknown((MEMORY, SEQUENTIAL, best.strategy), best, MEMORIES)
        return
    at = beyond(readings, own)
    if not isinstance(at, Figure):
        yield _flip((MEMORY, SEQUENTIAL, best.strategy), at, f"w={own.workers}", [own])
        return
    for other in ranked:
        less = footprint(readings, other.cell)
        said = None if less is None else beyond(readings, less)
        takes = said.estimate.value if isinstance(said, Figure) else None
        if other.cell.strategy == SEQUENTIAL:
            takes = 0.0
        if takes is not None and takes < at.estimate.value and other.cell.strategy != best.strategy:
            told = (MEMORY, other.cell.strategy, best.strategy)
            yield _flip(told, at, f"w={own.workers}", [own, readings.sequential(own), less])
            return


def _of_both(
    readings: Readings,
    base: Cell,
    best: Cell,
    cells: Sequence[Cell],
    log: Callable[[int], float],
    form: Form,
    value: Callable[[Floats, Floats], Floats],
) -> Said:
    """`value` of what `log` says (of `cells`, by block) and of the speedup, drawn over blocks."""
    if why := readings.why_not([*cells, base, best]):
        return why
    gains, spent = readings.contrast_by_block(base, best)
    blocks = [block for block in readings.common(cells) if block in gains]
    if not blocks:
        return APART
    own = np.array([[log(block), gains[block]] for block in blocks])
    found = float(value(*np.exp(own.mean(axis=0))))
    drawn = draws(own, spent)
    interval = None
    if len(drawn):
        ends = np.quantile(value(*np.exp(drawn).T), TAILS, method="inverted_cdf")
        interval = (float(ends[0]), float(ends[1]))
    return Figure(Estimate(found, interval, len(blocks)), form)


def _over(start: Floats, share: Floats) -> Floats:
    """`start` / `share`; never where nothing is gained."""
    gained = share > 0
    return np.where(gained, start / np.where(gained, share, 1.0), np.inf)


def _unknown(told: tuple[str, str, str], best: Cell, workload: str) -> Flip:
    axis, below, above = told
    strategies = [SEQUENTIAL, best.strategy]
    needs = run_option([workload], [best.interpreter], strategies, [best.workers])
    return Flip(axis, Missing("missing", needs), below, above, "", workload, ())


def _flip(told: tuple[str, str, str], at: Said, what: str, cells: Iterable[Cell | None]) -> Flip:
    """Of cells of which the first is of the workload that measures it."""
    axis, below, above = told
    known = [cell for cell in cells if cell is not None]
    keys = dict.fromkeys(cell.key for cell in known)
    return Flip(axis, at, below, above, what, known[0].workload, tuple(keys))
