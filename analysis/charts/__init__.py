"""Charts: one file each, each a function of the report; `figures` names those of a report.

Those of each workload's first parameters and mode; what is counted has tables alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from matplotlib.figure import Figure

from analysis.charts.amounts import amounts
from analysis.charts.heatmap import heatmap
from analysis.charts.scaling import scaling
from analysis.charts.tiles import fits_a_slide
from analysis.report import Group, Report

MOST = 40  # groups that have charts; the tables have all of them


def figures(report: Report) -> Iterator[tuple[str, Figure]]:
    """The charts of a report, each under a name fit for a file; none too large for a screen."""
    for name, figure in _figures(report):
        if figure is not None:
            yield name, figure


def _figures(report: Report) -> Iterator[tuple[str, Figure | None]]:
    shown = [group for group in report.groups if group.measured()]
    batches = [group for group in shown if group.timed and group.title.first][:MOST]
    # One picture has one base: what the first group's is compared with.
    alike = [group for group in batches if group.bases == batches[0].bases]
    if alike:
        yield "heatmap", heatmap(report, alike)
    if alike and not fits_a_slide(alike):
        for group, name in _named(alike):
            yield f"heatmap-{name}", heatmap(report, [group])
    for group, name in _named([group for group in batches if group.bases != batches[0].bases]):
        yield f"speedup-{name}", heatmap(report, [group])
    for own in _quantities(shown):
        yield f"amounts-{_plain(own[0].workload)}", amounts(report, own)
    for group, name in _named([*batches, *(group for group in shown if group.weak)][:MOST]):
        if len({workers for _, workers in group.rows}) > 1:
            yield f"scaling-{name}", scaling(report, group)


def _quantities(groups: Iterable[Group]) -> Iterable[list[Group]]:
    """Those of each workload that can be better or worse."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        if group.title.first and not group.timed and group.unit != "integer":
            found.setdefault(group.workload, []).append(group)
    return list(found.values())[:MOST]


def _named(groups: Sequence[Group]) -> Iterator[tuple[Group, str]]:
    """Each with its title in letters, digits and dashes, different from the others'."""
    names: list[str] = []
    for group in groups:
        plain = _plain(group.title.text)
        options = (plain, *(f"{plain}-{number}" for number in range(2, len(groups) + 2)))
        names.append(next(name for name in options if name not in names))
    return zip(groups, names, strict=True)


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()[:60] or "group"
