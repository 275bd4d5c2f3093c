"""What happens to the machine: its disk, its clock, its sleep."""

import contextlib
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import msgspec
import psutil

from injection.registry import kind
from injection.victim import Victim
from record import RunFiles

NOT_WRITTEN = 5
HOUR = 3600.0


@kind("disk: full", NOT_WRITTEN, disk=True)
def full(victim: Victim, chance: random.Random) -> None:
    """But for some bytes, so that it is met at any write, in the midst of a line too."""
    disk = victim.out.parent
    victim.at_any_moment(chance)
    ballast = disk / "ballast"
    victim.afterwards.append(lambda: ballast.unlink(missing_ok=True))
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    room = chance.choice((0, 4096, 8192, 16384))
    with contextlib.suppress(OSError):
        os.truncate(ballast, max(0, ballast.stat().st_size - room))


@kind("disk: read-only", NOT_WRITTEN, disk=True)
def read_only(victim: Victim, chance: random.Random) -> None:
    disk = victim.out.parent
    victim.at_any_moment(chance)
    # The disk itself cannot become read-only while the harness holds its lock file open.
    subprocess.run(["mount", "--bind", disk, disk], check=True)
    victim.afterwards.append(lambda: subprocess.run(["umount", disk], check=True))
    subprocess.run(["mount", "-o", "remount,bind,ro", disk], check=True)


@kind("machine: sleeps")
def asleep(victim: Victim, chance: random.Random) -> None:
    """All of them stop, and go on when more than a time-out has passed, or less."""
    victim.at_any_moment(chance)
    tree = victim.tree()
    for one in tree:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.suspend()
    time.sleep(chance.choice((0.5, 12)))
    for one in reversed(tree):
        with contextlib.suppress(psutil.NoSuchProcess):
            one.resume()


@kind("clock: set back, then kill -9", -9)
def set_back(victim: Victim, chance: random.Random) -> None:
    """For who goes on with a run, its clock was set back if the stamps are of the future."""
    victim.at_any_moment(chance)
    victim.signal(signal.SIGKILL)
    victim.afterwards.append(lambda: _move_to_the_future(victim.out))
    victim.alter = True


def _move_to_the_future(run: Path) -> None:
    files = RunFiles(run)
    if files.journal_path.exists():
        later = (
            msgspec.structs.replace(one, started=one.started + HOUR) for one in files.journal()
        )
        files.journal_path.write_bytes(b"".join(one.line() for one in later))
    then = time.time() + HOUR
    for path in run.rglob("*"):
        os.utime(path, (then, then))
