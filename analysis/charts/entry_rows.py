"""What the price of entry is made of, a row a strategy: its steps, its tax, its memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.charts.telling import finding, names, no_number, overlapping, written
from analysis.charts.waterfall import Step, Waterfall
from analysis.figures import Figure as Number
from analysis.figures import Line, Missing, Place, Said, Table, table
from analysis.overhead.memory import PSS, Lane, lanes
from analysis.overhead.readings import Readings
from analysis.overhead.startup import imports, steps, until
from analysis.overhead.tax import single_lanes, tax
from record import Cell

WORDS = {"first": "first task", "steady": "one task", "teardown": "join"}
WHOLE = "from spawn to join"

Beside = tuple[tuple[str, Said], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One strategy: its steps, and what else a lane of it costs."""

    strategy: str
    waterfall: Waterfall
    taxes: Beside  # of each workload
    memory: Beside  # idle, worked


class Besides:
    """What a lane costs besides, by interpreter and strategy: computed once for all pictures."""

    def __init__(self, readings: Readings, most: int) -> None:
        """`most` is how many workloads a row has place for."""
        self._most = most
        self._taxes: dict[tuple[str, str], list[tuple[str, Said]]] = {}
        for cell in single_lanes(readings):
            own = self._taxes.setdefault((cell.interpreter, cell.strategy), [])
            own.append((cell.workload, tax(readings, cell)))
        self._lanes: dict[tuple[str, str], list[Lane]] = {}
        for lane in lanes(readings):
            self._lanes.setdefault((lane.interpreter, lane.strategy), []).append(lane)

    def taxes(self, cell: Cell) -> Beside:
        """Of as many workloads as a row has place for."""
        return tuple(self._taxes.get((cell.interpreter, cell.strategy), ())[: self._most])

    def memory(self, cell: Cell) -> Beside:
        """With the same imports where they were measured."""
        own = self._lanes.get((cell.interpreter, cell.strategy), [])
        same = [lane for lane in own if lane.imports == imports(cell)] or own
        return tuple(
            (quantity.removesuffix(PSS), said)
            for lane in same[:1]
            for quantity, said in lane.said.items()
            if quantity.endswith(PSS)
        )


def rows_of(
    readings: Readings, cells: Sequence[Cell], besides: Besides
) -> tuple[list[Row], dict[str, Missing]]:
    """Of one interpreter: the strategies that were measured, cheapest first, and why others not."""
    rows, absent = [], {}
    for cell in cells:
        found = _waterfall(readings, cell)
        if isinstance(found, Waterfall):
            rows.append(Row(cell.strategy, found, besides.taxes(cell), besides.memory(cell)))
        elif found is not None:
            absent[cell.strategy] = found
    return sorted(rows, key=lambda row: row.waterfall.seconds), absent


def _waterfall(readings: Readings, cell: Cell) -> Waterfall | Missing | None:
    own = steps(readings, cell)
    total = until(readings, own)
    found, start = [], 0.0
    for count, one in enumerate(own, 1):
        said, reached = readings.value(one), until(readings, own[:count])
        if isinstance(said, Number) and isinstance(reached, Number):
            end = reached.estimate.value
            found.append(Step(WORDS.get(one.quantity, one.quantity), start, end, said))
            start = end
    return Waterfall(tuple(found), total) if isinstance(total, Number) else total


def tables(rows: Sequence[Row], absent: Mapping[str, Missing]) -> tuple[Table, ...]:
    """The steps with their sum, and what stands beside them."""
    names_ = list(dict.fromkeys(step.name for row in rows for step in row.waterfall.steps))
    made = (
        table(WHOLE, ("strategy",), [*names_, "in all"], _steps(rows, absent, names_)),
        _beside("tax of one lane: times as long as sequential", rows, lambda row: row.taxes),
        _beside("memory a lane", rows, lambda row: row.memory),
    )
    return tuple(one for one in made if one is not None)


def _steps(
    rows: Sequence[Row], absent: Mapping[str, Missing], known: Sequence[str]
) -> Iterator[Line]:
    for row in rows:
        found: dict[str, Place] = {step.name: step.said for step in row.waterfall.steps}
        yield Line((row.strategy,), (*(found.get(name) for name in known), row.waterfall.total))
    for strategy, missing in absent.items():
        yield Line((strategy,), (*(None for _ in known), missing))


def _beside(caption: str, rows: Sequence[Row], of: Callable[[Row], Beside]) -> Table | None:
    columns = list(dict.fromkeys(name for row in rows for name, _ in of(row)))
    lines = (
        Line((row.strategy,), tuple(dict(of(row)).get(name) for name in columns)) for row in rows
    )
    return table(caption, ("strategy",), columns, lines)


def told(rows: Sequence[Row], absent: Mapping[str, Missing], what: str) -> str:
    """The shortest and the longest, whether the shortest is told from the next, and who is not."""
    order = [(row.strategy, row.waterfall.total) for row in rows]
    clauses = [f"{name} {written(total)}" for name, total in order]
    (_, first), *others = order
    near = [name for name, total in others if overlapping(first, total)]
    tied = f" (no clear shortest: {order[0][0]} overlaps with {names(near)})" if near else ""
    return finding(
        f"{what}, {WHOLE}, the shortest first{tied}: ",
        clauses,
        absent=no_number((who, "", why.status) for who, why in absent.items()),
    )
