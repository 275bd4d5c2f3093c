"""What a workload's quantities come to, a panel each: in their own units, times and bytes.

Strategies by interpreters, each with the most workers, for most of it grows with them.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

from analysis.charts import sheets
from analysis.charts.chart import Chart
from analysis.charts.groups import MOST, filename, measured
from analysis.charts.sheets import Line, Mosaic
from analysis.charts.telling import LONGEST, told
from analysis.charts.tiles import Blank, Scale, Tile, planned, untold, workers
from analysis.estimate import Ratio
from analysis.figures import Figure, Form, Place, Word
from analysis.overhead.transfer import WORKLOAD
from analysis.render.words import scaled
from analysis.report import Entry, Group, Report
from record.text import plain

WIDEST = 4.0  # shades: 16 times as much
FORMS = {"second": Form.SECONDS, "byte": Form.BYTES}


def charts(report: Report) -> Iterator[Chart]:
    """One a workload, and its parts where that is more than a slide."""
    for own in _quantities(measured(report)):
        yield from sheets.charts(f"amounts-{filename(own[0].workload)}", _mosaic(report, own))


def _mosaic(report: Report, groups: Sequence[Group]) -> Mosaic:
    """One panel for each of these groups of one workload; coloured by their ratios to the base."""
    base = " or ".join(dict.fromkeys(one for group in groups for one in group.bases))
    against = f"; colour: times as much as {base} on {report.reference or 'its own'}"
    title = f"{groups[0].workload}: {', '.join(group.quantity for group in groups)}"
    return Mosaic(
        groups=groups,
        strategies=list(dict.fromkeys(name for group in groups for name, _ in group.rows)),
        fill=_fill,
        scale=Scale(WIDEST, _tick, size=16),
        title=title,
        heading=title,
        subtitle="with the most workers (w); lower is better" + (against if base else ""),
        find=_finding,
    )


def _finding(line: Line, rows: Sequence[str]) -> str:
    """The sentences of the groups, as far as there is room: they are of the most workers, too."""
    blanks = untold(
        (strategy, label, _fill(group, label, strategy))
        for group, labels in line
        for label in labels
        for strategy in rows
    )
    said = list(dict.fromkeys(plain(group.sentence) for group, _ in line))
    found = told(*said, room=LONGEST - len(blanks) - 40)
    left = [one for one in said if one not in found]
    return told(found, f"The tables have {len(left)} more." if left else "", blanks)


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
    numbers: list[tuple[str, Place]] = [("value", Figure(entry.speedup.value, FORMS[group.unit]))]
    shade, undecided = 0.0, False  # of the base itself
    if found := _against_base(entry):
        log = math.log2(found.value)
        timed = entry.unit == "second"
        shade, undecided = (log if timed else -log), found.includes_one is not False
        numbers.append(("speedup" if timed else "times as much", Figure(found, Form.RATIO)))
    numbers.append(("workers", Word(str(entry.cell.workers))))
    return Tile(text, workers(entry), shade, undecided, tuple(numbers))


def _against_base(entry: Entry) -> Ratio | None:
    """The ratio to the reference's base, or to its own."""
    return (entry.speedup.reference or entry.speedup.own) if entry.speedup else None


def _tick(step: int) -> str:
    return f"{2**-step}x" if step <= 0 else f"1/{2**step}"
