"""Files of claims: the project's own, and hostile ones."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.claims import published, read_claims
from analysis.claims.model import listed
from harness.catalog import Catalog, ask
from harness.claimed import refuse_unknown
from harness.errors import GilbenchError
from harness.probes.sharing import listed as probes
from record.ecosystem import QUESTIONS
from record.errors import RecordError

GOOD = """
[[claims]]
id = "one"
text = "so it is"
source = { title = "somebody", url = "https://example.org/" }
mapping = "the same"
[[claims.parts]]
metric = "speedup"
of = { strategy = "threads", workload = "primes" }
above = 1.5
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return ask()


def _write(folder: Path, text: str | bytes) -> Path:
    path = folder / "mine.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_claim_of_ours_says_what_it_is_and_where_it_is_from():
    claims = published()
    assert len(claims) >= 7 + 40
    for claim in claims:
        assert claim.source.title
        assert claim.source.url or claim.id.startswith("talk-")
        assert claim.mapping.endswith(".")
        if claim.published:
            assert claim.says
    assert len([claim for claim in claims if claim.published]) >= 40
    assert len({claim.text for claim in claims}) == len(claims)


def test_every_claim_of_ours_selects_what_there_is(catalog: Catalog):
    """Else it would silently never be tested."""
    refuse_unknown(published(), catalog, None, Path("claims.toml"))
    kinds = {kind.name for kind in probes().kinds}
    for claim in published():
        for part in claim.parts:
            if part.seen and part.seen.probe == "sharing":
                assert part.seen.kind in kinds
            if part.seen and part.seen.probe == "packages":
                assert part.seen.question in QUESTIONS


def test_every_claim_of_ours_has_cells_that_some_strategy_can_do(catalog: Catalog):
    for claim in published():
        for part in claim.parts:
            for name in listed(part.of.workload) if part.of else ():
                workload = catalog.workload(name)
                wanted = {key: set(values if isinstance(values, list) else [values])
                          for key, values in part.of.parameters.items()}  # fmt: skip
                sizes = [size for size in workload.variants() if
                         all(size.parameters.get(k) in v for k, v in wanted.items())]  # fmt: skip
                for strategy in part.strategies:
                    # What a newer version can do is not told by the one that was asked.
                    refused = [size.refused.get(strategy, "") for size in sizes]
                    assert any(not why or "new in Python" in why for why in refused), (
                        claim.id,
                        name,
                    )
                wide = part.of.workers
                assert not workload.workers or not isinstance(wide, int) or wide in workload.workers


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or low < value) and (high is None or value < high)


def test_what_was_published_fulfils_its_own_claim():
    """Else the claim says another thing than its source."""
    compared = [(one, part) for one in published() for part in one.parts if part.theirs is not None]
    assert len(compared) >= 40
    for claim, part in compared:
        assert _within(part.theirs, *part.limits), claim.id


def test_published_figures_in_our_metric_follow_from_those_of_record():
    for claim in published():
        values = [one.value for one in claim.published]
        widths = [float(one.workers) for one in claim.published if one.workers.isdigit()]
        ways = [a / b for a in values for b in values if b]
        ways += [one for v in values for one in (v, v / 100, 1 + v / 100, v * 1e6)]
        ways += [1 / value for value in values if value]
        ways += [way / width for way in ways for width in widths]
        ways.append(1 + sum(values) / max(len(values), 1) / 100)
        for part in claim.parts:
            if part.theirs is not None:
                assert any(way == pytest.approx(part.theirs, rel=2e-3) for way in ways), claim.id


def test_no_two_claims_of_ours_ask_the_same_of_the_same():
    """Sources may agree, but then they say so with other bounds, or as other sources."""
    asked = Counter((claim.source.title, repr(claim.parts)) for claim in published())
    assert [one for one, count in asked.items() if count > 1] == []


def _hostile() -> Iterator[tuple[str, str | bytes, str]]:
    def swap(old: str, new: str) -> str:
        assert old in GOOD
        return GOOD.replace(old, new)

    yield "nothing", "", "it has no claims"
    yield "no claims", "claims = []", "it has no claims"
    yield "no list", "claims = 3", "it has no claims"
    yield "another key", GOOD.replace("[[claims]]", "x = 1\n[[claims]]"), "unknown key 'x'"
    yield "no TOML", "[[claims]\n", "no TOML"
    yield "binary", b"\xff\xfe\x00", "no TOML"
    yield "bytes", b"a = '\xff\xff'", "no TOML"
    yield "deep", "a = " + "[" * 9000, "no TOML"
    yield "a key of many parts", "a" + ".a" * 2**18 + " = 1", "line 1 has more than 200 dots"
    yield "a table of many parts", f"\n[a{' . b' * 1000}]", "line 2 has more than 200 dots"
    yield "huge", "#" * 2**21, "at most 1048576 are read"
    yield "twice", GOOD * 2, "claim 'one': key `id`: two claims have it"
    yield "no table", "claims = [1]", "claim number 1: Expected `object`, got `int`"
    yield "id", swap('"one"', '"../x\\u001b[2J"'), "key `id`: Expected a name"
    yield "no id", swap('id = "one"', ""), "claim number 1: Object missing required field `id`"
    yield "no source", swap("source", "sauce"), "claim 'one': Object contains unknown field `sauce`"
    yield "address", swap("https://", "javascript:"), "key `source.url`: Expected an address"
    for letter in '<>"|` ':
        address = swap("example.org/", f"example.org/'x{letter}".replace('"', '\\"'))
        yield f"address with {letter}", address, "claim 'one'"
    yield "metric", swap('"speedup"', '"speed"'), "claim 'one': key `parts[0].metric`: Invalid enum"
    yield "typo", swap("above", "abvoe"), "key `parts[0]`: Object contains unknown field `abvoe`"
    yield "in of", swap("workload", "work"), "key `parts[0].of`: Object contains unknown field"
    yield "bound", swap("1.5", '"1.5"'), "key `parts[0].above`: Expected `float"
    yield "infinite", swap("1.5", "inf"), "key `parts[0].above`: Expected `float"
    yield "no number", swap("1.5", "nan"), "key `parts[0].above`"
    yield "negative", swap("1.5", "-1"), "a bound of what is positive is positive"
    yield "no relation", swap("above = 1.5", ""), "key `parts[0]`, `above`: one relation is needed"
    yield "turned", swap("1.5", "1.5\nbelow = 1.2"), "`below`: it must be greater than `above`"
    yield "factor", swap("above = 1.5", "theirs = 2\nwithin = 1"), "key `parts[0].within`"
    yield "tiny", swap("above = 1.5", "theirs = 5e-324\nwithin = 1000"), "`theirs`: it is too small"
    yield "alone", swap("above = 1.5", "within = 2"), "`within`: it is a factor of `theirs`"
    yield "two", swap("1.5", "1.5\ntheirs = 2\nwithin = 2"), "`within`: it is a factor of `theirs`"
    yield "ratio", swap('"speedup"', '"ratio"'), "`to`: the metric `ratio` needs it"
    yield "both", swap("above = 1.5", "above = 1.5\nis = ['copy']"), "one relation is needed"
    yield (
        "version",
        swap('"primes"', '"primes", version = "latest"'),
        "`of.version`: 'latest' is no",
    )
    yield "workers", swap('"primes"', '"primes", workers = 0'), "key `parts[0].of.workers`"
    yield (
        "many",
        GOOD.replace("above = 1.5", "above = 1.5\n" + "[[claims.parts]]\nabove = 1\n" * 40),
        "length <= 20",
    )
    fact = "seen = { probe = 'sharing', strategy = 'threads', kind = 'list' }"
    seen = swap('metric = "speedup"\nof = { strategy = "threads", workload = "primes" }', fact)
    yield "fact", seen, "`is`: words are what `sharing` says"
    kindless = seen.replace(", kind = 'list'", "").replace("above = 1.5", "is = ['copy']")
    yield "no kind", kindless, "`seen.kind`: the probe `sharing` needs it"
    yield "no word", seen.replace("above = 1.5", "is = ['copie']"), "Invalid enum value 'copie'"
    asked = seen.replace("sharing", "packages").replace("kind = 'list'", "question = 'wheels'")
    yield "no question", asked, "`seen.question`: it is none of wheel, imports"


HOSTILE = list(_hostile())


@pytest.mark.parametrize(
    ("text", "told"), [one[1:] for one in HOSTILE], ids=[h[0] for h in HOSTILE]
)
def test_a_hostile_file_is_one_line(tmp_path: Path, text: str | bytes, told: str):
    path = _write(tmp_path, text)
    with pytest.raises(RecordError) as caught:
        read_claims(path)
    said = str(caught.value)
    assert told in said
    assert str(path) in said
    assert said.isprintable()
    assert len(said) < 600


def test_no_plain_file(tmp_path: Path):
    for path in (tmp_path, tmp_path / "none.toml", Path("/dev/zero")):
        with pytest.raises(RecordError, match=path.name):
            read_claims(path)


def test_a_good_one_and_a_link_to_it(tmp_path: Path):
    (tmp_path / "link.toml").symlink_to(_write(tmp_path, GOOD))
    (claim,) = read_claims(tmp_path / "link.toml")
    assert (claim.id, claim.parts[0].above) == ("one", 1.5)


WRONG = [
    ('workload = "primes"', 'workload = "prime"', "`: unknown workload 'prime'; did you mean"),
    ('strategy = "threads"', 'strategy = "thread"', "did you mean 'threads'?"),
    ('"primes"', '"primes", parameters = { m = 3 }', "no primes has m=3"),
    ('"primes"', '"primes", parameters = { n = 3 }', "known: 150000, 400000"),
    ('"primes"', '"primes", mode = { gc = "of" }', "unknown mode 'gc=of'; did you mean 'gc=off'?"),
    ('"primes"', '"startup", quantity = "creat"', "did you mean 'create'?"),
    ("above", 'to = { strategy = "treads" }\nabove', "did you mean 'threads'?"),
    ('"speedup"', '"value"\nfalls_with = "worker"', "falls_with`: unknown field 'worker'"),
    ('"primes"', '"primes", quantity = "p50"', "unknown quantity 'p50'; known: none"),
]  # fmt: skip


def test_what_rises_is_a_strategy_or_a_parameter(catalog: Catalog, tmp_path: Path):
    text = GOOD.replace('"speedup"', '"value"').replace("above = 1.5", "rising = { NAME = [1, 2] }")
    path = _write(tmp_path, text.replace("NAME", "workers"))
    with pytest.raises(GilbenchError, match="rising`: unknown field 'workers'"):
        refuse_unknown(read_claims(path), catalog, None, path)
    path = _write(tmp_path, text.replace("NAME", "n"))
    refuse_unknown(read_claims(path), catalog, None, path)


@pytest.mark.parametrize(("old", "new", "told"), WRONG)
def test_a_name_that_is_none(catalog: Catalog, tmp_path: Path, old: str, new: str, told: str):
    path = _write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(GilbenchError) as caught:
        refuse_unknown(read_claims(path), catalog, None, path)
    assert str(caught.value).startswith(f"{path}: claim 'one': key `parts[0].")
    assert told in str(caught.value)
