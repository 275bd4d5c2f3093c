"""One file a family of workloads. A measured process imports the one that it runs."""

import os
from importlib import import_module

from suites.own import JOB
from suites.workload import Workload

# name -> module of this folder that holds it as WORKLOAD
MODULES = {
    "primes": "primes",
    "mandelbrot": "mandelbrot",
    "alloc_tree": "alloc_tree",
    "methods": "methods",
    "nbody": "nbody",
    "json_roundtrip": "json_roundtrip",
    "regex_scan": "regex_scan",
    "hashlib": "hashing",
    "zlib": "zlib_blocks",
    "numpy_ufunc": "numpy_ufunc",
    "granularity": "granularity",
    "mixed": "mixed",
    "files": "files",
    "sleep_fanout": "sleep_fanout",
    "echo": "echo",
    "wordcount": "wordcount",
    "shared_read": "shared_read",
    "shared_write": "shared_write",
    "lock": "lock",
    "counter": "counter",
    "pipeline": "pipeline",
    "ping_pong": "ping_pong",
    "transfer": "transfer",
    "web": "web",
    "convoy": "convoy",
    "startup": "startup",
    "memory": "memory",
}
if JOB in os.environ:  # else there is none
    MODULES["own"] = "own"


def find(name: str) -> Workload:
    """The workload of that name; KeyError where there is none."""
    workload: Workload = import_module(f"suites.workloads.{MODULES[name]}").WORKLOAD
    return workload
