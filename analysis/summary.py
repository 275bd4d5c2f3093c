"""Who wins in a group, in one sentence, or that nobody does."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.control import Controls
from analysis.render.words import amount, ratio
from analysis.samples import of_batch
from analysis.speedups import SEQUENTIAL, Bases, Speedup
from analysis.statistics import family_confidence
from record import Cell, Unit

Speedups = Mapping[Cell, Speedup]

LEAST: dict[Unit, str] = {"second": "lowest", "byte": "least memory"}


@dataclass(frozen=True, slots=True)
class Lead:
    """Who has the least of a group's quantity, and who cannot be told from that one."""

    best: tuple[Cell, ...]  # of each strategy on each interpreter, the least first
    tied: tuple[Cell, ...]  # with the first of these
    decided: bool  # whether there are several, and intervals to tell by

    @property
    def winner(self) -> Cell | None:
        """The one that is told from all others; None without a clear one."""
        return self.best[0] if self.decided and not self.tied else None


def lead(unit: Unit, speedups: Speedups, controls: Controls) -> Lead:
    """Judged on each strategy's best number of workers.

    What is not the time of a batch is judged with the most workers, for most of it grows with
    them; of counts nothing says whether many are good, and none is judged. Cells that cannot be
    told from the first share its place: the ratios of all to it are one family, corrected like
    that of the plan. In fewer than 2 blocks nothing can be told apart.
    """
    best = best_workers(_judged(speedups))
    decided = len(best) > 1 and unit != "integer" and speedups[best[0]].value.interval is not None
    return Lead(
        tuple(best), tuple(tied_with(best[1:], best[0], controls)) if decided else (), decided
    )


def sentence(subject: str, unit: Unit, speedups: Speedups, found: Lead, bases: Bases) -> str:
    """`subject: fastest is ...`; of what was judged with the most workers, that fewer have less."""
    judged, subject = _judged(speedups), f"{subject}:"
    timed = all(map(of_batch, speedups))
    if best_workers(speedups)[:1] != best_workers(judged)[:1]:
        subject += f" with w={max(cell.workers for cell in speedups)},"  # with fewer there is less
    if not found.best:
        return f"{subject} nothing was measured."
    first, last = found.best[0], found.best[-1]
    says = _gain(first, speedups[first], unit, bases)
    if len(found.best) == 1:
        return f"{subject} only {called(first)} was measured{says}."
    if unit == "integer":
        return f"{subject} {_with(first, speedups, unit)} to {_with(last, speedups, unit)}."
    least = "least time" if timed else LEAST[unit]
    if not found.decided:
        return f"{subject} too few blocks to name a winner; {least}: {called(first)}{says}."
    if not found.tied:
        return f"{subject} {'fastest' if timed else least} is {called(first)}{says}."
    among = _names([first, *found.tied], list(dict.fromkeys(cell.interpreter for cell in judged)))
    return f"{subject} no clear winner among {among}; {least}: {called(first)}{says}."


def _judged(speedups: Speedups) -> Speedups:
    if all(map(of_batch, speedups)):
        return speedups
    most = max(cell.workers for cell in speedups)
    return {cell: one for cell, one in speedups.items() if cell.workers == most}


def best_workers(speedups: Speedups) -> list[Cell]:
    """The cell of least value of each strategy on each interpreter, the least first."""
    best: dict[tuple[str, str], Cell] = {}
    for cell in sorted(speedups, key=lambda cell: speedups[cell].value.value):
        best.setdefault((cell.interpreter, cell.strategy), cell)
    return list(best.values())


def tied_with(cells: list[Cell], first: Cell, controls: Controls) -> list[Cell]:
    """Those of `cells` that cannot be told from `first`."""
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
    return f"{amount(speedups[cell].value, unit)} ({called(cell)})"


def called(cell: Cell) -> str:
    """`threads on 3.13t, w=2`."""
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
