"""Each published claim can be tested: by a run of some preset, where all interpreters are had."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from planning import plan_of

from analysis.claims import Facts, Outcome, Verdict, judge, published
from analysis.claims.model import listed
from analysis.control import Controls
from analysis.overhead.readings import Readings
from analysis.samples import Sample
from harness.catalog import Catalog
from record import Asked, Plan

CORES = 8
# That a run needs a probe is told apart: there are no cells to look for.
TIMED = [claim for claim in published() if any(part.of for part in claim.parts)]


def measured(plan: Plan, cores: int) -> Readings:
    """Anything at all of every cell, in two blocks."""
    noise = np.random.default_rng(1).normal(size=97)
    cells = [cell for cell, _ in plan.readings() if not cell.replicate]
    samples = {
        cell.key: {
            block: Sample(float(noise[(number + block) % 97]), cores=1.0) for block in (0, 1)
        }
        for number, cell in enumerate(cells)
    }
    return Readings(plan, samples, Controls(cells, plan.kinds, samples), {}, cores)


def judged(plan: Plan, cores: int) -> dict[str, Verdict]:
    report: Any = SimpleNamespace(
        readings=measured(plan, cores), pairs=SimpleNamespace(sentence="sound")
    )
    return {verdict.claim.id: verdict for verdict in judge(report, Facts(), published())}


@pytest.fixture(scope="module")
def wide(catalog: Catalog) -> dict[str, Verdict]:
    """Of `full` on eight cores, with every interpreter that there is or will be."""
    labels = ("3.13", "3.13t+gil", "3.13t", "3.14", "3.14t", "3.15", "3.15t")
    parts = [part for claim in published() for part in claim.parts if part.of]
    asked = Asked(
        preset="full",
        strategies=sorted({name for part in parts for name in part.strategies} | {"sequential"}),
        workloads=sorted({name for part in parts for name in listed(part.of.workload)}),
    )
    return judged(plan_of(asked, dict.fromkeys(labels, catalog), CORES), CORES)


@pytest.fixture(scope="module")
def narrow(catalog: Catalog) -> dict[str, Verdict]:
    """Of `standard` on two cores."""
    labels = ("3.12", "3.13", "3.13t+gil", "3.13t")
    return judged(plan_of(Asked(preset="standard"), dict.fromkeys(labels, catalog)), 2)


@pytest.mark.parametrize("claim", TIMED, ids=[claim.id for claim in TIMED])
def test_full_on_eight_cores_has_its_cells(wide: dict[str, Verdict], claim: Any) -> None:
    for part, verdict in zip(claim.parts, wide[claim.id].parts, strict=True):
        assert part.seen or verdict.outcome is not Outcome.UNTESTABLE, verdict.why


def test_half_can_be_tested_by_standard_on_two_cores(narrow: dict[str, Verdict]) -> None:
    def timed(verdict: Verdict) -> bool:
        parts = zip(verdict.claim.parts, verdict.parts, strict=True)
        return all(part.seen or said.outcome is not Outcome.UNTESTABLE for part, said in parts)

    assert sum(map(timed, narrow.values())) >= len(narrow) / 2
