"""What was learnt of the function, in sentences for who never thought about it.

Each is true of what was seen, with its numbers and where they are from; what was not seen is not
told.
"""

from collections.abc import Iterator, Mapping, Sequence

from analysis.advice import words
from analysis.advice.measured import Measured
from analysis.advice.model import Finding
from analysis.advice.why import busy
from analysis.caveats import Kind
from analysis.framework.works import COMPUTING, WAITING
from analysis.render.words import number
from record.advice import Advised, Calls, Profile

NOTICED = 0.001  # seconds of a call: what is shorter, the machine may have held up
UNEVEN = 3.0  # times the middle call
PARALLEL = 1.15  # CPUs of one call: it has several threads or processes itself
FREE, KEPT = 1.6, 1.3  # CPUs that two threads kept busy: side by side, and one at a time
SLOW_IMPORT = 0.1  # seconds

Profiles = Mapping[str, Profile]


def findings(advised: Advised, runs: Sequence[Measured], lead: str | None) -> tuple[Finding, ...]:
    """What the function is like, then what must be known of it. `lead`: whose numbers are told."""
    profiles = advised.profiles
    found: list[Finding] = []
    if lead is not None:
        found += _plain(profiles[lead], lead, advised)
    found += [*_gil(profiles), *_subinterpreters(profiles), *_pickles(profiles)]
    found += _notes(profiles)
    found += [*_deeds(profiles, runs), *_results(profiles, runs), *_absent(advised)]
    found += _machine(runs)
    return tuple({one.text: one for one in found}.values())


def lead_of(advised: Advised, recommended: str | None) -> str | None:
    """The interpreter whose profile speaks for all: the recommended one, or the first that has."""
    known = [label for label, one in advised.profiles.items() if one.calls is not None]
    return recommended if recommended in known else next(iter(known), None)


def _plain(profile: Profile, label: str, advised: Advised) -> Iterator[Finding]:
    calls = profile.calls
    if calls is None:
        return
    yield Finding(_length(calls, label, busy(profile)))
    yield from _uneven(calls, profile)
    if advised.total and advised.total < advised.workers:
        inputs = words.count(advised.total, "input")
        yield Finding(
            f"There {'is' if advised.total == 1 else 'are'} only {inputs}: no more lanes "
            "than that have something to do."
        )
    if profile.imports >= SLOW_IMPORT:
        yield Finding(
            f"Importing it takes {words.seconds(profile.imports)}: every process that is spawned, "
            "and every interpreter, does that again before its first call."
        )
    sizes = (profile.argument, profile.result)
    if all(one.size and not one.error for one in sizes):
        sent, back = (words.size(one.size) for one in sizes)
        yield Finding(
            f"To another process its argument takes {sent} and its result {back}, pickled, on "
            "average: threads share both, and send nothing."
        )


def _length(calls: Calls, label: str, told: float | None) -> str:
    once = "took" if calls.count == 1 else "takes"
    if calls.count == 1:
        source = f"the only one that was timed, on {label}"
    else:
        source = (
            f"the middle one of {calls.count:,} on {label}, the shortest "
            f"{words.seconds(calls.shortest)}, the longest {words.seconds(calls.longest)}"
        )
    return f"One call {once} {words.seconds(calls.median)} ({source}){_doing(told)}."


def _doing(told: float | None) -> str:
    if told is None:
        return ""
    if told > PARALLEL:
        return f" and keeps {number(told)} CPUs busy: it runs in parallel by itself already"
    computes = words.share(min(1.0, told))
    if told >= COMPUTING:
        return f" and computes for {computes} of that: it does not wait"
    if told <= WAITING:
        return f" and waits for {words.share(1 - told)} of that: a CPU has little to do with it"
    return f" and computes for {computes} of that; the rest it waits"


def _uneven(calls: Calls, profile: Profile) -> Iterator[Finding]:
    if calls.count < 3 or calls.longest < max(NOTICED, UNEVEN * calls.median) or not calls.wall:
        return
    part = calls.longest / calls.wall
    told = f"Calls are uneven: the longest takes {number(calls.longest / calls.median)} times"
    told += " as long as the middle one"
    if calls.count == profile.total and part > 0.1:
        told += (
            f", {words.share(part)} of the time of all {calls.count:,}: if that is its input's "
            f"doing, no number of lanes can be more than {number(1 / part)} times as fast"
        )
    yield Finding(told + ".")


def _gil(profiles: Profiles) -> Iterator[Finding]:
    for label, one in profiles.items():
        if one.gil is not None and not one.gil.first and (one.gil.imported or one.gil.called):
            doing = "Importing" if one.gil.imported else "Calling"
            whose = f" (by module {words.some(one.gil.culprits)})" if one.gil.culprits else ""
            yield Finding(
                f"{doing} it switches the GIL on again{whose}: {label} is then no better than the "
                "same version with a GIL.",
                serious=True,
            )
        elif one.together is not None and (busy(one) or 0.0) > WAITING:
            yield from _together(
                label, one.together, free=one.gil is not None and not one.gil.called
            )


def _together(label: str, cpus: float, *, free: bool) -> Iterator[Finding]:
    kept = f"Two threads that called it at the same time kept {number(cpus)} CPUs busy on {label}"
    if cpus >= FREE:
        why = (
            "there is no GIL, and nothing else that they wait for"
            if free
            else ("it leaves the GIL to others while it computes")
        )
        yield Finding(f"{kept}: {why}.")
    elif cpus <= KEPT:
        why = (
            "although there is no GIL: they wait for each other, or the machine was busy"
            if free
            else ("only one computes at a time, as it keeps the GIL")
        )
        yield Finding(f"{kept}{', ' if free else ': '}{why}.")


def _subinterpreters(profiles: Profiles) -> Iterator[Finding]:
    found: dict[str, list[str]] = {}
    for label, one in profiles.items():
        if one.subinterpreter and not _unsendable(one):
            found.setdefault(words.quoted(one.subinterpreter), []).append(label)
    for why, labels in found.items():
        yield Finding(f"It cannot be used in a subinterpreter on {', '.join(labels)}: {why}.")


def _unsendable(one: Profile) -> bool:
    return bool(one.function or one.argument.error or one.result.error)


def _pickles(profiles: Profiles) -> Iterator[Finding]:
    """What cannot be sent to processes."""
    found: dict[tuple[str, str], list[str]] = {}
    for label, one in profiles.items():
        errors = {
            "The function itself": one.function,
            "Its argument": one.argument.error,
            "Its result": one.result.error,
        }
        for what, why in errors.items():
            if why:
                found.setdefault((what, words.quoted(why)), []).append(label)
    for (what, why), _ in found.items():
        yield Finding(f"{what} cannot be sent to another process: {why}.", serious=True)


def _notes(profiles: Profiles) -> Iterator[Finding]:
    """What else was seen, as it was told: each once."""
    told = dict.fromkeys(words.quoted(note) for one in profiles.values() for note in one.notes)
    for note in filter(None, told):
        yield Finding(f"{note[0].upper()}{note[1:]}.")


def _deeds(profiles: Profiles, runs: Sequence[Measured]) -> Iterator[Finding]:
    """What it does besides returning something: that was done again and again here."""
    known = [one.deeds for one in profiles.values()]
    profiled = sum(one.calls.count for one in profiles.values() if one.calls is not None)
    often = profiled + sum(own.calls for own in runs)
    again = f"it was called at least {often:,} times while this was measured"
    for names, doing, what in (
        (
            [name for one in known for name in one.written],
            "writes files",
            "other lanes may write the same ones at the same time",
        ),
        (
            [name for one in known for name in one.connected],
            "connects to",
            "whoever is there has seen all of these calls",
        ),
        (
            [name for one in known for name in one.started],
            "starts programs",
            "each call starts them again",
        ),
    ):
        told = list(dict.fromkeys(names))
        if told and doing == "connects to":
            yield Finding(f"It connects to {words.some(told)}: {again}, and {what}.", serious=True)
        elif told:
            yield Finding(f"It {doing} ({words.some(told)}): {again}, and {what}.", serious=True)
    printed = max((one.printed for one in known), default=0)
    if printed:
        calls = max((one.calls.count for one in profiles.values() if one.calls), default=0)
        yield Finding(
            f"It prints ({words.size(printed)} in {words.count(calls, 'call')}): that was thrown "
            "away here, and in several lanes the lines of one mix with those of another.",
            serious=True,
        )


def _results(profiles: Profiles, runs: Sequence[Measured]) -> Iterator[Finding]:
    raised = [
        (label, one.calls) for label, one in profiles.items() if one.calls and one.calls.raised
    ]
    for label, calls in raised[:1]:
        yield Finding(
            f"{calls.raised:,} of {words.count(calls.count, 'call')} ended with an error on "
            f"{label} ({words.quoted(calls.error)}): that was taken for the result, and the time "
            "is that of failing.",
            serious=True,
        )
    unlike = [label for label, one in profiles.items() if one.calls and not one.calls.same]
    if unlike:
        yield Finding(
            f"A second call with the same input returned something else ({', '.join(unlike)}): "
            "chance, the time, or what earlier calls left behind is in it, and whether a strategy "
            "returns what it should cannot be checked.",
            serious=True,
        )
    digests = {label: one.digest for label, one in profiles.items() if one.digest}
    if len(set(digests.values())) > 1 and not unlike:
        yield Finding(f"Its results are not the same on {' and '.join(digests)}.", serious=True)
    wrong: dict[str, None] = {}
    for own in runs:
        for cell in own.cells:
            why = own.readings.why_not([cell])
            if why is not None and why.status == "failed" and "checksum" in why.reason:
                wrong[f"{cell.strategy} on {cell.interpreter}"] = None
    if wrong:
        yield Finding(
            f"With {', '.join(wrong)} its results differ from those of one call after the other: "
            "calls that run at the same time change what others use.",
            serious=True,
        )


def _machine(runs: Sequence[Measured]) -> Iterator[Finding]:
    """Why the figures may mean little: of the run that decided."""
    for caveat in runs[0].report.caveats if runs else ():
        if caveat.alarm or caveat.kind is Kind.CONTAMINATED:
            told = "; ".join(filter(None, (caveat.cause, caveat.effect)))
            yield Finding(f"The machine: {words.quoted(told)}.", serious=True)


def _absent(advised: Advised) -> Iterator[Finding]:
    """Interpreters that nothing was measured on."""
    told = set()
    for label, one in advised.profiles.items():
        if one.error:
            told.add(label)
            yield Finding(
                f"On {label} it was not measured: {words.quoted(one.error)}.", serious=True
            )
    for out in advised.left_out:
        if out.strategy is None and out.interpreter not in told:
            yield Finding(f"{out.interpreter} was left out: {words.quoted(out.reason)}.")
