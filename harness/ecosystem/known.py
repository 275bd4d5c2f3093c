"""The data file of packages: what is imported of each, and what is done with it."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta
from packaging.utils import canonicalize_name

from harness.errors import GilbenchError
from record.errors import why
from record.text import short

DEFAULT = Path(__file__).with_name("packages.toml")
LONGEST = 1 << 20  # bytes of such a file
_MODULE = r"\A[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*\Z"

Module = Annotated[str, Meta(pattern=_MODULE, max_length=200)]
Project = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\Z", max_length=200)
]


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    imports: Annotated[list[Module], Meta(min_length=1, max_length=50)]
    smoke: Annotated[str, Meta(max_length=20_000)] = ""
    also: list[Project] = []


def read(path: Path) -> dict[str, Known]:
    """What the file knows, by canonical name; GilbenchError where it is damaged."""
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
    except OSError as error:
        raise GilbenchError(f"{path} cannot be read: {why(error)}") from None
    if len(data) > LONGEST:
        raise GilbenchError(f"{path} has more than {LONGEST} bytes")
    try:
        found = msgspec.toml.decode(data, type=dict[Project, Known])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise GilbenchError(f"{path}: {why(error)}") from None
    known: dict[str, Known] = {}
    for name, one in found.items():
        if known.setdefault(canonicalize_name(name), one) is not one:
            raise GilbenchError(f"{path}: {short(name)!r} is there twice, in two spellings")
    return known
