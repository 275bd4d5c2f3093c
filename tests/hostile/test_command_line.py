"""Bad folders as a user meets them: one line on stderr, exit code 2, and nothing changed."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import fake_run
import pytest
from damage import KINDS
from fake_run import SMALL
from readers import everything

from harness import cli
from harness.doctor import machine
from record import QUANTITY_KEY, SCHEMA

TINY = replace(SMALL, blocks=1, values=2, strategies=("sequential", "threads"), workers=(2,))
REPORT, COMMANDS, MARKDOWN, RESUME = (
    *(("report",), ("report", "--commands"), ("report", "--format", "markdown")),
    ("run", "--out"),
)
READING_PLAN = (REPORT, COMMANDS, MARKDOWN, RESUME)
READING_ALL = (REPORT, MARKDOWN)
Damage = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A run of this machine."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "precious").write_text("mine")
    fake_run.write(tmp_path / "run", TINY)
    path = tmp_path / "run" / "manifest.json"
    path.write_text(path.read_text().replace("0123456789abcdef", machine.look().id))
    return tmp_path / "run"


def put(name: str, old: str, new: str) -> Damage:
    def edit(root: Path) -> None:
        text = (root / name).read_text()
        assert old in text
        (root / name).write_text(text.replace(old, new, 1))

    return edit


def becomes(name: str, kind: str) -> Damage:
    def change(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        KINDS[kind](root / name, root.parent / "outside")

    return change


def without(name: str) -> Damage:
    def remove(root: Path) -> None:
        content = json.loads((root / "manifest.json").read_text())
        del content[name]
        (root / "manifest.json").write_text(json.dumps(content))

    return remove


MANIFEST, JOURNAL, MERGED = "manifest.json", "journal.jsonl", "3.13/threads.json"
VERSION = f'"schema": {SCHEMA}'
OF_CELL = '"quantity": ""'
CASES: list[tuple[str, Damage, tuple[tuple[str, ...], ...]]] = [
    ("is a pipe, not a plain file", becomes(MANIFEST, "a pipe"), READING_PLAN),
    ("is a folder, not a plain file", becomes(MANIFEST, "a folder"), READING_PLAN),
    ("leads out of the run's folder", becomes(MANIFEST, "a link up"), READING_ALL),
    ("1099511627776 bytes; at most", becomes(MANIFEST, "huge"), READING_PLAN),
    ("it is packed (gzip)", becomes(MANIFEST, "a bomb"), READING_PLAN),
    ("it is empty", becomes(MANIFEST, "empty"), READING_PLAN),
    ("is 9, a newer gilbench's", put(MANIFEST, VERSION, '"schema": 9'), READING_PLAN),
    (
        "got `str` - at `$.schema`",
        put(MANIFEST, VERSION, '"schema": "2"'),
        READING_PLAN,
    ),
    ("missing required field `schema`", without("schema"), READING_PLAN),
    ("`int` >= 1 - at `$.goal.blocks`", put(MANIFEST, '"blocks": 1', '"blocks": -1'), READING_PLAN),
    ("(byte 13: 'NaN,", put(MANIFEST, VERSION, '"schema": NaN'), (COMMANDS,)),
    ("a name (letters, digits", put(MANIFEST, '"primes"', '"../../x"'), READING_PLAN),
    ("a name (letters, digits", put(MANIFEST, '"primes"', '"\\u001b[2J\\u202e"'), READING_PLAN),
    ("is a pipe, not a plain file", becomes(JOURNAL, "a pipe"), (REPORT, RESUME)),
    ("leads out of the run's folder", becomes(JOURNAL, "a link up"), (REPORT, RESUME)),
    ("line 1 is no attempt: ", put(JOURNAL, '"ok"', '"\\u001b[31mperfect"'), (REPORT, RESUME)),
    ("is no cell of the run's plan", put(JOURNAL, "primes", "primrose"), (REPORT, RESUME)),
    ("is a pipe, not a plain file", becomes(MERGED, "a pipe"), READING_ALL),
    ("it is packed (gzip)", becomes(MERGED, "a bomb"), READING_ALL),
    ("leads out of the run's folder", becomes(MERGED, "a link to a device"), READING_ALL),
    ("not a pyperf file", put(MERGED, '"values":[0', '"values":[-0'), READING_ALL),
    ("is in bytes, not seconds as planned", put(MERGED, '"second"', '"byte"'), READING_ALL),
    ("Invalid enum value '\\x1b[2J'", put(MERGED, '"second"', '"\\u001b[2J"'), READING_ALL),
    (
        "a quantity that the plan has not",
        put(MERGED, '"unit":', f'"{QUANTITY_KEY}":"p99","unit":'),
        READING_ALL,
    ),
    (
        "is planned for one of its",
        put(MANIFEST, '"quantity": ""', '"quantity": "p99"'),
        READING_PLAN,
    ),
    ("name another folder with --out", becomes("report", "a link up"), READING_ALL),
    ("name another folder with --out", becomes("report", "a link to itself"), READING_ALL),
    ("was measured on another machine", put(MANIFEST, '"id": "', '"id": "0'), (RESUME,)),
]


@pytest.mark.parametrize(
    ("told", "damage", "command"),
    [
        pytest.param(told, damage, command, id=f"{told}-{number}-{' '.join(command)}")
        for number, (told, damage, commands) in enumerate(CASES)
        for command in commands
    ],
)
def test_a_bad_folder(
    root: Path,
    told: str,
    damage: Damage,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    damage(root)
    before = everything(root.parent)
    arguments = (
        (*command, str(root)) if command == RESUME else (command[0], str(root), *command[1:])
    )
    monkeypatch.setattr(sys, "argv", ["gilbench", *arguments])
    code = cli.run()
    output, errors = capsys.readouterr()
    assert (code, output) == (2, ""), errors
    (line,) = errors.splitlines()
    assert line.startswith(f"gilbench: error: {root}")
    assert told in line
    assert line.isprintable()
    assert everything(root.parent) == before


def test_the_newest_of_hostile_runs(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, kind in enumerate(sorted(KINDS)):
        (root.parent / f"{number}").mkdir()
        KINDS[kind](root.parent / f"{number}" / "manifest.json", root.parent / "outside")
    monkeypatch.chdir(root.parent.parent)
    monkeypatch.setattr("harness.commands.report.RESULTS", Path(root.parent.name))
    monkeypatch.setattr(sys, "argv", ["gilbench", "report", "--commands"])
    assert cli.run() == 0
    output, errors = capsys.readouterr()
    assert output.startswith("primes.")
    assert all(line.startswith("gilbench: warning: passed over: ") for line in errors.splitlines())
