import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import GilbenchError
from harness.interpreters.names import DEFAULT, KNOWN, Name, Request, parse, parse_all


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("3.13", Request("3.13", Name("3.13", False), None, False)),
        ("3.13t", Request("3.13t", Name("3.13", True), None, False)),
        ("3.13t+gil", Request("3.13t+gil", Name("3.13", True), None, True)),
        ("pgo=3.13t", Request("pgo", Name("3.13", True), None, False)),
        ("a.b_c-d+e=3.13t+gil", Request("a.b_c-d+e", Name("3.13", True), None, True)),
        ("mine=~/cpython/python", Request("mine", None, "~/cpython/python", False)),
        ("mine=./python+gil", Request("mine", None, "./python", True)),
        ("mine=/a=b/python", Request("mine", None, "/a=b/python", False)),
        ("3.13=/opt/python", Request("3.13", None, "/opt/python", False)),
    ],
)
def test_reads_a_request(text: str, request_: Request) -> None:
    assert parse(text) == request_


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("3.31t", "did you mean '3.13t'"),
        ("3.12t", "unknown interpreter '3.12t'; did you mean '3.12'"),
        ("pypy", "unknown interpreter 'pypy'; known: 3.12"),
        ("", "unknown interpreter ''"),
        ("=3.13", "label ''"),
        ("a=", "unknown interpreter ''"),
        ("a=python3.13", "did you mean '3.13'"),
        ("3.13+gil", "always has its GIL on"),
        ("a=3.13+gil", "always has its GIL on"),
        ("3.13t+gil+gil", "unknown interpreter"),
        ("..=3.13", "label '..'"),
        (".hidden=3.13", "label '.hidden'"),
        ("-x=3.13", "label '-x'"),
        ("a/b=3.13", "label 'a/b'"),
        ("a b=3.13", "label 'a b'"),
        ("ä=3.13", "label"),
        ("a\n=3.13", "label"),
        (f"{'x' * 65}=3.13", "at most 64"),
        ("/usr/bin/python3.13", "needs a label"),
        ("a=/bin/\n", "control characters"),
        ("/\r", "needs a label"),
        ("3.13=3.13t", "promises another"),
        ("3.13t+gil=3.13t", "promises another"),
        ("3.13t=3.13t+gil", "promises another"),
    ],
)
def test_refuses_what_is_no_request(text: str, part: str) -> None:
    with pytest.raises(GilbenchError) as error:
        parse(text)
    assert part in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.exit_code == 2


def test_a_label_is_used_once() -> None:
    with pytest.raises(GilbenchError, match="asked for twice"):
        parse_all(["3.13", "3.13t", "3.13=/opt/python"])


def test_none_at_all_is_refused() -> None:
    with pytest.raises(GilbenchError, match="no interpreter"):
        parse_all([])


def test_the_order_is_the_users() -> None:
    assert [request.label for request in parse_all(["3.13t", "3.12", "a=3.12"])] == [
        "3.13t",
        "3.12",
        "a",
    ]


def test_every_known_name_is_one() -> None:
    assert [str(parse(name).name) for name in KNOWN] == list(KNOWN)
    assert set(DEFAULT) <= set(KNOWN)


@given(st.text())
def test_any_text_is_a_request_or_one_clear_line(text: str) -> None:
    try:
        request = parse(text)
    except GilbenchError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert request.label == text.partition("=")[0]
        assert (request.name is None) != (request.path is None)


@given(
    st.from_regex(r"[a-z][A-Za-z0-9._+-]{0,20}", fullmatch=True),
    st.sampled_from(KNOWN),
    st.booleans(),
)
def test_what_is_written_is_what_is_read(label: str, name: str, gil: bool) -> None:
    gil = gil and name.endswith("t")
    request = parse(f"{label}={name}{'+gil' * gil}")
    assert (request.label, str(request.name), request.force_gil) == (label, name, gil)
