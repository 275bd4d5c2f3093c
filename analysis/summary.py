"""Who wins in a group, in one sentence, or that nobody does."""

from collections.abc import Mapping

from analysis.control import Controls
from analysis.render.words import amount, ratio
from analysis.samples import of_batch
from analysis.speedups import SEQUENTIAL, Bases, Speedup
from analysis.statistics import family_confidence
from record import Cell, Unit

Speedups = Mapping[Cell, Speedup]

LEAST: dict[Unit, str] = {"second": "lowest", "byte": "least memory"}


def sentence(subject: str, unit: Unit, speedups: Speedups, controls: Controls, bases: Bases) -> str:
    """`subject: fastest is ...`, judged on each strategy's best number of workers.

    What is not the time of a batch is judged with the most workers, for most of it grows with
    them, and says so where fewer have less; of counts nothing says whether many are good. Cells
    that cannot be told from the first share its place: the ratios of all to it are one family,
    corrected like that of the plan. In fewer than 2 blocks nothing can be told apart.
    """
    judged, subject = speedups, f"{subject}:"
    timed = all(map(of_batch, speedups))
    if not timed:
        most = max(cell.workers for cell in speedups)
        judged = {cell: one for cell, one in speedups.items() if cell.workers == most}
        if _best_workers(speedups)[:1] != _best_workers(judged)[:1]:
            subject += f" with w={most},"  # with fewer there is less
    best = _best_workers(judged)
    if not best:
        return f"{subject} nothing was measured."
    first = best[0]
    says = _gain(first, judged[first], unit, bases)
    if len(best) == 1:
        return f"{subject} only {_name(first)} was measured{says}."
    if unit == "integer":
        return f"{subject} {_with(best[0], judged, unit)} to {_with(best[-1], judged, unit)}."
    least = "least time" if timed else LEAST[unit]
    if judged[first].value.interval is None:
        return f"{subject} too few blocks to name a winner; {least}: {_name(first)}{says}."
    tied = _tied(best[1:], first, controls)
    if not tied:
        return f"{subject} {'fastest' if timed else least} is {_name(first)}{says}."
    among = _names([first, *tied], list(dict.fromkeys(cell.interpreter for cell in judged)))
    return f"{subject} no clear winner among {among}; {least}: {_name(first)}{says}."


def _best_workers(speedups: Speedups) -> list[Cell]:
    """The cell of least value of each strategy on each interpreter, the least first."""
    best: dict[tuple[str, str], Cell] = {}
    for cell in sorted(speedups, key=lambda cell: speedups[cell].value.value):
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


def _gain(cell: Cell, found: Speedup, unit: Unit, bases: Bases) -> str:
    """What it gains over the reference's base, or its own; its value, too, where that is asked."""
    base = bases.get(cell.key)
    against = ""
    if base is not None and found.reference is not None and base.reference is not None:
        against = _against(ratio(found.reference), base.reference, unit, of_batch(cell))
    elif base is not None and found.own is not None and base.own is not None:
        against = _against(ratio(found.own), base.own, unit, of_batch(cell))
    value = "" if of_batch(cell) else amount(found.value, unit)
    both = ", ".join(part for part in (value, against) if part)
    return f": {both}" if both else ""


def _against(shown: str, base: Cell, unit: Unit, timed: bool) -> str:
    name = f"{base.strategy} {base.interpreter}"
    if unit == "second":
        return f"{shown} over {name}" if timed else f"speedup {shown} over {name}"
    return f"{'uses ' if unit == 'byte' else ''}{shown} of what {name} {_does(unit)}"


def _does(unit: Unit) -> str:
    return "uses" if unit == "byte" else "has"


def _with(cell: Cell, speedups: Speedups, unit: Unit) -> str:
    return f"{amount(speedups[cell].value, unit)} ({_name(cell)})"


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
