"""What a choice takes besides: the figures of `analysis.overhead` for one strategy."""

from collections.abc import Iterable, Iterator, Sequence

from analysis.figures import Missing
from analysis.framework.model import Cost
from analysis.framework.options import run_option
from analysis.framework.traits import TRAITS
from analysis.overhead.memory import PSS, a_worker, footprints
from analysis.overhead.memory import WORKLOAD as MEMORIES
from analysis.overhead.readings import SEQUENTIAL, Readings, usual
from analysis.overhead.sharing import KEPT, PARAMETER, PRIVATE, lost
from analysis.overhead.startup import CREATE, entries, steps, until
from analysis.overhead.startup import WORKLOAD as ENTRIES
from analysis.overhead.tax import gil_twin, single_lanes, tax
from analysis.overhead.transfer import IN_PLACE, KIND, ROUND_TRIP, SIZE, WAY, round_trip, word
from analysis.overhead.transfer import WORKLOAD as TRANSFERS
from analysis.own import OWN
from record import Cell

ENTRY, MEMORY, LANE, COPY, BUILD, LOST = (
    *("start and end", "memory a lane", "one lane", "copy of 1 MiB", "build", "updates lost"),
)
USUAL_SIZE = 1 << 20  # bytes: of those that were transferred, the nearest to it stands for all


def costs(readings: Readings, cell: Cell) -> Iterator[Cost]:
    """Those of `cell`; what the run has no cells for is missing, with the option that has some.

    Of a function of the user's own `analysis.advice` tells them.
    """
    if cell.workload == OWN:
        return
    if cell.strategy != SEQUENTIAL:
        yield _entry(readings, cell)
        yield _memory(readings, cell)
        yield _lane(readings, cell)
        if copies(cell.strategy):
            yield _copy(readings, cell)
    yield from _build(readings, cell)


def copies(strategy: str) -> bool:
    """Whether what a task is given is copied; of a strategy that is not known, nothing is said."""
    return strategy in TRAITS and not TRAITS[strategy].shares


def entry(readings: Readings, cell: Cell) -> Cell | None:
    """The start of as many lanes as `cell` has."""
    return same_lanes(cell, (one for one in entries(readings) if one.quantity == CREATE))


def footprint(readings: Readings, cell: Cell) -> Cell | None:
    """The memory of as many lanes, after work and with shared pages in part."""
    own = [one for one in footprints(readings) if one.quantity.endswith(PSS)]
    return same_lanes(cell, [one for one in own if one.quantity == own[-1].quantity])


def same_lanes(cell: Cell, others: Iterable[Cell]) -> Cell | None:
    """Of its interpreter and strategy, with as many workers; of several, the first planned."""
    lanes = (cell.interpreter, cell.strategy, cell.workers)
    return next(
        (one for one in others if (one.interpreter, one.strategy, one.workers) == lanes), None
    )


def round_trips(readings: Readings, cell: Cell) -> list[Cell]:
    """Those planned of its strategy and of the first kind of object that copy something there."""
    own = [
        one
        for one in readings.of(TRANSFERS)
        if one.quantity == ROUND_TRIP
        and (one.interpreter, one.strategy) == (cell.interpreter, cell.strategy)
        and usual(one)
        and one.parameters.get(WAY) not in IN_PLACE
    ]
    kind = own[0].parameters.get(KIND) if own else None
    return [
        one
        for one in own
        if one.parameters.get(KIND) == kind
        and not ((why := readings.why_not([one])) and why.status == "unsupported")
    ]


def size(cell: Cell) -> int:
    """Bytes of the object."""
    found = cell.parameters.get(SIZE)
    return found if isinstance(found, int) else 0


def usual_trip(trips: Sequence[Cell]) -> Cell | None:
    """The one that stands for all."""
    return min(trips, key=lambda one: abs(size(one) - USUAL_SIZE), default=None)


def _entry(readings: Readings, cell: Cell) -> Cost:
    first = entry(readings, cell)
    if first is None:
        return _unknown(ENTRY, cell, ENTRIES)
    own = steps(readings, first)
    return Cost(ENTRY, until(readings, own), _lanes(first), ENTRIES, _keys(own))


def _memory(readings: Readings, cell: Cell) -> Cost:
    own = footprint(readings, cell)
    if own is None:
        return _unknown(MEMORY, cell, MEMORIES)
    cells = [own, readings.sequential(own)]
    return Cost(MEMORY, a_worker(readings, own), _lanes(own), MEMORIES, _keys(cells))


def _lane(readings: Readings, cell: Cell) -> Cost:
    """Of the same work where that was measured with one lane, or of the first that was."""
    own = readings.like(cell, workers=1)
    if own is None:
        own = next(
            (
                one
                for one in readings.once(single_lanes)
                if (one.interpreter, one.strategy) == (cell.interpreter, cell.strategy)
            ),
            None,
        )
    if own is None:
        return _unknown(LANE, cell, cell.workload, workers=1)
    return Cost(
        LANE, tax(readings, own), own.workload, own.workload, _keys([own, readings.sequential(own)])
    )


def _copy(readings: Readings, cell: Cell) -> Cost:
    trip = usual_trip(round_trips(readings, cell))
    if trip is None:
        return _unknown(COPY, cell, TRANSFERS)
    told = f"{word(size(trip))} there and back by {trip.parameters.get(WAY)}"
    return Cost(COPY, round_trip(readings, trip), told, TRANSFERS, _keys([trip]))


def _build(readings: Readings, cell: Cell) -> Iterator[Cost]:
    """What one thread takes on a free-threaded build, over the other build of its version."""
    if not readings.plan.builds[cell.interpreter].free_threaded:
        return
    label = cell.interpreter
    twin = gil_twin(readings, label)
    own = readings.sequential(cell)
    other = None if own is None or twin is None else readings.like(own, interpreter=twin)
    if own is not None and other is not None and twin != label:
        said = readings.contrast(own, other)
        yield Cost(
            BUILD, said, f"{SEQUENTIAL} {label} / {twin}", cell.workload, _keys([own, other])
        )


def updates_lost(readings: Readings, cell: Cell) -> Cost | None:
    """The share of what lanes wrote to the same object that was not there in the end."""
    value = cell.parameters.get(PARAMETER, PRIVATE)
    kept = readings.like(cell, quantity=KEPT)
    if value == PRIVATE or kept is None:
        return None
    every = readings.like(kept, parameters={PARAMETER: PRIVATE})
    said = lost(readings, cell, str(value))
    return Cost(LOST, said, "of all", cell.workload, _keys([kept, every]))


def _unknown(name: str, cell: Cell, workload: str, workers: int | None = None) -> Cost:
    needs = run_option(
        [workload], [cell.interpreter], [SEQUENTIAL, cell.strategy], [workers or cell.workers]
    )
    return Cost(name, Missing("missing", needs), "", workload, ())


def _lanes(cell: Cell) -> str:
    return f"w={cell.workers}"


def _keys(cells: Iterable[Cell | None]) -> tuple[str, ...]:
    return tuple(cell.key for cell in cells if cell is not None)
