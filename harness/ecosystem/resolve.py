"""Which versions there are wheels of, and which is the newest of all: asked of uv, never built."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from harness.ecosystem.wanted import Wanted
from harness.interpreters import registry
from harness.interpreters.errors import RefusedError, UnavailableError
from harness.interpreters.names import KNOWN

UNREACHED = "the registry cannot be asked"
_NEWEST = KNOWN[-1].removesuffix("t")  # no release needs a later Python


class Resolved(NamedTuple):
    """The package and all that it needs, or why it cannot be had."""

    version: str = ""
    pins: tuple[str, ...] = ()
    reason: str = ""
    reached: bool = True  # whether a registry answered


def resolve(wanted: Wanted, python: Path, folder: Path) -> Resolved:
    """From wheels that this python takes, and nothing else. `folder` is for passing files."""
    also = wanted.known.also if wanted.known else []
    try:
        text = _compiled([wanted.requirement, *also], folder, python, "--only-binary", ":all:")
    except RefusedError as reason:
        # The same words for all of which this is all there is to say.
        return Resolved(reason=str(reason).replace(f"wheel of {wanted.name} for it", "wheel of it"))
    except UnavailableError as reason:
        return Resolved(reason=f"{UNREACHED}: {reason}", reached=False)
    chosen = dict(_pins(text))
    version = chosen.get(wanted.name, "")
    if not version:
        return Resolved(reason=f"{wanted.requirement} leaves nothing to install here")
    return Resolved(version, tuple(f"{name}=={one}" for name, one in chosen.items()))


def newest(name: str, python: Path, folder: Path) -> str:
    """The newest release for any interpreter and system; empty where none is known."""
    anywhere = ("--no-deps", "--universal", "--python-version", _NEWEST)
    try:
        text = _compiled([name], folder, python, *anywhere)
    except UnavailableError:
        return ""
    versions = [version for own, version in _pins(text) if own == name]
    return max(versions, key=_order, default="")


def _compiled(requirements: list[str], folder: Path, python: Path, *options: str) -> str:
    """What uv makes of the requirements: given in a file, where none can be taken for an option."""
    folder.mkdir(parents=True, exist_ok=True)
    given, made = folder / "wanted.in", folder / "chosen.txt"
    given.write_text("".join(f"{line}\n" for line in requirements))
    made.unlink(missing_ok=True)
    own = ("--no-header", "--no-annotate", "--python", str(python), "--output-file", str(made))
    registry.reach("pip", "compile", *options, *own, str(given))
    return made.read_text()


def _pins(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        try:
            one = Requirement(line)
        except InvalidRequirement:
            continue
        for pin in one.specifier:
            yield str(canonicalize_name(one.name)), pin.version


def _order(version: str) -> Version:
    try:
        return Version(version)
    except InvalidVersion:
        return Version("0")
