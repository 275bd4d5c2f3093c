"""One environment an interpreter: pyperf and the suites' wheel, and nothing else."""

import hashlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from harness import cache
from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import Facts
from harness.interpreters.index import as_uv, pips_settings
from harness.interpreters.run_uv import run_uv
from harness.interpreters.wheel import Wheel

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


def environment(facts: Facts, wheel: Wheel, say: cache.Say) -> Path:
    """The python of the interpreter's environment. Raises UnavailableError."""
    home = cache.root() / "environments" / f"{facts.name}-{_key(msgspec.json.encode(facts))}"
    folder = home / _key(f"{wheel.path.name} {wheel.pyperf}".encode())
    python = folder / "env" / "bin" / "python"

    title = facts.version + "t" * facts.free_threaded

    def make(folder: Path) -> bytes:
        say(f"making the environment of {title} ...")
        _uv("venv", "--no-project", "--python", facts.executable, str(folder / "env"))
        _install(python, f"pyperf=={wheel.pyperf}", str(wheel.path))
        _prune(home, keep=folder)
        return facts.executable.encode()

    cache.made_once(
        folder,
        make,
        what=f"the environment of {title}",
        say=say,
        works=lambda stamp: python.exists(),
    )
    cache.mark_used(folder)
    return python


def _install(python: Path, *packages: str) -> None:
    command = ("pip", "install", "--python", str(python), "--compile-bytecode", *packages)
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
    try:
        run_uv(*arguments, "--quiet", cwd=cache.root(), env={**(environment or {}), **own})
    except UnavailableError as reason:
        raise UnavailableError(f"its environment could not be made: {reason}") from None


def _prune(home: Path, keep: Path) -> None:
    for folder in home.iterdir():
        used = cache.last_used(folder)
        if folder != keep and used is not None and time.time() - used > _UNUSED:
            cache.remove(folder)


def _key(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
