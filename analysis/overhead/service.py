"""Services: how many requests a second, and how long half and 99 in 100 of them took at most."""

from analysis.estimate import Estimate
from analysis.figures import Figure, Form, Said, Section, Table, section, table
from analysis.overhead.lines import Say, across, naming
from analysis.overhead.readings import Readings, usual
from record import Cell

WEB, CONVOY, PING_PONG = "web", "convoy", "ping_pong"
REQUESTS = "requests"  # the parameter that says how many of them a batch is
LATENCIES = ("p50", "p99")


def service(readings: Readings) -> Section | None:
    """Throughput and latencies of `web`, and latencies beside computing and between lanes."""
    return section(
        "Services",
        "Requests answered in a second, and the time that 50% and 99% of the answers took at most. "
        "Convoy: of an echo server beside a lane that computes, by the switch interval. "
        "Ping-pong: of a number there and back over two queues between lanes that wait for it.",
        [_table(readings, WEB), _table(readings, CONVOY), _table(readings, PING_PONG)],
    )


def _table(readings: Readings, workload: str) -> Table | None:
    cells = [cell for cell in readings.cells if cell.workload == workload and usual(cell)]
    batches = [cell for cell in readings.timed if cell.workload == workload and usual(cell)]
    name = naming(cells, REQUESTS)
    says: dict[str, Say] = {}
    if any(cell.parameters.get(REQUESTS) for cell in cells):
        says["requests/s"] = lambda cell: rate(readings, cell)
    quantities = {cell.quantity for cell in cells}
    says |= {one: _latency(readings, one) for one in LATENCIES if one in quantities}
    return table(
        workload,
        ("parameters", "strategy", "w", ""),
        readings.interpreters,
        across(
            readings, batches, lambda cell: (name(cell), cell.strategy, str(cell.workers)), says
        ),
    )


def rate(readings: Readings, cell: Cell) -> Said:
    """Requests a second, of a cell that tells how long a batch of them took."""
    time, requests = readings.value(cell), cell.parameters[REQUESTS]
    if not isinstance(time, Figure) or not isinstance(requests, int):
        return time
    one = time.estimate
    interval = None
    if one.interval is not None:
        interval = (requests / one.interval[1], requests / one.interval[0])
    return Figure(Estimate(requests / one.value, interval, one.blocks), Form.RATE)


def _latency(readings: Readings, quantity: str) -> Say:
    return lambda cell: readings.value(readings.like(cell, quantity=quantity))
