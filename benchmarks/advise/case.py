"""What a case is: a function, its inputs, and what is known of it before anything is measured."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MODULES = Path(__file__).with_name("cases")

Files = Callable[[Path, int], None]  # writes into a folder; a server's port, or 0


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    target: str  # waiting.py:pause
    inputs: str  # as `gilbench advise --inputs` has it
    known: str  # why its answer is what it is
    # Families that can win by construction, as "threads" or "threads@3.13t"; empty: not known.
    expect: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    unpack: bool = False
    files: Files | None = None
    served: bool = False  # a server is there while it is measured

    @property
    def module(self) -> Path:
        return MODULES / self.target.partition(":")[0]

    @property
    def function(self) -> str:
        return self.target.partition(":")[2]

    def expects(self, strategy: str, interpreter: str) -> bool:
        family = strategy.partition("-")[0] if strategy.startswith("processes") else strategy
        return not self.expect or bool({family, f"{family}@{interpreter}"} & set(self.expect))
