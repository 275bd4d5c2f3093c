"""Run uv, and tell in one line why it failed."""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import uv

from harness.interpreters.child import last_words, run
from harness.interpreters.errors import RefusedError, UnavailableError

_UNREACHED = re.compile(r"network was disabled|could not be queried|not found in the cache")


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
            output = log.read_text("utf-8", "replace")
            raise (RefusedError if refused(output) else UnavailableError)(why(output))


def refused(output: str) -> bool:
    """Whether uv came to the conclusion that there is no such thing. Pure."""
    return "No solution found" in output and not _UNREACHED.search(" ".join(output.split()))


def why(output: str) -> str:
    """The root cause from uv's chain of causes. Pure."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    lacking = set(re.findall(r"Wheels are required for `(.+?)`", plain))
    lacking |= set(re.findall(r"Building source distributions for `(.+?)` is disabled", plain))
    if lacking:  # the chain of its reasoning is pages long
        return f"there is no wheel of {' and '.join(sorted(lacking))} for it"
    # A cause goes on in lines that are further in: how wide uv believes the terminal is, differs.
    causes = re.findall(r"^ *(?:cause|Caused by|error): *(.+(?:\n {5,}.+)*)$", plain, re.MULTILINE)
    return last_words(" ".join(causes[-1].split()) if causes else plain)
