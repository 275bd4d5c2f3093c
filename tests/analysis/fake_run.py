"""A synthetic run on disk, made through `record` and real pyperf objects, with known truths.

Times are truth x noise: a factor shared by all processes of a block (what pairing takes out),
one of each process, and one of each value. The truths are simple models of the strategies, so
that reports and charts of a fake run look like real ones.
"""

import json
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyperf
from made_up import build

from record import (
    MARGIN,
    METADATA_KEY,
    QUANTITY_KEY,
    SCHEMA,
    Attempt,
    Cell,
    Contrast,
    Examination,
    Finding,
    Goal,
    Lane,
    Machine,
    Manifest,
    Plan,
    Process,
    RunFiles,
    Status,
    Unit,
)
from record.manifest import RATES, TIME, Kind

STRATEGIES = (
    "sequential",
    "threads",
    "asyncio",
    "processes-fork",
    "processes-forkserver",
    "processes-spawn",
    "interpreters",
    "interpreter-pool",
)
LABELS = ("3.12", "3.13", "3.13t", "3.13t+gil", "3.14", "3.14t", "3.15")
MODE = {"chunk": "1", "gc": "on", "pool": "warm", "scaling": "strong"}
PARAMETERS: dict[str, dict[str, int | float | str]] = {
    "primes": {"n": 60000},
    "hashlib": {"size": 262144},
    "sleep_fanout": {"tasks": 64},
    "startup": {"imports": "nothing", "tasks": 50},
    "memory": {"imports": "nothing"},
    "counter": {"sharing": "unlocked", "updates": 9000},
    "transfer": {"kind": "bytes", "rounds": 40, "size": 2**20, "way": "queue"},
    "own": {"function": "resize.process", "tasks": 40},
}
KINDS: dict[str, Kind] = {
    "primes": "cpu",
    "hashlib": "native",
    "sleep_fanout": "wait",
    "startup": "native",
    "memory": "native",
    "counter": "cpu",
    "transfer": "wait",
    "own": "native",
}
UNITS: dict[str, dict[str, Unit]] = {
    "startup": {"create": "second", "teardown": "second"},
    "memory": {"idle-pss": "byte", "worked-pss": "byte"},
    "counter": {"time": "second", "kept": "integer"},
    "transfer": {"round_trip": "second", "bandwidth": "byte/second"},
    "own": {"batch": "second", "entry": "second", "total": "second"},
}
CONTROL = {False: 0.004, True: 0.005}  # seconds of its loop, without and with free threading
SECONDS = {"primes": 0.080, "hashlib": 0.050, "sleep_fanout": 0.640, "counter": 0.060}
CREATE = {"threads": 0.0002, "processes-fork": 0.002, "processes-spawn": 0.06}
MIB = {"threads": 0.1, "processes-fork": 3.0, "processes-spawn": 9.0}  # of one more worker
ROUND_TRIP = 0.002
NO_POOL = "InterpreterPoolExecutor needs Python 3.14"
NO_ASYNC = "hashlib has no async form"


class Own(NamedTuple):
    """How a user's own function does in one way, in seconds."""

    entry: float
    batch: float
    cpu: float = 0.1  # of a batch


@dataclass(frozen=True, kw_only=True)
class Fake:
    """What the run is like. `ratios` overrides the truth: time = ratio x that of the model."""

    labels: tuple[str, ...] = ("3.12", "3.13", "3.13t")
    strategies: tuple[str, ...] = STRATEGIES
    workloads: tuple[str, ...] = ("primes", "hashlib", "sleep_fanout")
    sweeps: Mapping[str, tuple[dict[str, int | float | str], ...]] = field(default_factory=dict)
    modes: Mapping[str, tuple[dict[str, str], ...]] = field(default_factory=dict)  # besides mode
    mode: Mapping[str, str] = field(default_factory=lambda: MODE)
    own_ways: Mapping[tuple[str, str, int], Own] = field(default_factory=dict)  # of workload own
    own_inputs: int = 400  # of which a batch has as many as its parameters say
    workers: tuple[int, ...] = (1, 2)
    cores: int = 2
    blocks: int = 6
    values: int = 3
    seed: int = 1
    shared: float = 0.15  # standard deviations of the log
    own: float = 0.01  # of what slows a process, its control too
    unseen: float = 0.002  # of what slows its values alone
    inner: float = 0.01
    twins: tuple[str, ...] = ("sequential", "threads", "processes-fork")
    ratios: Mapping[tuple[str, str, int], float] = field(default_factory=dict)  # label, strategy, w
    twin_ratio: float = 1.0
    touched: Mapping[tuple[str, str], float] = field(default_factory=dict)  # of the control
    failed: Mapping[tuple[str, str, str], str] = field(default_factory=dict)  # + workload
    packages: Mapping[str, dict[str, str]] = field(default_factory=dict)  # by label
    collector: bool = True  # what the lanes tell of it, where the mode says on
    against_forced: bool = False  # contrasts of a build with itself under the GIL
    missing: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    examinations: tuple[Examination, ...] = ()
    goal: Goal | None = None
    unfinished: bool = False  # killed half way through the last block
    keep_raw: bool = True
    merge: bool = True
    commands: bool = True


# Two interpreters, one of them missing a strategy, one cell failed: small, with every case.
SMALL = Fake(
    labels=("3.13", "3.13t"),
    strategies=("sequential", "threads", "processes-fork", "interpreter-pool"),
    workloads=("primes",),
    failed={("3.13t", "processes-fork", "primes"): "checksum 1, expected 6057"},
    missing={"3.14": "no download for this platform"},
)

# Everything at once: quantities in all units, swept parameters, other modes.
RICH = Fake(
    strategies=("sequential", "threads", "processes-fork", "processes-spawn"),
    workloads=("primes", "hashlib", "startup", "memory", "counter"),
    sweeps={
        "hashlib": ({"size": 1024}, {"size": 16777216}),
        "startup": ({"imports": "heavy"},),
        "counter": ({"sharing": "private"},),
    },
    modes={"primes": ({"scaling": "weak"}, {"gc": "off"})},
)


def planned(fake: Fake) -> list[Cell]:
    cells = []
    for workload, parameters, mode in _variants(fake):
        first = (parameters, mode) == (PARAMETERS[workload], fake.mode)
        for label in fake.labels:
            for strategy in fake.strategies:
                for workers in _workers(fake, workload, strategy, label):
                    cell = Cell(
                        interpreter=label,
                        strategy=strategy,
                        workload=workload,
                        parameters=parameters,
                        workers=workers,
                        mode=mode,
                    )
                    cells.append(cell)
                    twin = strategy in fake.twins and workload == fake.workloads[0]
                    if twin and first and workers < 3:
                        cells.append(msgspec.structs.replace(cell, replicate=1))
    return cells


def _variants(
    fake: Fake,
) -> Iterable[tuple[str, dict[str, int | float | str], dict[str, str]]]:
    """Each workload's own parameters and mode, and one factor varied at a time."""
    for workload in fake.workloads:
        usual = dict(fake.mode)
        yield workload, PARAMETERS[workload], usual
        for other in fake.sweeps.get(workload, ()):
            yield workload, PARAMETERS[workload] | other, usual
        for mode in fake.modes.get(workload, ()):
            yield workload, PARAMETERS[workload], usual | mode


def _workers(fake: Fake, workload: str, strategy: str, label: str) -> tuple[int, ...]:
    if workload == "own":
        own = [workers for *side, workers in fake.own_ways if side == [label, strategy]]
        return tuple(sorted(own))
    if strategy == "sequential":
        return () if workload == "startup" else (1,)
    return (1, 16, 64) if workload == "sleep_fanout" else fake.workers


def truth(cell: Cell, fake: Fake) -> float:
    """What is measured of a reading without noise; of a planned cell, seconds of its batch."""
    if cell.workload == "own":
        own = fake.own_ways[cell.interpreter, cell.strategy, cell.workers]
        total = own.entry + own.batch * fake.own_inputs / int(cell.parameters["tasks"])
        return {"entry": own.entry, "total": total}.get(cell.quantity, own.batch)
    if cell.workload in UNITS and cell.quantity not in ("", "time"):
        return _quantity(cell)
    facts, width = build(cell.interpreter), cell.workers
    seconds = SECONDS.get(cell.workload, 0.1)
    if cell.workload == "hashlib":
        seconds *= int(cell.parameters["size"]) / 262144
    if cell.mode["scaling"] == "weak":
        seconds *= width
    if cell.workload == "primes":
        seconds *= 1.22 if facts.free_threaded else 1.0
        seconds *= {"3.12": 1.04, "3.14": 0.9, "3.14t": 0.82, "3.15": 0.88}.get(facts.label, 1.0)
    cores = min(width, fake.cores)
    parallel = {"sequential": 1.0, "asyncio": 1.0}.get(cell.strategy, 1 + 0.92 * (cores - 1))
    if cell.workload == "primes" and cell.strategy == "threads" and facts.gil:
        parallel = 0.98
    if cell.workload == "sleep_fanout":
        parallel = 1.0 if cell.strategy == "sequential" else 0.97 * width
    overhead = {"processes-spawn": 1.05, "processes-forkserver": 1.04}.get(cell.strategy, 1.0)
    factor = fake.ratios.get((cell.interpreter, cell.strategy, width), 1.0)
    return seconds / parallel * overhead * factor * (fake.twin_ratio if cell.replicate else 1.0)


def _quantity(cell: Cell) -> float:
    free = 1.5 if build(cell.interpreter).free_threaded else 1.0
    width = 0 if cell.strategy == "sequential" else cell.workers
    if cell.quantity == "create":
        return CREATE.get(cell.strategy, 0.01) * width * free
    if cell.quantity == "teardown":
        return 0.2 * CREATE.get(cell.strategy, 0.01) * width * free
    if cell.quantity == "round_trip":
        return ROUND_TRIP
    if cell.quantity == "bandwidth":
        return 2 * int(cell.parameters["size"]) / ROUND_TRIP
    if cell.quantity == "kept":
        return 64 * int(cell.parameters["updates"]) * (0.7 if free > 1 and width > 1 else 1.0)
    idle = 12 * free + MIB.get(cell.strategy, 4.0) * width
    return 2**20 * (idle + (2 * width if cell.quantity == "worked-pss" else 0))


def unsupported(cell: Cell) -> str:
    version = cell.interpreter.removesuffix("+gil").removesuffix("t")
    if cell.strategy == "interpreter-pool" and version < "3.14":
        return NO_POOL
    return NO_ASYNC if (cell.strategy, cell.workload) == ("asyncio", "hashlib") else ""


def write(root: Path, fake: Fake) -> Manifest:
    """The whole run folder; what it returns is what its manifest.json says."""
    cells = planned(fake)
    rng = random.Random(fake.seed)
    root.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(
        schema=SCHEMA,
        run="2025-01-02-fake",
        created="2025-01-02T03:04:05+00:00",
        plan=_plan(fake, cells),
        goal=fake.goal or Goal(blocks=fake.blocks),
        machine=Machine(
            id="0123456789abcdef",
            system="Linux",
            kernel="6.1.0",
            cpu="Imaginary CPU 9000",
            cores=fake.cores,
            quota=None,
            memory=8 * 2**30,
            virtual="kvm",
        ),
        examinations=list(fake.examinations),
        findings=list(fake.findings),
        missing=dict(fake.missing),
        commands={
            cell.key: f"gilbench run --blocks 1 -k 'key == \"{cell.key}\"'"
            for cell in (cells if fake.commands else [])
        },
    )
    files = RunFiles(root)
    files.manifest_path.write_bytes(manifest.encode())
    kept: dict[tuple[str, str], dict[str, list[pyperf.Run]]] = {}
    known = {cell.key: cell for cell in cells}
    with files.journal_path.open("wb") as journal:
        for attempt, runs in _attempts(fake, cells, rng, files):
            journal.write(attempt.line())
            cell = known[attempt.cell]
            for quantity, run in runs.items():
                suite = kept.setdefault((cell.interpreter, cell.strategy), {})
                suite.setdefault(cell.of(quantity).key, []).append(run)
    if fake.merge:
        for (label, strategy), suite in kept.items():
            path = files.merged_path(label, strategy)
            path.parent.mkdir(parents=True, exist_ok=True)
            dump(path, [pyperf.Benchmark(runs) for runs in suite.values()])
    return manifest


def dump(path: Path, benchmarks: Iterable[pyperf.Benchmark]) -> None:
    pyperf.BenchmarkSuite(list(benchmarks)).dump(str(path), replace=True)


def process(
    cell: Cell, block: int, fake: Fake, seconds: float, control: Sequence[float] = (0.004,)
) -> Process:
    """The process's own account: true to the label, `cores` lanes busy at most."""
    facts = build(cell.interpreter)
    count = 1 if cell.strategy in {"sequential", "asyncio"} else cell.workers
    busy = SECONDS.get(cell.workload, 0.001) if cell.workload != "sleep_fanout" else 0.002
    if cell.workload == "own":
        busy = fake.own_ways[cell.interpreter, cell.strategy, cell.workers].cpu
    lanes = [
        Lane(
            pid=100 + (number if cell.strategy.startswith("processes") else 0),
            thread=200 + number,
            interpreter=number if cell.strategy.startswith("interpreter") else 0,
            gil_before=facts.gil,
            gil_after=facts.gil,
            gc=fake.collector and cell.mode["gc"] == "on",
            cpu=busy * (fake.values + 1) / count,
        )
        for number in range(count)
    ]
    return Process(
        schema=SCHEMA,
        cell=cell,
        block=block,
        pid=99,
        code="abc123",
        lanes=lanes,
        batches=fake.values + 1,
        wall=seconds * (fake.values + 1),
        packages=fake.packages.get(cell.interpreter, {}),
        checksum="6057",
        memory=20 * 2**20 + 2**20 * count,
        control=list(control),
    )


def pyperf_run(
    told: Process, values: Iterable[float], quantity: str = "", unit: Unit = "second"
) -> pyperf.Run:
    cell = told.cell
    twin = f"/replicate={cell.replicate}" if cell.replicate else ""
    pairs = ",".join(f"{key}={value}" for key, value in sorted(cell.parameters.items()))
    of = f"/{quantity}" if quantity else ""
    mode = ",".join(f"{key}={value}" for key, value in sorted(cell.mode.items()))
    return pyperf.Run(
        list(values),
        metadata={
            "name": f"{cell.workload}[{pairs}]/w{cell.workers}/{mode}{of}{twin}",
            "unit": unit.partition("/")[0],  # pyperf knows no rates
            **({QUANTITY_KEY: quantity} if quantity else {}),
            "loops": 1,
            "hostname": "imaginary",
            METADATA_KEY: json.dumps(msgspec.to_builtins(told)),
        },
        collect_metadata=False,
    )


def declared(fake: Fake, cells: list[Cell]) -> list[Contrast]:
    """Each supported reading against its base, of its own interpreter and of the reference.

    The base is `sequential`, and where a group has none `threads` with as many workers. Where it
    is asked for, each against itself on the same build under the GIL, too.
    """
    known = {
        one.key: one
        for cell in cells
        if not cell.replicate and not unsupported(cell)
        for quantity, unit in UNITS.get(cell.workload, TIME).items()
        if unit not in RATES
        for one in [cell.of(quantity)]
    }
    found: dict[tuple[str, str], None] = {}
    for cell in known.values():
        same = {"strategy": "threads"}
        base = same if cell.workload == "startup" else {"strategy": "sequential", "workers": 1}
        forced = [({}, f"{cell.interpreter}+gil")] if fake.against_forced else []
        for changes, label in [(base, cell.interpreter), (base, reference(fake)), *forced]:
            other = msgspec.structs.replace(cell, **changes, interpreter=label or "")
            if other.key in known and other.key != cell.key:
                found[cell.key, other.key] = None
    return [Contrast(cell=cell, base=base) for cell, base in found]


def reference(fake: Fake) -> str | None:
    return next((label for label in ("3.13", "3.12") if label in fake.labels), None)


def _plan(fake: Fake, cells: list[Cell]) -> Plan:
    return Plan(
        preset="quick",
        cells=cells,
        contrasts=declared(fake, cells),
        margin=MARGIN,
        kinds={name: KINDS[name] for name in fake.workloads},
        units={name: UNITS[name] for name in fake.workloads if name in UNITS},
        builds={label: build(label) for label in fake.labels},
        reference=reference(fake),
        seed=fake.seed,
        values=fake.values,
        timeout=60.0,
        code="abc123",
    )


def _attempts(
    fake: Fake, cells: list[Cell], rng: random.Random, files: RunFiles
) -> Iterable[tuple[Attempt, dict[str, pyperf.Run]]]:
    for block in range(fake.blocks):
        groups = {cell.group: rng.gauss(0, fake.shared) for cell in cells}
        stop = fake.unfinished and block == fake.blocks - 1
        for cell in cells[: len(cells) // 2] if stop else cells:
            if reason := fake.failed.get((cell.interpreter, cell.strategy, cell.workload)):
                yield Attempt(cell=cell.key, block=block, status=Status.FAILED, reason=reason), {}
                continue
            if reason := unsupported(cell):
                status = Status.UNSUPPORTED
                yield Attempt(cell=cell.key, block=block, status=status, reason=reason), {}
                continue
            slowness = groups[cell.group] + rng.gauss(0, fake.own)
            slow = slowness + rng.gauss(0, fake.unseen)
            control = [
                CONTROL[build(cell.interpreter).free_threaded]
                * fake.touched.get((cell.interpreter, cell.strategy), 1.0)
                * math.exp(slowness + rng.gauss(0, fake.inner))
                for _ in range(4)
            ]
            wall = truth(cell, fake) * math.exp(slow)
            told = process(cell, block, fake, wall, control)
            runs = {}
            for quantity, unit in UNITS.get(cell.workload, TIME).items():
                usual = math.log(truth(cell.of(quantity), fake)) + slow * (unit == "second")
                values = [math.exp(usual + rng.gauss(0, fake.inner)) for _ in range(fake.values)]
                runs[quantity] = pyperf_run(told, values, quantity, unit)
            path = files.raw_path(cell, block)
            if fake.keep_raw:
                path.parent.mkdir(parents=True, exist_ok=True)
                dump(path, [pyperf.Benchmark([run]) for run in runs.values()])
            name = str(path.relative_to(files.root))
            yield Attempt(cell=cell.key, block=block, status=Status.OK, file=name), runs
