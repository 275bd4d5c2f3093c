"""A running harness, and where it is in its run."""

import contextlib
import random
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from injection.lab import CELLS, Lab
from record import RunFiles

PATIENCE = 120.0  # seconds that anything may take here on a busy machine
TIMEOUT = 10  # seconds that a measuring process may take


class Stuck(Exception):
    """What was waited for did not come."""


class Unexpected(Exception):
    """What a fault met is not as documented."""


@dataclass(frozen=True)
class Usual:
    """Such a run when nothing is done to it."""

    seconds: float
    attempts: int


@dataclass(frozen=True)
class Setting:
    """What is measured: small cells, of every kind of lane that faults are about."""

    strategies: str = "sequential,processes-fork"
    blocks: int = 2


SMALLEST = Setting("processes-fork", 1)


@dataclass
class Victim:
    lab: Lab
    out: Path
    setting: Setting
    usual: "Usual"
    # What is to be done once it has ended, before it is gone on with.
    afterwards: list[Callable[[], object]] = field(default_factory=list)
    alter: bool = False  # whether that changes what was written

    def start(self) -> None:
        # A session of its own: a terminal's signals go to its whole foreground process group.
        self.process = subprocess.Popen(
            self.command(),
            env=self.lab.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._begin = time.monotonic()

    def command(self, *more: str) -> list[str]:
        what = (*CELLS, self.setting.strategies, "--blocks", str(self.setting.blocks))
        return self.lab.command(
            *("run", "--out", self.out, *what, "--timeout", f"{TIMEOUT}s"), *more
        )

    def tree(self) -> list[psutil.Process]:
        """The harness and everything below it, parents first."""
        if not self.alive():  # and waited for: its number may be another's by now
            return []
        with contextlib.suppress(psutil.NoSuchProcess):
            harness = psutil.Process(self.process.pid)
            return [harness, *harness.children(recursive=True)]
        return []

    def measuring(self) -> list[psutil.Process]:
        """The measuring process and the lanes that it forked."""
        return self._those_with("--worker")

    def supervisor(self) -> psutil.Process:
        self.until(lambda: bool(self._those_with("harness.run.supervisor")))
        return self._those_with("harness.run.supervisor")[0]

    def _those_with(self, word: str) -> list[psutil.Process]:
        found = []
        for one in self.tree():
            with contextlib.suppress(psutil.NoSuchProcess):
                if word in one.cmdline():
                    found.append(one)
        return found

    def attempts(self) -> int:
        with contextlib.suppress(OSError):
            return RunFiles(self.out).journal_path.read_bytes().count(b"\n")
        return 0

    def alive(self) -> bool:
        return self.process.poll() is None

    def until(self, fact: Callable[[], bool]) -> None:
        """Wait for it, or for the harness's end. Raises Stuck."""
        deadline = time.monotonic() + PATIENCE
        while self.alive() and not fact():
            if time.monotonic() > deadline:
                raise Stuck
            time.sleep(0.005)

    def at_any_moment(self, chance: random.Random) -> None:
        """From its first breath to its last file; the merging is too short to be met often."""
        if chance.random() < 0.2:
            self.until(lambda: self.attempts() >= self.usual.attempts)
            time.sleep(chance.uniform(0, 0.5))
        else:
            time.sleep(chance.uniform(0, self.usual.seconds))

    def while_measuring(self, chance: random.Random, *, lanes: int = 0) -> list[psutil.Process]:
        """At a random moment of a measuring process, with its lanes; which they are."""
        before = self.attempts() + chance.randrange(2)
        self.until(lambda: self.attempts() >= before and len(self.measuring()) > lanes)
        time.sleep(chance.uniform(0, 0.5))
        self.until(lambda: len(self.measuring()) > lanes)
        return self.measuring()

    def ready_for_signals(self) -> None:
        """Python's own start is not ours."""
        self.until(lambda: _catches(self.process.pid, signal.SIGTERM))

    def signal(self, number: int) -> None:
        if self.alive():
            self.process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Its exit code and what it said, once it has ended. Raises Stuck."""
        try:
            _, errors = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            for one in self.tree():
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.kill()
            self.process.communicate()
            raise Stuck from None
        return self.process.returncode, errors


def _catches(pid: int, number: int) -> bool:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("SigCgt:"):
                return bool(int(line.split()[1], 16) & 1 << (number - 1))
    return False
