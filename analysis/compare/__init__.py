"""Two runs of one machine, cell by cell: what changed from BASE to HEAD, and what is drift.

`read` takes what a run says from its folder, and `compare` is a pure function of two of them.
"""

from analysis.compare.comparison import Comparison, Facts
from analysis.compare.machine import NotComparable
from analysis.compare.side import Side, read
from analysis.compare.two_runs import compare

__all__ = ["Comparison", "Facts", "NotComparable", "Side", "compare", "read"]
