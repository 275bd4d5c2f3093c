"""What is learnt of the function before it is measured; each interpreter's job follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from harness.advise.job import Job, first_job, keep
from harness.advise.profile import digests, patience, profiles
from harness.advise.ready import Budget, Ready, Say, Wanted
from harness.advise.sizes import Sizes, alive, sizes
from harness.interpreters import Interpreter
from record.advice import Profile

DIGEST = 0.05  # of the budget: a batch that takes longer one by one is not made once more to check


@dataclass(frozen=True, slots=True)
class Learnt:
    profiles: Mapping[str, Profile]  # by label, of those that could not be tried as well
    sizes: Sizes | None  # None: nowhere could it be called
    interpreters: Mapping[str, Interpreter]  # on which it could, with their job


def learn(wanted: Wanted, ready: Ready, folder: Path, budget: Budget, say: Say) -> Learnt:
    """`folder` is where the jobs and the inputs stay."""
    job = first_job(wanted.target, wanted.inputs, wanted.cwd, folder)
    found = {label: Profile(error=reason) for label, reason in ready.lacking.items()}
    first = _with_jobs(ready.interpreters, dict.fromkeys(ready.interpreters, job), folder)
    if first:
        found |= profiles(first, patience(budget.seconds, len(first)), say)
    size = sizes(found, budget.seconds, ready.cores)
    if size is None:
        return Learnt(found, None, {})
    job = _sized(job, size)
    able = {label: first[label] for label in alive(found)}
    able = _with_jobs(able, dict.fromkeys(able, job), folder)
    found |= _with_digests(found, able, size, budget, say)
    checked = {label: msgspec.structs.replace(job, checksum=found[label].digest) for label in able}
    return Learnt(found, size, _with_jobs(able, checked, folder))


def _sized(job: Job, size: Sizes) -> Job:
    return msgspec.structs.replace(
        job,
        total=size.total,
        tasks=size.tasks,
        repeats=size.repeats,
        seconds=size.seconds * size.repeats,
        kind=size.kind,
        chunk=size.chunk,
    )


def _with_digests(
    found: Mapping[str, Profile],
    able: Mapping[str, Interpreter],
    size: Sizes,
    budget: Budget,
    say: Say,
) -> dict[str, Profile]:
    """The profiles of interpreters where the results are the same each time."""
    steady = [one for one in able if (calls := found[one].calls) and calls.same]
    if not steady or size.seconds > DIGEST * budget.seconds:
        return {}
    say("computing what the results must be ...")
    told = digests(able, steady, 10 * size.seconds)
    return {one: msgspec.structs.replace(found[one], digest=told[one]) for one in told}


def _with_jobs(
    interpreters: Mapping[str, Interpreter], jobs: Mapping[str, Job], folder: Path
) -> dict[str, Interpreter]:
    """Whose processes know their job."""
    return {
        label: replace(one, env=one.env | keep(jobs[label], folder, label))
        for label, one in interpreters.items()
    }
