"""The table of sharing as it is shown: a word a place, numbered errors, what is lost on the way."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from record.sharing import ROUTES, Entry, Sharing
from record.text import plain, short

WORDS = {"same object": "same", "shared memory": "shared", "copy": "copy", "error": "error"}
NOTHING = "-"  # the strategy cannot run there
FAILED = "failed"  # neither crashed nor hung
MAIN = ROUTES[0]
LONGEST = 300  # characters of a note


@dataclass(frozen=True, slots=True)
class Mark:
    """What is shown of one route: a word, and the number of its error or of what ended it."""

    word: str
    note: int = 0
    then: str = ""  # what the interpreter ended with after that
    system: str = ""  # what of the operating system's is one for both, though it is a copy

    @property
    def text(self) -> str:
        more = [f"one {self.system}" if self.system else "", self.then and f"then {self.then}"]
        return ", ".join([self.word, *filter(None, more)])


@dataclass(frozen=True, slots=True)
class Place:
    """What a kind of object becomes by a strategy: as an argument, and where others differ."""

    mark: Mark
    others: tuple[tuple[str, Mark], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Kinds that fare alike by every strategy."""

    kinds: tuple[str, ...]
    places: tuple[Place | None, ...]  # of the first, by strategy


@dataclass(frozen=True, slots=True)
class Table:
    interpreter: str
    kinds: list[str]
    strategies: list[str]
    places: dict[tuple[str, str], Place]  # by kind and strategy
    notes: list[str]  # exact texts of errors, numbered from 1
    forms: list[tuple[str, list[int]]]  # what strategies raise for errors of these numbers
    by: dict[str, str]  # how each strategy's lanes are sent arguments
    remarks: list[str]  # what is lost on the way, what is the operating system's
    native: str  # what interpreters take without pickle, by their own word
    missing: dict[str, str]  # strategies that cannot run there, and why

    def rows(self) -> list[Row]:
        """Kinds that fare alike together, in the order of the first of each."""
        alike: dict[tuple[Place | None, ...], list[str]] = {}
        for kind in self.kinds:
            fate = tuple(self.places.get((kind, strategy)) for strategy in self.strategies)
            alike.setdefault(fate, []).append(kind)
        return [Row(tuple(kinds), fate) for fate, kinds in alike.items()]

    def type_of(self, note: int) -> str:
        """Of the error of this number, without its module."""
        return _type(self.notes[note - 1]) if note else ""

    def lines(self) -> Iterator[str]:
        """What stands below the table."""
        for number, note in enumerate(self.notes, 1):
            yield f"{number:2} {note}"
        for form, numbers in self.forms:
            yield f"   raised as {form}: {', '.join(map(str, numbers))}"
        yield from self.remarks
        yield from filter(None, [self.native])
        for strategy, reason in self.missing.items():
            yield f"{strategy}: {reason}"

    def failures(self) -> list[str]:
        """Of probes that failed in another way than to crash or to hang."""
        return [
            f"{kind} by {strategy} on {self.interpreter}: {self.notes[mark.note - 1]}"
            for (kind, strategy), place in self.places.items()
            for mark in (place.mark, *(mark for _, mark in place.others))
            if FAILED in (mark.word, mark.then)
        ]


def table(sharing: Sharing, *, folded: bool = False) -> Table:
    """Of one interpreter; folded, errors that differ only in what they name are one."""
    entries = sharing.entries
    missing = _missing(entries)
    shown = [one for one in entries if one.strategy not in missing]
    told = {id(one): _folded(_note(one)) if folded else _note(one) for one in shown}
    notes = list(dict.fromkeys(filter(None, told.values())))
    by_place: dict[tuple[str, str], dict[str, Mark]] = {}
    for one in shown:
        number = notes.index(note) + 1 if (note := told[id(one)]) else 0
        mark = Mark(_word(one), number, _then(one), _system(one))
        by_place.setdefault((one.kind, one.strategy), {})[one.route] = mark
    return Table(
        interpreter=sharing.interpreter,
        kinds=list(dict.fromkeys(one.kind for one in entries)),
        strategies=list(dict.fromkeys(one.strategy for one in shown)),
        places={where: _place(marks) for where, marks in by_place.items()},
        notes=notes,
        forms=[] if folded else _forms(shown, notes),
        by={one.strategy: one.found.by for one in shown if one.found and one.found.by},
        remarks=list(_remarks(shown)),
        native=_native(shown),
        missing=missing,
    )


def _missing(entries: Sequence[Entry]) -> dict[str, str]:
    """Strategies of which every entry is unsupported, and why."""
    there = {one.strategy for one in entries if one.status != "unsupported"}
    return {one.strategy: plain(one.reason) for one in entries if one.strategy not in there}


def _word(entry: Entry) -> str:
    if entry.found is not None:
        return entry.found.how or WORDS[entry.found.got]
    if entry.status == "unsupported":
        return NOTHING
    return _end(entry)


def _then(entry: Entry) -> str:
    return _end(entry) if entry.found is not None and entry.status == "failed" else ""


def _system(entry: Entry) -> str:
    copied = entry.found is not None and entry.found.got == "copy"
    return " and ".join(entry.found.system) if copied and entry.found else ""


def _end(entry: Entry) -> str:
    """How a probe's process ended, in a word."""
    signal = re.match(r"the process was ended by (SIG[A-Z0-9]+|signal \d+)", entry.reason)
    if signal:
        return signal[1]
    return "no end" if "did not end" in entry.reason else FAILED


def _note(entry: Entry) -> str:
    """The exact text of what went wrong, on one line; of an error, what it comes from."""
    if entry.status != "ok":
        return _shown(entry.reason)
    assert entry.found is not None
    return _shown(entry.found.cause or entry.found.error)


def _shown(text: str) -> str:
    """Addresses and numbers of descriptors differ from process to process."""
    told = plain(re.sub(r"\b(fd|name)=\d+", r"\1=…", re.sub(r"\b0x[0-9a-fA-F]+", "0x…", text)))
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}…"


def _folded(note: str) -> str:
    """Without the names and representations of objects."""
    note = re.sub(r"(?<!\w)'[^']*'", "…", note)
    while (fewer := re.sub(r"<[^<>]+>", "…", note)) != note:
        note = fewer
    return note


def _type(note: str) -> str:
    return note.partition(":")[0].rpartition(".")[2]


def _place(marks: dict[str, Mark]) -> Place:
    main = marks.get(MAIN) or next(iter(marks.values()))
    others = [(route, marks[route]) for route in ROUTES if route in marks]
    return Place(main, tuple(one for one in others if one[1] != main))


def _forms(entries: Sequence[Entry], notes: list[str]) -> list[tuple[str, list[int]]]:
    """Those that do not tell their cause: neither with its text nor with its type."""
    found: dict[str, set[int]] = {}
    for one in entries:
        if one.status == "ok" and one.found and one.found.cause:
            form, cause = short(_shown(one.found.error)), _note(one)
            if cause not in form and _type(cause) != _type(form):
                found.setdefault(form, set()).add(notes.index(cause) + 1)
    return [(form, sorted(numbers)) for form, numbers in found.items()]


def _remarks(entries: Sequence[Entry]) -> Iterator[str]:
    """Each once, with all kinds, routes and strategies that it is true of."""
    strategies: dict[tuple[str, str, str], list[str]] = {}
    for one in entries:
        for told in _details(one):
            strategies.setdefault((told, one.kind, one.route), []).append(one.strategy)
    routes: dict[tuple[str, str, str], list[str]] = {}
    for (told, kind, route), own in strategies.items():
        routes.setdefault((told, kind, ", ".join(own)), []).append(route)
    kinds: dict[tuple[str, str, str], list[str]] = {}
    for (told, kind, by), on in routes.items():
        kinds.setdefault((told, by, ", ".join(on)), []).append(kind)
    for (told, by, ways), names in kinds.items():
        yield f"{', '.join(names)} ({ways}) by {by}: {told}"


def _details(entry: Entry) -> Iterator[str]:
    found = entry.found
    if found is None or found.got == "same object":
        return
    if found.lost:
        yield f"arrives without its {' and '.join(found.lost)}"
    if found.system:
        yield f"a copy, but the system's {' and '.join(found.system)} is one for both"


def _native(entries: Sequence[Entry]) -> str:
    asked = [one for one in entries if one.found and one.found.native is not None]
    taken = dict.fromkeys(one.kind for one in asked if one.found and one.found.native)
    said = "subinterpreters' own API says that it takes without pickle"
    return f"{said}: {', '.join(taken) or 'nothing'}" if asked else ""
