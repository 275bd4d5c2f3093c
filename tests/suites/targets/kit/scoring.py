from .weights import WEIGHT


def score(x: int) -> int:
    return x * WEIGHT
