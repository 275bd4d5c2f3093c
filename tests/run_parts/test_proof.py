"""Proof against label: every way in which a process can be other than its cell says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
import pytest
from fake_bench import plan
from made_up import build
from parts import MAIN, cell, lane, process, strategy

from harness.run.proof import contradiction
from record import Build, Cell, Lane, Process, Unit
from record.pyperf_file import Measured

GIL = build()
FREE = build("3.13t")
FORCED = build("3.13t+gil")

THREADS = strategy()
FORK = strategy("processes-fork", "processes")
INTERPRETERS = strategy("interpreters", "interpreters")
SEQUENTIAL = strategy("sequential", "one lane", one_lane=True)
ASYNCIO = strategy("asyncio", "one lane", one_lane=True)

OFF: dict[str, Any] = {"gil_before": False, "gil_after": False}


PLAN = plan()


def told(
    process: Process, quantities: Mapping[str, Unit] = MappingProxyType({"": "second"})
) -> list[Measured]:
    return [Measured(process, name, unit, (1.0,)) for name, unit in quantities.items()]


def against(lanes: list[Lane], of: Any = THREADS, on: Build = GIL, **changes: Any) -> str | None:
    """What `lanes` contradict, in a cell of two workers of the strategy on the build."""
    own = cell(of.name, interpreter=on.label, workers=changes.pop("workers", 2))
    return contradiction(told(process(own, lanes, **changes)), own, PLAN, on, of)


RIGHT = [
    (THREADS, GIL, [lane(1), lane(2)]),
    (THREADS, FORCED, [lane(1), lane(2)]),
    (THREADS, FREE, [lane(1, **OFF), lane(2, **OFF)]),
    (FORK, GIL, [lane(1, pid=101), lane(2, pid=102)]),
    (INTERPRETERS, GIL, [lane(1, interpreter=1), lane(2, interpreter=2)]),
    (INTERPRETERS, FREE, [lane(1, interpreter=1, **OFF), lane(2, interpreter=5, **OFF)]),
    (ASYNCIO, GIL, [lane(0)]),
]


@pytest.mark.parametrize(("of", "on", "lanes"), RIGHT)
def test_what_fits(of: Any, on: Build, lanes: list[Lane]) -> None:
    assert against(lanes, of, on) is None


def test_one_worker_is_one_lane() -> None:
    assert against([lane(0)], SEQUENTIAL, workers=1) is None
    assert against([lane(1)], THREADS, workers=1) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"strategy": "asyncio"},
        {"workload": "echo"},
        {"parameters": {"n": 8}},
        {"workers": 3},
        {"interpreter": "3.12"},
        {"mode": {"pool": "cold"}},
        {"replicate": 1},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_another_cell(changes: dict[str, Any]) -> None:
    other = msgspec.structs.replace(cell(), **changes)
    found = told(process(other, [lane(1), lane(2)]))
    assert (
        contradiction(found, cell(), PLAN, GIL, THREADS)
        == f"the process measured another cell: {other.key}"
    )


def test_other_code() -> None:
    told = against([lane(1), lane(2)], code="unpacked")
    assert told == "the process ran other code: unpacked instead of 0+1234"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_too_few_or_too_many_lanes(count: int) -> None:
    told = against([lane(place) for place in range(count)])
    assert told == f"{count} lanes answered instead of 2"


def test_a_strategy_of_one_lane_with_more() -> None:
    assert against([lane(1), lane(2)], ASYNCIO) == "2 lanes answered instead of 1"


def test_an_import_switched_the_gil_on() -> None:
    told = against([lane(1), lane(2)], on=FREE)
    assert told == "the GIL was on in 2 of 2 lanes after the imports: an import switched it on"


def test_the_gil_came_back_during_the_timing() -> None:
    came_back = lane(2, gil_before=False, gil_after=True)
    told = against([lane(1, **OFF), came_back], on=FREE)
    assert told == "the GIL was on in 1 of 2 lanes after the timing: an import switched it on"


@pytest.mark.parametrize("on", [GIL, FORCED], ids=["always on", "forced on"])
def test_the_gil_was_off_though_it_was_asked_for(on: Build) -> None:
    told = against([lane(1), lane(2, **OFF)], on=on)
    assert told == "the GIL was off in 1 of 2 lanes of an interpreter that has it on"


@pytest.mark.parametrize(
    ("of", "lanes", "said"),
    [
        (THREADS, [lane(1), lane(1)], "2 lanes were only 1 threads"),
        (THREADS, [lane(1), lane(2, pid=101)], "other processes than the measuring one"),
        (THREADS, [lane(1), lane(2, interpreter=1)], "lanes ran in subinterpreters"),
        (FORK, [lane(1), lane(2)], "2 lanes were only 0 other processes"),
        (FORK, [lane(1, pid=101), lane(2, pid=101)], "2 lanes were only 1 other processes"),
        (FORK, [lane(1, pid=101), lane(2, pid=MAIN)], "2 lanes were only 1 other processes"),
        (INTERPRETERS, [lane(1), lane(2)], "2 lanes were not as many subinterpreters"),
        (INTERPRETERS, [lane(1, interpreter=1), lane(2)], "not as many subinterpreters"),
        (
            INTERPRETERS,
            [lane(1, interpreter=1), lane(2, interpreter=1)],
            "2 lanes were not as many subinterpreters",
        ),
        (
            INTERPRETERS,
            [lane(1, interpreter=1, pid=101), lane(2, interpreter=2, pid=101)],
            "other processes than the measuring one",
        ),
        (ASYNCIO, [lane(0, pid=101)], "other processes than the measuring one"),
    ],
)
def test_lanes_that_are_not_of_the_family(of: Any, lanes: list[Lane], said: str) -> None:
    told = against(lanes, of)
    assert told is not None
    assert said in told


def test_every_contradiction_is_one_line() -> None:
    wrong: list[tuple[Cell, Process]] = [
        (cell(), process(cell("asyncio"), [lane(1)])),
        (cell(), process(cell(), [])),
        (cell(), process(cell(), [lane(1, **OFF), lane(2)])),
    ]
    for own, other in wrong:
        reason = contradiction(told(other), own, PLAN, GIL, THREADS)
        assert reason is not None
        assert len(reason.splitlines()) == 1


def test_a_collector_that_is_not_as_the_mode_says() -> None:
    off = {"mode": {"gc": "off", "pool": "warm"}}
    one = cell(**off)
    found = told(process(one, [lane(1), lane(2, gc=False)]))
    said = contradiction(found, one, PLAN, GIL, THREADS)
    assert said == "the collector was not off in 1 of 2 lanes"


def test_a_rate_is_in_bytes_to_pyperf() -> None:
    units: dict[str, Unit] = {"round_trip": "second", "bandwidth": "byte/second"}
    plan = msgspec.structs.replace(PLAN, units={cell().workload: units})
    found = told(process(cell(), [lane(1), lane(2)]), {"round_trip": "second", "bandwidth": "byte"})
    assert contradiction(found, cell(), plan, GIL, THREADS) is None


@pytest.mark.parametrize(
    "quantities", [{"p99": "second"}, {"": "byte"}, {"": "second", "p99": "second"}], ids=str
)
def test_other_quantities_than_planned(quantities: dict[str, Unit]) -> None:
    found = told(process(cell(), [lane(1), lane(2)]), quantities)
    said = contradiction(found, cell(), PLAN, GIL, THREADS)
    assert said is not None
    assert said.startswith("it measured other quantities than planned: ")
