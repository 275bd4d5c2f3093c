"""What the framework's answers leave out: what was not measured, and who could not take part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from analysis.framework.choice import Outcome
from analysis.framework.costs import LANE
from analysis.framework.model import Answer, Row
from analysis.framework.options import run_option
from analysis.framework.traits import Demand, in_place_of
from analysis.framework.works import Kind
from analysis.overhead.readings import SEQUENTIAL
from analysis.render.framework.words import absent, named


@dataclass
class _Gap:
    """What one workload would tell, and for whom."""

    names: dict[str, None] = field(default_factory=dict)
    labels: dict[str, None] = field(default_factory=dict)
    strategies: dict[str, None] = field(default_factory=dict)
    workers: set[int] = field(default_factory=set)


def notes(rows: Iterable[Row]) -> Iterator[str]:
    """What the run has no cells for, and what would measure it: one line each."""
    known = list(rows)
    gaps: dict[str, _Gap] = {}
    for row in known:
        for label, answer in row.answers.items():
            for one in answer.ranked:
                costs = [(cost.name, cost.workload) for cost in one.costs if absent(cost.said)]
                flips = [(flip.axis, flip.workload) for flip in one.flips if absent(flip.at)]
                for name, workload in (*costs, *flips):
                    gap = gaps.setdefault(workload, _Gap())
                    gap.names[name] = gap.labels[label] = gap.strategies[one.cell.strategy] = None
                    gap.workers.add(1 if name == LANE else one.cell.workers)
    for workload, gap in gaps.items():
        strategies = (SEQUENTIAL, *gap.strategies)
        option = run_option([workload], gap.labels, strategies, sorted(gap.workers))
        yield f"Not measured here: {', '.join(gap.names)}: {option}"
    yield from _untried(known)
    yield from _absences(known)


def _untried(rows: Iterable[Row]) -> Iterator[str]:
    """Work that was measured with fewer strategies than other work: a line for the same ones."""
    found: dict[tuple[str, ...], list[tuple[Row, str]]] = {}
    for row in rows:
        if row.demand is not Demand.NOTHING or row.work.kind is Kind.SHARES:
            continue  # what shares is measured with what can share
        for label, answer in row.answers.items():
            if answer.best is not None and answer.untried:
                own = found.setdefault(answer.untried, [])
                own.append((row, label))
    for strategies, places in found.items():
        labels = list(dict.fromkeys(label for _, label in places))
        workloads = (row.work.workload for row, _ in places)
        option = run_option(workloads, labels, (SEQUENTIAL, *strategies))
        names = ", ".join(dict.fromkeys(named(row) for row, _ in places))
        without = ", ".join(strategies)
        yield f"Measured without {without} on {', '.join(labels)}: {names}: {option}"


def _absences(rows: Iterable[Row]) -> Iterator[str]:
    """Kinds of work that some interpreters were not measured with: one line for each of these."""
    places: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        absent = tuple(label for label, one in row.answers.items() if one.outcome is Outcome.ABSENT)
        if absent:
            places.setdefault(absent, []).append(row)
    for labels, own in places.items():
        strategies = dict.fromkeys(name for row in own for name in row.work.strategies)
        on = dict.fromkeys(in_place_of(label, row.demand) for row in own for label in labels)
        option = run_option((row.work.workload for row in own), on, strategies)
        names = ", ".join(dict.fromkeys(named(row) for row in own))
        yield f"Not measured here on {', '.join(labels)}: {names}: {option}"


def builds(rows: Iterable[Row]) -> list[str]:
    """What comparisons of interpreters compare besides: each once."""
    across = (row.across for row in rows if row.across is not None)
    return list(dict.fromkeys(told for answer in across for told in answer.caveats))


def out_of(rows: Iterable[Row]) -> Iterator[str]:
    """Who could not take part, and why: a line each reason."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for label, answer in row.answers.items():
            for told in lost(answer):
                found.setdefault(told, {})[f"{named(row)} on {label}"] = None
    for told, places in found.items():
        yield f"{told} ({', '.join(places)})"


def lost(answer: Answer) -> list[str]:
    """Why others did not take part: `interpreter-pool: unsupported: needs 3.14`."""
    found: dict[str, None] = {}
    for one in answer.lost:
        if one.why.status == "missing":
            continue  # the run is not finished, which it says itself
        why = f"{one.why.status}: {one.why.reason}" if one.why.reason else one.why.status
        found[f"{one.cell.strategy}: {why}"] = None
    return list(found)
