"""The packages that the user's function needs, for each interpreter."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from harness import cache
from harness.errors import GilbenchError
from harness.interpreters import Interpreter, registry
from harness.interpreters.environment import environment
from harness.interpreters.errors import UnavailableError
from harness.interpreters.wheel import Wheel
from record.errors import why
from record.text import short

LONGEST = 1 << 20  # bytes


def check(path: Path) -> list[str]:
    """The lines that name something. Raises GilbenchError where there is no such file."""
    try:
        if not path.is_file():
            raise GilbenchError(f"--requirements: no such file: {short(path)}")
        if path.stat().st_size > LONGEST:
            raise GilbenchError(f"--requirements: {short(path)} has more than {LONGEST} bytes")
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise GilbenchError(f"--requirements: {short(path)} cannot be read: {why(error)}") from None
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]


def installed(
    interpreters: Mapping[str, Interpreter],
    path: Path,
    wheel: Wheel,
    say: cache.Say,
    *,
    builds: bool,
) -> tuple[dict[str, Interpreter], dict[str, str]]:
    """By label: the interpreters whose environment has all that the file names; or why not."""
    ready: dict[str, Interpreter] = {}
    lacking: dict[str, str] = {}
    for label, one in interpreters.items():
        try:
            pins = _pins(one, path, builds=builds)
            python = environment(one.facts, wheel, say, packages=pins, builds=builds)
            ready[label] = replace(one, python=python)
        except UnavailableError as reason:
            lacking[label] = str(reason)
            say(f"warning: {label}: what {short(path)} names cannot be installed: {reason}")
    return ready, lacking


def _pins(interpreter: Interpreter, path: Path, *, builds: bool) -> list[str]:
    """Everything that is to be installed, with its version: so that an environment has one key."""
    with cache.workspace(f"requirements-{interpreter.build.label}") as folder:
        made = folder / "pins.txt"
        registry.reach(
            *("pip", "compile", "--no-header", "--no-annotate"),
            *(() if builds else ("--only-binary", ":all:")),
            *("--python", str(interpreter.python), "--output-file", str(made)),
            str(path.absolute()),
            cwd=Path.cwd(),
        )
        lines = made.read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
