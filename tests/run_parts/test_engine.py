"""The loop, on a bench that measures nothing: what is measured when, and what counts of it."""

import contextlib
import itertools
import math
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from fake_bench import CELLS, Bench, Killed
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.samples import Samples
from harness.plan.order import cell_order, group_order
from harness.run.merge import merge
from harness.run.stop import LEAST_BLOCKS
from record import Attempt, Cell, Goal, Plan, Status
from record.counting import counted, given_up

PRIMES, HASHLIB = ([one for one in CELLS if one.workload == name] for name in ("primes", "hashlib"))


def keys(attempts: list[Attempt]) -> list[tuple[str, int]]:
    return [(one.cell, one.block) for one in attempts]


def in_order(blocks: int) -> list[tuple[str, int]]:
    """What a run that nothing happens to measures: groups in random order, cells back to back."""
    return [
        (one.key, block)
        for block in range(blocks)
        for group in group_order(CELLS, 0, block)
        for one in cell_order(CELLS, 0, group, block)
    ]


def in_place(cells: list[Cell], block: int) -> list[Cell]:
    return cell_order(cells, 0, cells[0].group, block)


def test_blocks_of_all_groups_in_their_order(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    session = bench.measure(Goal(blocks=3))
    assert keys(bench.journal()) == in_order(3)
    assert {one.take for one in bench.journal()} == {0}
    assert all(one.steal == 0 and one.outside == 0 for one in bench.journal())
    assert session.seconds == 3 * len(CELLS)


def test_more_blocks_go_on_where_it_ended(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.measure(Goal(blocks=1))
    bench.measure(Goal(blocks=1))
    assert len(bench.journal()) == len(CELLS)
    bench.measure(Goal(blocks=3))
    assert keys(bench.journal()) == in_order(3)


def test_to_go_is_exact_where_cells_take_what_they_took(tmp_path: Path) -> None:
    bench = Bench(tmp_path, seconds=lambda one: 2.0 if one.workload == "primes" else 1.0)
    bench.measure(Goal(blocks=3))
    whole = 3 * 3 * (2.0 + 1.0)
    after = in_order(3)[len(CELLS) :]
    taken = {one.key: 2.0 if one.workload == "primes" else 1.0 for one in CELLS}
    left, expected = whole / 3 * 2, []
    for key, _ in after:
        expected.append(left)
        left -= taken[key]
    assert bench.to_go[len(CELLS) :] == pytest.approx(expected)


# Budgets.


def test_a_budget_is_for_each_session_and_the_first_block_is_measured_in_any_case(
    tmp_path: Path,
) -> None:
    bench = Bench(tmp_path)
    bench.measure(Goal(budget=1.0))
    assert bench.blocks() == {"primes": [0], "hashlib": [0]}
    bench.measure(Goal(budget=3.0))  # room for one group's block
    assert len(bench.journal()) == len(CELLS) + 3
    session = bench.measure(Goal(budget=12.0))
    assert session.seconds <= 12.0
    assert len(bench.journal()) == len(CELLS) + 3 + 12


def test_a_group_that_no_longer_fits_leaves_its_time_to_the_others(tmp_path: Path) -> None:
    bench = Bench(tmp_path, seconds=lambda one: 10.0 if one.workload == "primes" else 1.0)
    session = bench.measure(Goal(budget=73.0))  # 2 x 33 s, and two blocks of 3 s
    assert bench.blocks() == {"primes": [0, 1], "hashlib": [0, 1, 2, 3]}
    assert session.seconds == 72.0


def test_a_group_that_is_behind_comes_first(tmp_path: Path) -> None:
    bench = Bench(tmp_path, seconds=lambda one: 10.0 if one.workload == "primes" else 1.0)
    bench.measure(Goal(budget=73.0))
    before = len(bench.journal())
    bench.measure(Goal(blocks=5))
    behind = keys(bench.journal()[before:])[:6]
    assert behind == [(one.key, block) for block in (2, 3) for one in in_place(PRIMES, block)]
    assert bench.blocks() == {"primes": list(range(5)), "hashlib": list(range(5))}


# Precision.


def falling(**first: float) -> object:
    """Widths that fall with the square root of the blocks, from what they would be at one."""

    def half_widths(plan: Plan, samples: Samples) -> Mapping[str, float]:
        found = {}
        for group, cells in (("primes", PRIMES), ("hashlib", HASHLIB)):
            blocks = len(samples.get(cells[0].key, {}))
            found[cells[0].group] = first[group] / math.sqrt(blocks) if blocks else math.inf
        return found

    return half_widths


def test_a_group_that_is_tight_enough_gets_no_more_and_the_others_go_on(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    session = bench.measure(Goal(precision=0.1, blocks=40), falling(primes=0.0, hashlib=0.5))
    assert bench.blocks() == {"primes": list(range(LEAST_BLOCKS)), "hashlib": list(range(25))}
    assert session.half_widths[HASHLIB[0].group] == pytest.approx(0.1)


def test_blocks_and_budget_limit_a_precision(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.measure(Goal(precision=0.1, blocks=20), falling(primes=0.2, hashlib=9.0))
    assert bench.blocks() == {"primes": list(range(LEAST_BLOCKS)), "hashlib": list(range(20))}
    session = bench.measure(Goal(precision=0.1, budget=10.0), falling(primes=0.2, hashlib=9.0))
    assert session.seconds == 9.0  # three blocks, all of the group that is not tight enough
    assert bench.blocks() == {"primes": list(range(LEAST_BLOCKS)), "hashlib": list(range(23))}


def test_a_resumed_run_knows_its_widths_and_reads_no_more_than_counts(tmp_path: Path) -> None:
    bench = Bench(tmp_path, spoilt=lambda one, block, nth: block == 1 and nth == 0)
    widths = falling(primes=0.2, hashlib=0.5)
    with pytest.raises(Killed):
        bench.measure(Goal(precision=0.1, blocks=40), widths, patience=200)
    bench.measure(Goal(precision=0.1, blocks=40), widths)
    assert bench.blocks()["hashlib"][-1] == 24
    before = len(bench.journal())
    bench.measure(Goal(precision=0.1, blocks=40), widths)
    assert len(bench.journal()) == before


def test_the_samples_are_what_counts(tmp_path: Path) -> None:
    """Of a block that was measured again the second take; no cell that failed; each control."""
    told: list[Samples] = []

    def half_widths(plan: Plan, samples: Samples) -> Mapping[str, float]:
        told.append(samples)
        return {}

    bench = Bench(
        tmp_path,
        spoilt=lambda one, block, nth: (one, block, nth) == (PRIMES[1], 1, 0),
        failing=lambda one, block, nth: one == HASHLIB[0] and block == 2,
    )
    bench.measure(Goal(precision=0.1, blocks=3), half_widths)
    samples = told[-1]
    assert samples.keys() == {one.key for one in CELLS} - {HASHLIB[0].key}
    for cell, blocks in samples.items():
        for block, sample in blocks.items():
            again = block == 1 and cell in {one.key for one in PRIMES}
            value = 1.0 + block + (0.001 if again else 0)
            assert sample.time == pytest.approx(math.log(value) / 2)
            assert sample.control == pytest.approx(math.log(0.01))
    bench.measure(Goal(precision=0.1, blocks=3), half_widths)
    assert told[-1] == samples  # read from the files


def test_to_go_is_of_what_the_widths_ask_for(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.measure(Goal(precision=0.1, blocks=60), falling(primes=0.0, hashlib=0.5))
    left = 3 * (25 - LEAST_BLOCKS)  # all of one group
    assert bench.to_go[-left:] == pytest.approx([left - i for i in range(left)])


# Contamination.


def test_a_contaminated_block_of_a_group_is_measured_again_whole_at_once(tmp_path: Path) -> None:
    spoilt_one = in_order(2)[7]
    bench = Bench(
        tmp_path, spoilt=lambda one, block, nth: ((one.key, block), nth) == (spoilt_one, 0)
    )
    bench.measure(Goal(blocks=3))
    journal = bench.journal()
    assert keys(journal) == [*in_order(3)[:9], *in_order(3)[6:]]
    assert [one.take for one in journal] == [0] * 9 + [1] * 3 + [0] * 9
    (dirty,) = (one for one in journal if one.status is Status.CONTAMINATED)
    assert (dirty.cell, dirty.block) == spoilt_one
    assert dirty.reason == "other processes kept 1.0 of 2 CPUs busy"
    assert (dirty.steal, dirty.outside) == (0.0, 1.0)
    assert all(one.status is Status.OK for one in counted(CELLS, journal).values())
    assert not bench.warnings


def test_both_are_kept(tmp_path: Path) -> None:
    bench = Bench(tmp_path, spoilt=lambda one, block, nth: block == 1 and nth == 0)
    bench.measure(Goal(blocks=2))
    files = [one.file for one in bench.journal()]
    assert len(set(files)) == len(files) == 3 * len(CELLS)
    assert all((bench.folder.root / name).is_file() for name in files)
    again = [one for one in bench.journal() if one.take == 1]
    assert all(one.file.endswith(".take=1.json") for one in again)


def test_once_at_most(tmp_path: Path) -> None:
    bench = Bench(tmp_path, spoilt=lambda one, block, nth: block == 2)
    bench.measure(Goal(blocks=6))
    often = Counter((one.cell, one.block) for one in bench.journal())
    assert set(often.values()) == {1, 2}
    assert {block for (_, block), count in often.items() if count == 2} == {2}
    # The last one counts, and says what it is.
    found = counted(CELLS, bench.journal())
    assert {one.take for (_, block), one in found.items() if block == 2} == {1}
    assert {one.status for (_, block), one in found.items() if block == 2} == {Status.CONTAMINATED}


def test_only_where_the_budget_has_room(tmp_path: Path) -> None:
    bench = Bench(tmp_path, spoilt=lambda one, block, nth: one == PRIMES[0])
    bench.measure(Goal(budget=7.0))
    assert len(bench.journal()) == 2 * 3  # 6 s, and none of the 3 s fit


def test_a_machine_that_is_simply_like_that_is_told_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path, spoilt=lambda one, block, nth: True)
    bench.measure(Goal(blocks=6))
    journal = bench.journal()
    assert {one.status for one in journal} == {Status.CONTAMINATED}
    repeated = {(one.cell, one.block) for one in journal if one.take}
    assert len(repeated) == 3 * 3  # three group-blocks are too few to tell
    assert len(journal) == 6 * len(CELLS) + 3 * 3
    assert len(bench.warnings) == 1
    assert "more than half" in bench.warnings[0]


def test_a_process_that_was_stopped_for_a_while_is_contaminated(tmp_path: Path) -> None:
    bench = Bench(tmp_path, paused=lambda one, block, nth: nth == 0 and one == PRIMES[0])
    bench.measure(Goal(blocks=1))
    (dirty,) = (one for one in bench.journal() if one.status is Status.CONTAMINATED)
    assert (dirty.cell, dirty.reason) == (PRIMES[0].key, "it was stopped for a while")
    assert len(bench.journal()) == len(CELLS) + 3


def test_a_failure_is_no_contamination(tmp_path: Path) -> None:
    bench = Bench(
        tmp_path,
        spoilt=lambda one, block, nth: one == PRIMES[0],
        failing=lambda one, block, nth: one == PRIMES[0],
    )
    bench.measure(Goal(blocks=2))
    assert {one.status for one in bench.journal()} == {Status.OK, Status.FAILED}
    assert {one.take for one in bench.journal()} == {0}


# Failures.


def test_a_cell_that_fails_is_not_measured_again_and_its_group_goes_on(tmp_path: Path) -> None:
    bench = Bench(tmp_path, failing=lambda one, block, nth: one == PRIMES[0] and block == 1)
    session = bench.measure(Goal(blocks=4))
    journal = bench.journal()
    assert Counter(one.cell for one in journal)[PRIMES[0].key] == 2
    assert Counter(one.cell for one in journal)[PRIMES[1].key] == 4
    assert session.ledger.given_up.keys() == {PRIMES[0].key}


def test_a_run_ends_where_every_cell_failed(tmp_path: Path) -> None:
    bench = Bench(tmp_path, failing=lambda one, block, nth: True)
    bench.measure(Goal(budget=60.0))
    assert len(bench.journal()) == len(CELLS)


# Kills.


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(1, 60), max_size=6),
    st.sets(st.tuples(st.sampled_from(CELLS), st.integers(0, 2), st.integers(0, 1)), max_size=8),
    st.sets(st.tuples(st.sampled_from(CELLS), st.integers(0, 2)), max_size=2),
)
def test_however_often_it_is_killed_nothing_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory,
    kills: list[int],
    spoilt: set[tuple[Cell, int, int]],
    failing: set[tuple[Cell, int]],
) -> None:
    bench = Bench(
        tmp_path_factory.mktemp("bench"),
        spoilt=lambda one, block, nth: (one, block, nth) in spoilt,
        failing=lambda one, block, nth: (one, block) in failing,
    )
    for patience in kills:
        before = bench.journal()
        with contextlib.suppress(Killed):
            bench.measure(Goal(blocks=3), patience=patience)
        assert bench.journal()[: len(before)] == before
    session = bench.measure(Goal(blocks=3))
    journal = bench.journal()

    files = [one.file for one in journal if one.file]
    assert len(set(files)) == len(files)  # no file was written over
    lost = given_up(journal)
    assert lost.keys() == {one.key for one, _ in failing}
    living = {one.key for one in CELLS} - lost.keys()
    found = counted(CELLS, journal)
    assert {place for place in found if place[0] in living} == {
        (key, block) for key in living for block in range(3)
    }
    assert set(session.ledger.counted()) == {one for one in found.values() if one.cell in living}
    for cells in (PRIMES, HASHLIB):
        own = {one.key for one in cells} & living
        for block in range(3):
            # What counts is of one take, which was measured unbroken, back to back.
            takes = {found[key, block].take for key in own}
            assert len(takes) <= 1
            places = sorted(journal.index(found[key, block]) for key in own)
            between = journal[places[0] : places[-1] + 1] if places else []
            assert {(one.block, one.take) for one in between} <= {(block, take) for take in takes}
            assert {one.cell for one in between} <= {one.key for one in cells}
            # Once at most was a complete one measured again. (A kill leaves others, which are
            # complete when the cell that they lack fails later.)
            complete = session.ledger.complete_takes(cells[0].group, block)
            assert not own or complete >= 1
            assert failing or complete <= 2
    merge(bench.folder, CELLS)


def test_killed_between_or_within_the_takes_of_a_block(tmp_path: Path) -> None:
    """Wherever it is: the spoilt block is measured again, and as often as without the kill."""
    cells = PRIMES[:2]
    for patience in itertools.count():
        (root := tmp_path / str(patience)).mkdir()
        last = cell_order(cells, 0, cells[0].group, 1)[-1]
        bench = Bench(root, cells, spoilt=lambda *of, last=last: of == (last, 1, 0))
        try:
            bench.measure(Goal(blocks=2), patience=patience)
        except Killed:
            bench.measure(Goal(blocks=2))
        else:
            break
        found = counted(cells, bench.journal())
        assert {one.status for one in found.values()} == {Status.OK}
        assert len(found) == 4
        assert bench.session(Goal(blocks=2)).ledger.complete_takes(cells[0].group, 1) <= 2
    assert patience == 3 * 6  # each of the six processes was killed at its every step


# Damage.


def test_a_damaged_file_is_measured_again_with_its_group_s_block(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.measure(Goal(blocks=3))
    before = bench.journal()
    damaged = counted(CELLS, before)[PRIMES[1].key, 1]
    (bench.folder.root / damaged.file).write_bytes(b"{")
    bench.measure(Goal(blocks=3))
    again = bench.journal()[len(before) :]
    assert sorted(keys(again)) == sorted((one.key, 1) for one in PRIMES)
    assert {one.take for one in again} == {1}
    assert (bench.folder.root / damaged.file).read_bytes() == b"{"  # nothing is written over
    bench.measure(Goal(blocks=3))
    assert bench.journal() == [*before, *again]


def test_a_damaged_second_take_is_measured_again_too(tmp_path: Path) -> None:
    """The first one is complete, and would count; but it is contaminated."""
    bench = Bench(tmp_path, spoilt=lambda one, block, nth: (one, block, nth) == (PRIMES[0], 0, 0))
    bench.measure(Goal(blocks=3))
    before = bench.journal()
    damaged = counted(CELLS, before)[PRIMES[1].key, 0]
    assert damaged.take == 1
    (bench.folder.root / damaged.file).unlink()
    bench.measure(Goal(blocks=3))
    again = bench.journal()[len(before) :]
    assert [(one.block, one.take) for one in again] == [(0, 2)] * 3
    assert {one.cell for one in again} == {one.key for one in PRIMES}


def test_a_cell_that_failed_when_its_block_was_measured_again_is_tried_again(
    tmp_path: Path,
) -> None:
    """Though its first take is complete, and nothing else would be measured again."""
    bench = Bench(
        tmp_path,
        spoilt=lambda one, block, nth: True,
        failing=lambda one, block, nth: (one, block, nth) == (PRIMES[0], 0, 1),
    )
    bench.measure(Goal(blocks=3))
    assert given_up(bench.journal()).keys() == {PRIMES[0].key}
    bench.measure(Goal(blocks=3), retry=True)
    assert given_up(bench.journal()) == {}
    assert len(counted(CELLS, bench.journal())) == 3 * len(CELLS)


def test_failed_cells_that_are_tried_again_write_over_nothing(tmp_path: Path) -> None:
    bench = Bench(tmp_path, failing=lambda one, block, nth: (one, block, nth) == (PRIMES[0], 1, 0))
    bench.measure(Goal(blocks=3))
    before = bench.journal()
    kept = {one.file: (bench.folder.root / one.file).read_bytes() for one in before if one.file}
    bench.measure(Goal(blocks=3), retry=True)
    again = bench.journal()[len(before) :]
    assert {(one.cell, one.block) for one in again} == {
        (one.key, block) for one in PRIMES for block in (1, 2)
    }
    assert {one.status for one in counted(CELLS, bench.journal()).values()} == {Status.OK}
    assert len(counted(CELLS, bench.journal())) == 3 * len(CELLS)
    assert {name: (bench.folder.root / name).read_bytes() for name in kept} == kept
