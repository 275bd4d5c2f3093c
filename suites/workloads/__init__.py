"""One file a family of workloads. A measured process imports the one that it runs."""

from importlib import import_module

from suites.workload import Workload

# name -> module of this folder that holds it as WORKLOAD
MODULES = {
    "primes": "primes",
    "mandelbrot": "mandelbrot",
    "alloc_tree": "alloc_tree",
    "methods": "methods",
    "hashlib": "hashing",
    "sleep_fanout": "sleep_fanout",
    "echo": "echo",
    "wordcount": "wordcount",
}


def find(name: str) -> Workload:
    """The workload of that name; KeyError where there is none."""
    workload: Workload = import_module(f"suites.workloads.{MODULES[name]}").WORKLOAD
    return workload
