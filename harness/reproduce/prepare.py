"""Getting ready to reproduce: from another's plan to the plan here, and what it is run with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec

from harness.doctor import machine
from harness.errors import CellsFailed, GilbenchError
from harness.plan.select import selector
from harness.prepare import Prepared, examined, have, original_of, places, prepared
from harness.reproduce.mapping import Mapped, mapped, plan_again
from harness.reproduce.original import Original
from harness.reproduce.requests import requests
from record import Cell


@dataclass(frozen=True, slots=True)
class Options:
    """How the user wants it."""

    interpreters: Sequence[str] = ()  # LABEL=NAME|PATH, instead of what would be chosen
    keep: str = ""  # the expression of -k
    optimise: bool = False
    sources: Sequence[str] = ()
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    prepared: Prepared
    left_out: dict[str, str]  # Cell.key of the original's -> why it is not planned here


def prepare(original: Original, options: Options, say: Callable[[str], None]) -> Again:
    """Raises GilbenchError for wrong options before anything slow is done."""
    told = original.manifest
    fits = selector(options.keep, told.plan.cells) if options.keep else _any
    needed = {cell.interpreter for cell in told.plan.cells if fits(cell)}
    builds = {label: build for label, build in told.plan.builds.items() if label in needed}
    wanted, refused_labels = requests(builds, options.interpreters)
    if not wanted:
        raise CellsFailed(f"no interpreter could be had: {'; '.join(refused_labels.values())}")
    for label, reason in refused_labels.items():
        say(f"warning: {label} cannot be had: {reason}")
    asked = msgspec.structs.replace(
        told.asked,
        interpreters=wanted,
        optimise=told.asked.optimise or options.optimise,
        sources=list(options.sources),  # the original's are files of another machine
        keep=options.keep,
    )
    here = machine.look()
    cores = machine.usable_cores(here)
    examination = examined(say, strict=options.strict)
    had = have(wanted, asked, say, like=builds)
    found = _kept(mapped(told.plan, had.builds, had.catalog, cores), told.plan.cells, fits)
    if not found.cells:
        reasons = "; ".join(dict.fromkeys(found.left_out.values()))
        raise GilbenchError(f"{original.root}: none of its cells can be measured here: {reasons}")
    originals = [cell for cell in found.cells if not cell.replicate]
    pythons, refused = places(originals, had, say)
    refused |= {
        cell.key: why
        for cell in found.cells
        if cell.replicate and (why := refused.get(original_of(cell).key))
    }
    plan = plan_again(told.plan, found.cells, refused, had.builds, had.catalog, had.matrix.code)
    ready = prepared(asked, plan, had, pythons, refused, here, examination)
    missing = {**refused_labels, **had.matrix.missing}
    return Again(replace(ready, missing=missing), dict(found.left_out))


def _any(cell: Cell) -> bool:
    return True


def _kept(found: Mapped, cells: Sequence[Cell], fits: Callable[[Cell], bool]) -> Mapped:
    """Without what -k leaves out."""
    others = {cell.key: "left out by -k" for cell in cells if not fits(cell)}
    kept = tuple(cell for cell in found.cells if cell.key not in others)
    return Mapped(kept, {**found.left_out, **others})
