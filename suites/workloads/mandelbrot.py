"""The Mandelbrot set by rows: float arithmetic, and rows that differ widely in length."""

from suites.workload import Kind, Size, Workload


def row(job: tuple[int, int]) -> int:
    """Iterations spent in one row of a `size` x `size` picture."""
    line, size = job
    limit = 200
    imaginary = 2.0 * line / size - 1.0
    spent = 0
    for column in range(size):
        real = 3.0 * column / size - 2.0
        x = y = 0.0
        for _ in range(limit):
            xx, yy = x * x, y * y
            if xx + yy > 4.0:
                break
            x, y = xx - yy + real, 2.0 * x * y + imaginary
            spent += 1
    return spent


WORKLOAD = Workload(
    name="mandelbrot",
    about="float arithmetic in uneven rows",
    kind=Kind.CPU,
    task=row,
    batch=lambda parameters, _: [(line, parameters["size"]) for line in range(parameters["size"])],
    sizes={
        "small": Size({"size": 200}, "3fc3bffd", 0.29),
        "large": Size({"size": 400}, "3cf3e72a", 1.23),
    },
)
