"""The widths that end a group: the widest of its ratios, whatever these say."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_run import SMALL, Fake

from analysis.frame import values_frame
from analysis.observations import observe
from analysis.precision import half_widths
from analysis.report import build
from analysis.samples import Samples, samples_of
from record import Plan

Make = Callable[[Fake], Path]
QUIET = replace(SMALL, failed={}, blocks=10)


def measured(run: Path) -> tuple[Plan, Samples]:
    seen = observe(run)
    cells = [outcome.cell for outcome in seen.outcomes]
    return seen.manifest.plan, samples_of(values_frame(seen), cells)


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
