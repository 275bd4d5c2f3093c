"""Which groups of a report stand where, so that a run of a hundred groups can be read."""

import re
from collections.abc import Iterable, Sequence

from analysis.overhead import TABLED
from analysis.report import Group, Report


def leading(groups: Iterable[Group]) -> list[Group]:
    """Those of each workload's first parameters and mode."""
    return [group for group in groups if group.title.first]


def sweeps(groups: Sequence[Group]) -> list[tuple[str, list[Group]]]:
    """The groups of a workload and quantity that differ in parameters alone, with a title.

    In the order of what their parameters have of numbers.
    """
    found: dict[tuple[str, str], list[Group]] = {}
    for group in groups:
        if group.title.usual:
            quantity = "" if group.timed else group.quantity
            found.setdefault((group.workload, quantity), []).append(group)
    return [
        (f"{workload} {quantity}".rstrip() + f" by {_names(own)}", sorted(own, key=_numbers))
        for (workload, quantity), own in found.items()
        if len(own) > 1
    ]


def _names(groups: Iterable[Group]) -> str:
    names = (re.findall(r"([^,=]+)=", group.title.told_by) for group in groups)
    return ", ".join(dict.fromkeys(name for some in names for name in some))


def _numbers(group: Group) -> list[int]:
    return [int(digits) for digits in re.findall(r"=(\d+)(?=,|$)", group.title.told_by)]


def with_tables(report: Report) -> list[Group]:
    """Those that have no tables of their own among the overheads."""
    return [group for group in report.groups if group.workload not in TABLED]
