"""What a command about facts writes: data under probes/ of its folder, pictures under report/."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click
import msgspec

from harness.errors import CellsFailed, NotWritable
from record.errors import why
from record.writing import write_whole

if TYPE_CHECKING:
    from analysis.charts.chart import Chart

Command = TypeVar("Command", bound=Callable[..., Any])


def out_option(name: str) -> Callable[[Command], Command]:
    """`--out`, as every command about facts has it."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        default=Path("results") / name,
        show_default=True,
        help="A folder, a run's or any: data go to probes/ in it, pictures to report/.",
    )


class Told(Protocol):
    """What became of one strategy on one interpreter."""

    @property
    def strategy(self) -> str: ...
    @property
    def interpreter(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def reason(self) -> str: ...


def refuse_failed(found: Iterable[Told], missing: Mapping[str, str]) -> None:
    """Raises CellsFailed where one failed, or an interpreter could not be had."""
    failed = [one for one in found if one.status == "failed"]
    if failed or missing:
        lost = [f"{one.strategy} on {one.interpreter}: {one.reason}" for one in failed]
        raise CellsFailed("; ".join([*lost, *missing.values()]))


class Outputs:
    """Raises NotWritable wherever something cannot be written."""

    def __init__(self, folder: Path, style: str = "light") -> None:
        """Makes the folders: that they cannot be made is told before anything takes minutes.

        `style` is that of the pictures.
        """
        self._folder, self._style = folder, style
        self._probes, self._report = folder / "probes", folder / "report"
        with self._writing():
            self._probes.mkdir(parents=True, exist_ok=True)
            self._report.mkdir(exist_ok=True)

    def data(self, name: str, told: msgspec.Struct) -> None:
        """As `probes/NAME.json`."""
        content = msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"
        with self._writing():
            write_whole(self._probes / f"{name}.json", lambda path: path.write_bytes(content))

    def picture(self, chart: "Chart") -> None:
        """As `report/NAME.svg` and `.png`."""
        from analysis.charts.save import save_all  # noqa: PLC0415 (slow to import)
        from analysis.charts.style import STYLES  # noqa: PLC0415

        style = STYLES[self._style]
        with self._writing():
            save_all(chart.draw(style), self._report / chart.name, style)

    @property
    def where(self) -> str:
        return f"data are in {self._probes}, pictures in {self._report}"

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise NotWritable(f"{self._folder} cannot be written: {why(error)}") from None
