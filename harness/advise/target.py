"""TARGET, the user's function: `file.py:function` or `package.module:function`. Nothing is run."""

import ast
import difflib
import keyword
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from harness.errors import GilbenchError
from record.errors import why
from record.text import short

_LONGEST = 1 << 24  # bytes of a module that is looked into
_TARGET = "TARGET is file.py:function or package.module:function"


class Defined(NamedTuple):
    """What a module's text defines at its top level."""

    names: frozenset[str] | None = None  # None: that cannot be told
    only_main: frozenset[str] = frozenset()  # where it is run as a program


@dataclass(frozen=True, slots=True)
class Target:
    given: str
    module: str
    file: str  # absolute; empty: it is imported by its name
    folder: str  # absolute: first on the path of whoever imports it
    function: str  # dots allowed: Class.method
    defined: "Defined"

    @property
    def shown(self) -> str:
        """Its place, as the user wrote it."""
        return short(self.given.rpartition(":")[0])

    def check(self, name: str) -> None:
        """Raises GilbenchError where the module can have no such function."""
        first, known = name.partition(".")[0], self.defined.names
        if known is None or first in known:
            return
        near = difflib.get_close_matches(first, sorted(known), n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        if first in self.defined.only_main:
            hint = (
                ': it stands below `if __name__ == "__main__"`, which is not run where a module '
                "is imported, as every other process does; move it out"
            )
        raise GilbenchError(f"{self.shown} has no function {short(name)!r} at its top level{hint}")


def parse(text: str, cwd: Path, installed: bool) -> Target:
    """Raises GilbenchError. `installed`: whether more than the standard library is there."""
    place, colon, function = text.rpartition(":")
    if not colon or not place or not function:
        raise GilbenchError(f"{short(text)!r}: {_TARGET}")
    if not _dotted(function):
        raise GilbenchError(
            f"{short(text)!r}: {short(function)!r} is no function's name; {_TARGET}"
        )
    if place.endswith(".py") or "/" in place or (cwd / place).is_file():
        target = _of_file(text, place, function, cwd)
    else:
        target = _of_module(text, place, function, cwd, installed)
    target.check(function)
    return target


def _of_file(text: str, place: str, function: str, cwd: Path) -> Target:
    try:
        path = (cwd / place).expanduser().absolute()
        if not path.exists():
            raise GilbenchError(f"no such file: {short(place)}")
        if not path.is_file():
            raise GilbenchError(f"{short(place)} is not a plain file")
        packages = list(_packages(path.parent))
        known = _defined(path)
    except (OSError, RuntimeError, ValueError) as error:
        raise GilbenchError(f"{short(place)} cannot be read: {why(error)}") from None
    own = [] if path.name == "__init__.py" else [path.stem]
    if packages and all(map(_identifier, (*packages, *own))):
        # As a part of its package, or `from . import` would not work in it.
        folder = path.parents[len(packages)]
        return Target(text, ".".join((*packages, *own)), "", str(folder), function, known)
    module = "".join(one if one.isalnum() else "_" for one in path.stem)
    module = module if _identifier(module) else f"_{module}"
    if module in sys.stdlib_module_names or module in ("pyperf", "psutil", "suites", "__main__"):
        raise GilbenchError(
            f"{short(place)} has the name of a module that others import ({module}), and would be "
            "imported instead of it: rename it"
        )
    return Target(text, module, str(path), str(path.parent), function, known)


def _of_module(text: str, place: str, function: str, cwd: Path, installed: bool) -> Target:
    if not _dotted(place):
        raise GilbenchError(f"{short(text)!r}: {short(place)!r} is no module's name; {_TARGET}")
    first, *others = place.split(".")
    if first == "__main__":
        raise GilbenchError(
            f"{short(text)!r}: __main__ is another module in every process; "
            "name the function's file"
        )
    if first in sys.stdlib_module_names:
        return Target(text, place, "", str(cwd), function, Defined())
    try:
        found = _found(cwd, place)
        there = found or (cwd / first).is_dir() or (cwd / f"{first}.py").exists()
        known = _defined(found) if found else Defined()
    except (OSError, ValueError) as error:
        raise GilbenchError(f"{short(place)} cannot be read: {why(error)}") from None
    if not there and not installed:
        raise GilbenchError(
            f"there is no module {short(place)!r} in this folder nor in the standard library; "
            "name its file, or what to install with --requirements"
        )
    if there and not found and others and not installed and (cwd / first).is_dir():
        raise GilbenchError(f"the package {first} in this folder has no module {short(place)!r}")
    return Target(text, place, "", str(cwd), function, known)


def _found(cwd: Path, place: str) -> Path | None:
    base = cwd.joinpath(*place.split("."))
    for path in (base / "__init__.py", base.with_name(f"{base.name}.py")):
        if path.is_file():
            return path
    return None


def _packages(folder: Path) -> Iterable[str]:
    """The names of the packages that a folder is within, the outermost first."""
    names: list[str] = []
    while (folder / "__init__.py").is_file() and folder.name:
        names.insert(0, folder.name)
        folder = folder.parent
    return names


def _dotted(name: str) -> bool:
    return all(map(_identifier, name.split(".")))


def _identifier(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def _defined(path: Path) -> Defined:
    """Nothing is known where more can come to be there.

    Also where it is not this Python's: the interpreters that are asked for may understand it.
    """
    data = path.read_bytes() if path.stat().st_size <= _LONGEST else b""
    try:
        tree = ast.parse(data)
        nodes = list(ast.walk(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Defined()
    names = set(_names(tree.body))
    dynamic = {"globals", "vars", "exec", "setattr", "modules"}
    used = {node.id if isinstance(node, ast.Name) else getattr(node, "attr", "") for node in nodes}
    if {"*", "__getattr__"} & names or dynamic & used:
        return Defined()
    names |= {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    programs = [one for one in tree.body if isinstance(one, ast.If) and _only_main(one.test)]
    only_main = {name for one in programs for name in _names(one.body)}
    return Defined(frozenset(names), frozenset(only_main - names))


def _names(body: Iterable[ast.stmt]) -> Iterator[str]:
    """What these statements bind; not below `if __name__ == "__main__"`, which no lane runs."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name):
                yield name
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from (one.asname or one.name.partition(".")[0] for one in aliases)
            case ast.If(test=test) if _only_main(test):
                yield from _names(node.orelse)
            case _:
                yield from _bound(node)
                for field in ("body", "orelse", "finalbody"):
                    yield from _names(getattr(node, field, ()))
                for inner in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
                    yield from _names(inner.body)


def _bound(node: ast.stmt) -> Iterator[str]:
    """Names that a statement other than a definition assigns to, outside its blocks."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id


def _only_main(test: ast.expr) -> bool:
    return ast.unparse(test) in ("__name__ == '__main__'", "'__main__' == __name__")
