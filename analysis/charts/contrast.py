"""Whether a text can be read on a colour: the contrast of WCAG 2."""

from matplotlib.colors import to_hex, to_rgb

ENOUGH = 4.5
SEEN = 1.6  # of lines, beside which no text hangs on them


def contrast(one: str, other: str) -> float:
    """Of two colours, from 1 to 21."""
    dark, light = sorted(_luminance(*to_rgb(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def readable_on(colour: str) -> str:
    """The one of black and white that has more of it: `ENOUGH` on every colour."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


def seen_on(colour: str, line: str) -> str:
    """`line`, or where it would not be seen on `colour` one that is."""
    if contrast(line, colour) >= SEEN:
        return line
    (red, green, blue), ink = to_rgb(colour), readable_on(colour) == "#ffffff"
    return to_hex(((red + ink) / 2, (green + ink) / 2, (blue + ink) / 2))


def _luminance(*rgb: float) -> float:
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in rgb]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
