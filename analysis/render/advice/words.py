"""What every format says of an answer: its titles, its figures, and the rows of its table."""

import math
from collections.abc import Sequence

from analysis.advice import words
from analysis.advice.model import Advice, Against, Alternative, BreakEven, Recommendation, Way
from analysis.estimate import Estimate
from analysis.overhead.readings import SEQUENTIAL
from analysis.render.words import amount, number, ratio

LIKE, MIND, TRIED = "What it is like", "What to mind", "What else was tried"
CHANGE, CODE, HOW = "What would change the answer", "The code", "How this was found"
HEADS = ("strategy", "on", "workers", "all inputs", "of its time")
WHY = "why"
MIB = 2**20


def subject(advice: Advice) -> str:
    """`resize.py:process, with 400 inputs (photos/*.jpg), on 3.13 and 3.13t`."""
    told = advice.advised
    on = " and ".join(
        filter(None, (", ".join(list(told.profiles)[:-1]), *list(told.profiles)[-1:]))
    )
    inputs = words.count(told.total, "input")
    return f"{told.target}, with {inputs} ({told.inputs})" + (f", on {on}" if on else "")


def facts(one: Recommendation) -> list[tuple[str, str]]:
    """What is recommended in figures: a name, and what it says."""
    found = [
        ("all inputs", f"{amount(one.total, 'second')}, with the start of the lanes"),
        ("against", _against(one.against, "") if one.against else ""),
        ("over", _against(one.usual, "") if one.usual else _expected(one)),
        ("inputs at a time", _chunk(one.way)),
        *_costs(one),
        ("it pays", _pays(one.break_even)),
    ]
    return [(name, told) for name, told in found if told]


def _against(one: Against, more: str) -> str:
    return f"{ratio(one.speedup)} as fast as {words.way(one.way)}{more}"


def _expected(one: Recommendation) -> str:
    if one.speedup is not None or one.expected is None:
        return ""
    return (
        f"about {number(one.expected)}x as fast as {SEQUENTIAL}, by the calls that were profiled: "
        "all inputs one after the other were not measured"
    )


def _chunk(way: Way) -> str:
    return f"{way.chunk:,} for each lane, to hand them out less often" if way.chunk > 1 else ""


def _costs(one: Recommendation) -> list[tuple[str, str]]:
    costs = one.costs
    if one.way.strategy == SEQUENTIAL:
        start = lane = ""
    else:
        start = f"{amount(costs.start, 'second')} until its lanes have it" if costs.start else ""
        lane = f"{ratio(costs.lane)} the time of {SEQUENTIAL} with one lane" if costs.lane else ""
    build = ""
    if costs.build is not None:
        build = f"a call takes {ratio(costs.build)} the time that it takes on {costs.build_over}"
    return [
        ("start", start),
        ("memory", _memory(costs.memory)),
        ("one lane", lane),
        ("build", build),
    ]


def _memory(one: Estimate | None) -> str:
    """Of what may be less than nothing: what lanes share is counted for each in part."""
    if one is None:
        return ""
    ends = ""
    if one.interval is not None:
        ends = " [{:.1f}, {:.1f}]".format(*(end / MIB for end in one.interval))
    return f"{one.value / MIB:.1f} MiB{ends} a lane, beyond what {SEQUENTIAL} takes"


def _pays(one: BreakEven | None) -> str:
    if one is None:
        return ""
    if not math.isfinite(one.tasks.value):
        return f"never over {words.way(one.over)}: its calls are no faster"
    ends = ""
    if one.tasks.interval is not None:
        low, high = one.tasks.interval
        ends = f" [{_whole(low)}, {_whole(high)}]"
    many = words.count(math.ceil(one.tasks.value), "input")
    if one.tasks.value <= 1:
        return f"from the first input on{ends}, over {words.way(one.over)}"
    return (
        f"from {many}{ends} on, which are {words.seconds(one.work.value)} of work "
        f"with {words.way(one.over)}"
    )


def _whole(value: float) -> str:
    return f"{math.ceil(value):,}" if math.isfinite(value) else "∞"


def tried(some: Sequence[Alternative]) -> list[tuple[tuple[str, ...], str]]:
    """Of those that were measured: the places of HEADS, and why it is so."""
    return [(_row(one), one.why) for one in some if one.total is not None]


def _row(one: Alternative) -> tuple[str, ...]:
    behind = "" if one.behind is None else ratio(one.behind).removesuffix(" [no interval]")
    return (
        one.strategy,
        one.interpreter,
        "" if one.workers is None or one.strategy == SEQUENTIAL else str(one.workers),
        "" if one.total is None else amount(one.total, "second").partition(" [")[0],
        f"{behind} in trials" if one.trials else behind,
    )


def untried(some: Sequence[Alternative]) -> list[str]:
    """`asyncio (3.13, 3.13t) left out: it never awaits`: the same of several is told once."""
    places: dict[tuple[str, str, str], list[str]] = {}
    for one in some:
        if one.total is None:
            places.setdefault((one.strategy, one.status, one.why), []).append(one.interpreter)
    found: dict[tuple[str, str, str], list[str]] = {}
    for (strategy, status, why), labels in places.items():
        found.setdefault((", ".join(labels), status, why), []).append(strategy)
    return [
        f"{', '.join(names)} ({labels}) {status}: {why}"
        for (labels, status, why), names in found.items()
    ]


def source(advice: Advice) -> str:
    """Where the run is, and how long it took."""
    told = advice.advised
    took = f"{number(told.seconds)} s of a budget of {number(told.budget)} s"
    return f"The run is in {advice.run}: {took}. gilbench report {advice.run} shows all of it."
