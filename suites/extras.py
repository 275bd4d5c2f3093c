"""Packages that not every environment has: each is an extra of the suites' wheel."""

from importlib import import_module
from types import ModuleType

from suites.tools import Unsupported


def package(name: str) -> ModuleType:
    """The package, imported. Raises Unsupported where it cannot be."""
    try:
        return import_module(name)
    except ImportError as error:
        raise Unsupported(f"{name} cannot be imported here: {error}") from None
