"""Whether a text can be read on a colour: the contrast of WCAG 2."""

from matplotlib.colors import to_rgb

ENOUGH = 4.5


def contrast(one: str, other: str) -> float:
    """Of two colours, from 1 to 21."""
    dark, light = sorted(_luminance(*to_rgb(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def readable_on(colour: str) -> str:
    """The one of black and white that has more of it: `ENOUGH` on every colour."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


def _luminance(*rgb: float) -> float:
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in rgb]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
