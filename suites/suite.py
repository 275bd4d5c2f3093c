"""A strategy's pyperf suite: any workload, any number of workers, with pyperf's own options."""

import argparse
import contextlib
import subprocess
import sys
from collections.abc import Iterator

import pyperf

from suites import options as suite_options
from suites import procedures
from suites.options import Options
from suites.procedure import Procedure
from suites.strategy import Strategy
from suites.tools import UNSUPPORTED, Unsupported, unsupported
from suites.workload import Workload
from suites.workloads import find

HOOK = "gilbench"
QUANTITY = "gilbench_quantity"  # in the metadata of a benchmark that is not a batch's time


def main(strategy_type: type[Strategy]) -> None:
    """Run the suite as pyperf's manager or, with `--worker`, as one measuring process."""
    if reason := strategy_type.unavailable():
        unsupported(f"{strategy_type.name} cannot run here: {reason}")
    one_worker = not strategy_type.sweeps
    runner = pyperf.Runner(
        values=3,
        processes=5,
        warmups=0,  # the procedure warms the lanes up
        loops=1,  # a batch is long enough: nothing to calibrate
        program_args=("-m", _module()),
        add_cmdline_args=lambda command, arguments: command.extend(
            suite_options.from_arguments(arguments, one_worker).arguments()
        ),
    )
    suite_options.add_to(runner.argparser)
    runner.argparser.set_defaults(hook=_hook())
    arguments = runner.parse_args()
    try:
        options = suite_options.from_arguments(arguments, one_worker)
    except argparse.ArgumentTypeError as error:
        runner.argparser.error(str(error))
    workload = find(options.workload)
    first = next(iter(workload.quantities), "")
    name = options.benchmark(first)
    if first:
        runner.metadata |= _metadata(workload, first)
    if workload.values is not None:
        arguments.values = min(arguments.values, workload.values)
    if not arguments.worker:
        if refused := refusal(strategy_type, workload, options):
            unsupported(refused)
        if others := list(workload.quantities)[1:]:
            print(f"only {first} is shown by hand; not {', '.join(others)}", file=sys.stderr)
        try:
            runner.bench_time_func(name, _only_in_workers)
        except RuntimeError as error:
            if not str(error).endswith(f" failed with exit code {UNSUPPORTED}"):
                raise
            sys.exit(UNSUPPORTED)  # why is what its worker said
        return
    planned = (arguments.values + arguments.warmups) * arguments.loops
    try:
        with opened(strategy_type(), workload, options, planned) as procedure:
            benchmark = runner.bench_time_func(name, procedure.time)
    except Unsupported as lacking:
        unsupported(str(lacking))
    if arguments.output:
        _add_others(benchmark, arguments.output, workload, options, procedure)


@contextlib.contextmanager
def opened(
    strategy: Strategy, workload: Workload, options: Options, planned: int
) -> Iterator[Procedure]:
    """The procedure, ready, and whatever server its workload needs; ended in any case.

    Raises Unsupported where the strategy cannot do this work here.
    """
    refused = refusal(type(strategy), workload, options)
    if refused:
        raise Unsupported(refused)
    with contextlib.ExitStack() as stack:
        if workload.service and not options.service:
            options = options._replace(service=stack.enter_context(serving(workload.service)))
        procedure = procedures.find(workload.procedure)
        yield stack.enter_context(procedure(options, workload, strategy, planned))


def refusal(strategy: type[Strategy], workload: Workload, options: Options) -> str | None:
    return strategy.refuses(workload.needs(options.parameters))


@contextlib.contextmanager
def serving(module: str) -> Iterator[tuple[str, int]]:
    """A service in a process of its own, by this interpreter; its address."""
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        host, port = server.stdout.readline().decode().split()
        yield host, int(port)
        server.communicate()  # closes its input, at which it ends


def _add_others(
    benchmark: pyperf.Benchmark,
    output: str,
    workload: Workload,
    options: Options,
    procedure: Procedure,
) -> None:
    """The other quantities of the same process, as benchmarks beside the first."""
    (run,) = benchmark.get_runs()
    for name in list(workload.quantities)[1:]:
        metadata = run.get_metadata() | _metadata(workload, name)
        metadata["name"] = options.benchmark(name)
        values = procedure.values[name]
        another = pyperf.Run(values, metadata=metadata, collect_metadata=False)
        pyperf.add_runs(output, pyperf.Benchmark([another]))


def _metadata(workload: Workload, quantity: str) -> dict[str, str]:
    unit, _, _ = workload.quantities[quantity].unit.partition("/")
    return {QUANTITY: quantity, "unit": unit}


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
