"""What it takes to hand an object to another lane and back, by its size and by its kind."""

from collections.abc import Iterable, Iterator, Sequence

from analysis.overhead.lines import Say
from analysis.overhead.readings import Readings, usual
from analysis.overhead.table import Form, Line, Section, Table, section, table
from analysis.render.words import SCALES, scale_of
from record import Cell
from record.cell import Value

WORKLOAD = "transfer"
ROUND_TRIP, BANDWIDTH = "round_trip", "bandwidth"
KIND, SIZE, WAY = "kind", "size", "way"
IN_PLACE = ("reference", "memoryview")


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
        "is handed over by reference or seen in its place (memoryview) is not copied, and its "
        "bandwidth would say nothing.",
        [
            *(
                # The plan's first kind, so that each cell has its place somewhere.
                _table(readings, own, SIZE, KIND, always=_of(own[0], KIND) == _of(cells[0], KIND))
                for own in _alike(cells, KIND)
            ),
            *(_table(readings, own, KIND, SIZE) for own in _alike(cells, SIZE)),
        ],
    )


def _alike(cells: Sequence[Cell], fixed: str) -> Iterator[list[Cell]]:
    """Those of one interpreter and value of `fixed`."""
    found: dict[tuple[str, Value], list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.interpreter, _of(cell, fixed)), []).append(cell)
    yield from found.values()


def _table(
    readings: Readings, cells: Sequence[Cell], varied: str, fixed: str, *, always: bool = False
) -> Table | None:
    """None where nothing is varied, unless it is to be there in any case."""
    columns = _values(cells, varied)
    if len(columns) == 1 and not always:
        return None
    return table(
        f"{_word(_of(cells[0], fixed))} by {varied} on {cells[0].interpreter}",
        ("strategy", WAY, ""),
        [_word(one) for one in columns],
        _lines(readings, cells, varied, columns),
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
        place = (cell.strategy, str(_of(cell, WAY)))
        rows.setdefault(place, {})[_of(cell, varied)] = cell
    for place, own in rows.items():
        for name, say in says.items():
            if name == BANDWIDTH and place[1] in IN_PLACE:
                continue
            yield Line(
                (*place, name), tuple(say(own[one]) if one in own else None for one in columns)
            )


def _values(cells: Iterable[Cell], varied: str) -> list[Value]:
    """Numbers in their order, words in that of the plan."""
    found = list(dict.fromkeys(_of(cell, varied) for cell in cells))
    return sorted(found, key=lambda one: one if isinstance(one, int) else 0)


def _of(cell: Cell, name: str) -> Value:
    return cell.parameters.get(name, "")


def _word(value: Value) -> str:
    if not isinstance(value, int):
        return str(value)
    scale, unit = scale_of(value, SCALES["byte"])
    return f"{value / scale:g}{unit}"
