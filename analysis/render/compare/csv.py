"""A comparison as CSV: a row a cell, with the columns of `analysis.compare.rows.COLUMNS`."""

from analysis.compare.comparison import Comparison


def csv(found: Comparison) -> str:
    """What is not known is empty; an end that an interval has not is `inf`."""
    content: str = found.rows.to_csv(index=False, lineterminator="\n")
    return content
