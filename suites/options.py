"""The options of a suite: the identity of what it measures, parsed and handed to workers."""

import argparse
import sys
from typing import Any, NamedTuple

from suites.workload import Parameters
from suites.workloads import MODULES, find

# The settings that belong to no workload, and the one value of each that there is today.
MODE = {"chunk": "1", "gc": "on", "pool": "warm", "scaling": "strong"}


class Options(NamedTuple):
    workload: str
    parameters: Parameters
    workers: int
    mode: dict[str, str]
    interpreter: str
    replicate: int
    block: int
    service: tuple[str, int] | None

    def cell(self, strategy: str) -> dict[str, Any]:
        return {
            "interpreter": self.interpreter,
            "strategy": strategy,
            "workload": self.workload,
            "parameters": self.parameters,
            "workers": self.workers,
            "mode": self.mode,
            "replicate": self.replicate,
        }

    @property
    def benchmark(self) -> str:
        """The benchmark's name: the same in every interpreter's and every strategy's file."""
        twin = f"/replicate={self.replicate}" if self.replicate else ""
        name = f"{self.workload}[{_join(self.parameters)}]"
        return f"{name}/w{self.workers}/{_join(self.mode)}{twin}"

    def arguments(self) -> list[str]:
        """The same options as a command line, for pyperf's workers."""
        service = ["--service", "{}:{}".format(*self.service)] if self.service else []
        return [
            *("--workload", self.workload),
            *("--parameters", _join(self.parameters)),
            *("--workers", str(self.workers)),
            *("--mode", _join(self.mode)),
            *("--interpreter", self.interpreter),
            *("--replicate", str(self.replicate)),
            *("--block", str(self.block)),
            *service,
        ]


def add_to(parser: argparse.ArgumentParser, one_worker: bool) -> None:
    group = parser.add_argument_group("gilbench")
    group.add_argument("--workload", choices=list(MODULES), default="primes")
    group.add_argument("--size", choices=("small", "large"), default="small")
    group.add_argument("--parameters", type=_pairs, metavar="K=V,...", help="instead of the size's")
    group.add_argument("--workers", type=_positive, default=1 if one_worker else 2)
    group.add_argument("--mode", type=_mode, default=MODE, metavar="K=V,...")
    group.add_argument("--interpreter", default=_label(), metavar="LABEL")
    group.add_argument("--replicate", type=int, default=0, help=argparse.SUPPRESS)
    group.add_argument("--block", type=int, default=0, help=argparse.SUPPRESS)
    group.add_argument("--service", type=_address, metavar="HOST:PORT")


def from_arguments(arguments: argparse.Namespace) -> Options:
    """Raises ArgumentTypeError where the options do not fit each other."""
    parameters = arguments.parameters
    known = find(arguments.workload).sizes[arguments.size].parameters
    if parameters is None:
        parameters = known
    elif parameters.keys() != known.keys():
        raise argparse.ArgumentTypeError(
            f"{arguments.workload} has the parameters {', '.join(sorted(known))}, "
            f"not {', '.join(sorted(parameters))}"
        )
    return Options(
        workload=arguments.workload,
        parameters=parameters,
        workers=arguments.workers,
        mode=arguments.mode,
        interpreter=arguments.interpreter,
        replicate=arguments.replicate,
        block=arguments.block,
        service=arguments.service,
    )


def _label() -> str:
    free = "t" if "free-threading" in sys.version else ""
    forced = "+gil" if free and getattr(sys, "_is_gil_enabled", bool)() else ""
    return "{}.{}".format(*sys.version_info[:2]) + free + forced


def _join(values: dict[str, Any]) -> str:
    return ",".join(f"{key}={values[key]}" for key in sorted(values))


def _split(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split(",") if pair)
    return {key: value for key, _, value in pairs}


def _pairs(text: str) -> Parameters:
    pairs = _split(text)
    for key, value in pairs.items():
        if not value.isdecimal():
            raise argparse.ArgumentTypeError(f"{key}={value} is not a name and a whole number")
    return {key: int(value) for key, value in pairs.items()}


def _mode(text: str) -> dict[str, str]:
    mode = MODE | _split(text)
    if mode != MODE:
        raise argparse.ArgumentTypeError(f"only {_join(MODE)} can be measured")
    return mode


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as 127.0.0.1:7000")
    return host, int(port)
