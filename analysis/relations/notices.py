"""What a reader of two runs' relations must know beside the numbers."""

from collections.abc import Iterator, Sequence

from analysis.aa import Soundness
from analysis.caveats import FEW_BLOCKS, Severity
from analysis.compare.comparison import Notice
from analysis.relations.relation import Relation
from analysis.relations.side import Side

NAMES = ("the original", "the run here")


def notices(there: Side, here: Side, found: Sequence[Relation]) -> tuple[Notice, ...]:
    """All there are, the worst first."""
    every = [
        *_one_run(there, here),
        *_unsound(there, here),
        *_few(there, here),
        *_contaminated(there, here),
        *_crowded(found),
        *_code(there, here),
    ]
    return tuple(sorted(every, key=lambda notice: notice.severity))


def _one_run(there: Side, here: Side) -> Iterator[Notice]:
    keys = [
        (one.run, one.created, one.machine.id, one.plan.digest)
        for one in (there.manifest, here.manifest)
    ]
    if keys[0] == keys[1]:
        yield Notice(
            Severity.ERROR,
            "both are the same run",
            "it agrees with itself, which says nothing",
            "name another run with --against",
        )
    elif there.manifest.machine.id == here.manifest.machine.id:
        yield Notice(
            Severity.NOTE,
            "both were measured on one machine",
            "that they agree says that it is repeatable there, not that it holds elsewhere",
        )


def _unsound(there: Side, here: Side) -> Iterator[Notice]:
    for name, side in zip(NAMES, (there, here), strict=True):
        pairs = side.report.pairs
        if pairs.soundness is Soundness.UNSOUND:
            yield Notice(
                Severity.ERROR,
                f"{name} is unsound: {pairs.misses} of {len(pairs.judged)} pairs of identical "
                "cells differ by more than their intervals allow",
                "neither its agreements nor its disagreements can be trusted",
                "measure again on a quieter machine, with more blocks",
            )
        if pairs.soundness is Soundness.UNKNOWN:
            yield Notice(
                Severity.WARNING,
                f"in {name} no pair of identical cells can be judged",
                "nothing shows whether its intervals are right",
                "measure A/A pairs in at least 3 blocks",
            )


def _few(there: Side, here: Side) -> Iterator[Notice]:
    for name, side in zip(NAMES, (there, here), strict=True):
        least = side.report.blocks[0]
        if least < FEW_BLOCKS:
            yield Notice(
                Severity.WARNING,
                f"{name} has cells of {least} block{'s' if least != 1 else ''}",
                "its intervals are wide, or there are none: little can be decided",
                f"extend it: --blocks {2 * FEW_BLOCKS}" if side is here else "",
            )


def _contaminated(there: Side, here: Side) -> Iterator[Notice]:
    for name, side in zip(NAMES, (there, here), strict=True):
        if count := side.contaminated:
            yield Notice(
                Severity.WARNING,
                f"{count} process{'es' if count > 1 else ''} of {name} ran beside other work",
                "their times are too long by what that took, and the intervals wider",
                "stop the other work, and measure again" if side is here else "",
            )


def _crowded(found: Sequence[Relation]) -> Iterator[Notice]:
    count = sum(one.crowded for one in found)
    if count:
        yield Notice(
            Severity.NOTE,
            f"{count} relations compute with more workers than one of the two machines has CPUs",
            "they may differ for that alone; they are marked *",
        )


def _code(there: Side, here: Side) -> Iterator[Notice]:
    if there.manifest.plan.code != here.manifest.plan.code:
        yield Notice(
            Severity.WARNING,
            "the measured code is not the same",
            "workloads and strategies may have changed between the two versions",
        )
