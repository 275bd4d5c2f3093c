"""uv with the user's settings, and where they reach nothing, with those of pip."""

import os
from collections.abc import Mapping
from pathlib import Path

from harness import cache
from harness.interpreters.errors import RefusedError, UnavailableError
from harness.interpreters.index import as_uv, pips_settings
from harness.interpreters.run_uv import run_uv

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


def uv(
    *arguments: str, environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> None:
    """Raises UnavailableError."""
    # In the cache's folder no project's settings apply; the user's and the system's do.
    own = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
    run_uv(*arguments, "--quiet", cwd=cwd or cache.root(), env={**(environment or {}), **own})


def reach(*arguments: str, cwd: Path | None = None) -> None:
    """What needs a registry. Raises UnavailableError; RefusedError where one was reached.

    `cwd` is what relative paths are relative to, where they are the user's own.
    """
    try:
        uv(*arguments, cwd=cwd)
    except UnavailableError as first:
        # Behind a company's mirror it is often pip alone that was told of it.
        pips = as_uv(pips_settings())
        if not pips:
            raise
        try:
            uv(*arguments, environment=pips, cwd=cwd)
        except RefusedError as second:
            if _offline() and not isinstance(first, RefusedError):
                raise first from None  # only folders were looked into
            raise second from None
        except UnavailableError:
            if isinstance(first, RefusedError):
                raise first from None
            raise


def _offline() -> bool:
    return os.environ.get("UV_OFFLINE", "").lower() in ("1", "true", "yes", "on", "y", "t")
