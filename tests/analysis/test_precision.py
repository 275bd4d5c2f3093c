"""The widths that end a group: the widest of its ratios, whatever these say."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_run import SMALL, Fake

from analysis.precision import half_widths
from analysis.reading.observations import observe
from analysis.report import build
from analysis.samples import Samples, samples_of
from harness.run.ledger import Ledger
from harness.run.widths import Widths
from record import Plan, RunFiles
from record.pyperf_file import processes

Make = Callable[[Fake], Path]
QUIET = replace(SMALL, failed={}, blocks=10)


def measured(run: Path) -> tuple[Plan, Samples]:
    seen = observe(run)
    plan = seen.manifest.plan
    return plan, samples_of(seen.columns, [cell for cell, _ in plan.readings()])


def test_it_is_the_widest_interval_of_the_group(make: Make) -> None:
    """At 95%, which the report's own are where all of the family is found."""
    run = make(replace(QUIET, workers=(2,), ratios={("3.13", "threads", 2): 0.5}))
    family = build(run).family
    assert family.confidence == pytest.approx(0.95)
    widths = [
        math.sqrt(one.interval[1] / one.interval[0]) - 1
        for one in family.ratios.values()
        if one.interval
    ]
    plan, samples = measured(run)
    assert half_widths(plan, samples) == {plan.cells[0].group: pytest.approx(max(widths))}


def test_what_the_ratios_are_does_not_matter(make: Make) -> None:
    one, other = (
        half_widths(*measured(make(replace(QUIET, ratios=ratios))))
        for ratios in ({}, {("3.13t", "threads", 2): 3.0})
    )
    assert one == pytest.approx(other)


def test_without_blocks_it_is_infinite_and_without_contrasts_nothing(make: Make) -> None:
    plan, samples = measured(make(replace(QUIET, blocks=1)))
    (group,) = {cell.group for cell in plan.cells}
    assert half_widths(plan, samples) == {group: math.inf}
    assert half_widths(plan, {}) == {group: 0.0}


def test_a_cell_that_failed_holds_nobody_up(make: Make) -> None:
    plan, samples = measured(make(replace(SMALL, blocks=10)))
    (width,) = half_widths(plan, samples).values()
    assert 0 < width < 0.1


QUANTITIES = replace(
    *(QUIET,),
    workloads=("memory", "primes"),
    strategies=("sequential", "threads"),
    modes={"primes": ({"scaling": "weak"},)},
    workers=(2,),
)


def test_a_group_is_as_wide_as_its_widest_quantity(make: Make) -> None:
    """By the groups of planned cells, which are what is measured on; counts of bytes, too."""
    plan, samples = measured(make(QUANTITIES))
    widths = half_widths(plan, samples)
    assert set(widths) == {cell.group for cell in plan.cells}
    (memory,) = (group for group in widths if group.startswith("memory"))
    idle = {key: one for key, one in samples.items() if ".worked-pss" not in key}
    worked = {key: one for key, one in samples.items() if ".idle-pss" not in key}
    parts = [half_widths(plan, some)[memory] for some in (idle, worked)]
    assert widths[memory] == max(parts)
    assert min(parts) > 0


def test_what_is_kept_while_measuring_is_what_is_read_afterwards(make: Make) -> None:
    root = make(QUANTITIES)
    plan, samples = measured(root)
    attempts = RunFiles(root).journal()
    widths = Widths(plan)
    for attempt in attempts:
        path = root / attempt.file
        widths.keep(attempt, list(processes(path.read_bytes(), path)))
    assert widths.by_group(Ledger(plan.cells, attempts)) == pytest.approx(
        half_widths(plan, samples)
    )
