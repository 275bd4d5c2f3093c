"""The garbage collector: what a batch takes without it, over what it takes with it."""

from analysis.figures import Section, section, table
from analysis.overhead.lines import across, by_workload
from analysis.overhead.readings import Readings


def collector(readings: Readings) -> Section | None:
    """gc=off over gc=on of the same cell, which is in another group of the same blocks."""
    cells = [cell for cell in readings.timed if cell.mode.get("gc") == "off"]
    return section(
        "Garbage collector",
        "Times as long with the collector off (gc=off) as with it on (gc=on).",
        [
            table(
                "",
                ("workload", "strategy", "w"),
                readings.interpreters,
                across(
                    readings,
                    cells,
                    by_workload(cells),
                    {"": lambda cell: readings.ratio(cell, readings.like(cell, mode={"gc": "on"}))},
                ),
            )
        ],
    )
