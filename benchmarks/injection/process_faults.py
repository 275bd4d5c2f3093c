"""What happens to one measuring process, or what it does itself."""

import contextlib
import random
import signal

import psutil

from injection.registry import kind
from injection.victim import Victim

CELL_FAILED = 3


def request(victim: Victim, chance: random.Random, what: str) -> None:
    """Have some measuring process do it at some moment of its life."""
    victim.while_measuring(chance)
    victim.lab.request(what, chance.uniform(0.001, 0.8))
    victim.until(victim.lab.taken)


@kind("process: SIGSEGV", CELL_FAILED)
def crashed(victim: Victim, chance: random.Random) -> None:
    request(victim, chance, "segfault")


@kind("process: abort", CELL_FAILED)
def aborted(victim: Victim, chance: random.Random) -> None:
    request(victim, chance, "abort")


@kind("process: exit without a file", CELL_FAILED)
def left(victim: Victim, chance: random.Random) -> None:
    what = chance.choice(("exit_without_a_file", "end_well_without_a_file"))
    request(victim, chance, what)


@kind("process: no memory", CELL_FAILED)
def starved(victim: Victim, chance: random.Random) -> None:
    request(victim, chance, "run_out_of_memory")


@kind("process: killed, as for want of memory", CELL_FAILED)
def killed(victim: Victim, chance: random.Random) -> None:
    for one in victim.while_measuring(chance)[:1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()


@kind("process: dead-locked, deaf to SIGTERM", CELL_FAILED)
def dead_locked(victim: Victim, chance: random.Random) -> None:
    request(victim, chance, "dead_lock")


@kind("process: leaves a daemon that holds its pipes")
def daemonised(victim: Victim, chance: random.Random) -> None:
    request(victim, chance, "leave_a_daemon")


@kind("process: floods stderr")
def flooded(victim: Victim, chance: random.Random) -> None:
    request(victim, chance, "flood_stderr")


@kind("process: kills the supervisor", 3)
def parricide(victim: Victim, chance: random.Random) -> None:
    request(victim, chance, "kill_the_supervisor")


@kind("lane: killed", CELL_FAILED)
def lane_killed(victim: Victim, chance: random.Random) -> None:
    for one in victim.while_measuring(chance, lanes=1)[1:2]:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()


@kind("lane: hangs", CELL_FAILED)
def lane_hangs(victim: Victim, chance: random.Random) -> None:
    for one in victim.while_measuring(chance, lanes=1)[1:2]:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGSTOP)
