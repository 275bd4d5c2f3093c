"""Consoles to print on: a reader that goes away is an error like any other, not an exit."""

from io import StringIO

from rich.console import Console


class Output(Console):
    """Standard output or error, or a file; `piped`: its least width where no terminal has one."""

    def __init__(
        self, file: StringIO | None = None, *, stderr: bool = False, piped: int = 0
    ) -> None:
        super().__init__(file=file, stderr=stderr, highlight=False)
        if not self.is_terminal:
            self.width = max(self.width, piped)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
