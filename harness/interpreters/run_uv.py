"""Run uv, and tell in one line why it failed."""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import uv

from harness.interpreters.child import last_words, run
from harness.interpreters.errors import UnavailableError


def run_uv(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> None:
    """Raises UnavailableError with the root cause. uv ends with this process."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        try:
            binary = uv.find_uv_bin()
            status = run([binary, *arguments], log=log, cwd=cwd, env=env or os.environ)
        except OSError as error:
            raise UnavailableError(f"uv cannot be run: {error.strerror or error}") from None
        if status:
            raise UnavailableError(why(log.read_text("utf-8", "replace")))


def why(output: str) -> str:
    """The root cause from uv's chain of causes. Pure."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    lacking = set(re.findall(r"Wheels are required for `(.+?)`", plain))
    if lacking:  # the chain of its reasoning is pages long
        return f"there is no wheel of {' and '.join(sorted(lacking))} for it"
    causes = re.findall(r"^\s*(?:cause|Caused by|error): *(.+)$", plain, re.MULTILINE)
    return last_words(causes[-1] if causes else plain)
