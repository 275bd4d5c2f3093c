"""The page's colours: those of the charts, as CSS custom properties for both themes."""

from markupsafe import Markup
from matplotlib.colors import to_hex

from analysis.charts.contrast import readable_on
from analysis.charts.style import DARK, LIGHT, Style

SHADES = 9  # from worse to better; the one in the middle for neither


def variables() -> Markup:
    """Light ones for all, dark ones for screens of those who prefer them; paper is always light."""
    dark = "@media screen and (prefers-color-scheme: dark)"
    return Markup(f":root{{{_of(LIGHT)}}}\n{dark}{{:root{{{_of(DARK)}}}}}\n")


def shade(gain: float, limit: float) -> int:
    """Which shade a log2 has of a scale that ends at `limit` on both sides."""
    share = max(-1.0, min(1.0, gain / limit))
    return round((share + 1) / 2 * (SHADES - 1))


def _of(style: Style) -> str:
    colours = {
        "paper": style.paper,
        "ink": style.ink,
        "soft": style.soft,
        "line": style.line,
        "absent": style.absent,
        "track": style.track,
        "hatch": style.hatch,
        "link": style.works,
        "alarm": _alarm(style),
        "good": _good(style),
    }
    for number in range(SHADES):
        face = to_hex(style.shades()(number / (SHADES - 1)))
        colours |= {f"shade{number}": face, f"on-shade{number}": readable_on(face)}
    for name, face in style.got.items():
        colours |= {f"got-{name}": face, f"on-got-{name}": readable_on(face)}
    return ";".join(f"--{name}:{colour}" for name, colour in colours.items())


def _alarm(style: Style) -> str:
    """The outermost shade of what is worse; on white the charts' own is too pale for text."""
    return style.worse_to_better[0]


def _good(style: Style) -> str:
    return style.worse_to_better[-1]
