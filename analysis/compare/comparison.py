"""One value that holds all that a comparison says; every format renders it."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from analysis.aa import Judgement
from analysis.caveats import Severity
from analysis.compare.machine import Moved
from analysis.compare.rows import CHANGED
from analysis.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Facts:
    """One of the two runs."""

    run: str
    created: str
    machine: str
    pairs: Judgement  # its own A/A pairs


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know beside the numbers."""

    severity: Severity
    cause: str
    effect: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """A cell that both plans have, and that is not ok in both."""

    cell: str
    base: str  # ok, failed, unsupported, missing
    base_reason: str
    head: str
    head_reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`rows` has the columns `rows.COLUMNS`, a row a cell that both runs have measured, in order.

    `ratio` is BASE / HEAD of times (2: twice as fast in HEAD) and HEAD / BASE of all else, `low`
    and `high` are its interval at the level `confidence` (NaN where a run has fewer than 2
    processes of the cell), `verdict` follows from that interval and the margin alone, and `trend`
    is 1 where it is better, -1 where it is worse. `base` and `head` are geometric means in `unit`
    (of one copy of the work where it is scaled weakly). `adjusted` is the ratio with what the
    control loop says of the machine taken out, where it can say so (else NaN), and `drift` whether
    the verdict is another without it.

    Of unlike machines a row is a ratio within each run, of the cell `over` another that is named
    by `against` (else both are empty): then `base` and `head` are these ratios, and `ratio` is that
    of HEAD over that of BASE.
    """

    base: Facts
    head: Facts
    unlike: str  # how their machines are unlike; empty where they are one
    margin: float
    confidence: float
    rows: pd.DataFrame
    speed: Estimate | None  # geometric mean of the ratios of times, with its 95% interval
    machine: tuple[Moved, ...]  # what the control loop says of it, by interpreter
    twins: Judgement  # how twins moved from BASE to HEAD against their originals
    notices: tuple[Notice, ...]  # the worst first
    only_base: tuple[str, ...]  # cells that the other has not planned
    only_head: tuple[str, ...]
    fates: tuple[Fate, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many rows have each verdict."""
        return Counter(self.rows["verdict"].tolist())

    @property
    def changed(self) -> pd.DataFrame:
        """The rows that are not the same, as `rows` has them."""
        return self.rows[self.rows["verdict"].isin(CHANGED)]

    @property
    def regressions(self) -> int:
        """How many rows are slower, or use more bytes."""
        return int((self.rows["trend"] < 0).sum())

    @property
    def broken(self) -> list[Fate]:
        """The cells that BASE has measured, and HEAD has not."""
        return [one for one in self.fates if one.base == "ok"]

    @property
    def mended(self) -> list[Fate]:
        """The cells that HEAD has measured, and BASE has not."""
        return [one for one in self.fates if one.head == "ok"]
