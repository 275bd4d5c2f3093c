"""The answer, put together: a pure function of a run's files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.advice import words
from analysis.advice.alternatives import alternatives
from analysis.advice.beside import same, way_of
from analysis.advice.change import would_change
from analysis.advice.code import code, function_of
from analysis.advice.costs import break_even, costs, times, value
from analysis.advice.findings import findings, lead_of
from analysis.advice.headline import headline, title
from analysis.advice.measured import Measured, advised_of, measured
from analysis.advice.model import Advice, Against, Outcome, Recommendation
from analysis.advice.rule import NEAR, Decision, decide
from analysis.framework.builds import unlike
from analysis.intervals import CONFIDENCE
from analysis.overhead.readings import SEQUENTIAL
from analysis.render.words import percent
from record import Cell
from record.advice import Advised, Profile


def advise(run: Path) -> Advice:
    """The answer of the folder that `gilbench advise` wrote. Raises RecordError."""
    advised = advised_of(run)
    final = measured(run)
    trials = measured(run / advised.trials, run) if advised.trials else None
    runs = [one for one in (final, trials) if one is not None]
    # Where the budget ended with the trials, these decide.
    for own in runs:
        decision = _decided(own, advised)
        if decision is not None:
            others = [one for one in runs if one is not own]
            return _answer(run, [own, *others], decision, advised)
    return _nothing(run, runs, advised)


def _decided(own: Measured, advised: Advised) -> Decision | None:
    asynchronous = any(one.asynchronous for one in advised.profiles.values())
    return decide(own.readings, own.cells, asynchronous=asynchronous)


def _answer(run: Path, runs: Sequence[Measured], decision: Decision, advised: Advised) -> Advice:
    own, picked = runs[0], decision.picked
    lead = lead_of(advised, picked.interpreter)
    recommendation = _recommendation(own, decision, advised)
    others = alternatives(runs, picked, advised)
    return Advice(
        run=str(run),
        target=advised.target,
        outcome=decision.outcome,
        title=title(decision, recommendation),
        headline=headline(decision, recommendation, others, advised),
        recommendation=recommendation,
        alternatives=others,
        findings=findings(advised, runs, lead),
        would_change=would_change(own, picked, recommendation, advised),
        notes=tuple(_notes(runs, decision, advised)),
        confidence=decision.answer.confidence,
        advised=advised,
    )


def _nothing(run: Path, runs: Sequence[Measured], advised: Advised) -> Advice:
    why = words.quoted(advised.stopped) or "no strategy could run it"
    return Advice(
        run=str(run),
        target=advised.target,
        outcome=Outcome.NOTHING,
        title="Nothing could be measured",
        headline=f"Nothing could be measured: {why}.",
        recommendation=None,
        alternatives=(),
        findings=findings(advised, runs, lead_of(advised, None)),
        would_change=(),
        notes=(),
        confidence=CONFIDENCE,
        advised=advised,
    )


def _recommendation(own: Measured, decision: Decision, advised: Advised) -> Recommendation:
    readings, picked = own.readings, decision.picked
    total = value(readings, picked)
    assert total is not None  # it was chosen among what was measured
    base = readings.sequential(picked)
    sequentials = [
        cell for cell in own.cells if cell.strategy == SEQUENTIAL and readings.samples(cell)
    ]
    quickest = min(sequentials, key=lambda cell: _seconds(own, cell), default=None)
    reference = readings.plan.reference
    usual = next((one for one in sequentials if one.interpreter == reference), None)
    profile = advised.profiles.get(picked.interpreter)
    way = way_of(picked, advised)
    return Recommendation(
        way=way,
        cell=picked.key,
        total=total,
        speedup=times(readings, base, picked),
        expected=_expected(profile, total.value, advised),
        usual=_against(own, usual, picked, advised) if usual != base else None,
        against=_against(own, _runner_up(decision), picked, advised),
        costs=costs(own, picked),
        break_even=None
        if quickest is None
        else break_even(own, picked, quickest, way_of(quickest, advised), advised.total),
        code=code(function_of(advised, profile), way),
    )


def _expected(profile: Profile | None, total: float, advised: Advised) -> float | None:
    """How many times as fast as all inputs one after the other, by the calls that were profiled."""
    calls = None if profile is None else profile.calls
    return None if calls is None else calls.wall / calls.count * advised.total / total


def _seconds(own: Measured, cell: Cell) -> float:
    took = value(own.readings, cell)
    return float("inf") if took is None else took.value


def _runner_up(decision: Decision) -> Cell | None:
    """The best one of another strategy or interpreter."""
    picked = decision.picked
    side = (picked.interpreter, picked.strategy)
    others = (one.cell for one in decision.answer.ranked if one.side != side)
    return next(others, None)


def _against(own: Measured, other: Cell | None, picked: Cell, advised: Advised) -> Against | None:
    ratio = times(own.readings, other, picked)
    if other is None or ratio is None or same(other, picked):
        return None
    return Against(way_of(other, advised), ratio)


def _notes(runs: Sequence[Measured], decision: Decision, advised: Advised) -> Iterator[str]:
    own = runs[0]
    least, most = own.report.blocks
    blocks = words.count(most, "process") if least == most else f"{least} to {most} processes"
    blocks = blocks.replace("processs", "processes")
    tasks = (
        ""
        if advised.tasks in (0, advised.total)
        else f" {advised.tasks:,} of {advised.total:,} inputs, evenly spaced, stand for all."
    )
    yield (
        f"Each way was measured in {blocks} of its own, in random order; brackets are intervals "
        f"at {percent(decision.answer.confidence)}. The time is that of all inputs, with the start "
        f"of the lanes.{tasks}"
    )
    yield (
        "Of the ways that cannot be told from the best and are within "
        f"{NEAR:.0%} of its time, the simplest is recommended."
    )
    builds = own.readings.plan.builds
    for label in builds:
        if told := unlike(builds[decision.picked.interpreter], builds[label]):
            yield f"{told}: comparing them compares that, too."
    if len(runs) > 1:
        yield (
            "Short trials chose what was measured at length, and nothing of them is in its "
            "figures; of what was left out then they alone tell."
        )
