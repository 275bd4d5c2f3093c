"""Claims about made-up readings, and what is said of them."""

from types import SimpleNamespace
from typing import Any

import msgspec
from made_up_readings import cell, readings

from analysis.claims import Claim, Facts, Judgement, judge
from analysis.overhead.readings import Readings
from record import Cell

LABELS = ("3.13", "3.13t+gil", "3.13t")
UNITS = {
    "startup": {"create": "second", "steady": "second"},
    "memory": {"idle-pss": "byte"},
    "counter": {"time": "second", "kept": "integer"},
    "transfer": {"round_trip": "second", "bandwidth": "byte/second"},
}


def claim(*parts: dict[str, Any], **changes: Any) -> Claim:
    told = {
        "id": "one",
        "text": "so it is",
        "source": {"title": "somebody", "url": "https://example.org/"},
        "mapping": "the same",
        "parts": list(parts),
    }
    return msgspec.convert(told | changes, Claim)


def part(
    metric: str = "speedup",
    strategy: str | list[str] = "threads",
    workload: str | list[str] = "primes",
    to: dict[str, Any] | None = None,
    *,
    of: dict[str, Any] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    own = {"strategy": strategy, "workload": workload} | (of or {})
    return {"metric": metric, "of": own} | ({"to": to} if to else {}) | changes


def cells() -> list[Cell]:
    """Of every kind, on a build with a GIL, one without, and the same with its GIL on."""
    found = []
    for label in LABELS:
        for workload in ("primes", "nbody"):
            found.append(cell(workload, label=label, n=1))
            for workers in (1, 2, 4):
                found.append(cell(workload, "threads", workers, label, n=1))
            found.append(cell(workload, "processes-fork", 2, label, n=1))
        for strategy in ("threads", "processes-fork", "processes-spawn"):
            found.append(cell("startup", strategy, 2, label, pool="cold"))
        for strategy in ("sequential", "threads", "processes-fork"):
            found.append(cell("memory", strategy, 2 if strategy != "sequential" else 1, label))
        for strategy in ("sequential", "threads"):
            width = 2 if strategy == "threads" else 1
            found.append(cell("counter", strategy, width, label, sharing="unlocked"))
        for size, rounds in ((1, 200), (2**20, 40)):
            found.append(cell("transfer", "processes-fork", 2, label, size=size, rounds=rounds))
        # Of one size alone: no other stands for it.
        found.append(cell("transfer", "threads", 2, label, size=2**20, rounds=40))
    return found


def truth(one: Cell) -> float | None:
    """Seconds, bytes and counts of all of them."""
    free = one.interpreter == "3.13t"
    built = one.interpreter != "3.13"
    if one.quantity in ("create", "steady"):
        starts = {"threads": 0.001, "processes-fork": 0.01, "processes-spawn": 0.1}
        return starts[one.strategy] * (1 if one.quantity == "create" else 0.1)
    if one.quantity == "idle-pss":
        return {"sequential": 12e6, "threads": 13e6, "processes-fork": 18e6}[one.strategy]
    if one.quantity == "kept":
        return 500.0 if free and one.strategy == "threads" else 1000.0
    if one.quantity == "round_trip":
        return 1e-4 + 1e-9 * int(one.parameters["size"])
    if one.quantity == "bandwidth":
        return 1e9
    parallel = one.strategy == "processes-fork" or (free and one.strategy == "threads")
    return (1.25 if built else 1.0) / (min(one.workers, 2) if parallel else 1.0)


def run(own: float = 0.01, blocks: int = 7, **changes: Any) -> Readings:
    """What was measured of them, with noise of their own."""
    return readings(
        cells(), changes.pop("truth", truth), own=own, blocks=blocks, units=UNITS, **changes
    )


def judged(measured: Readings, *claims: Claim, facts: Facts | None = None) -> Judgement:
    report: Any = SimpleNamespace(readings=measured, pairs=SimpleNamespace(sentence="sound"))
    named = [msgspec.structs.replace(one, id=f"c{n}") for n, one in enumerate(claims)]
    return judge(report, facts or Facts(), named)
