"""What needs the libraries of the `report` extra, and says so where they are missing."""

import contextlib
from collections.abc import Iterator

from harness.errors import GilbenchError

LIBRARIES = {"jinja2", "matplotlib", "numpy", "pandas", "scipy"}


@contextlib.contextmanager
def needed_for(what: str) -> Iterator[None]:
    """Around an import: a missing library of the extra is an error that says what needs it."""
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in LIBRARIES:
            raise
        raise GilbenchError(f"{what} {name}: pip install 'gilbench[all]'") from None
