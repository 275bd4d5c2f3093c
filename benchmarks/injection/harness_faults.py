"""What happens to the harness itself and to its supervisor."""

import contextlib
import os
import random
import signal
import subprocess
import time

import psutil

from injection.registry import kind
from injection.victim import Unexpected, Victim


@kind("harness: kill -9", -9)
def killed(victim: Victim, chance: random.Random) -> None:
    victim.at_any_moment(chance)
    victim.signal(signal.SIGKILL)


@kind("harness: SIGINT, from the terminal", 130)
def interrupted(victim: Victim, chance: random.Random) -> None:
    victim.at_any_moment(chance)
    victim.ready_for_signals()
    if victim.alive():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(victim.process.pid, signal.SIGINT)


@kind("harness: SIGTERM", 143)
def terminated(victim: Victim, chance: random.Random) -> None:
    victim.at_any_moment(chance)
    victim.ready_for_signals()
    victim.signal(signal.SIGTERM)


@kind("harness: SIGHUP", 129)
def hung_up(victim: Victim, chance: random.Random) -> None:
    victim.at_any_moment(chance)
    victim.ready_for_signals()
    victim.signal(signal.SIGHUP)


@kind("harness: signals in quick succession", 130, 143, 129)
def hurried(victim: Victim, chance: random.Random) -> None:
    victim.at_any_moment(chance)
    victim.ready_for_signals()
    for number in chance.choices((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), k=5):
        victim.signal(number)
        time.sleep(chance.uniform(0, 0.05))


@kind("harness: stopped for a while")
def paused(victim: Victim, chance: random.Random) -> None:
    victim.at_any_moment(chance)
    victim.signal(signal.SIGTSTP)
    time.sleep(chance.uniform(0.5, 3))
    victim.signal(signal.SIGCONT)


@kind("harness: a second one on the folder")
def doubled(victim: Victim, chance: random.Random) -> None:
    victim.while_measuring(chance)
    if not victim.alive():
        return
    second = subprocess.run(
        victim.command(), env=victim.lab.env, capture_output=True, text=True, check=False
    )
    if victim.alive() and (second.returncode, "another gilbench" in second.stderr) != (2, True):
        raise Unexpected(f"the second harness was not refused: {second.stderr}")


@kind("supervisor: kill -9", 3)
def supervisor_killed(victim: Victim, chance: random.Random) -> None:
    victim.while_measuring(chance)
    with contextlib.suppress(IndexError, psutil.NoSuchProcess):
        victim.supervisor().kill()


@kind("supervisor: stopped, then the harness killed", -9)
def supervisor_stopped(victim: Victim, chance: random.Random) -> None:
    victim.while_measuring(chance)
    with contextlib.suppress(IndexError, psutil.NoSuchProcess):
        victim.supervisor().suspend()
    time.sleep(chance.uniform(0, 0.5))
    victim.signal(signal.SIGKILL)
