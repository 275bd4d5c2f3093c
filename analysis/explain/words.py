"""Numbers and things in words."""

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MANY = {"process": "processes", "try": "tries"}


def counted(count: int, thing: str) -> str:
    """`2 lanes`."""
    return f"{count:,} {_form(count, thing)}"


def spelt(count: int, thing: str) -> str:
    """`two lanes`."""
    return f"{WORDS[count] if count < len(WORDS) else f'{count:,}'} {_form(count, thing)}"


def _form(count: int, thing: str) -> str:
    return thing if count == 1 else MANY.get(thing, f"{thing}s")
