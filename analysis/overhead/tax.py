"""Taxes: what one lane costs over none, and what a free-threaded build costs and gains."""

from collections.abc import Iterator

from analysis.figures import Line, Said, Section, Table, section, table
from analysis.overhead.lines import across
from analysis.overhead.readings import SEQUENTIAL, Readings, usual
from record import Build, Cell

# Workloads with tables of their own, where time says something else.
APART = ("granularity", "shared_read", "shared_write", "lock", "counter", "pipeline")
FORCED = "+gil"  # a label with it is the same binary with the GIL switched on
THREADS = "threads"


def lane_tax(readings: Readings) -> Section | None:
    """Time of one worker of each strategy over that of `sequential`, same interpreter."""
    return section(
        "Single-lane tax",
        f"Times as long with one worker as with {SEQUENTIAL} on the same interpreter.",
        [
            table(
                "",
                ("strategy", "workload"),
                readings.interpreters,
                across(
                    readings,
                    single_lanes(readings),
                    lambda cell: (cell.strategy, cell.workload),
                    {"": lambda cell: tax(readings, cell)},
                ),
            )
        ],
    )


def single_lanes(readings: Readings) -> list[Cell]:
    """The cells whose one worker may cost something, those of a strategy together."""
    cells = [
        cell for cell in computing(readings) if cell.workers == 1 and cell.strategy != SEQUENTIAL
    ]
    strategies = list(dict.fromkeys(cell.strategy for cell in cells))
    return sorted(cells, key=lambda cell: strategies.index(cell.strategy))


def tax(readings: Readings, cell: Cell) -> Said:
    """Times as long as `sequential` on the same interpreter."""
    return readings.contrast(cell, readings.sequential(cell))


def build_tax(readings: Readings) -> Section | None:
    """The cost of a free-threaded build apart from what it gains when its GIL is off.

    Of builds that are measured both ways; both at once is what every group's table tells.
    """
    builds, known = readings.plan.builds, readings.interpreters
    free = [name for name in known if not builds[name].gil and name + FORCED in known]
    return section(
        "Build tax",
        "Times as long on the first build as on the second. A label with +gil is the same binary "
        "with its GIL on: that over the other build is what the build costs, GIL off over GIL on "
        "what switching it off costs (above 1x) or gains (below), and both are multiplied in the "
        "last column.",
        [_of_build(readings, label) for label in free],
    )


def computing(readings: Readings) -> list[Cell]:
    """The cells of one group of each workload that computes: the first with the usual settings."""
    groups: dict[str, str] = {}
    kinds = readings.plan.kinds
    for cell in readings.cells:
        plain = not cell.quantity and usual(cell) and cell.workload not in APART
        if plain and kinds[cell.workload] != "wait":
            groups.setdefault(cell.workload, cell.group)
    return [cell for cell in readings.cells if groups.get(cell.workload) == cell.group]


def gil_twin(readings: Readings, label: str) -> str | None:
    """The GIL build that a free-threaded one is held against: of its version, or the reference."""
    builds, reference = readings.plan.builds, readings.plan.reference
    same = [
        name
        for name, build in builds.items()
        if not build.free_threaded and _minor(build) == _minor(builds[label])
    ]
    return reference if reference in same or not same else same[0]


def _of_build(readings: Readings, label: str) -> Table | None:
    twin, forced = gil_twin(readings, label), label + FORCED
    known = readings.interpreters
    pairs = [
        (one, other)
        for one, other in ((forced, twin), (label, forced), (label, twin))
        if one in known and other in known and other is not None
    ]
    return table(
        "",
        ("workload", "strategy", "w"),
        [f"{one} / {other}" for one, other in pairs],
        _lines(readings, label, pairs) if pairs else (),
    )


def _lines(readings: Readings, label: str, pairs: list[tuple[str, str]]) -> Iterator[Line]:
    cells = [cell for cell in computing(readings) if cell.interpreter == label]
    most = {
        cell.workload: max(one.workers for one in cells if one.workload == cell.workload)
        for cell in cells
        if cell.strategy == THREADS
    }
    for cell in cells:
        if cell.strategy == SEQUENTIAL or (
            cell.strategy == THREADS and cell.workers == most[cell.workload]
        ):
            yield Line(
                (cell.workload, cell.strategy, str(cell.workers)),
                tuple(
                    readings.contrast(
                        readings.like(cell, interpreter=one), readings.like(cell, interpreter=other)
                    )
                    for one, other in pairs
                ),
            )


def _minor(build: Build) -> list[str]:
    return build.version.split(".")[:2]
