"""A claim: what was published, which cells of a run speak of it, and what they must say.

The types are what `claims.toml` may hold. An unknown key is an error, so that a misspelt one is
never a claim that nothing tests.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from record import limits
from record.ecosystem import QUESTIONS
from record.fields import Name, Parameter, Quantity

Id = Name
Text = Annotated[str, Meta(max_length=2000)]
Said = Annotated[str, Meta(min_length=1, max_length=2000)]
# No letter that ends a link in Markdown or an attribute in HTML.
Address = Annotated[str, Meta(pattern=r"\A(https://[A-Za-z0-9._~:/?#@!$&*+,;=%()\[\]-]{1,500})?\Z")]
Bound = Annotated[float, Meta(gt=-1e18, lt=1e18)]
Names = Name | Annotated[list[Name], Meta(min_length=1, max_length=50)]
Values = Parameter | Annotated[list[Parameter], Meta(min_length=1, max_length=50)]
Factor = Annotated[float, Meta(gt=1, le=1000)]
Count = Annotated[int, Meta(ge=1, le=limits.WORKERS)]

# The GIL of a build: none, of the default build, or switched on again in a free-threaded one.
Kind = Literal["any", "gil", "free-threaded", "forced"]
# What an object is to a lane that was sent it, as `sharing` says it, with dashes for spaces.
Word = Literal["same-object", "shared-memory", "copy", "error"]
Metric = Literal[
    "speedup",  # over `sequential` of the same interpreter, or over what `to` names
    "efficiency",  # the same as a share of what so many workers could reach here
    "effective cores",  # CPU time of all lanes / wall time
    "value",  # the reading itself: seconds, bytes
    "ratio",  # the reading over that of `to`
    "memory a lane",  # bytes beyond `sequential`, for each worker
    "lost",  # the share of updates that was not there in the end
]
Limits = tuple[float | None, float | None]  # the least and the most that a claim allows
PAIRED = ("ratio",)  # metrics that need `to`


def listed(names: str | list[str]) -> list[str]:
    """One name or several, or none."""
    return [name for name in ([names] if isinstance(names, str) else names) if name]


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Said
    url: Address
    section: Text = ""  # or the date


class Figure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A published figure, as it stands in the data of record."""

    record: Id
    metric: Name
    strategy: Text
    interpreter: Text
    workload: Text
    workers: Text = ""
    value: Bound
    low: Bound | None = None
    high: Bound | None = None
    machine: Text = ""


class Cells(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which cells: every field that is given must match.

    Without parameters they are those that the plan has first; of the mode, what is not given is
    usual. Workers that are not given are as many as there are CPUs where the work computes, and
    the most where it waits.
    """

    interpreter: Kind = "any"
    version: Text = ""  # a specifier of the interpreter's: ">=3.14"
    label: Name | Literal[""] = ""
    strategy: Names
    workload: Names
    quantity: Quantity = ""  # empty: the time of a batch
    parameters: dict[Name, Values] = {}
    mode: dict[Name, Name] = {}
    workers: Count | Literal["", "cores", "most", "all"] = ""


class Other(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a cell is held against: the one that is like it but for these.

    `twin` is the build with a GIL of the same version and flags, `forced` the same binary with
    its GIL on; with a version, the build with a GIL that has it.
    """

    interpreter: Literal["same", "twin", "forced", "gil", "free-threaded"] = "same"
    version: Text = ""
    strategy: Name | Literal[""] = ""
    quantity: Quantity = ""
    parameters: dict[Name, Parameter] = {}
    mode: dict[Name, Name] = {}
    workers: Count | Literal["same", "most"] = "same"


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a probe found, which is no timing: seen once, and without an interval."""

    probe: Literal["sharing", "packages", "timeline"]
    interpreter: Kind = "any"
    version: Text = ""
    strategy: Names = ""
    kind: Name | Literal[""] = ""  # of object, that is sent
    route: Literal["argument", "start", "result"] = "argument"
    question: Name | Literal[""] = ""  # of packages
    share: Literal["several", "one", "hand-overs"] = "several"  # of a timeline


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One relation. Each cell that it selects must fulfil it, or their average where that is said.

    `above` and `below` bound the metric, both together enclose it, and `within` does so by a factor
    of `theirs`, the published figure in this metric. `rising` names a field and its values in the
    order in which the metric must rise; `grows_with` and `falls_with` a field from whose least to
    whose greatest value it must go up or down.
    """

    about: Text = ""
    metric: Metric | Literal[""] = ""
    of: Cells | None = None
    to: Other | None = None
    seen: Fact | None = None
    theirs: Bound | None = None
    within: Factor | None = None
    above: Bound | None = None
    below: Bound | None = None
    rising: dict[Name, Annotated[list[Parameter], Meta(min_length=2, max_length=10)]] = {}
    grows_with: Name | Literal[""] = ""
    falls_with: Name | Literal[""] = ""
    average: bool = False  # over workloads: the geometric mean
    words: list[Word] = msgspec.field(default_factory=list, name="is")  # that a probe may say

    @property
    def limits(self) -> Limits:
        """The least and the most that the metric may be."""
        if self.within is None or self.theirs is None:
            return self.above, self.below
        return self.theirs / self.within, self.theirs * self.within

    @property
    def strategies(self) -> list[str]:
        """All that it names."""
        own = [one.strategy for one in (self.of, self.to, self.seen) if one is not None]
        return [
            *(name for one in own for name in listed(one)),
            *map(str, self.rising.get("strategy", ())),
        ]

    @property
    def moves(self) -> str:
        """The field along which the metric must go up or down."""
        return self.grows_with or self.falls_with


class Needs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a machine must have, beside cells that match."""

    cores: Annotated[int, Meta(ge=0, le=limits.WORKERS)] = 0  # that can be busy


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: Id
    text: Said  # in short own words
    source: Source
    says: Text = ""  # the published figures, in a few words
    published: Annotated[list[Figure], Meta(max_length=50)] = []
    mapping: Said  # how cells of ours stand for what was measured there, and what that leaves out
    needs: Needs = Needs()
    optimised: bool = False  # it compares builds, and the published ones were with PGO and LTO
    parts: Annotated[list[Part], Meta(min_length=1, max_length=20)]


def wrong(part: Part) -> str:
    """What a part lacks or has too much, beginning with the key; empty where it is sound."""
    told = [name for name in ("above", "below", "within") if getattr(part, name) is not None]
    ways = [bool(told), bool(part.rising), bool(part.moves), bool(part.words)]
    if (part.of is None) == (part.seen is None):
        return "`of`: one of `of` (cells) and `seen` (a probe's fact) is needed"
    if part.grows_with and part.falls_with:
        return "`falls_with`: it cannot grow as well"
    if ways[1:].count(True) > 1 or (told and (part.rising or part.words)) or not any(ways):
        return (
            "`above`: one relation is needed: above, below, within, rising, grows_with, falls_with "
            "or is"
        )
    if part.within is not None and (len(told) > 1 or not part.theirs or part.theirs < 0):
        return "`within`: it is a factor of `theirs`, which must be positive, and stands alone"
    if part.within is not None and not all(part.limits):
        return "`theirs`: it is too small for any factor"
    if len(told) == 2 and not _less(part.above, part.below):
        return "`below`: it must be greater than `above`"
    return _wrong_fact(part) if part.seen else _wrong_cells(part)


def _wrong_fact(part: Part) -> str:
    seen = part.seen
    assert seen is not None
    if part.metric or part.to or part.average or part.rising or part.moves:
        return "`metric`: a fact has none, and only `above`, `below` or `is`"
    if (seen.probe == "sharing") != bool(part.words):
        return "`is`: words are what `sharing` says, and it says nothing else"
    wanted = {"sharing": "kind", "packages": "question"}.get(seen.probe, "strategy")
    if seen.question and seen.question not in QUESTIONS:
        return f"`seen.question`: it is none of {', '.join(QUESTIONS)}"
    return "" if getattr(seen, wanted) else f"`seen.{wanted}`: the probe `{seen.probe}` needs it"


def _wrong_cells(part: Part) -> str:
    if not part.metric:
        return "`metric`: cells need one"
    if part.words:
        return "`is`: that is for facts"
    if part.metric in PAIRED and part.to is None:
        return f"`to`: the metric `{part.metric}` needs it"
    if part.to is not None and part.metric not in ("ratio", "speedup"):
        return f"`to`: the metric `{part.metric}` has none"
    if (part.rising or part.moves) and part.metric != "value":
        return "`metric`: what rises, grows or falls is a `value`"
    if len(part.rising) > 1:
        return "`rising`: one field"
    if part.average and part.metric not in ("ratio", "speedup"):
        return "`average`: of ratios and speedups alone"
    bounds = [one for one in (part.above, part.below) if one is not None]
    if any(one <= 0 for one in bounds) and part.metric not in ("memory a lane", "lost"):
        return "`above`: a bound of what is positive is positive"
    return ""


def _less(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low < high
