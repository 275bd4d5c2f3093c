"""NumPy: large arrays let the GIL go, small ones are mostly calls; dot has its own threads."""

import numpy as np


def large(seed: int) -> float:
    values = np.arange(1_000_000, dtype=np.float64) + seed
    return float(np.sqrt(values * values + 1.0).sum())


def small(seed: int) -> float:
    values = np.arange(100, dtype=np.float64) + seed
    return float(np.sqrt(values * values + 1.0).sum())


def dot(seed: int) -> float:
    matrix = np.full((700, 700), 1.0 + seed)
    return float((matrix @ matrix)[0, 0])
