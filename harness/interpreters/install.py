"""Have uv install a CPython."""

import os
import re
import subprocess

import uv

from harness.interpreters.child import last_words
from harness.interpreters.errors import UnavailableError

_TIMEOUT = 900.0


class Installer:
    """Asks uv; once its download has failed, no further one is tried."""

    def __init__(self) -> None:
        self._broken: str | None = None

    def install(self, wanted: str) -> None:
        """`wanted` is "3.13t", or exact: "3.13.5"."""
        if self._broken:
            raise UnavailableError(f"uv: not tried again ({self._broken})")
        try:
            done = subprocess.run(
                [uv.find_uv_bin(), "python", "install", wanted],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=_TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            self._broken = str(error)
            raise UnavailableError(f"uv: {error}") from None
        if done.returncode:
            text = done.stderr.decode(errors="replace")
            reason = why(text)
            if "No download found" not in text:
                self._broken = reason
            raise UnavailableError(f"uv: {reason}")


def why(stderr: str) -> str:
    """The root cause from uv's chain of causes. Pure."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", stderr)
    causes = re.findall(r"^\s*(?:cause|Caused by|error): *(.+)$", plain, re.MULTILINE)
    return last_words(causes[-1]) if causes else last_words(plain)


def _environment() -> dict[str, str]:
    # By default uv retries for 13 s where there is no network, and links what it installs
    # into the user's own bin folder.
    return {"UV_HTTP_RETRIES": "1"} | dict(os.environ) | {"UV_PYTHON_INSTALL_BIN": "0"}
