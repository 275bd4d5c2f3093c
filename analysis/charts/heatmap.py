"""Strategies by interpreters, a panel a workload: who is how much faster than what you have.

Each strategy is shown at its best number of workers, coloured by log2 around 1x.
"""

import math
from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure

from analysis.charts import sheets
from analysis.charts.groups import Picture, batches, drawn, named
from analysis.charts.sheets import Table, fits, whole
from analysis.charts.style import LIGHT, Style
from analysis.charts.tiles import BASELINE, Blank, Scale, Tile, planned, workers
from analysis.estimate import Estimate
from analysis.render.words import number
from analysis.report import Group, Report
from analysis.speedups import SEQUENTIAL, Speedup

FURTHEST = 16  # times as fast, or as slow, has the last colour


def pictures(report: Report, style: Style) -> Iterator[Picture]:
    """The whole, and its parts where that is more than a slide; one base a picture."""
    return drawn(_pictures(report, style))


def _pictures(report: Report, style: Style) -> Iterator[tuple[str, Figure | None]]:
    shown = batches(report)
    alike = [group for group in shown if group.bases == shown[0].bases]
    if alike:
        table = _table(report, alike, style)
        yield "heatmap", whole(table)
        if not fits(table):
            for group, name in named(alike):
                yield from sheets.parts(f"heatmap-{name}", _table(report, [group], style))
    for group, name in named([group for group in shown if group.bases != shown[0].bases]):
        yield from sheets.pictures(f"speedup-{name}", _table(report, [group], style))


def heatmap(
    report: Report, groups: Sequence[Group] | None = None, style: Style = LIGHT
) -> Figure | None:
    """One panel for each of `groups`, which have one base (None: all of the report's).

    Speedups are over the base, mostly `sequential`, of the reference build, or of the same
    interpreter where the plan names none. None where no screen could show it.
    """
    return whole(_table(report, report.groups if groups is None else groups, style))


def _table(report: Report, groups: Sequence[Group], style: Style) -> Table:
    strategies = list(dict.fromkeys(name for group in groups for name, _ in group.rows))
    bases = groups[0].bases
    if report.reference is None:
        strategies = [name for name in strategies if name not in bases]

    def fill(group: Group, interpreter: str, strategy: str) -> Tile | Blank:
        return _fill(group, interpreter, strategy, report.reference)

    base = " or ".join(bases) or SEQUENTIAL
    return Table(
        groups=groups,
        strategies=strategies,
        fill=fill,
        scale=Scale(_limit(report, groups), _tick),
        title=f"Speedup over {base} on {report.reference or 'the same interpreter'}",
        subtitle="each strategy at its best number of workers (w); higher is faster",
        style=style,
    )


def _limit(report: Report, groups: Sequence[Group]) -> float:
    """Shades up to what all cores give; further for a group alone that goes far beyond it.

    What waits does: its strategies would all have one colour.
    """
    cores = math.log2(min(max(report.cores, 2), FURTHEST))
    gains = [
        gain.value
        for group in groups
        for entry in group.entries.values()
        if (gain := _gain(entry.speedup, report.reference))
    ]
    found = math.log2(max(gains, default=1.0))
    beyond = len(groups) == 1 and found > cores + 1
    return min(math.log2(FURTHEST), math.ceil(found)) if beyond else cores


def _fill(group: Group, interpreter: str, strategy: str, reference: str | None) -> Tile | Blank:
    entries = planned(group, interpreter, strategy)
    gains = [(entry, _gain(entry.speedup, reference)) for entry in entries]
    entry, gain = max(gains, key=lambda one: one[1].value if one[1] else -1.0, default=(None, None))
    if entry is None:
        return Blank()
    if gain is not None:
        undecided = gain.includes_one is not False
        return Tile(f"{number(gain.value)}x", workers(entry), math.log2(gain.value), undecided)
    if entry.speedup is None:
        return Blank(entry.status, entry.reason)
    base = interpreter == reference and strategy in group.bases
    return Blank(BASELINE if base else "no baseline")


def _gain(speedup: Speedup | None, reference: str | None) -> Estimate | None:
    if speedup is None:
        return None
    return speedup.own if reference is None else speedup.reference


def _tick(step: int) -> str:
    return f"{2**step}x" if step >= 0 else f"1/{2**-step}"
