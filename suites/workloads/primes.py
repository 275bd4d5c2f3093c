"""Primes below n by trial division: pure bytecode, no allocation worth naming, no sharing."""

from suites.workload import Kind, Size, Workload, pieces


def count_primes(span: tuple[int, int]) -> int:
    start, stop = span
    found = 0
    for number in range(max(start, 2), stop):
        divisor = 2
        while divisor * divisor <= number:
            if number % divisor == 0:
                break
            divisor += 1
        else:
            found += 1
    return found


WORKLOAD = Workload(
    name="primes",
    about="pure Python arithmetic",
    kind=Kind.CPU,
    task=count_primes,
    batch=lambda parameters, _: pieces(parameters["n"], 64),
    sizes={
        "small": Size({"n": 150_000}, "a89759af", 0.28),
        "large": Size({"n": 400_000}, "9f43aab3", 1.45),
    },
)
