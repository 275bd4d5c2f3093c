"""The answer in one sentence."""

from collections.abc import Sequence

from analysis.advice import words
from analysis.advice.model import Alternative, Outcome, Recommendation, Way
from analysis.advice.rule import Decision
from analysis.estimate import Ratio
from analysis.overhead.readings import SEQUENTIAL
from analysis.render.words import number, ratio
from record.advice import Advised

TITLES = {
    Outcome.CLEAR: "Use {way}",
    Outcome.STAY: "Stay sequential, on {on}",
    Outcome.OPEN: "No clear winner; the simplest of those that are ahead: {way}",
    Outcome.FEW: "Too little was measured to be sure; ahead so far: {way}",
    Outcome.ALONE: "Only one way could be measured: {way}",
}


def title(decision: Decision, one: Recommendation) -> str:
    """What to do."""
    outcome, way = decision.outcome, words.way(one.way)
    told = TITLES[outcome].format(way=way, on=one.way.interpreter)
    if outcome is Outcome.OPEN and decision.equals:
        told = f"Use {way}"
    if outcome in (Outcome.OPEN, Outcome.STAY) and decision.equals:
        told += f"; {' and '.join(decision.equals)} cannot be told from it"
    return told


def headline(
    decision: Decision, one: Recommendation, others: Sequence[Alternative], advised: Advised
) -> str:
    """With what it brings."""
    inputs = "the one input takes" if advised.total == 1 else f"all {advised.total:,} inputs take"
    took = words.seconds(one.total.value)
    return f"{title(decision, one)}: {inputs} {took}{_gain(one, others)}."


def _gain(one: Recommendation, others: Sequence[Alternative]) -> str:
    if one.way.strategy == SEQUENTIAL:
        return _parallel(others)
    if one.speedup is not None:
        return f", {_told(one.speedup)} as fast as one after the other"
    if one.expected is not None:
        times = number(one.expected)
        return f", about {times} times as fast as one after the other (as it was profiled)"
    return ""


def _parallel(others: Sequence[Alternative]) -> str:
    """The best of what is not sequential."""
    best = next((it for it in others if it.behind and it.strategy != SEQUENTIAL), None)
    if best is None or best.behind is None or best.workers is None:
        return ""
    way = words.way(Way(best.strategy, best.interpreter, best.workers))
    trials = " in the trials" if best.trials else ""
    return f", and {way} takes {_told(best.behind)} as long{trials}"


def _told(one: Ratio) -> str:
    return ratio(one).removesuffix(" [no interval]")
