from collections.abc import Callable
from dataclasses import dataclass, field

from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import Facts
from harness.interpreters.find import Found
from harness.interpreters.names import Name
from harness.interpreters.resolve import Resolved, resolve

MakeFacts = Callable[..., Facts]
X, XT = Name("3.13", False), Name("3.13", True)


@dataclass
class Fake:
    """A way that has, can get, and makes twins of what it is told."""

    name: str
    there: list[Found] = field(default_factory=list)
    gettable: list[Found] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def have(self, name: Name) -> list[Found]:
        return [found for found in self.there if found.facts.name == name]

    def get(self, name: Name) -> Found:
        self.calls.append(f"get {name}")
        for found in self.gettable:
            if found.facts.name == name:
                return found
        raise UnavailableError(f"{self.name} has no {name}")

    def twin(self, found: Found) -> Found | None:
        return self.get(found.facts.name.twin) if found.provider == self.name else None


def run(names: list[Name], *ways: Fake) -> tuple[Resolved, list[str]]:
    said: list[str] = []
    return resolve(names, lambda name: ways, said.append), said


def test_what_is_there_is_used_and_nothing_is_got(facts: MakeFacts) -> None:
    machine = Fake("machine", there=[Found(facts(), "pyenv")])
    uv = Fake("uv", gettable=[Found(facts(), "uv")])
    resolved, _ = run([X], machine, uv)
    assert resolved.found[X].provider == "pyenv"
    assert not uv.calls


def test_ways_are_tried_in_order(facts: MakeFacts) -> None:
    uv = Fake("uv")
    source = Fake("source", gettable=[Found(facts(), "source")])
    resolved, _ = run([X], Fake("machine"), uv, source)
    assert resolved.found[X].provider == "source"
    assert uv.calls == ["get 3.13"]


def test_what_cannot_be_had_tells_each_reason() -> None:
    resolved, _ = run([X, XT], Fake("machine"), Fake("uv"))
    assert resolved.missing == {
        XT: "machine has no 3.13t; uv has no 3.13t",
        X: "machine has no 3.13; uv has no 3.13",
    }
    assert not resolved.found


def test_an_unlike_pair_is_replaced_by_the_twin(facts: MakeFacts) -> None:
    machine = Fake("machine", there=[Found(facts("3.13.0", shared=True), "pyenv")])
    source = Fake(
        "source",
        gettable=[Found(facts(free_threaded=True), "source"), Found(facts(), "source")],
    )
    resolved, _ = run([X, XT], machine, source)
    assert resolved.found[X].provider == "source"
    assert source.calls == ["get 3.13t", "get 3.13"]


def test_alone_the_one_that_is_there_is_used(facts: MakeFacts) -> None:
    machine = Fake("machine", there=[Found(facts("3.13.0"), "pyenv")])
    source = Fake("source", gettable=[Found(facts(), "source")])
    resolved, _ = run([X], machine, source)
    assert resolved.found[X].provider == "pyenv"


def test_a_clean_pair_that_is_there_is_used(facts: MakeFacts) -> None:
    older = [Found(facts("3.13.5"), "pyenv"), Found(facts("3.13.5", free_threaded=True), "pyenv")]
    machine = Fake("machine", there=[Found(facts("3.13.15"), "PATH"), *older])
    resolved, _ = run([X, XT], machine)
    assert resolved.found == {X: older[0], XT: older[1]}


def test_the_found_one_is_used_where_the_twin_cannot_be_had(facts: MakeFacts) -> None:
    machine = Fake("machine", there=[Found(facts("3.13.0"), "pyenv")])
    uv = Fake("uv", gettable=[Found(facts(free_threaded=True), "uv")])
    resolved, said = run([X, XT], machine, uv)
    assert resolved.found[X].provider == "pyenv"
    assert said == ["no 3.13 like 3.13t of uv: uv has no 3.13"]


def test_a_pair_of_another_version_does_not_matter(facts: MakeFacts) -> None:
    older = Found(facts("3.12.1", shared=True), "pyenv")
    machine = Fake("machine", there=[older, Found(facts(free_threaded=True), "pyenv")])
    resolved, _ = run([Name("3.12", False), XT], machine)
    assert resolved.found[Name("3.12", False)] == older


def test_without_its_pair_the_found_one_is_used(facts: MakeFacts) -> None:
    machine = Fake("machine", there=[Found(facts("3.13.0"), "pyenv")])
    resolved, _ = run([X, XT], machine)
    assert resolved.found[X].provider == "pyenv"
    assert set(resolved.missing) == {XT}


def test_a_name_is_resolved_once(facts: MakeFacts) -> None:
    source = Fake("source", gettable=[Found(facts(), "source")])
    run([X, X, X], source)
    assert source.calls == ["get 3.13"]
