"""Weak scaling beside strong: the work grows with the workers, or stays the same."""

from analysis.figures import Said, Section, section, table
from analysis.overhead.lines import across, by_workload
from analysis.overhead.readings import SEQUENTIAL, Readings
from record import Cell


def weak_and_strong(readings: Readings) -> Section | None:
    """Speedup and efficiency of each strategy that is measured with weak scaling, both ways.

    With as many workers as have a core each, or the fewest there are.
    """
    weakly = [
        cell
        for cell in readings.timed
        if cell.mode.get("scaling") == "weak" and cell.strategy != SEQUENTIAL
    ]
    cells = _widest(weakly, readings.cores)

    def strong(cell: Cell) -> Said:
        other = readings.like(cell, mode={"scaling": "strong"})
        return None if other is None else readings.speedup(other)

    return section(
        "Weak and strong scaling",
        f"Strong: the same work for any number of workers; speedup over {SEQUENTIAL}. Weak: w "
        f"times the work for w workers; scaled speedup, w x time of {SEQUENTIAL} / time of the "
        "cell (Gustafson 1988). Efficiency: either by the cores that the workers can have.",
        [
            table(
                "",
                ("workload", "strategy", "w", "scaling"),
                readings.interpreters,
                across(
                    readings,
                    cells,
                    by_workload(cells),
                    {
                        "strong": strong,
                        "weak": readings.speedup,
                        "strong, efficiency": lambda cell: readings.efficiency(
                            strong(cell), cell.workers
                        ),
                        "weak, efficiency": lambda cell: readings.efficiency(
                            readings.speedup(cell), cell.workers
                        ),
                    },
                ),
            )
        ],
    )


def _widest(cells: list[Cell], cores: int) -> list[Cell]:
    """Of each strategy, the cells with the most workers that have a core each, or the fewest."""
    widths: dict[tuple[str, str], set[int]] = {}
    for cell in cells:
        widths.setdefault((cell.group, cell.strategy), set()).add(cell.workers)
    chosen = {
        place: max((workers for workers in own if workers <= cores), default=min(own))
        for place, own in widths.items()
    }
    return [cell for cell in cells if cell.workers == chosen[cell.group, cell.strategy]]
