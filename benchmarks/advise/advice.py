"""`gilbench advise` as a user calls it: what it recommends, in what time, with which findings."""

import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.advise.candidates import Candidate
from benchmarks.advise.case import Case

GRACE = 300.0  # seconds beyond the budget: interpreters and environments are made ready


@dataclass(frozen=True, slots=True)
class Advice:
    recommended: Candidate | None
    outcome: str
    speedup: dict[str, float | None] | None
    findings: tuple[str, ...]
    seconds: float  # of the whole command
    measuring: float | None  # of them from the first profile on; None: not told
    code: int
    said: str  # the end of stderr, where nothing was recommended


def ask(case: Case, work: Path, interpreters: str, budget: str, out: Path) -> Advice:
    if out.exists():
        shutil.rmtree(out)
    words = [sys.executable, "-m", "harness", "advise", case.target, "--inputs", case.inputs]
    words += ["--interpreters", interpreters, "--budget", budget]
    words += ["--format", "json", "--out", str(out.absolute())]
    if case.unpack:
        words.append("--unpack")
    if case.requirements:
        words += ["--requirements", "requirements.txt"]
    begin = time.monotonic()
    try:
        done = subprocess.run(
            words, cwd=work, capture_output=True, text=True, timeout=GRACE, check=False
        )
    except subprocess.TimeoutExpired:
        return Advice(None, "", None, (), GRACE, None, -1, f"it did not end within {GRACE:.0f} s")
    seconds = time.monotonic() - begin
    try:
        found = json.loads(done.stdout)
    except ValueError:
        said = done.stderr.strip() or "nothing on stdout is JSON"
        return Advice(None, "", None, (), seconds, None, done.returncode, said[-500:])
    chosen = found.get("recommendation")
    return Advice(
        candidate(chosen) if chosen else None,
        str(found.get("outcome", "")),
        chosen.get("speedup") if chosen else None,
        tuple(found.get("findings", ())),
        seconds,
        _measuring(out),
        done.returncode,
        "" if chosen else done.stderr.strip()[-500:],
    )


def _measuring(run: Path) -> float | None:
    path = run / "advice.json"
    return json.loads(path.read_text()).get("seconds") if path.exists() else None


def candidate(told: dict[str, Any]) -> Candidate:
    return Candidate(
        told["interpreter"],
        told["strategy"],
        int(told.get("workers") or 1),
        int(told.get("chunk_size") or 1),
    )
