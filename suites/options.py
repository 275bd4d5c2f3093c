"""The options of a suite: the identity of what it measures, parsed and handed to workers."""

import argparse
import re
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from suites.workload import Parameters, Workload
from suites.workloads import MODULES, find

# The settings that belong to no workload, and the values of each; the first is the usual one.
MODES = {
    "chunk": ("1", "auto"),  # tasks that are handed out at a time; another number, too
    "gc": ("on", "off"),
    "pool": ("warm", "cold"),
    "scaling": ("strong", "weak"),  # the work stays the same, or grows with the workers
}
MODE = {name: values[0] for name, values in MODES.items()}


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

    def benchmark(self, quantity: str) -> str:
        """The benchmark's name: the same in every interpreter's and every strategy's file."""
        twin = f"/replicate={self.replicate}" if self.replicate else ""
        of = f"/{quantity}" if quantity else ""
        name = f"{self.workload}[{_join(self.parameters)}]"
        return f"{name}/w{self.workers}/{_join(self.mode)}{of}{twin}"

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


def add_to(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("gilbench")
    group.add_argument("--workload", choices=list(MODULES), default="primes")
    group.add_argument("--size", choices=("small", "large"), default="small")
    group.add_argument("--parameters", type=_pairs, metavar="K=V,...", help="instead of the size's")
    group.add_argument("--workers", type=_positive)
    group.add_argument("--mode", type=_mode, default={}, metavar="K=V,...", help=_modes_help())
    group.add_argument("--interpreter", default=_label(), metavar="LABEL")
    group.add_argument("--replicate", type=int, default=0, help=argparse.SUPPRESS)
    group.add_argument("--block", type=int, default=0, help=argparse.SUPPRESS)
    group.add_argument("--service", type=_address, metavar="HOST:PORT")


def from_arguments(arguments: argparse.Namespace, one_worker: bool) -> Options:
    """Raises ArgumentTypeError where the options do not fit each other."""
    workload = find(arguments.workload)
    return Options(
        workload=arguments.workload,
        parameters=_parameters(arguments, workload),
        workers=_workers(arguments.workers, workload, one_worker),
        mode=_fitting(arguments.mode, workload),
        interpreter=arguments.interpreter,
        replicate=arguments.replicate,
        block=arguments.block,
        service=arguments.service,
    )


def _parameters(arguments: argparse.Namespace, workload: Workload) -> Parameters:
    parameters: Parameters | None = arguments.parameters
    known = workload.sizes[arguments.size].parameters
    if parameters is None:
        return known
    if parameters.keys() != known.keys():
        raise argparse.ArgumentTypeError(
            f"{workload.name} has the parameters {', '.join(sorted(known))}, "
            f"not {', '.join(sorted(parameters))}"
        )
    for name, value in parameters.items():
        if type(value) is not type(known[name]):
            kind = "a whole number" if isinstance(known[name], int) else "a word"
            raise argparse.ArgumentTypeError(f"{workload.name}: {name}={value} is not {kind}")
        if isinstance(value, int) and value not in workload.range_of(name):
            allowed = workload.range_of(name)
            step = f" in steps of {allowed.step}" if allowed.step > 1 else ""
            raise argparse.ArgumentTypeError(
                f"{workload.name}: {name} goes from {allowed[0]} to {allowed[-1]}{step}, "
                f"and is not {value}"
            )
        words = {size.parameters[name] for size in workload.variants()}
        if isinstance(value, str) and value not in words:
            raise argparse.ArgumentTypeError(
                f"{workload.name}: {name} is one of {', '.join(sorted(map(str, words)))}, "
                f"not {value}"
            )
    return parameters


def _workers(asked: int | None, workload: Workload, one_worker: bool) -> int:
    if one_worker:
        if asked not in (None, 1):
            raise argparse.ArgumentTypeError(f"this strategy has one worker, not {asked}")
        return 1
    if asked is None:
        return workload.workers[0] if workload.workers else 2
    if workload.workers and asked not in workload.workers:
        known = " or ".join(map(str, workload.workers))
        raise argparse.ArgumentTypeError(f"{workload.name} has {known} workers, not {asked}")
    return asked


def _fitting(asked: Mapping[str, str], workload: Workload) -> dict[str, str]:
    mode = MODE | ({"pool": "cold"} if workload.cold else {})
    if asked.get("pool", mode["pool"]) != mode["pool"]:
        raise argparse.ArgumentTypeError(f"{workload.name} is measured with pool={mode['pool']}")
    fixed = ["chunk", "scaling"] if workload.workers else []  # its tasks are one set of partners
    if workload.procedure != "batch":
        fixed = ["gc", "scaling"] if workload.procedure == "own" else ["chunk", "gc", "scaling"]
    for name in fixed:
        if asked.get(name, mode[name]) != mode[name]:
            raise argparse.ArgumentTypeError(f"{workload.name} has only {name}={mode[name]}")
    return mode | dict(asked)


def _label() -> str:
    free = "t" if "free-threading" in sys.version else ""
    forced = "+gil" if free and getattr(sys, "_is_gil_enabled", bool)() else ""
    return "{}.{}".format(*sys.version_info[:2]) + free + forced


def _join(values: Mapping[str, Any]) -> str:
    return ",".join(f"{key}={values[key]}" for key in sorted(values))


def _split(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split(",") if pair)
    return {key: value for key, _, value in pairs}


def _pairs(text: str) -> Parameters:
    pairs = _split(text)
    for key, value in pairs.items():
        if not re.fullmatch(r"[A-Za-z0-9_+][\w.+-]*", value, re.ASCII):
            raise argparse.ArgumentTypeError(f"{key}={value} is no name and its value")
    return {key: int(value) if value.isdecimal() else value for key, value in pairs.items()}


def _mode(text: str) -> dict[str, str]:
    mode = _split(text)
    for name, value in mode.items():
        number = name == "chunk" and re.fullmatch(r"[1-9][0-9]{0,8}", value, re.ASCII)
        if value not in MODES.get(name, ()) and not number:
            raise argparse.ArgumentTypeError(f"{name}={value}: known are {_modes_help()}")
    return mode


def _modes_help() -> str:
    known = {name: "|".join(values) for name, values in MODES.items()}
    known["chunk"] += "|NUMBER"
    return ", ".join(f"{name}={values}" for name, values in known.items())


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as 127.0.0.1:7000")
    return host, int(port)
