"""Builds that exist nowhere, for tests of what is pure."""

from typing import Any

from harness.interpreters.facts import Facts
from record import Build


def build(label: str = "3.13", **changes: Any) -> Build:
    """An optimised build under a label: `3.13`, `3.13t`, `3.13t+gil`."""
    name = label.removesuffix("+gil")
    free = name.endswith("t")
    told: dict[str, Any] = {
        "label": label,
        "version": f"{name.removesuffix('t')}.15",
        "free_threaded": free,
        "gil": not free or label.endswith("+gil"),
        "provider": "PATH",
        "executable": f"/opt/{name}/bin/python",
        "compiler": "GCC 12.2.0",
        "pgo": True,
        "lto": True,
        "jit": False,
        "tail_call": False,
        "debug": False,
        "shared": False,
        "configure": "",
        "optimisation": "-O3",
    }
    return Build(**(told | changes))


def facts(version: str = "3.13.15", **changes: Any) -> Facts:
    """What a plain build tells of itself, with what is given instead."""
    told: dict[str, Any] = {
        "version": version,
        "release": (*map(int, version.split(".")), 3, 0),
        "free_threaded": False,
        "executable": f"/opt/{version}/bin/python3",
        "compiler": "GCC 12.2.0",
        "pgo": False,
        "lto": False,
        "jit": False,
        "tail_call": False,
        "debug": False,
        "shared": False,
        "configure": "",
        "optimisation": "-O3",
    }
    return Facts(**(told | changes))
