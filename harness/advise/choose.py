"""What is measured: the candidates that there is time for, as cells."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from harness import catalog as catalogs_of
from harness.advise import candidates, estimate
from harness.advise.learn import Learnt
from harness.advise.plan import cells
from harness.advise.ready import Budget, Ready, Wanted
from harness.catalog import Catalog
from harness.run.launch import environment
from record import Cell
from record.advice import LeftOut

ROOM = 0.5  # of what is left of the budget: for a block of all candidates
ASKING = 0.3  # seconds that asking for the catalog takes on a machine that has little else to do


@dataclass(frozen=True, slots=True)
class Chosen:
    catalog: Catalog  # with the workload `own`
    cost: Mapping[Cell, float]  # of each cell the seconds that a process of it takes, roughly
    left_out: tuple[LeftOut, ...]  # what cannot be measured, or needs not
    dear: tuple[LeftOut, ...]  # what there is no time for


def choose(wanted: Wanted, ready: Ready, learnt: Learnt, budget: Budget) -> Chosen:
    """Of a function that could be called somewhere."""
    size, builds = learnt.sizes, ready.had.builds
    assert size is not None
    start = time.monotonic()
    one = next(iter(learnt.interpreters.values()))
    catalog = catalogs_of.ask(one.python, environment(one.env))
    pace = max(1.0, (time.monotonic() - start) / ASKING)
    unavailable = {
        label: {one.name: one.unavailable for one in known.strategies if one.unavailable}
        for label, known in ready.had.catalogs.items()
    }
    known = {label: build for label, build in builds.items() if label in learnt.profiles}
    asked = candidates.Asked(known, learnt.profiles, size, unavailable, wanted.workers, ready.cores)
    found, left_out = candidates.candidates(asked)
    cost = {
        one: estimate.seconds(
            *(one, size, learnt.profiles[one.interpreter], builds[one.interpreter]),
            *(ready.cores, pace),
        )
        for one in found
    }
    waits, left = size.kind == "wait", budget.left
    kept, dear = estimate.fitting(found, cost, ROOM * left, budget.seconds, waits=waits)
    if len(kept) < 2:  # the least that is an answer
        kept, dear = estimate.fitting(found, cost, left, budget.seconds, waits=False)
    as_cells = cells(kept, size, catalog)
    return Chosen(
        catalog, {cell: cost[one] for one, cell in as_cells.items()}, tuple(left_out), tuple(dear)
    )
