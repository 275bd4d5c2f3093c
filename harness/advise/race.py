"""Who of the trials is measured at length. Pure.

The answer is computed from what is measured then, and not from the trials: who is chosen because
it was fast would be slower in the next blocks (the winner's curse), which is seen there.
"""

from collections.abc import Mapping

from record import Cell

BLOCKS = 6  # of those that are left: for as many there is to be time
NEAR = 1.35  # times the best one's time: beyond, noise does not explain it
MOST = 6  # that are measured at length, beside `sequential`
DECIDES = "total"  # the quantity: all inputs, with the start of the lanes
_SEQUENTIAL = "sequential"


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
    return list(dict.fromkeys([*chosen, base]))


def side(cell: Cell) -> tuple[str, str]:
    """Whoever has it gives the same answer, with whatever number of workers."""
    return cell.interpreter, cell.strategy
