"""The answer as one JSON object: numbers are finite or null.

schema          1
target, run     as they were given
outcome         clear winner, stay sequential, no clear winner, too little data, only one measured,
                nothing measured (then `recommendation` is null)
headline        the same in a sentence
recommendation  strategy, interpreter, workers, chunk_size; total: seconds that all inputs take;
                speedup: over sequential on the same interpreter, where `measured` is false by the
                calls of the profile; against: the runner-up, and how
                much faster this is; usual: the same of sequential on the reference, where that is
                another interpreter; costs: start (seconds), memory (bytes a lane), one_lane (times
                as long as sequential), build (times as long sequentially as on build_over), null
                where that was not measured; break_even: from so many tasks on it pays over `over`,
                which are `work` seconds of work; a null value is never; code: to be pasted
alternatives    strategy, interpreter, workers, status (equal, slower, failed, left out), total,
                behind: its time / that of what is recommended; trials: whether only they tell; why
findings        texts; those that must be minded are in `mind`, too
would_change    texts
notes           texts: how it was found
profiles        by interpreter: what was seen of the function there

Each figure is {"value", "low", "high"}, with the ends of its interval or null.
"""

import math
from typing import Any

import msgspec

from analysis.advice.model import Advice, Against, Alternative, BreakEven, Costs, Recommendation
from analysis.estimate import Estimate
from record.text import escaped

SCHEMA = 1
Plain = dict[str, Any]


def json(advice: Advice) -> str:
    """All of it."""
    text = msgspec.json.format(msgspec.json.encode(told(advice)), indent=1).decode()
    return escaped(text) + "\n"


def told(advice: Advice) -> Plain:
    one = advice.recommendation
    return {
        "schema": SCHEMA,
        "target": advice.target,
        "run": advice.run,
        "outcome": advice.outcome.value,
        "headline": advice.headline,
        "recommendation": None if one is None else _recommendation(one),
        "alternatives": [_alternative(other) for other in advice.alternatives],
        "findings": [found.text for found in advice.findings],
        "mind": [found.text for found in advice.findings if found.serious],
        "would_change": list(advice.would_change),
        "notes": list(advice.notes),
        "confidence": advice.confidence,
        "inputs": {
            "given": advice.advised.inputs,
            "total": advice.advised.total,
            "measured": advice.advised.tasks,
        },
        "seconds": advice.advised.seconds,
        "budget": advice.advised.budget,
        "profiles": msgspec.to_builtins(advice.profiles),
    }


def _recommendation(one: Recommendation) -> Plain:
    return {
        "strategy": one.way.strategy,
        "interpreter": one.way.interpreter,
        "workers": one.way.workers,
        "chunk_size": one.way.chunk,
        "total": _figure(one.total),
        "speedup": _speedup(one),
        "against": _against(one.against),
        "usual": _against(one.usual),
        "costs": _costs(one.costs),
        "break_even": _break_even(one.break_even),
        "code": one.code,
        "cell": one.cell,
    }


def _speedup(one: Recommendation) -> Plain:
    if one.speedup is None:
        return {"value": _finite(one.expected), "low": None, "high": None, "measured": False}
    return {**_figure(one.speedup), "measured": True}


def _against(one: Against | None) -> Plain | None:
    if one is None:
        return None
    return {
        "strategy": one.way.strategy,
        "interpreter": one.way.interpreter,
        "workers": one.way.workers,
        "speedup": _figure(one.speedup),
    }


def _costs(one: Costs) -> Plain:
    known = {"start": one.start, "memory": one.memory, "one_lane": one.lane, "build": one.build}
    return {
        **{name: None if said is None else _figure(said) for name, said in known.items()},
        "build_over": one.build_over or None,
    }


def _break_even(one: BreakEven | None) -> Plain | None:
    if one is None:
        return None
    return {
        "tasks": _figure(one.tasks),
        "work": _figure(one.work),
        "over": {"strategy": one.over.strategy, "interpreter": one.over.interpreter},
        "pays": one.pays,
    }


def _alternative(one: Alternative) -> Plain:
    return {
        "strategy": one.strategy,
        "interpreter": one.interpreter,
        "workers": one.workers,
        "status": one.status,
        "total": None if one.total is None else _figure(one.total),
        "behind": None if one.behind is None else _figure(one.behind),
        "trials": one.trials,
        "why": one.why,
    }


def _figure(one: Estimate | None) -> dict[str, float | None]:
    low, high = (one and one.interval) or (None, None)
    value = None if one is None else one.value
    return {"value": _finite(value), "low": _finite(low), "high": _finite(high)}


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
