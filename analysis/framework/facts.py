"""Packages that leave no choice: what `gilbench ecosystem` found out, as the demands they make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.framework.traits import Demand
from record.ecosystem import Ecosystem, parse_ecosystem
from record.reading import read

# The question of a package that makes the demand where its answer is no.
QUESTIONS = {Demand.GIL_ON: "gil", Demand.NO_SUBINTERPRETERS: "alone"}
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Facts:
    """Of the interpreters whose packages were looked at."""

    packages: Mapping[Demand, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    asked: tuple[str, ...] = ()


def facts(run: Path) -> Facts:
    """Those in RUN/probes. Raises RecordError."""
    paths = sorted((run / "probes").glob("ecosystem-*.json"))
    return of(parse_ecosystem(read(run, path.relative_to(run)), path) for path in paths)


def of(ecosystems: Iterable[Ecosystem]) -> Facts:
    known = list(ecosystems)
    return Facts(
        {
            demand: {
                one.interpreter: tuple(
                    package.name
                    for package in one.packages
                    if package.check(question).status == FAILED
                )
                for one in known
            }
            for demand, question in QUESTIONS.items()
        },
        tuple(one.interpreter for one in known),
    )
