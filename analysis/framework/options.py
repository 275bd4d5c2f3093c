"""The command that measures what a run has no cells for."""

import shlex
from collections.abc import Iterable


def run_option(
    workloads: Iterable[str],
    interpreters: Iterable[str],
    strategies: Iterable[str],
    workers: Iterable[int] = (),
) -> str:
    """`gilbench run --workloads ...`; what is empty is left to the preset."""
    lists = {
        "--workloads": workloads,
        "--interpreters": interpreters,
        "--strategies": strategies,
        "--workers": map(str, workers),
    }
    words = ["gilbench", "run"]
    for option, names in lists.items():
        joined = ",".join(dict.fromkeys(names))
        words += [option, shlex.quote(joined)] if joined else []
    return " ".join(words)
