"""One file a procedure: how a process gets its values from a strategy and a workload."""

from importlib import import_module
from typing import cast

from suites.procedure import Procedure


def find(name: str) -> type[Procedure]:
    """The procedure of that name; ModuleNotFoundError where there is none."""
    return cast("type[Procedure]", import_module(f"suites.procedures.{name}").PROCEDURE)
