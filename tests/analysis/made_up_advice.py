"""Folders as `gilbench advise` leaves them, of functions with known truths."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fake_run import MODE, Fake, Own, write

from record.advice import FILE, TRIALS, Advised, Calls, Gil, LeftOut, Profile, Size

Ways = Mapping[tuple[str, str, int], Own]

# Pure Python on two cores: 0.1 s a batch of 40, 1 s for all 400.
PYTHON: Ways = {
    ("3.13", "sequential", 1): Own(0.0001, 0.1),
    ("3.13", "threads", 2): Own(0.0004, 0.101),
    ("3.13", "processes-fork", 2): Own(0.02, 0.055),
    ("3.13", "processes-spawn", 2): Own(0.25, 0.055),
    ("3.13t", "sequential", 1): Own(0.0001, 0.13, 0.13),
    ("3.13t", "threads", 2): Own(0.0005, 0.068, 0.13),
}
CALLS = Calls(
    count=400, wall=1.0, cpu=0.99, shortest=0.0021, median=0.0025, longest=0.004, raised=0
)
PROFILE = Profile(
    total=400,
    imports=0.03,
    calls=CALLS,
    argument=Size(size=40),
    result=Size(size=120),
    gil=Gil(first=True, imported=True, called=True),
    together=1.02,
    subinterpreter="",
    digest="abc",
)
FREE = Profile(
    total=400,
    imports=0.04,
    calls=CALLS,
    argument=Size(size=40),
    result=Size(size=120),
    gil=Gil(first=False, imported=False, called=False),
    together=1.97,
    digest="abc",
)


def advised(**changes: Any) -> Advised:
    told: dict[str, Any] = {
        "target": "resize.py:process",
        "module": "resize",
        "function": "process",
        "inputs": "photos/*.jpg",
        "total": 400,
        "tasks": 40,
        "budget": 60.0,
        "seconds": 48.5,
        "profiles": {"3.13": PROFILE, "3.13t": FREE},
        "left_out": [
            LeftOut(interpreter="3.13", strategy="interpreter-pool", reason="it needs 3.14"),
            LeftOut(interpreter="3.13", strategy="asyncio", reason="it never awaits"),
        ],
        "workers": 2,
    }
    return Advised(**(told | changes))


def fake(ways: Ways, **changes: Any) -> Fake:
    """Of these ways alone."""
    told: dict[str, Any] = {
        "labels": tuple(dict.fromkeys(label for label, _, _ in ways)),
        "strategies": tuple(dict.fromkeys(strategy for _, strategy, _ in ways)),
        "workloads": ("own",),
        "own_ways": ways,
        "twins": (),
        "mode": MODE | {"chunk": "8"},
    }
    return Fake(**(told | changes))


def folder(
    root: Path,
    ways: Ways = PYTHON,
    trials: Ways | None = None,
    about: Advised | None = None,
    **changes: Any,
) -> Path:
    """The run, its trials where there are some, and what was learnt of the function."""
    write(root, fake(ways, **changes))
    if trials is not None:
        write(root / TRIALS, fake(trials, blocks=2, seed=7))
    told = about or advised(trials=TRIALS if trials is not None else "")
    (root / FILE).write_bytes(told.encode())
    return root
