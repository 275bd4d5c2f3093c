"""Which cells of a run a claim speaks of, or why it has none."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from packaging.specifiers import SpecifierSet

from analysis.claims.model import Cells, Kind, Other, listed
from analysis.overhead.readings import SEQUENTIAL, Readings
from record import Build, Cell
from record.cell import USUAL, Value

FORCED = "+gil"
KINDS = {
    "gil": "a GIL",
    "free-threaded": "free threading and no GIL",
    "forced": "free threading and its GIL switched on",
}
# Of two builds that may be compared with each other as what they are otherwise.
ALIKE = ("compiler", "pgo", "lto", "jit", "tail_call", "debug", "shared", "optimisation")


@dataclass(frozen=True, slots=True)
class Found:
    cells: tuple[Cell, ...] = ()
    why: str = ""  # there is none


def builds_of(builds: Iterable[Build], kind: Kind, version: str, label: str = "") -> list[Build]:
    """Those of a kind and version."""
    return [
        build
        for build in builds
        if _kind(build, kind) and _version(build, version) and label in ("", build.label)
    ]


def described(kind: Kind, version: str, label: str = "") -> str:
    """Builds of a kind and version, in words."""
    told = [f"labelled {label}"] if label else []
    told += [f"with {KINDS[kind]}"] if kind != "any" else []
    return " ".join(["interpreter", *([version] if version else []), *told])


def matching(readings: Readings, wanted: Cells) -> Found:
    """The cells that a claim selects, in the order of the plan."""
    kind, version = wanted.interpreter, wanted.version
    labels = {one.label for one in builds_of(_builds(readings), kind, version, wanted.label)}
    if not labels:
        return Found(why=f"the run has no {described(kind, version, wanted.label)}")
    workloads, strategies = listed(wanted.workload), listed(wanted.strategy)
    # One after the other, so that what is missing can be told.
    steps: list[tuple[Callable[[Cell], bool], str]] = [
        (lambda cell: cell.interpreter in labels, f"workload {_or(workloads)} there"),
        (lambda cell: cell.strategy in strategies, f"{_or(strategies)} of {_or(workloads)} there"),
        (
            lambda cell: _of(readings, cell, wanted.quantity),
            f"quantity {wanted.quantity or 'of time'}",
        ),
        (lambda cell: _mode(cell, wanted), f"mode {_pairs(wanted.mode) or 'that is usual'}"),
        (lambda cell: _parameters(cell, wanted), f"{_or(workloads)} with {_told(wanted)}"),
    ]
    cells: Sequence[Cell] = [cell for workload in workloads for cell in readings.of(workload)]
    for keeps, what in steps:
        cells = [cell for cell in cells if keeps(cell)]
        if not cells:
            return Found(why=f"the run has no {what}")
    cells = cells if wanted.parameters else _first(cells)
    chosen = tuple(cell for cell in cells if _workers(readings, cell, cells, wanted.workers))
    return Found(chosen) if chosen else Found(why=f"the run has no {_width(wanted)} of it")


def other(readings: Readings, cell: Cell, to: Other, fixed: Collection[str] = ()) -> Found:
    """What `cell` is held against: one cell, or why there is none.

    Parameters of the names `fixed` are the same, but for those that `to` names.
    """
    label, why = _label(readings, cell.interpreter, to)
    if label is None:
        return Found(why=why)
    strategy = to.strategy or cell.strategy
    kept = {name: cell.parameters[name] for name in fixed if name in cell.parameters}
    parameters = kept | to.parameters
    wanted = {
        "interpreter": label,
        "strategy": strategy,
        "quantity": to.quantity or cell.quantity,
        "mode": cell.mode | to.mode,
    }
    likes = [
        one
        for one in readings.of(cell.workload)
        if one.interpreter == label
        and all(getattr(one, name) == value for name, value in wanted.items())
        and all(one.parameters.get(name) == value for name, value in parameters.items())
    ]
    # What no claim names may differ along with what it does: rounds, by the size.
    most = max((_alike(one, cell) for one in likes), default=0)
    likes = [
        one for one in likes if _alike(one, cell) == most and (to.parameters or _same(one, cell))
    ]
    width = 1 if strategy == SEQUENTIAL else cell.workers if to.workers == "same" else to.workers
    if width == "most":
        width = max((one.workers for one in likes), default=0)
    found = tuple(one for one in likes if one.workers == width)
    told = [f"{width} workers of" if width else "", strategy, "on", label, _pairs(parameters)]
    return (
        Found(found[:1]) if found else Found(why=f"the run has no {' '.join(filter(None, told))}")
    )


def _label(readings: Readings, own: str, to: Other) -> tuple[str | None, str]:
    """The interpreter of what a cell is held against, or why there is none."""
    builds = readings.plan.builds
    if to.interpreter == "same":
        return own, ""
    if to.interpreter == "forced":
        label = own + FORCED
        return (label, "") if label in builds else (None, f"the run has no {label}")
    kind: Kind = "free-threaded" if to.interpreter == "free-threaded" else "gil"
    version = to.version or f"=={_release(builds[own])}"
    like = [one for one in builds_of(builds.values(), kind, version) if one.label != own]
    alike = [one for one in like if unlike(one, builds[own]) == ()]
    if alike:
        return alike[0].label, ""
    if not like:
        return None, f"the run has no {described(kind, version)} to hold {own} against"
    differs = ", ".join(unlike(like[0], builds[own]))
    return None, f"{like[0].label} and {own} are unlike builds ({differs})"


def unlike(build: Build, other: Build) -> tuple[str, ...]:
    """In what two builds differ that is not their version, nor free threading."""
    return tuple(name for name in ALIKE if getattr(build, name) != getattr(other, name))


def _release(build: Build) -> str:
    return build.version.partition(" ")[0]


def _kind(build: Build, kind: Kind) -> bool:
    if kind == "any":
        return True
    if kind == "gil":
        return not build.free_threaded
    return build.free_threaded and build.gil is (kind == "forced")


def _version(build: Build, version: str) -> bool:
    try:
        return SpecifierSet(version).contains(_release(build), prereleases=True)
    except ValueError:  # of a build whose version is none, or has a number beyond all bounds
        return not version


def _builds(readings: Readings) -> Iterable[Build]:
    return readings.plan.builds.values()


def _of(readings: Readings, cell: Cell, quantity: str) -> bool:
    return cell.quantity == (quantity or readings.time_of(cell.workload))


def _mode(cell: Cell, wanted: Cells) -> bool:
    usual = {name: value for name, value in USUAL.items() if name in cell.mode} | wanted.mode
    return all(cell.mode.get(name) == value for name, value in usual.items())


def _parameters(cell: Cell, wanted: Cells) -> bool:
    return all(
        cell.parameters.get(name) in (values if isinstance(values, list) else [values])
        for name, values in wanted.parameters.items()
    )


def _first(cells: Iterable[Cell]) -> list[Cell]:
    """Those of the parameters that each workload has first."""
    known = list(cells)
    own: dict[str, dict[str, Value]] = {}
    for cell in known:
        own.setdefault(cell.workload, cell.parameters)
    return [cell for cell in known if cell.parameters == own[cell.workload]]


def _workers(readings: Readings, cell: Cell, cells: Iterable[Cell], wanted: int | str) -> bool:
    """Whether it has the number of workers that is asked for, among those that are like it."""
    if cell.strategy == SEQUENTIAL or wanted == "all":
        return True
    if isinstance(wanted, int):
        return cell.workers == wanted
    cpus = readings.capacity.cpus
    computes = wanted == "cores" or (not wanted and readings.computes(cell))
    counts = [
        one.workers
        for one in cells
        if (one.interpreter, one.strategy) == (cell.interpreter, cell.strategy)
        and one.group == cell.group
        and (not computes or 1 < one.workers <= max(2, cpus))
    ]
    return cell.workers == max(counts, default=0)


def _alike(one: Cell, cell: Cell) -> int:
    return sum(cell.parameters.get(name) == value for name, value in one.parameters.items())


def _same(one: Cell, cell: Cell) -> bool:
    return one.parameters == cell.parameters


def _width(wanted: Cells) -> str:
    return f"{wanted.workers} workers" if isinstance(wanted.workers, int) else "number of workers"


def _or(words: Sequence[str]) -> str:
    return " or ".join(words)


def _told(wanted: Cells) -> str:
    return ", ".join(f"{name}={values}" for name, values in wanted.parameters.items())


def _pairs(values: dict[str, str] | dict[str, Value]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())
