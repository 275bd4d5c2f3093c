"""The decision framework in words: the same in every format, and in none that has markup."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from analysis.framework.choice import Outcome
from analysis.framework.costs import BUILD, COPY, ENTRY, LANE, MEMORY
from analysis.framework.flips import BYTES, LENGTH
from analysis.framework.model import (
    Advice,
    Answer,
    Candidate,
    Cost,
    Flip,
    Framework,
    Headline,
    Leaf,
    Pick,
    Row,
)
from analysis.framework.options import run_option
from analysis.framework.traits import SAID, Demand, in_place_of
from analysis.framework.works import Kind
from analysis.overhead.crossing import Crossing
from analysis.overhead.readings import SEQUENTIAL
from analysis.overhead.table import Figure, Line, Missing, Said, Table, table
from analysis.render.figures import figure
from analysis.render.words import percent, ratio, span

TITLE = "Which weapon"
ON, GAIN, AHEAD = "on", "over sequential", "ahead of it"
HEADS = ("work", ON, "choose", GAIN, "runner-up", AHEAD)
MORE = ("work", ON, "choice", "where the answer changes, and what else it costs")
TAKES = (ENTRY, MEMORY, LANE, COPY)
PAYS = "pays from tasks of"
ACROSS = "all"


MEANT = (
    "In short: speedups over sequential on the same interpreter with warm lanes, from the lowest "
    "to the highest end of their intervals. Why, and what it costs: Which weapon."
)
DOING = {
    Kind.WAITS: "Waiting",
    Kind.MIXED: "Waiting and computing",
    Kind.KEEPS: "Computing in Python",
    Kind.RELEASES: "Computing in C that releases the GIL",
    Kind.SHARES: "Computing on what lanes share",
}
SEVERAL = "processes-"


@dataclass
class _Gap:
    """What one workload would tell, and for whom."""

    names: dict[str, None] = field(default_factory=dict)
    labels: dict[str, None] = field(default_factory=dict)
    strategies: dict[str, None] = field(default_factory=dict)
    workers: set[int] = field(default_factory=set)


def about(framework: Framework) -> list[str]:
    """What the answers are, and when they must not be believed: one sentence a text."""
    told = [
        f"The best strategy for each kind of work, of {framework.chosen} choices made together, "
        "those of other settings and quantities among them. "
        "One alone is a clear winner: it is ahead of every other strategy, each of these intervals "
        f"(at {percent(framework.level)}) beyond 1x and not within {framework.margin:.0%}. Nothing "
        "beats sequential where no other is faster by more than that. Ahead of it: how much "
        "longer the runner-up takes. Lanes are warm: what it takes to start them stands apart. "
        "Memory is that of all lanes beyond sequential."
    ]
    if not framework.sound:
        told.append("The A/A pairs of this run are unsound: no answer below is to be trusted.")
    return told


def headline(framework: Framework) -> list[str]:
    """The answer in short: `Waiting: asyncio on 3.13, 15.0x to 15.6x.`, one text a kind."""
    return [f"{kind}: {'; '.join(picks)}." for kind, picks in in_short(framework)]


def in_short(framework: Framework) -> list[tuple[str, list[str]]]:
    """The same in its parts: each kind of work, and what to choose where."""
    return [(DOING[one.kind], _picks(one, framework)) for one in framework.headlines]


def _picks(one: Headline, framework: Framework) -> list[str]:
    every = {label for pick in one.picks for label in pick.interpreters}
    return [_pick(pick, every, framework.free) for pick in one.picks]


def _pick(pick: Pick, every: Collection[str], free: Collection[str]) -> str:
    """`asyncio with the GIL (3.13), 14.9x to 15.7x`."""
    told, names, gains = pick.advice, _or(_short(pick.advice.strategies)), pick.gains
    if not told.strategies:
        names = str(told.outcome)
    elif told.depends:
        names = f"depends on the work: {names}"
    elif SEQUENTIAL in told.strategies:
        clearly = "" if told.outcome is Outcome.SEQUENTIAL else "clearly "
        names, gains = f"nothing {clearly}beats {SEQUENTIAL}", None
    where = f"{names} {_places(pick.interpreters, every, free)}".rstrip()
    return where if gains is None else f"{where}, {span(gains)}"


def _places(labels: Sequence[str], every: Collection[str], free: Collection[str]) -> str:
    """Empty of all interpreters; those with a GIL, or without, are called so."""
    names, own, without = ", ".join(labels), set(labels), set(every) & set(free)
    if own == set(every):
        return ""
    if own in (without, set(every) - without):
        return f"{'without' if own == without else 'with'} the GIL ({names})"
    return f"on {names}"


def _short(strategies: Sequence[str]) -> list[str]:
    """Processes that start in several ways are told as one."""
    starts = [one.removeprefix(SEVERAL) for one in strategies if one.startswith(SEVERAL)]
    if len(starts) < 2:
        return list(strategies)
    others = [one for one in strategies if not one.startswith(SEVERAL)]
    return [*others, f"processes ({', '.join(starts)})"]


def where(row: Row, label: str) -> str:
    """The interpreter; of a package that switches its GIL on, as what it was measured."""
    return f"{label} (GIL on)" if row.demand is Demand.GIL_ON else label


def named(row: Row) -> str:
    """The work, and what it needs besides."""
    if row.demand is Demand.NOTHING:
        return row.work.title.text
    return f"{row.work.title.text}; {SAID[row.demand]}"


def chosen(answer: Answer, *, across: bool = False) -> str:
    """What to take, or why nobody can say."""
    best = answer.best
    if best is None:
        return str(answer.outcome)
    first = candidate(best, across=across)
    if answer.outcome is Outcome.WINNER:
        return first
    if answer.outcome is Outcome.SEQUENTIAL:
        return f"{SEQUENTIAL}: nothing beats it"
    if answer.outcome is Outcome.TIED:
        return f"{answer.outcome}: {_equals(answer.advised, across=across)}"
    if answer.outcome is Outcome.ALONE:
        return f"{first}: {answer.outcome}"
    return f"{answer.outcome}; least time: {first}"


def candidate(one: Candidate, *, across: bool = False) -> str:
    """`threads w=2`, and among several interpreters on which."""
    workers = "" if one.cell.strategy == SEQUENTIAL else f" w={one.cell.workers}"
    on = f" on {one.cell.interpreter}" if across else ""
    return f"{one.cell.strategy}{workers}{on}"


def _equals(some: Sequence[Candidate], *, across: bool) -> str:
    """`threads or asyncio, w=16`; among several interpreters each strategy with its own."""
    if across:
        labels: dict[str, dict[str, None]] = {}
        for one in some:
            labels.setdefault(one.cell.strategy, {})[one.cell.interpreter] = None
        return _or([f"{name} ({', '.join(own)})" for name, own in labels.items()])
    workers = {one.cell.workers for one in some}
    if len(workers) > 1:
        return _or([candidate(one) for one in some])
    names = _or([one.cell.strategy for one in some])
    return names + "".join(f", w={count}" for count in workers)


def gain(answer: Answer, *, across: bool = False) -> str:
    """The best one's speedup, among interpreters over that of one; empty for `sequential`."""
    best = answer.best
    if best is None or best.gain is None or best.base is None:
        return ""
    value, _, interval = ratio(best.gain).partition(" ")
    return " ".join([value, *([f"on {best.base.interpreter}"] if across else []), interval])


def second(answer: Answer, *, across: bool = False) -> str:
    one = answer.runner_up
    return candidate(one, across=across) if one is not None else ""


def ahead(answer: Answer) -> str:
    """How much longer the runner-up takes."""
    one = answer.runner_up
    return ratio(one.behind) if one is not None and one.behind is not None else ""


def takes(rows: Iterable[Row]) -> Table | None:
    """What each strategy takes that was best somewhere, or equal to that; a line each."""
    found: dict[tuple[str, str], dict[str, Said]] = {}
    for row in rows:
        for answer in row.answers.values():
            for one in answer.equals:
                own = found.setdefault((one.cell.interpreter, candidate(one)), {})
                for cost in one.costs:
                    if cost.name in TAKES:
                        own.setdefault(cost.name, cost.said)
                for flip in one.flips:
                    if flip.axis == LENGTH:
                        own.setdefault(PAYS, flip.at)
    columns = (*TAKES, PAYS)
    order = sorted(found, key=lambda place: place[0])
    lines = (
        Line(place, tuple(_known(found[place].get(name)) for name in columns)) for place in order
    )
    return table("What they take", (ON, "strategy"), columns, lines)


def changes(one: Candidate) -> str:
    """What differs from work to work: where the answer becomes another, and what else it costs."""
    told: dict[str, str] = {}  # of several of an axis the first, which stands for all
    for flip in one.flips:
        if flip.axis != LENGTH and isinstance(flip.at, Figure):
            told.setdefault(flip.axis, _flip(flip))
    costs = [_cost(cost) for cost in one.costs if cost.name == BUILD]
    return "; ".join([*told.values(), *costs])


def notes(rows: Iterable[Row]) -> Iterator[str]:
    """What the run has no cells for, and what would measure it: one line each."""
    known = list(rows)
    gaps: dict[str, _Gap] = {}
    for row in known:
        for label, answer in row.answers.items():
            for one in answer.ranked:
                costs = [(cost.name, cost.workload) for cost in one.costs if _absent(cost.said)]
                flips = [(flip.axis, flip.workload) for flip in one.flips if _absent(flip.at)]
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


def leaf(one: Leaf) -> list[tuple[str, str]]:
    """An interpreter, and what to choose on it; where nothing was measured, what measures it."""
    if one.needs:
        return [("", f"{Outcome.ABSENT}: {one.needs}")]
    known = {
        label: advice
        for label, advice in one.advice.items()
        if advice.outcome is not Outcome.ABSENT
    }
    return [(label, _advice(advice)) for label, advice in known.items()]


def packages(framework: Framework) -> list[str]:
    """What makes demands of its own: `3.13t: numpy switches the GIL on again`."""
    found = []
    for demand, by_label in framework.packages.items():
        for label, names in by_label.items():
            if names:
                found.append(f"{SAID[demand]} on {label}: {', '.join(names)}")
    return found


def _advice(advice: Advice) -> str:
    if not advice.strategies:
        return str(advice.outcome)
    names = _or(list(advice.strategies))
    return f"depends on the work: {names}" if advice.depends else names


def _cost(one: Cost) -> str:
    return f"{one.name} {_said(one.said)}" + (f" ({one.told})" if one.told else "")


def _flip(one: Flip) -> str:
    """Where the other answer begins: copying more ends a gain, and less of all else."""
    if _never(one.at):
        return f"{one.axis}: it never pays"
    side, other = ("above", one.above) if one.axis == BYTES else ("below", one.below)
    told = f" ({one.told})" if one.axis == BYTES else ""
    return f"{one.axis} {side} {_said(one.at)}: {other}{told}"


def _said(said: Said) -> str:
    if said is None:
        return ""
    if isinstance(said, Missing):
        return f"{said.status}: {said.reason}" if said.reason else said.status
    shown = figure(said)
    return f"{shown.main} {shown.interval}".strip()


def _never(said: Said) -> bool:
    """Not even the most of it: of a crossing its own words say how much was measured."""
    if not isinstance(said, Figure) or isinstance(said.estimate, Crossing):
        return False
    return said.estimate.value == float("inf")


def _known(said: Said) -> Said:
    """Without what was not planned: notes tell of that."""
    return None if _absent(said) else said


def _absent(said: Said) -> bool:
    return isinstance(said, Missing) and said.status == "missing"


def _or(names: Sequence[str]) -> str:
    return "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} or {names[-1]}"
