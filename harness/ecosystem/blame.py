"""Whose doing it is that something does not work: the package's, another's, or the interpreter's.

Told by the exact text that names a module; of a crash, by what the same process does without the
package (see `harness.ecosystem.examine`).
"""

import re
import sys
from collections.abc import Collection, Iterable

INTERPRETER = "the interpreter"

_NAMED = (
    re.compile(r"module (\S+) does not support loading in subinterpreters"),
    re.compile(r"enabled to load module '([^']+)'"),
    re.compile(r"^ImportError: (\S+) failed to import$"),
)
# Of a module that has the attribute in the main interpreter: it is another one in this.
_LESS = re.compile(r"module '([^']+)' has no attribute")


def whose(
    reason: str,
    package: str,
    modules: Collection[str],
    native: Collection[str] = (),
    standard: Collection[str] = (),
) -> str:
    """Whose module the reason names; empty where it is the package's own, or none is named.

    `native` and `standard`: modules of packages and of the interpreter's own library that the
    import brings in the main interpreter; none where it was the one that failed.
    """
    match = next(filter(None, (pattern.search(reason) for pattern in _NAMED)), None)
    match = match or (_LESS.search(reason) if standard else None)
    if not match:
        return ""
    # Some call themselves by their last name alone.
    whole = [name for name in native if f".{name}".endswith(f".{match[1]}")] or [match[1]]
    if own(whole, package, modules):
        return ""
    top = _top(whole[0])
    if top in sys.stdlib_module_names or top in map(_top, standard):
        return INTERPRETER
    return top


def own(names: Iterable[str], package: str, modules: Collection[str]) -> list[str]:
    """Those of the names that are the package's own modules."""
    tops = set(map(_top, modules))
    return [
        name
        for name in names
        if _top(name) in tops
        or _alike(_top(name)) == _alike(package)
        or _top(name).endswith("__mypyc")  # of code that is compiled as a whole
    ]


def _top(module: str) -> str:
    return module.partition(".")[0]


def _alike(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
