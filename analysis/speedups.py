"""What each reading has against its bases, of its own interpreter and of the reference."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.aa import Pair
from analysis.control import Controls
from analysis.estimate import Estimate, Ratio, estimate
from analysis.family import Family
from analysis.samples import Sample
from analysis.statistics import mean
from record import Cell, Plan

SEQUENTIAL = "sequential"


@dataclass(frozen=True, slots=True)
class Base:
    """What a reading is compared with, of those that the plan declares."""

    own: Cell | None = None  # on the same interpreter
    reference: Cell | None = None  # on the reference


Bases = Mapping[str, Base]  # by the key of a reading


@dataclass(frozen=True, slots=True)
class Speedup:
    """How one reading does. None where there is nothing to compare it with."""

    value: Estimate  # in the reading's unit, with its 95% interval; of one copy where it is weak
    own: Ratio | None  # against the base on the same interpreter: of times, how much faster
    reference: Ratio | None  # the same against the base of the reference build


def speedup(cell: Cell, measured: Mapping[int, Sample], bases: Bases, family: Family) -> Speedup:
    """Of a reading that was measured."""
    base = bases.get(cell.key, Base())
    return Speedup(
        value=estimate(mean([measured[block].time for block in sorted(measured)])),
        own=family.of(cell, base.own),
        reference=family.of(cell, base.reference),
    )


def bases(plan: Plan) -> dict[str, Base]:
    """Of each reading that is compared with one.

    Others that a plan declares, such as a build against itself under the GIL, are no bases: that
    of the reference build is of the strategies that its group has for its own bases.
    """
    cells = {cell.key: cell for cell, _ in plan.readings()}
    pairs = [(cells[one.cell], cells[one.base]) for one in plan.contrasts]
    own: dict[str, Cell] = {}
    strategies: dict[str, set[str]] = {}
    for cell, base in pairs:
        if cell.interpreter == base.interpreter:
            own.setdefault(cell.key, base)
            strategies.setdefault(cell.group, set()).add(base.strategy)
    reference: dict[str, Cell] = {}
    for cell, base in pairs:
        usual = strategies.get(cell.group, {base.strategy})
        if base.interpreter == plan.reference and base.strategy in usual:
            reference.setdefault(cell.key, base)
    return {
        key: Base(own.get(key), reference.get(key)) for key in dict.fromkeys((*own, *reference))
    }


def pairs(cells: Iterable[Cell], controls: Controls) -> tuple[Pair, ...]:
    """Every A/A pair among these readings: a twin, and its value relative to its original's.

    Of several quantities of one process the first alone: what disturbs one disturbs all.
    """
    known = list(cells)
    originals = {_without_replicate(cell): cell for cell in known if not cell.replicate}
    twins: dict[str, Cell] = {}
    for cell in known:
        if cell.replicate:
            twins.setdefault(cell.of("").key, cell)
    found = []
    for twin in twins.values():
        original = originals.get(_without_replicate(twin))
        if original is not None:
            effect, _ = controls.contrast(twin, original)
            found.append(Pair(twin, None if effect is None else estimate(effect)))
    return tuple(found)


def _without_replicate(cell: Cell) -> tuple[str, str, str, int]:
    return (cell.group, cell.interpreter, cell.strategy, cell.workers)
