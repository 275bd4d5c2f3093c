"""The manifest: the plan of a run, and the facts of the machine that it was measured on."""

import hashlib

import msgspec

from record.build import Build
from record.cell import Cell
from record.errors import UNREADABLE, RecordError

SCHEMA = 2


MARGIN = 0.03  # of a ratio: differences below it matter to nobody


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """Two cells that a report compares: the time of `base` over that of `cell`."""

    cell: str  # Cell.key
    base: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The options that a plan was made from; empty lists stand for the preset's own."""

    preset: str = "quick"
    interpreters: list[str] = []
    strategies: list[str] = []
    workloads: list[str] = []
    workers: list[int] = []
    keep: str = ""  # the expression of -k
    seed: int = 0
    margin: float = MARGIN
    optimise: bool = False
    sources: list[str] = []  # to build interpreters from


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides what is measured; not how often (see `Goal`)."""

    preset: str
    cells: list[Cell]
    contrasts: list[Contrast]  # the family that verdicts are corrected for
    margin: float  # of a ratio: what lies within it is the same
    builds: dict[str, Build]  # by label
    reference: str | None  # label of the GIL build that others are compared with
    seed: int
    values: int  # a process
    timeout: float  # seconds a process may take
    code: str  # version of the suites' wheel

    @property
    def digest(self) -> str:
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """How long to go on: whichever is reached first. None: no such limit.

    `precision` ends groups one by one, the others the whole run.
    """

    blocks: int | None = None
    budget: float | None = None  # seconds
    precision: float | None = None  # half width of each ratio's interval, relative


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of the machine; None where the system does not tell."""

    id: str  # hash of the machine's id
    system: str
    kernel: str
    cpu: str
    cores: int  # that this process may use
    quota: float | None  # CPUs that the cgroup allows
    memory: int  # bytes
    virtual: str | None  # the hypervisor


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something about the machine or the builds that a reader of the numbers must know."""

    severity: str  # "error": the numbers mean little; "warning"; "note"
    what: str
    effect: str
    remedy: str
    check: str = ""  # of the machine: the check that found it; with other figures the same


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """The machine's state at one moment of a run; None where the system does not tell."""

    when: str  # ISO 8601, UTC
    moment: str  # "start" or "end" of a session of measuring
    load: float | None = None  # average of the last minute
    steal: float | None = None  # share of the CPU time wanted that the hypervisor took
    outside: float | None = None  # CPUs kept busy by other processes
    spinning: int = 0  # processes of the spin test
    free: float | None = None  # CPUs that they had
    available: int | None = None  # bytes of memory
    frequency: float | None = None  # MHz of the busy CPUs
    throttled: int | None = None  # times since the boot that the heat slowed the CPUs
    findings: list[Finding] = []


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    schema: int
    run: str
    created: str  # ISO 8601, UTC
    asked: Asked = Asked()
    plan: Plan
    goal: Goal
    machine: Machine
    examinations: list[Examination] = []  # of the machine, at the start and end of each session
    findings: list[Finding]  # about the builds
    missing: dict[str, str]  # interpreters that could not be had, and why
    commands: dict[str, str]  # Cell.key -> the command that runs the cell alone

    def encode(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


class _Version(msgspec.Struct):
    schema: int


_decode_version = msgspec.json.Decoder(_Version).decode
_decode = msgspec.json.Decoder(Manifest).decode


def parse_manifest(data: bytes, source: str) -> Manifest:
    try:
        version = _decode_version(data).schema
        if version != SCHEMA:
            raise RecordError(
                f"{source}: its schema is {version}; this gilbench reads schema {SCHEMA}"
            )
        return _decode(data)
    except UNREADABLE as error:
        raise RecordError(f"{source}: not a run's manifest: {error}") from None
