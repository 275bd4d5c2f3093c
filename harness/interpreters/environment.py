"""One environment an interpreter: pyperf and the suites' wheel, and nothing else.

What needs an extra of the wheel is measured in an environment of its own, beside this one.
"""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from harness import cache
from harness.interpreters import registry
from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import Facts
from harness.interpreters.wheel import EXTRAS, Wheel

_UNUSED = 14 * 24 * 3600.0  # seconds after which an environment of older code goes


def environment(
    facts: Facts,
    wheel: Wheel,
    say: cache.Say,
    extras: Sequence[str] = (),
    packages: Sequence[str] = (),
    *,
    builds: bool = False,
) -> Path:
    """The python of the interpreter's environment that has these extras of the wheel too.

    And these packages, each as a line of a requirements file. Raises UnavailableError. All that is
    added comes from wheels alone, unless with `builds`: nothing is compiled.
    """
    home = cache.root() / "environments" / f"{facts.name}-{_key(msgspec.json.encode(facts))}"
    added = sorted({package for extra in extras for package in EXTRAS[extra]} | set(packages))
    made_of = (wheel.path.parent.name, wheel.path.name, wheel.pyperf, *added, *["built"] * builds)
    folder = home / _key(" ".join(made_of).encode())
    python = folder / "env" / "bin" / "python"

    title = facts.version + "t" * facts.free_threaded
    names = [*extras, *["what it is to have besides"] * bool(packages)]
    what = f"the environment of {title}" + (f" with {', '.join(names)}" if names else "")

    def make(folder: Path) -> bytes:
        say(f"making {what} ...")
        try:
            registry.uv("venv", "--no-project", "--python", facts.executable, str(folder / "env"))
            _install(python, f"pyperf=={wheel.pyperf}", str(wheel.path))
        except UnavailableError as reason:
            raise UnavailableError(f"its environment could not be made: {reason}") from None
        if added:
            _add(python, added, title, folder / "added.txt", builds=builds)
        _prune(home, keep=folder)
        return facts.executable.encode()

    cache.made_once(folder, make, what=what, say=say, works=lambda stamp: python.exists())
    cache.mark_used(folder)
    return python


def _add(python: Path, added: Sequence[str], title: str, given: Path, *, builds: bool) -> None:
    # In a file, where none can be taken for an option.
    given.write_text("".join(f"{line}\n" for line in added))
    wheels = () if builds else ("--only-binary", ":all:")
    try:
        _install(python, *wheels, "--requirements", str(given))
    except UnavailableError as reason:
        names = " and ".join(added)
        raise UnavailableError(f"{names} cannot be installed in {title}: {reason}") from None


def _install(python: Path, *what: str) -> None:
    registry.reach("pip", "install", "--python", str(python), "--compile-bytecode", *what)


def _prune(home: Path, keep: Path) -> None:
    for folder in home.iterdir():
        used = cache.last_used(folder)
        if folder != keep and used is not None and time.time() - used > _UNUSED:
            cache.remove(folder)


def _key(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
