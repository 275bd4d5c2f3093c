"""The tables of overhead find what was planted, and say why where they cannot."""

import pytest
from made_up_readings import cell, missing, only, readings, said, value

from analysis.figures import Figure
from analysis.overhead import sections
from analysis.overhead.collector import collector
from analysis.overhead.memory import memory
from analysis.overhead.scaling import weak_and_strong
from analysis.overhead.service import service
from analysis.overhead.sharing import sharing
from analysis.overhead.startup import startup
from analysis.overhead.tax import build_tax, lane_tax
from analysis.overhead.transfer import transfer
from record import Cell, Unit

PHASES: dict[str, Unit] = dict.fromkeys(("create", "first", "steady", "teardown"), "second")
TREES: dict[str, Unit] = dict.fromkeys(("idle-pss", "worked-uss"), "byte")
MIB = 2**20
LABELS = ("3.13", "3.13t+gil", "3.13t")


def test_a_plan_without_such_cells_has_no_such_tables() -> None:
    """What a quick run has: no single lanes but for `sequential`, no build with and without GIL."""
    cells = [
        cell(workload, strategy, workers, label)
        for workload in ("primes", "hashlib", "sleep_fanout")
        for label in ("3.12", "3.13", "3.13t")
        for strategy, workers in (("sequential", 1), ("threads", 2), ("processes-fork", 2))
    ]
    assert list(sections(readings(cells, lambda _: 1.0))) == []


def test_the_phases_stand_side_by_side_and_spawn_is_held_against_fork() -> None:
    times = {"create": 0.012, "first": 0.003, "steady": 0.0001, "teardown": 0.02}
    factor = {"processes-fork": 1.0, "processes-spawn": 8.0, "threads": 0.01}
    cells = [
        cell("startup", strategy, 2, label, imports=imports, tasks=50)
        for imports in ("nothing", "heavy")
        for label in ("3.12", "3.13")
        for strategy in factor
    ]
    found = startup(
        readings(
            cells, lambda one: times[one.quantity] * factor[one.strategy], units={"startup": PHASES}
        )
    )
    assert found is not None
    *phases, whole, multiples = found.tables
    assert value(whole, ("processes-fork", "imports=nothing", "2"), "3.13") == pytest.approx(
        sum(times.values()), rel=0.3
    )
    assert [one.caption for one in phases] == [
        *("imports=nothing on 3.12", "imports=nothing on 3.13"),
        *("imports=heavy on 3.12", "imports=heavy on 3.13"),
    ]
    assert phases[0].columns == tuple(times)
    found_steady = said(phases[0], ("threads", "2"), "steady")
    assert isinstance(found_steady, Figure)
    assert found_steady.estimate.interval is not None
    low, high = found_steady.estimate.interval
    assert low < 1e-6 < high
    spawn = said(multiples, ("processes-spawn", "imports=heavy", "2"), "3.13")
    assert isinstance(spawn, Figure)
    assert spawn.estimate.value == pytest.approx(8)
    assert spawn.estimate.interval == pytest.approx((8, 8))  # a block's slowness drops out


def test_a_lane_is_held_against_its_own_sequential() -> None:
    strategies = ("sequential", "threads", "processes-fork")
    tax = {"sequential": 1.0, "threads": 1.02, "processes-fork": 1.3}
    cells = [cell("primes", strategy, 1, label, n=1) for label in LABELS for strategy in strategies]
    cells += [cell("primes", "threads", 2, label, n=1) for label in LABELS]
    cells += [cell("primes", "threads", 1, n=1, gc="off"), cell("lock", "threads", 1, hold=1)]
    table = only(lane_tax(readings(cells, lambda one: tax[one.strategy] * len(one.interpreter))))
    assert [line.labels for line in table.lines] == [
        ("threads", "primes"),
        ("processes-fork", "primes"),
    ]
    for label in LABELS:
        assert value(table, ("threads", "primes"), label) == pytest.approx(1.02)
        assert value(table, ("processes-fork", "primes"), label) == pytest.approx(1.3)


def test_the_cost_of_the_build_is_told_from_the_gain_of_its_gil_being_off() -> None:
    one = {"3.13": 1.0, "3.13t+gil": 1.25, "3.13t": 1.2}
    two = {"3.13": 1.1, "3.13t+gil": 1.32, "3.13t": 0.66}
    times = {"sequential": one, "threads": two}
    cells = [
        cell("primes", strategy, workers, label)
        for label in LABELS
        for strategy, workers in (("sequential", 1), ("threads", 1), ("threads", 2))
    ]
    table = only(build_tax(readings(cells, lambda one: times[one.strategy][one.interpreter])))
    assert table.columns == ("3.13t+gil / 3.13", "3.13t / 3.13t+gil", "3.13t / 3.13")
    rows = {line.labels: [value(table, line.labels, name) for name in table.columns]
            for line in table.lines}  # fmt: skip
    assert rows == {
        ("primes", "sequential", "1"): pytest.approx([1.25, 0.96, 1.2]),
        ("primes", "threads", "2"): pytest.approx([1.2, 0.5, 0.6]),
    }


def test_a_free_threaded_build_is_held_against_its_own_version() -> None:
    free = ("3.13t", "3.14t", "3.15t")
    labels = ("3.13", "3.14", *free, *(f"{label}+gil" for label in free))
    cells = [cell("primes", label=label) for label in labels]
    found = build_tax(readings(cells, lambda _: 1.0))
    assert found is not None
    assert [table.columns[-1] for table in found.tables] == [
        "3.13t / 3.13",
        "3.14t / 3.14",
        "3.15t / 3.13",  # of no other: the reference
    ]


def contended(one: Cell) -> float | None:
    shared = one.parameters["sharing"] == "shared"
    if one.strategy == "sequential":
        return 1.0
    if one.strategy == "interpreters":
        return None if shared else 0.5
    return 10.0 if shared and one.interpreter == "3.13t" else 0.5


def test_what_is_shared_stands_beside_what_is_private() -> None:
    cells = [
        cell("shared_read", strategy, workers, label, object=thing, sharing=sharing, loops=3)
        for label in ("3.13", "3.13t")
        for thing in ("dict", "immortal")
        for sharing in ("shared", "private")
        for strategy, workers in (("sequential", 1), ("threads", 1), ("threads", 2),
                                  ("interpreters", 2))
    ]  # fmt: skip
    table = only(sharing(readings(cells, contended)))
    for label, speedup, price in (("3.13", 2.0, 1.0), ("3.13t", 0.1, 20.0)):
        row = ("object=dict", "threads", "2")
        assert value(table, (*row, "private"), label) == pytest.approx(2.0)
        assert value(table, (*row, "shared"), label) == pytest.approx(speedup)
        assert value(table, (*row, "shared: price"), label) == pytest.approx(price)
    assert {line.labels[1] for line in table.lines} == {"threads"}
    assert table.notes == (
        "object=dict interpreters 2, object=immortal interpreters 2: "
        "unsupported: it cannot share objects",
    )


def test_the_share_of_lost_updates_is_that_of_what_the_private_ones_kept() -> None:
    kept = {"unlocked": 16_000, "locked": 64_000, "private": 64_000}
    cells = [
        cell("counter", strategy, workers, sharing=sharing, updates=1000)
        for sharing in kept
        for strategy, workers in (("sequential", 1), ("threads", 2))
    ]

    def truth(one: Cell) -> float:
        lost = one.quantity == "kept" and one.strategy == "threads"
        return kept[str(one.parameters["sharing"])] if lost else 64_000

    units: dict[str, dict[str, Unit]] = {"counter": {"time": "second", "kept": "integer"}}
    table = only(sharing(readings(cells, truth, units=units)))
    row = ("", "threads", "2")
    assert value(table, (*row, "unlocked: lost"), "3.13") == pytest.approx(0.75)
    assert value(table, (*row, "locked: lost"), "3.13") == pytest.approx(0, abs=1e-12)


def test_a_share_and_its_interval_stay_shares() -> None:
    cells = [
        cell("counter", strategy, 2 if strategy == "threads" else 1, sharing=sharing)
        for sharing in ("unlocked", "private")
        for strategy in ("sequential", "threads")
    ]
    units: dict[str, dict[str, Unit]] = {"counter": {"time": "second", "kept": "integer"}}
    table = only(sharing(readings(cells, lambda _: 1.0, units=units, own=0.1)))
    found = said(table, ("", "threads", "2", "unlocked: lost"), "3.13")
    assert isinstance(found, Figure)
    assert found.estimate.interval is not None
    assert (
        0 <= found.estimate.interval[0] <= found.estimate.value <= found.estimate.interval[1] <= 1
    )


def test_memory_is_that_of_one_worker_more() -> None:
    cells = [
        cell("memory", strategy, workers, imports="heavy", depth=14)
        for strategy, workers in (("sequential", 1), ("threads", 4), ("processes-fork", 4))
    ]
    tree = {"sequential": 20, "threads": 19.6, "processes-fork": 60}
    found = memory(
        readings(cells, lambda one: tree[one.strategy] * MIB, units={"memory": TREES}, own=0.001)
    )
    table = only(found)
    assert table.caption == "imports=heavy on 3.13"
    assert value(table, ("processes-fork", "4"), "idle-pss") == pytest.approx(10, rel=0.01)
    less = said(table, ("threads", "4"), "worked-uss")
    assert isinstance(less, Figure)
    assert less.estimate.value == pytest.approx(-0.1, rel=0.2)
    assert less.estimate.interval is not None
    assert less.estimate.interval[0] < -0.1 < less.estimate.interval[1]


def test_each_worker_more_is_without_what_the_first_one_brings() -> None:
    cells = [
        cell("memory", strategy, workers, imports="heavy", depth=14)
        for strategy, workers in (("sequential", 1), ("processes-fork", 1), ("processes-fork", 5))
    ]
    tree = {1: 50, 5: 58}  # 30 for the first, and 2 for each more
    found = memory(
        readings(
            cells,
            lambda one: (20 if one.strategy == "sequential" else tree[one.workers]) * MIB,
            units={"memory": TREES},
            own=0.001,
        )
    )
    assert found is not None
    *_, more = found.tables
    assert [line.labels for line in more.lines] == [
        ("processes-fork", "imports=heavy", "1 to 5", name) for name in TREES
    ]
    assert value(more, more.lines[0].labels, "3.13") == pytest.approx(2, rel=0.1)


def test_the_collector_is_held_against_the_same_cell_with_it() -> None:
    cells = [cell("alloc_tree", "threads", 2, gc=gc, depth=14) for gc in ("on", "off")]
    cells.append(cell("methods", "threads", 2, gc="off"))
    table = only(collector(readings(cells, lambda one: 0.9 if one.mode["gc"] == "off" else 1.2)))
    assert [line.labels for line in table.lines] == [("alloc_tree", "threads", "2")]
    assert value(table, ("alloc_tree", "threads", "2"), "3.13") == pytest.approx(0.75)


def test_weak_scaling_stands_beside_strong() -> None:
    cells = [
        cell("primes", strategy, workers, scaling=scaling)
        for scaling in ("strong", "weak")
        for strategy, workers in (("sequential", 1), ("threads", 4))
    ]

    def truth(one: Cell) -> float:
        if one.strategy == "sequential":
            return 1.0
        return 2.5 if one.mode["scaling"] == "weak" else 0.8  # 4 times the work

    table = only(weak_and_strong(readings(cells, truth, cores=2)))
    row = ("primes", "threads", "4")
    assert value(table, (*row, "strong"), "3.13") == pytest.approx(1.25)
    assert value(table, (*row, "weak"), "3.13") == pytest.approx(1.6)
    assert value(table, (*row, "strong, efficiency"), "3.13") == pytest.approx(0.625)
    assert value(table, (*row, "weak, efficiency"), "3.13") == pytest.approx(0.8)


def test_requests_a_second_are_of_the_batch_and_latencies_beside_them() -> None:
    times = {"batch": 0.5, "p50": 0.01, "p99": 0.03}
    units: dict[str, dict[str, Unit]] = {
        "web": dict.fromkeys(times, "second"),
        "convoy": dict.fromkeys(("p50", "p99"), "second"),
    }
    cells = [cell("web", "threads", 16, cpu=cpu, requests=128) for cpu in (0, 2)]
    cells += [cell("convoy", "threads", 2, switch=switch) for switch in (500, 5000)]
    made = readings(cells, lambda one: times[one.quantity], units=units, own=0.05, shared=0)
    found = service(made)
    assert found is not None
    web, convoy = found.tables
    rate = said(web, ("cpu=2", "threads", "16", "requests/s"), "3.13")
    batch = made.value(next(one for one in made.cells if one.parameters.get("cpu") == 2))
    assert isinstance(rate, Figure)
    assert isinstance(batch, Figure)
    assert rate.estimate.interval is not None
    assert batch.estimate.interval is not None
    assert rate.estimate.value == pytest.approx(256, rel=0.1)
    low, high = batch.estimate.interval
    assert rate.estimate.interval == pytest.approx((128 / high, 128 / low))
    assert value(web, ("cpu=0", "threads", "16", "p99"), "3.13") == pytest.approx(0.03, rel=0.1)
    assert [line.labels[0] for line in convoy.lines] == [
        "switch=500", "switch=500", "switch=5000", "switch=5000"
    ]  # fmt: skip
    assert {line.labels[-1] for line in convoy.lines} == {"p50", "p99"}


def test_transfers_stand_by_size_and_by_kind() -> None:
    units: dict[str, dict[str, Unit]] = {
        "transfer": {"round_trip": "second", "bandwidth": "byte/second"}
    }
    places = [("bytes", 1, "queue"), ("bytes", MIB, "queue"), ("bytes", MIB, "pipe")]
    places += [("list", MIB, "queue"), ("dict", MIB, "queue")]
    cells = [
        cell("transfer", "threads", 2, kind=kind, rounds=40, size=size, way=way)
        for kind, size, way in places
    ]
    seconds = {"bytes": 1e-3, "list": 4e-3, "dict": 8e-3}

    def truth(one: Cell) -> float:
        taken = seconds[str(one.parameters["kind"])]
        return taken if one.quantity == "round_trip" else 2 * int(one.parameters["size"]) / taken

    found = transfer(readings(cells, truth, units=units, shared=0))
    assert found is not None
    tables = {one.caption: one for one in found.tables}
    assert set(tables) == {"bytes by size on 3.13", "1 MiB by kind on 3.13"}
    by_size, by_kind = tables["bytes by size on 3.13"], tables["1 MiB by kind on 3.13"]
    assert by_size.columns == ("1 B", "1 MiB")
    assert value(by_size, ("threads", "queue", "round trip"), "1 B") == pytest.approx(1e-3)
    assert value(by_size, ("threads", "pipe", "bandwidth"), "1 MiB") == pytest.approx(2e3 * MIB)
    assert said(by_size, ("threads", "pipe", "bandwidth"), "1 B") is None
    assert by_kind.columns == ("bytes", "list", "dict")
    assert value(by_kind, ("threads", "queue", "bandwidth"), "dict") == pytest.approx(250 * MIB)


def test_a_cell_that_says_nothing_says_why() -> None:
    cells = [
        cell("alloc_tree", strategy, 2, gc=gc)
        for gc in ("on", "off")
        for strategy in ("threads", "interpreters")
    ]
    cells += [cell("alloc_tree", "interpreters", 2, "3.14", gc=gc) for gc in ("on", "off")]

    def truth(one: Cell) -> float | None:
        return None if (one.strategy, one.interpreter) == ("interpreters", "3.13") else 1.0

    table = only(collector(readings(cells, truth, reason="too old")))
    row = ("alloc_tree", "interpreters", "2")
    assert missing(table, row, "3.13").status == "unsupported"
    assert missing(table, row, "3.13").reason == "too old"
    assert value(table, row, "3.14") == pytest.approx(1)
    assert said(table, ("alloc_tree", "threads", "2"), "3.14") is None  # not planned


def test_one_block_gives_values_without_intervals() -> None:
    cells = [cell("alloc_tree", "threads", 2, gc=gc) for gc in ("on", "off")]
    table = only(collector(readings(cells, lambda _: 1.0, blocks=1)))
    found = said(table, ("alloc_tree", "threads", "2"), "3.13")
    assert isinstance(found, Figure)
    assert found.estimate.interval is None
    assert found.estimate.blocks == 1
