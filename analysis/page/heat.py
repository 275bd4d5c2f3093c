"""Strategies by interpreters, a table a workload, coloured by how much faster; and all in full."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.estimate import Estimate
from analysis.page.grids import Grid, Line, Place, of_group
from analysis.page.hero import sentence_of
from analysis.page.palette import shade
from analysis.render.choice import sweeps
from analysis.render.table import swept, table
from analysis.render.words import number
from analysis.report import Entry, Group, Report
from analysis.speedups import SEQUENTIAL, Speedup

FURTHEST = 16  # times as fast, or as slow, has the last colour
STATUS = {"missing": "not measured"}


@dataclass(frozen=True, slots=True)
class Workload:
    """A group: who wins, the colours, and every number behind them."""

    anchor: str
    title: str
    facts: tuple[str, ...]  # its parameters and mode
    sentence: str
    heat: Grid | None  # None where it has no speedups
    full: Grid


@dataclass(frozen=True, slots=True)
class Sweep:
    anchor: str
    title: str
    mode: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class Heat:
    base: str  # what speedups are over
    first: tuple[Workload, ...]  # the times of batches of each workload's first settings
    others: tuple[Workload, ...]  # quantities, and other parameters and modes
    sweeps: tuple[Sweep, ...]


def heat(
    report: Report, anchors: Mapping[str, str], cells: Mapping[str, str], by: Sequence[str]
) -> Heat:
    """`anchors` of groups by name, `cells` of cells by key, `by` of sweeps in their order."""
    first = [one for one in report.groups if one.timed and one.title.first]
    rest = [one for one in report.groups if one not in first]
    return Heat(
        base=report.reference or "the same interpreter",
        first=tuple(_workload(one, report, anchors, cells) for one in first),
        others=tuple(_workload(one, report, anchors, cells) for one in rest),
        sweeps=tuple(
            Sweep(anchor, title, own[0].mode, of_group(swept(own, report.reference), title))
            for anchor, (title, own) in zip(by, sweeps(report.groups), strict=True)
        ),
    )


def _workload(
    group: Group, report: Report, anchors: Mapping[str, str], cells: Mapping[str, str]
) -> Workload:
    content = table(group, report.reference)
    full = of_group(content, f"{group.title.text}: every number of workers")
    return Workload(
        anchor=anchors[group.name],
        title=group.title.text,
        facts=tuple(filter(None, (group.parameters, group.mode))),
        sentence=sentence_of(group.sentence.removeprefix(f"{group.title.text}:").strip()),
        heat=_heat(group, report, cells) if group.timed and group.measured() else None,
        full=_linked(full, group, cells),
    )


def _linked(full: Grid, group: Group, cells: Mapping[str, str]) -> Grid:
    """The strategies' places lead to their cells; rows that stand for several lead nowhere."""
    lines = []
    for line in full.lines:
        strategy, workers = line.labels[:2]
        places = []
        for name, place in zip(full.columns, line.places, strict=True):
            entry = workers.isdigit() and group.entries.get((name, strategy, int(workers)))
            href = cells[entry.cell.of("").key] if entry else ""
            places.append(place and Place(place.main, place.below, place.looks, href, place.note))
        lines.append(Line(line.labels, tuple(places)))
    return Grid(full.caption, full.heads, full.columns, tuple(lines), full.notes)


def _heat(group: Group, report: Report, cells: Mapping[str, str]) -> Grid:
    limit = _limit(group, report)
    strategies = list(dict.fromkeys(name for name, _ in group.rows))
    notes: dict[str, int] = {}
    lines = [
        Line(
            (strategy,),
            tuple(
                _place(group, label, strategy, report.reference, limit, cells, notes)
                for label in group.interpreters
            ),
        )
        for strategy in strategies
    ]
    base = " or ".join(group.bases) or SEQUENTIAL
    return Grid(
        caption=f"Speedup over {base} on {report.reference or 'the same interpreter'}, each "
        "strategy at its best number of workers",
        heads=("strategy",),
        columns=group.interpreters,
        lines=tuple(lines),
        notes=tuple(f"({at}) {reason}" for reason, at in notes.items()),
    )


def _place(
    group: Group,
    label: str,
    strategy: str,
    reference: str | None,
    limit: float,
    cells: Mapping[str, str],
    notes: dict[str, int],
) -> Place | None:
    entries = [
        group.entries[label, name, workers]
        for name, workers in group.rows
        if name == strategy and (label, name, workers) in group.entries
    ]
    if not entries:
        return None
    gains = [(gain, one) for one in entries if (gain := _gain(one.speedup, reference))]
    if not gains:
        return _without(entries[0], cells, notes)
    gain, entry = max(gains, key=lambda one: one[0].value)
    undecided = gain.includes_one is not False
    looks = f"shade{shade(math.log2(gain.value), limit)}" + (" maybe" if undecided else "")
    workers = "" if strategy == SEQUENTIAL else f"w={entry.cell.workers}"
    text = f"{number(gain.value)}x" + (" ?" if undecided else "")
    return Place(text, workers, looks, cells[entry.cell.of("").key])


def _without(entry: Entry, cells: Mapping[str, str], notes: dict[str, int]) -> Place:
    href = cells[entry.cell.of("").key]
    if entry.speedup is not None:
        return Place("1x", "baseline", f"shade{shade(0, 1)}", href)
    note = notes.setdefault(entry.reason, len(notes) + 1) if entry.reason else 0
    return Place(STATUS.get(entry.status, entry.status), looks="absent", href=href, note=note)


def _gain(speedup: Speedup | None, reference: str | None) -> Estimate | None:
    if speedup is None:
        return None
    return speedup.own if reference is None else speedup.reference


def _limit(group: Group, report: Report) -> float:
    """Shades up to what all cores give, or to the most where that goes far beyond them."""
    cores = math.log2(min(max(report.cores, 2), FURTHEST))
    gains = [
        gain.value
        for entry in group.entries.values()
        if (gain := _gain(entry.speedup, report.reference))
    ]
    found = math.log2(max(gains, default=1.0))
    return min(math.log2(FURTHEST), math.ceil(found)) if found > cores + 1 else cores
