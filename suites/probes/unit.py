"""A unit of pure Python, which every lane that stamps the clock repeats."""

TURNS = 300  # of its loop: some 10 µs


def unit() -> int:
    mark = 0
    for turn in range(TURNS):
        mark = (mark * 3 + turn) % 251
    return mark
