"""`--inputs`: what the function is called with. JSON values, a line each, or a generator's."""

import ast
import csv
import glob
import itertools
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from harness.advise.target import Target
from harness.errors import GilbenchError
from record.errors import why
from record.text import short

MOST = 100_000  # inputs that measured processes read; of more, so many evenly spaced ones
_SEPARATORS = ",;\t|"
_NO_UNPACKING = "only values of JSON lines and of a generator function can be unpacked"


@dataclass(frozen=True, slots=True)
class Inputs:
    given: str
    unpack: bool
    generator: str = ""  # a function of the target's module; empty: `lines`
    total: int = 0  # of all; of a generator not known yet
    lines: Callable[[], Iterable[str]] = tuple  # a JSON value each, at most MOST


def parse(given: str, unpack: bool, target: Target, cwd: Path) -> Inputs:
    """Raises GilbenchError in one line where there are none, or a wrong one."""
    spec = given
    if given.startswith("*") and _can_be_unpacked(given[1:], cwd):
        spec, unpack = given[1:], True
    if not spec.strip():
        raise GilbenchError("--inputs is empty")
    if match := re.fullmatch(r"range\((.*)\)", spec.strip()):
        return _of_range(given, unpack, _range(spec, match[1]))
    if match := re.fullmatch(r"(.+\.(?:csv|tsv)):(.+)", spec, re.DOTALL | re.IGNORECASE):
        return _some(given, unpack, _column(cwd / match[1], match[1], match[2]))
    if _is_lines(spec) and not _is_pattern(spec, cwd):
        values = _json_lines(cwd / spec, spec, unpack)
        return _some(given, unpack, values, unpackable=True)
    if spec.isidentifier() and not (cwd / spec).exists():
        try:
            target.check(spec)
        except GilbenchError as error:
            raise GilbenchError(f"--inputs {short(spec)!r} is no file, and {error}") from None
        return Inputs(given, unpack, generator=spec)
    return _some(given, unpack, _paths(spec, cwd))


class _Values(NamedTuple):
    """Values that can be gone through several times, and are not all kept."""

    what: str
    each: Callable[[], Iterator[object]]


def evenly(total: int) -> Iterator[int]:
    """The places of at most MOST of so many."""
    count = min(total, MOST)
    return (place * total // count for place in range(count))


def _some(given: str, unpack: bool, values: _Values, *, unpackable: bool = False) -> Inputs:
    if unpack and not unpackable:
        raise GilbenchError(f"--inputs {short(given)!r}: {_NO_UNPACKING}")
    try:
        total = sum(1 for _ in values.each())
    except OSError as error:
        raise GilbenchError(f"{values.what} cannot be read: {why(error)}") from None
    if not total:
        raise GilbenchError(f"{values.what} holds no input")
    return Inputs(given, unpack, total=total, lines=lambda: _encoded(values.each(), total))


def _encoded(values: Iterator[object], total: int) -> Iterator[str]:
    wanted = evenly(total)
    chosen = next(wanted)
    for place, value in enumerate(values):
        if place == chosen:
            yield json.dumps(value)
            chosen = next(wanted, -1)


def _of_range(given: str, unpack: bool, found: range) -> Inputs:
    if unpack:
        raise GilbenchError(f"--inputs {short(given)!r}: {_NO_UNPACKING}")
    if not found:
        raise GilbenchError(f"--inputs {short(given)} holds no input")
    total = len(found)
    return Inputs(
        given, unpack, total=total, lines=lambda: map(str, map(found.__getitem__, evenly(total)))
    )


def _range(spec: str, arguments: str) -> range:
    try:
        numbers = ast.literal_eval(f"[{arguments}]")
        if not numbers or any(type(one) is not int for one in numbers):
            raise ValueError("whole numbers are its arguments")
        found = range(*numbers)
        len(found)  # raises OverflowError for what has no end in sight
    except (SyntaxError, ValueError, TypeError, OverflowError, RecursionError, MemoryError):
        raise GilbenchError(
            f"--inputs {short(spec)!r} is no range of whole numbers such as range(1000)"
        ) from None
    return found


def _json_lines(path: Path, name: str, unpack: bool) -> _Values:
    _check_file(path, name)

    def each() -> Iterator[object]:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _decoded(line, f"{short(name)}, line {number}", unpack)

    return _Values(short(name), each)


def _decoded(line: bytes, where: str, unpack: bool) -> object:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = short(error) if isinstance(error, ValueError) else why(error)
        raise GilbenchError(f"{where} is not JSON: {reason}") from None
    if unpack and not isinstance(value, list | dict):
        raise GilbenchError(
            f"{where}: {short(line.decode())} is neither a list nor an object of arguments"
        )
    return value


def _column(path: Path, name: str, column: str) -> _Values:
    """Texts, as the file has them."""
    _check_file(path, name)
    csv.field_size_limit(2**31 - 1)

    def each() -> Iterator[object]:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from _cells(file, short(name), column)
        except (UnicodeDecodeError, csv.Error) as error:
            raise GilbenchError(f"{short(name)} is no CSV file: {why(error)}") from None

    return _Values(f"the column {short(column)!r} of {short(name)}", each)


def _cells(file: Iterable[str], name: str, column: str) -> Iterator[str]:
    lines = iter(file)
    first = next(lines, "")
    headers = {one: next(csv.reader([first], delimiter=one), []) for one in _SEPARATORS}
    separator = next((one for one, header in headers.items() if column in header), "")
    if not separator:
        names = ", ".join(repr(short(one)) for one in max(headers.values(), key=len)[:20])
        raise GilbenchError(f"{name} has no column {short(column)!r}; it has {names or 'none'}")
    rows = csv.reader(itertools.chain([first], lines), delimiter=separator)
    place = next(rows).index(column)
    for row in rows:
        if len(row) > place:
            yield row[place]
        elif row:
            raise GilbenchError(f"{name}, line {rows.line_num} has no column {short(column)!r}")


def _paths(spec: str, cwd: Path) -> _Values:
    """Of files, as the user named them; of folders where only these fit."""
    try:
        spec = str(Path(spec).expanduser()) if spec.startswith("~") else spec
        found = sorted(glob.glob(spec, root_dir=cwd, recursive=True))  # noqa: PTH207 (as written)
        if not found and (cwd / spec).exists():  # its name has brackets
            found = [spec]
        files = [one for one in found if (cwd / one).is_file()]
    except (OSError, ValueError, RuntimeError) as error:
        raise GilbenchError(f"--inputs {short(spec)!r}: {why(error)}") from None
    if not found:
        raise GilbenchError(f"--inputs {short(spec)!r}: there is no such file{_hint(spec)}")
    for one in files or found:
        try:
            os.fsencode(one).decode()
        except UnicodeDecodeError:
            raise GilbenchError(f"{short(one)!r} has a name that is not UTF-8") from None
    return _Values(f"--inputs {short(spec)}", lambda: iter(files or found))


def _hint(spec: str) -> str:
    if ":" in spec:
        return "; a column is named so: file.csv:COLUMN"
    return "" if glob.has_magic(spec) else "; a pattern is one: 'photos/*.jpg'"


def _can_be_unpacked(spec: str, cwd: Path) -> bool:
    """Whether a `*` before it asks for unpacking, and is no part of a pattern."""
    return spec.isidentifier() or (_is_lines(spec) and (cwd / spec).exists())


def _is_lines(spec: str) -> bool:
    return spec.lower().endswith((".jsonl", ".ndjson"))


def _is_pattern(spec: str, cwd: Path) -> bool:
    return glob.has_magic(spec) and not (cwd / spec).exists()


def _check_file(path: Path, name: str) -> None:
    if not path.exists():
        raise GilbenchError(f"no such file: {short(name)}")
    if not path.is_file():
        raise GilbenchError(f"{short(name)} is not a plain file")
