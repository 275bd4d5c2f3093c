"""Charts: one file each, each a function of the report; `CHARTS` names those of a report.

Those of each workload's first parameters and mode; what is counted has tables alone.
"""

from collections.abc import Callable, Iterator

from matplotlib.figure import Figure

from analysis.charts import amounts, heatmap, scaling
from analysis.charts.style import LIGHT, Style
from analysis.report import Report

# Of a report in a style: figures, each under a name fit for a file; none where nothing was
# measured for it.
Pictures = Callable[[Report, Style], Iterator[tuple[str, Figure]]]

CHARTS: tuple[Pictures, ...] = (
    heatmap.pictures,
    amounts.pictures,
    scaling.pictures,
)


def figures(report: Report, style: Style = LIGHT) -> Iterator[tuple[str, Figure]]:
    """The charts of a report, each under a name fit for a file; none too large for a screen."""
    for pictures in CHARTS:
        yield from pictures(report, style)
