"""The batch that is measured, one task after the other: its digest, and its time."""

import time
from collections.abc import Iterator
from typing import Any

from suites import own
from suites.fingerprint import fingerprint
from suites.own import Job
from suites.probes.profile.answer import Answer


def sequential(job: Job, answer: Answer) -> None:
    answer.tell("it got no further than its import", digest="", seconds=0.0)
    own.ready(job)
    batch = own.batch(job)
    answer.tell("it got no further than a batch of calls")
    spent = 0.0

    def results() -> Iterator[Any]:  # none is kept: they can be large
        nonlocal spent
        for argument in batch:
            start = time.perf_counter()
            result = own.call(argument)
            spent += time.perf_counter() - start
            yield result

    digest = fingerprint(results())
    answer.tell(digest=digest, seconds=spent)
