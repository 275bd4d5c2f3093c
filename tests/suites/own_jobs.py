"""Jobs for measured processes: which of the functions in `targets` they call, and with what."""

import json
from dataclasses import replace
from pathlib import Path

from harness.interpreters import Interpreter

TARGETS = Path(__file__).parent / "targets"


def with_job(interpreter: Interpreter, work: Path, called: str, /, **more: object) -> Interpreter:
    """The interpreter, whose processes know the job and work in this folder."""
    work.mkdir(exist_ok=True)
    job = {
        "module": "evil",
        "file": str(TARGETS / "evil.py"),
        "folder": str(TARGETS),
        "cwd": str(work),
        "function": called,
        "generator": "numbers",
    } | more
    path = work / "job.json"
    path.write_text(json.dumps(job))
    return replace(interpreter, env=interpreter.env | {"GILBENCH_OWN": str(path)})


def lines(folder: Path, *values: object) -> dict[str, object]:
    """A job's inputs in a file instead of a generator."""
    folder.mkdir(exist_ok=True)
    path = folder / "inputs.jsonl"
    path.write_text("".join(f"{json.dumps(value)}\n" for value in values))
    return {"generator": "", "inputs": str(path), "total": len(values)}
