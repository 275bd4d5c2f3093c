"""`gilbench doctor`: is this machine fit to measure on, and what would help?"""

from collections.abc import Iterator, Sequence

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.console import Output
from harness.doctor import cpus
from harness.doctor.checks import findings
from harness.doctor.examine import refuse
from harness.doctor.machine import usable_cores
from harness.doctor.snapshot import Snapshot, take
from record import Finding

WIDE = 100  # columns, where no terminal says how wide it is
UNKNOWN = "the system does not tell"
STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print all facts and findings as JSON.")
@click.option("--strict", is_flag=True, help="Exit code 4 where there is an error finding.")
def command(as_json: bool, strict: bool) -> None:
    """Is this machine fit to measure on? What would help?

    It looks for about two seconds, needs no root, and changes nothing.
    """
    seen = take()
    found = findings(seen)
    if as_json:
        everything = {"facts": seen, "findings": found}
        click.echo(msgspec.json.format(msgspec.json.encode(everything), indent=1))
    else:
        show(seen, found, Output(piped=WIDE))
    if strict:
        refuse(found)


def show(seen: Snapshot, found: Sequence[Finding], console: Console) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for name, text in facts(seen):
        grid.add_row(name, Text(text))
    console.print(grid)
    console.print()
    if not found:
        console.print(Text("Nothing here stands in the way of measuring.", "green"))
    for finding in found:
        console.print(
            Text.assemble((finding.severity, STYLES[finding.severity]), ": ", finding.what)
        )
        # Written as they are: a command that is cut or wrapped cannot be copied.
        console.out(f"  {finding.effect}\n  → {finding.remedy}")


def facts(seen: Snapshot) -> Iterator[tuple[str, str]]:
    """What is known, in words. Pure."""
    machine = seen.machine
    yield "machine", f"{machine.cpu}, {machine.system} {machine.kernel}"
    within = [f"virtual ({machine.virtual})"] if machine.virtual else []
    within += [f"in a container ({seen.container})"] if seen.container else []
    if within:
        yield "kind", ", ".join(within)
    yield "CPUs", ", ".join(_cpus(seen))
    if seen.free is None:
        yield "CPUs free", "could not be tested: spinning processes had no turn of their own"
    else:
        promised = min(seen.spinning, usable_cores(machine))
        yield "CPUs free", f"{seen.free:.1f} of {promised}, for {seen.spinning} processes that spin"
    yield "clock rate", ", ".join(_rates(seen)) or UNKNOWN
    yield "heat", ", ".join(_heat(seen)) or UNKNOWN
    if seen.on_battery is not None:
        yield "power", "battery" if seen.on_battery else "mains"
    yield "steal", UNKNOWN if seen.steal is None else f"{seen.steal:.1%}"
    load = "" if seen.load is None else f", load average {seen.load:.2f}"
    yield "other work", (UNKNOWN if seen.outside is None else f"{seen.outside:.2f} CPUs") + load
    for one in seen.busy:
        yield "", f"{one.cpus:.2f} CPUs  {one.name} (pid {one.pid})"
    yield "memory", ", ".join(_memory(seen))
    if seen.reading is not None:
        yield (
            "clock",
            f"{seen.clock or 'its source is not told'}, {seen.reading * 1e9:.0f} ns a reading",
        )


def _cpus(seen: Snapshot) -> Iterator[str]:
    count = len(seen.usable)
    among = f" of {len(seen.online)}" if seen.online else ""
    yield f"{count}{among} usable ({cpus.written(seen.usable)})"
    yield "no quota" if seen.machine.quota is None else f"a quota of {seen.machine.quota:g}"
    if seen.cores is not None:
        yield _count(len(seen.cores), "core") + (", SMT" if len(seen.cores) < count else "")
    if seen.kinds is not None:
        yield _count(seen.kinds, "kind") + " of cores"
    if seen.nodes is not None:
        yield _count(len(seen.nodes), "memory node")
    if seen.isolated:
        yield f"isolated: {cpus.written(seen.isolated)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _rates(seen: Snapshot) -> Iterator[str]:
    if seen.frequency is not None:
        yield f"{seen.frequency:.0f} MHz while busy"
    if seen.rates:
        yield f"{max(seen.rates.values())} MHz at most"
    if seen.governors:
        yield f"governor {', '.join(seen.governors)}"
    if seen.turbo is not None:
        yield f"turbo {'on' if seen.turbo else 'off'}"


def _heat(seen: Snapshot) -> Iterator[str]:
    if seen.cooler is not None:
        yield f"{seen.cooler:.0f} °C below the limit"
    if seen.throttled is not None:
        yield f"slowed {seen.throttled} times since the boot"


def _memory(seen: Snapshot) -> Iterator[str]:
    total = f"{seen.machine.memory / 2**30:.1f} GiB"
    yield total if seen.available is None else f"{seen.available / 2**30:.1f} of {total} available"
    if seen.swap is not None:
        yield f"{seen.swap / 2**20:.0f} MiB of swap in use" if seen.swap else "no swap in use"
    if seen.pressure is not None:
        yield f"waited for in {seen.pressure:.1%} of the last 10 s"
