"""One value that holds all that a report says; every format renders it and computes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import aa
from analysis.caveats import Caveat, caveats
from analysis.control import Controls
from analysis.family import Family, family
from analysis.frame import cells_frame, describe, host, values_frame
from analysis.observations import Observations, observe
from analysis.outliers import outliers
from analysis.overhead import Readings, Section, sections
from analysis.samples import Samples, samples_of
from analysis.speedups import SEQUENTIAL, Speedup, baselines, pairs, speedup
from analysis.summary import sentence
from record import Cell, Manifest
from record.cell import canonical


@dataclass(frozen=True, slots=True)
class Entry:
    """One planned cell, with its numbers where it is ok and the reason where it is not."""

    cell: Cell
    status: str
    reason: str
    blocks: int
    lanes: int | None
    gil: bool | None
    effective_cores: float | None
    command: str
    outliers: tuple[int, ...]  # blocks whose process lies far from the others
    speedup: Speedup | None


@dataclass(frozen=True, slots=True)
class Group:
    """The cells of one workload, parameters and mode: what may be compared with each other."""

    name: str
    workload: str
    parameters: str
    mode: str
    title: str  # the workload, or the whole name where it has several groups
    sentence: str
    interpreters: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]  # strategy, workers; `sequential` first
    entries: Mapping[tuple[str, str, int], Entry]  # interpreter, strategy, workers

    def measured(self) -> list[Entry]:
        """The entries that have numbers, in the order of the plan."""
        return [entry for entry in self.entries.values() if entry.speedup is not None]


@dataclass(frozen=True, slots=True)
class Report:
    run: str
    created: str
    machine: str
    cores: int
    blocks: tuple[int, int]  # fewest and most of any cell that is ok; (0, 0) without one
    reference: str | None
    builds: Mapping[str, str]  # label -> description
    pairs: aa.Judgement
    family: Family
    margin: float
    caveats: tuple[Caveat, ...]
    groups: tuple[Group, ...]
    overhead: tuple[Section, ...]  # those that the plan has cells for
    cells: tuple[Entry, ...]  # all planned ones, the twins too

    @property
    def alarms(self) -> list[Caveat]:
        """What stands above all else."""
        return [caveat for caveat in self.caveats if caveat.alarm]


def build(run: Path) -> Report:
    """The report of the run folder `run`, from one reading of it. Raises RecordError."""
    return of(observe(Path(run)))


def of(seen: Observations) -> Report:
    """The report of what was read: a pure function of it."""
    manifest = seen.manifest
    identities = cells_frame(seen)
    samples = samples_of(values_frame(seen), identities)
    plan = [outcome.cell for outcome in seen.outcomes]
    controls = Controls(plan, manifest.plan.kinds, samples)
    judgement = aa.Judgement(pairs(plan, controls))
    contrasts = family(manifest.plan, controls)
    bases = baselines(plan)
    entries = [
        Entry(
            cell=cell,
            status=row["status"],
            reason=row["reason"],
            blocks=row["blocks"],
            lanes=int(row["lanes"]) if row["status"] == "ok" else None,
            gil=bool(row["gil"]) if row["status"] == "ok" else None,
            effective_cores=row["effective_cores"] if row["status"] == "ok" else None,
            command=row["command"],
            outliers=tuple(outliers(samples.get(cell.key, {}))),
            speedup=(
                speedup(cell, samples[cell.key], bases, contrasts, manifest.plan.reference)
                if cell.key in samples
                else None
            ),
        )
        for cell, row in zip(plan, identities.to_dict("records"), strict=True)
    ]
    counts = [entry.blocks for entry in entries if entry.status == "ok"]
    return Report(
        run=manifest.run,
        created=manifest.created,
        machine=_machine(manifest),
        cores=manifest.machine.cores,
        blocks=(min(counts), max(counts)) if counts else (0, 0),
        reference=manifest.plan.reference,
        builds={label: describe(build) for label, build in manifest.plan.builds.items()},
        pairs=judgement,
        family=contrasts,
        margin=manifest.plan.margin,
        caveats=caveats(manifest, identities, judgement, sum(len(one.outliers) for one in entries)),
        groups=_groups(entries, controls, manifest.plan.reference),
        overhead=_overhead(manifest, samples, controls, entries),
        cells=tuple(entries),
    )


def _overhead(
    manifest: Manifest, samples: Samples, controls: Controls, entries: Sequence[Entry]
) -> tuple[Section, ...]:
    reasons = {entry.cell.key: (entry.status, entry.reason) for entry in entries}
    cores = manifest.machine.cores
    return tuple(sections(Readings(manifest.plan, samples, controls, reasons, cores)))


def _groups(
    entries: Sequence[Entry], controls: Controls, reference: str | None
) -> tuple[Group, ...]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        if not entry.cell.replicate:
            groups.setdefault(entry.cell.group, []).append(entry)
    often = Counter(own[0].cell.workload for own in groups.values())
    return tuple(
        _group(
            own,
            own[0].cell.workload if often[own[0].cell.workload] == 1 else name,
            controls,
            reference,
        )
        for name, own in groups.items()
    )


def _group(
    entries: Sequence[Entry], title: str, controls: Controls, reference: str | None
) -> Group:
    first = entries[0].cell
    strategies = list(dict.fromkeys(entry.cell.strategy for entry in entries))
    strategies.sort(key=lambda strategy: strategy != SEQUENTIAL)
    rows = {(entry.cell.strategy, entry.cell.workers) for entry in entries}
    return Group(
        name=first.group,
        workload=first.workload,
        parameters=canonical(first.parameters),
        mode=canonical(first.mode),
        title=title,
        sentence=sentence(
            title,
            {entry.cell: entry.speedup for entry in entries if entry.speedup is not None},
            controls,
            reference,
        ),
        interpreters=tuple(dict.fromkeys(entry.cell.interpreter for entry in entries)),
        rows=tuple(sorted(rows, key=lambda row: (strategies.index(row[0]), row[1]))),
        entries={
            (entry.cell.interpreter, entry.cell.strategy, entry.cell.workers): entry
            for entry in entries
        },
    )


def _machine(manifest: Manifest) -> str:
    machine = manifest.machine
    virtual = f", under {machine.virtual}" if machine.virtual else ""
    memory = f", {machine.memory / 2**30:.0f} GiB"
    return f"{host(machine)}{memory}{virtual}, {machine.system} {machine.kernel}"
