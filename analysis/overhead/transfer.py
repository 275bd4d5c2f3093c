"""What it takes to hand an object to another lane and back, by its size and by its kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.figures import Form, Line, Said, Section, Table, section, table
from analysis.overhead.lines import Say
from analysis.overhead.readings import Readings, usual
from analysis.render.words import SCALES, scale_of
from record import Cell
from record.cell import Value

WORKLOAD = "transfer"
ROUND_TRIP, BANDWIDTH = "round_trip", "bandwidth"
KIND, SIZE, WAY = "kind", "size", "way"
IN_PLACE = ("reference", "memoryview")


@dataclass(frozen=True, slots=True)
class Sweep:
    """Round trips on one interpreter with one parameter varied: a table, or a chart's panel."""

    interpreter: str
    varied: str
    fixed: Value  # the kind where the size is varied, and the other way round
    columns: tuple[Value, ...]  # values of what is varied
    rows: Mapping[tuple[str, str], Mapping[Value, Cell]]  # strategy, way -> what was planned


def transfer(readings: Readings) -> Section | None:
    """Round trips and bandwidth: a table by size and one by kind for each interpreter."""
    return section(
        "Transfer",
        "An object there and back between two lanes: the median round trip, which is two "
        "hand-overs with all packing and unpacking, and the content of both over that time. What "
        "is handed over by reference or seen in its place (memoryview) is not copied, and its "
        "bandwidth would say nothing.",
        [_table(readings, sweep) for sweep in sweeps(readings)],
    )


def sweeps(readings: Readings) -> Iterator[Sweep]:
    """By size for each kind, then by kind for each size, where there are several.

    The plan's first kind in any case, so that each cell has its place somewhere.
    """
    cells = [
        cell
        for cell in readings.cells
        if cell.workload == WORKLOAD and cell.quantity == ROUND_TRIP and usual(cell)
    ]
    for varied, fixed in ((SIZE, KIND), (KIND, SIZE)):
        for own in _alike(cells, fixed):
            columns = _values(own, varied)
            always = varied == SIZE and _of(own[0], KIND) == _of(cells[0], KIND)
            if len(columns) > 1 or always:
                rows: dict[tuple[str, str], dict[Value, Cell]] = {}
                for cell in own:
                    place = (cell.strategy, str(_of(cell, WAY)))
                    rows.setdefault(place, {})[_of(cell, varied)] = cell
                yield Sweep(own[0].interpreter, varied, _of(own[0], fixed), columns, rows)


def round_trip(readings: Readings, cell: Cell) -> Said:
    """Seconds there and back."""
    return readings.value(cell)


def bandwidth(readings: Readings, cell: Cell) -> Said:
    """Bytes a second; None where no content is copied."""
    if _of(cell, WAY) in IN_PLACE:
        return None
    return readings.value(readings.like(cell, quantity=BANDWIDTH), Form.BANDWIDTH)


def word(value: Value) -> str:
    """A kind, or a size as `64 KiB`."""
    if not isinstance(value, int):
        return str(value)
    scale, unit = scale_of(value, SCALES["byte"])
    return f"{value / scale:g}{unit}"


def _alike(cells: Sequence[Cell], fixed: str) -> Iterator[list[Cell]]:
    """Those of one interpreter and value of `fixed`."""
    found: dict[tuple[str, Value], list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.interpreter, _of(cell, fixed)), []).append(cell)
    yield from found.values()


def _table(readings: Readings, sweep: Sweep) -> Table | None:
    return table(
        f"{word(sweep.fixed)} by {sweep.varied} on {sweep.interpreter}",
        ("strategy", WAY, ""),
        [word(one) for one in sweep.columns],
        _lines(readings, sweep),
    )


def _lines(readings: Readings, sweep: Sweep) -> Iterator[Line]:
    says: dict[str, Say] = {
        "round trip": lambda cell: round_trip(readings, cell),
        BANDWIDTH: lambda cell: bandwidth(readings, cell),
    }
    for place, own in sweep.rows.items():
        for name, say in says.items():
            if name == BANDWIDTH and place[1] in IN_PLACE:
                continue
            said = (say(own[one]) if one in own else None for one in sweep.columns)
            yield Line((*place, name), tuple(said))


def _values(cells: Sequence[Cell], varied: str) -> tuple[Value, ...]:
    """Numbers in their order, words in that of the plan."""
    found = dict.fromkeys(_of(cell, varied) for cell in cells)
    return tuple(sorted(found, key=lambda one: one if isinstance(one, int) else 0))


def _of(cell: Cell, name: str) -> Value:
    return cell.parameters.get(name, "")
