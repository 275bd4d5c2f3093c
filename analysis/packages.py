"""Packages that interpreters have in different versions: what is compared there, too."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.reading.columns import Columns


@dataclass(frozen=True, slots=True)
class Unlike:
    package: str
    versions: Mapping[str, tuple[str, ...]]  # interpreters by version
    strategies: tuple[str, ...]  # whose processes had it
    workloads: tuple[str, ...]


def unlike(columns: Columns) -> list[Unlike]:
    """The packages whose versions differ among the processes that count."""
    versions: dict[str, dict[str, dict[str, None]]] = {}
    users: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    rows = columns.processes.rows
    told = rows.loc[rows["packages"] != "", ["reading", "packages"]].drop_duplicates()
    places = columns.readings.loc[told["reading"], ["interpreter", "strategy", "workload"]]
    for lines, (interpreter, strategy, workload) in zip(
        told["packages"], places.itertuples(index=False), strict=True
    ):
        for line in lines.splitlines():
            package, _, version = line.partition(" ")
            versions.setdefault(package, {}).setdefault(version, {})[interpreter] = None
            strategies, workloads = users.setdefault(package, ({}, {}))
            strategies[strategy] = workloads[workload] = None
    return [
        Unlike(
            package,
            {version: tuple(labels) for version, labels in found.items()},
            *(tuple(names) for names in users[package]),
        )
        for package, found in versions.items()
        if len(found) > 1
    ]
