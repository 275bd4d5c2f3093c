"""What a workload's quantities come to, a panel each: in their own units, times and bytes.

Strategies by interpreters, each with the most workers, for most of it grows with them.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

from matplotlib.figure import Figure

from analysis.charts import sheets
from analysis.charts.groups import MOST, Picture, drawn, filename, measured
from analysis.charts.sheets import Table
from analysis.charts.style import LIGHT, Style
from analysis.charts.tiles import Blank, Scale, Tile, planned, workers
from analysis.overhead.transfer import WORKLOAD
from analysis.render.words import scaled
from analysis.report import Entry, Group, Report

WIDEST = 4.0  # shades: 16 times as much


def pictures(report: Report, style: Style) -> Iterator[Picture]:
    """One a workload, and its parts where that is more than a slide."""
    for own in _quantities(measured(report)):
        name = f"amounts-{filename(own[0].workload)}"
        yield from drawn(sheets.pictures(name, _table(report, own, style)))


def amounts(report: Report, groups: Sequence[Group], style: Style = LIGHT) -> Figure | None:
    """One panel for each of these groups of one workload; coloured by their ratios to the base.

    None where no screen could show it.
    """
    return sheets.whole(_table(report, groups, style))


def _table(report: Report, groups: Sequence[Group], style: Style) -> Table:
    base = " or ".join(dict.fromkeys(one for group in groups for one in group.bases))
    against = f"; colour: times as much as {base} on {report.reference or 'its own'}"
    return Table(
        groups=groups,
        strategies=list(dict.fromkeys(name for group in groups for name, _ in group.rows)),
        fill=_fill,
        scale=Scale(WIDEST, _tick, size=16),
        title=f"{groups[0].workload}: {', '.join(group.quantity for group in groups)}",
        subtitle="with the most workers (w); lower is better" + (against if base else ""),
        style=style,
    )


def _quantities(groups: Iterable[Group]) -> list[list[Group]]:
    """Those of each workload that can be better or worse; not of transfers.

    Of these the first parameters, a byte, say nothing: they have charts by size and by kind.
    """
    found: dict[str, list[Group]] = {}
    for group in groups:
        counted = group.timed or group.unit == "integer"
        if group.title.first and not counted and group.workload != WORKLOAD:
            found.setdefault(group.workload, []).append(group)
    return list(found.values())[:MOST]


def _fill(group: Group, interpreter: str, strategy: str) -> Tile | Blank:
    entries = planned(group, interpreter, strategy)
    if not entries:
        return Blank()
    entry = max(entries, key=lambda one: (one.speedup is not None, one.cell.workers))
    if entry.speedup is None:
        return Blank(entry.status, entry.reason)
    text = scaled(entry.speedup.value.value, group.unit)
    shade, undecided = _shade(entry)
    return Tile(text, workers(entry), shade, undecided)


def _shade(entry: Entry) -> tuple[float, bool]:
    """Of the ratio to the reference's base: more is worse. Of that itself, nothing."""
    found = entry.speedup and (entry.speedup.reference or entry.speedup.own)
    if not found:
        return 0.0, False
    log = math.log2(found.value)
    return log if entry.unit == "second" else -log, found.includes_one is not False


def _tick(step: int) -> str:
    return f"{2**-step}x" if step <= 0 else f"1/{2**step}"
