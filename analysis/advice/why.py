"""Why a way is slower than the recommended one: what of it the readings show."""

from collections.abc import Callable

from analysis.advice import words
from analysis.advice.beside import Beside
from analysis.framework.traits import TRAITS
from analysis.framework.works import COMPUTING, THREADS, WAITING
from analysis.overhead.readings import SEQUENTIAL
from analysis.own import BATCH, ENTRY, TOTAL
from analysis.render.words import number
from record.advice import Profile

BUSY = 1.3  # CPUs: what keeps no more of them busy computes one at a time
DEARER = 1.1  # times as long: what explains something
MOSTLY = 0.5  # of a difference: what explains it
SHORT = 0.0005  # seconds of a call: what a process is given it in is of its size
LARGE = 2**16  # bytes of an argument or a result: what takes long to send

Reason = Callable[[Beside, Profile | None], str]


def slower(beside: Beside, profile: Profile | None) -> str:
    """The first reason that the readings show; what it took without one."""
    for reason in REASONS:
        if told := reason(beside, profile):
            return told
    took = beside.seconds(beside.cell, BATCH)
    return "" if took is None else f"its lanes take {words.seconds(took)} once they are there"


def busy(profile: Profile | None) -> float | None:
    """CPU time / wall time of its calls; None where that is not known."""
    calls = None if profile is None else profile.calls
    return None if calls is None or not calls.wall else calls.cpu / calls.wall


def _computes(profile: Profile | None) -> bool:
    told = busy(profile)
    return told is not None and told >= COMPUTING


def _sequential(beside: Beside, profile: Profile | None) -> str:
    if beside.cell.strategy != SEQUENTIAL:
        return ""
    picked = beside.picked
    if picked is None or picked.strategy != SEQUENTIAL:
        return "one call after the other"
    return _interpreter(beside)


def _interpreter(beside: Beside) -> str:
    """Of the same strategy on another interpreter."""
    picked = beside.picked
    own, other = (beside.seconds(one, BATCH) for one in (beside.cell, picked))
    if picked is None or own is None or other is None or own <= other:
        return ""
    builds = beside.readings.plan.builds
    free = builds[beside.cell.interpreter].free_threaded
    told = " free-threaded," if free and not builds[picked.interpreter].free_threaded else ""
    return (
        f"{beside.cell.interpreter} is{told} slower at it: {words.seconds(own)} for what takes "
        f"{words.seconds(other)} on {picked.interpreter}"
    )


def _start(beside: Beside, profile: Profile | None) -> str:
    """Most of what it is behind is the start of its lanes."""
    pairs = [
        [beside.seconds(one, q) for one in (beside.cell, beside.picked)] for q in (ENTRY, TOTAL)
    ]
    (own, other), (total, least) = pairs
    if own is None or other is None or total is None or least is None:
        return ""
    if total <= least or own - other < MOSTLY * (total - least):
        return ""
    return f"starting its lanes takes {words.seconds(own)} of its {words.seconds(total)}"


def _gil(beside: Beside, profile: Profile | None) -> str:
    cores = beside.cores(beside.cell)
    if beside.cell.strategy != THREADS or not beside.gil or not _computes(profile):
        return ""
    if cores is None or cores > BUSY:
        return ""
    kept = number(cores)
    return f"the GIL lets one thread compute at a time: they kept {kept} CPUs busy"


def _contended(beside: Beside, profile: Profile | None) -> str:
    """Without a GIL, and yet one at a time."""
    cores = beside.cores(beside.cell)
    threads = beside.cell.strategy in (THREADS, "asyncio-threads")
    if not threads or beside.gil or not _computes(profile) or cores is None or cores > BUSY:
        return ""
    return (
        f"its threads kept {number(cores)} CPUs busy, although there is no GIL: they wait for each "
        "other, or the machine was busy"
    )


def _loop(beside: Beside, profile: Profile | None) -> str:
    told = busy(profile)
    if beside.cell.strategy != "asyncio" or told is None or told <= WAITING:
        return ""
    return "one thread runs all calls: while one computes, no other goes on"


def _sent(beside: Beside, profile: Profile | None) -> str:
    traits = TRAITS.get(beside.cell.strategy)
    if profile is None or traits is None or traits.shares:
        return ""
    if max(profile.argument.size, profile.result.size) < LARGE:
        return ""
    return (
        f"every argument ({words.size(profile.argument.size)}) and every result "
        f"({words.size(profile.result.size)}) is pickled, sent and read again"
    )


def _workers(beside: Beside, profile: Profile | None) -> str:
    cell, picked = beside.cell, beside.picked
    if picked is None or (cell.strategy, cell.interpreter) != (picked.strategy, picked.interpreter):
        return ""
    if cell.workers < picked.workers:
        return f"with {words.count(cell.workers, 'worker')} fewer calls go on at a time"
    return "more workers bring nothing more here"


def _other_build(beside: Beside, profile: Profile | None) -> str:
    picked = beside.picked
    if picked is None or picked.strategy != beside.cell.strategy:
        return ""
    return _interpreter(beside)


def _dearer(beside: Beside, profile: Profile | None) -> str:
    """Each call takes longer on its interpreter, whatever the strategy."""
    picked = beside.picked
    if picked is None or picked.interpreter == beside.cell.interpreter:
        return ""
    bases = (beside.readings.sequential(one) for one in (beside.cell, picked))
    own, other = (beside.seconds(one, BATCH) for one in bases)
    if own is None or other is None or own < DEARER * other:
        return ""
    return (
        f"a call takes {number(own / other)} times as long on {beside.cell.interpreter} as on "
        f"{picked.interpreter}, one after the other"
    )


def _short(beside: Beside, profile: Profile | None) -> str:
    """Slower than one after the other: where calls are short, handing them out is why."""
    lane = beside.readings.sequential(beside.cell)
    own, alone = beside.seconds(beside.cell, BATCH), beside.seconds(lane, BATCH)
    if own is None or alone is None or own < alone:
        return ""
    told = f"{words.seconds(own)} for what takes {words.seconds(alone)} one after the other"
    calls = None if profile is None else profile.calls
    if calls is not None and calls.median < SHORT:
        return f"handing out such short calls takes more than it gains: {told}"
    return f"its lanes are no faster: {told}"


def _cores(beside: Beside, profile: Profile | None) -> str:
    own, other = beside.cores(beside.cell), beside.cores(beside.picked)
    if not _computes(profile) or own is None or other is None or own >= other * 0.9:
        return ""
    return f"its lanes kept {number(own)} CPUs busy, those recommended {number(other)}"


REASONS: tuple[Reason, ...] = (
    *(_sequential, _start, _gil, _contended, _loop, _workers, _other_build, _sent, _short),
    *(_dearer, _cores),
)
