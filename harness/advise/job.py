"""The job: what every measured process is told of the user's function, as a file it reads."""

from pathlib import Path

import msgspec

from harness.advise.inputs import Inputs
from harness.advise.target import Target
from harness.errors import NotWritable
from record import Kind
from record.errors import why
from record.writing import write_whole

JOB = "GILBENCH_OWN"  # the variable with the file's path
OWN = "own"  # the workload; the folder of the jobs within a run's
INPUTS = "inputs.jsonl"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    module: str
    file: str  # of a module that is not found by its name alone; or empty
    folder: str  # first on the path
    cwd: str  # that relative inputs are relative to
    function: str
    unpack: bool
    inputs: str  # a file of JSON lines, or empty:
    generator: str  # a function of the module
    total: int  # inputs in all; 0: not known yet
    tasks: int = 0  # of these, evenly spaced, in a batch; 0: all
    repeats: int = 1
    seconds: float = 1.0  # of a sequential batch
    kind: Kind = "cpu"
    chunk: int = 1
    checksum: str = ""  # of a batch's results; empty: not checked
    remembers: bool = False  # a second call with the same input only looks up the result


def first_job(target: Target, inputs: Inputs, cwd: Path, folder: Path) -> Job:
    """Before anything is known of the function. The inputs are written into `folder`."""
    file = ""
    if not inputs.generator:
        file = str(folder.absolute() / INPUTS)
        _write(folder / INPUTS, "".join(f"{line}\n" for line in inputs.lines()).encode())
    return Job(
        module=target.module,
        file=target.file,
        folder=target.folder,
        cwd=str(cwd),
        function=target.function,
        unpack=inputs.unpack,
        inputs=file,
        generator=inputs.generator,
        total=inputs.total,
    )


def keep(job: Job, folder: Path, label: str) -> dict[str, str]:
    """Write the job of one interpreter's processes; the environment that names it."""
    path = folder.absolute() / f"{label}.json"
    _write(path, msgspec.json.format(msgspec.json.encode(job), indent=1) + b"\n")
    return {JOB: str(path)}


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda part: part.write_bytes(content))
    except OSError as error:
        raise NotWritable(f"{path} cannot be written: {why(error)}") from None
