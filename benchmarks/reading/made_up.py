"""Files to read: as pyperformance writes them, and a run of ours; numbers made up."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from record import SCHEMA, Build, Cell, Goal, Machine, Manifest, Plan, RunFiles
from record.journal import Attempt, Status
from record.process import METADATA_KEY

BENCHMARKS, PROCESSES, VALUES = 60, 20, 3  # of a file, of a benchmark, of a process


def pyperf_files(folder: Path, count: int) -> list[Path]:
    """As pyperformance writes them: 20 processes and their calibration for each benchmark."""
    folder.mkdir()
    rng = np.random.default_rng(1)
    paths = []
    for number in range(count):
        suite = {
            "version": "1.0",
            "metadata": {
                "cpu_count": 2,
                "cpu_model_name": "Imaginary CPU 9000",
                "hostname": "imaginary",
                "loops": 4,
                "perf_version": "2.10.0",
                "performance_version": "1.11.0",
                "platform": "Linux-6.1.0-x86_64-with-glibc2.36",
                "python_implementation": "cpython",
                "python_version": f"3.13.{number % 10} (64-bit)",
                "timer": "clock_gettime(CLOCK_MONOTONIC), resolution: 1.00 ns",
                "unit": "second",
            },
            "benchmarks": [
                {
                    "metadata": {"name": f"benchmark_{one}", "description": "of something"},
                    "runs": [
                        {"metadata": _usual(0), "warmups": [[1, 0.012], [2, 0.02], [4, 0.04]]},
                        *(
                            {
                                "metadata": _usual(process),
                                "values": values.tolist(),
                                "warmups": [[4, 0.0123]],
                            }
                            for process, values in enumerate(_times(rng, one))
                        ),
                    ],
                }
                for one in range(BENCHMARKS)
            ],
        }
        paths.append(folder / f"file{number:04d}.json")
        paths[-1].write_text(json.dumps(suite))
    return paths


def run_folder(root: Path, count: int, seed: int = 2) -> list[Path]:
    """A finished run, published: so many merged files of an interpreter and a strategy each."""
    rng = np.random.default_rng(seed)
    root.mkdir()
    strategies = [f"strategy{number}" for number in range(10)]
    labels = [f"3.13-{number}" for number in range(count // len(strategies))]
    cells = [
        Cell(
            interpreter=label,
            strategy=strategy,
            workload="primes",
            parameters={"n": 1000 + number},
            workers=2,
            mode={"chunk": "1", "gc": "on", "pool": "warm", "scaling": "strong"},
        )
        for label in labels
        for strategy in strategies
        for number in range(BENCHMARKS)
    ]
    files = RunFiles(root)
    files.manifest_path.write_bytes(_manifest(root.name, cells, labels).encode())
    with files.journal_path.open("wb") as journal:
        for block in range(PROCESSES):
            for cell in cells:
                name = str(files.raw_path(cell, block).relative_to(root))
                attempt = Attempt(cell=cell.key, block=block, status=Status.OK, file=name)
                journal.write(attempt.line())
    paths = []
    for start in range(0, len(cells), BENCHMARKS):
        own = cells[start : start + BENCHMARKS]
        path = files.merged_path(own[0].interpreter, own[0].strategy)
        path.parent.mkdir(exist_ok=True)
        benchmarks = [_measured(cell, _times(rng, at)) for at, cell in enumerate(own)]
        metadata = {"hostname": "imaginary", "loops": 1, "unit": "second"}
        suite = {"version": "1.0", "metadata": metadata, "benchmarks": benchmarks}
        path.write_text(json.dumps(suite))
        paths.append(path)
    return paths


def _times(rng: np.random.Generator, one: int) -> Any:
    return 0.01 * (one + 1) * np.exp(rng.normal(0, 0.03, (PROCESSES, VALUES)))


def _usual(process: int) -> dict[str, Any]:
    return {
        "date": f"2026-01-02 03:04:{process:02d}.123456",
        "duration": 0.5 + process / 1000,
        "load_avg_1min": 0.5,
        "mem_max_rss": 21_000_000 + process,
        "runnable_threads": 1,
        "uptime": 100_000.5 + process,
    }


def _measured(cell: Cell, times: Any) -> dict[str, Any]:
    """A benchmark of ours: each process tells its cell and its proof."""
    identity = {name: getattr(cell, name) for name in cell.__struct_fields__ if name != "quantity"}
    lane = {"pid": 9, "interpreter": 0, "gil_before": True, "gil_after": True, "cpu": 0.1}
    runs = []
    for block, values in enumerate(times):
        told = {
            "schema": SCHEMA,
            "cell": identity,
            "block": block,
            "pid": 99,
            "code": "0+abc",
            "lanes": [lane | {"thread": at} for at in range(cell.workers)],
            "batches": VALUES + 1,
            "wall": 0.1,
            "packages": {},
            "checksum": "6057",
            "memory": 22_000_000,
            "control": [0.004, 0.0041, 0.0042],
        }
        metadata = _usual(block) | {METADATA_KEY: json.dumps(told)}
        runs.append({"metadata": metadata, "values": values.tolist()})
    return {"metadata": {"name": cell.key}, "runs": runs}


def _manifest(run: str, cells: list[Cell], labels: list[str]) -> Manifest:
    plan = Plan(
        preset="quick",
        cells=cells,
        contrasts=[],
        margin=0.03,
        kinds={"primes": "cpu"},
        builds={label: _build(label) for label in labels},
        reference=None,
        seed=0,
        values=VALUES,
        timeout=60.0,
        code="0+abc",
    )
    machine = Machine(
        id="0123456789abcdef",
        system="Linux",
        kernel="6.1.0",
        cpu="Imaginary CPU 9000",
        cores=2,
        quota=None,
        memory=2**33,
        virtual=None,
    )
    return Manifest(
        schema=SCHEMA,
        run=run,
        created="2026-01-02T03:04:05+00:00",
        plan=plan,
        goal=Goal(blocks=PROCESSES),
        machine=machine,
        findings=[],
        missing={},
        commands={},
    )


def _build(label: str) -> Build:
    return Build(
        label=label,
        version="3.13.15",
        free_threaded=False,
        gil=True,
        provider="PATH",
        executable=f"/opt/{label}/bin/python",
        compiler="GCC 12.2.0",
        pgo=True,
        lto=True,
        jit=False,
        tail_call=False,
        debug=False,
        shared=False,
        configure="",
        optimisation="-O3",
    )
