"""Packages that interpreters have in different versions: what is compared there, too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.observations import Outcome


@dataclass(frozen=True, slots=True)
class Unlike:
    package: str
    versions: Mapping[str, tuple[str, ...]]  # interpreters by version
    strategies: tuple[str, ...]  # whose processes had it
    workloads: tuple[str, ...]


def unlike(outcomes: Iterable[Outcome]) -> list[Unlike]:
    """The packages whose versions differ among the processes that count of one run."""
    versions: dict[str, dict[str, dict[str, None]]] = {}
    users: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for outcome in outcomes:
        cell = outcome.cell
        for found in outcome.measured.values():
            for package, version in found.process.packages.items():
                versions.setdefault(package, {}).setdefault(version, {})[cell.interpreter] = None
                strategies, workloads = users.setdefault(package, ({}, {}))
                strategies[cell.strategy] = workloads[cell.workload] = None
    return [
        Unlike(
            package,
            {version: tuple(labels) for version, labels in found.items()},
            *(tuple(names) for names in users[package]),
        )
        for package, found in versions.items()
        if len(found) > 1
    ]
