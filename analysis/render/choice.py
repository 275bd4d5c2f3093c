"""Which groups of a report stand where, so that a run of a hundred groups can be read."""

from collections.abc import Iterable, Sequence

from analysis.overhead import TABLED
from analysis.report import Group, Report


def leading(groups: Iterable[Group]) -> list[Group]:
    """Those of each workload's first parameters and mode."""
    return [group for group in groups if group.title.first]


def sweeps(groups: Sequence[Group]) -> list[tuple[str, list[Group]]]:
    """The groups of a workload and quantity that differ in parameters alone, with a title."""
    found: dict[tuple[str, str], list[Group]] = {}
    for group in groups:
        if group.title.usual:
            found.setdefault((group.workload, group.quantity), []).append(group)
    return [
        (f"{workload} {quantity}".rstrip() + ", by parameters", own)
        for (workload, quantity), own in found.items()
        if len(own) > 1
    ]


def with_tables(report: Report) -> list[Group]:
    """Those that have no tables of their own among the overheads."""
    return [group for group in report.groups if group.workload not in TABLED]
