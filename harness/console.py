"""Consoles to print on: a reader that goes away is an error like any other, not an exit."""

from rich.console import Console


class Output(Console):
    """Standard output."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
