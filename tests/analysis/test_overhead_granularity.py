"""Granularity: break-even and efficiency of strategies whose price of a task is known."""

import pytest
from made_up_readings import cell, missing, readings, said, value

from analysis.figures import Figure, Table
from analysis.overhead.crossing import Crossing
from analysis.overhead.granularity import granularity
from record import Cell

TURN = {"3.13": 50e-9, "3.13t": 60e-9}  # seconds
TASKS = {20: 1000, 220: 1000, 2_200: 1000, 22_000: 200, 220_000: 20, 2_200_000: 8}
PRICE = {"threads": 20e-6, "processes-fork": 120e-6}  # of handing out a task


def truth(one: Cell) -> float:
    turns, tasks = one.parameters["turns"], one.parameters["tasks"]
    assert isinstance(turns, int)
    assert isinstance(tasks, int)
    length = turns * TURN[one.interpreter]
    if one.strategy == "sequential":
        return length * tasks
    if one.strategy == "threads" and one.interpreter == "3.13":
        return (length + PRICE["threads"]) * tasks  # one at a time
    chunk = 1 if one.mode["chunk"] == "1" else 10
    return (length / 2 + PRICE[one.strategy] / chunk) * tasks


def cells(chunks: tuple[str, ...] = ("1",)) -> list[Cell]:
    return [
        cell("granularity", strategy, workers, label, turns=turns, tasks=tasks, chunk=chunk)
        for turns, tasks in TASKS.items()
        for label in TURN
        for chunk in chunks
        for strategy, workers in (("sequential", 1), ("threads", 2), ("processes-fork", 2))
    ]


def tables(*chunks: str, **noise: float) -> tuple[Table, ...]:
    found = granularity(readings(cells(chunks or ("1",)), truth, **noise))  # type: ignore[arg-type]
    assert found is not None
    return found.tables


def crossing(table: Table, labels: tuple[str, ...], column: str) -> Crossing:
    found = said(table, labels, column)
    assert isinstance(found, Figure)
    assert isinstance(found.estimate, Crossing)
    return found.estimate


def test_break_even_is_where_it_was_planted() -> None:
    even = tables(shared=0)[0]
    fork = ("processes-fork", "2", "1")
    assert value(even, (*fork, "1x"), "3.13") == pytest.approx(240e-6)
    assert value(even, (*fork, "90%"), "3.13") == pytest.approx(18 * 120e-6)
    assert value(even, ("threads", "2", "1", "1x"), "3.13t") == pytest.approx(40e-6)
    assert value(even, ("threads", "2", "1", "90%"), "3.13t") == pytest.approx(360e-6)


def test_what_the_blocks_share_drops_out_of_speedups_but_not_of_lengths() -> None:
    found = crossing(tables(shared=0.2)[0], ("threads", "2", "1", "1x"), "3.13t")
    assert found.interval is not None
    assert found.interval[0] < 40e-6 < found.interval[1]
    assert found.interval[1] / found.interval[0] > 1.1


def test_threads_under_a_gil_never_pay() -> None:
    found = crossing(tables(shared=0)[0], ("threads", "2", "1", "1x"), "3.13")
    assert found.value == float("inf")
    assert found.longest == pytest.approx(2_200_000 * TURN["3.13"])


def test_chunks_are_curves_of_their_own() -> None:
    even = tables("1", "auto", shared=0)[0]
    fork = ("processes-fork", "2", "auto", "1x")
    assert value(even, fork, "3.13t") == pytest.approx(24e-6)


def test_efficiency_stands_by_the_length_of_a_task() -> None:
    _, *found = tables(shared=0)
    table = found[1]
    assert table.caption == "Efficiency on 3.13t"
    assert table.columns == tuple(f"turns={turns}" for turns in TASKS)
    assert value(table, ("a task takes", "", ""), "turns=220") == pytest.approx(220 * 60e-9)
    length = 220_000 * 60e-9
    expected = length / (length / 2 + 120e-6) / 2
    found_at = value(table, ("processes-fork", "2", "1"), "turns=220000")
    assert found_at == pytest.approx(expected)


def test_a_length_that_could_not_be_measured_is_left_out() -> None:
    def partly(one: Cell) -> float | None:
        return None if one.parameters["turns"] == 20 else truth(one)

    found = granularity(readings(cells(), partly, shared=0))
    assert found is not None
    assert value(found.tables[0], ("threads", "2", "1", "1x"), "3.13t") == pytest.approx(40e-6)


def test_a_strategy_that_cannot_be_had_says_so() -> None:
    def partly(one: Cell) -> float | None:
        lost = (one.strategy, one.interpreter) == ("processes-fork", "3.13")
        return None if lost else truth(one)

    found = granularity(readings(cells(), partly, shared=0, reason="no fork here"))
    assert found is not None
    row = ("processes-fork", "2", "1", "1x")
    assert missing(found.tables[0], row, "3.13").reason == "no fork here"


def test_a_single_length_tells_of_no_break_even() -> None:
    few = [one for one in cells() if one.parameters["turns"] == 220]
    found = granularity(readings(few, truth))
    assert found is not None
    assert found.tables[0].lines == ()
    assert "fewer than 2 lengths" in found.tables[0].notes[0]
