"""The reading side: a run's files -> one tidy frame -> statistics -> reports and charts.

`load` and `cells` are the two tables; `report.build` makes the one value that every format
renders. Nothing here measures, and nothing of the harness or the suites is imported.
"""

from analysis.reading import cells, load

__all__ = ["cells", "load"]
