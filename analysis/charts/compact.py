"""Numbers and paths of an SVG in as few letters as what is visible of them takes."""

import re
from collections.abc import Iterator, Sequence

PLACES = 2  # of numbers, which are points
SCALE = 10**PLACES
FINE = 6  # of factors
CALL = re.compile(r"([a-z]+)\(([^)]*)\)", re.IGNORECASE)
STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")


def path(data: str) -> str:
    """In steps from point to point, which are short, of numbers that do not add up their errors."""
    found = ""
    at = start = (0, 0)
    for command, words in STEP.findall(data):
        if command in "zZ":
            found, at = found + "z", start
            continue
        numbers = [round(float(word) * SCALE) for word in words.split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        steps = [(x - at[0], y - at[1]) for x, y in points]
        at = points[-1]
        if command == "M":
            start = at
        found += _step(command.lower(), steps, found)
    return found


def _step(command: str, steps: Sequence[tuple[int, int]], before: str) -> str:
    """One, without the letter where it is that of the step before."""
    ((x, y), *more) = steps
    if command == "l" and not more and not (x and y):
        command, numbers = ("h", [x]) if x else ("v", [y])
    else:
        numbers = [number for step in steps for number in step]
    letter = "" if command == _letter(before) else command
    words = [number(f"{one / SCALE:.{PLACES}f}") for one in numbers]
    text = "".join(word if word.startswith("-") else f" {word}" for word in words)
    return letter + (text.lstrip() if letter else text)


def _letter(path: str) -> str:
    """The last one of a path; after a `m` it would be that of a line."""
    last = next((one for one in reversed(path) if one.isalpha()), "")
    return "l" if last == "m" else last


def number(text: str, places: int = PLACES) -> str:
    """`63.1`, `.5`, `-2`."""
    short = f"{float(text):.{places}f}".rstrip("0").rstrip(".") if "." in text else text
    if short in ("-0", ""):
        return "0"
    return re.sub(r"^(-?)0\.", r"\1.", short)


def moved(tag: str, transform: str) -> Iterator[tuple[str, str]]:
    """Glyphs have a place rather than a transformation: that is shorter."""
    calls = [(name, words.split()) for name, words in CALL.findall(transform)]
    if tag == "use" and [name for name, _ in calls] == ["translate"]:
        places = zip("xy", map(number, calls[0][1]), strict=True)
        yield from ((key, value) for key, value in places if value != "0")
        return
    yield (
        "transform",
        "".join(
            f"{name}({' '.join(number(word, FINE if name == 'scale' else PLACES) for word in own)})"
            for name, own in calls
        ),
    )
