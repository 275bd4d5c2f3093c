"""The ledger: what is measured and what is to do, whatever was journalled and wherever it ended."""

from hypothesis import given
from hypothesis import strategies as st
from parts import attempt, cell

from harness.run import again
from harness.run.ledger import Ledger
from record import Attempt, Cell, Status

CELLS = [
    cell(strategy, workload=workload)
    for workload in ("primes", "echo")
    for strategy in ("sequential", "threads", "asyncio")
]
PRIMES = [one for one in CELLS if one.workload == "primes"]
ECHO = [one for one in CELLS if one.workload == "echo"]
GROUP, OTHER = PRIMES[0].group, ECHO[0].group


def names(cells: list[Cell]) -> set[str]:
    return {one.key for one in cells}


def measured(cells: list[Cell], *blocks: int, **changes: object) -> list[Attempt]:
    return [attempt(one, block, **changes) for block in blocks for one in cells]  # type: ignore[arg-type]


def test_an_empty_one() -> None:
    ledger = Ledger(CELLS, [])
    assert set(ledger.groups) == {GROUP, OTHER}
    assert ledger.blocks(GROUP) == 0
    assert names(ledger.alive(GROUP)) == names(PRIMES)
    assert ledger.seconds(CELLS[0].key) is None
    assert ledger.next_take(GROUP, 0) == 0
    assert list(ledger.counted()) == []


def test_a_block_is_complete_when_no_cell_is_missing() -> None:
    ledger = Ledger(CELLS, [])
    for one in PRIMES[:-1]:
        ledger.add(attempt(one))
    assert ledger.blocks(GROUP) == 0
    ledger.add(attempt(PRIMES[-1]))
    assert ledger.blocks(GROUP) == 1
    assert ledger.blocks(OTHER) == 0


def test_two_halves_are_no_whole() -> None:
    halves = [*measured(PRIMES[:2], 0), *measured(PRIMES[2:], 0, take=1)]
    ledger = Ledger(CELLS, halves)
    assert ledger.blocks(GROUP) == 0
    assert ledger.next_take(GROUP, 0) == 2


def test_a_later_block_does_not_stand_for_an_earlier_one() -> None:
    assert Ledger(CELLS, measured(CELLS, 1)).blocks(GROUP) == 0


def test_a_cell_that_failed_is_given_up_and_the_rest_goes_on() -> None:
    failed = attempt(PRIMES[0], status=Status.FAILED, reason="it crashed")
    ledger = Ledger(CELLS, [failed, *measured(PRIMES[1:], 0)])
    assert ledger.given_up == {PRIMES[0].key: failed}
    assert ledger.blocks(GROUP) == 1
    assert names(ledger.alive(GROUP)) == names(PRIMES[1:])


def test_what_failed_in_a_later_block_is_not_missed_in_the_earlier_ones() -> None:
    ledger = Ledger(CELLS, measured(PRIMES[1:], 0, 1, 2))
    assert ledger.blocks(GROUP) == 0
    ledger.add(attempt(PRIMES[0], block=2, status=Status.FAILED))
    assert ledger.blocks(GROUP) == 3


def test_a_group_without_a_living_cell_is_none_to_measure() -> None:
    ledger = Ledger(CELLS, [attempt(one, status=Status.FAILED) for one in PRIMES])
    assert ledger.groups == [OTHER]
    assert ledger.blocks(GROUP) == 0  # nothing was measured


def test_a_take_never_gets_a_number_twice() -> None:
    """Not even where nothing of the earlier one stands, as its files may still be there."""
    damaged = attempt(PRIMES[0], take=4)
    ledger = Ledger(CELLS, [], [damaged])
    assert ledger.next_take(GROUP, 0) == 5
    assert ledger.next_take(GROUP, 1) == 0
    assert ledger.blocks(GROUP) == 0


def test_noting_what_is_unsupported_is_no_take() -> None:
    ledger = Ledger(CELLS, [attempt(PRIMES[0], status=Status.UNSUPPORTED)])
    assert ledger.next_take(GROUP, 0) == 0


def test_a_contaminated_process_took_its_time_and_is_no_failure() -> None:
    ledger = Ledger(CELLS, [attempt(CELLS[0], status=Status.CONTAMINATED, seconds=3.0)])
    assert CELLS[0].key not in ledger.given_up
    assert ledger.seconds(CELLS[0].key) == 3.0


def test_a_contaminated_block_is_complete_and_wanted_again_once() -> None:
    ledger = Ledger(CELLS, measured(PRIMES, 0))
    assert not again.wanted(ledger, GROUP, 0)
    ledger = Ledger(CELLS, measured(PRIMES, 0, status=Status.CONTAMINATED))
    assert ledger.blocks(GROUP) == 1
    assert again.wanted(ledger, GROUP, 0)
    for one in measured(PRIMES, 0, take=1, status=Status.CONTAMINATED):
        assert again.wanted(ledger, GROUP, 0)  # an interrupted one does not count
        ledger.add(one)
    assert ledger.contaminated(GROUP, 0)
    assert not again.wanted(ledger, GROUP, 0)


def test_a_clean_second_take_is_what_counts() -> None:
    ledger = Ledger(CELLS, measured(PRIMES, 0, status=Status.CONTAMINATED))
    clean = measured(PRIMES, 0, take=1)
    for one in clean:
        ledger.add(one)
    assert not ledger.contaminated(GROUP, 0)
    assert ledger.spoilt(GROUP, 0)
    assert list(ledger.counted()) == clean


def test_a_block_that_is_not_complete_is_not_wanted_again() -> None:
    ledger = Ledger(CELLS, measured(PRIMES[:1], 0, status=Status.CONTAMINATED))
    assert not again.wanted(ledger, GROUP, 0)


def test_measuring_again_is_pointless_where_most_is_spoilt() -> None:
    def spoilt(dirty: int, clean: int) -> Ledger:
        ledger = Ledger(CELLS, measured(PRIMES, *range(dirty), status=Status.CONTAMINATED))
        for one in measured(ECHO, *range(clean)):
            ledger.add(one)
        return ledger

    assert not again.pointless(spoilt(0, 0))
    assert not again.pointless(spoilt(3, 0))  # too few to tell
    assert again.pointless(spoilt(4, 0))
    assert not again.pointless(spoilt(4, 4))
    assert again.pointless(spoilt(5, 4))
    mended = spoilt(5, 4)
    for one in measured(PRIMES, *range(5), take=1):
        mended.add(one)
    assert again.pointless(mended)  # they were spoilt at first


def test_seconds_are_the_mean() -> None:
    ledger = Ledger(CELLS, [attempt(CELLS[0], block, seconds=2.0 * block) for block in (1, 2)])
    assert ledger.seconds(CELLS[0].key) == 3.0


journals = st.lists(
    st.builds(
        attempt,
        st.sampled_from(CELLS),
        st.integers(0, 3),
        st.sampled_from(Status),
        take=st.integers(0, 2),
    ),
    max_size=60,
    unique_by=lambda one: (one.cell, one.block, one.take),
)


def seen(ledger: Ledger) -> object:
    """All that it tells."""
    places = [(group, block) for group in ledger.groups for block in range(4)]
    return (
        ledger.given_up.keys(),
        {group: (names(ledger.alive(group)), ledger.blocks(group)) for group in ledger.groups},
        [(ledger.contaminated(*place), ledger.next_take(*place)) for place in places],
        set(ledger.counted()),
        set(ledger.group_blocks()),
    )


@given(journals, st.randoms())
def test_read_at_once_or_told_one_by_one_in_any_order(
    journal: list[Attempt], random: object
) -> None:
    read, told = Ledger(CELLS, journal), Ledger(CELLS, [])
    random.shuffle(journal)  # type: ignore[attr-defined]
    for one in journal:
        told.add(one)
        told.blocks(GROUP)  # what it remembers of it stays true
    assert read.given_up.keys() == told.given_up.keys()
    assert seen(read) == seen(told)


@given(journals)
def test_blocks_only_ever_become_more(journal: list[Attempt]) -> None:
    ledger = Ledger(CELLS, [])
    before: dict[str, int] = {}
    for one in journal:
        ledger.add(one)
        now = {group: ledger.blocks(group) for group in ledger.groups}
        assert all(count >= before.get(group, 0) for group, count in now.items())
        before = now
    for group, count in before.items():
        assert all(ledger.complete_takes(group, block) for block in range(count))
        assert not ledger.complete_takes(group, count)
