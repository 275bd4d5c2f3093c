"""An environment for each package: it, what it needs, and the measured side; from wheels alone.

uv links the files from its cache, so one costs a fraction of a second and next to no disk where
both are on one file system.
"""

from collections.abc import Sequence
from pathlib import Path

from harness.interpreters import Interpreter, registry
from harness.interpreters.wheel import Wheel


def make(folder: Path, interpreter: Interpreter, wheel: Wheel, pins: Sequence[str]) -> Path:
    """Its python. Raises UnavailableError.

    Without pyperf, which the probes do not need and which brings psutil: that is a package, too.
    """
    home = folder / "env"
    python = home / "bin" / "python"
    given = folder / "pins.txt"
    given.write_text("".join(f"{pin}\n" for pin in pins))
    registry.uv("venv", "--no-project", "--python", interpreter.facts.executable, str(home))
    registry.reach(
        *("pip", "install", "--python", str(python), "--no-deps", "--only-binary", ":all:"),
        *("--requirements", str(given), str(wheel.path)),
    )
    return python
