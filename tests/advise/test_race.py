"""Who of the trials is measured at length."""

from harness.advise.race import Tried, different, digests, finalists
from record import Cell


def cell(interpreter: str, strategy: str, workers: int = 2) -> Cell:
    return Cell(
        interpreter=interpreter,
        strategy=strategy,
        workload="own",
        parameters={"function": "f", "tasks": 9},
        workers=workers,
        mode={"chunk": "1"},
    )


SEQUENTIAL, THREADS, FORK, SPAWN = (
    cell("3.13", name) for name in ("sequential", "threads", "processes-fork", "processes-spawn")
)
FREE, FREE_SEQUENTIAL = cell("3.13t", "threads"), cell("3.13t", "sequential")
TOTALS = {SEQUENTIAL: 2.0, THREADS: 2.1, FORK: 1.0, SPAWN: 1.1, FREE: 1.2, FREE_SEQUENTIAL: 2.5}


def test_the_best_few_and_their_sequential() -> None:
    found = finalists(TOTALS, dict.fromkeys(TOTALS, 1.0), budget=60)
    assert found == [FORK, SPAWN, FREE, SEQUENTIAL, FREE_SEQUENTIAL]


def test_as_many_as_there_is_time_for() -> None:
    found = finalists(TOTALS, dict.fromkeys(TOTALS, 1.0), budget=20)
    assert found == [FORK, SPAWN, SEQUENTIAL]
    found = finalists(TOTALS, dict.fromkeys(TOTALS, 1.0), budget=1)
    assert found == [FORK, SPAWN]  # less would be no comparison


def test_a_runner_up_is_of_another_side_however_far_it_is() -> None:
    totals = {cell("3.13", "threads", many): 1.0 / many for many in (8, 32, 128)}
    totals[SEQUENTIAL] = 9.0
    found = finalists(totals, dict.fromkeys(totals, 1.0), budget=60)
    assert found == [cell("3.13", "threads", 128), SEQUENTIAL]
    assert finalists({}, {}, 60) == []
    assert finalists({SEQUENTIAL: 1.0}, {SEQUENTIAL: 1.0}, 60) == [SEQUENTIAL]


def told(**checksums: str) -> dict[Cell, Tried]:
    cells = {"sequential": SEQUENTIAL, "threads": THREADS, "fork": FORK, "spawn": SPAWN}
    return {cells[name]: Tried(1.0, frozenset(one.split())) for name, one in checksums.items()}


def test_results_are_right_where_they_are_as_one_after_the_other() -> None:
    found = told(sequential="a", threads="b", fork="b", spawn="a b")
    assert digests(found) == {"3.13": "a"}
    assert different(found, digests(found)) == [THREADS, FORK, SPAWN]
    assert digests(told(sequential="a b", threads="a", fork="a")) == {}  # others each time
    found = told(threads="b", fork="a", spawn="a")
    assert digests(found) == {"3.13": "a"}
    assert different(found, digests(found)) == [THREADS]
    found = told(threads="b", fork="a", spawn="b a")  # who knows
    assert digests(found) == {}
    assert different(found, {}) == []
