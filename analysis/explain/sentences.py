"""What was seen, in plain sentences: the finding, and what it means."""

from collections.abc import Iterator

from analysis.explain.facts import Kind, facts, same_memory
from analysis.explain.moments import Running, Time, one_thread, running
from analysis.explain.tree import OsProcess, processes
from analysis.explain.words import counted, spelt
from record.explain import Explained, Seen


def finding(explained: Explained) -> str:
    """One line, as a slide's title: what lanes are, their GILs, and whether they run at once."""
    head = f"{explained.strategy} on {explained.interpreter}"
    if explained.seen is None:
        return f"{head}: {explained.status}"
    return f"{head}: {_places(explained.seen)}: {_when(explained.seen)}"


def meaning(seen: Seen) -> list[str]:
    """A few sentences: where lanes are, whose memory they have, who runs when."""
    return [*where(seen), *memory(seen), *moments(seen)]


def moments(seen: Seen) -> Iterator[str]:
    """Who runs when, and how often that was seen."""
    found = running(seen)
    if found.time is Time.TURNS:
        yield _turns(seen, found)
    elif found.time is Time.TOGETHER:
        yield from _together(found)
    elif found.time is Time.NEVER:
        yield from _never(seen, found)


def _places(seen: Seen) -> str:
    """What lanes are: the outermost thing of which each has its own."""
    found = running(seen)
    if any(lane.pid != seen.main.pid for lane in seen.lanes):
        count = len({lane.pid for lane in seen.lanes})
        each = "each with its own" if count > 1 else "with its own"
        gil = " and GIL" if found.own_gils or count == 1 else f", {_gil(found)}"
        return f"{spelt(count, 'process')}, {each} interpreter{gil}"
    if seen.lanes[0].home != seen.main.home:
        return f"{spelt(found.homes, 'interpreter')} in one process, {_gil(found)}"
    coroutines = all(lane.task for lane in seen.lanes)
    if one_thread(seen):
        loop = f"{spelt(len(seen.lanes), 'coroutine')}, one thread, one event loop"
        return loop if coroutines else "one thread"
    loops = ", each with an event loop" if all(lane.loop for lane in seen.lanes) else ""
    return f"{spelt(len(seen.lanes), 'thread')}{loops}, one interpreter, {_gil(found)}"


def _gil(found: Running) -> str:
    if found.gils == {False}:
        return "no GIL"
    if found.at_odds or len(found.gils) > 1:
        return "GILs that are at odds"
    if found.one_gil:
        return "one GIL"
    return "each with its own GIL" if found.own_gils else "each with a GIL that is on"


def _when(seen: Seen) -> str:
    found = running(seen)
    if found.time is Time.ALONE:
        return "nobody else to run beside"
    if found.time is Time.TURNS:
        coroutines = any(lane.task for lane in seen.lanes)
        return "they take turns at await" if coroutines else "one task after the other"
    if found.time is Time.TOGETHER:
        return "they run at the same time"
    if found.one_gil and found.possible:
        return "one runs Python at a time"
    where = " on one core" if seen.program.cores == 1 else ""
    return f"never seen at the same moment{where}"


def where(seen: Seen) -> Iterator[str]:
    """What each lane is, to the system and to Python."""
    tree = processes(seen)
    main, away = tree[0], [one for one in tree if one.role == "lane"]
    if away:
        count = f"{counted(len(away), 'process')} besides {main.pid}"
        yield f"Each lane is a process of its own, with its own interpreter: {count}."
        yield from _parents(tree, away)
    elif seen.lanes[0].home != seen.main.home:
        yield (
            f"Each lane is an interpreter of its own inside process {main.pid}, "
            "run by a thread of that process."
        )
    elif not one_thread(seen):
        loop = ", with an event loop of its own" if all(lane.loop for lane in seen.lanes) else ""
        yield f"Each lane is a thread of process {main.pid}, in its one interpreter{loop}."
    elif all(lane.task for lane in seen.lanes):
        thread = seen.lanes[0].thread
        one = len(seen.lanes) == 1
        which = "The coroutine is" if one else "All coroutines are"
        yield f"{which} in one thread, {thread}{'' if one else ': to the system they are one'}."
    elif seen.lanes[0].thread == seen.main.thread:
        yield f"The only lane is the thread that process {main.pid} began with."
    else:
        yield f"The only lane is a thread of process {main.pid}, in its one interpreter."


def _parents(tree: list[OsProcess], away: list[OsProcess]) -> Iterator[str]:
    by_pid = {one.pid: one for one in tree}
    for pid in sorted({one.ppid for one in away} - {tree[0].pid}):
        if pid in by_pid:
            yield f"Their parent is not process {tree[0].pid} but {pid}, the {by_pid[pid].role}."


def memory(seen: Seen) -> Iterator[str]:
    """Whose memory lanes have."""
    lanes = {(*lane.home, lane.thread) for lane in seen.lanes}
    if len(seen.lanes) == 1 and lanes == {(*seen.main.home, seen.main.thread)}:
        return  # there is nobody to share with
    if same_memory(seen):
        yield "They have the same memory: the same objects, and a change by one is seen by all."
    elif facts(seen)[0].kind is Kind.COPIED:
        how = (
            "is pickled, and arrives" if any(one.route for one in seen.sent.received) else "arrives"
        )
        yield f"Each has objects of its own: what is sent {how} as a copy."


def _together(found: Running) -> Iterator[str]:
    pairs = f", in {found.seen:,} of {found.pairs:,} pairs of lanes" if found.pairs > 1 else ""
    times = counted(found.at_once, "time")
    yield (
        f"They run at the same time: {times} two lanes did more than fits one after the "
        f"other{pairs}."
    )
    if found.at_odds:
        yield "Yet their interpreter says that its GIL is on: that is at odds."
    elif found.gils == {True}:
        yield "The GIL is on in each; those that run at the same moment do not have the same one."
    elif found.gils == {False}:
        yield "The GIL is off."


def _never(seen: Seen, found: Running) -> Iterator[str]:
    pairs = f", summed over {found.pairs:,} pairs of lanes" if found.pairs > 1 else ""
    yield (
        f"Never seen at the same moment: {found.units:,} units of work in "
        f"{found.milliseconds:,.0f} ms{pairs}, {counted(found.tries, 'try')}."
    )
    if not found.possible:
        one = "it may use one core" if seen.program.cores == 1 else "its cores are busy, or few"
        yield (
            f"Two processes were not seen at the same moment here either ({one}): so this run "
            "cannot tell who could be."
        )
        return
    yield "Two processes, tried right after, were."
    if found.one_gil:
        yield (
            f"Their interpreter's one GIL is on: {counted(found.hand_overs, 'hand-over')} "
            f"(who waits asks for it after {seen.program.switch_interval * 1000:g} ms)."
        )


def _turns(seen: Seen, found: Running) -> str:
    broken = f"{found.interrupted:,}" if found.interrupted else "none"
    broken += " were" if found.interrupted > 1 else " was"
    if not any(lane.task for lane in seen.lanes):
        return (
            f"One task after the other: of {found.stretches:,} tasks {broken} still at work "
            "when the next began."
        )
    return (
        f"A turn ends at an await: {counted(found.hand_overs, 'hand-over')}, and of "
        f"{found.stretches:,} stretches between awaits {broken} interrupted by another."
    )
