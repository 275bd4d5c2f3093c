"""How cells become lines of a table, and what they are called there."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from analysis.figures import Line, Said, Table, table
from analysis.overhead.readings import Readings, words
from record import Cell

Say = Callable[[Cell], Said]
AMOUNTS = (  # parameters that follow from others, or are the same wherever it matters
    *("tasks", "requests", "trees", "depth", "loops", "updates", "keys", "times", "items", "mib"),
)


def across(
    readings: Readings,
    cells: Iterable[Cell],
    labels: Callable[[Cell], tuple[str, ...]],
    says: Mapping[str, Say],
) -> Iterator[Line]:
    """A column an interpreter, a line each label of the cells and each of `says`.

    The name in `says` is the line's last label; an empty one is none.
    """
    places: dict[tuple[str, ...], dict[str, Cell]] = {}
    for cell in cells:
        places.setdefault(labels(cell), {}).setdefault(cell.interpreter, cell)
    for own, found in places.items():
        for name, say in says.items():
            said = (say(found[at]) if at in found else None for at in readings.interpreters)
            yield Line((*own, name) if name else own, tuple(said))


def side_by_side(
    readings: Readings, cells: Iterable[Cell], title: Callable[[Cell], str], say: Say
) -> Iterator[Table | None]:
    """A column a quantity, a line each strategy and number of workers.

    A table for each interpreter and each of the titles that the cells have.
    """
    tables: dict[str, list[Cell]] = {}
    for cell in cells:
        tables.setdefault(f"{title(cell)} on {cell.interpreter}".strip(), []).append(cell)
    for caption, own in tables.items():
        quantities = list(dict.fromkeys(cell.quantity for cell in own))
        lines = (
            Line(
                (cell.strategy, str(cell.workers)),
                tuple(say(readings.like(cell, quantity=name) or cell) for name in quantities),
            )
            for cell in own
            if cell.quantity == quantities[0]
        )
        yield table(caption, ("strategy", "w"), quantities, lines)


def naming(cells: Iterable[Cell], *without: str) -> Callable[[Cell], str]:
    """What tells the parameters of these cells, of one workload, apart: as few as do."""
    known = [cell.parameters for cell in cells]
    every = dict.fromkeys(name for parameters in known for name in parameters)
    left_out = {
        *without,
        *(name for name in every if len({parameters.get(name) for parameters in known}) == 1),
    }
    count = len({words(parameters, *left_out) for parameters in known})
    for name in AMOUNTS:
        if len({words(parameters, *left_out, name) for parameters in known}) == count:
            left_out.add(name)
    return lambda cell: words(cell.parameters, *left_out)


def by_workload(cells: Iterable[Cell]) -> Callable[[Cell], tuple[str, ...]]:
    """Labels: the workload (with what tells its groups apart), the strategy, the workers."""
    own: dict[str, list[Cell]] = {}
    for cell in cells:
        own.setdefault(cell.workload, []).append(cell)
    names = {workload: naming(some) for workload, some in own.items()}
    return lambda cell: (
        f"{cell.workload} {names[cell.workload](cell)}".rstrip(),
        cell.strategy,
        str(cell.workers),
    )
