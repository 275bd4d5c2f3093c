"""The command line: one lazy click group, and the mapping of errors to exit codes."""

import importlib
import signal
import sys

import click

from harness.errors import GilbenchError, Stopped, unknown
from record import RecordError

COMMANDS = ("interpreters", "list", "run", "report", "suite")


class _Commands(click.Group):
    """Imports a command's module when it is called, so that `--help` needs no pandas."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            raise unknown("command", name, COMMANDS)
        command: click.Command = importlib.import_module(f"harness.commands.{name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # before click makes it exit code 1
            raise Stopped(signal.SIGINT) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gilbench")
def gilbench() -> None:
    """Threads, subinterpreters, processes, asyncio or free threading: measured, with proof."""


def main() -> None:
    try:
        gilbench()
    except (GilbenchError, RecordError) as error:
        click.echo(f"gilbench: error: {error}", err=True)
        sys.exit(getattr(error, "exit_code", 2))


if __name__ == "__main__":
    main()
