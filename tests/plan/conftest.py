"""The real catalog, as the controlling Python tells it, and builds that need not exist."""

import msgspec
import pytest

from harness.catalog import Catalog, ask


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
