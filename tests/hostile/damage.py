"""Damage to a run's folder, drawn by hypothesis: in a value, in bytes, in a file's kind.

Each damager takes a whole run's folder and draws what to do to it; what it did is its answer.
"""

import gzip
import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

NESTED = "gilbench"  # the metadata key whose text is JSON again
AT = "@hostile@"  # where the drawn text goes, which need not be JSON

TEXTS = (
    *("", ".", "..", "../../x", "/etc/hostname", "a/b", "a\\b", "raw", "report", "manifest.json"),
    *("a\x00b", "a\nb\r\nc", "\x1b[31mred\x1b[2J", "\u202egnp.exe", "<script>alert(1)</script>"),
    *("`|**x** [a](http://e)", "$(id)", "\N{GRINNING FACE}", "\u0663", "CON", "-k", "$x^2$"),
    *("x" * 300, "x" * 100_000, "a,b=c", "3.13", "sequential", "byte", "ok", "failed"),
    *("second", "integer", "create", "idle-pss", "weak", "scaling"),
)
WRITTEN = (
    *("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e-999", "-0", "-0.0", "0", "1", "-1"),
    *("2.0", "1e308", "1e-300", "2147483648", "9223372036854775808", "-9223372036854775809"),
    *("1" + "0" * 400, "9" * 5000, "0.1e1", "true", "false", "null", "[]", "{}", '"\\ud800"'),
    *("[" * 3000 + "]" * 3000, '{"a":' * 3000 + "1" + "}" * 3000, "[" * 200_000, "", "\x00"),
    '{"cell": 1, "cell": 2}',
)
SMALL_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
).map(json.dumps)
HOSTILE = st.one_of(st.sampled_from(WRITTEN), st.sampled_from(TEXTS).map(json.dumps), SMALL_JSON)
JUNK = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b"NaN", b"-", b"1e999", b'"', b"\xff\xfe", b"\xef\xbb\xbf", b"[" * 3000, b"\x00" * 50]
    ),
)

DEEP = ("[" * 500, '{"a":' * 500, '{\\"a\\":' * 500)

Place = tuple[Any, ...]


def files_of(root: Path) -> list[Path]:
    """The plain ones: to write to a link would damage what it leads to. None made huge before."""
    plain = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    found = (path for path in plain if path.stat().st_size < 2**24)
    return sorted(path for path in found if path.name != ".lock")


def value(root: Path, draw: Callable[..., Any]) -> str:
    """A value anywhere in a JSON file, in a line of the journal, or in what a process told."""
    path = draw(st.sampled_from([file for file in files_of(root) if ".json" in file.name]))
    try:
        whole = path.read_text()
        if any(deep in whole for deep in DEEP):  # json's own limit depends on the stack
            return "it was damaged before"
        lines = whole.splitlines() if path.suffix == ".jsonl" else [whole]
        number = draw(st.integers(0, max(0, len(lines) - 1)))
        content = _opened(json.loads(lines[number]))
    except (ValueError, RecursionError, LookupError):
        return "it was damaged before"
    places = _places(content)
    # Each level of the tree is as likely as the next, or most draws would be lanes and builds.
    depth = draw(st.sampled_from(sorted({len(place) for place in places})))
    place = draw(st.sampled_from([place for place in places if len(place) == depth]))
    action = draw(st.sampled_from(["hostile", "hostile", "hostile", "remove", "copy", "repeat"]))
    text = draw(HOSTILE) if action == "hostile" else ""
    if action == "copy":
        text = json.dumps(_closed(_at(content, draw(st.sampled_from(places)))))
    if place and action in ("remove", "repeat"):
        parent, key = _at(content, place[:-1]), place[-1]
        if action == "remove":
            del parent[key]
        elif isinstance(parent, list):
            parent.insert(key, parent[key])
        else:
            parent[f"{key}'"] = parent[key]
        lines[number] = json.dumps(_closed(content))
    else:
        lines[number] = _written(_replaced(content, place), text)
    path.write_text("\n".join(lines) + "\n")
    return f"{path.relative_to(root)}: {action} at {place}: {text[:60]}"


def lines(root: Path, draw: Callable[..., Any]) -> str:
    """The journal's lines: lost, doubled, in another order, of another run."""
    path = root / "journal.jsonl"
    content = path.read_bytes().splitlines(keepends=True) if path in files_of(root) else []
    if not content:
        return "no journal"
    order = draw(st.lists(st.integers(0, len(content) - 1), max_size=2 * len(content)))
    path.write_bytes(b"".join(content[number] for number in order))
    return f"journal: lines {order}"


def bytes_of(root: Path, draw: Callable[..., Any]) -> str:
    """Cut, overwritten, stuffed or packed anywhere."""
    path = draw(st.sampled_from(files_of(root)))
    whole = path.read_bytes()
    at, to = sorted(draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    junk = draw(JUNK)
    changes = {
        "cut": whole[:at],
        "lose": whole[:at] + whole[to:],
        "replace": whole[:at] + junk + whole[at + len(junk) :],
        "insert": whole[:at] + junk + whole[at:],
        "repeat": whole[:to] + whole[at:],
        "flip": whole[:at] + bytes(byte ^ 1 for byte in whole[at : at + 1]) + whole[at + 1 :],
        "begin": junk + whole,
        "pack": gzip.compress(whole, mtime=0),
        "encode": whole.decode(errors="replace").encode("utf-16"),
    }
    change = draw(st.sampled_from(sorted(changes)))
    path.write_bytes(changes[change])
    return f"{path.relative_to(root)}: {change} at {at} to {to}: {junk[:20]!r}"


def kind(root: Path, draw: Callable[..., Any]) -> str:
    """Another kind of thing in the place of a file or folder, or where there was none."""
    present = sorted(path for path in root.rglob("*") if path.name != ".lock")
    absent = [root / name for name in (".lock", "report", "probes", ".manifest.json.part")]
    path = draw(st.sampled_from([*present, *absent]))
    name = draw(st.sampled_from(sorted(KINDS)))
    outside = root.parent / "outside"
    copy = outside / "copy"
    if path.exists() and not path.is_symlink() and not copy.exists():
        if path.is_dir():
            shutil.copytree(path, copy, symlinks=True, copy_function=_copy)
        else:
            _copy(path, copy)
    _remove(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    KINDS[name](path, outside)
    return f"{path.relative_to(root)} is {name}"


def _copy(source: str | Path, target: str | Path) -> None:
    """No pipe, which would wait for its other end, and nothing huge."""
    if Path(source).is_file() and Path(source).stat().st_size < 2**24:
        shutil.copy(source, target)


def _socket(path: Path, outside: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path has at most 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def _huge(path: Path, outside: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


def _bomb(path: Path, outside: Path) -> None:
    path.write_bytes(gzip.compress(bytes(10**6), mtime=0))


KINDS: dict[str, Callable[[Path, Path], object]] = {
    "nothing": lambda path, outside: None,
    "empty": lambda path, outside: path.touch(),
    "a folder": lambda path, outside: path.mkdir(),
    "a pipe": lambda path, outside: os.mkfifo(path),
    "a socket": _socket,
    "huge": _huge,
    "a bomb": _bomb,
    "a link to its copy outside": lambda path, outside: path.symlink_to(outside / "copy"),
    "a link up": lambda path, outside: path.symlink_to(
        os.path.relpath(outside / "precious", path.parent)
    ),
    "a link to a device": lambda path, outside: path.symlink_to("/dev/zero"),
    "a link to nothing": lambda path, outside: path.symlink_to(outside / "nothing"),
    "a link to nothing here": lambda path, outside: path.symlink_to("nothing"),
    "a link to a folder outside": lambda path, outside: path.symlink_to(outside),
    "a link to itself": lambda path, outside: path.symlink_to(path.name),
    "a link to the run": lambda path, outside: path.symlink_to(path.parent),
}

DAMAGERS = (value, value, value, bytes_of, kind, lines)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class _Text(dict[str, Any]):
    """An object that was JSON in a text."""


def _opened(content: Any) -> Any:
    if isinstance(content, list):
        return [_opened(one) for one in content]
    if isinstance(content, dict):
        return {
            key: _Text(json.loads(one)) if key == NESTED and isinstance(one, str) else _opened(one)
            for key, one in content.items()
        }
    return content


def _closed(content: Any) -> Any:
    if isinstance(content, _Text):
        return json.dumps(content)
    if isinstance(content, list):
        return [_closed(one) for one in content]
    if isinstance(content, dict):
        return {key: _closed(one) for key, one in content.items()}
    return content


def _places(content: Any, place: Place = ()) -> list[Place]:
    pairs: list[tuple[Any, Any]] = []
    if isinstance(content, dict):
        pairs = list(content.items())
    elif isinstance(content, list):
        pairs = list(enumerate(content))[:3]
    return [place, *(deeper for key, one in pairs for deeper in _places(one, (*place, key)))]


def _at(content: Any, place: Place) -> Any:
    for key in place:
        content = content[key]
    return content


def _replaced(content: Any, place: Place) -> Any:
    if not place:
        return AT
    _at(content, place[:-1])[place[-1]] = AT
    return content


def _written(content: Any, text: str) -> str:
    """The content as JSON, `text` in its place: within a nested text, written as it must be."""
    outer = json.dumps(_closed(content))
    if f'\\"{AT}\\"' in outer:
        return outer.replace(f'\\"{AT}\\"', json.dumps(text)[1:-1])
    return outer.replace(f'"{AT}"', text)
