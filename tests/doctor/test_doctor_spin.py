"""The spin test: its arithmetic, and real processes; that none of them is ever left."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise

import psutil
import pytest
from processes import all_gone

from harness.doctor import spin as module
from harness.doctor.spin import ALONE, ROUNDS, TOGETHER, Spell, free_cpus, schedule, spin


def spells(shares: list[list[float]], alone: float = 1.0) -> list[list[Spell]]:
    """What each did: `shares` of a CPU when together, round by round, and `alone` of one."""
    told: list[list[Spell]] = [[] for _ in shares[0]]
    for number, together in enumerate(shares):
        told[number % len(told)].append((round(1e6 * ALONE * alone), ALONE * alone))
        for place, share in enumerate(together):
            told[place].append((round(1e6 * TOGETHER * share), TOGETHER * share))
    return told


@pytest.mark.parametrize("alone", [1.0, 0.6])  # other work takes from both
@pytest.mark.parametrize(
    ("shares", "free"),
    [
        ([[1.0, 1.0]] * ROUNDS, 2.0),
        ([[0.5, 0.5]] * ROUNDS, 1.0),
        ([[0.25, 0.75]] * ROUNDS, 1.0),
        ([[1.0, 1.0], [0.1, 0.1], *[[1.0, 1.0]] * (ROUNDS - 2)], 2.0),  # a hiccup
        ([[0.5, 0.5], [1.0, 1.0], *[[0.5, 0.5]] * (ROUNDS - 2)], 1.0),
        ([[1.2, 1.2]] * ROUNDS, 2.0),  # no more than there are
        ([[1.0, 0.6, 1.0]] * ROUNDS, 2.6),
    ],
)
def test_the_work_that_was_done(shares: list[list[float]], free: float, alone: float) -> None:
    assert free_cpus(spells(shares, alone)) == pytest.approx(free)


@pytest.mark.parametrize(
    "told", [[[], []], [[(1, 0.1)], [(1, 0.1)]], [[(0, 0.0)] * 9] * 2, [[(5, 0.0)] * 9] * 2]
)
def test_too_little_to_tell(told: list[list[Spell]]) -> None:
    assert free_cpus(told) is None


Children = Callable[[], set[psutil.Process]]


@pytest.fixture
def children() -> Children:
    """Those that there are more than before: tests before may have left some to this process."""
    before = set(psutil.Process().children())
    return lambda: set(psutil.Process().children()) - before


@pytest.mark.parametrize("processes", [2, 3, 8])
def test_one_spins_alone_then_all(processes: int) -> None:
    plans = [schedule(100.0, place, processes) for place in range(processes)]
    spans = {span for plan in plans for span in zip(plan[::2], plan[1::2], strict=True)}
    assert len(spans) == 2 * ROUNDS
    assert all(end < start for (_, end), (start, _) in pairwise(sorted(spans)))
    for start, _ in spans:
        spinning = sum(start in plan[::2] for plan in plans)
        assert spinning in (1, processes)


@pytest.mark.parametrize("processes", [2, 3])
def test_for_real(processes: int, children: Children) -> None:
    called: list[float] = []
    free = spin(processes, lambda: called.append(time.monotonic()))
    assert free is not None
    assert 0 < free <= processes
    assert len(called) == 1
    assert children() == set()


def test_none_is_left_where_it_is_interrupted(children: Children) -> None:
    def interrupt() -> None:
        assert len(children()) == 2
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spin(2, interrupt)
    assert children() == set()


def test_where_nothing_can_be_started(monkeypatch: pytest.MonkeyPatch, children: Children) -> None:
    monkeypatch.setattr(module.sys, "executable", "/nowhere/python")
    assert spin(2) is None
    assert children() == set()


def test_what_ends_at_once_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, children: Children
) -> None:
    monkeypatch.setattr(module.spinner, "__file__", "/nowhere/spinner.py")
    assert spin(2) is None
    assert children() == set()


def test_they_go_when_their_harness_is_killed() -> None:
    program = (
        "from harness.doctor.spin import spin; import os; spin(2, lambda: os.kill(os.getpid(), 9))"
    )
    started = time.time()
    with subprocess.Popen([sys.executable, "-c", program]) as holder:
        holder.wait()
    left = [
        process
        for process in psutil.process_iter(["cmdline", "create_time"])
        if process.info["create_time"] >= started - 1
        and any("spinner.py" in word for word in process.info["cmdline"] or ())
    ]
    assert all_gone(left, 20)


def test_a_spinner_whose_harness_was_killed_says_nothing() -> None:
    """Its stderr is the harness's, and so the user's."""
    reader, writer = os.pipe()
    os.close(reader)
    argv = [sys.executable, "-I", "-S", module.spinner.__file__]
    done = subprocess.run(
        argv, stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
