"""Strategies by interpreters, a table a workload, coloured by how much faster; and all in full."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from analysis.estimate import Estimate
from analysis.page.grids import Grid, Line, Place, of_group
from analysis.page.hero import sentence_of
from analysis.page.palette import shade
from analysis.render.choice import leading, sweeps
from analysis.render.table import swept, table
from analysis.render.words import number
from analysis.report import Entry, Group, Report
from analysis.speedups import SEQUENTIAL, Speedup
from record import Cell

PLACES = 4000  # of all tables together: a browser takes seconds for as many
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
    full: Grid | None  # None where the page has no room for it


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
    left_out: int  # tables that the page has no room for


def heat(
    report: Report, anchors: Mapping[str, str], cells: Mapping[str, str], by: Sequence[str]
) -> Heat:
    """`anchors` of groups by name, `cells` of cells by key, `by` of sweeps in their order."""
    first = _first(report)
    names = {one.name for one in first}
    others = [one for one in report.groups if one.name not in names]
    room = _Room(PLACES)
    # What is linked to is here in any case, with its table or without.
    whole = {one.name for one in (*first, *leading(others)) if room.takes(one)}
    several = [
        (anchor, title, own)
        for anchor, (title, own) in zip(by, sweeps(report.groups), strict=True)
        if room.takes(*own)
    ]
    whole |= {one.name for one in others if not one.title.first and room.takes(one)}

    def told(one: Group) -> Workload:
        return _workload(one, report, anchors, cells, whole=one.name in whole)

    return Heat(
        base=report.reference or "the same interpreter",
        first=tuple(map(told, first)),
        others=tuple(told(one) for one in others if one.title.first or one.name in whole),
        sweeps=tuple(
            Sweep(anchor, title, own[0].mode, of_group(swept(own, report.reference), title))
            for anchor, title, own in several
        ),
        left_out=room.refused,
    )


def best(report: Report) -> Iterator[Cell]:
    """The cells that the coloured places are of."""
    for group in _first(report):
        for label, strategy in product(group.interpreters, _names(group)):
            if found := _best(group, label, strategy, report.reference):
                yield found[1].cell


def _first(report: Report) -> list[Group]:
    return [one for one in report.groups if one.timed and one.title.first]


@dataclass
class _Room:
    """What is left of it for tables, and how many found none."""

    left: int
    refused: int = 0

    def takes(self, *groups: Group) -> bool:
        """Whether a table of these fits; then it is taken."""
        places = sum(len(one.rows) * len(one.interpreters) for one in groups)
        fits = places <= self.left
        self.left -= places if fits else 0
        self.refused += not fits
        return fits


def _workload(
    group: Group,
    report: Report,
    anchors: Mapping[str, str],
    cells: Mapping[str, str],
    *,
    whole: bool,
) -> Workload:
    return Workload(
        anchor=anchors[group.name],
        title=group.title.text,
        facts=tuple(filter(None, (group.parameters, group.mode))),
        sentence=sentence_of(group.sentence.removeprefix(f"{group.title.text}:").strip()),
        heat=_heat(group, report, cells) if group.timed and group.measured() else None,
        full=_full(group, report, cells) if whole else None,
    )


def _full(group: Group, report: Report, cells: Mapping[str, str]) -> Grid:
    caption = f"{group.title.text}: every number of workers"
    return _linked(of_group(table(group, report.reference), caption), group, cells)


def _linked(full: Grid, group: Group, cells: Mapping[str, str]) -> Grid:
    """The strategies' places lead to their cells; rows that stand for several lead nowhere."""
    lines = []
    for line in full.lines:
        strategy, workers = line.labels[:2]
        places = []
        for name, place in zip(full.columns, line.places, strict=True):
            entry = workers.isdigit() and group.entries.get((name, strategy, int(workers)))
            href = cells.get(entry.cell.of("").key, "") if entry else ""
            places.append(place and Place(place.main, place.below, place.looks, href, place.note))
        lines.append(Line(line.labels, tuple(places)))
    return Grid(full.caption, full.heads, full.columns, tuple(lines), full.notes)


def _heat(group: Group, report: Report, cells: Mapping[str, str]) -> Grid:
    limit = _limit(group, report)
    strategies = _names(group)
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
    found = _best(group, label, strategy, reference)
    if found is None:
        return None
    gain, entry = found
    if gain is None:
        return _without(entry, cells, notes)
    undecided = gain.includes_one is not False
    looks = f"shade{shade(math.log2(gain.value), limit)}" + (" maybe" if undecided else "")
    workers = "" if strategy == SEQUENTIAL else f"w={entry.cell.workers}"
    text = f"{number(gain.value)}x" + (" ?" if undecided else "")
    return Place(text, workers, looks, cells.get(entry.cell.of("").key, ""))


def _names(group: Group) -> list[str]:
    return list(dict.fromkeys(strategy for strategy, _ in group.rows))


def _best(
    group: Group, label: str, strategy: str, reference: str | None
) -> tuple[Estimate | None, Entry] | None:
    """With its number of workers that gains most; without a gain the first; None: not planned."""
    entries = [
        group.entries[label, name, workers]
        for name, workers in group.rows
        if name == strategy and (label, name, workers) in group.entries
    ]
    gains = [(gain, one) for one in entries if (gain := _gain(one.speedup, reference))]
    if gains:
        return max(gains, key=lambda one: one[0].value)
    return (None, entries[0]) if entries else None


def _without(entry: Entry, cells: Mapping[str, str], notes: dict[str, int]) -> Place:
    href = cells.get(entry.cell.of("").key, "")
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
