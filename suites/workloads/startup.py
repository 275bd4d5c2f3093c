"""Nothing to do: what it takes to have lanes for it, by what each lane has to import."""

import time
from importlib import import_module
from typing import Any

from suites.workload import Kind, Parameters, Quantity, Size, Workload

# None that pyperf or a strategy has imported, for a thread would find it there and a process not;
# and none that 3.12 lacks in subinterpreters (ctypes, and what needs expat, ssl or zoneinfo).
_COMMON = ("configparser", "difflib", "fileinput", "html.parser", "pprint", "timeit", "tomllib")
IMPORTS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "common": _COMMON,
    # All that a service of the standard library may need, which is about what a web framework is.
    "heavy": (
        *_COMMON,
        *("doctest", "ftplib", "http.client", "http.server", "imaplib", "mailbox", "optparse"),
        *("pdb", "sqlite3", "tarfile", "unittest.mock", "xml.dom.minidom"),
    ),
}


def bring(modules: tuple[str, ...]) -> tuple[float, float]:
    """Import them; when that began and ended, on the clock that all processes share."""
    begun = time.monotonic()
    for module in modules:
        import_module(module)
    return begun, time.monotonic()


def answer(number: int) -> int:
    return number


def imports(parameters: Parameters) -> tuple[Any, tuple[str, ...]]:
    return bring, IMPORTS[parameters["imports"]]


WORKLOAD = Workload(
    name="startup",
    about="having lanes: creating, first task, steady task, teardown",
    kind=Kind.WAIT,
    procedure="startup",
    task=answer,
    batch=lambda parameters, _: list(range(parameters["tasks"])),
    errand=imports,
    quantities={
        "create": Quantity("second"),
        "first": Quantity("second"),
        "steady": Quantity("second"),
        "teardown": Quantity("second"),
    },
    sizes={"small": Size({"imports": "nothing", "tasks": 50}, "87b8bc5f", 0.05)},
    sweeps={
        "imports": (
            Size({"imports": "common", "tasks": 50}, "87b8bc5f", 0.1),
            Size({"imports": "heavy", "tasks": 50}, "87b8bc5f", 0.3),
        )
    },
    values=1,  # the first pool of a process is what a program has
    cold=True,
)
