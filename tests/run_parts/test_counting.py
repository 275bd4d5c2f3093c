"""Which attempts count: one rule for what is measured, merged and read."""

from hypothesis import given
from hypothesis import strategies as st
from parts import attempt, cell

from harness.run.ledger import Ledger
from record import Attempt, Status
from record.counting import contaminated, counted, given_up

CELLS = [
    cell(strategy, workload=workload)
    for workload in ("primes", "echo")
    for strategy in ("sequential", "threads")
]
FIRST, SECOND = CELLS[:2]  # of one group

OK, FAILED = Status.OK, Status.FAILED
DIRTY, UNSUPPORTED = Status.CONTAMINATED, Status.UNSUPPORTED


def takes(journal: list[Attempt]) -> dict[str, int]:
    """Of block 0: the take that counts for each cell."""
    found = counted(CELLS, journal)
    return {key: one.take for (key, block), one in found.items() if block == 0}


def take(number: int, *statuses: Status) -> list[Attempt]:
    """A take of block 0 by the first group, the attempts in their order."""
    pairs = zip(CELLS, statuses, strict=False)
    return [attempt(one, status=status, take=number) for one, status in pairs]


def both(number: int) -> dict[str, int]:
    return {FIRST.key: number, SECOND.key: number}


def test_what_was_measured_once_counts_whatever_went_on_beside_it() -> None:
    assert takes(take(0, OK, DIRTY)) == both(0)


def test_a_clean_one_replaces_a_contaminated_one() -> None:
    assert takes([*take(0, DIRTY, OK), *take(1, OK, OK)]) == both(1)


def test_of_contaminated_ones_the_last_counts() -> None:
    assert takes([*take(0, DIRTY, OK), *take(1, OK, DIRTY)]) == both(1)


def test_a_clean_one_is_not_replaced_by_a_contaminated_one() -> None:
    assert takes([*take(0, OK, OK), *take(1, DIRTY, OK)]) == both(0)


def test_one_that_was_interrupted_replaces_none() -> None:
    assert takes([*take(0, DIRTY, OK), *take(1, OK)]) == both(0)


def test_one_that_was_interrupted_counts_while_there_is_no_other() -> None:
    assert takes(take(0, OK)) == {FIRST.key: 0}
    assert takes([*take(0, OK), *take(1, OK, OK)]) == both(1)


def test_a_cell_that_failed_is_not_waited_for() -> None:
    journal = [*take(0, OK, DIRTY), *take(1, OK, FAILED)]
    assert takes(journal) == {FIRST.key: 1}
    assert given_up(journal).keys() == {SECOND.key}


def test_the_contamination_of_a_cell_that_failed_is_nobody_s() -> None:
    journal = [*take(0, OK, DIRTY), attempt(SECOND, block=1, status=FAILED)]
    assert takes(journal) == both(0)
    assert not contaminated({one.cell: one for one in journal[:2]}, [FIRST.key])


def test_a_failure_stands_until_the_cell_was_measured_in_that_block() -> None:
    failed = attempt(FIRST, block=2, status=FAILED, reason="it crashed")
    assert given_up([failed, attempt(FIRST, block=3)]) == {FIRST.key: failed}
    assert given_up([failed, attempt(FIRST, block=2, take=1)]) == {}


def test_groups_do_not_wait_for_each_other() -> None:
    other = attempt(CELLS[2], status=OK)
    assert takes([*take(0, OK, OK), other]) == {**both(0), other.cell: 0}


def test_a_journal_of_before_there_were_takes() -> None:
    """The later line of a cell and block replaced the earlier one."""
    journal = [attempt(one, seconds=seconds) for seconds in (1.0, 2.0) for one in CELLS]
    assert {one.seconds for one in counted(CELLS, journal).values()} == {2.0}


journals = st.lists(
    st.builds(
        attempt,
        st.sampled_from(CELLS),
        st.integers(0, 2),
        st.sampled_from(Status),
        take=st.integers(0, 2),
    ),
    max_size=40,
    unique_by=lambda one: (one.cell, one.block, one.take),
)


@given(journals)
def test_what_counts_was_measured_and_a_group_s_block_is_of_one_take(
    journal: list[Attempt],
) -> None:
    found = counted(CELLS, journal)
    groups = {one.key: one.group for one in CELLS}
    chosen: dict[tuple[str, int], set[int]] = {}
    for (key, block), one in found.items():
        assert (one.cell, one.block) == (key, block)
        assert one.measured
        assert one in journal
        chosen.setdefault((groups[key], block), set()).add(one.take)
    assert all(len(numbers) == 1 for numbers in chosen.values())


@given(journals)
def test_a_complete_take_is_never_given_up_for_an_incomplete_one(journal: list[Attempt]) -> None:
    """And the run's own ledger says the same."""
    found = counted(CELLS, journal)
    lost = given_up(journal)
    stands = [one for one in journal if one.measured or lost.get(one.cell) == one]
    ledger = Ledger(CELLS, stands)
    assert ledger.given_up == lost
    for group in ledger.groups:
        living = {one.key for one in ledger.alive(group)}
        for block in range(3):
            there = {key for key in living if (key, block) in found}
            if ledger.complete_takes(group, block):
                assert there == living
                dirty = any(found[key, block].status is DIRTY for key in living)
                assert dirty == ledger.contaminated(group, block)
            else:
                assert there < living
    assert {one for one in found.values() if one.cell not in lost} == set(ledger.counted())
