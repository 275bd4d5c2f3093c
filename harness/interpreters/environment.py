"""One environment an interpreter: pyperf and the suites' wheel, and nothing else.

What needs an extra of the wheel is measured in an environment of its own, beside this one.
"""

import hashlib
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from harness import cache
from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import Facts
from harness.interpreters.index import as_uv, pips_settings
from harness.interpreters.run_uv import run_uv
from harness.interpreters.wheel import EXTRAS, Wheel

_UNUSED = 14 * 24 * 3600.0  # seconds after which an environment of older code goes
# Settings that would make uv put more in, or put it elsewhere.
_UNWANTED = (
    "PYTHON",
    "VIRTUAL_ENV",
    "CONDA_",
    "UV_PYTHON",
    "UV_SYSTEM_PYTHON",
    "UV_TARGET",
    "UV_PREFIX",
    "UV_PROJECT",
    "UV_VENV_",
    "UV_BREAK_SYSTEM_PACKAGES",
)


def environment(facts: Facts, wheel: Wheel, say: cache.Say, extras: Sequence[str] = ()) -> Path:
    """The python of the interpreter's environment that has these extras of the wheel too.

    Raises UnavailableError. An extra is installed from wheels alone: nothing is compiled.
    """
    home = cache.root() / "environments" / f"{facts.name}-{_key(msgspec.json.encode(facts))}"
    packages = sorted({package for extra in extras for package in EXTRAS[extra]})
    made_of = (wheel.path.parent.name, wheel.path.name, wheel.pyperf, *packages)
    folder = home / _key(" ".join(made_of).encode())
    python = folder / "env" / "bin" / "python"

    title = facts.version + "t" * facts.free_threaded
    what = f"the environment of {title}" + (f" with {', '.join(extras)}" if extras else "")

    def make(folder: Path) -> bytes:
        say(f"making {what} ...")
        try:
            _uv("venv", "--no-project", "--python", facts.executable, str(folder / "env"))
            _install(python, f"pyperf=={wheel.pyperf}", str(wheel.path))
        except UnavailableError as reason:
            raise UnavailableError(f"its environment could not be made: {reason}") from None
        if packages:
            _add(python, packages, title)
        _prune(home, keep=folder)
        return facts.executable.encode()

    cache.made_once(folder, make, what=what, say=say, works=lambda stamp: python.exists())
    cache.mark_used(folder)
    return python


def _add(python: Path, packages: Sequence[str], title: str) -> None:
    try:
        _install(python, "--only-binary", ":all:", *packages)
    except UnavailableError as reason:
        names = " and ".join(packages)
        raise UnavailableError(f"{names} cannot be installed in {title}: {reason}") from None


def _install(python: Path, *what: str) -> None:
    command = ("pip", "install", "--python", str(python), "--compile-bytecode", *what)
    try:
        _uv(*command)
    except UnavailableError:
        # Behind a company's mirror it is often pip alone that was told of it.
        pips = as_uv(pips_settings())
        if not pips:
            raise
        _uv(*command, environment=pips)


def _uv(*arguments: str, environment: Mapping[str, str] | None = None) -> None:
    # In the cache's folder no project's settings apply; the user's and the system's do.
    own = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
    run_uv(*arguments, "--quiet", cwd=cache.root(), env={**(environment or {}), **own})


def _prune(home: Path, keep: Path) -> None:
    for folder in home.iterdir():
        used = cache.last_used(folder)
        if folder != keep and used is not None and time.time() - used > _UNUSED:
            cache.remove(folder)


def _key(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
