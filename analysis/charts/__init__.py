"""Charts: one file each, each a function of the report; `CHARTS` names those of a report.

Those of each workload's first parameters and mode; what is counted has tables alone.
"""

from collections.abc import Callable, Iterator

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
from analysis.charts.chart import Chart
from analysis.report import Report

# Of a report: none where nothing was measured for it.
Charts = Callable[[Report], Iterator[Chart]]

CHARTS: tuple[Charts, ...] = (
    heatmap.charts,
    amounts.charts,
    scaling.charts,
    entry.charts,
    breakeven.charts,
    memory.charts,
    contention.charts,
    transfer.charts,
    forest.charts,
)


def charts(report: Report) -> Iterator[Chart]:
    """All that a report has, none too large for a screen; nothing is drawn yet."""
    for own in CHARTS:
        yield from own(report)
