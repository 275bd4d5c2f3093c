"""What a reader of a comparison must know, with every text in this place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from analysis.aa import Judgement, Soundness
from analysis.caveats import FEW_BLOCKS, Severity
from analysis.compare.comparison import Facts, Fate, Notice
from analysis.compare.machine import Drift, Moved, differing
from analysis.compare.side import Side
from analysis.render.words import ratio
from record.text import short

SAID = {True: "yes", False: "no", "": "none"}


def notices(
    base: Side,
    head: Side,
    unlike: str,
    facts: tuple[Facts, Facts],
    machine: Sequence[Moved],
    twins: Judgement,
    rows: pd.DataFrame,
    margin: float | None,
    fates: Sequence[Fate],
) -> tuple[Notice, ...]:
    """All there are, the worst first."""
    found = [
        *_machines(unlike),
        *_unsound(facts, twins),
        *_drift(machine),
        *_fates(fates),
        *_builds(base, head),
        *_plans(base, head, margin),
        *_one_run(base, head),
        *_contaminated(base, head),
        *_few(rows),
    ]
    return tuple(sorted(found, key=lambda notice: notice.severity))


def _machines(unlike: str) -> Iterator[Notice]:
    if unlike:
        yield Notice(
            Severity.ERROR,
            f"BASE and HEAD are of unlike machines: {unlike}",
            "only the ratios within each run are compared; where they differ, that may be due to "
            "the machines, and nothing is said of times, builds or code",
            "measure both on one machine",
        )


def _unsound(facts: tuple[Facts, Facts], twins: Judgement) -> Iterator[Notice]:
    for name, one in zip(("BASE", "HEAD"), facts, strict=True):
        if one.pairs.soundness is Soundness.UNSOUND:
            yield Notice(
                Severity.ERROR,
                f"{name} is unsound: {one.pairs.misses} of {len(one.pairs.judged)} pairs of "
                "identical cells differ by more than their intervals allow",
                "differences may be noise",
                "measure it again on a quieter machine, with more blocks",
            )
        if one.pairs.soundness is Soundness.UNKNOWN:
            yield Notice(
                Severity.WARNING,
                f"in {name} no pair of identical cells can be judged",
                "nothing shows whether its intervals are right",
                "measure A/A pairs in at least 3 blocks",
            )
    if twins.soundness is Soundness.UNSOUND:
        yield Notice(
            Severity.ERROR,
            f"{twins.misses} of {len(twins.judged)} twins moved from BASE to HEAD otherwise than "
            "the cells that they are identical to",
            "changes of that size may be noise",
            "measure both again, with more blocks",
        )


def _drift(machine: Iterable[Moved]) -> Iterator[Notice]:
    for one in machine:
        if one.control is None or one.drift is Drift.STEADY:
            continue
        took = f"the control loop of {one.interpreter} took {ratio(one.control)} as long in HEAD"
        if one.drift is Drift.UNKNOWN:
            yield Notice(
                Severity.NOTE,
                took,
                "whether the machine was as fast in both runs cannot be told",
                "measure more blocks",
            )
        elif one.like:
            yield Notice(
                Severity.WARNING,
                took,
                "with the same build and code that is the machine: changes of its cells by as much "
                "are drift",
                "measure both again, close to each other",
            )
        else:
            yield Notice(
                Severity.WARNING,
                took,
                "that is the machine, or what is new in the build or the code",
                "see how interpreters that are the same in both runs have moved",
            )


def _fates(fates: Sequence[Fate]) -> Iterator[Notice]:
    broken = Counter(one.head for one in fates if one.base == "ok")
    for status, count in broken.items():
        what = {"missing": "were not measured", "failed": "failed"}.get(status, f"are {status}")
        yield Notice(
            Severity.WARNING,
            f"{count} {'cells' if count > 1 else 'cell'} of BASE {what} in HEAD",
            "nothing is said of their times",
        )


def _builds(base: Side, head: Side) -> Iterator[Notice]:
    builds = base.manifest.plan.builds
    for label, build in head.manifest.plan.builds.items():
        if label not in builds:
            continue
        changes = [
            f"{name.replace('_', ' ')} {_said(getattr(builds[label], name))} → "
            f"{_said(getattr(build, name))}"
            for name in differing(builds[label], build)
        ]
        if changes:
            yield Notice(
                Severity.WARNING,
                f"{label} is another build in HEAD: {'; '.join(changes)}",
                "changes of its cells may be the build's",
            )


def _said(fact: object) -> str:
    return SAID.get(fact) or short(fact) if isinstance(fact, bool | str) else str(fact)


def _plans(base: Side, head: Side, margin: float | None) -> Iterator[Notice]:
    ours, theirs = base.manifest, head.manifest
    if ours.plan.code != theirs.plan.code:
        yield Notice(
            Severity.WARNING,
            f"the measured code is not the same: {short(ours.plan.code)} in BASE, "
            f"{short(theirs.plan.code)} in HEAD",
            "changes may be those of the workloads and strategies, and of the control loop",
        )
    first, second = (f"{one.machine.system} {one.machine.kernel}" for one in (ours, theirs))
    if first != second and ours.machine.id == theirs.machine.id:
        yield Notice(
            Severity.WARNING,
            f"the system is not the same: {short(first)} in BASE, {short(second)} in HEAD",
            "changes may be the system's",
        )
    if margin is None and ours.plan.margin != theirs.plan.margin:
        yield Notice(
            Severity.WARNING,
            f"the margin is {ours.plan.margin:.3g} in BASE and {theirs.plan.margin:.3g} in HEAD",
            "verdicts are by that of BASE",
            "name one with --margin",
        )


def _one_run(base: Side, head: Side) -> Iterator[Notice]:
    ours, theirs = ((one.run, one.created, one.plan.seed) for one in (base.manifest, head.manifest))
    if ours == theirs:
        yield Notice(
            Severity.WARNING,
            "BASE and HEAD are the same run",
            "what both have of it was measured once, and cannot differ",
        )


def _contaminated(base: Side, head: Side) -> Iterator[Notice]:
    for name, side in (("BASE", base), ("HEAD", head)):
        readings = side.columns.readings
        some = readings[(readings["status"] == "ok") & (readings["contaminated"] > 0)]
        # What befalls a process befalls all of its quantities.
        numbers = zip(some.index.to_numpy(), some["contaminated"], strict=True)
        counts = {side.cell(number).of("").key: count for number, count in numbers}
        if spoilt := sum(counts.values()):
            yield Notice(
                Severity.WARNING,
                f"{spoilt} process{'es' if spoilt > 1 else ''} of {name} ran beside other work",
                "their times are too long by what that took, and the intervals wider",
            )


def _few(rows: pd.DataFrame) -> Iterator[Notice]:
    least = rows[["base_processes", "head_processes"]].min(axis=1)
    alone, few = int((least < 2).sum()), int(((least > 1) & (least < FEW_BLOCKS)).sum())
    remedy = f"extend the run: gilbench run --out RUN --blocks {2 * FEW_BLOCKS}"
    if few:
        yield Notice(
            Severity.WARNING,
            f"of {few} of {len(rows)} a run has fewer than {FEW_BLOCKS} processes",
            "the intervals are wide and lean on them",
            remedy,
        )
    if alone:
        yield Notice(
            Severity.NOTE,
            f"of {alone} of {len(rows)} a run has one process, and there is no interval",
            "a difference cannot be told from noise",
            remedy,
        )
