from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from harness.interpreters.facts import Facts
from harness.interpreters.findings import findings
from record import Build

MakeFacts = Callable[..., Facts]


def build(facts: Facts, label: str) -> Build:
    return facts.build(label, "any", force_gil=label.endswith("+gil"))


def texts(*builds: Build) -> list[str]:
    return [finding.what for finding in findings(builds)]


def test_nothing_is_told_of_clean_ones(facts: MakeFacts) -> None:
    best = {"pgo": True, "lto": True}
    assert findings([]) == ()
    assert not texts(
        build(facts("3.12.1", **best), "3.12"),
        build(facts(**best), "3.13"),
        build(facts(free_threaded=True, **best), "3.13t"),
        build(facts(free_threaded=True, **best), "3.13t+gil"),
    )


def test_the_odd_one_is_told_with_what_differs(facts: MakeFacts) -> None:
    odd = facts("3.12.1", compiler="Clang 19", shared=True)
    told = texts(
        build(odd, "3.12"), build(facts(), "3.13"), build(facts(free_threaded=True), "3.13t")
    )
    assert told[0] == "3.12 differs from 3.13, 3.13t: compiler, shared libpython"
    assert len(told) == 2


def test_patch_releases_of_one_version(facts: MakeFacts) -> None:
    told = texts(
        build(facts("3.13.0"), "3.13"),
        build(facts(free_threaded=True), "3.13t"),
        build(facts("3.14.0"), "3.14"),
    )
    assert told[0] == "3.13 is 3.13.0, 3.13t is 3.13.15"
    assert len(told) == 2


def test_debug_is_an_error(facts: MakeFacts) -> None:
    (finding, *rest) = findings([build(facts(debug=True), "mine")])
    assert finding.severity == "error"
    assert not rest


def test_unoptimised_ones_are_named_together(facts: MakeFacts) -> None:
    told = texts(build(facts("3.12.1"), "3.12"), build(facts(), "3.13"))
    assert told == ["built without PGO and LTO: 3.12, 3.13"]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=6))
def test_findings_are_few_and_name_only_what_is_there(kinds: list[tuple[bool, bool, bool]]) -> None:
    def one(number: int, pgo: bool, shared: bool, free_threaded: bool) -> Build:
        raw = {
            "version": f"3.13.{number % 2}",
            "free_threaded": free_threaded,
            "gil": not free_threaded,
            "pgo": pgo,
            "lto": pgo,
            "shared": shared,
        }
        rest = {"label": f"b{number}", "provider": "", "executable": "", "compiler": "GCC"}
        flags = {"jit": False, "tail_call": False, "debug": False}
        return Build(**raw, **rest, **flags, configure="", optimisation="-O3")  # type: ignore[arg-type]

    builds = [one(number, *kind) for number, kind in enumerate(kinds)]
    told = findings(builds)
    unlike = [finding.what for finding in told if "differs" in finding.what]
    assert len(unlike) <= max(len(builds) - 1, 0)
    assert all(finding.effect and finding.remedy for finding in told)
    if len({(b.pgo, b.lto, b.shared) for b in builds}) <= 1:
        assert not unlike
