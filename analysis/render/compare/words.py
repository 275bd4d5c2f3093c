"""What a comparison says in words, and the order of its rows: the same in text and Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.aa import Judgement, Soundness
from analysis.compare.comparison import Comparison
from analysis.compare.machine import Drift, Moved
from analysis.estimate import Estimate
from analysis.render.words import number, percent, ratio, scaled
from record.text import plain

MACHINE = (
    *("interpreter", "control: time in HEAD / BASE", "the machine was"),
    "all its times: speed of HEAD",
)
WORDS = {"slower": "slower", "faster": "faster", "more": "with more", "less": "with less"}
ADJUSTED = ("adjusted", "adjusted_low", "adjusted_high")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table, in short texts."""

    title: str
    strategy: str
    workers: str
    interpreter: str
    base: str
    head: str
    ratio: str
    verdict: str
    adjusted: str  # the ratio without the machine's drift; empty where that is not known
    trend: int


def sentence(found: Comparison) -> str:
    """The verdict, in one sentence."""
    counts, total = found.counts, len(found.rows)
    unit = "ratio" if found.unlike else "cell"
    rest = f"{counts['same']} the same within {100 * found.margin:.3g}%"
    rest += f", {counts['inconclusive']} inconclusive"
    every = f"{total} {unit}{'s' if total != 1 else ''}"
    changes = [(counts[name], words) for name, words in WORDS.items() if counts[name]]
    if not changes:
        return f"No change found in {every}: {rest}."
    (number, words), *others = changes
    said = [f"{number} of {every} {'is' if number == 1 else 'are'} {words} in HEAD"]
    said += [f"{number} {words}" for number, words in others]
    return f"{', '.join(said)}; {rest}."


def speed(found: Comparison) -> str:
    """What is said of all times at once; may be empty."""
    if found.speed is None:
        return ""
    if found.unlike:
        return f"The speedups of HEAD are {ratio(found.speed)} those of BASE (geometric mean)."
    return f"HEAD is {ratio(found.speed)} as fast as BASE (geometric mean of all times)."


def legend(found: Comparison) -> str:
    """What the numbers of the table are."""
    what = (
        "Values are ratios within each run, and the last ratio is HEAD / BASE."
        if found.unlike
        else "Ratio: BASE / HEAD of times (above 1x HEAD is faster), HEAD / BASE of all else."
    )
    return (
        f"{what} Intervals: {percent(found.confidence)}, which keeps the share of wrong ones at 5% "
        f"among {len(found.rows)}; one that excludes 1x is a verdict."
    )


def machine(one: Moved) -> tuple[str, str, str, str]:
    """An interpreter; its control's time, HEAD over BASE; what that says; its cells' speed."""
    took = "not timed" if one.control is None else ratio(one.control)
    return plain(one.interpreter), took, _was(one), "" if one.speed is None else ratio(one.speed)


def _was(one: Moved) -> str:
    if one.control is None or one.drift is Drift.UNKNOWN:
        return "cannot be told"
    if one.drift is Drift.STEADY:
        return "as fast"
    said = "slower" if one.control.value > 1 else "faster"
    return said if one.like else f"{said}, or what is measured"


def pairs(found: Comparison) -> str:
    """What the A/A pairs say: of each run, and from one to the other."""
    parts = [
        f"{name} {_sound(one.pairs)}" for name, one in (("BASE", found.base), ("HEAD", found.head))
    ]
    judged = len(found.twins.judged)
    if judged:
        alike = judged - found.twins.misses
        parts.append(f"{alike} of {judged} twins moved as the cells that they are identical to")
    else:
        parts.append("no twin is in both")
    return f"A/A pairs: {'; '.join(parts)}."


def _sound(pairs: Judgement) -> str:
    words = {
        Soundness.SOUND: "is sound",
        Soundness.UNSOUND: "is UNSOUND",
        Soundness.UNKNOWN: "cannot be judged",
    }
    total = len(pairs.judged)
    hits = f" (1 is in {total - pairs.misses} of {total} intervals)" if total else ""
    return words[pairs.soundness] + hits


def with_drift(found: Comparison) -> bool:
    """Whether what the machine did must stand beside the ratios."""
    return any(one.drift is not Drift.STEADY and one.control for one in found.machine)


def lines(rows: pd.DataFrame) -> Iterator[Line]:
    """Of these rows of a comparison, in their order."""
    for row in rows.to_dict("records"):
        over = f" over {row['against']}" if row["over"] else ""
        yield Line(
            plain(row["title"] + over),
            plain(row["strategy"]),
            str(row["workers"]),
            plain(row["interpreter"]),
            _amount(row, row["base"]),
            _amount(row, row["head"]),
            _ratio(row["ratio"], row["low"], row["high"]),
            row["verdict"] + (" (drift?)" if row["drift"] else ""),
            "" if np.isnan(row["adjusted"]) else _ratio(*(row[name] for name in ADJUSTED)),
            row["trend"],
        )


def worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """What is worse, what is neither, what is better; each with the largest change first."""
    return _sorted(rows, rows["trend"].to_numpy())


def biggest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """The largest change first, whatever it is."""
    return _sorted(rows, np.zeros(len(rows)))


def certain_first(rows: pd.DataFrame) -> pd.DataFrame:
    """What is changed, then what is inconclusive, then what is the same."""
    order = {"inconclusive": 1, "same": 2}
    return _sorted(rows, rows["verdict"].map(order).fillna(0).to_numpy())


def fates(found: Comparison) -> list[tuple[str, str, str]]:
    """Cells that one of the two has not measured: cell, and what it was in each."""
    return [
        (one.cell, _fate(one.base, one.base_reason), _fate(one.head, one.head_reason))
        for one in (*found.broken, *found.mended)
    ]


def _fate(status: str, reason: str) -> str:
    return plain(f"{status}: {reason}" if reason else status)


def _sorted(rows: pd.DataFrame, first: Any) -> pd.DataFrame:
    size = np.abs(np.log(rows["ratio"].to_numpy(float)))
    return rows.iloc[np.lexsort((-size, first))]


def _amount(row: dict[Any, Any], value: float) -> str:
    return f"{number(value)}x" if row["over"] else scaled(value, row["unit"])


def _ratio(value: float, low: float, high: float) -> str:
    return ratio(Estimate(value, None if np.isnan(low) else (low, high), 0))
