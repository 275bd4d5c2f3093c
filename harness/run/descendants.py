"""Descendants of this process: inherited from those of them that die, and ended without mercy."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Collection
from pathlib import Path

import psutil

PATIENCE = 10.0  # seconds that killed processes may take to be gone
_SET_PARENT_DEATH_SIGNAL = 1
_SET_CHILD_SUBREAPER = 36
_FIRST_TO_GO = "1000"


def become_subreaper() -> None:
    """Become the parent of descendants whose own has died, where the system has that."""
    _prctl(_SET_CHILD_SUBREAPER, 1)


def wake_when_orphaned() -> None:
    """Go on when the parent dies, even if stopped: a stopped process cannot clear up."""
    _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGCONT)


def offer_to_the_oom_killer(pid: int) -> None:
    """Where memory runs out, the process and what it starts are to go, and not the harness."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/oom_score_adj").write_text(_FIRST_TO_GO)


def end_descendants(
    spared: Collection[int] = (), patience: float = PATIENCE
) -> list[psutil.Process]:
    """Kill until none is left but the spared ones; those that could not be ended in time.

    While one is killed another may be born. One in an uninterruptible sleep, or of another
    user, stays: nothing could be measured beside it.
    """
    deadline = time.monotonic() + patience
    while True:
        children = psutil.Process().children(recursive=True)
        alive = [child for child in children if child.pid not in spared]
        if not alive or time.monotonic() > deadline:
            return alive
        for child in alive:
            with contextlib.suppress(psutil.Error):
                child.kill()
        # Reaps as well: a grandchild becomes a child when its parent dies.
        psutil.wait_procs(alive, timeout=min(1.0, patience))


def name_of(process: psutil.Process) -> str:
    try:
        return f"{process.pid} ({process.name()!a}, {process.status()})"
    except psutil.Error:
        return str(process.pid)


def stop_group(leader: int) -> None:
    """Kill a process group: what there is where descendants are not inherited."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
