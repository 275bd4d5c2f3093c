"""What a check is: a pure function from a snapshot to a finding, silent where facts are unknown."""

from collections.abc import Callable

from harness.doctor.snapshot import Snapshot
from record import Finding

Told = tuple[str, str, str] | None  # what, effect, remedy
Check = Callable[[Snapshot], Finding | None]


def check(severity: str) -> Callable[[Callable[[Snapshot], Told]], Check]:
    """All that the check finds is of one severity; its name is what identifies the finding."""

    def of(tell: Callable[[Snapshot], Told]) -> Check:
        def found(now: Snapshot) -> Finding | None:
            if (told := tell(now)) is None:
                return None
            what, effect, remedy = told
            return Finding(
                severity=severity, what=what, effect=effect, remedy=remedy, check=tell.__name__
            )

        return found

    return of
