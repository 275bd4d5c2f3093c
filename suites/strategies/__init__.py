"""One file a strategy; each is a pyperf suite as well (`python -m suites.threads`)."""

from importlib import import_module

from suites.strategy import Strategy

# In the order in which people are shown them.
NAMES = (
    "sequential",
    "threads",
    "asyncio",
    "asyncio-threads",
    "processes-fork",
    "processes-forkserver",
    "processes-spawn",
    "interpreters",
    "interpreter-pool",
    "loky",
    "dask",
)


def find(name: str) -> type[Strategy]:
    """The strategy of that name, without importing the others."""
    members = vars(import_module(f"suites.strategies.{name.replace('-', '_')}")).values()
    found: type[Strategy]
    found = next(one for one in members if isinstance(one, type) and vars(one).get("name") == name)
    return found
