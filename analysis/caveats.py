"""What a reader must know beside the numbers: typed values, with every text in this place.

Each has a cause, its effect on the numbers, and a remedy. They are made by pure functions and
shown by whoever renders a report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import pandas as pd

from analysis.aa import Judgement, Soundness
from analysis.findings import said
from analysis.outliers import FAR
from analysis.packages import Unlike
from analysis.reading.columns import IDENTITY
from record import Manifest

FEW_BLOCKS = 5


class Severity(IntEnum):
    """How much the numbers suffer; the worst sorts first."""

    ERROR = 0
    WARNING = 1
    NOTE = 2


class Kind(IntEnum):
    """What a caveat is about, in the order in which they are shown."""

    FINDING = 0
    UNSOUND = 1
    MISSING_INTERPRETER = 2
    PACKAGES = 3
    FAILED = 4
    CONTAMINATED = 5
    UNFINISHED = 6
    FEW_BLOCKS = 7
    UNSUPPORTED = 8
    OUTLIERS = 9


@dataclass(frozen=True, slots=True, order=True)
class Caveat:
    severity: Severity
    kind: Kind
    cause: str
    effect: str
    remedy: str

    @property
    def alarm(self) -> bool:
        """Whether every format says it before anything else: with it, the rest means little."""
        return self.severity is Severity.ERROR and self.kind is Kind.FINDING


def caveats(
    manifest: Manifest,
    readings: pd.DataFrame,
    pairs: Judgement,
    outliers: int,
    packages: Sequence[Unlike] = (),
) -> tuple[Caveat, ...]:
    """All there are, the worst first. `readings` is the frame of `analysis.cells`."""
    # What befalls a process befalls all of its quantities, and is said once.
    cells = readings.drop_duplicates([name for name in IDENTITY if name != "quantity"])
    found = [
        *_unsound(pairs),
        *_findings(manifest),
        *_missing_interpreters(manifest),
        *_packages(packages),
        *_failed(cells),
        *_contaminated(cells),
        *_unfinished(manifest, cells),
        *_few_blocks(cells),
        *_unsupported(cells),
        *_outliers(cells, outliers),
    ]
    return tuple(sorted(found, key=lambda caveat: (caveat.severity, caveat.kind)))


def _unsound(pairs: Judgement) -> Iterable[Caveat]:
    if pairs.soundness is Soundness.UNSOUND:
        yield Caveat(
            Severity.ERROR,
            Kind.UNSOUND,
            f"{pairs.misses} of {len(pairs.judged)} pairs of identical cells differ "
            "by more than their intervals allow",
            "the intervals of this run are too narrow; differences may be noise",
            "measure again on a quieter machine, with more blocks",
        )
    if pairs.soundness is Soundness.UNKNOWN:
        yield Caveat(
            Severity.WARNING,
            Kind.UNSOUND,
            "no pair of identical cells can be judged",
            "nothing shows whether the intervals of this run are right",
            "measure A/A pairs in at least 3 blocks",
        )


def _findings(manifest: Manifest) -> Iterable[Caveat]:
    severities = {"error": Severity.ERROR, "note": Severity.NOTE}
    for finding in said(manifest):
        severity = severities.get(finding.severity, Severity.WARNING)
        yield Caveat(severity, Kind.FINDING, finding.what, finding.effect, finding.remedy)


def _missing_interpreters(manifest: Manifest) -> Iterable[Caveat]:
    for label, reason in manifest.missing.items():
        yield Caveat(
            Severity.WARNING,
            Kind.MISSING_INTERPRETER,
            f"{label} could not be had: {reason}",
            "the comparison is without it",
            f"gilbench interpreters {label}",
        )


def _packages(packages: Iterable[Unlike]) -> Iterable[Caveat]:
    for one in packages:
        versions = ", ".join(
            f"{version} on {', '.join(labels)}" for version, labels in one.versions.items()
        )
        own = len(one.strategies) == 1
        where = one.strategies[0] if own else ", ".join(one.workloads)
        yield Caveat(
            Severity.WARNING,
            Kind.PACKAGES,
            f"{one.package} is not the same everywhere: {versions}",
            f"comparisons of {where} between these interpreters are of the versions, too",
            "",
        )


def _failed(cells: pd.DataFrame) -> Iterable[Caveat]:
    for reason, count, places in _by_reason(cells, "failed"):
        yield Caveat(
            Severity.WARNING,
            Kind.FAILED,
            f"{_count(count, 'cell')} failed: {reason}",
            f"no number is shown for {places}",
            "run it alone: gilbench report RUN --commands",
        )


def _contaminated(cells: pd.DataFrame) -> Iterable[Caveat]:
    good = cells[cells["status"] == "ok"]
    spoilt, all_of_them = int(good["contaminated"].sum()), int(good["blocks"].sum())
    if spoilt:
        yield Caveat(
            Severity.WARNING,
            Kind.CONTAMINATED,
            f"{spoilt} of {_count(all_of_them, 'process', 'es')} ran beside other work",
            "their times are too long by what that took, and the intervals wider",
            "measure again while the machine is idle: gilbench doctor",
        )


def _unfinished(manifest: Manifest, cells: pd.DataFrame) -> Iterable[Caveat]:
    absent = int((cells["status"] == "missing").sum())
    blocks = cells.loc[cells["status"] == "ok", ["group", "blocks"]]
    ragged = any(part["blocks"].nunique() > 1 for _, part in blocks.groupby("group", observed=True))
    goal = manifest.goal
    fixed = goal.budget is None and goal.precision is None
    short = fixed and goal.blocks is not None and (blocks["blocks"] < goal.blocks)
    behind = ragged or (short is not False and bool(short.any()))
    if not (absent or behind):
        return
    what = f"{_count(absent, 'planned cell')} not measured" if absent else "a block is incomplete"
    yield Caveat(
        Severity.WARNING,
        Kind.UNFINISHED,
        f"the run is not finished: {what}",
        "intervals are wider than planned, and some comparisons are absent",
        "resume it: gilbench run --out RUN, with the options it was started with",
    )


def _few_blocks(cells: pd.DataFrame) -> Iterable[Caveat]:
    few = cells[(cells["status"] == "ok") & (cells["blocks"] < FEW_BLOCKS)]
    if few.empty:
        return
    least, most = int(few["blocks"].min()), int(few["blocks"].max())
    span = _count(least, "block") if least == most else f"{least} to {most} blocks"
    yield Caveat(
        Severity.WARNING,
        Kind.FEW_BLOCKS,
        f"{_count(len(few), 'cell')} measured in {span} only",
        "without an interval, no difference can be told from noise"
        if most < 2
        else "the intervals are wide and lean on few processes",
        f"extend the run: gilbench run --out RUN --blocks {2 * FEW_BLOCKS}",
    )


def _unsupported(cells: pd.DataFrame) -> Iterable[Caveat]:
    for reason, count, places in _by_reason(cells, "unsupported"):
        yield Caveat(
            Severity.NOTE,
            Kind.UNSUPPORTED,
            f"{_count(count, 'cell')} unsupported: {reason}",
            f"nothing was measured for {places}",
            "",
        )


def _outliers(cells: pd.DataFrame, outliers: int) -> Iterable[Caveat]:
    if outliers:
        yield Caveat(
            Severity.NOTE,
            Kind.OUTLIERS,
            f"{_count(outliers, 'outlier')} among {cells['blocks'].sum()} processes: more than "
            f"{FAR:g} robust standard deviations from the others of their cell",
            "they count like all others, and widen the intervals",
            "",
        )


def _by_reason(cells: pd.DataFrame, status: str) -> Iterable[tuple[str, int, str]]:
    """For each reason: how many cells have it, and which, in a few words."""
    for reason, part in cells[cells["status"] == status].groupby("reason", sort=False):
        places = []
        for strategy, some in part.groupby("strategy", observed=True, sort=False):
            on = ", ".join(dict.fromkeys(some["interpreter"].astype(str)))
            there = list(dict.fromkeys(some["workload"].astype(str)))
            of = f" ({', '.join(there)})" if len(there) < cells["workload"].nunique() else ""
            places.append(f"{strategy} on {on}{of}")
        yield str(reason), len(part), "; ".join(places)


def _count(number: int, noun: str, plural: str = "s") -> str:
    return f"{number} {noun}{'' if number == 1 else plural}"
