"""What the trials tell, and who of them is measured at length. Pure.

The answer is computed from what is measured then, and not from the trials: who is chosen because
it was fast would be slower in the next blocks (the winner's curse), which is seen there.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from record import Cell
from record.pyperf_file import Measured

FEWEST = 3  # that tell anything
BLOCKS = 6  # of those that are left: for as many there is to be time
# Times the best one's time: of one block each, whose ratio has a standard deviation of a quarter
# on a virtual machine, noise explains it in one of a hundred cases.
NEAR = 1.75
MOST = 5  # that are measured at length, beside `sequential`
DECIDES = "total"  # the quantity: all inputs, with the start of the lanes
_SEQUENTIAL = "sequential"


class Tried(NamedTuple):
    """What the processes of a cell told."""

    total: float  # seconds, on average
    checksums: frozenset[str]


def tried(measured: Iterable[Measured]) -> dict[Cell, Tried]:
    found: dict[Cell, list[Measured]] = {}
    for one in measured:
        if one.quantity == DECIDES:
            found.setdefault(one.process.cell, []).append(one)
    return {
        cell: Tried(
            sum(sum(one.values) / len(one.values) for one in all_of) / len(all_of),
            frozenset(one.process.checksum for one in all_of),
        )
        for cell, all_of in found.items()
    }


def digests(found: Mapping[Cell, Tried]) -> dict[str, str]:
    """By interpreter, the results that are right: `sequential`'s, or else those of most."""
    right: dict[str, str] = {}
    for label in {cell.interpreter for cell in found}:
        own = {cell: one.checksums for cell, one in found.items() if cell.interpreter == label}
        told = [one for one in own.values() if len(one) == 1]
        alone = [one for cell, one in own.items() if cell.strategy == _SEQUENTIAL]
        if alone:
            told = [one for one in alone if len(one) == 1]
        (known, count), *_ = Counter(told).most_common(1) or [(frozenset(), 0)]
        if 2 * count > len(told):
            right[label] = next(iter(known))
    return right


def different(found: Mapping[Cell, Tried], right: Mapping[str, str]) -> list[Cell]:
    """Those with other results than what is right on their interpreter, where that is known."""
    return [
        cell
        for cell, one in found.items()
        if cell.interpreter in right and one.checksums != {right[cell.interpreter]}
    ]


def finalists(
    totals: Mapping[Cell, float], seconds: Mapping[Cell, float], budget: float
) -> list[Cell]:
    """The best few, and `sequential` of their interpreters.

    `totals`: what each takes for all inputs; `seconds`: what a process of it takes here.
    """
    ranked = sorted(totals, key=lambda cell: totals[cell])
    if not ranked:
        return []
    bases = {cell.interpreter: cell for cell in ranked if cell.strategy == _SEQUENTIAL}

    def with_bases(chosen: list[Cell]) -> list[Cell]:
        wanted = [bases[one.interpreter] for one in chosen if one.interpreter in bases]
        return list(dict.fromkeys([*chosen, *wanted]))

    def fits(chosen: list[Cell]) -> bool:
        return BLOCKS * sum(seconds[cell] for cell in with_bases(chosen)) <= budget

    chosen = ranked[:1]
    others = [cell for cell in ranked[1:] if side(cell) != side(ranked[0])]
    chosen += others[:1]  # a runner-up in any case
    for cell in ranked[1:]:
        near = totals[cell] <= NEAR * totals[ranked[0]]
        if cell not in chosen and near and len(chosen) < MOST and fits([*chosen, cell]):
            chosen.append(cell)
    if fits(chosen):
        return with_bases(chosen)
    base = bases.get(ranked[0].interpreter) or next(iter(bases.values()), ranked[0])
    with_base = list(dict.fromkeys([*chosen, base]))
    # One call after the other can take far too long; then the profile tells how long.
    few = FEWEST * sum(seconds[cell] for cell in with_base) <= budget
    return with_base if few else chosen


def side(cell: Cell) -> tuple[str, str]:
    """Whoever has it gives the same answer, with whatever number of workers."""
    return cell.interpreter, cell.strategy
