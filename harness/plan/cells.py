"""The cells of a plan: the product that the options ask for, and the twins of its A/A pairs."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import msgspec

from harness.catalog import Catalog, WorkloadInfo
from harness.errors import GilbenchError, unknown
from harness.plan.parts import Part
from harness.plan.presets import COMPUTE, PRESETS, WAIT, Preset
from record import Asked, Cell


def choose(names: Sequence[str], known: Sequence[str], kind: str) -> tuple[str, ...]:
    """The names, each once, in the order asked for; an unknown one is a usage error."""
    for name in names:
        if name not in known:
            raise unknown(kind, name, known)
    return tuple(dict.fromkeys(names))


def preset(name: str) -> Preset:
    choose([name], list(PRESETS), "preset")
    return PRESETS[name]


def make_cells(
    asked: Asked, labels: Sequence[str], catalog: Catalog, cores: int, keep: Callable[[Cell], bool]
) -> list[Cell]:
    """Every cell asked for that `keep` keeps, without twins."""
    chosen = preset(asked.preset)
    strategies = choose(asked.strategies, [s.name for s in catalog.strategies], "strategy")
    workloads = choose(asked.workloads, [w.name for w in catalog.workloads], "workload")
    found = [
        cell
        for part in _parts(chosen, workloads)
        for name in part.workloads
        if name in workloads or not workloads
        for cell in _of_workload(
            *(asked, chosen, part, catalog.workload(name), catalog, labels, strategies, cores)
        )
        if keep(cell)
    ]
    cells = list(dict.fromkeys(found))  # parts may overlap
    if not cells:
        raise GilbenchError("these options leave no cell to measure; `gilbench list` shows all")
    return cells


def _parts(chosen: Preset, workloads: Sequence[str]) -> Iterator[Part]:
    """The preset's; and of `full`, those of workloads that were asked for and it does not have."""
    yield from chosen.parts
    own = {name for part in chosen.parts for name in part.workloads}
    for part in PRESETS["full"].parts:
        others = tuple(name for name in part.workloads if name in workloads and name not in own)
        if others:
            yield replace(part, workloads=others)


def _of_workload(
    asked: Asked,
    chosen: Preset,
    part: Part,
    workload: WorkloadInfo,
    catalog: Catalog,
    labels: Sequence[str],
    strategies: Sequence[str],
    cores: int,
) -> Iterator[Cell]:
    usual = WAIT if workload.kind == "wait" else COMPUTE
    for size in part.sizes(workload, chosen.size):
        for label in labels:
            if part.interpreters and label not in part.interpreters and not asked.interpreters:
                continue
            for strategy in strategies or part.strategies:
                counts = (part.strategies.get(strategy) or usual[strategy])(cores)
                if catalog.strategy(strategy).sweeps:
                    counts = tuple(workload.workers or asked.workers or counts)
                for workers in counts:
                    yield Cell(
                        interpreter=label,
                        strategy=strategy,
                        workload=workload.name,
                        parameters=size.parameters,
                        workers=workers,
                        mode=catalog.mode | workload.mode | dict(part.mode),
                    )


def twins(cells: Sequence[Cell], catalog: Catalog, pairs: int, seed: int) -> list[Cell]:
    """The second halves of the A/A pairs: the families of strategies take turns."""
    families: dict[str, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: _shuffled(seed, cell.key)):
        families.setdefault(catalog.strategy(cell.strategy).family, []).append(cell)
    queues = [families[family] for family in sorted(families)]
    in_turns = [
        queue[turn]
        for turn in range(max(map(len, queues), default=0))
        for queue in queues
        if turn < len(queue)
    ]
    return [msgspec.structs.replace(cell, replicate=1) for cell in in_turns[:pairs]]


def _shuffled(seed: int, key: str) -> bytes:
    return hashlib.sha256(f"{seed} twin {key}".encode()).digest()
