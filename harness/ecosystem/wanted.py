"""What packages the user asks for: names with or without versions, from anywhere and hostile."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from harness.ecosystem.known import Known
from harness.errors import GilbenchError
from record.ecosystem import PACKAGES
from record.errors import why
from record.text import short

LONGEST = 1 << 20  # bytes of a requirements file


class Wanted(NamedTuple):
    name: str  # canonical
    requirement: str  # as uv is to be given it
    known: Known | None


def requirement(text: str, source: str = "") -> Requirement:
    """GilbenchError where it is more, or less, than a package's name with versions."""
    where = f"{source}: " if source else ""
    try:
        found = Requirement(text)
    except InvalidRequirement as error:
        first = why(error).partition(" .")[0].strip()
        raise GilbenchError(f"{where}{short(text)!r} is no package: {first}") from None
    except RecursionError as error:  # parentheses in a marker
        raise GilbenchError(f"{where}{short(text)!r} is no package: {why(error)}") from None
    if found.url:
        raise GilbenchError(
            f"{where}{short(text)!r}: an address is not followed; name the package alone"
        )
    if not str(found).isprintable():  # such as a line's end in quotes, after which anything goes
        raise GilbenchError(f"{where}{short(text)!r} has control characters")
    if len(found.name) > 200:
        raise GilbenchError(f"{where}{short(text)!r}: a name of more than 200 letters")
    return found


def lines(path: Path) -> Iterator[tuple[str, Requirement]]:
    """The requirements of a file, each with its place. Options are refused."""
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise GilbenchError(f"{path} has more than {LONGEST} bytes")
        content = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GilbenchError(f"{path} cannot be read: {why(error)}") from None
    whole = ""
    for number, line in enumerate(content.splitlines(), 1):
        whole += line
        if whole.endswith("\\"):  # goes on in the next line
            whole = whole[:-1]
            continue
        text, whole = re.sub(r"(^|\s)#.*", "", whole).strip(), ""
        where = f"{path}, line {number}"
        if text.startswith("-") or " -" in text:
            raise GilbenchError(f"{where}: {short(text)!r}: options are not followed; remove them")
        if text:
            yield where, requirement(text, where)
    if whole.strip():
        raise GilbenchError(f"{path} ends in the middle of a line")


def wanted(names: Iterable[str], files: Iterable[Path], known: Mapping[str, Known]) -> list[Wanted]:
    """Those asked for, each once; all that are known where none is asked for."""
    names, files = list(names), list(files)
    asked = [("", requirement(name)) for name in names]
    for path in files:
        asked += lines(path)
    if files and not asked:
        raise GilbenchError(f"{files[0]} names no package")
    once: dict[str, Requirement] = {}
    for where, one in asked:
        name = str(canonicalize_name(one.name))
        earlier = once.setdefault(name, one)
        if earlier != one:
            raise GilbenchError(
                f"{where}{': ' * bool(where)}{name} is asked for twice: "
                f"{short(earlier)} and {short(one)}"
            )
    found = [Wanted(name, str(one), known.get(name)) for name, one in once.items()]
    if not found:
        found = [Wanted(name, name, one) for name, one in known.items()]
    if len(found) > PACKAGES:
        raise GilbenchError(f"{len(found)} packages; at most {PACKAGES} are looked at")
    return found
