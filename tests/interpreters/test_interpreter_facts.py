from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.interpreters.facts import COMPARED, Facts, Raw, alike, differences, understand

MakeFacts = Callable[..., Facts]


def raw(**changes: object) -> Raw:
    values: dict[str, object] = {
        "implementation": "cpython",
        "version": "3.13.15",
        "info": (3, 13, 15, "final", 0),
        "executable": "/opt/bin/python3.13",
        "base": "/opt/bin/python3.13",
        "compiler": "GCC 12.2.0",
        "free_threaded": False,
        "gil": True,
        "debug": False,
        "shared": False,
        "jit": None,
        "tail_call": False,
        "configure": "'--prefix=/opt'",
        "flags": "-fno-strict-overflow -DNDEBUG -g -O3 -Wall",
        "pgo_flags": "-fprofile-use -fprofile-correction",
    }
    return Raw(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("configure", "pgo", "lto", "jit"),
    [
        ("'--prefix=/opt'", False, False, False),
        ("'--enable-optimizations' '--with-lto'", True, True, False),
        ("'--enable-optimizations' '--with-lto=thin'", True, True, False),
        ("'--enable-optimizations=no' '--without-lto'", False, False, False),
        ("'--enable-optimizations' '--disable-optimizations'", False, False, False),
        ("'--with-lto=no'", False, False, False),
        ("'--enable-experimental-jit'", False, False, True),
        ("'--enable-experimental-jit=yes-off'", False, False, False),
        ("'--enable-experimental-jit=interpreter'", False, False, True),
        ("'--with-lto-is-not-this'", False, False, False),
        ("'a quote that never ends --with-lto", False, False, False),
    ],
)
def test_configure_arguments(configure: str, pgo: bool, lto: bool, jit: bool) -> None:
    facts = understand(raw(configure=configure))
    assert (facts.pgo, facts.lto) == (pgo, lto) or "never ends" in configure
    assert facts.jit == jit


def test_flags_tell_what_configure_does_not() -> None:
    facts = understand(raw(flags="-O2 -flto=auto -fprofile-use -O3"))
    assert (facts.pgo, facts.lto, facts.optimisation) == (True, True, "-O3")


def test_the_last_optimisation_flag_counts() -> None:
    assert understand(raw(flags="-g -O2 -DX-O1 -Og")).optimisation == "-Og"
    assert understand(raw(flags="")).optimisation == ""


def test_debians_packages_hide_their_flags() -> None:
    configure = "'--enable-shared' '--with-wheel-pkg-dir=/usr/share/python-wheels/'"
    package = raw(configure=configure, flags="-g -O2", pgo_flags="")
    facts = understand(package)
    assert (facts.pgo, facts.lto, facts.optimisation) == (True, True, "-O3")
    # Debian's arguments in a build by hand: nothing was edited out.
    facts = understand(raw(configure=configure, flags="-g -O2"))
    assert (facts.pgo, facts.lto, facts.optimisation) == (False, False, "-O2")


def test_releases_are_ordered() -> None:
    levels = ["alpha", "beta", "candidate", "final"]
    releases = [understand(raw(info=(3, 15, 0, level, 1))).release for level in levels]
    assert releases == sorted(releases)


def test_the_gil_of_a_build(facts: MakeFacts) -> None:
    threaded = facts(free_threaded=True)
    assert facts().build("a", "uv", force_gil=False).gil
    assert not threaded.build("a", "uv", force_gil=False).gil
    assert threaded.build("a", "uv", force_gil=True).gil
    assert threaded.build("a", "uv", force_gil=True).free_threaded


def test_a_pair_is_alike_whatever_its_gil_and_place(facts: MakeFacts) -> None:
    assert alike(facts(), facts(free_threaded=True, executable="/x", configure="--disable-gil"))
    assert not alike(facts(), facts("3.13.14"))


@given(st.data())
def test_each_fact_that_matters_is_told(data: st.DataObject) -> None:
    changed = data.draw(st.sets(st.sampled_from(sorted(COMPARED))))
    one = understand(raw())
    changes = {
        field: "other" if isinstance(getattr(one, field), str) else not getattr(one, field)
        for field in changed
    }
    other = Facts(**({f: getattr(one, f) for f in Facts.__struct_fields__} | changes))
    assert set(differences(one, other)) == {COMPARED[field] for field in changed}
    assert differences(one, other) == differences(other, one)
    assert alike(one, other) == (not changed)
