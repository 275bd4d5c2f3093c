"""Proof: what ran, told from inside every lane; how it gets into pyperf's file.

pyperf copies a benchmark's metadata before its values are computed, so what is learnt
while timing goes in by a hook (`pyperf.hook: gilbench`), which calls the open procedure.
"""

import importlib.metadata
import json
import os
import re
from collections.abc import Sequence
from typing import Any

from suites.lane import Lane

SCHEMA = 3
WHEEL = "gilbench-suites"


class LanesReplaced(Exception):
    """Lanes ended and others took their places while they were timed."""


def pair(
    before: Sequence[Lane], after: Sequence[Lane], aside: dict[tuple[int, int], float]
) -> list[dict[str, Any]]:
    """Each lane as it was before and after the timing.

    `aside`: by process and thread, CPU seconds that were spent on something else.
    """
    first = {(lane.pid, lane.thread): lane for lane in before}
    if first.keys() != {(lane.pid, lane.thread) for lane in after}:
        raise LanesReplaced("other lanes answered after the timing than before it")
    return [
        {
            "pid": lane.pid,
            "thread": lane.thread,
            "interpreter": lane.interpreter,
            "gil_before": first[lane.pid, lane.thread].gil,
            "gil_after": lane.gil,
            "gc": lane.gc,
            "cpu": max(
                0.0,
                lane.cpu
                - first[lane.pid, lane.thread].cpu
                - aside.get((lane.pid, lane.thread), 0.0),
            ),
        }
        for lane in after
    ]


def code_version() -> str:
    """The wheel's version, which is the hash of its content; "unpacked" where that is not run."""
    try:
        wheel = importlib.metadata.distribution(WHEEL)
    except importlib.metadata.PackageNotFoundError:
        return "unpacked"
    installed = str(wheel.locate_file("suites/proof.py"))
    return wheel.version if os.path.samefile(installed, __file__) else "unpacked"  # noqa: PTH121


def versions(*extras: str) -> dict[str, str]:
    """The versions of the packages that these extras of the wheel name, where it is installed."""
    try:
        required = importlib.metadata.requires(WHEEL) or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    wanted = {f"extra == '{extra}'" for extra in extras if extra}
    found = {}
    for requirement in required:
        name, _, marker = requirement.partition(";")
        if marker.strip().replace('"', "'") in wanted:
            package = re.split(r"[^\w.-]", name.strip(), maxsplit=1)[0]
            found[package] = importlib.metadata.version(package)
    return found


class ProofHook:
    """pyperf's hook: adds the record to the metadata once the last value is there."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def teardown(self, metadata: dict[str, Any]) -> None:
        from suites.procedure import Procedure  # noqa: PLC0415 (which imports this)

        record = Procedure.current.record() if Procedure.current else None
        if record is not None:
            metadata["gilbench"] = json.dumps(record)
