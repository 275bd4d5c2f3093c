"""A convoy whose computing looks at the switch interval: a module that lanes can import."""

import sys

from suites.workloads import convoy

_seen: list[float] = []  # by this lane's interpreter


def interval(_: object) -> float:
    return sys.getswitchinterval()


def converse(job: convoy.Job) -> list[float]:
    convoy.spin = lambda _: _seen.append(sys.getswitchinterval())
    convoy.converse(job)
    return list(_seen)
