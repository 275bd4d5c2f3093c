"""The order of a block: random, and yet a pure function of the seed, the group and its number."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from harness.plan.order import cell_order, group_order
from record import Cell

seeds = st.integers(-(2**63), 2**63)
blocks = st.integers(0, 10_000)


def cell(workload: str, strategy: str, workers: int, replicate: int = 0) -> Cell:
    return Cell(
        interpreter="3.13",
        strategy=strategy,
        workload=workload,
        parameters={"n": 7},
        workers=workers,
        mode={"pool": "warm"},
        replicate=replicate,
    )


cells = st.lists(
    st.builds(
        cell,
        st.sampled_from(["primes", "echo", "hashlib"]),
        st.sampled_from(["threads", "asyncio", "sequential"]),
        st.integers(1, 5),
        st.integers(0, 1),
    ),
    unique_by=lambda one: one.key,
    min_size=1,
    max_size=30,
)


def keys(ordered: Sequence[Cell]) -> list[str]:
    return [one.key for one in ordered]


@given(cells, seeds, blocks)
def test_each_cell_of_the_block_once(cells: list[Cell], seed: int, block: int) -> None:
    groups = group_order(cells, seed, block)
    assert sorted(groups) == sorted({one.group for one in cells})
    ordered = [key for group in groups for key in keys(cell_order(cells, seed, group, block))]
    assert sorted(ordered) == sorted(keys(cells))


@given(cells, seeds, blocks, st.randoms())
def test_whatever_the_order_of_the_plan(
    cells: list[Cell], seed: int, block: int, random: object
) -> None:
    shuffled = list(cells)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert group_order(shuffled, seed, block) == group_order(cells, seed, block)
    for group in {one.group for one in cells}:
        assert keys(cell_order(shuffled, seed, group, block)) == keys(
            cell_order(cells, seed, group, block)
        )


@given(cells, seeds, blocks)
def test_whatever_other_groups_there_are(cells: list[Cell], seed: int, block: int) -> None:
    whole = group_order(cells, seed, block)
    for group in whole:
        own = [one for one in cells if one.group == group]
        assert keys(cell_order(own, seed, group, block)) == keys(
            cell_order(cells, seed, group, block)
        )
        others = [one for one in cells if one.group != group]
        if others:
            assert group_order(others, seed, block) == [one for one in whole if one != group]


@given(cells, seeds, blocks, st.data())
def test_a_cell_that_is_given_up_changes_nothing_for_the_others(
    cells: list[Cell], seed: int, block: int, data: st.DataObject
) -> None:
    lost = data.draw(st.sampled_from(cells))
    rest = [one for one in cells if one.key != lost.key]
    before = keys(cell_order(cells, seed, lost.group, block))
    assert keys(cell_order(rest, seed, lost.group, block)) == [
        key for key in before if key != lost.key
    ]


TEN = [cell("primes", "threads", workers) for workers in range(1, 11)]
GROUP = TEN[0].group


def test_blocks_and_seeds_differ() -> None:
    """Of 50 orders of 10 cells all but a few are different ones."""
    by_block = {tuple(keys(cell_order(TEN, 1, GROUP, block))) for block in range(50)}
    by_seed = {tuple(keys(cell_order(TEN, seed, GROUP, 1))) for seed in range(50)}
    assert min(len(by_block), len(by_seed)) > 45


def test_every_cell_comes_first_about_as_often() -> None:
    first = [cell_order(TEN, 3, GROUP, block)[0].key for block in range(1000)]
    counts = [first.count(key) for key in keys(TEN)]
    assert min(counts) > 60  # 100 are expected; 60 is more than 4 standard deviations below
    assert max(counts) < 140


def test_the_order_of_groups_differs_between_blocks() -> None:
    groups = [cell(name, "threads", 2) for name in ("a", "b", "c", "d", "e")]
    assert len({tuple(group_order(groups, 0, block)) for block in range(50)}) > 30


def test_the_order_is_the_same_in_every_version_of_the_harness() -> None:
    """A run that was started before an update goes on in the order that it was started in."""
    ordered = [one.workers for one in cell_order(TEN, 42, GROUP, 7)]
    assert ordered == [2, 5, 10, 7, 9, 3, 1, 6, 4, 8]
