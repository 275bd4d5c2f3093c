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

# Of the budget: a batch that takes longer, one call after the other, is not made once more only to
# know its results.
DIGEST = 0.05


@dataclass(frozen=True, slots=True)
class Learnt:
    profiles: Mapping[str, Profile]  # by label, of those that could not be tried as well
    sizes: Sizes | None  # None: nowhere could it be called
    interpreters: Mapping[str, Interpreter]  # on which it could, with their job
    jobs: Mapping[str, Job]
    folder: Path  # of the jobs

    @property
    def unchecked(self) -> set[str]:
        """Interpreters whose results are the same each time, and not yet known."""
        return {
            label
            for label in self.jobs
            if not self.profiles[label].digest and _steady(self.profiles[label])
        }

    def checked(self, digests: Mapping[str, str]) -> "Learnt":
        """From now on, results must be these."""
        found = {
            label: msgspec.structs.replace(one, digest=digests.get(label, one.digest))
            for label, one in self.profiles.items()
        }
        jobs = {
            label: msgspec.structs.replace(job, checksum=found[label].digest)
            for label, job in self.jobs.items()
        }
        interpreters = _with_jobs(self.interpreters, jobs, self.folder)
        return replace(self, profiles=found, interpreters=interpreters, jobs=jobs)


def learn(wanted: Wanted, ready: Ready, folder: Path, budget: Budget, say: Say) -> Learnt:
    """`folder` is where the jobs and the inputs stay."""
    job = first_job(wanted.target, wanted.inputs, wanted.cwd, folder)
    found = {label: Profile(error=reason) for label, reason in ready.lacking.items()}
    first = _with_jobs(ready.interpreters, dict.fromkeys(ready.interpreters, job), folder)
    if first:
        found |= profiles(first, patience(budget.seconds, len(first)), say)
    size = sizes(found, budget.seconds, ready.cores)
    if size is None:
        return Learnt(found, None, {}, {}, folder)
    able = {label: first[label] for label in alive(found)}
    jobs = dict.fromkeys(able, _sized(job, size))
    learnt = Learnt(found, size, _with_jobs(able, jobs, folder), jobs, folder)
    if not learnt.unchecked or size.seconds > DIGEST * budget.seconds:
        return learnt
    say("computing what the results must be ...")
    told = digests(learnt.interpreters, sorted(learnt.unchecked), 10 * size.seconds)
    return learnt.checked(told)


def _steady(profile: Profile) -> bool:
    return profile.calls is not None and profile.calls.same


def _sized(job: Job, size: Sizes) -> Job:
    return msgspec.structs.replace(
        job,
        total=size.total,
        tasks=size.tasks,
        repeats=size.repeats,
        seconds=size.seconds * (1 + size.repeats),
        kind=size.kind,
        chunk=size.chunk,
        remembers=size.remembers,
    )


def _with_jobs(
    interpreters: Mapping[str, Interpreter], jobs: Mapping[str, Job], folder: Path
) -> dict[str, Interpreter]:
    """Whose processes know their job."""
    return {
        label: replace(one, env=one.env | keep(jobs[label], folder, label))
        for label, one in interpreters.items()
    }
