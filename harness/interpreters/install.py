"""Have uv install a CPython."""

import os
from pathlib import Path

from harness.interpreters.errors import UnavailableError
from harness.interpreters.run_uv import run_uv


class Installer:
    """Asks uv; once its download has failed, no further one is tried."""

    def __init__(self) -> None:
        self._broken: str | None = None

    def install(self, wanted: str) -> None:
        """`wanted` is "3.13t", or exact: "3.13.5"."""
        if self._broken:
            raise UnavailableError(f"uv: not tried again ({self._broken})")
        try:
            run_uv("python", "install", wanted, cwd=Path(), env=_environment())
        except UnavailableError as reason:
            if "No download found" not in str(reason):
                self._broken = str(reason)
            raise UnavailableError(f"uv: {reason}") from None


def _environment() -> dict[str, str]:
    # By default uv retries for 13 s where there is no network, and links what it installs
    # into the user's own bin folder.
    return {"UV_HTTP_RETRIES": "1"} | dict(os.environ) | {"UV_PYTHON_INSTALL_BIN": "0"}
