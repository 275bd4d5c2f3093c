"""Who wins in a group, in one sentence, or that nobody does."""

from collections.abc import Mapping

from analysis.control import Controls
from analysis.render.words import ratio
from analysis.speedups import SEQUENTIAL, Speedup
from analysis.statistics import family_confidence
from record import Cell


def sentence(
    subject: str, speedups: Mapping[Cell, Speedup], controls: Controls, reference: str | None
) -> str:
    """`subject: fastest is ...`, judged on each strategy's best number of workers.

    Cells that cannot be told from the fastest share its place: the ratios of all to it are one
    family, corrected like that of the plan. In fewer than 2 blocks nothing can be told apart.
    """
    best = _best_workers(speedups)
    if not best:
        return f"{subject}: nothing was measured."
    first = best[0]
    gain = _gain(first, speedups[first], reference)
    if len(best) == 1:
        return f"{subject}: only {_name(first)} was measured{gain}."
    if speedups[first].time.interval is None:
        return f"{subject}: too few blocks to name a winner; least time: {_name(first)}{gain}."
    tied = _tied(best[1:], first, controls)
    if not tied:
        return f"{subject}: fastest is {_name(first)}{gain}."
    among = _names([first, *tied], list(dict.fromkeys(cell.interpreter for cell in speedups)))
    return f"{subject}: no clear winner among {among}; least time: {_name(first)}{gain}."


def _best_workers(speedups: Mapping[Cell, Speedup]) -> list[Cell]:
    """The fastest cell of each strategy on each interpreter, the fastest first."""
    best: dict[tuple[str, str], Cell] = {}
    for cell in sorted(speedups, key=lambda cell: speedups[cell].time.value):
        best.setdefault((cell.interpreter, cell.strategy), cell)
    return list(best.values())


def _tied(cells: list[Cell], first: Cell, controls: Controls) -> list[Cell]:
    effects = [controls.contrast(cell, first)[0] for cell in cells]
    confidence = family_confidence(effects, len(cells))
    intervals = [None if effect is None else effect.interval(confidence) for effect in effects]
    return [
        cell
        for cell, interval in zip(cells, intervals, strict=True)
        if interval is None or interval[0] <= 1.0 <= interval[1]
    ]


def _gain(cell: Cell, speedup: Speedup, reference: str | None) -> str:
    if speedup.reference is not None:
        return f": {ratio(speedup.reference)} over {SEQUENTIAL} {reference}"
    if speedup.own is not None:
        return f": {ratio(speedup.own)} over {SEQUENTIAL} {cell.interpreter}"
    return ""


def _name(cell: Cell) -> str:
    workers = "" if cell.strategy == SEQUENTIAL else f", w={cell.workers}"
    return f"{cell.strategy} on {cell.interpreter}{workers}"


def _names(cells: list[Cell], order: list[str]) -> str:
    """`threads (3.13, 3.13t) and asyncio`: the interpreters of each strategy, if not all."""
    by_strategy: dict[str, set[str]] = {}
    for cell in cells:
        by_strategy.setdefault(cell.strategy, set()).add(cell.interpreter)
    names = []
    for strategy, labels in by_strategy.items():
        some = ", ".join(label for label in order if label in labels)
        names.append(strategy if len(labels) == len(order) else f"{strategy} ({some})")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
