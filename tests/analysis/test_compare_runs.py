"""Two runs as a whole: what is compared, what is told beside it, and what is refused."""

from dataclasses import replace
from pathlib import Path

import fake_run
import msgspec
import numpy as np
import pytest
from fake_run import Fake
from made_up_sides import cells_of, changed, side

from analysis import load
from analysis.aa import Soundness
from analysis.caveats import Severity
from analysis.compare import Comparison, NotComparable, Side, compare, read
from analysis.compare.machine import Drift
from analysis.report import build
from record import RecordError

OWN = Fake(
    labels=("3.13", "3.13t"),
    strategies=("sequential", "threads", "processes-fork", "interpreter-pool"),
    workloads=("primes", "memory", "counter", "transfer"),
    modes={"primes": ({"scaling": "weak"},)},
    sweeps={"primes": ({"n": 120000},)},
    workers=(2,),
    blocks=8,
    shared=0.01,
    keep_raw=False,
)
SLOWER = ("3.13t", "threads", 2)
HEAD = replace(OWN, seed=2, ratios={SLOWER: 1.15})


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> tuple[Side, Side]:
    folder = tmp_path_factory.mktemp("two")
    fake_run.write(folder / "base", OWN)
    fake_run.write(folder / "head", HEAD)
    return read(folder / "base"), read(folder / "head")


@pytest.fixture(scope="module")
def found(sides: tuple[Side, Side]) -> Comparison:
    return compare(*sides)


def noise(seed: int, count: int = 16, blocks: int = 8, sd: float = 0.01) -> np.ndarray:
    return np.random.default_rng(seed).normal(-3, sd, (count, blocks))


def causes(found: Comparison) -> str:
    return "\n".join(f"{one.severity.name}: {one.cause}; {one.effect}" for one in found.notices)


def test_what_was_made_slower_is_slower(found: Comparison) -> None:
    rows = found.changed
    batches = rows[rows["quantity"].isin(["", "time"])]
    assert {tuple(row) for row in batches[["interpreter", "strategy", "workers"]].to_numpy()} == {
        SLOWER
    }
    assert set(batches["workload"]) == {"primes", "counter"}
    assert batches["ratio"].to_numpy() == pytest.approx(1 / 1.15, rel=0.03)
    assert found.regressions == len(batches) == found.counts["slower"] == 4


def test_twins_and_rates_are_no_rows(found: Comparison, sides: tuple[Side, Side]) -> None:
    readings = sides[0].columns.readings
    assert (readings["replicate"] > 0).any()
    good = readings[(readings["status"] == "ok") & (readings["replicate"] == 0)]
    assert list(found.rows["cell"]) == list(good.loc[good["unit"] != "byte/second", "cell"])
    assert len(found.rows) < len(good)
    assert sum(found.counts.values()) == len(found.rows)


def test_values_are_geometric_means_of_one_copy(
    found: Comparison, tmp_path: Path, sides: tuple[Side, Side]
) -> None:
    fake_run.write(tmp_path / "base", OWN)
    frame = load(tmp_path / "base")
    for scaling, copies in (("strong", 1), ("weak", 2)):
        chosen = {"workload": "primes", "interpreter": "3.13", "strategy": "processes-fork"}
        rows, values = (
            one[np.all([one[name] == value for name, value in chosen.items()], axis=0)]
            for one in (found.rows, frame[frame["replicate"] == 0])
        )
        mode = f"scaling={scaling}"
        rows, values = (one[one["mode"].str.contains(mode)] for one in (rows, values))
        row = rows[rows["parameters"] == "n=60000"].iloc[0]
        own = np.log(values.loc[values["parameters"] == "n=60000", "value"].astype(float))
        assert row["base"] == pytest.approx(np.exp(own.mean()) / copies)
        assert ("weak" in row["title"]) == (scaling == "weak")


def test_a_run_is_as_sound_as_its_report_says(found: Comparison, tmp_path: Path) -> None:
    fake_run.write(tmp_path / "head", HEAD)
    own = build(tmp_path / "head").pairs
    assert found.head.pairs == own
    assert len(found.twins.judged) == len(own.judged)
    assert found.twins.soundness is Soundness.SOUND


def test_twins_that_moved_otherwise_are_told() -> None:
    cells, blocks = cells_of(16, twins=8), 8
    base, head = noise(1, 24, blocks), noise(2, 24, blocks)
    head[16:] += 0.2
    found = compare(side(cells, base), side(cells, head))
    assert found.twins.soundness is Soundness.UNSOUND
    assert "ERROR: 8 of 8 twins moved from BASE to HEAD otherwise" in causes(found)
    assert "ERROR: HEAD is unsound" in causes(found)
    assert "BASE is unsound" not in causes(found)


def test_a_machine_that_was_slower_is_told_before_all_else() -> None:
    """Cells and control alike: the verdicts stay, and each says that it may be drift."""
    cells = cells_of(16)
    slow = np.log(1.08)
    base = side(cells, noise(1), noise(2))
    head = side(cells, noise(3) + slow, noise(4) + slow)
    found = compare(base, head)
    for one in found.machine:
        assert one.control is not None
        assert one.control.value == pytest.approx(1.08, rel=0.01)
        assert (one.drift, one.like) == (Drift.MOVED, True)
    assert found.counts["slower"] == 16
    assert found.rows["drift"].all()
    assert found.rows["adjusted"].to_numpy() == pytest.approx(1.0, rel=0.03)
    assert (found.rows["adjusted_low"] <= found.rows["adjusted"]).all()
    assert "WARNING: the control loop of 3.13 took 1.08x" in causes(found)


def test_a_cell_that_is_slower_on_the_same_machine_is_no_drift() -> None:
    base, head = side(cells_of(16), noise(1), noise(2)), noise(3)
    head[0] += np.log(1.2)
    found = compare(base, side(cells_of(16), head, noise(4)))
    assert {one.drift for one in found.machine} == {Drift.STEADY}
    assert found.counts["slower"] == 1
    assert not found.rows["drift"].any()
    assert found.notices[0].severity > Severity.ERROR


@pytest.mark.parametrize("change", [{"code": "def456"}, {"kernel": "6.2.0"}])
def test_what_else_is_not_the_same_is_a_warning(change: dict[str, str]) -> None:
    cells = cells_of(8)
    base, head = (side(cells, noise(seed, 8), noise(seed + 2, 8)) for seed in (1, 2))
    found = compare(base, changed(head, **change))
    assert f"{next(iter(change.values()))} in HEAD" in causes(found)
    assert {one.like for one in found.machine} == {"code" not in change}


def test_another_build_is_named_and_takes_the_control_with_it() -> None:
    """What it changes is no drift of the machine."""
    cells = cells_of(8)
    base, head = (side(cells, noise(seed, 8), noise(seed + 2, 8)) for seed in (1, 2))
    builds = dict(head.manifest.plan.builds)
    builds["3.13"] = msgspec.structs.replace(builds["3.13"], version="3.13.99", pgo=False)
    found = compare(base, changed(head, builds=builds))
    assert "3.13 is another build in HEAD: version" in causes(found)
    assert "→ 3.13.99; pgo yes → no" in causes(found)
    unknown = found.rows.set_index("interpreter")["adjusted"].isna()
    assert unknown["3.13"].all()
    assert not unknown["3.13t"].any()


def test_margins_that_differ_are_told_unless_one_is_named() -> None:
    cells = cells_of(8)
    base, head = side(cells, noise(1, 8)), side(cells, noise(2, 8), margin=0.1)
    found = compare(base, head)
    assert found.margin == 0.03
    assert "the margin is 0.03 in BASE and 0.1 in HEAD" in causes(found)
    found = compare(base, head, 0.5)
    assert "the margin" not in causes(found)
    assert found.counts["same"] == 8


def test_a_run_and_itself_are_the_same(sides: tuple[Side, Side]) -> None:
    found = compare(sides[0], sides[0])
    assert set(found.rows["verdict"]) == {"same"}
    assert (found.rows["ratio"] == 1).all()
    assert "WARNING: BASE and HEAD are the same run" in causes(found)
    assert {one.drift for one in found.machine} == {Drift.STEADY}
    assert found.speed is not None
    assert found.speed.interval == (1.0, 1.0)


def test_cells_of_one_run_alone_are_listed() -> None:
    cells = cells_of(16)
    broken = {cells[1].key: ("failed", "checksum"), cells[2].key: ("unsupported", "too old")}
    base = side(cells[:12], noise(1, 12), fates={cells[2].key: ("unsupported", "too old"),
                                                cells[3].key: ("failed", "once")})  # fmt: skip
    head = side(cells[1:], noise(2, 15), fates=broken)
    found = compare(base, head)
    assert found.only_base == (cells[0].key,)
    assert found.only_head == tuple(cell.key for cell in cells[12:])
    assert [one.cell for one in found.broken] == [cells[1].key]
    assert [one.cell for one in found.mended] == [cells[3].key]
    assert len(found.fates) == 3
    assert list(found.rows["cell"]) == [cell.key for cell in cells[4:12]]
    assert "WARNING: 1 cell of BASE failed in HEAD" in causes(found)


def test_unlike_machines_are_refused_or_compared_within() -> None:
    """Half as fast in all, and threads slower still: of that alone something can be said."""
    cells = cells_of(32)
    base, head = noise(1, 32), noise(2, 32) + np.log(2)
    head[2] += np.log(1.3)  # threads on 3.13
    ours, theirs = side(cells, base), side(cells, head, id="4567", cpu="Other CPU")
    with pytest.raises(NotComparable, match=r"unlike machines .*Imaginary.*Other CPU"):
        compare(ours, theirs)
    with pytest.raises(NotComparable, match="two machines of one kind"):
        compare(ours, side(cells, head, id="4567"))
    found = compare(ours, theirs, unlike_machines=True)
    assert found.notices[0].severity is Severity.ERROR
    assert "nothing is said of times, builds or code" in found.notices[0].effect
    assert found.machine == ()
    assert len(found.rows) == 24
    (row,) = found.changed.to_dict("records")
    assert (row["cell"], row["over"]) == (cells[2].key, cells[0].key)
    assert (row["verdict"], row["against"]) == ("slower", "sequential w1 on 3.13")
    assert row["ratio"] == pytest.approx(1 / 1.3, rel=0.03)
    assert row["base"] == pytest.approx(1.0, rel=0.03)


@pytest.mark.parametrize("unlike", [False, True])
def test_nothing_in_common_is_refused(unlike: bool) -> None:
    cells = cells_of(16)
    base = side(cells[:8], noise(1, 8))
    head = side(cells[8:], noise(1, 8), **({"id": "4567"} if unlike else {}))
    with pytest.raises(NotComparable, match=r"have no .* in common"):
        compare(base, head, unlike_machines=unlike)


def test_few_processes_are_told() -> None:
    base, head = noise(1, 8, 4), noise(2, 8, 4)
    base[0, 1:] = np.nan
    found = compare(side(cells_of(8), base), side(cells_of(8), head))
    assert "of 7 of 8 a run has fewer than 5 processes" in causes(found)
    assert "of 1 of 8 a run has one process" in causes(found)
    assert found.rows["low"].isna().tolist() == [True] + [False] * 7


def test_a_set_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "set.json").write_text("{}")
    with pytest.raises(RecordError, match="is a set of runs: name one of them"):
        read(tmp_path)


def test_a_control_that_was_not_timed_tells_nothing() -> None:
    cells = cells_of(8)
    found = compare(side(cells, noise(1, 8)), side(cells, noise(2, 8)))
    assert [(one.control, one.drift) for one in found.machine] == [(None, Drift.UNKNOWN)] * 2
    assert found.rows["adjusted"].isna().all()
