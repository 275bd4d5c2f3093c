"""Who wins in a group, in one sentence, or that nobody does: what `analysis.framework` decided."""

from collections.abc import Iterable, Mapping

from analysis.framework.choice import Outcome
from analysis.framework.model import Answer, Candidate
from analysis.own import decides
from analysis.render.words import amount, ratio
from analysis.samples import of_batch
from analysis.speedups import SEQUENTIAL, Speedup
from record import Cell, Unit

Speedups = Mapping[Cell, Speedup]

LEAST: dict[Unit, str] = {"second": "lowest", "byte": "least memory"}


def sentence(subject: str, unit: Unit, measured: Speedups, answer: Answer | None) -> str:
    """`subject: fastest is ...`; of counts, for which there is no answer, from least to most."""
    if not measured:
        return f"{subject}: nothing was measured."
    if unit == "integer":
        return f"{subject}: {_counts(measured)}."
    if answer is None or answer.best is None:
        return f"{subject}: nothing was measured that could be chosen."
    return f"{subject}:{_among(measured)} {_told(unit, answer, answer.best, measured)}."


def _told(unit: Unit, answer: Answer, first: Candidate, cells: Iterable[Cell]) -> str:
    timed, who = of_batch(first.cell), called(first.cell)
    least = "least time" if timed else LEAST[unit]
    says = f"{who}{_gain(first, unit)}"
    if answer.outcome is Outcome.ALONE:
        return f"only {who} was measured{_gain(first, unit)}"
    if answer.outcome is Outcome.WINNER and first.cell.strategy == SEQUENTIAL and timed:
        return (
            f"nothing beats {SEQUENTIAL}, fastest on {first.cell.interpreter}{_gain(first, unit)}"
        )
    if answer.outcome is Outcome.WINNER:
        return f"{'fastest' if timed else least} is {says}"
    if answer.outcome is Outcome.SEQUENTIAL:
        return f"nothing beats {called(answer.advised[0].cell)}"
    why = {
        Outcome.TOO_LITTLE: "too little data to name a winner",
        Outcome.UNTRUSTED: "the run is unsound, and names no winner",
    }.get(answer.outcome)
    if why is None:
        equals = [one.cell for one in answer.equals]
        labels = list(dict.fromkeys(cell.interpreter for cell in cells))
        why = f"no clear winner among {_names(equals, labels)}"
        if name := answer.shared:
            some = {cell.interpreter for cell in equals}
            where = _listed([label for label in labels if label in some])
            why = f"{'fastest' if timed else least} is {name}, no clear winner among {where}"
    return f"{why}; {least}: {says}"


def _among(cells: Iterable[Cell]) -> str:
    """With how many workers it was judged, where that is not all that was measured."""
    known = list(cells)
    counts = {cell.workers for cell in known}
    whole = all(of_batch(cell) or decides(cell) for cell in known)
    return "" if len(counts) == 1 or whole else f" with w={max(counts)},"


def _counts(measured: Speedups) -> str:
    """With the most workers."""
    most = max(cell.workers for cell in measured)
    known = [cell for cell in measured if cell.workers == most]
    order = sorted(known, key=lambda cell: measured[cell].value.value)
    ends = [order[0], *order[1:][-1:]]
    return " to ".join(
        f"{amount(measured[cell].value, 'integer')} ({called(cell)})" for cell in ends
    )


def _gain(first: Candidate, unit: Unit) -> str:
    """Over what it is compared with; its value, too, where that is asked."""
    timed = of_batch(first.cell)
    parts = [] if timed else [amount(first.time, unit)]
    if first.gain is not None and first.base is not None:
        shown, name = ratio(first.gain), f"{first.base.strategy} {first.base.interpreter}"
        if unit == "second":
            parts.append(f"{'' if timed else 'speedup '}{shown} over {name}")
        else:
            parts.append(f"uses {shown} of what {name} uses")
    return f": {', '.join(parts)}" if parts else ""


def called(cell: Cell) -> str:
    """`threads on 3.13t, w=2`."""
    workers = "" if cell.strategy == SEQUENTIAL else f", w={cell.workers}"
    return f"{cell.strategy} on {cell.interpreter}{workers}"


def _names(cells: list[Cell], order: list[str]) -> str:
    """`threads (3.13, 3.13t) and asyncio`: the interpreters of each strategy, if not all."""
    by_strategy: dict[str, set[str]] = {}
    for cell in cells:
        by_strategy.setdefault(cell.strategy, set()).add(cell.interpreter)
    found = []
    for strategy, labels in by_strategy.items():
        some = ", ".join(label for label in order if label in labels)
        found.append(strategy if len(labels) == len(order) else f"{strategy} ({some})")
    return _listed(found)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
