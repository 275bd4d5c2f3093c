"""Whether the texts of a figure can be read: what each stands on, as it is painted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis.charts.chart import Chart
from analysis.charts.contrast import contrast
from analysis.charts.style import HEIGHT, LIGHT, WIDTH, Style
from analysis.figures import Figure as Number


def drawn(
    charts: Iterable[Chart], style: Style = LIGHT, most: int | None = None
) -> dict[str, Figure]:
    """By name; of many the first, and no others are drawn."""
    return {chart.name: chart.draw(style) for chart in islice(charts, most)}


def numbers(chart: Chart) -> list[Number]:
    """All figures of its tables, in their order."""
    places = (one for table in chart.tables for line in table.lines for one in line.said)
    return [one for one in places if isinstance(one, Number)]


def is_slide(figure: Figure) -> bool:
    """Whether it stands on a slide with no text made smaller."""
    width, height = figure.get_size_inches()
    return bool(width <= WIDTH and height <= HEIGHT)


def shown(figure: Figure) -> list[Text]:
    """Labels that are switched off are still among a figure's objects."""
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible()
        and text.get_text().strip()
        and (text.axes is None or text.axes.get_visible())
    ]


def touching(boxes: Sequence[tuple[str, Bbox]], within: float = 1) -> list[tuple[str, str]]:
    """Texts that overlap by more than `within` pixels on each side, as pairs."""
    ends = np.array([box.extents for _, box in boxes]) + np.array([1, 1, -1, -1]) * within
    low, high = ends[:, None, :2], ends[None, :, 2:]
    over = (low <= high).all(axis=2)
    pairs = zip(*np.nonzero(np.triu(over & over.T, k=1)), strict=True)
    return [(boxes[one][0], boxes[other][0]) for one, other in pairs]


def contrasts(figure: Figure) -> Iterator[tuple[str, float]]:
    """Of each text with the colour that most of its place has. The texts are gone afterwards."""
    figure.set_dpi(50)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [(text, text.get_window_extent(canvas.get_renderer())) for text in shown(figure)]
    for text, _ in texts:
        text.set_alpha(0)  # what lies behind it, in a box of its own too, stays
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3]
    for text, box in texts:
        place = pixels[
            max(0, round(box.y0)) : max(1, round(box.y1)),
            max(0, round(box.x0)) : max(1, round(box.x1)),
        ]
        colours, counts = np.unique(place.reshape(-1, 3), axis=0, return_counts=True)
        behind = to_hex(colours[counts.argmax()] / 255)
        yield text.get_text(), contrast(to_hex(text.get_color()), behind)
