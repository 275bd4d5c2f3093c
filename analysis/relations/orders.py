"""The order of the strategies of a group on one interpreter, and what more workers gain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from analysis.relations.pairs import Pair, related
from analysis.relations.relation import Agreement, Kind, Relation
from analysis.relations.side import Side
from analysis.report import Entry, Group
from record import Cell

Known = Mapping[str, Entry]  # by the key of a reading: those that have numbers


@dataclass(frozen=True, slots=True)
class Order:
    """Strategies from the best to the worst.

    Each with the number of workers that was its best in the original, of those that both have.
    """

    title: str
    interpreter: str
    there: tuple[str, ...]
    here: tuple[str, ...]
    pairs: tuple[Relation, ...]

    @property
    def flipped(self) -> tuple[Relation, ...]:
        """The pairs that both runs decide, and not alike."""
        return tuple(one for one in self.pairs if one.agreement is Agreement.DISAGREE)


def measured(side: Side) -> dict[str, Entry]:
    """The readings of its groups that have numbers, by key."""
    return {entry.cell.key: entry for group in side.report.groups for entry in group.measured()}


def common(group: Group, here: Known) -> dict[str, list[Entry]]:
    """Its entries that both runs have measured, by interpreter."""
    found: dict[str, list[Entry]] = {}
    for entry in group.measured():
        if entry.cell.key in here:
            found.setdefault(entry.cell.interpreter, []).append(entry)
    return found


def orders(there: Side, here: Side, known: Known, margin: float) -> tuple[Order, ...]:
    """Of each group and interpreter with at least two strategies in both runs."""
    places: list[tuple[str, str, list[Entry]]] = []
    for group in there.report.groups:
        if group.unit == "integer":
            continue  # nothing says whether many are good
        for interpreter, entries in common(group, known).items():
            best = _best(group, entries)
            if len(best) > 1:
                places.append((group.title.text, interpreter, best))
    pairs: list[Pair] = [
        (title, first.cell, second.cell, first.unit)
        for title, _, best in places
        for first, second in combinations(best, 2)
    ]
    relations = iter(related(Kind.ORDER, pairs, there, here, margin))
    return tuple(
        Order(
            title,
            interpreter,
            _names(best),
            _names(sorted(best, key=lambda entry: _value(known[entry.cell.key]))),
            tuple(next(relations) for _ in combinations(best, 2)),
        )
        for title, interpreter, best in places
    )


def steps(there: Side, here: Side, known: Known, margin: float) -> tuple[Relation, ...]:
    """From each number of workers to the next that both runs have, of batches' times alone."""
    pairs = list(_steps(there, known))
    return related(Kind.WORKERS, pairs, there, here, margin)


def _steps(there: Side, known: Known) -> Iterator[Pair]:
    for group in there.report.groups:
        if not group.timed:
            continue
        for entries in common(group, known).values():
            sweeps: dict[str, list[Cell]] = {}
            for entry in entries:
                sweeps.setdefault(entry.cell.strategy, []).append(entry.cell)
            for cells in sweeps.values():
                ordered = sorted(cells, key=lambda cell: cell.workers)
                for fewer, more in pairwise(ordered):
                    yield group.title.text, more, fewer, group.unit


def _best(group: Group, entries: Sequence[Entry]) -> list[Entry]:
    """Of each strategy the best, the best first; of what grows with them, with most workers."""
    if not group.timed:
        most = max(entry.cell.workers for entry in entries)
        entries = [entry for entry in entries if entry.cell.workers == most]
    best: dict[str, Entry] = {}
    for entry in sorted(entries, key=_value):
        best.setdefault(entry.cell.strategy, entry)
    return list(best.values())


def _value(entry: Entry) -> float:
    assert entry.speedup is not None
    return entry.speedup.value.value


def _names(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(entry.cell.strategy for entry in entries)
