"""A case's results as JSON, so that a run that was stopped goes on where it was."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.advise.advice import Advice
from benchmarks.advise.candidates import Candidate
from benchmarks.advise.duel import Verdict
from benchmarks.advise.rounds import Times


def encode_times(times: Times) -> dict[str, Any]:
    return {
        "seconds": [[asdict(one), values] for one, values in times.seconds.items()],
        "failed": [[asdict(one), why] for one, why in times.failed.items()],
    }


def decode_times(told: dict[str, Any]) -> Times:
    return Times(
        {Candidate(**one): values for one, values in told["seconds"]},
        {Candidate(**one): why for one, why in told["failed"]},
    )


def encode_score(advice: Advice, verdict: Verdict | None, failed: str) -> dict[str, Any]:
    return {
        "advice": asdict(advice),
        "failed": failed,  # why the recommendation could not be timed
        "rival": asdict(verdict.rival) if verdict else None,
        "ratio": asdict(verdict.ratio) if verdict else None,
        "times": encode_times(verdict.times) if verdict else None,
    }


def read(path: Path) -> dict[str, Any] | None:
    """None: not there yet."""
    found: dict[str, Any] | None = json.loads(path.read_text()) if path.exists() else None
    return found


def write(path: Path, told: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(told, indent=1) + "\n")
    part.replace(path)
