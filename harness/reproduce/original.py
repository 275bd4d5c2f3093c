"""The run that is to be reproduced, from whoever made it."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import msgspec

from harness.errors import GilbenchError
from record import Goal, Manifest, Reproduces, RunFiles
from record.counting import counted
from record.run_set import NAME
from record.text import short

VALUES = 1000  # a process
TIMEOUT = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Original:
    root: Path
    manifest: Manifest
    blocks: int  # that any of its cells was measured in

    @property
    def goal(self) -> Goal:
        """As many blocks; where it stopped at a precision, with that."""
        return Goal(blocks=self.blocks, precision=self.manifest.goal.precision)

    @property
    def digest(self) -> str:
        told = self.manifest
        parts = (told.run, told.created, told.machine.id, told.plan.digest)
        return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:16]

    @property
    def id(self) -> str:
        """Of the run that reproduces it: the same each time, so that it can be gone on with."""
        kept = "".join(one if one.isascii() and one.isalnum() else "-" for one in self.manifest.run)
        return f"again-{kept[:40].strip('-') or 'run'}-{self.digest[:8]}"

    def reproduced(self, left_out: dict[str, str]) -> Reproduces:
        """How the run that reproduces it tells of it."""
        told = self.manifest
        return Reproduces(run=told.run, created=told.created, digest=self.digest, left_out=left_out)

    def is_of(self, other: Manifest) -> bool:
        """Whether that one reproduces this one."""
        return other.reproduces is not None and other.reproduces.digest == self.digest


def read(root: Path) -> Original:
    """The run in the folder `root`. RecordError or GilbenchError where it is none to reproduce."""
    if (root / NAME).exists():
        raise GilbenchError(f"{root} is a set of runs: name one of them")
    files = RunFiles(root)
    manifest = files.manifest()
    cells = manifest.plan.cells
    blocks = Counter(key for key, _ in counted(cells, files.attempts(cells)))
    if not blocks:
        raise GilbenchError(f"{root}: nothing was measured in it, so there is nothing to reproduce")
    plan = manifest.plan
    if plan.values > VALUES or plan.timeout > TIMEOUT:
        raise GilbenchError(
            f"{root}: its plan has {plan.values} values a process and a time-out of "
            f"{plan.timeout:g} s; at most {VALUES} and {TIMEOUT:g} are measured"
        )
    return Original(root, manifest, max(blocks.values()))


def check_folder(original: Original, root: Path, known: Manifest | None) -> None:
    """Raises GilbenchError where the run in `root` cannot be the one that reproduces it."""
    if root.resolve() == original.root.resolve():
        raise GilbenchError(f"{root} is the original itself; name another folder with --out")
    if root.resolve().is_relative_to(original.root.resolve()):
        raise GilbenchError(f"{root} is within the original; name another folder with --out")
    if known is not None and not original.is_of(known):
        raise GilbenchError(
            f"{root} holds another run than one that reproduces {short(original.manifest.run)!r}; "
            "name another folder with --out"
        )


def goal_of(original: Original, known: Manifest | None, given: Goal) -> Goal:
    """What the options say, over what the run that is there has, over the original."""
    before = known.goal if known else original.goal
    if given == Goal():
        return before
    blocks = given.blocks or before.blocks
    return msgspec.structs.replace(before, blocks=blocks, budget=given.budget)
