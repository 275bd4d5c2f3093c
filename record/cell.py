"""A cell: one point of the matrix, and the names that files and journal know it by."""

from collections.abc import Mapping

import msgspec

from record.fields import Name, Number, Parameter, Quantity, Workers

Value = Parameter

# The settings of a group like any other. Whether a pool is warm or cold follows from the workload.
USUAL = {"chunk": "1", "gc": "on", "scaling": "strong"}


def canonical(values: Mapping[str, object]) -> str:
    """`k=v,k=v`, keys sorted: the text of a cell's parameters or mode."""
    return ",".join(f"{key}={values[key]}" for key in sorted(values))


class Cell(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """interpreter x strategy x workload x parameters x workers x mode (x replicate).

    A plan's cells have no quantity: one process measures all of its workload's. What is read of
    them has one, so that a cell with three quantities becomes three, each in a group of its own.
    """

    interpreter: Name
    strategy: Name
    workload: Name
    parameters: dict[Name, Value]
    workers: Workers
    mode: dict[Name, Name]
    replicate: Number = 0
    quantity: Quantity = ""

    @property
    def group(self) -> str:
        """The name of what this cell is compared within: workload, parameters and mode."""
        parts = (self.workload, canonical(self.parameters), canonical(self.mode), self.quantity)
        return ".".join(part for part in parts if part)

    @property
    def name(self) -> str:
        """The cell's name within its group, fit for a file's name."""
        twin = f".replicate={self.replicate}" if self.replicate else ""
        return f"{self.interpreter}.{self.strategy}.w{self.workers}{twin}"

    @property
    def key(self) -> str:
        """The cell's name within a run: unique, and the same in every run."""
        return f"{self.group}/{self.name}"

    @property
    def unusual(self) -> tuple[str, ...]:
        """What of the mode is not as in most groups: `gc=off`."""
        return tuple(
            f"{name}={self.mode[name]}"
            for name, usual in USUAL.items()
            if self.mode.get(name, usual) != usual
        )

    def of(self, quantity: str) -> "Cell":
        """The cell as the place of one of its quantities."""
        return msgspec.structs.replace(self, quantity=quantity)

    def __hash__(self) -> int:
        return hash(self.key)
