"""Charts: one file each, each a function of the report; `figures` names those of a report.

They show times: what is in bytes or counted has tables alone.
"""

import re
from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure

from analysis.charts.heatmap import fits_a_slide, heatmap
from analysis.charts.scaling import scaling
from analysis.report import Group, Report

MOST = 40  # groups that have charts; the tables have all of them


def figures(report: Report) -> Iterator[tuple[str, Figure]]:
    """The charts of a report, each under a name fit for a file; none too large for a screen."""
    for name, figure in _figures(report):
        if figure is not None:
            yield name, figure


def _figures(report: Report) -> Iterator[tuple[str, Figure | None]]:
    times = [group for group in report.groups if group.measured() and group.unit == "second"]
    batches = [group for group in times if group.timed][:MOST]
    # One picture has one base: what the first group's is compared with.
    first = [one for one in batches if one.title.first and one.bases == batches[0].bases]
    if first:
        yield "heatmap", heatmap(report, first)
    if not fits_a_slide(first):
        yield from _each("heatmap", report, first)
    apart = [group for group in times if group.title.first and group not in first]
    yield from _each("quantity", report, apart[:MOST])
    wide = [group for group in batches if len({workers for _, workers in group.rows}) > 1]
    for group, name in zip(wide, _names(wide), strict=True):
        yield f"scaling-{name}", scaling(report, group)


def _each(
    kind: str, report: Report, groups: Sequence[Group]
) -> Iterator[tuple[str, Figure | None]]:
    for group, name in zip(groups, _names(groups), strict=True):
        yield f"{kind}-{name}", heatmap(report, [group])


def _names(groups: Sequence[Group]) -> list[str]:
    """Each title in letters, digits and dashes, and different from the others."""
    names: list[str] = []
    for group in groups:
        plain = re.sub(r"[^A-Za-z0-9]+", "-", group.title.text).strip("-").lower()[:60] or "group"
        options = (plain, *(f"{plain}-{number}" for number in range(2, len(groups) + 2)))
        names.append(next(name for name in options if name not in names))
    return names
