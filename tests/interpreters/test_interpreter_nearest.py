"""Which CPython stands for another machine's build."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
from made_up import build

from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import Facts
from harness.interpreters.find import Found
from harness.interpreters.names import Name
from harness.interpreters.nearest import name_of, nearest
from record import Build

MakeFacts = Callable[..., Facts]


@dataclass
class Fake:
    """A way that has, and can get, what it is told."""

    name: str = "fake"
    there: list[Found] = field(default_factory=list)
    gettable: list[Found] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def have(self, name: Name) -> list[Found]:
        return [found for found in self.there if found.facts.name == name]

    def get(self, name: Name) -> Found:
        return self._got(name, f"get {name}")

    def exactly(self, name: Name, version: str) -> Found:
        return self._got(name, f"exactly {version}", version)

    def twin(self, found: Found) -> Found | None:
        return self._got(found.facts.name.twin, "twin") if found.provider == self.name else None

    def _got(self, name: Name, call: str, version: str | None = None) -> Found:
        self.calls.append(call)
        for found in self.gettable:
            if found.facts.name == name and version in (None, found.facts.version):
                return found
        raise UnavailableError(f"{self.name} has none")


def choose(way: Fake, *wanted: Build) -> dict[str, Found | str]:
    said: list[str] = []
    return nearest({one.label: one for one in wanted}, lambda name, optimised: (way,), said.append)


def labelled(label: str, name: str, **changes: object) -> Build:
    return msgspec.structs.replace(build(name), label=label, **changes)


def plain(label: str, **changes: object) -> Build:
    return build(label, **({"pgo": False, "lto": False} | changes))


def test_the_same_release_that_is_here_is_used_and_nothing_is_got(facts: MakeFacts) -> None:
    same, newer = Found(facts("3.13.2"), "pyenv"), Found(facts("3.13.9"), "pyenv")
    way = Fake(there=[newer, same])
    assert choose(way, plain("3.13", version="3.13.2")) == {"3.13": same}
    assert not way.calls


def test_one_that_can_be_had_exactly_comes_before_a_near_one(facts: MakeFacts) -> None:
    exact = Found(facts("3.13.5"), "uv")
    way = Fake(there=[Found(facts("3.13.4"), "pyenv")], gettable=[exact])
    assert choose(way, plain("3.13", version="3.13.5")) == {"3.13": exact}
    assert way.calls == ["exactly 3.13.5"]


def test_else_the_nearest_release_then_the_likest_build(facts: MakeFacts) -> None:
    near = Found(facts("3.13.6", shared=True), "pyenv")
    like = Found(facts("3.13.6", executable="/z"), "pyenv")
    way = Fake(there=[Found(facts("3.13.0"), "pyenv"), near, like])
    assert choose(way, plain("3.13", version="3.13.5")) == {"3.13": like}
    debug = Fake(there=[Found(facts("3.13.5", debug=True), "pyenv"), near])
    assert choose(debug, plain("3.13", version="3.13.5")) == {"3.13": near}


def test_a_version_of_nobody_s_making_is_no_error(facts: MakeFacts) -> None:
    odd = Found(msgspec.structs.replace(facts("3.13.5"), version="3.13.5-vendor~1"), "PATH")
    assert choose(Fake(there=[odd]), plain("3.13", version="3.13.5")) == {"3.13": odd}


def test_another_compiler_alone_is_no_reason_to_look_further(facts: MakeFacts) -> None:
    found = Found(facts("3.13.5", compiler="Clang 19"), "pyenv")
    way = Fake(there=[found])
    assert choose(way, plain("3.13", version="3.13.5")) == {"3.13": found}
    assert not way.calls


def test_a_pair_that_was_alike_is_alike_here(facts: MakeFacts) -> None:
    exact = Found(facts("3.13.5", shared=True), "pyenv")
    free = Found(facts("3.13.9", free_threaded=True), "fake")
    twin = Found(facts("3.13.9"), "fake")
    way = Fake(there=[exact, free], gettable=[twin])
    pair = [plain(label, version="3.13.5") for label in ("3.13", "3.13t")]
    assert choose(way, *pair) == {"3.13": twin, "3.13t": free}
    unlike = [plain("3.13", version="3.13.5", shared=True), pair[1]]
    assert choose(way, *unlike) == {"3.13": exact, "3.13t": free}


def test_labels_of_one_version_are_chosen_each_for_itself(facts: MakeFacts) -> None:
    slow = Found(facts("3.13.5"), "pyenv")
    fast = Found(facts("3.13.5", pgo=True, lto=True), "uv")
    wanted = [plain("3.13", version="3.13.5"), labelled("pgo", "3.13", version="3.13.5")]
    assert choose(Fake(there=[slow, fast]), *wanted) == {"3.13": slow, "pgo": fast}


def test_what_cannot_be_had_says_why() -> None:
    found = choose(Fake(), plain("3.13"), labelled("x", "3.13", version="3.99.0"))
    assert found == {"3.13": "fake has none", "x": "this gilbench knows no CPython '3.99.0'"}


def test_a_build_is_known_by_its_version_alone() -> None:
    assert name_of(plain("3.14t", version="3.14.0rc2")) == Name("3.14", True)
    assert name_of(plain("3.13", version="3.13.2+")) == Name("3.13", False)
    for version in ("", "3.13", "3.13.1 --x", "3.13.1\n", "../3.13.1", "3.12.1.1", "4.0.1"):
        assert name_of(plain("3.13", version=version)) is None
