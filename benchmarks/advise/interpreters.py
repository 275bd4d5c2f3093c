"""The interpreters that are asked for, and an environment of each with what a case needs."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.interpreters import registry
from harness.interpreters.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class Interpreter:
    label: str
    python: str
    env: dict[str, str] = field(hash=False, default_factory=dict)
    pool: bool = False  # InterpreterPoolExecutor is there


def find(names: str) -> list[Interpreter]:
    """As `gilbench interpreters` finds them. Raises SystemExit where one is not there."""
    words = [sys.executable, "-m", "harness", "interpreters", *names.split(","), "--json"]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"not all of {names} can be had")
    return [
        Interpreter(
            one["build"]["label"],
            one["build"]["executable"],
            one["env"],
            tuple(one["facts"]["release"][:2]) >= (3, 14),
        )
        for one in json.loads(done.stdout)["interpreters"]
    ]


def with_packages(one: Interpreter, packages: Sequence[str], home: Path) -> Interpreter | str:
    """The interpreter with these packages, from wheels alone; or why it cannot have them."""
    if not packages:
        return one
    key = hashlib.sha256(" ".join((one.python, *packages)).encode()).hexdigest()[:12]
    folder = home.absolute() / f"{one.label}-{key}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        try:
            registry.uv("venv", "--no-project", "--clear", "--python", one.python, str(folder))
            wheels = ("--only-binary", ":all:", "--compile-bytecode")
            registry.reach("pip", "install", "--python", str(python), *wheels, *packages)
        except UnavailableError as reason:
            return str(reason).partition("\n")[0]
        (folder / "complete").touch()
    return Interpreter(one.label, str(python), one.env, one.pool)
