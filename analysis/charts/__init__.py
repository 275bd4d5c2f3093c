"""Charts: one file each, each a function of the report; `figures` names those of a report."""

import re
from collections.abc import Iterator

from matplotlib.figure import Figure

from analysis.charts.heatmap import fits_a_slide, heatmap
from analysis.charts.scaling import scaling
from analysis.report import Report

MOST = 40  # groups that have charts; the tables have all of them


def figures(report: Report) -> Iterator[tuple[str, Figure]]:
    """The charts of a report, each under a name fit for a file; none too large for a screen."""
    for name, figure in _figures(report):
        if figure is not None:
            yield name, figure


def _figures(report: Report) -> Iterator[tuple[str, Figure | None]]:
    groups = [group for group in report.groups if group.measured()][:MOST]
    if not groups:
        return
    yield "heatmap", heatmap(report, groups)
    names = _names([group.title for group in groups])
    if not fits_a_slide(groups):
        for group, name in zip(groups, names, strict=True):
            yield f"heatmap-{name}", heatmap(report, [group])
    for group, name in zip(groups, names, strict=True):
        if len({workers for _, workers in group.rows}) > 1:
            yield f"scaling-{name}", scaling(report, group)


def _names(titles: list[str]) -> list[str]:
    """Each title in letters, digits and dashes, and different from the others."""
    names: list[str] = []
    for title in titles:
        plain = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-").lower()[:60] or "group"
        options = (plain, *(f"{plain}-{number}" for number in range(2, len(titles) + 2)))
        names.append(next(name for name in options if name not in names))
    return names
