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

import msgspec
import pyperf
from made_up import build

from record import (
    MARGIN,
    METADATA_KEY,
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
)

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
}
KINDS = {"primes": "cpu", "hashlib": "native", "sleep_fanout": "wait"}
CONTROL = {False: 0.004, True: 0.005}  # seconds of its loop, without and with free threading
SECONDS = {"primes": 0.080, "hashlib": 0.050, "sleep_fanout": 0.640}
NO_POOL = "InterpreterPoolExecutor needs Python 3.14"
NO_ASYNC = "hashlib has no async form"


@dataclass(frozen=True, kw_only=True)
class Fake:
    """What the run is like. `ratios` overrides the truth: time = ratio x that of the model."""

    labels: tuple[str, ...] = ("3.12", "3.13", "3.13t")
    strategies: tuple[str, ...] = STRATEGIES
    workloads: tuple[str, ...] = ("primes", "hashlib", "sleep_fanout")
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


def planned(fake: Fake) -> list[Cell]:
    cells = []
    for workload in fake.workloads:
        for label in fake.labels:
            for strategy in fake.strategies:
                for workers in _workers(fake, workload, strategy):
                    cell = Cell(
                        interpreter=label,
                        strategy=strategy,
                        workload=workload,
                        parameters=PARAMETERS[workload],
                        workers=workers,
                        mode=MODE,
                    )
                    cells.append(cell)
                    if strategy in fake.twins and workload == fake.workloads[0] and workers < 3:
                        cells.append(msgspec.structs.replace(cell, replicate=1))
    return cells


def _workers(fake: Fake, workload: str, strategy: str) -> tuple[int, ...]:
    if strategy == "sequential":
        return (1,)
    return (1, 16, 64) if workload == "sleep_fanout" else fake.workers


def truth(cell: Cell, fake: Fake) -> float:
    """Seconds that a batch of the cell takes without noise."""
    facts, width = build(cell.interpreter), cell.workers
    seconds = SECONDS[cell.workload]
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
    with files.journal_path.open("wb") as journal:
        for attempt, run in _attempts(fake, cells, rng, files):
            journal.write(attempt.line())
            cell = next(cell for cell in cells if cell.key == attempt.cell)
            if run is not None:
                suite = kept.setdefault((cell.interpreter, cell.strategy), {})
                suite.setdefault(attempt.cell, []).append(run)
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
    busy = SECONDS[cell.workload] if cell.workload != "sleep_fanout" else 0.002
    lanes = [
        Lane(
            pid=100 + (number if cell.strategy.startswith("processes") else 0),
            thread=200 + number,
            interpreter=number if cell.strategy.startswith("interpreter") else 0,
            gil_before=facts.gil,
            gil_after=facts.gil,
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
        checksum="6057",
        memory=20 * 2**20 + 2**20 * count,
        control=list(control),
    )


def pyperf_run(told: Process, values: Iterable[float]) -> pyperf.Run:
    cell = told.cell
    twin = f"/replicate={cell.replicate}" if cell.replicate else ""
    pairs = ",".join(f"{key}={value}" for key, value in sorted(cell.parameters.items()))
    mode = ",".join(f"{key}={value}" for key, value in sorted(cell.mode.items()))
    return pyperf.Run(
        list(values),
        metadata={
            "name": f"{cell.workload}[{pairs}]/w{cell.workers}/{mode}{twin}",
            "unit": "second",
            "loops": 1,
            "hostname": "imaginary",
            METADATA_KEY: json.dumps(msgspec.to_builtins(told)),
        },
        collect_metadata=False,
    )


def declared(fake: Fake, cells: list[Cell]) -> list[Contrast]:
    """Each supported cell against `sequential` of its own interpreter, and of the reference."""
    base = reference(fake)
    bases = {
        (one.group, one.interpreter): one
        for one in cells
        if one.strategy == "sequential" and not one.replicate
    }
    return [
        Contrast(cell=cell.key, base=bases[cell.group, label].key)
        for cell in cells
        if not cell.replicate and not unsupported(cell)
        for label in dict.fromkeys((cell.interpreter, base))
        if (cell.group, label) in bases and bases[cell.group, label] is not cell
    ]


def reference(fake: Fake) -> str | None:
    return next((label for label in ("3.13", "3.12") if label in fake.labels), None)


def _plan(fake: Fake, cells: list[Cell]) -> Plan:
    return Plan(
        preset="quick",
        cells=cells,
        contrasts=declared(fake, cells),
        margin=MARGIN,
        kinds=KINDS,
        builds={label: build(label) for label in fake.labels},
        reference=reference(fake),
        seed=fake.seed,
        values=fake.values,
        timeout=60.0,
        code="abc123",
    )


def _attempts(
    fake: Fake, cells: list[Cell], rng: random.Random, files: RunFiles
) -> Iterable[tuple[Attempt, pyperf.Run | None]]:
    for block in range(fake.blocks):
        groups = {cell.group: rng.gauss(0, fake.shared) for cell in cells}
        stop = fake.unfinished and block == fake.blocks - 1
        for cell in cells[: len(cells) // 2] if stop else cells:
            if reason := fake.failed.get((cell.interpreter, cell.strategy, cell.workload)):
                yield Attempt(cell=cell.key, block=block, status=Status.FAILED, reason=reason), None
                continue
            if reason := unsupported(cell):
                status = Status.UNSUPPORTED
                yield Attempt(cell=cell.key, block=block, status=status, reason=reason), None
                continue
            slowness = groups[cell.group] + rng.gauss(0, fake.own)
            mean = math.log(truth(cell, fake)) + slowness + rng.gauss(0, fake.unseen)
            control = [
                CONTROL[build(cell.interpreter).free_threaded]
                * fake.touched.get((cell.interpreter, cell.strategy), 1.0)
                * math.exp(slowness + rng.gauss(0, fake.inner))
                for _ in range(4)
            ]
            values = [math.exp(mean + rng.gauss(0, fake.inner)) for _ in range(fake.values)]
            run = pyperf_run(process(cell, block, fake, math.exp(mean), control), values)
            path = files.raw_path(cell, block)
            if fake.keep_raw:
                path.parent.mkdir(parents=True, exist_ok=True)
                dump(path, [pyperf.Benchmark([run])])
            name = str(path.relative_to(files.root))
            yield Attempt(cell=cell.key, block=block, status=Status.OK, file=name), run
