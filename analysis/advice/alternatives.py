"""What else was tried or could have been, and why it lost."""

from collections.abc import Iterator, Sequence

from analysis.advice import words
from analysis.advice.beside import Beside, here, same, way_of
from analysis.advice.costs import times, value
from analysis.advice.measured import Measured
from analysis.advice.model import Alternative
from analysis.advice.rule import NEAR
from analysis.advice.why import slower
from analysis.estimate import Ratio, Verdict
from record import Cell
from record.advice import Advised

EQUAL, SLOWER, FAILED, LEFT_OUT = "equal", "slower", "failed", "left out"
Side = tuple[str, str]  # interpreter, strategy


def alternatives(
    runs: Sequence[Measured], picked: Cell, advised: Advised
) -> tuple[Alternative, ...]:
    """Of the runs, the one that decided first. What was measured stands by its time."""
    side = (picked.interpreter, picked.strategy)
    found: dict[tuple[Side, int | None], Alternative] = {}
    for own in runs:
        best = _best(own, picked, side)
        for key, cell in best.items():
            if key not in found:
                beside = Beside(own, cell, here(own, picked))
                found[key] = _measured(beside, advised, trials=own is not runs[0])
    told = sorted(found.values(), key=_place)
    known = {side, *((one.interpreter, one.strategy) for one in told)}
    for other in (*_failed(runs), *_left_out(advised)):
        place = (other.interpreter, other.strategy)
        if place not in known:
            known.add(place)
            told.append(other)
    return tuple(told)


def _best(own: Measured, picked: Cell, side: Side) -> dict[tuple[Side, int | None], Cell]:
    """Of each side the best number of workers; of the recommended one's all others."""
    found: dict[tuple[Side, int | None], tuple[float, Cell]] = {}
    for cell in own.cells:
        took = value(own.readings, cell)
        if took is None or same(cell, picked):
            continue
        place = (cell.interpreter, cell.strategy)
        key = (place, cell.workers if place == side else None)
        if key not in found or took.value < found[key][0]:
            found[key] = (took.value, cell)
    return {key: cell for key, (_, cell) in found.items()}


def _measured(beside: Beside, advised: Advised, *, trials: bool) -> Alternative:
    cell = beside.cell
    behind = times(beside.readings, cell, beside.picked)
    equal = _equal(behind)
    profile = advised.profiles.get(cell.interpreter)
    why = "cannot be told from what is recommended" if equal else slower(beside, profile)
    return Alternative(
        strategy=cell.strategy,
        interpreter=cell.interpreter,
        workers=way_of(cell, advised).workers,
        status=EQUAL if equal else SLOWER,
        total=value(beside.readings, cell),
        behind=behind,
        trials=trials,
        why=why,
    )


def _equal(behind: Ratio | None) -> bool:
    """Not told apart; without an interval, near."""
    if behind is None:
        return False
    if behind.interval is None:
        return behind.value <= 1 + NEAR
    return behind.verdict is not Verdict.FASTER


def _place(one: Alternative) -> tuple[bool, float]:
    return one.trials, one.behind.value if one.behind else 0.0


def _failed(runs: Sequence[Measured]) -> Iterator[Alternative]:
    for own in runs:
        for cell in own.cells:
            why = own.readings.why_not([cell])
            if why is not None and why.status != "missing":
                yield _without(cell.interpreter, cell.strategy, FAILED, why.reason)


def _left_out(advised: Advised) -> Iterator[Alternative]:
    for one in advised.left_out:
        if one.strategy is not None:
            yield _without(one.interpreter, one.strategy, LEFT_OUT, one.reason)


def _without(interpreter: str, strategy: str, status: str, reason: str) -> Alternative:
    told = words.quoted(reason)
    return Alternative(strategy, interpreter, None, status, None, None, False, told)
