"""`-k EXPR`: its logic is Python's, and what it cannot mean is one clear line."""

import operator
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import GilbenchError
from harness.plan.select import selector
from record import Cell

INTERPRETERS = ("3.12", "3.13", "3.13t", "3.13t+gil")
STRATEGIES = ("sequential", "threads", "processes-fork", "interpreters")
WORKLOADS = {"primes": {"n": 100}, "echo": {"connections": 64, "trips": 2}}
CELLS = [
    Cell(
        interpreter=interpreter,
        strategy=strategy,
        workload=workload,
        parameters=parameters,  # type: ignore[arg-type]
        workers=workers,
        mode={"pool": "warm", "gc": "on"},
    )
    for interpreter in INTERPRETERS
    for strategy in STRATEGIES
    for workload, parameters in WORKLOADS.items()
    for workers in (1, 2, 16)
]


def chosen(expression: str) -> list[Cell]:
    test = selector(expression, CELLS)
    return [cell for cell in CELLS if test(cell)]


@pytest.mark.parametrize(
    ("expression", "python"),
    [
        ("threads", "c.strategy == 'threads'"),
        ("3.13t", "c.interpreter == '3.13t'"),
        ("3.13t+gil", "c.interpreter == '3.13t+gil'"),
        ("processes-fork", "c.strategy == 'processes-fork'"),
        ("warm", "True"),
        ("workers = 16", "c.workers == 16"),
        ("workers==16", "c.workers == 16"),
        ("workers!=16", "c.workers != 16"),
        ("workers>=2", "c.workers >= 2"),
        ("workers>2", "c.workers > 2"),
        ("workers<2.5", "c.workers < 2.5"),
        ("workers<=1", "c.workers <= 1"),
        ("trips=2", "c.parameters.get('trips') == 2"),
        ("trips<9", "c.parameters.get('trips', 9) < 9"),
        ("n>50", "c.parameters.get('n', 0) > 50"),
        ("interpreter=3.12 and not primes", "c.interpreter == '3.12' and c.workload != 'primes'"),
        ("not threads and not 3.12", "not c.strategy == 'threads' and not c.interpreter == '3.12'"),
        ("not (threads or 3.12)", "not (c.strategy == 'threads' or c.interpreter == '3.12')"),
        ("threads or primes and 3.12", None),
        ("threads and primes or 3.12", None),
        ("not not threads", "c.strategy == 'threads'"),
        ("gc=on and pool=warm", "True"),
    ],
)
def test_what_it_chooses(expression: str, python: str | None) -> None:
    if python is None:  # precedence: `and` before `or`, as Python has it
        python = re.sub(
            r"threads|primes|3\.12",
            lambda name: f"({name[0]!r} in (c.strategy, c.workload, c.interpreter))",
            expression,
        )
    assert chosen(expression) == [c for c in CELLS if eval(python, {"c": c})]


ATOMS = {
    "threads": lambda c: c.strategy == "threads",
    "3.13t": lambda c: c.interpreter == "3.13t",
    "primes": lambda c: c.workload == "primes",
    "workers>=2": lambda c: c.workers >= 2,
    "n=100": lambda c: c.parameters.get("n") == 100,
    "interpreter!=3.12": lambda c: c.interpreter != "3.12",
}
PYTHON = {f"a{place}": test for place, test in enumerate(ATOMS.values())}

# Each is a pair: our expression, and the same for Python with names for the atoms.
expressions = st.recursive(
    st.sampled_from([(atom, f"a{place}(c)") for place, atom in enumerate(ATOMS)]),
    lambda inner: st.one_of(
        inner.map(lambda one: (f"not {one[0]}", f"not {one[1]}")),
        inner.map(lambda one: (f"({one[0]})", f"({one[1]})")),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda parts: tuple(f"{parts[0][i]} {parts[1]} {parts[2][i]}" for i in (0, 1))
        ),
    ),
    max_leaves=8,
)


@given(expressions)
def test_its_logic_is_python_s(expression: tuple[str, str]) -> None:
    ours, python = expression
    test = selector(ours, CELLS)
    same = eval(f"lambda c: {python}", PYTHON)
    assert [test(cell) for cell in CELLS] == [bool(same(cell)) for cell in CELLS]


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "=", "!="])
@given(left=expressions)
def test_it_keeps_a_part_of_the_cells(sign: str, left: tuple[str, str]) -> None:
    both = set(map(operator.attrgetter("key"), chosen(f"({left[0]}) and workers{sign}2")))
    one = set(map(operator.attrgetter("key"), chosen(left[0])))
    assert both <= one


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("thread", "-k: unknown name 'thread'; did you mean 'threads'?"),
        ("prime and 3.12", "-k: unknown name 'prime'; did you mean 'primes'?"),
        ("worker>=2", "-k: unknown field 'worker'; did you mean 'workers'?"),
        ("strategy=thraeds", "-k: unknown strategy 'thraeds'; did you mean 'threads'?"),
        ("workers=3", "-k: unknown workers '3'; known: 1, 16, 2"),
        ("workers>=many", "-k: workers >= 'many': not a number"),
        ("strategy<3", "-k: strategy is text; compare it with = or !="),
    ],
)
def test_what_it_does_not_know(expression: str, said: str) -> None:
    with pytest.raises(GilbenchError) as error:
        selector(expression, CELLS)
    assert str(error.value) == said


MALFORMED = [
    *("and", "or", "not", "threads and", "and threads", "threads or or primes", "threads primes"),
    *("(threads", "threads)", "()", "workers >= ", ">= 2", "workers >= >= 2", "threads & primes"),
    *("workers = = 2", "threads, primes", "'threads'", "   ", "\n", "threads and not", "not()"),
    *("workers=>2", "1 < workers < 3", "thréads", "\0", "(" * 500),
    *("not " * 5000 + "threads", "(threads and " * 3000 + "threads" + ")" * 3000),
]


@pytest.mark.parametrize("expression", MALFORMED, ids=[text[:20] for text in MALFORMED])
def test_what_it_does_not_understand(expression: str) -> None:
    with pytest.raises(GilbenchError) as error:
        selector(expression, CELLS)
    assert str(error.value).startswith("-k ")
    assert len(str(error.value).splitlines()) == 1


@given(st.text("()andornt <>=!39.xy-+", max_size=25))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        test = selector(text, CELLS)
    except GilbenchError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert {test(cell) for cell in CELLS} <= {True, False}
