"""The lines that end a session."""

import math

from parts import attempt, cell

from harness.run.closing import closing, tightness
from harness.run.ledger import Ledger
from record import Status

PRIMES = [cell("sequential"), cell("threads")]
ECHO = [cell("sequential", workload="echo"), cell("threads", workload="echo")]
CELLS = [*PRIMES, *ECHO]


def test_one_block() -> None:
    ledger = Ledger(CELLS, [attempt(one) for one in CELLS])
    assert closing(ledger, 4, 65.0, 6.5) == (
        "4 cells x 1 block, measured in 1:05, 10% of it in timed code; 0 failed, 0 unsupported"
    )


def test_groups_of_different_lengths_failures_and_other_work() -> None:
    journal = [attempt(one, block) for block in range(3) for one in PRIMES]
    journal += [attempt(ECHO[1], status=Status.FAILED)]
    journal += [attempt(ECHO[0], block, Status.CONTAMINATED) for block in range(9)]
    assert closing(Ledger(CELLS, journal), 4, 0.0, 0.0) == (
        "3 cells x 3 to 9 blocks, measured in 0:00; 1 failed, 0 unsupported, "
        "9 processes beside other work"
    )


def test_nothing_could_be_measured() -> None:
    ledger = Ledger(CELLS, [attempt(one, status=Status.UNSUPPORTED) for one in CELLS])
    assert closing(ledger, 4, 1.0, 0.0) == (
        "0 cells x 0 blocks, measured in 0:01; 0 failed, 4 unsupported"
    )
    assert tightness(ledger, 0.03, {}) == "0 of 0 groups within 3%"


def test_groups_that_are_tight_enough_and_those_that_are_not() -> None:
    ledger = Ledger(CELLS, [])
    first, second = PRIMES[0].group, ECHO[0].group
    assert tightness(ledger, 0.03, {first: 0.03, second: 0.01}) == "2 of 2 groups within 3%"
    assert tightness(ledger, 0.025, {first: 0.0412, second: 0.01}) == (
        f"1 of 2 groups within 2.5%; not: {first} (4.1%)"
    )
    assert tightness(ledger, 0.03, {first: math.inf}) == (
        f"0 of 2 groups within 3%; not: {first} (no interval), {second} (no interval)"
    )
