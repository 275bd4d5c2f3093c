"""Which weapon: for each kind of work the best strategy on each interpreter, computed from a run.

A table and a tree, as data (`model`), from one rule (`choice`) that tells a winner from luck.
"""

from analysis.framework.facts import Facts, facts
from analysis.framework.make import framework
from analysis.framework.model import Framework

__all__ = ["Facts", "Framework", "facts", "framework"]
