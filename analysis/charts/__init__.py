"""Charts: one file each, each a function of the report; `CHARTS` names those of a report.

Those of each workload's first parameters and mode; what is counted has tables alone.
"""

from collections.abc import Callable, Iterator

from matplotlib.figure import Figure

from analysis.charts import (
    amounts,
    breakeven,
    contention,
    entry,
    forest,
    heatmap,
    memory,
    scaling,
    transfer,
)
from analysis.charts.style import LIGHT, Style
from analysis.report import Report

# Of a report in a style: figures, each under a name fit for a file; none where nothing was
# measured for it.
Pictures = Callable[[Report, Style], Iterator[tuple[str, Figure]]]

CHARTS: tuple[Pictures, ...] = (
    heatmap.pictures,
    amounts.pictures,
    scaling.pictures,
    entry.pictures,
    breakeven.pictures,
    memory.pictures,
    contention.pictures,
    transfer.pictures,
    forest.pictures,
)


def figures(report: Report, style: Style = LIGHT) -> Iterator[tuple[str, Figure]]:
    """The charts of a report, each under a name fit for a file; none too large for a screen."""
    for pictures in CHARTS:
        yield from pictures(report, style)
