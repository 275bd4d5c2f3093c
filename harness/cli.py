"""The command line: one lazy click group, and the mapping of errors to exit codes."""

import contextlib
import importlib
import io
import os
import sys

import click

from harness.errors import GilbenchError, unknown
from record import RecordError
from record.text import plain

COMMANDS = (
    "doctor",
    "interpreters",
    "list",
    "run",
    "report",
    "compare",
    "reproduce",
    "claims",
    "advise",
    "suite",
    "timeline",
    "ecosystem",
    "sharing",
    "explain",
)


class _Commands(click.Group):
    """Imports a command's module when it is called, so that `--help` needs no pandas."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            raise unknown("command", name, COMMANDS)
        command: click.Command = importlib.import_module(f"harness.commands.{name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gilbench", prog_name="gilbench")
def gilbench() -> None:
    """Threads, subinterpreters, processes, asyncio or free threading: measured, with proof."""


def run() -> int:
    """Run a command; every error is one line on stderr and its documented exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal of ASCII or Latin 1
    try:
        return gilbench(standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        return _told(error.format_message(), error.exit_code)
    except (GilbenchError, RecordError) as error:
        return _told(str(error), getattr(error, "exit_code", 2))
    except BrokenPipeError:  # the reader of our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # the output is full, the current folder is gone
        return _told(str(error), 5)


def _told(text: str, code: int) -> int:
    with contextlib.suppress(OSError):  # the terminal is gone
        click.echo(f"gilbench: error: {plain(text)}", err=True)
    return code
