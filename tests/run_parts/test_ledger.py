"""The ledger: what is measured and what is to do, whatever was journalled and wherever it ended."""

from hypothesis import given
from hypothesis import strategies as st
from parts import attempt, cell

from harness.plan.order import cell_order, group_order
from harness.run.ledger import Ledger
from record import Attempt, Cell, Status

CELLS = [
    cell(strategy, workload=workload)
    for workload in ("primes", "echo")
    for strategy in ("sequential", "threads", "asyncio")
]
PRIMES = [one for one in CELLS if one.workload == "primes"]
GROUPS = sorted({one.group for one in CELLS})


def names(cells: list[Cell]) -> set[str]:
    return {one.key for one in cells}


def block_of(block: int, cells: list[Cell] = CELLS) -> list[Cell]:
    """The block's cells as a run measures them."""
    groups = group_order(cells, 0, block)
    return [one for group in groups for one in cell_order(cells, 0, group, block)]


def test_an_empty_one() -> None:
    ledger = Ledger(CELLS, [])
    assert ledger.blocks() == 0
    assert names(ledger.to_do(0)) == names(CELLS)
    assert ledger.seconds(CELLS[0]) is None


def test_a_block_is_complete_when_no_cell_is_missing() -> None:
    ledger = Ledger(CELLS, [])
    for one in CELLS[:-1]:
        ledger.add(attempt(one))
    assert ledger.blocks() == 0
    ledger.add(attempt(CELLS[-1]))
    assert ledger.blocks() == 1
    assert ledger.to_do(0) == []
    assert names(ledger.to_do(1)) == names(CELLS)


def test_a_group_that_was_interrupted_is_measured_again_whole() -> None:
    ledger = Ledger(CELLS, [attempt(one) for one in PRIMES[:2]])
    assert not ledger.complete(PRIMES[0].group, 0)
    assert names(PRIMES) <= names(ledger.to_do(0))


def test_a_group_that_is_complete_is_not() -> None:
    ledger = Ledger(CELLS, [attempt(one) for one in PRIMES])
    assert ledger.complete(PRIMES[0].group, 0)
    assert names(ledger.to_do(0)) == names(CELLS) - names(PRIMES)


def test_a_later_block_does_not_stand_for_an_earlier_one() -> None:
    ledger = Ledger(CELLS, [attempt(one, block=1) for one in CELLS])
    assert ledger.blocks() == 0
    assert ledger.to_do(1) == []


def test_a_cell_that_failed_is_given_up_and_the_rest_goes_on() -> None:
    failed = attempt(CELLS[0], status=Status.FAILED, reason="it crashed")
    ledger = Ledger(CELLS, [failed, *(attempt(one) for one in CELLS[1:])])
    assert ledger.given_up == {CELLS[0].key: failed}
    assert ledger.blocks() == 1
    assert names(ledger.to_do(1)) == names(CELLS[1:])


def test_what_failed_in_a_later_block_is_not_missed_in_the_earlier_ones() -> None:
    ledger = Ledger(CELLS, [attempt(one, block=block) for block in range(3) for one in CELLS[1:]])
    assert ledger.blocks() == 0
    ledger.add(attempt(CELLS[0], block=2, status=Status.FAILED))
    assert ledger.blocks() == 3


def test_nothing_is_left_when_all_were_given_up() -> None:
    ledger = Ledger(CELLS, [attempt(one, status=Status.UNSUPPORTED) for one in CELLS])
    assert ledger.to_do(0) == []
    assert ledger.blocks() == 0  # nothing was measured


def test_a_contaminated_process_took_its_time_and_is_not_measured_again() -> None:
    ledger = Ledger(CELLS, [attempt(CELLS[0], status=Status.CONTAMINATED, seconds=3.0)])
    assert CELLS[0].key not in ledger.given_up
    assert ledger.seconds(CELLS[0]) == 3.0


def test_seconds_are_the_mean() -> None:
    ledger = Ledger(CELLS, [attempt(CELLS[0], block, seconds=2.0 * block) for block in (1, 2)])
    assert ledger.seconds(CELLS[0]) == 3.0


statuses = st.sampled_from(list(Status))
journals = st.lists(
    st.builds(attempt, st.sampled_from(CELLS), st.integers(0, 3), statuses), max_size=60
)


@given(journals)
def test_read_at_once_or_one_by_one(journal: list[Attempt]) -> None:
    read, told = Ledger(CELLS, journal), Ledger(CELLS, [])
    for one in journal:
        told.add(one)
    assert read.given_up == told.given_up
    assert read.blocks() == told.blocks()
    assert [read.to_do(block) for block in range(5)] == [told.to_do(block) for block in range(5)]


@given(journals, st.randoms())
def test_the_order_of_the_journal_is_no_matter(journal: list[Attempt], random: object) -> None:
    shuffled = list(journal)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Ledger(CELLS, journal), Ledger(CELLS, shuffled)
    assert one.blocks() == other.blocks()
    assert [one.to_do(block) for block in range(5)] == [other.to_do(block) for block in range(5)]


@given(journals, st.integers(0, 4))
def test_what_is_to_do_is_whole_groups_of_living_cells(journal: list[Attempt], block: int) -> None:
    ledger = Ledger(CELLS, journal)
    to_do = names(ledger.to_do(block))
    for group in GROUPS:
        living = names(ledger.alive(group))
        assert (to_do & living) in (set(), living)
        assert bool(to_do & living) == (not ledger.complete(group, block))
        assert not living & ledger.given_up.keys()
    measured = {one.cell for one in journal if one.block == block}
    assert names(CELLS) <= measured | to_do | ledger.given_up.keys()


@given(st.lists(st.integers(1, 20), max_size=12), st.sets(st.sampled_from(range(6)), max_size=2))
def test_however_often_it_is_interrupted_each_block_ends_complete(
    sittings: list[int], failing: set[int]
) -> None:
    """Sittings that each measure as many processes as they can, and a last one to the end."""
    journal: list[Attempt] = []
    lost = names([CELLS[place] for place in failing])
    for patience in (*sittings, 10_000):
        ledger = Ledger(CELLS, journal)
        left = patience
        while left and ledger.blocks() < 3 and len(ledger.given_up) < len(CELLS):
            block = ledger.blocks()
            open_groups = {one.group for one in ledger.to_do(block)}
            for one in block_of(block):
                if one.group in open_groups and one in ledger.alive(one.group) and left:
                    status = Status.FAILED if one.key in lost else Status.OK
                    journal.append(attempt(one, block, status))
                    ledger.add(journal[-1])
                    left -= 1
    final = Ledger(CELLS, journal)
    assert final.blocks() == 3
    assert final.given_up.keys() == lost
    # What counts of each group's block was measured back to back: in one sitting, unbroken.
    for block in range(3):
        for group in GROUPS:
            living = names(final.alive(group))
            places = {one.cell: place for place, one in enumerate(journal) if one.block == block}
            counted = sorted(places[key] for key in living)
            between = journal[counted[0] : counted[-1] + 1] if counted else []
            assert {one.block for one in between} <= {block}
            assert {one.cell for one in between} <= names(
                [one for one in CELLS if one.group == group]
            )
