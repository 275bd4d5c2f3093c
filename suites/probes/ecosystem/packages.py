"""What lanes do with a package: import it, and call it, often enough that a race has a chance.

A module of its own, because lanes import what they are sent; with few imports, because those of
the package are looked at.
"""

import sys
import textwrap
import time
from collections.abc import Callable
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES
from typing import Any, NamedTuple

from suites.lane import gil_enabled

ROUNDS = 50  # of a lane, unless its time is over before
LEAST = 3  # however long they take
SECONDS = 0.3
LONGEST = 1000  # characters of a result that are compared
REFUSED = "does not support loading in subinterpreters"


class Job(NamedTuple):
    modules: tuple[str, ...]
    smoke: str = ""  # the body of a function; none: nothing but the imports
    expected: str = ""  # repr of what it returns
    every: bool = False  # go on where an import fails
    native: tuple[str, ...] = ()  # what the imports bring elsewhere: why not here?


class Deed(NamedTuple):
    """What one lane did, and what its interpreter is like afterwards."""

    error: str  # empty: none
    native: list[str]  # modules of the package, and of what it needs, that are no Python source
    gil: bool
    rounds: int = 0
    lost: str = ""  # why a native module was not brought, though all went well without it


def bring(job: Job) -> Deed:
    """Import the modules."""
    errors = []
    for module in job.modules:
        try:
            import_module(module)
        except BaseException as error:  # some exit
            errors.append(telling(error))
            if not job.every:
                break
    if errors:
        return Deed(errors[0], native(), gil_enabled())
    return Deed("", native(), gil_enabled(), lost=missed(job.native))


def missed(modules: tuple[str, ...]) -> str:
    """Why the first of the modules that is not there cannot be; a fallback kept it to itself."""
    for module in modules:
        if module not in sys.modules:
            try:
                import_module(module)
            except BaseException as error:
                return telling(error)
    return ""


def work(job: Job) -> Deed:
    """Call it, and compare each result, until there were enough or time is over."""
    rounds = 0
    try:
        smoke = compiled(job.smoke)
        until = time.monotonic() + SECONDS
        while rounds < LEAST or (rounds < ROUNDS and time.monotonic() < until):
            result = shown(smoke())
            if result != job.expected:
                wrong = f"another result than in sequence: {result}, not {job.expected}"
                return Deed(wrong, native(), gil_enabled(), rounds)
            rounds += 1
    except BaseException as error:
        return Deed(telling(error), native(), gil_enabled(), rounds)
    return Deed("", native(), gil_enabled(), rounds)


def compiled(body: str) -> Callable[[], Any]:
    names: dict[str, Any] = {"__name__": "smoke"}
    exec(compile(f"def smoke():\n{textwrap.indent(body, '    ')}", "<smoke>", "exec"), names)
    function: Callable[[], Any] = names["smoke"]
    return function


def shown(result: object) -> str:
    return repr(result)[:LONGEST]


def telling(error: BaseException) -> str:
    """The error, or the one that caused it where that tells more."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    root = error
    while root.__cause__ is not None and root is not chain[-1]:
        root = root.__cause__
    refusals = [one for one in chain if REFUSED in str(one)]
    told = (refusals or [root])[-1]
    text = " ".join(str(told).split())
    return f"{type(told).__name__}: {text}" if text else type(told).__name__


def native() -> list[str]:
    """The extension modules that this interpreter has from its environment's packages."""
    found = []
    for name, module in list(sys.modules.items()):
        try:
            origin = getattr(module.__spec__, "origin", None)
        except Exception:  # what stands for a module may answer in any way
            continue
        if isinstance(origin, str) and "site-packages" in origin:
            found += [name] * origin.endswith(tuple(EXTENSION_SUFFIXES))
    return sorted(found)
