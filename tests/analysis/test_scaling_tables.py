"""Which curves have a law, what the table says of it, and that it is the report's own numbers."""

from pathlib import Path

import numpy as np
import pytest
from made_up_readings import cell, readings
from noise import Machine, blocked

from analysis.control import Controls
from analysis.estimate import Estimate
from analysis.figures import Figure, Form, Missing, Table
from analysis.overhead.curves import curves, law
from analysis.overhead.laws import laws
from analysis.overhead.readings import Capacity, Lanes, Readings
from analysis.render.figures import Shown, figure
from analysis.report import build
from analysis.scaling import Kind, Law, Parameter, Peak
from record import Cell

STRATEGIES = {"threads": (1.0, 0.05, 0.001), "processes-fork": (0.8, 0.0, 0.0)}
COUNTS = (1, 2, 4, 8, 16, 32)


def truth(one: Cell) -> float | None:
    if one.strategy == "interpreter-pool":
        return None
    if one.strategy == "sequential":
        return 1.0
    work = one.workers if one.mode["scaling"] == "weak" else 1
    own = Law(*(np.asarray(part) for part in STRATEGIES.get(one.strategy, (1.0, 1.0, 0.0))))
    return work / float(own.speedup(one.workers))


def swept(counts: tuple[int, ...] = COUNTS, cores: int = 64, **changes: str) -> Readings:
    names = (*STRATEGIES, "interpreter-pool")
    cells = [
        cell("hashlib", strategy, workers, label, **changes)
        for label in ("3.13", "3.13t")
        for strategy, own in (("sequential", (1,)), *((name, counts) for name in names))
        for workers in own
    ]
    return readings(cells, truth, blocks=8, own=0.01, cores=cores)


def tables(own: Readings) -> list[Table]:
    section = laws(own)
    return list(section.tables) if section else []


def figures(table: Table, *labels: str) -> list[Estimate | None]:
    (line,) = (line for line in table.lines if line.labels[: len(labels)] == labels)
    return [said.estimate if isinstance(said, Figure) else None for said in line.said]


def test_two_counts_have_karp_and_flatts_fraction() -> None:
    (table,) = tables(swept((1, 2)))
    assert [line.labels[1:] for line in table.lines] == [("threads", "2"), ("processes-fork", "2")]
    for estimate in figures(table, "hashlib", "threads", "2"):
        assert estimate is not None
        assert estimate.interval is not None
        # 1.002 / (1 + 0.05 + 0.002) x 2: a pair's cost acts as serial work does.
        assert estimate.value == pytest.approx(0.052, abs=0.02)
        assert estimate.interval[0] < 0.052 < estimate.interval[1]
    # What one lane of a strategy costs is no serial work.
    (own, _) = figures(table, "hashlib", "processes-fork", "2")
    assert own is not None
    assert own.value == pytest.approx(0, abs=0.02)
    assert table.notes == ("hashlib interpreter-pool 2: unsupported: it cannot share objects",)


@pytest.mark.parametrize(("cores", "kind"), [(8, Kind.AMDAHL), (16, Kind.AMDAHL), (32, Kind.USL)])
def test_only_workers_with_a_core_each_are_fitted(cores: int, kind: Kind) -> None:
    (table,) = tables(swept(cores=cores))
    labels = [line.labels for line in table.lines]
    assert {label[3:5] for label in labels} == {(kind, str(cores))}
    assert len(labels) == 4
    gain, sigma, kappa, peak, twice = figures(table, "hashlib", "threads", "3.13t")
    assert gain is not None
    assert sigma is not None
    assert twice is not None
    assert gain.value == pytest.approx(1.0, abs=0.03)
    assert sigma.value == pytest.approx(0.05, abs=0.02)  # Amdahl's has the pairs' cost in it
    if kind is Kind.USL:
        assert kappa is not None
        assert peak is not None
        assert kappa.value == pytest.approx(0.001, abs=0.0004)
        assert peak.value == pytest.approx(30.8, rel=0.15)
    else:
        assert (kappa, peak) == (None, None)
    assert [note.split(":")[0] for note in table.notes] == [
        "hashlib interpreter-pool 3.13, hashlib interpreter-pool 3.13t"
    ]


def test_hardware_threads_and_a_quota_are_no_cores() -> None:
    assert Capacity(64).workers == 64
    assert Capacity(64, physical=32).workers == 32
    assert Capacity(64, physical=32, quota=5.5).workers == 5
    assert Capacity(64, physical=32, quota=0.5).workers == 1
    assert (Capacity(64, physical=32).cpus, Capacity(64, quota=40.0).cpus) == (64, 40)


def test_what_waits_is_weak_or_has_one_lane_follows_no_law() -> None:
    assert tables(swept(scaling="weak")) == []
    waiting = [
        cell("web", strategy, workers)
        for strategy, own in (("sequential", (1,)), ("threads", COUNTS))
        for workers in own
    ]
    assert tables(readings(waiting, truth, cores=64)) == []
    loop = [
        cell("primes", strategy, workers)
        for strategy, own in (("sequential", (1,)), ("asyncio", COUNTS))
        for workers in own
    ]
    made = readings(loop, truth, cores=64)
    lanes = {one.key: Lanes(1, 1.0) for one in loop}
    samples = {one.key: made.samples(one) for one in loop}
    controls = Controls(loop, made.plan.kinds, samples)
    known = Readings(made.plan, samples, controls, {}, 64, lanes=lanes)
    assert tables(made) != []
    assert tables(known) == []
    (curve,) = curves(known)
    assert [point.effective_cores for point in curve.points] == [1.0] * 6


def test_a_run_without_several_counts_says_nothing() -> None:
    assert tables(swept((2,))) == []
    assert tables(swept((1, 2), cores=1)) == []


def test_points_have_both_efficiencies() -> None:
    (curve, *_) = curves(swept((1, 4, 16), cores=8))
    last = curve.points[-1]
    assert last.workers == 16
    assert last.by_workers.value == pytest.approx(last.speedup.value / 16)
    assert last.by_cores.value == pytest.approx(last.speedup.value / 8)


def test_blocks_together_are_the_contrast_adjusted_or_not() -> None:
    rng = np.random.default_rng(1)
    base, other = cell("primes"), cell("primes", "threads", 2)
    samples = dict(
        zip((base.key, other.key), Machine(blocked).cells(rng, [0.0, -0.6], 9), strict=True)
    )
    for kind, spent in (("cpu", 2), ("native", 1)):
        controls = Controls([base, other], {"primes": kind}, samples)
        effect, _ = controls.contrast(base, other)
        by_block, degrees = controls.by_block(base, other)
        assert effect is not None
        assert effect.error is not None
        assert degrees == spent
        values = np.array(list(by_block.values()))
        assert values.mean() == pytest.approx(effect.value)
        error = np.sqrt(((values - values.mean()) ** 2).sum() / (9 * (9 - spent)))
        assert error == pytest.approx(effect.error, rel=0.25)


def test_a_report_knows_lanes_and_effective_cores(small: Path) -> None:
    report = build(small)
    found = {(one.interpreter, one.strategy): one for one in curves(report.readings)}
    points = found["3.13t", "threads"].points
    entries = report.groups[0].entries
    for point in points:
        entry = entries["3.13t", "threads", point.workers]
        assert entry.speedup is not None
        assert entry.speedup.own is not None
        assert point.speedup.value == pytest.approx(entry.speedup.own.value)
        assert point.effective_cores == entry.effective_cores
    assert found["3.13t", "processes-fork"].missing[1] == Missing(
        "failed", "checksum 1, expected 6057"
    )
    assert law(report.readings, found["3.13t", "threads"]) is None


@pytest.mark.parametrize(
    ("estimate", "form", "shown"),
    [
        (Parameter(0.0, (0.0, 0.003), 8, (0, 1), 0.002), Form.SHARE, Shown("< 0.20%")),
        (Parameter(1.0, (0.97, 1.0), 8, (0, 1), 0.978), Form.SHARE, Shown("> 97.8%")),
        (Parameter(0.0, (0.0, 0.0), 8, (0, 1), 0.0), Form.SHARE, Shown("0%")),
        (Parameter(0.0, None, 8, (0, float("inf")), 2.1e-5), Form.NUMBER, Shown("< 2.1e-05")),
        (Parameter(0.0004, (0.0, 0.001), 8), Form.NUMBER, Shown("0.0004", "[0, 0.001]")),
        (Peak(23.0, (18.0, float("inf")), 8, 32.0), Form.NUMBER, Shown("23.0", "[18.0, > 32]")),
        (Peak(float("inf"), (40.0, float("inf")), 8, 32.0), Form.NUMBER, Shown("> 32")),
    ],
)
def test_bounds_and_peaks_are_written_as_far_as_they_go(
    estimate: Estimate, form: Form, shown: Shown
) -> None:
    assert figure(Figure(estimate, form)) == shown
