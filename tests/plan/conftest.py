"""The real catalog, as the controlling Python tells it, and builds that need not exist."""

from collections.abc import Callable

import msgspec
import pytest

from harness.catalog import Catalog, ask
from record import Build


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """What there is to measure, on an interpreter that has all of it."""
    told = ask()
    strategies = [msgspec.structs.replace(one, unavailable=None) for one in told.strategies]
    return msgspec.structs.replace(told, strategies=strategies)


@pytest.fixture(scope="session")
def older(catalog: Catalog) -> Catalog:
    """The same on an interpreter without `interpreter-pool`."""
    strategies = [
        msgspec.structs.replace(one, unavailable="new in Python 3.14")
        if one.name == "interpreter-pool"
        else one
        for one in catalog.strategies
    ]
    return msgspec.structs.replace(catalog, strategies=strategies)


@pytest.fixture(scope="session")
def build() -> Callable[..., Build]:
    """A build under a label: `3.13`, `3.13t`, `3.13t+gil`; its version can be named."""

    def make(label: str, version: str = "") -> Build:
        name = label.removesuffix("+gil")
        free = name.endswith("t")
        return Build(
            label=label,
            version=version or f"{name.removesuffix('t')}.15",
            free_threaded=free,
            gil=not free or label.endswith("+gil"),
            provider="PATH",
            executable=f"/opt/{name}/bin/python",
            compiler="GCC 12.2.0",
            pgo=True,
            lto=True,
            jit=False,
            tail_call=False,
            debug=False,
            shared=False,
            configure="",
            optimisation="-O3",
        )

    return make
