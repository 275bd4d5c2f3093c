"""The text of a strategy: its tree, what it means, what is shared and what is copied."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from rich.console import Console
from rich.text import Text

from analysis.explain.facts import Kind, facts
from analysis.explain.sentences import finding, meaning
from analysis.explain.tree import Interpreter, Loop, OsProcess, OsThread, processes
from record.explain import Explained, Seen
from record.text import plain, short

Branch = tuple[str, list["Branch"]]  # a label, and what is below it

WORDS = """\
program: a file on disk. process: a program that runs, with memory, a working directory and open
files. interpreter: Python's own state in a process: its modules and its objects. GIL: the lock of
an interpreter; where it is on, the thread that holds it runs Python code there, and no other.
thread: what the system puts on a core. coroutine: a function that keeps its thread until it
awaits something that is not there yet. lane: what runs tasks. All below was seen in small real
runs on this machine.
"""


def legend(console: Console) -> None:
    """Prints what the words mean."""
    console.print(Text(WORDS.strip()), soft_wrap=True)


def show(explained: Explained, console: Console) -> None:
    """Prints it; of what was not seen, why."""
    console.print(Text(plain(finding(explained)), "bold"), soft_wrap=True)
    seen = explained.seen
    if seen is None:
        console.print(Text(short(explained.reason)), soft_wrap=True)
        return
    for line in drawn(tree(seen)):
        console.print(Text(line), soft_wrap=True)
    for sentence in meaning(seen):
        console.print(Text(plain(sentence)), soft_wrap=True)
    for line in listed(seen):
        console.print(
            Text(plain(line) if line.endswith(":") else f"  - {plain(line)}"), soft_wrap=True
        )


def listed(seen: Seen) -> Iterator[str]:
    """Each kind of fact that there is as a heading, with its facts below."""
    found = facts(seen)
    for kind in Kind:
        own = [fact for fact in found if fact.kind is kind]
        if own:
            yield f"{kind.value}:"
            yield from (f"{fact.thing}: {fact.seen}" for fact in own)


def tree(seen: Seen) -> Branch:
    """From the program down to its coroutines; a process stands below the one that started it."""
    found = processes(seen)
    pids = {process.pid for process in found}
    tops = [one for one in found if one.ppid not in pids or one.role == "main"]
    below = [_process(one, found, {one.pid}) for one in tops]
    if seen.processes is None:
        below.append(("this system does not tell of processes and threads besides: no /proc", []))
    program = seen.program
    build = "free-threading build" if program.free_threaded else "build with a GIL"
    name = PurePath(program.executable).name
    what = f"{program.implementation} {program.version}, {build}"
    return f"program {name} ({what}): {program.arguments}", below


def drawn(branch: Branch) -> Iterator[str]:
    """Its lines, with lines that lead to what is below."""
    label, below = branch
    yield plain(label)
    for place, child in enumerate(below, 1):
        last = place == len(below)
        first, *rest = drawn(child)
        yield f"{'└── ' if last else '├── '}{first}"
        yield from (f"{'    ' if last else '│   '}{line}" for line in rest)


def _process(process: OsProcess, everyone: Sequence[OsProcess], path: set[int]) -> Branch:
    below = [_interpreter(one) for one in process.interpreters]
    below += [(f"thread {one.number}, to the system {one.name!r}", []) for one in process.others]
    below += [
        _process(child, everyone, path | {child.pid})
        for child in everyone
        if child.ppid == process.pid and child.pid not in path and child.role != "main"
    ]
    return f"process {process.pid}: {process.role}", below


def _interpreter(interpreter: Interpreter) -> Branch:
    gil = "GIL on" if interpreter.gil else "GIL off"
    return f"interpreter {interpreter.number}, {gil}", [_thread(one) for one in interpreter.threads]


def _thread(thread: OsThread) -> Branch:
    name = f" {thread.name}" if thread.name else ""
    outside = f" (to interpreter 0: {thread.known_as})" if thread.known_as else ""
    roles = ["main"] if thread.main else []
    if not thread.loops:  # else its coroutines are told
        roles += [f"lane {number}" for number in thread.lanes]
    told = f": {', '.join(roles)}" if roles else ""
    return f"thread {thread.number}{name}{outside}{told}", [_loop(one) for one in thread.loops]


def _loop(loop: Loop) -> Branch:
    tasks: list[Branch] = [(f"coroutine {task.number}: {task.name}", []) for task in loop.tasks]
    return f"event loop {loop.kind}", tasks
