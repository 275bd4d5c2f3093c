"""What a manifest, a line of the journal and a process's account may say, field by field."""

import json
from dataclasses import replace
from pathlib import Path

import fake_run
import msgspec
import pytest
from fake_run import SMALL

from record import QUANTITY_KEY, RecordError, limits
from record.journal import parse_journal
from record.manifest import Manifest, parse_manifest
from record.process import Process, parse_process
from record.pyperf_file import processes

TINY = replace(
    SMALL, blocks=1, values=2, strategies=("sequential", "threads"), workloads=("primes", "hashlib")
)
Place = tuple[str | int, ...]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return fake_run.write(tmp_path_factory.mktemp("run"), TINY)


def changed(whole: msgspec.Struct, place: Place, written: str) -> bytes:
    """The struct as JSON, with `written` (JSON or not) in a place."""
    content = msgspec.to_builtins(whole)
    target = content
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = "@"
    return json.dumps(content).replace('"@"', written).encode()


def refused(data: bytes) -> str:
    with pytest.raises(RecordError) as caught:
        parse_manifest(data, "RUN/manifest.json")
    text = str(caught.value)
    assert text.startswith("RUN/manifest.json: ")
    assert text.isprintable()
    assert len(text) < 700
    return text


CELL = ("plan", "cells", 0)
NAMES: tuple[Place, ...] = (
    *((*CELL, "interpreter"), (*CELL, "strategy"), (*CELL, "workload"), (*CELL, "mode", "pool")),
    *((*CELL, "parameters", "n"), ("plan", "reference"), ("plan", "builds", "3.13", "label")),
)
NOT_NAMES = (
    *("../../x", "a/b", "/etc/passwd", "..", ".", ".hidden", "-k", "", " ", "a b", "a\nb", "a\0"),
    *(
        "a\n",
        "\x1b[31m",
        "<b>",
        "a|b",
        "\u202egnp",
        "caf\u00e9",
        "a=b",
        "a,b",
        "x" * 65,
        "x" * 10**6,
    ),
)


@pytest.mark.parametrize("place", NAMES, ids=lambda place: str(place[-1]))
@pytest.mark.parametrize("name", NOT_NAMES, ids=ascii)
def test_names_are_plain(manifest: Manifest, place: Place, name: str) -> None:
    text = refused(changed(manifest, place, json.dumps(name)))
    assert "not a run's manifest" in text
    assert "a name (letters, digits and . _ + -" in text


@pytest.mark.parametrize("name", ["a/b", "a\n", "\u202e"])
@pytest.mark.parametrize("place", [(*CELL, "mode"), (*CELL, "parameters"), ("plan", "builds")])
def test_keys_are_plain(manifest: Manifest, place: Place, name: str) -> None:
    data = json.loads(changed(manifest, ("run",), '"x"'))
    target = data
    for key in place:
        target = target[key]
    target[name] = target[next(iter(target))]
    assert "a name (letters" in refused(json.dumps(data).encode())


NUMBERS: list[tuple[Place, list[str]]] = [
    (("goal", "blocks"), ["-3", "0", "1000000", "2.5", "1e999", "true"]),
    (("goal", "budget"), ["-1", "0", "1e-300", "1e10", "NaN", '"5m"']),
    (("goal", "precision"), ["-0.03", "0", "1", "3", "Infinity"]),
    (("plan", "margin"), ["-0.03", "0", "1", "NaN", "1e308", "null"]),
    (("plan", "seed"), [str(2**63), str(-(2**63) - 1), "1" + "0" * 400, "9" * 5000, "0.5"]),
    (("plan", "values"), ["0", "-1", str(2**40)]),
    (("plan", "timeout"), ["0", "-1", "1e300", "NaN", "null"]),
    ((*CELL, "workers"), ["0", "-1", str(10**18), "2.0", "1e3", "null"]),
    ((*CELL, "replicate"), ["-1", str(2**32)]),
    ((*CELL, "parameters", "n"), [str(2**64), "1e301", "[]", "{}", "null", "true"]),
    (("machine", "cores"), ["0", "-2", str(2**40), "2.5"]),
    (("machine", "quota"), ["-1", "1e7"]),
    (("machine", "memory"), ["-1", str(2**64)]),
    (("asked", "workers"), ["[0]", "[1000000]", "[-1]", "3"]),
    (("asked", "seed"), [str(2**63)]),
    (("asked", "margin"), ["0", "-1", "7"]),
]


@pytest.mark.parametrize(
    ("place", "number"), [(place, number) for place, some in NUMBERS for number in some], ids=str
)
def test_numbers_are_possible(manifest: Manifest, place: Place, number: str) -> None:
    assert "not a run's manifest" in refused(changed(manifest, place, number))


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("1", "its schema is 1, an older gilbench's"),
        ("99", "its schema is 99, a newer gilbench's"),
        ("2", "its schema is 2, an older gilbench's"),
        ('"3"', "Expected `int`, got `str` - at `$.schema`"),
        ("null", "Expected `int`, got `null` - at `$.schema`"),
        ("2.5", "Expected `int`, got `float` - at `$.schema`"),
    ],
)
def test_the_schema(manifest: Manifest, schema: str, told: str) -> None:
    assert told in refused(changed(manifest, ("schema",), schema))


def test_no_schema(manifest: Manifest) -> None:
    content = msgspec.to_builtins(manifest)
    del content["schema"]
    assert "missing required field `schema`" in refused(json.dumps(content).encode())


def test_what_is_new_in_later_versions_is_no_error(manifest: Manifest) -> None:
    data = changed(manifest, ("news",), "[1]")
    assert parse_manifest(data, "x") == manifest


Contrasts = list[tuple[str, str]]


@pytest.mark.parametrize(
    ("contrasts", "told"),
    [
        ([("nope/x", "0")], "'nope/x' with 'primes.n=60000.chunk=1,"),
        ([("0", "nope/x")], "names a cell that is not planned"),
        ([("0", "0")], "is of one cell with itself"),
        ([("0", "1"), ("0", "1")], "is declared twice"),
        ([("0", "-1")], "is of cells of two groups"),
        ([("x" * 700, "0")], "length <= 600"),
    ],
)
def test_comparisons_fit_the_plan(manifest: Manifest, contrasts: Contrasts, told: str) -> None:
    """A digit stands for the key of that cell."""
    cells = manifest.plan.cells

    def key(text: str) -> str:
        return cells[int(text)].key if text.lstrip("-").isdigit() else text

    written = json.dumps([{"cell": key(cell), "base": key(base)} for cell, base in contrasts])
    assert told in refused(changed(manifest, ("plan", "contrasts"), written))


def test_the_plan_fits_itself(manifest: Manifest) -> None:
    cell = json.dumps(msgspec.to_builtins(manifest.plan.cells[1]))
    assert "is planned twice" in refused(changed(manifest, CELL, cell))
    assert "no build facts of 'pypy'" in refused(
        changed(manifest, (*CELL, "interpreter"), '"pypy"')
    )
    assert "of the reference, 'pypy'" in refused(changed(manifest, ("plan", "reference"), '"pypy"'))
    many = json.dumps({f"name{number}": number for number in range(60)})
    assert "a name of more than 250" in refused(changed(manifest, (*CELL, "parameters"), many))


@pytest.mark.parametrize(
    ("place", "count", "limit"),
    [
        (("plan", "cells"), limits.CELLS + 1, "length <= 50000"),
        (("plan", "cells"), 10**6, "at most 4194304 are read"),
        (("plan", "cells"), 0, "length >= 1"),
        (("plan", "contrasts"), limits.CONTRASTS + 1, "length <= 100000"),
    ],
)
def test_how_many_there_may_be(manifest: Manifest, place: Place, count: int, limit: str) -> None:
    content = msgspec.to_builtins(manifest)
    one = json.dumps(content["plan"][place[-1]][0])
    data = changed(manifest, place, f"[{','.join([one] * count)}]")
    assert limit in refused(data)


UNITS = {
    "{}": "length >= 1",
    '{"": "cubit"}': "Invalid enum value 'cubit'",
    '{"../../x": "second"}': "a name (letters",
    '{"a\\n": "second"}': "a name (letters",
    '{"": null}': "got `null`",
    "[]": "got `array`",
    json.dumps({f"q{number}": "byte" for number in range(21)}): "length <= 20",
}


@pytest.mark.parametrize(("written", "told"), UNITS.items(), ids=range(len(UNITS)))
def test_units_of_quantities(manifest: Manifest, written: str, told: str) -> None:
    assert told in refused(changed(manifest, ("plan", "units"), f'{{"primes": {written}}}'))


def test_a_plans_cell_is_of_no_quantity_and_its_comparisons_are(manifest: Manifest) -> None:
    data = changed(manifest, (*CELL, "quantity"), '"p99"')
    assert "is planned for one of its quantities" in refused(data)
    data = changed(manifest, ("plan", "units"), '{"primes": {"p99": "second"}}')
    assert "names a cell that is not planned" in refused(data)  # without the quantity


def test_texts_have_an_end(manifest: Manifest) -> None:
    assert "length <= 65536" in refused(changed(manifest, ("run",), f'"{"x" * 10**6}"'))


GOOD_LINE = '{"cell": "a/b", "block": 0, "status": "ok"}\n'


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ('"block": -1', "`int` >= 0"),
        ('"block": 1e999', "out of range"),
        ('"block": 9999999999999999999', "`int` <= "),
        ('"status": "\\u001b[31mperfect"', "Invalid enum value"),
        ('"seconds": -1', "`float` >= 0"),
        ('"seconds": NaN', "malformed"),
        ('"timed": 1e300', "`float` < "),
        ('"started": -1e300', "`float` >= 0"),
        (f'"reason": "{"x" * 10**5}"', "length <= 65536"),
        (f'"file": "{"x" * 10**5}"', "length <= 1000"),
        (f'"cell": "{"x" * 10**5}"', "length <= 600"),
        ('"cell": null', "got `null`"),
        ('"x": ' + "[" * 10**5, "nested too deeply"),
        ('"cell": "\\ud800"', "truncated"),  # of a pair
    ],
)
def test_lines_of_the_journal(fields: str, told: str) -> None:
    """The later of two equal keys counts, as everywhere in JSON."""
    bad = GOOD_LINE.replace("}", f", {fields}}}")
    with pytest.raises(RecordError) as caught:
        parse_journal((GOOD_LINE + bad + GOOD_LINE).encode(), "RUN/journal.jsonl")
    text = str(caught.value)
    assert text.startswith("RUN/journal.jsonl: line 2 is no attempt: ")
    assert told in text
    assert text.isprintable()
    assert len(text) < 400


def test_lines_have_an_end() -> None:
    with pytest.raises(RecordError, match="it has 1000001 lines; at most 1000000 are read"):
        parse_journal(b"\n" * (limits.ATTEMPTS + 1), "RUN/journal.jsonl")


def test_an_endless_torn_line_is_ignored() -> None:
    assert len(parse_journal(GOOD_LINE.encode() + b"[" * 10**6, "x")) == 1


@pytest.fixture(scope="module")
def account(manifest: Manifest) -> Process:
    return fake_run.process(manifest.plan.cells[-1], 0, TINY, 0.1)


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (("wall",), "0"),
        (("wall",), "-0.0"),
        (("wall",), "1e300"),
        (("wall",), "1e-300"),
        (("batches",), "0"),
        (("batches",), "-1"),
        (("block",), "-1"),
        (("block",), str(2**40)),
        (("lanes",), "[]"),
        (("lanes", 0, "cpu"), "-1"),
        (("lanes", 0, "cpu"), "1e400"),
        (("memory",), "-1"),
        (("memory",), str(2**70)),
        (("control",), "[0]"),
        (("control",), "[-1]"),
        (("control",), "[1e300]"),
        (("schema",), "1"),
        (("schema",), '"3"'),
        (("cell", "quantity"), '"../../x"'),
        (("cell", "quantity"), "null"),
        (("lanes", 0, "gc"), "1"),
        (("lanes", 0, "gc"), "null"),
        (("packages",), '{"../../x": "1"}'),
        (("packages",), '{"numpy": 2.4}'),
        (("packages",), f'{{"numpy": "{"x" * 10**6}"}}'),
        (("cell", "strategy"), '"../../x"'),
        (("cell", "news"), "1"),
        (("checksum",), f'"{"x" * 10**6}"'),
    ],
)
def test_what_a_process_told(account: Process, place: Place, written: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse_process(changed(account, place, written).decode(), "RUN/3.13/threads.json")
    text = str(caught.value)
    assert text.startswith("RUN/3.13/threads.json: ")
    assert text.isprintable()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("[]", "length >= 1"),
        ("[0]", "> 1e-12"),
        ("[-0.0]", "> 1e-12"),
        ("[-1]", "> 1e-12"),
        ("[1e300]", "< 1e+18"),
        ("[1e999]", "out of range"),
        (f"[1{'0' * 400}]", "out of range"),
        ("[NaN]", "malformed"),
        ('["1"]', "got `str`"),
        ("[null]", "got `null`"),
        ("{}", "got `object`"),
        (f"[{'1,' * limits.ITEMS}1]", "at most 4194304 are read"),
    ],
    ids=range(12),
)
def test_values_of_a_pyperf_file(values: str, told: str) -> None:
    data = f'{{"benchmarks": [{{"runs": [{{"values": {values}}}]}}]}}'.encode()
    with pytest.raises(RecordError) as caught:
        list(processes(data, Path("RUN/3.13/threads.json")))
    text = str(caught.value)
    assert text.startswith("RUN/3.13/threads.json: not a pyperf file: ")
    assert told in text


@pytest.mark.parametrize(
    ("metadata", "told"),
    [
        ('"unit": "cubit"', "Invalid enum value 'cubit'"),
        ('"unit": "\\u001b[2J"', "Invalid enum value"),
        ('"unit": 1', "got `int`"),
        (f'"{QUANTITY_KEY}": "../../x"', "a name (letters"),
        (f'"{QUANTITY_KEY}": "{"x" * 10**6}"', "a name (letters"),
        (f'"{QUANTITY_KEY}": 1', "got `int`"),
    ],
    ids=range(6),
)
@pytest.mark.parametrize("level", ["suite", "benchmark", "run"])
def test_metadata_of_a_pyperf_file(level: str, metadata: str, told: str) -> None:
    own = {name: f'"metadata": {{{metadata if name == level else ""}}}' for name in
           ("suite", "benchmark", "run")}  # fmt: skip
    data = (
        f'{{{own["suite"]}, "benchmarks": [{{{own["benchmark"]}, '
        f'"runs": [{{{own["run"]}, "values": [1]}}]}}]}}'
    )
    with pytest.raises(RecordError) as caught:
        list(processes(data.encode(), Path("RUN/3.13/threads.json")))
    text = str(caught.value)
    assert text.startswith("RUN/3.13/threads.json: not a pyperf file: ")
    assert told in text
    assert text.isprintable()
    assert len(text) < 700


def test_a_million_benchmarks_are_read(account: Process) -> None:
    data = b'{"benchmarks": [' + b",".join([b'{"runs":[]}'] * 10**6) + b"]}"
    assert list(processes(data, "x")) == []
