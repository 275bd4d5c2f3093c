"""What it takes to hand an object to another lane and back, by its size and by its kind."""

from collections.abc import Iterable, Iterator, Sequence

from analysis.overhead.lines import Say
from analysis.overhead.readings import Readings, usual
from analysis.overhead.table import Form, Line, Section, Table, section, table
from analysis.render.words import scaled
from record import Cell
from record.cell import Value

WORKLOAD = "transfer"
ROUND_TRIP, BANDWIDTH = "round_trip", "bandwidth"
KIND, SIZE, WAY = "kind", "size", "way"


def transfer(readings: Readings) -> Section | None:
    """Round trips and bandwidth: a table by size and one by kind for each interpreter."""
    cells = [
        cell
        for cell in readings.cells
        if cell.workload == WORKLOAD and cell.quantity == ROUND_TRIP and usual(cell)
    ]
    return section(
        "Transfer",
        "An object there and back between two lanes: the median round trip, which is two "
        "hand-overs with all packing and unpacking, and the content of both over that time. What "
        "is handed over by reference (and by a queue between threads) or seen in its place "
        "(memoryview) is not copied: its bandwidth says only that.",
        [*_tables(readings, cells, SIZE, KIND), *_tables(readings, cells, KIND, SIZE)],
    )


def _tables(
    readings: Readings, cells: Sequence[Cell], varied: str, fixed: str
) -> Iterator[Table | None]:
    """By `varied`, one for each interpreter and each of `fixed`."""
    for label in readings.interpreters:
        found: dict[Value, list[Cell]] = {}
        for cell in cells:
            if cell.interpreter == label:
                found.setdefault(cell.parameters.get(fixed, ""), []).append(cell)
        for own in found.values():
            columns = _values(own, varied)
            # By size, even where there is one: so that every cell has its place in a table.
            if varied == KIND and len(columns) == 1:
                continue
            yield table(
                f"{_word(own[0].parameters.get(fixed, ''))} by {varied} on {label}",
                ("strategy", WAY, ""),
                [_word(one) for one in columns],
                _lines(readings, own, varied, columns),
            )


def _lines(
    readings: Readings, cells: Iterable[Cell], varied: str, columns: Sequence[Value]
) -> Iterator[Line]:
    says: dict[str, Say] = {
        "round trip": readings.value,
        BANDWIDTH: lambda cell: readings.value(
            readings.like(cell, quantity=BANDWIDTH), Form.BANDWIDTH
        ),
    }
    rows: dict[tuple[str, str], dict[Value, Cell]] = {}
    for cell in cells:
        place = (cell.strategy, str(cell.parameters.get(WAY, "")))
        rows.setdefault(place, {})[cell.parameters.get(varied, "")] = cell
    for place, own in rows.items():
        for name, say in says.items():
            yield Line(
                (*place, name), tuple(say(own[one]) if one in own else None for one in columns)
            )


def _values(cells: Iterable[Cell], varied: str) -> list[Value]:
    """Numbers in their order, words in that of the plan."""
    found = list(dict.fromkeys(cell.parameters.get(varied, "") for cell in cells))
    return sorted(found, key=lambda one: one if isinstance(one, int) else 0)


def _word(value: Value) -> str:
    return scaled(value, "byte") if isinstance(value, int) else str(value)
