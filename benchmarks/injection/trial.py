"""One trial: a run, a fault in it, what the fault left, and the run gone on with to its end."""

import contextlib
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from injection import audit
from injection.lab import Lab
from injection.registry import Kind
from injection.victim import Setting, Stuck, Unexpected, Usual, Victim
from record import RunFiles

TRIES = 3  # to go on: a cell that failed is measured again when asked
GOING = 10.0  # seconds that processes may take to be gone once the harness is
SMALL_DISK = "8m"


class NoSmallDisk(Exception):
    """A file system cannot be mounted here."""


class Missed(Exception):
    """The run was over before the fault."""


@dataclass
class Result:
    kind: str
    lost: int = 0  # cell-blocks and lines
    doubled: int = 0
    left: int = 0  # processes
    resumed: bool = False  # to a whole and valid run
    wrong: list[str] = field(default_factory=list)  # what else was not as documented

    @property
    def clean(self) -> bool:
        return self.resumed and not (self.lost or self.doubled or self.left or self.wrong)


def usual(lab: Lab, setting: Setting) -> Usual:
    """A run that nothing is done to."""
    out = lab.folder / "usual"
    victim = Victim(lab, out, setting, Usual(0, 0))
    begin = time.monotonic()
    victim.start()
    code, errors = victim.end()
    if code:
        raise RuntimeError(f"an undisturbed run failed: {errors}")
    found = Usual(time.monotonic() - begin, victim.attempts())
    shutil.rmtree(out)
    return found


def trial(
    kind: Kind, lab: Lab, setting: Setting, undisturbed: Usual, chance: random.Random
) -> Result:
    """Raises Missed, and NoSmallDisk where the kind needs one that cannot be had."""
    result = Result(kind.name)
    with _place(lab, small=kind.disk) as folder:
        out = folder / "run"
        victim = Victim(lab, out, setting, undisturbed)
        try:
            before = _disturb(victim, kind, chance, result)
        finally:
            lab.forget()
        result.left = len(_not_gone(lab))
        scratch = [path.name for path in lab.temporary.iterdir()]
        if scratch:
            result.wrong.append(f"scratch is left: {scratch}")
        for undo in victim.afterwards:
            undo()
        if victim.alter:  # what was written was changed on purpose: that is the evidence now
            before = audit.evidence(out)
        result.wrong += audit.wrong_while_unfinished(out)
        _go_on(victim, result)
        if result.resumed:
            result.lost = audit.lost(before, audit.evidence(out))
            result.doubled = audit.doubled(out)
            result.wrong += audit.wrong_when_finished(out, setting.blocks)
    return result


def _disturb(victim: Victim, kind: Kind, chance: random.Random, result: Result) -> audit.Evidence:
    """What had been measured when it was over."""
    victim.start()
    try:
        kind.inject(victim, chance)
        code, errors = victim.end()
    except Stuck:
        result.wrong.append("the harness hung")
    except Unexpected as error:
        result.wrong.append(str(error))
        victim.end()
    else:
        last = (errors.splitlines() or [""])[-1]
        if code == 0 and 0 not in kind.codes:
            raise Missed
        if code not in kind.codes:
            result.wrong.append(f"exit code {code}: {last}")
        if "Traceback" in errors:
            result.wrong.append(f"a traceback: {last}")
        if code > 0 and "error:" not in last:
            result.wrong.append(f"no clear last line: {last}")
    return audit.evidence(victim.out)


def _go_on(victim: Victim, result: Result) -> None:
    for _ in range(TRIES):
        # One that was killed before it had a plan is begun again by the same command.
        known = RunFiles(victim.out).manifest_path.exists()
        retry = ("--retry-failed",) if known else ()
        done = subprocess.run(
            victim.command(*retry), env=victim.lab.env, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            result.resumed = True
            return
    result.wrong.append(f"not gone on with: {done.stderr.strip().splitlines()[-1:]}")


def _not_gone(lab: Lab) -> list[psutil.Process]:
    """Processes that are left; they are ended here."""
    deadline = time.monotonic() + GOING
    while (left := lab.processes()) and time.monotonic() < deadline:
        time.sleep(0.05)
    for one in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    return left


@contextlib.contextmanager
def _place(lab: Lab, *, small: bool) -> Iterator[Path]:
    """A folder for one run, gone afterwards; on a small file system of its own where asked."""
    folder = lab.folder / "place"
    folder.mkdir()
    if small:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)]
        if not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
            folder.rmdir()
            raise NoSmallDisk
    try:
        yield folder
    finally:
        while (
            small
            and subprocess.run(
                ["umount", "-l", str(folder)], capture_output=True, check=False
            ).returncode
            == 0
        ):
            pass
        shutil.rmtree(folder)
