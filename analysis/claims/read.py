"""Reading claims: the project's own, and files that anyone wrote."""

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from analysis.claims.model import Claim, Part, wrong
from record.errors import UNREADABLE, RecordError, why
from record.reading import read
from record.text import short

OWN = Path(__file__).parent.parent / "claims.toml"
BYTES = 2**20
MOST = 1000  # claims
DOTS = 200  # in a line: a key of n parts takes tomllib n * n steps, and a million of them hours
KEYS = {"claims"}
ADDRESS = "Expected an address that begins with https:// and has no space or quote, or none"


@cache
def published() -> tuple[Claim, ...]:
    """The project's own."""
    return read_claims(OWN)


def read_claims(path: Path) -> tuple[Claim, ...]:
    """The claims of a file. RecordError, with one line that names file, claim and key."""
    real = Path(os.path.realpath(path))  # the user's own path: links are followed
    content = _parsed(read(real.parent, real.name, BYTES), path)
    if unknown := content.keys() - KEYS:
        raise RecordError(f"{path}: unknown key {short(min(unknown))!r}; known: claims")
    entries = content.get("claims")
    if not isinstance(entries, list) or not entries:
        raise RecordError(f"{path}: it has no claims: a list of tables [[claims]] is needed")
    if len(entries) > MOST:
        raise RecordError(f"{path}: it has {len(entries)} claims; at most {MOST} are read")
    claims = tuple(_claim(entry, f"{path}: {_name(entry, n)}") for n, entry in enumerate(entries))
    names = [claim.id for claim in claims]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise RecordError(f"{path}: claim {twice!r}: key `id`: two claims have it")
    return claims


def _parsed(data: bytes, path: Path) -> dict[str, Any]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.count(b".") > DOTS:
            raise RecordError(f"{path}: line {number} has more than {DOTS} dots; none needs them")
    try:
        return tomllib.loads(data.decode())
    except (ValueError, *UNREADABLE) as error:
        raise RecordError(f"{path}: no TOML: {why(error)}") from None


def _claim(entry: object, where: str) -> Claim:
    try:
        claim = msgspec.convert(entry, Claim)
    except UNREADABLE as error:
        raise RecordError(f"{where}: {_placed(why(error))}") from None
    for number, part in enumerate(claim.parts):
        if told := wrong(part) or _versions(part):
            raise RecordError(f"{where}: key `parts[{number}]`, {told}")
    return claim


def _versions(part: Part) -> str:
    """What is wrong with the specifiers of a part."""
    for name in ("of", "to", "seen"):
        one = getattr(part, name)
        try:
            SpecifierSet(one.version if one else "")
        except InvalidSpecifier:
            return f"`{name}.version`: {short(one.version)!r} is no specifier such as '>=3.14'"
    return ""


def _name(entry: object, number: int) -> str:
    name = entry.get("id") if isinstance(entry, Mapping) else None
    told = f" {short(name)!r}" if isinstance(name, str) else ""
    return f"claim{told or f' number {number + 1}'}"


def _placed(told: str) -> str:
    """msgspec's `Expected `str`, got `int` - at `$.parts[0].of`` with the key first."""
    match = re.fullmatch(r"(.*) - at `\$\.?(.*)`", told)
    if not match or not match[2]:
        return told
    # An address has another rule than the names of all else.
    return f"key `{match[2]}`: {ADDRESS if match[2] == 'source.url' else match[1]}"
