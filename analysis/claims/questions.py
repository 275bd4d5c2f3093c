"""What a part of a claim asks of a run: of each cell that it selects, or of pairs of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from analysis.claims import evidence
from analysis.claims.evidence import Told
from analysis.claims.model import Limits, Other, Part
from analysis.claims.select import Found, matching, other
from analysis.overhead.readings import SEQUENTIAL, Readings
from record import Cell
from record.manifest import TIME

Pair = tuple[Cell, Cell]
CORES = "cores busy"
UNITS = {
    "speedup": "as fast",
    "efficiency": "of the ideal",
    "memory a lane": "a lane",
    "lost": "lost",
}
RATIOS = {"second": "as long", "byte": "as much memory"}
Asked = tuple[list["Question"], str]  # or why there is nothing to ask


@dataclass(frozen=True, slots=True)
class Question:
    what: str
    keys: tuple[str, ...]
    interpreters: tuple[str, ...]
    limits: Limits
    told: Told
    unit: str = ""


def questions(readings: Readings, part: Part) -> Asked:
    """One of each cell; one of each two neighbours or ends, where the part says how they lie."""
    if part.rising:
        return _rising(readings, part)
    assert part.of is not None
    found = matching(readings, part.of)
    if not found.cells:
        return [], found.why
    limits = part.limits
    if part.moves:
        return _moving(readings, part, found.cells)
    if part.metric in ("value", "effective cores"):
        read = evidence.value if part.metric == "value" else evidence.effective_cores
        unit = "" if part.metric == "value" else CORES
        return [_question((c,), limits, read(readings, c), unit) for c in found.cells], ""
    pairs, why = _pairs(readings, part, found)
    if part.average and pairs:
        return list(_averages(readings, part, pairs, limits)), ""
    return [
        _question(pair, limits, _told(readings, part, *pair), _unit(readings, part.metric, pair[0]))
        for pair in pairs
    ], why


def _unit(readings: Readings, metric: str, cell: Cell) -> str:
    """What a number is of, and which way: `2x as fast` is no `2x as long`."""
    if metric == "ratio":
        unit = readings.plan.units.get(cell.workload, TIME)[cell.quantity]
        return RATIOS.get(unit, "as much")
    return UNITS.get(metric, "")


def _told(readings: Readings, part: Part, cell: Cell, base: Cell) -> Told:
    """`part.metric` of a cell and of what it is held against."""
    if part.metric == "speedup":
        return evidence.ratio(readings, base, cell)
    if part.metric == "efficiency":
        return evidence.efficiency(readings, cell, base)
    if part.metric == "memory a lane":
        return evidence.memory_a_lane(readings, cell, base)
    if part.metric == "lost":
        return evidence.lost(readings, cell, base)
    return evidence.ratio(readings, cell, base)


def _pairs(readings: Readings, part: Part, found: Found) -> tuple[list[Pair], str]:
    """Each cell and what it is held against: `sequential`, where nothing else is named."""
    pairs: list[Pair] = []
    reasons: dict[str, None] = {}
    for cell in found.cells:
        if part.to is None:
            base = readings.sequential(cell)
            one = Found((base,) if base else (), f"the run has no {SEQUENTIAL} of {cell.workload}")
        else:
            one = other(readings, cell, part.to, part.of.parameters if part.of else ())
        if one.cells:
            pairs.append((cell, one.cells[0]))
        else:
            reasons[one.why] = None
    return pairs, "" if pairs else "; ".join(reasons)


def _averages(
    readings: Readings, part: Part, pairs: list[Pair], limits: Limits
) -> Iterator[Question]:
    """The pairs of one interpreter and strategy together."""
    together: dict[tuple[str, str, str], list[Pair]] = {}
    for cell, base in pairs:
        together.setdefault((cell.interpreter, cell.strategy, base.interpreter), []).append(
            (cell, base)
        )
    for (label, strategy, against), own in together.items():
        turned = own if part.metric == "ratio" else [(base, cell) for cell, base in own]
        names = ", ".join(dict.fromkeys(cell.workload for cell, _ in own))
        over = f" over {against}" if against != label else f" over {own[0][1].strategy}"
        yield Question(
            f"{strategy} on {label}{over}, mean of {names}",
            tuple(dict.fromkeys(one.of("").key for pair in own for one in pair)),
            tuple(dict.fromkeys((label, against))),
            limits,
            evidence.average(readings, turned),
            _unit(readings, part.metric, own[0][0]),
        )


def _rising(readings: Readings, part: Part) -> Asked:
    """Of each two neighbours the later over the earlier: above 1."""
    assert part.of is not None
    ((field, values),) = part.rising.items()
    asked: list[Question] = []
    reasons: dict[str, None] = {}
    for low, high in pairwise(values):
        if field == "strategy":
            of = msgspec.structs.replace(part.of, strategy=str(high))
            to = Other(strategy=str(low))
        else:
            of = msgspec.structs.replace(part.of, parameters=part.of.parameters | {field: high})
            to = Other(parameters={field: low})
        step = msgspec.structs.replace(part, metric="ratio", of=of, to=to, above=1.0, rising={})
        found, why = questions(readings, step)
        asked += found
        if not found:
            reasons[why] = None
    return ([], "; ".join(reasons)) if reasons else (asked, "")


def _moving(readings: Readings, part: Part, cells: tuple[Cell, ...]) -> Asked:
    """The greatest over the least along a field, of cells that are otherwise alike."""
    field = part.moves
    lines: dict[tuple[object, ...], list[tuple[float, Cell]]] = {}
    for cell in cells:
        at = cell.workers if field == "workers" else cell.parameters.get(field)
        width = () if field == "workers" else (cell.workers,)
        place = (cell.interpreter, cell.strategy, cell.workload, cell.quantity, *width)
        if isinstance(at, int | float):
            lines.setdefault(place, []).append((at, cell))
    limits: Limits = (1.0, None) if part.grows_with else (None, 1.0)
    if part.limits != (None, None):
        limits = part.limits
    ends = [
        (max(own, key=lambda one: one[0]), min(own, key=lambda one: one[0]))
        for own in lines.values()
    ]
    pairs = [(most[1], least[1]) for most, least in ends if most[0] > least[0]]
    asked = [
        _question(pair, limits, evidence.ratio(readings, *pair), _unit(readings, "ratio", pair[0]))
        for pair in pairs
    ]
    return asked, "" if asked else f"the run has one value of {field} alone"


def _question(cells: tuple[Cell, ...], limits: Limits, told: Told, unit: str) -> Question:
    return Question(
        what=_name(*cells),
        keys=tuple(dict.fromkeys(cell.of("").key for cell in cells)),
        interpreters=tuple(dict.fromkeys(cell.interpreter for cell in cells)),
        limits=limits,
        told=told,
        unit=unit,
    )


def _name(cell: Cell, base: Cell | None = None) -> str:
    """`primes, threads w=2 on 3.13t`; `... over 3.13`, where it is held against something."""
    quantity = f" {cell.quantity}" if cell.quantity else ""
    width = "" if cell.strategy == SEQUENTIAL else f" w={cell.workers}"
    name = f"{cell.workload}{quantity}, {cell.strategy}{width} on {cell.interpreter}"
    if base is None:
        return name
    differs = [
        str(getattr(base, field))
        for field in ("strategy", "interpreter", "quantity")
        if getattr(base, field) != getattr(cell, field)
    ]
    if base.workers != cell.workers and base.strategy != SEQUENTIAL:
        differs.append(f"w={base.workers}")
    for field in ("parameters", "mode"):
        own, others = getattr(cell, field), getattr(base, field)
        differs += [f"{key}={others[key]}" for key in others if others[key] != own.get(key)]
    return f"{name} over {' '.join(differs)}"
