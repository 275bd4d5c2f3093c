"""The decision framework in words: the same in every format, and in none that has markup."""

from collections.abc import Iterable, Sequence

from analysis.figures import Figure, Line, Missing, Said, Table, table
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
    Leaf,
    Row,
)
from analysis.framework.traits import SAID, Demand
from analysis.overhead.crossing import Crossing
from analysis.overhead.readings import SEQUENTIAL
from analysis.render.figures import figure
from analysis.render.words import either, percent, ratio

TITLE = "Which weapon"
ON, GAIN, AHEAD = "on", "over sequential", "ahead of it"
HEADS = ("work", ON, "choose", GAIN, "runner-up", AHEAD)
MORE = ("work", ON, "choice", "where the answer changes, and what else it costs")
TAKES = (ENTRY, MEMORY, LANE, COPY)
PAYS = "pays from tasks of"
ACROSS = "all"
WARM = (
    "Lanes are warm: what it takes to start them stands apart. Memory is that of all lanes beyond "
    "sequential."
)
OWN = "The time is that of all inputs, with the start of the lanes."


def about(framework: Framework) -> list[str]:
    """What the answers are, and when they must not be believed: one sentence a text."""
    told = [
        f"The best strategy for each kind of work, of {framework.chosen} choices made together, "
        "those of other settings and quantities among them. "
        "One alone is a clear winner: it is ahead of every other strategy, each of these intervals "
        f"(at {percent(framework.level)}) beyond 1x and not within {framework.margin:.0%}. Nothing "
        "beats sequential where no other is faster by more than that. Ahead of it: how much "
        f"longer the runner-up takes. {OWN if framework.own else WARM}"
    ]
    if not framework.sound:
        told.append("The A/A pairs of this run are unsound: no answer below is to be trusted.")
    return told


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
        if across and answer.shared:
            labels = either([one.cell.interpreter for one in answer.advised])
            return f"{answer.shared}; {answer.outcome}: {labels}"
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
        return either([f"{name} ({', '.join(own)})" for name, own in labels.items()])
    workers = {one.cell.workers for one in some}
    if len(workers) > 1:
        return either([candidate(one) for one in some])
    names = either([one.cell.strategy for one in some])
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
    names = either(list(advice.strategies))
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
    return None if absent(said) else said


def absent(said: Said) -> bool:
    return isinstance(said, Missing) and said.status == "missing"
