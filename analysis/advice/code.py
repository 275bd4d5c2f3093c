"""Code that is ready to be pasted: the standard library alone, and as little as does it.

Every name and text of the user's stands there as Python writes it, so that none becomes code.
"""

import ast
import keyword
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from analysis.advice.model import Way
from analysis.overhead.readings import SEQUENTIAL
from record.advice import Advised, Profile
from record.text import plain

METHODS = {
    "processes-fork": "fork",
    "processes-forkserver": "forkserver",
    "processes-spawn": "spawn",
}
# What the code itself calls something: a function of the user's with such a name is told apart.
WORDS = """
    InterpreterPoolExecutor ProcessPoolExecutor ThreadPoolExecutor asyncio attrgetter batched call
    called chain csv dict each expanduser file get_context glob import_module inputs isinstance item
    items json len limit list main map one open own parts pool range results row several sorted
"""
TAKEN = frozenset(WORDS.split())
INDENT = "    "
LINES = re.compile(r"\.(jsonl|ndjson)\Z", re.IGNORECASE)
COLUMN = re.compile(r"(.+\.(csv|tsv)):(.+)", re.DOTALL | re.IGNORECASE)
Lines = list[str]


@dataclass(frozen=True, slots=True)
class Function:
    """The user's, and where its inputs come from, as they were given."""

    module: str
    name: str  # there; may have dots
    inputs: str
    asynchronous: bool = False
    unpack: bool = False  # an input is a list or an object of arguments
    file: str = ""  # that the module is; empty: it is found by its name


@dataclass(slots=True)
class _Script:
    """What is written so far; `applied` is a call with `item`, `sent` what lanes are given."""

    imports: set[str] = field(default_factory=set)
    own: Lines = field(default_factory=list)
    helpers: list[Lines] = field(default_factory=list)
    body: Lines = field(default_factory=list)
    guarded: bool = False  # lanes import this file, too
    name: str = ""
    applied: str = ""
    sent: str = ""

    def define(self, *lines: str) -> None:
        self.helpers.append(list(lines))

    def text(self, above: str) -> str:
        body = self.body
        if self.guarded:
            body = ['if __name__ == "__main__":', *(INDENT + line for line in body)]
        imports = sorted(self.imports, key=lambda line: (line.startswith("from"), line))
        blocks = [[above] if above else [], imports, self.own, *self.helpers, body]
        return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def function_of(advised: Advised, profile: Profile | None) -> Function:
    path = advised.target.rpartition(":")[0]
    inputs = advised.inputs
    if advised.unpack and (inputs[1:].isidentifier() or LINES.search(inputs)):
        inputs = inputs.removeprefix("*")  # which asked for that, and is no pattern here
    return Function(
        module=advised.module,
        name=advised.function,
        inputs=inputs,
        asynchronous=profile is not None and profile.asynchronous,
        unpack=advised.unpack,
        file=PurePath(path).name if path.endswith(".py") else "",
    )


def code(function: Function, way: Way) -> str:
    """Some ten lines that call the function with all of its inputs, in that way."""
    script = _Script()
    _import(script, function)
    script.body += _inputs(script, function)
    write = _ASYNC if function.asynchronous else _SYNC
    write.get(way.strategy, write[SEQUENTIAL])(script, way)
    return script.text(_where(function))


def _where(function: Function) -> str:
    """A file's module is found by who stands beside it, and by the name that a module can have."""
    if not function.file:
        return ""
    package, dot, _ = function.module.partition(".")
    if dot:
        return f"# Save this beside the folder {plain(package)}."
    if PurePath(function.file).stem not in (function.module, "__init__"):
        name = f"{plain(function.module)}.py"
        return f"# Rename {plain(function.file)} to {name}, and save this beside it."
    return f"# Save this beside {plain(function.file)}."


def _import(script: _Script, function: Function) -> None:
    """The module, and how the function is called."""
    head = function.name.partition(".")[0]
    wanted = [head, *([function.inputs] if function.inputs.isidentifier() else [])]
    parts = (*function.module.split("."), *function.name.split("."))
    if not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        script.imports |= {"from importlib import import_module", "from operator import attrgetter"}
        script.own.append(f"own = import_module({function.module!r})")
        script.own.append(f"called = attrgetter({function.name!r})(own)")
        script.name = "called"
    elif TAKEN.intersection(wanted):
        script.own.append(f"import {function.module} as own")
    else:
        names = ", ".join(sorted(set(wanted)))
        script.own.append(f"from {function.module} import {names}")
    if not script.name:
        direct = script.own[0].startswith("from")
        script.name = function.name if direct else f"own.{function.name}"
    script.sent, script.applied = script.name, f"{script.name}(item)"
    if function.unpack:
        script.applied = "call(item)"
        script.sent = "call"
        script.define(
            "def call(item):",
            f"{INDENT}if isinstance(item, dict):",
            f"{2 * INDENT}return {script.name}(**item)",
            f"{INDENT}return {script.name}(*item)",
        )


def _inputs(script: _Script, function: Function) -> Lines:
    """The lines that make `inputs` of them."""
    given = function.inputs
    if numbers := _numbers(given):
        return [f"inputs = range({', '.join(map(str, numbers))})"]
    if given.isidentifier():
        where = "" if script.own[0].startswith("from") else "own."
        return [f"inputs = list({where}{given}())"]
    if LINES.search(given):
        script.imports.add("import json")
        rows = "[json.loads(row) for row in file if row.strip()]"
        return [f"with open({given!r}) as file:", f"{INDENT}inputs = {rows}"]
    if column := COLUMN.fullmatch(given):
        script.imports.add("import csv")
        tabs = r', delimiter="\t"' if column[2].lower() == "tsv" else ""
        rows = f"[row[{column[3]!r}] for row in csv.DictReader(file{tabs})]"
        return [f"with open({column[1]!r}, newline='') as file:", f"{INDENT}inputs = {rows}"]
    script.imports.add("from glob import glob")
    pattern = repr(given)
    if given.startswith("~"):
        script.imports.add("from os.path import expanduser")
        pattern = f"expanduser({given!r})"
    deep = ", recursive=True" if "**" in given else ""
    return [f"inputs = sorted(glob({pattern}{deep}))"]


def _numbers(given: str) -> list[int]:
    """Those of `range(...)`; empty of anything else."""
    found = re.fullmatch(r"range\((.{1,200})\)", given.strip())
    try:
        numbers = ast.literal_eval(f"[{found[1]}]") if found else []
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return []
    return numbers if all(type(one) is int for one in numbers) else []


def _one_by_one(script: _Script, way: Way) -> None:
    script.body.append(f"results = [{script.applied} for item in inputs]")


def _threads(script: _Script, way: Way) -> None:
    script.imports.add("from concurrent.futures import ThreadPoolExecutor")
    _mapped(script, f"ThreadPoolExecutor({way.workers})", way)


def _interpreters(script: _Script, way: Way) -> None:
    script.imports.add("from concurrent.futures import InterpreterPoolExecutor")
    script.guarded = True
    _mapped(script, f"InterpreterPoolExecutor({way.workers})", way)


def _processes(script: _Script, way: Way) -> None:
    script.imports.add("from concurrent.futures import ProcessPoolExecutor")
    script.imports.add("from multiprocessing import get_context")
    script.guarded = True
    chunks = f", chunksize={way.chunk}" if way.chunk > 1 else ""
    method = METHODS[way.strategy]
    script.body += [
        f'with ProcessPoolExecutor({way.workers}, mp_context=get_context("{method}")) as pool:',
        f"{INDENT}results = list(pool.map({script.sent}, inputs{chunks}))",
    ]


def _mapped(script: _Script, pool: str, way: Way) -> None:
    """By an executor that has no chunks of its own."""
    done = f"list(pool.map({script.sent}, inputs))"
    if way.chunk > 1:
        script.imports.add("from itertools import batched, chain")
        script.define("def several(items):", f"{INDENT}return [{script.applied} for item in items]")
        chunks = f"batched(inputs, {way.chunk})"
        done = f"list(chain.from_iterable(pool.map(several, {chunks})))"
    script.body += [f"with {pool} as pool:", f"{INDENT}results = {done}"]


def _awaiting(write: Callable[[_Script, Way], None]) -> Callable[[_Script, Way], None]:
    """Each call by an event loop of its own, in lanes that know of none."""

    def written(script: _Script, way: Way) -> None:
        script.imports.add("import asyncio")
        script.define("def one(item):", f"{INDENT}return asyncio.run({script.applied})")
        script.sent, script.applied = "one", "one(item)"
        write(script, way)

    return written


def _awaited_one_by_one(script: _Script, way: Way) -> None:
    script.imports.add("import asyncio")
    script.define(
        "async def main(items):",
        f"{INDENT}return [await {script.applied} for item in items]",
    )
    script.body.append("results = asyncio.run(main(inputs))")


def _loop(script: _Script, way: Way) -> None:
    script.imports.add("import asyncio")
    script.define(
        "async def main(items):",
        f"{INDENT}limit = asyncio.Semaphore({way.workers})",
        f"{INDENT}async def one(item):",
        f"{2 * INDENT}async with limit:",
        f"{3 * INDENT}return await {script.applied}",
        f"{INDENT}return await asyncio.gather(*map(one, items))",
    )
    script.body.append("results = asyncio.run(main(inputs))")


def _loops(script: _Script, way: Way) -> None:
    """A loop in each thread for a part of the inputs: four of them for each, as they end unevenly.

    One call is under way in a thread at a time.
    """
    script.imports |= {
        *("import asyncio", "from concurrent.futures import ThreadPoolExecutor"),
        "from itertools import batched, chain",
    }
    script.define(
        "def several(items):",
        f"{INDENT}async def each():",
        f"{2 * INDENT}return [await {script.applied} for item in items]",
        f"{INDENT}return asyncio.run(each())",
    )
    size = way.chunk if way.chunk > 1 else f"len(inputs) // {4 * way.workers} + 1"
    script.body += [
        f"with ThreadPoolExecutor({way.workers}) as pool:",
        f"{INDENT}parts = pool.map(several, batched(inputs, {size}))",
        f"{INDENT}results = list(chain.from_iterable(parts))",
    ]


_SYNC = {
    SEQUENTIAL: _one_by_one,
    "threads": _threads,
    "interpreter-pool": _interpreters,
    **dict.fromkeys(METHODS, _processes),
}
_ASYNC = {
    SEQUENTIAL: _awaited_one_by_one,
    "asyncio": _loop,
    "asyncio-threads": _loops,
    "threads": _awaiting(_threads),
    "interpreter-pool": _awaiting(_interpreters),
    **{name: _awaiting(_processes) for name in METHODS},
}
