"""What a chart is to all that show it: what it says, its numbers, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.charts.style import Style
from analysis.figures import Table

Draw = Callable[[Style], Figure]


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture. Its texts are plain: who shows them escapes them for its format."""

    name: str  # fit for a file and for an anchor; the same whenever the run is
    title: str  # what it shows
    finding: str  # what it says, in a sentence or two with the numbers: the text that stands for it
    tables: tuple[Table, ...]  # the numbers that are drawn
    draw: Draw  # drawing is dear: only when asked, in either style
    slide: bool = True  # whether it fits a slide with no text made smaller
    part_of: str = ""  # the name of the whole, of a part of one that is larger than a slide
