"""The answer in short: for each kind of work what to choose where, and how much faster that is."""

from collections.abc import Collection, Iterable, Sequence

from analysis.framework.choice import Outcome
from analysis.framework.model import Advice, Answer, Headline, Pick, Row
from analysis.framework.traits import Demand
from analysis.framework.tree import advice
from analysis.framework.works import Kind
from analysis.overhead.tax import FORCED

# What tells most comes first; the length of a task is told by where an answer changes.
KINDS = (Kind.WAITS, Kind.MIXED, Kind.KEEPS, Kind.RELEASES, Kind.SHARES)


def headlines(
    rows: Sequence[Row], interpreters: Sequence[str], free: Collection[str]
) -> tuple[Headline, ...]:
    """Of the kinds of work that were measured. `free` are interpreters without a GIL.

    One with its GIL switched on is measured for its tax, and no choice.
    """
    labels = [label for label in interpreters if not label.endswith(FORCED)]
    pools = [[one for one in labels if (one in free) is without] for without in (False, True)]
    return tuple(
        Headline(kind, tuple(row.work.title.text for row in own), picks)
        for kind in KINDS
        if (own := [row for row in rows if (row.work.kind, row.demand) == (kind, Demand.NOTHING)])
        if (picks := _picks(own, pools))
    )


def _picks(rows: Sequence[Row], pools: Iterable[Sequence[str]]) -> tuple[Pick, ...]:
    """Interpreters that are told the same share one."""
    same: dict[tuple[object, ...], tuple[Advice, list[str]]] = {}
    for told, labels in (one for pool in pools for one in _pooled(rows, pool)):
        key = (frozenset(told.strategies), told.outcome, told.depends)
        same.setdefault(key, (told, []))[1].extend(labels)
    return tuple(
        Pick(tuple(labels), told, _gains(_answers(rows, labels), told.strategies))
        for told, labels in same.values()
    )


def _pooled(rows: Sequence[Row], labels: Sequence[str]) -> list[tuple[Advice, list[str]]]:
    """What all of these say together; each for itself where that says more."""
    single = [(advice(_answers(rows, [label])), [label]) for label in labels]
    known = [(one, own) for one, own in single if one.outcome is not Outcome.ABSENT]
    names = [label for _, own in known for label in own]
    together = advice(_answers(rows, names))
    if not known or (together.depends and not all(one.depends for one, _ in known)):
        return known
    return [(together, names)]


def _answers(rows: Sequence[Row], labels: Iterable[str]) -> list[Answer]:
    return [row.answers[label] for label in labels for row in rows if label in row.answers]


def _gains(answers: Sequence[Answer], strategies: Sequence[str]) -> tuple[float, float] | None:
    """From the lowest end to the highest one of the intervals of the best of `strategies`."""
    ends = []
    for answer in answers:
        best = next((one for one in answer.advised if one.cell.strategy in strategies), None)
        if best is not None and best.gain is not None and best.gain.interval is not None:
            ends.append(best.gain.interval)
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None
