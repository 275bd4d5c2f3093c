"""Asks for the same calls in another process, whatever becomes of it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from suites.own import Job, Unusable

SECONDS = 1.0  # of the calls
STARTING = 10.0  # seconds that a process may take to begin
ENDING = 3.0  # and to end
_MODULE = "suites.probes.profile"


@dataclass(frozen=True)
class Seen:
    inputs: list[str] = field(default_factory=list)  # their digests; empty: there is no answer
    digests: list[str] = field(default_factory=list)  # of the results
    deeds: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def several(median: float, most: int) -> int:
    """How many calls are made again."""
    return max(1, min(most, int(SECONDS / median)))


def call(job: Job, places: Sequence[int], seconds: float) -> Seen:
    """`seconds`: what it takes where nobody watches. Raises Unusable."""
    argv = [sys.executable, "-m", _MODULE, "watched", "--places", ",".join(map(str, places))]
    with tempfile.TemporaryFile() as output:  # a pipe is held open by whatever it starts
        with subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=output) as process:
            told, ended = _wait(process, output, 10 * seconds + STARTING)
            if not ended:
                process.kill()
        code = process.returncode
    if not told:
        how = f"ended with exit code {code}" if ended else "did not end"
        return Seen(notes=[f"called in another process as well, it {how}"])
    found = json.loads(told)
    if error := found.get("error"):
        return Seen(notes=[f"called in another process as well, {error}"])
    if not ended:
        raise Unusable("a program that calls it does not end: it leaves threads at work")
    notes = found["notes"]
    if found["threads"]:
        notes.append(f"it leaves {found['threads']} threads at work")
    return Seen(found["inputs"], found["digests"], found["deeds"], notes)


def _wait(process: subprocess.Popen[bytes], output: Any, patience: float) -> tuple[bytes, bool]:
    """The last line that it printed, and whether it ended in time, and not long after that."""
    until = time.monotonic() + patience
    told = b""
    while True:
        ended = process.poll() is not None
        data = os.pread(output.fileno(), 1 << 24, 0)
        if data.endswith(b"\n") and not told:
            told, until = data.splitlines()[-1], time.monotonic() + ENDING
        if ended or time.monotonic() > until:
            return told, ended
        time.sleep(0.005)
