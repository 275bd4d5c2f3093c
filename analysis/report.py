"""One value that holds all that a report says; every format renders it and computes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import aa
from analysis.caveats import Caveat, caveats
from analysis.control import Controls
from analysis.family import Family, family
from analysis.framework import Facts, Framework, facts, framework
from analysis.framework.choice import Outcome
from analysis.framework.model import Answer
from analysis.origin import describe, host
from analysis.outliers import outliers
from analysis.overhead import Readings, Section, sections
from analysis.overhead.readings import Capacity, Lanes
from analysis.packages import unlike
from analysis.reading.frame import cells_frame
from analysis.reading.observations import Observations, observe
from analysis.samples import Samples, of_batch, samples_of
from analysis.speedups import SEQUENTIAL, Bases, Speedup, bases, pairs, speedup
from analysis.summary import sentence
from analysis.titles import Title, titles
from record import Cell, Manifest, Unit
from record.cell import canonical
from record.manifest import RATES

CLEAR = (Outcome.WINNER, Outcome.SEQUENTIAL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading, a planned cell's quantity: its numbers, or why there are none."""

    cell: Cell
    unit: Unit
    status: str
    reason: str
    blocks: int
    lanes: int | None
    gil: bool | None
    effective_cores: float | None  # None, too, where it is not the time of a batch
    command: str
    outliers: tuple[int, ...]  # blocks whose process lies far from the others
    speedup: Speedup | None


@dataclass(frozen=True, slots=True)
class Group:
    """The readings of one workload, parameters, mode and quantity: what is compared."""

    name: str
    workload: str
    parameters: str
    mode: str
    quantity: str  # empty: the time of a batch
    unit: Unit
    timed: bool  # whether it is the time of a batch, whatever its name
    weak: bool  # whether that is shown for one copy of the work
    title: Title
    answer: Answer | None  # who has least of it; None of counts, and where nothing was measured
    sentence: str  # that says so
    bases: tuple[str, ...]  # strategies that the others are compared with; mostly `sequential`
    interpreters: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]  # strategy, workers; the bases first
    entries: Mapping[tuple[str, str, int], Entry]  # interpreter, strategy, workers

    @property
    def winner(self) -> Cell | None:
        """The one that is told from all others; None without a clear one."""
        if self.answer is None or self.answer.outcome not in CLEAR:
            return None
        return self.answer.advised[0].cell

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
    framework: Framework  # what it comes to: which strategy for which work
    groups: tuple[Group, ...]
    readings: Readings  # all that was measured, as overhead and charts are computed from it
    overhead: tuple[Section, ...]  # those that the plan has cells for
    cells: tuple[Entry, ...]  # all planned ones, the twins too

    @property
    def alarms(self) -> list[Caveat]:
        """What stands above all else."""
        return [caveat for caveat in self.caveats if caveat.alarm]


def build(run: Path) -> Report:
    """The report of the run folder `run`, from one reading of it. Raises RecordError."""
    seen = observe(Path(run))
    return of(seen, facts(seen.root))


def of(seen: Observations, known: Facts | None = None) -> Report:
    """The report of what was read: a pure function of it; `known` are facts of packages."""
    manifest = seen.manifest
    identities = cells_frame(seen.columns)
    plan = [cell for cell, _ in manifest.plan.readings()]
    samples = samples_of(seen.columns, plan)
    controls = Controls(plan, manifest.plan.kinds, samples)
    judgement = aa.Judgement(pairs(plan, controls))
    contrasts = family(manifest.plan, controls)
    based = bases(manifest.plan)
    entries = [
        Entry(
            cell=cell,
            unit=row["unit"],
            status=row["status"],
            reason=row["reason"],
            blocks=row["blocks"],
            lanes=int(row["lanes"]) if row["status"] == "ok" else None,
            gil=bool(row["gil"]) if row["status"] == "ok" else None,
            effective_cores=(
                row["effective_cores"] if row["status"] == "ok" and of_batch(cell) else None
            ),
            command=row["command"],
            outliers=tuple(outliers(samples.get(cell.key, {}))),
            speedup=(
                speedup(cell, samples[cell.key], based, contrasts) if cell.key in samples else None
            ),
        )
        for cell, row in zip(plan, identities.to_dict("records"), strict=True)
    ]
    far = {(entry.cell.of("").key, block) for entry in entries for block in entry.outliers}
    counts = [entry.blocks for entry in entries if entry.status == "ok"]
    readings = _readings(manifest, samples, controls, entries)
    sound = judgement.soundness is not aa.Soundness.UNSOUND
    choices = framework(readings, contrasts.confidence, sound=sound, facts=known)
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
        caveats=caveats(manifest, identities, judgement, len(far), unlike(seen.columns)),
        framework=choices,
        groups=_groups(entries, choices, based),
        readings=readings,
        overhead=tuple(sections(readings)),
        cells=tuple(entries),
    )


def _readings(
    manifest: Manifest, samples: Samples, controls: Controls, entries: Sequence[Entry]
) -> Readings:
    reasons = {entry.cell.of("").key: (entry.status, entry.reason) for entry in entries}
    machine = manifest.machine
    return Readings(
        *(manifest.plan, samples, controls, reasons, machine.cores),
        capacity=Capacity(machine.cores, machine.physical, machine.quota),
        lanes={
            entry.cell.key: Lanes(entry.lanes, entry.effective_cores)
            for entry in entries
            if entry.lanes is not None
        },
    )


def _groups(entries: Sequence[Entry], choices: Framework, based: Bases) -> tuple[Group, ...]:
    """In the order of the plan, those of one workload together."""
    groups: dict[str, list[Entry]] = {}
    workloads: dict[str, int] = {}
    for entry in entries:
        if not entry.cell.replicate and entry.unit not in RATES:
            groups.setdefault(entry.cell.group, []).append(entry)
            workloads.setdefault(entry.cell.workload, len(workloads))
    ordered = sorted(groups.values(), key=lambda own: workloads[own[0].cell.workload])
    named = titles(own[0].cell for own in ordered)
    return tuple(_group(own, named[own[0].cell.group], choices, based) for own in ordered)


def _group(entries: Sequence[Entry], title: Title, choices: Framework, based: Bases) -> Group:
    first = entries[0].cell
    against = _bases(entries, based)
    strategies = list(dict.fromkeys(entry.cell.strategy for entry in entries))
    strategies.sort(key=lambda strategy: (strategy != SEQUENTIAL, strategy not in against))
    rows = {(entry.cell.strategy, entry.cell.workers) for entry in entries}
    measured = {entry.cell: entry.speedup for entry in entries if entry.speedup is not None}
    answer = choices.of_group(first.group)
    return Group(
        name=first.group,
        workload=first.workload,
        parameters=canonical(first.parameters),
        mode=canonical(first.mode),
        quantity=first.quantity,
        unit=entries[0].unit,
        timed=of_batch(first),
        weak=of_batch(first) and first.mode.get("scaling") == "weak",
        title=title,
        answer=answer,
        sentence=sentence(title.text, entries[0].unit, measured, answer),
        bases=against,
        interpreters=tuple(dict.fromkeys(entry.cell.interpreter for entry in entries)),
        rows=tuple(sorted(rows, key=lambda row: (strategies.index(row[0]), row[1]))),
        entries={
            (entry.cell.interpreter, entry.cell.strategy, entry.cell.workers): entry
            for entry in entries
        },
    )


def _bases(entries: Sequence[Entry], based: Bases) -> tuple[str, ...]:
    """The strategies that these are compared with."""
    found = [based[entry.cell.key] for entry in entries if entry.cell.key in based]
    both = [one for base in found for one in (base.own, base.reference) if one is not None]
    return tuple(dict.fromkeys(cell.strategy for cell in both))


def _machine(manifest: Manifest) -> str:
    machine = manifest.machine
    virtual = f", under {machine.virtual}" if machine.virtual else ""
    memory = f", {machine.memory / 2**30:.0f} GiB"
    return f"{host(machine)}{memory}{virtual}, {machine.system} {machine.kernel}"
