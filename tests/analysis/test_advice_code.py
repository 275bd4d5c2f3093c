"""The code that an answer ends with: it runs as it is, and nothing of the user's becomes code."""

import ast
import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from real import get

from analysis.advice.code import METHODS, Function, code
from analysis.advice.model import Way
from harness.interpreters import Interpreter, Matrix

MODULE = """\
import asyncio

def process(item, times=2):
    return len(str(item)) * times

async def fetch(item, times=2):
    await asyncio.sleep(0)
    return len(str(item)) * times

class Scorer:
    @staticmethod
    def score(item):
        return process(item)

def results(item):
    return process(item)

def make():
    yield from range(95, 105)
"""
NUMBERS = [4] * 5 + [6] * 5
PLAIN = Function("resize", "process", "range(95, 105)", file="resize.py")
UNPACKED = replace(PLAIN, inputs="in.jsonl", unpack=True)
FUNCTIONS = {
    "plain": PLAIN,
    "awaited": replace(PLAIN, name="fetch"),
    "unpacked": UNPACKED,
    "awaited unpacked": replace(UNPACKED, name="fetch"),
}
FUNCTIONS = {
    name: replace(one, asynchronous=one.name == "fetch") for name, one in FUNCTIONS.items()
}
SYNC = ("sequential", "threads", *METHODS)
ASYNC = ("asyncio", "asyncio-threads")
POOL = "interpreter-pool"


class Case(NamedTuple):
    function: Function
    way: Way


def cases(label: str) -> Iterator[Case]:
    """All on 3.13, and on 3.14 those that are new there; elsewhere one of each strategy."""
    for function in FUNCTIONS.values():
        own = (*SYNC, *(ASYNC if function.asynchronous else ()))
        for strategy in (POOL,) if label == "3.14" else own:
            few = FUNCTIONS["awaited" if strategy in ASYNC else "plain"]
            if label in ("3.13", "3.14") or function is few:
                yield Case(function, Way(strategy, "3.13", 2, chunk=3 if function.unpack else 1))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder as the user has one: the module, and inputs."""
    (tmp_path / "resize.py").write_text(MODULE)
    rows = [[number, 2] if number % 2 else {"item": number} for number in range(95, 105)]
    (tmp_path / "in.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows) + "\n")
    (tmp_path / "in.csv").write_text("name,number\n" + "a,95\n" * 5 + "b,100\n" * 5)
    for number in range(3):
        (tmp_path / f"{number}.txt").touch()
    return tmp_path


def run(interpreter: Interpreter, home: Path, number: int, text: str) -> object:
    """What the script's results are; a warning of its own is an error."""
    path = home / f"script{number}.py"
    path.write_text(
        f'{text}\nif __name__ == "__main__":\n    print(__import__("json").dumps(results))'
    )
    argv = [interpreter.python, "-W", "error", path.name]
    done = subprocess.run(
        argv, cwd=home, env=interpreter.env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0 and not done.stderr, f"{text}\n{done.stderr}"
    return json.loads(done.stdout)


@pytest.mark.parametrize("label", ["3.12", "3.13", "3.13t", "3.14"])
def test_it_runs_as_it_is_and_returns_the_results(label: str, matrix: Matrix, home: Path) -> None:
    interpreter = get(matrix, label)
    known = list(cases(label))
    texts = [code(*case) for case in known]

    def ran(number: int) -> object:
        return run(interpreter, home, number, texts[number])

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(ran, range(len(texts))))
    assert found == [NUMBERS] * len(known)


@pytest.mark.parametrize(
    ("changes", "results"),
    [
        ({"inputs": "make"}, NUMBERS),
        ({"inputs": "make", "name": "results"}, NUMBERS),  # whose name the code has itself
        ({"inputs": "in.csv:number"}, NUMBERS),
        ({"inputs": "*.txt"}, [10, 10, 10]),
        ({"inputs": "range(5,0,-1)"}, [2] * 5),
        ({"name": "Scorer.score"}, NUMBERS),
    ],
)
@pytest.mark.parametrize("strategy", ["sequential", "processes-spawn"])
def test_it_reads_all_kinds_of_inputs(
    strategy: str, changes: dict[str, str], results: list[int], matrix: Matrix, home: Path
) -> None:
    text = code(replace(PLAIN, **changes), Way(strategy, "3.13", 2))
    assert run(get(matrix, "3.13"), home, 0, text) == results


@pytest.mark.parametrize("strategy", [*SYNC, *ASYNC, POOL])
def test_it_is_about_ten_lines_and_names_what_was_measured(strategy: str) -> None:
    function = FUNCTIONS["awaited" if strategy in ASYNC else "plain"]
    text = code(function, Way(strategy, "3.13", 7, chunk=5))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) <= 16
    assert "from resize import" in text
    assert strategy == "sequential" or "7" in text
    if strategy in METHODS:
        assert f'get_context("{METHODS[strategy]}")' in text and "chunksize=5" in text
        assert '__name__ == "__main__"' in text
    elif strategy not in ("sequential", "asyncio"):
        assert "batched(inputs, 5)" in text


@pytest.mark.parametrize("strategy", [*SYNC, *ASYNC, POOL])
@pytest.mark.parametrize(
    "evil", ["a'); import os #", 'x"\n__import__("os")\n', "\\", "{0}\x1b", "é\u202e"]
)
def test_texts_stay_texts(strategy: str, evil: str) -> None:
    for inputs in (evil, f"{evil}.jsonl", f"{evil}.csv:{evil}", f"range({evil})", f"~{evil}"):
        function = Function(evil, f"f.{evil}", inputs, file=f"{evil}.{inputs[0]}.py")
        text = code(function, Way(strategy, "3.13", 2))
        nodes = list(ast.walk(ast.parse(text)))
        imported = {
            one.name for node in nodes if isinstance(node, ast.Import) for one in node.names
        }
        assert imported <= {"asyncio", "csv", "json"}
        assert not [node for node in nodes if isinstance(node, ast.Name) and node.id[:2] == "__"][
            1:
        ]


@pytest.mark.parametrize(
    ("module", "file", "says"),
    [
        ("resize", "resize.py", "# Save this beside resize.py."),
        ("my_script", "my-script.py", "# Rename my-script.py to my_script.py, and save this"),
        ("pkg.sub.mod", "mod.py", "# Save this beside the folder pkg."),
        ("pkg", "__init__.py", "# Save this beside __init__.py."),
        ("pkg.mod", "", ""),
    ],
)
def test_it_says_where_it_belongs(module: str, file: str, says: str) -> None:
    text = code(replace(PLAIN, module=module, file=file), Way("threads", "3.13", 2))
    assert text.startswith(says or "from concurrent.futures")
