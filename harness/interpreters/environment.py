"""One environment an interpreter: pyperf and the suites' wheel, and nothing else."""

import hashlib
import os
import subprocess
import time
from pathlib import Path

import msgspec
import uv

from harness import cache
from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import Facts
from harness.interpreters.install import why
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

    def make(folder: Path) -> bytes:
        say(f"making the environment of {facts.version} ...")
        _uv("venv", "--no-project", "--python", facts.executable, str(folder / "env"))
        _uv(
            *("pip", "install", "--python", str(python), "--compile-bytecode"),
            *(f"pyperf=={wheel.pyperf}", str(wheel.path)),
        )
        _prune(home, keep=folder)
        return facts.executable.encode()

    cache.made_once(
        folder,
        make,
        what=f"the environment of {facts.version}",
        say=say,
        works=lambda stamp: python.exists(),
    )
    cache.mark_used(folder)
    return python


def _uv(*arguments: str) -> None:
    # In the cache's folder no project's settings apply; the user's and the system's do.
    done = subprocess.run(
        [uv.find_uv_bin(), *arguments, "--quiet"],
        cwd=cache.root(),
        env={k: v for k, v in os.environ.items() if not k.startswith(_UNWANTED)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise UnavailableError(f"its environment could not be made: {why(done.stderr)}")


def _prune(home: Path, keep: Path) -> None:
    for folder in home.iterdir():
        used = cache.last_used(folder)
        if folder != keep and used is not None and time.time() - used > _UNUSED:
            cache.remove(folder)


def _key(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
