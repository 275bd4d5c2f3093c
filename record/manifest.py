"""The manifest: the plan of a run, and the facts of the machine that it was measured on."""

import hashlib
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from record import limits
from record.build import Build
from record.cell import Cell
from record.consistency import contradiction
from record.errors import RecordError
from record.fields import (
    Amount,
    Blocks,
    Bytes,
    Count,
    Cpus,
    Duration,
    Integer,
    Key,
    Name,
    Quantity,
    Share,
    Text,
    Workers,
)
from record.reading import decoded

SCHEMA = 3


MARGIN = 0.03  # of a ratio: differences below it matter to nobody
TIMEOUT = 120.0  # seconds: a process takes one to ten


# What a workload does: compute in bytecode, compute in C, or wait.
Kind = Literal["cpu", "native", "wait"]
# As pyperf names them, and rates, which it has no name for. No comparison has one: the time that
# it is made of is there, too.
Unit = Literal["second", "byte", "integer", "byte/second"]
RATES: dict[Unit, Unit] = {"byte/second": "byte"}  # what each is to pyperf
TIME: dict[str, Unit] = {"": "second"}  # the units of a workload that names no quantities


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """Two cells that a report compares: the time of `base` over that of `cell`."""

    cell: Key
    base: Key


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The options that a plan was made from; empty lists stand for the preset's own."""

    preset: Text = "quick"
    interpreters: list[Text] = []
    strategies: list[Text] = []
    workloads: list[Text] = []
    workers: list[Workers] = []
    keep: Text = ""  # the expression of -k
    seed: Integer = 0
    margin: Share = MARGIN
    pairs: Blocks | None = None  # of A and A; None: as many as the preset has
    timeout: Duration = TIMEOUT
    optimise: bool = False
    sources: list[Text] = []  # to build interpreters from


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides what is measured; not how often (see `Goal`)."""

    preset: Text
    cells: Annotated[list[Cell], Meta(min_length=1, max_length=limits.CELLS)]
    # The family that verdicts are corrected for:
    contrasts: Annotated[list[Contrast], Meta(max_length=limits.CONTRASTS)]
    margin: Share  # of a ratio: what lies within it is the same
    kinds: dict[Name, Kind]  # of each workload
    # Of the workloads that measure more than the time of a batch: each quantity's unit.
    units: dict[Name, Annotated[dict[Quantity, Unit], Meta(min_length=1, max_length=20)]] = {}
    builds: Annotated[dict[Name, Build], Meta(max_length=limits.BUILDS)]  # by label
    reference: Name | None  # label of the GIL build that others are compared with
    seed: Integer
    values: Count  # a process
    timeout: Duration  # seconds a process may take
    code: Text  # version of the suites' wheel

    def readings(self) -> Iterator[tuple[Cell, Unit]]:
        """Every cell as the place of each quantity that its process measures."""
        for cell in self.cells:
            for quantity, unit in self.units.get(cell.workload, TIME).items():
                yield cell.of(quantity), unit

    @property
    def digest(self) -> str:
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """How long to go on: whichever is reached first. None: no such limit.

    `precision` ends groups one by one, the others the whole run.
    """

    blocks: Blocks | None = None
    budget: Duration | None = None  # seconds
    precision: Share | None = None  # half width of each ratio's interval, relative


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of the machine; None where the system does not tell."""

    id: Text  # hash of the machine's id
    system: Text
    kernel: Text
    cpu: Text
    cores: Count  # CPUs that this process may use
    quota: Cpus | None  # CPUs that the cgroup allows
    memory: Bytes
    virtual: Text | None  # the hypervisor
    physical: Count | None = None  # cores, of which each may be several of `cores`


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something about the machine or the builds that a reader of the numbers must know."""

    severity: Text  # "error": the numbers mean little; "warning"; "note"
    what: Text
    effect: Text
    remedy: Text
    check: Text = ""  # of the machine: the check that found it; with other figures the same


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """The machine's state at one moment of a run; None where the system does not tell."""

    when: Text  # ISO 8601, UTC
    moment: Text  # "start" or "end" of a session of measuring
    load: Amount | None = None  # average of the last minute
    steal: Amount | None = None  # share of the CPU time wanted that the hypervisor took
    outside: Amount | None = None  # CPUs kept busy by other processes
    spinning: Integer = 0  # processes of the spin test
    free: Amount | None = None  # CPUs that they had
    available: Integer | None = None  # bytes of memory
    frequency: Amount | None = None  # MHz of the busy CPUs
    throttled: Integer | None = None  # times since the boot that the heat slowed the CPUs
    findings: list[Finding] = []


class Reproduces(msgspec.Struct, frozen=True, kw_only=True):
    """The run whose plan a run follows, as far as it could be had."""

    run: Text
    created: Text
    digest: Text  # of its plan and machine: which tells runs of one name apart
    # Its cells that this run does not plan, and why:
    left_out: Annotated[dict[Key, Text], Meta(max_length=limits.CELLS)] = {}


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    schema: Integer
    run: Text
    created: Text  # ISO 8601, UTC
    asked: Asked = Asked()
    plan: Plan
    goal: Goal
    machine: Machine
    examinations: list[Examination] = []  # of the machine, at the start and end of each session
    findings: list[Finding]  # about the builds
    missing: dict[Text, Text]  # interpreters that could not be had, and why
    commands: dict[Text, Text]  # Cell.key -> the command that runs the cell alone
    tools: dict[Name, Text] = {}  # versions of what measured: gilbench, pyperf, python; or unknown
    reproduces: Reproduces | None = None  # None: a run of its own

    def encode(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


class _Version(msgspec.Struct):
    schema: Integer


_decode_version = msgspec.json.Decoder(_Version).decode
_decode = msgspec.json.Decoder(Manifest).decode


def parse_manifest(data: bytes, source: str) -> Manifest:
    where = f"{source}: not a run's manifest"
    version = decoded(_decode_version, data, where).schema
    if version != SCHEMA:
        age = "a newer" if version > SCHEMA else "an older"
        raise RecordError(
            f"{source}: its schema is {version}, {age} gilbench's; this one reads {SCHEMA}"
        )
    manifest = decoded(_decode, data, where)
    plan = manifest.plan
    contrasts = ((contrast.cell, contrast.base) for contrast in plan.contrasts)
    if wrong := contradiction(
        *(plan.cells, [cell for cell, _ in plan.readings()], contrasts),
        *(plan.builds, plan.kinds, plan.reference),
    ):
        raise RecordError(f"{source}: {wrong}")
    return manifest
