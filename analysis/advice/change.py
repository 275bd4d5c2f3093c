"""What would make another answer the right one: told where this run or a profile shows it."""

import math
import re
from collections.abc import Iterator

from analysis.advice import words
from analysis.advice.beside import way_of
from analysis.advice.costs import break_even, times, value
from analysis.advice.findings import FREE
from analysis.advice.measured import Measured
from analysis.advice.model import BreakEven, Recommendation
from analysis.advice.why import LARGE, busy
from analysis.estimate import Verdict
from analysis.framework.works import WAITING
from analysis.overhead.readings import SEQUENTIAL
from analysis.own import BATCH
from record import Cell
from record.advice import Advised, Profile

PROCESSES = "processes-"
POOL = "interpreter-pool"


def would_change(
    own: Measured, picked: Cell, recommendation: Recommendation, advised: Advised
) -> tuple[str, ...]:
    profile = advised.profiles.get(picked.interpreter)
    told = (
        *_fewer(recommendation),
        *_more(own, picked, advised),
        *_kept(own, picked, advised),
        *_free(advised, profile),
        *_smaller(own, picked, profile),
        *_pickled(advised, profile),
        *_loaded(own, advised),
        *_async(picked, profile),
    )
    return tuple(dict.fromkeys(told))


def inputs(one: BreakEven) -> int:
    """Whole ones."""
    return math.ceil(one.tasks.value)


def _fewer(recommendation: Recommendation) -> Iterator[str]:
    even = recommendation.break_even
    if even is None or not math.isfinite(even.tasks.value):
        return
    if even.pays and inputs(even) > 1:
        yield (
            f"With fewer than {words.count(inputs(even), 'input')} like these "
            f"({words.seconds(even.work.value)} of work one after the other), starting the lanes "
            f"takes longer than they save: stay with {words.way(even.over)}."
        )


def _more(own: Measured, picked: Cell, advised: Advised) -> Iterator[str]:
    """Of what is sequential: from how many inputs lanes would pay."""
    if picked.strategy != SEQUENTIAL:
        return
    best: tuple[float, Cell, BreakEven] | None = None
    for cell in own.cells:
        even = break_even(own, cell, picked, way_of(picked, advised), advised.total)
        if even is None or not advised.total < even.tasks.value < math.inf:
            continue
        if best is None or even.tasks.value < best[0]:
            best = (even.tasks.value, cell, even)
    if best is not None:
        _, cell, even = best
        yield (
            f"With more than {words.count(inputs(even), 'input')} like these "
            f"({words.seconds(even.work.value)} of work), {words.way(way_of(cell, advised))} would "
            "have made up for its start."
        )


def _kept(own: Measured, picked: Cell, advised: Advised) -> Iterator[str]:
    """Lanes that are there already: who is ahead without the start."""
    readings = own.readings
    mine = readings.like(picked, quantity=BATCH)
    ahead: list[tuple[float, Cell]] = []
    for cell in own.cells:
        other = readings.like(cell, quantity=BATCH)
        ratio = times(readings, mine, other)
        if ratio is not None and ratio.verdict is Verdict.FASTER and cell != picked:
            ahead.append((ratio.value, cell))
    if ahead:
        cell = max(ahead, key=lambda one: one[0])[1]
        took, least = (
            value(readings, readings.like(one, quantity=BATCH)) for one in (picked, cell)
        )
        if took is not None and least is not None:
            yield (
                f"In a program that keeps its lanes (a server), {words.way(way_of(cell, advised))} "
                f"is ahead: {words.seconds(least.value)} for what takes "
                f"{words.seconds(took.value)}, its start not counted."
            )


def _free(advised: Advised, profile: Profile | None) -> Iterator[str]:
    """A GIL that could be off."""
    computes = profile is not None and (busy(profile) or 0.0) > WAITING
    keeps = profile is None or profile.together is None or profile.together < FREE
    if not computes or not keeps:
        return
    for label, one in advised.profiles.items():
        if one.gil is not None and not one.gil.first and (one.gil.imported or one.gil.called):
            whose = words.some(one.gil.culprits) or "what it imports"
            yield (
                f"If {whose} left the GIL off, threads could compute side by side on {label}: look "
                "for a newer version of it."
            )
    known = [one.gil for one in advised.profiles.values() if one.gil is not None]
    if known and all(one.first for one in known):
        yield (
            "On a free-threaded CPython threads could compute side by side: add one, as with "
            "--interpreters 3.13,3.13t."
        )


def _smaller(own: Measured, picked: Cell, profile: Profile | None) -> Iterator[str]:
    """What is sent to processes, where that is large and they lost."""
    if profile is None or picked.strategy.startswith(PROCESSES):
        return
    if not any(
        one.strategy.startswith(PROCESSES) and own.readings.samples(one) for one in own.cells
    ):
        return
    large = [
        f"its {what} ({words.size(one.size)})"
        for what, one in (("argument", profile.argument), ("result", profile.result))
        if one.size >= LARGE
    ]
    if large:
        yield (
            f"If {' and '.join(large)} was smaller, a path or a summary of it, processes would "
            "have less to send."
        )


def _pickled(advised: Advised, profile: Profile | None) -> Iterator[str]:
    if profile is None:
        return
    for what, error in (
        ("the function", profile.function),
        ("its argument", profile.argument.error),
        ("its result", profile.result.error),
    ):
        if error:
            yield f"If {what} could be pickled, processes could be tried."


def _loaded(own: Measured, advised: Advised) -> Iterator[str]:
    """Where there is such a pool, and nothing else stands against it."""
    builds = own.readings.plan.builds
    out = {one.interpreter for one in advised.left_out if one.strategy == POOL}
    labels = [
        label
        for label, one in advised.profiles.items()
        if label in out
        and label in builds
        and re.match(r"3\.(1[4-9]|[2-9]\d)", builds[label].version)
        and re.match(r"(Import|ModuleNotFound)Error", one.subinterpreter or "")
    ]
    if labels:
        yield (
            f"If everything that it imports loaded in subinterpreters, {POOL} could be tried on "
            f"{', '.join(labels)}."
        )


def _async(picked: Cell, profile: Profile | None) -> Iterator[str]:
    told = None if profile is None else busy(profile)
    if profile is None or profile.asynchronous or picked.strategy == SEQUENTIAL:
        return
    if told is not None and told <= WAITING:
        yield (
            "If it was an async function, one thread could wait for thousands of calls at a time."
        )
