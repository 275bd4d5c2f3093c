"""The framework as plain data, for JSON: objects, lists, texts, and finite numbers or null."""

import math
from collections.abc import Mapping

from analysis.estimate import Estimate, Ratio
from analysis.figures import Figure, Missing, Said
from analysis.framework.model import (
    Advice,
    Answer,
    Candidate,
    Cost,
    Flip,
    Framework,
    Headline,
    Leaf,
    Row,
    Tree,
)
from analysis.overhead.crossing import Crossing

Plain = Mapping[str, object]


def plain(framework: Framework) -> Plain:
    """`rows` is the table, by names that the leaves of `tree` have; intervals are [low, high].

    `besides` are answers for groups that lead to no row.

    Every candidate, cost and flip names the cells that it was computed from.

    An answer's `confidence` is that of its ratios; costs and flips have intervals of 95%.
    """
    return {
        "interpreters": list(framework.interpreters),
        "level": framework.level,
        "choices": framework.chosen,
        "margin": framework.margin,
        "sound": framework.sound,
        "packages": {
            demand.value: {label: list(names) for label, names in by_label.items()}
            for demand, by_label in framework.packages.items()
        },
        "packages_of": list(framework.asked),
        "headlines": [_headline(one) for one in framework.headlines],
        "rows": [_row(row) for row in framework.rows],
        "besides": {group: _answer(one) for group, one in framework.besides.items()},
        "tree": _tree(framework.tree),
    }


def _headline(one: Headline) -> Plain:
    return {
        "kind": one.kind.value,
        "works": list(one.works),
        "picks": [
            {
                "interpreters": list(pick.interpreters),
                **_advice(pick.advice),
                "speedups": None if pick.gains is None else list(map(_finite, pick.gains)),
            }
            for pick in one.picks
        ],
    }


def _row(row: Row) -> Plain:
    return {
        "name": row.name,
        "work": row.work.title.text,
        "workload": row.work.workload,
        "group": row.work.group,
        "kind": row.work.kind.value,
        "demand": row.demand.value,
        "busy": row.work.busy,
        "released": row.work.released,
        "task_length": _said(row.work.length),
        "answers": {label: _answer(one) for label, one in row.answers.items()},
        "across": None if row.across is None else _answer(row.across),
    }


def _answer(one: Answer) -> Plain:
    runner_up = one.runner_up
    return {
        "outcome": one.outcome.value,
        "advised": [candidate.cell.key for candidate in one.advised],
        "best": None if one.best is None else one.best.cell.key,
        "runner_up": None if runner_up is None else runner_up.cell.key,
        "confidence": one.confidence,
        "ranked": [_candidate(candidate) for candidate in one.ranked],
        "tied": list(one.tied),
        "lost": [
            {"cell": lost.cell.key, "status": lost.why.status, "reason": lost.why.reason}
            for lost in one.lost
        ],
        "untried": list(one.untried),
        "needs": one.needs,
        "caveats": list(one.caveats),
    }


def _candidate(one: Candidate) -> Plain:
    return {
        "cell": one.cell.key,
        "interpreter": one.cell.interpreter,
        "strategy": one.cell.strategy,
        "workers": one.cell.workers,
        "seconds": _estimate(one.time),
        "base": None if one.base is None else one.base.key,
        "speedup": _estimate(one.gain),
        "behind": _estimate(one.behind),
        "costs": [_cost(cost) for cost in one.costs],
        "flips": [_flip(flip) for flip in one.flips],
    }


def _cost(one: Cost) -> Plain:
    return {
        "name": one.name,
        "value": _said(one.said),
        "of": one.told,
        "workload": one.workload,
        "cells": list(one.cells),
    }


def _flip(one: Flip) -> Plain:
    return {
        "axis": one.axis,
        "at": _said(one.at),
        "below": one.below,
        "above": one.above,
        "of": one.told,
        "workload": one.workload,
        "cells": list(one.cells),
    }


def _said(said: Said) -> Plain | None:
    """A figure with its form, or a status and its reason."""
    if isinstance(said, Missing):
        return {"status": said.status, "reason": said.reason}
    if isinstance(said, Figure):
        return {"form": said.form.value, **(_estimate(said.estimate) or {})}
    return None


def _estimate(one: Estimate | None) -> dict[str, object] | None:
    """Null is infinite; of a crossing, the shortest and the longest that were measured, too."""
    if one is None:
        return None
    low, high = one.interval or (math.nan, math.nan)
    told: dict[str, object] = {"value": _finite(one.value), "interval": None, "blocks": one.blocks}
    if one.interval is not None:
        told["interval"] = [_finite(low), _finite(high)]
    if isinstance(one, Ratio):
        told["verdict"] = one.verdict.value
    if isinstance(one, Crossing):
        told |= {"shortest": _finite(one.shortest), "longest": _finite(one.longest)}
    return told


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _advice(one: Advice) -> dict[str, object]:
    return {
        "strategies": list(one.strategies),
        "outcome": one.outcome.value,
        "depends": one.depends,
    }


def _tree(tree: Tree) -> Plain:
    if isinstance(tree, Leaf):
        return {
            "rows": list(tree.rows),
            "needs": tree.needs,
            "advice": {label: _advice(one) for label, one in tree.advice.items()},
        }
    return {
        "question": tree.text,
        "answers": [{"answer": text, "then": _tree(after)} for text, after in tree.answers],
    }
