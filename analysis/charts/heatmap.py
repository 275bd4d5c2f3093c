"""Strategies by interpreters, a panel a workload: who is how much faster than what you have.

Each strategy is shown at its best number of workers, coloured by log2 around 1x.
"""

import math
from collections.abc import Iterator, Sequence

from analysis.charts import sheets
from analysis.charts.chart import Chart
from analysis.charts.groups import batches, named
from analysis.charts.sheets import Line, Mosaic, fits, whole
from analysis.charts.telling import finding, names
from analysis.charts.tiles import BASELINE, Blank, Scale, Tile, planned, untold, workers
from analysis.estimate import Estimate
from analysis.figures import Figure, Form, Word
from analysis.render.words import number, ratio
from analysis.report import Entry, Group, Report
from analysis.speedups import SEQUENTIAL, Speedup
from analysis.summary import called

FURTHEST = 16  # times as fast, or as slow, has the last colour


def charts(report: Report) -> Iterator[Chart]:
    """The whole, and its parts where that is more than a slide; one base a picture."""
    shown = batches(report)
    alike = [group for group in shown if group.bases == shown[0].bases]
    if alike:
        mosaic = _mosaic(report, alike)
        found = whole("heatmap", mosaic)
        yield from found
        if not fits(mosaic):
            of = "heatmap" if found else ""
            for group, name in named(alike):
                yield from sheets.parts(f"heatmap-{name}", _mosaic(report, [group]), of)
    for group, name in named([group for group in shown if group.bases != shown[0].bases]):
        yield from sheets.charts(f"speedup-{name}", _mosaic(report, [group]))


def _mosaic(report: Report, groups: Sequence[Group]) -> Mosaic:
    """Of groups that have one base.

    Speedups are over the base, mostly `sequential`, of the reference build, or of the same
    interpreter where the plan names none.
    """
    strategies = list(dict.fromkeys(name for group in groups for name, _ in group.rows))
    bases = groups[0].bases
    if report.reference is None:
        strategies = [name for name in strategies if name not in bases]

    def fill(group: Group, interpreter: str, strategy: str) -> Tile | Blank:
        return _fill(group, interpreter, strategy, report.reference)

    def find(line: Line, rows: Sequence[str]) -> str:
        return _finding(line, rows, report.reference)

    base = " or ".join(bases) or SEQUENTIAL
    title = f"Speedup over {base} on {report.reference or 'the same interpreter'}"
    return Mosaic(
        groups=groups,
        strategies=strategies,
        fill=fill,
        scale=Scale(_limit(report, groups), _tick),
        title=title,
        heading=title if len(groups) > 1 else f"{title}: {groups[0].title.text}",
        subtitle="each strategy at its best number of workers (w); higher is faster",
        find=find,
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
    entry, gain = _best(group, interpreter, strategy, reference)
    if entry is None:
        return Blank()
    if gain is not None:
        undecided = gain.includes_one is not False
        below, text = workers(entry), f"{number(gain.value)}x"
        numbers = (
            ("speedup", Figure(gain, Form.RATIO)),
            ("workers", Word(str(entry.cell.workers))),
        )
        return Tile(text, below, math.log2(gain.value), undecided, numbers)
    if entry.speedup is None:
        return Blank(entry.status, entry.reason)
    base = interpreter == reference and strategy in group.bases
    return Blank(BASELINE if base else "no baseline")


def _best(
    group: Group, interpreter: str, strategy: str, reference: str | None
) -> tuple[Entry | None, Estimate | None]:
    """With its best number of workers."""
    entries = planned(group, interpreter, strategy)
    gains = [(entry, _gain(entry.speedup, reference)) for entry in entries]
    return max(gains, key=lambda one: one[1].value if one[1] else -1.0, default=(None, None))


def _gain(speedup: Speedup | None, reference: str | None) -> Estimate | None:
    if speedup is None:
        return None
    return speedup.own if reference is None else speedup.reference


def _tick(step: int) -> str:
    return f"{2**step}x" if step >= 0 else f"1/{2**-step}"


def _finding(line: Line, rows: Sequence[str], reference: str | None) -> str:
    blanks = untold(
        (strategy, label, _fill(group, label, strategy, reference))
        for group, labels in line
        for label in labels
        for strategy in rows
    )
    if len(line) == 1:
        return finding("", [], absent=blanks, none=_of_one(*line[0], rows, reference))
    return _of_many([group for group, _ in line], reference, blanks)


def _of_one(group: Group, labels: Sequence[str], rows: Sequence[str], reference: str | None) -> str:
    """The group's own sentence; on a part that has not the first, what is the most there."""
    first = group.answer.best.cell if group.answer and group.answer.best else None
    if first is None or (first.interpreter in labels and first.strategy in rows):
        return group.sentence
    found = [_best(group, label, strategy, reference) for label in labels for strategy in rows]
    gains = [(entry, gain) for entry, gain in found if entry and gain]
    if not gains:
        return f"{group.title.text}: no number here."
    entry, gain = max(gains, key=lambda one: one[1].value)
    who = called(entry.cell)
    return f"{group.title.text}: the most here is {ratio(gain)} by {who}; {called(first)} has more."


def _of_many(groups: Sequence[Group], reference: str | None, blanks: str) -> str:
    """Who is the fastest in which workloads, and where that cannot be told."""
    won: dict[str, list[str]] = {}
    for group in groups:
        if winner := group.winner:
            entry = group.entries[winner.interpreter, winner.strategy, winner.workers]
            gain = _gain(entry.speedup, reference)
            how = f"{group.title.text} {ratio(gain)}" if gain else group.title.text
            won.setdefault(f"{winner.strategy} on {winner.interpreter}", []).append(how)
    open_ = [group.title.text for group in groups if not group.winner]
    tied = f"No clear winner in {len(open_)} of {len(groups)} workloads ({names(open_)})."
    clauses = [f"{who} in {names(how)}" for who, how in won.items()]
    lead = f"{tied} " if open_ else ""
    lead += "Told from every other, the fastest: "
    return finding(lead, clauses, absent=blanks, none=tied)
