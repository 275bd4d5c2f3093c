"""Two runs -> a comparison: a pure function of what they measured."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.aa import Judgement
from analysis.compare.comparison import Comparison, Facts, Fate
from analysis.compare.machine import NotComparable, differing, drifts, moved, unlike
from analysis.compare.notices import notices
from analysis.compare.rows import rows
from analysis.compare.shifts import by_group, shifts
from analysis.compare.side import Side
from analysis.compare.subjects import cells_of, controls_of, ratios_of
from analysis.compare.twins import across, judged
from analysis.estimate import estimate
from analysis.intervals import family_level
from analysis.origin import host
from analysis.samples import BATCH


def compare(
    base: Side, head: Side, margin: float | None = None, *, unlike_machines: bool = False
) -> Comparison:
    """What changed from `base` to `head`. `margin` is that of BASE where none is given.

    Of unlike machines only the ratios within each run are compared, where that is asked for.
    Raises NotComparable.
    """
    apart = unlike(base.manifest, head.manifest)
    if apart and not unlike_machines:
        raise NotComparable(
            f"BASE and HEAD are of unlike machines ({apart}): times cannot be compared; "
            "--unlike-machines compares the ratios within each run"
        )
    subjects = ratios_of(base, head) if apart else cells_of(base, head)
    if not len(subjects):
        what = "contrast that both declare and measured" if apart else "cell that both measured"
        raise NotComparable(f"BASE and HEAD have no {what} in common")
    agreed = base.manifest.plan.margin if margin is None else margin
    readings = head.columns.readings.iloc[subjects.reading].reset_index(drop=True)
    times = (readings["unit"] == "second").to_numpy(bool)
    signs = np.where(times, -1.0, 1.0)  # of times less is better: their ratio is a speedup
    logs = subjects.base.signed(signs), subjects.head.signed(signs)
    found = shifts(*logs, len(subjects))
    confidence = family_level(found.p)
    labels, names = pd.factorize(readings["interpreter"])
    like = {name: _like(base, head, name) for name in names}
    drift = {} if apart else drifts(*controls_of(base, head), labels, len(names))
    speeds = {} if apart else by_group(*logs, found, np.where(times, labels, -1), len(names))
    machine = () if apart else moved(list(names), drift, speeds, like, agreed)
    # Batches of bytecode, as in `analysis.control`.
    told = times & _bytecode(readings, head.manifest.plan.kinds)
    told &= readings["interpreter"].map(like).to_numpy(bool)
    adjusted = found.moved(drift, np.where(told, labels, -1), len(names))
    whole = by_group(*logs, found, np.where(times, 0, -1), 1)
    table = rows(head, subjects, found, adjusted, confidence, agreed)
    (own, ours), (others, theirs) = judged(base), judged(head)
    twins, sides = across(ours, theirs), (_facts(base, own), _facts(head, others))
    fates = _fates(base, head)
    return Comparison(
        *sides,
        unlike=apart,
        margin=agreed,
        confidence=confidence,
        rows=table,
        speed=estimate(whole[0]) if whole else None,
        machine=machine,
        twins=twins,
        notices=notices(base, head, apart, sides, machine, twins, table, margin, fates),
        only_base=_only(base, head),
        only_head=_only(head, base),
        fates=fates,
    )


def _bytecode(readings: pd.DataFrame, kinds: Mapping[str, str]) -> NDArray[np.bool_]:
    found = (readings["workload"].map(kinds) == "cpu") & readings["quantity"].isin(BATCH)
    return found.to_numpy(bool)


def _like(base: Side, head: Side, interpreter: str) -> bool:
    """Whether what is measured is the same in both."""
    ours, theirs = base.manifest.plan, head.manifest.plan
    return ours.code == theirs.code and not differing(
        ours.builds[interpreter], theirs.builds[interpreter]
    )


def _facts(side: Side, pairs: Judgement) -> Facts:
    manifest = side.manifest
    return Facts(manifest.run, manifest.created, host(manifest.machine), pairs)


def _only(one: Side, other: Side) -> tuple[str, ...]:
    theirs = set(other.columns.readings["cell"].tolist())
    return tuple(key for key in one.columns.readings["cell"].tolist() if key not in theirs)


def _fates(base: Side, head: Side) -> tuple[Fate, ...]:
    before, after = (
        dict(zip(*(side.columns.readings[name].tolist() for name in ("cell", "status")),
                 strict=True))
        for side in (base, head)
    )  # fmt: skip
    odd = [key for key, status in after.items()
           if key in before and (before[key], status) != ("ok", "ok")]  # fmt: skip
    reasons = [side.columns.readings.set_index("cell")["reason"] for side in (base, head)]
    return tuple(
        Fate(key, before[key], str(reasons[0][key]), after[key], str(reasons[1][key]))
        for key in odd
    )
