"""`-k EXPR`: which cells, by an expression over their fields.

-k threads                     any field is `threads`
-k 'primes and workers>=2'     fields compare with = != < <= > >=
-k 'not (3.13t or asyncio)'
"""

import difflib
import operator
from collections.abc import Callable

import pyparsing as pp

from harness.errors import GilbenchError
from record import Cell
from record.cell import Value

Test = Callable[[Cell], bool]

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FIELDS = ("interpreter", "strategy", "workload", "workers")


def _grammar() -> pp.ParserElement:
    word = ~pp.one_of("and or not", as_keyword=True) + pp.Word(pp.alphanums + "_.+-")
    sign = pp.one_of("<= >= != == = < >")
    term = pp.Group(word + sign + word) | pp.Group(word)
    grammar: pp.ParserElement = pp.infix_notation(  # type: ignore[no-untyped-call]
        term,
        [
            (pp.Keyword("not"), 1, pp.OpAssoc.RIGHT),
            (pp.Keyword("and"), 2, pp.OpAssoc.LEFT),
            (pp.Keyword("or"), 2, pp.OpAssoc.LEFT),
        ],
    )
    return grammar


def selector(expression: str, cells: list[Cell]) -> Test:
    """The test that the expression stands for. Names must occur in `cells`: typos are errors."""
    return _compile(_parse(expression), [_fields(cell) for cell in cells])


def _parse(expression: str) -> list[object]:
    try:
        (parsed,) = _grammar().parse_string(expression, parse_all=True)
        return list(parsed.as_list())
    except pp.ParseException as error:
        where = f"at column {error.column}"
        raise GilbenchError(f"-k {expression!r} is not understood {where}") from None
    except RecursionError:
        raise GilbenchError("-k is nested too deeply to be understood") from None


def _fields(cell: Cell) -> dict[str, Value]:
    own: dict[str, Value] = {name: getattr(cell, name) for name in _FIELDS}
    return own | cell.parameters | cell.mode


def _compile(node: list[object], known: list[dict[str, Value]]) -> Test:
    match node:
        case ["not", list(inner)]:
            test = _compile(inner, known)
            return lambda cell: not test(cell)
        case [list(first), "and" | "or" as joint, *rest]:
            operands = [part for part in rest if isinstance(part, list)]
            tests = [_compile(part, known) for part in (first, *operands)]
            every = all if joint == "and" else any
            return lambda cell: every(test(cell) for test in tests)
        case [str(value)]:
            _check(value, {str(v) for fields in known for v in fields.values()}, "name")
            return lambda cell: value in map(str, _fields(cell).values())
        case [str(field), str(sign), str(value)]:
            _check(field, {name for fields in known for name in fields}, "field")
            return _comparison(field, sign, value, known)
    raise GilbenchError(f"-k: {node!r} is not understood")


def _comparison(field: str, sign: str, value: str, known: list[dict[str, Value]]) -> Test:
    if sign in _COMPARE:
        try:
            number = float(value)
        except ValueError:
            raise GilbenchError(f"-k: {field} {sign} {value!r}: not a number") from None
        if any(isinstance(fields.get(field, 0), str) for fields in known):
            raise GilbenchError(f"-k: {field} is text; compare it with = or !=")
        compare = _COMPARE[sign]
        return lambda cell: field in _fields(cell) and compare(float(_fields(cell)[field]), number)
    _check(value, {str(fields[field]) for fields in known if field in fields}, field)
    equal = sign != "!="
    return lambda cell: (str(_fields(cell).get(field)) == value) == equal


def _check(name: str, known: set[str], kind: str) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known))}"
        raise GilbenchError(f"-k: unknown {kind} {name!r}; {hint}")
