"""lxml: lets the GIL go while it parses; no wheel for 3.13t."""

from lxml import etree


def prices(path: str) -> float:
    return float(etree.parse(path).xpath("sum(//item[@kind='book']/price)"))
