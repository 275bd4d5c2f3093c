"""A strategy's pyperf suite: any workload, any number of workers, with pyperf's own options."""

import argparse
import contextlib
import subprocess
import sys
from collections.abc import Iterator

import pyperf

from suites import options as suite_options
from suites.options import Options
from suites.proof import Measurement
from suites.strategy import Strategy
from suites.workload import Workload
from suites.workloads import find

HOOK = "gilbench"


def main(strategy_type: type[Strategy]) -> None:
    """Run the suite as pyperf's manager or, with `--worker`, as one measuring process."""
    reason = strategy_type.unavailable()
    if reason:
        sys.exit(f"{strategy_type.name} cannot run here: {reason}")
    runner = pyperf.Runner(
        values=3,
        processes=5,
        warmups=0,  # the measurement warms the lanes up
        loops=1,  # a batch is long enough: nothing to calibrate
        program_args=("-m", _module()),
        add_cmdline_args=lambda command, arguments: command.extend(
            suite_options.from_arguments(arguments).arguments()
        ),
    )
    suite_options.add_to(runner.argparser, one_worker=not strategy_type.sweeps)
    runner.argparser.set_defaults(hook=_hook())
    arguments = runner.parse_args()
    try:
        options = suite_options.from_arguments(arguments)
    except argparse.ArgumentTypeError as error:
        runner.argparser.error(str(error))
    if options.workers > 1 and not strategy_type.sweeps:
        runner.argparser.error(f"{strategy_type.name} has one worker, not {options.workers}")
    if not arguments.worker:
        runner.bench_time_func(options.benchmark, _only_in_workers)
        return
    planned = (arguments.values + arguments.warmups) * arguments.loops
    with opened(strategy_type(), find(options.workload), options, planned) as measurement:
        runner.bench_time_func(options.benchmark, measurement.time)


@contextlib.contextmanager
def opened(
    strategy: Strategy, workload: Workload, options: Options, planned: int
) -> Iterator[Measurement]:
    """The warm strategy and whatever server its workload needs; ended in any case."""
    with contextlib.ExitStack() as stack:
        if workload.service and not options.service:
            options = options._replace(service=stack.enter_context(serving(workload.service)))
        strategy.open(options.workers)
        stack.callback(strategy.close)
        yield Measurement(options, workload, strategy, planned)


@contextlib.contextmanager
def serving(module: str) -> Iterator[tuple[str, int]]:
    """A service in a process of its own, by this interpreter; its address."""
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        host, port = server.stdout.readline().decode().split()
        yield host, int(port)
        server.communicate()  # closes its input, at which it ends


def _module() -> str:
    """The suite that is run: pyperf starts its workers by module, as it was started itself."""
    spec = sys.modules["__main__"].__spec__
    if spec is None:
        raise SystemExit("a suite is run as a module: python -m suites.threads")
    return spec.name


def _hook() -> list[str] | None:
    """The proof's hook, where the suites are installed as a wheel."""
    from pyperf._hooks import get_hook_names  # noqa: PLC0415

    return [HOOK] if HOOK in get_hook_names() else None


def _only_in_workers(loops: int) -> float:
    raise RuntimeError("pyperf's manager times nothing itself")
