"""Types of command-line options, each of which says in one line what was wrong; `--style`."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from record.limits import LONGEST


class _Option(click.ParamType[Any]):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return self.parse(value, param, ctx) if isinstance(value, str) else value

    def parse(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        raise AssertionError(f"{self.name} parses nothing")


class _Names(_Option):
    name = "a,b,..."

    def parse(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        names = [name.strip() for name in text.split(",") if name.strip()]
        return names or self.fail("name at least one", param, ctx)


class _Count(_Option):
    name = "N"

    def parse(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not re.fullmatch(r"[0-9]+", text.strip()) or not int(text[:10]):
            self.fail(f"{text!r} is not a whole number from 1", param, ctx)
        if len(text.strip()) > 6:
            self.fail(f"{text!r} is more than 999999", param, ctx)
        return int(text)


class _Counts(_Option):
    name = "N,N,..."

    def parse(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        counts = (COUNT.parse(part, param, ctx) for part in text.split(","))
        return sorted(set(counts))


class _Duration(_Option):
    name = "TIME"

    def parse(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([smh]?)", text.strip())
        if not match or not float(match[1]):
            self.fail(f"{text!r} is not a time such as 90s, 5m or 1h", param, ctx)
        seconds = float(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[match[2]]
        if seconds >= LONGEST:
            self.fail(f"{text!r} is more than thirty years", param, ctx)
        return seconds


class _Share(_Option):
    name = "N%"

    def parse(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        match = re.fullmatch(r"([0-9]{1,2}(?:\.[0-9]+)?)\s*%", text.strip())
        if not match or not float(match[1]):
            self.fail(f"{text!r} is not a share such as 3%", param, ctx)
        return float(match[1]) / 100


NAMES = _Names()
COUNT = _Count()
COUNTS = _Counts()
DURATION = _Duration()
SHARE = _Share()

Command = TypeVar("Command", bound=Callable[..., Any])


def style_option(command: Command) -> Command:
    """`--style`, as every command that draws has it; `analysis.charts.style` knows their looks."""
    return click.option(
        "--style",
        type=click.Choice(["light", "dark"]),
        default="light",
        show_default=True,
        help="Of the pictures.",
    )(command)
