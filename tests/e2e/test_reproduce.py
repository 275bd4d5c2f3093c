"""A real run, published without its raw files, reproduced: stopped once, and gone on with."""

import json
import shutil
import signal
from pathlib import Path

import msgspec
import pytest
from gilbench import assert_valid, attempts, gilbench, start, until

from record import Manifest, RunFiles

# Four cells of half a second each, and a twin.
SMALL = ("--interpreters", "3.12,3.13", "--workloads", "shared_write", "--pairs", "1")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As another machine's: with paths that are not here, and a cell that no version has."""
    folder = tmp_path_factory.mktemp("published")
    done = gilbench(
        *("run", "--out", folder / "run", "--blocks", "2", *SMALL),
        *("--strategies", "sequential,threads", "--workers", "2", "--seed", "5"),
        *("-k", "sharing=one"),
    )
    assert done.returncode == 0, done.stderr
    shutil.copytree(folder / "run", folder / "theirs", ignore=shutil.ignore_patterns("raw", ".*"))
    files = RunFiles(folder / "theirs")
    files.manifest_path.write_bytes(_theirs(files.manifest()).encode())
    return files.root


def _theirs(told: Manifest) -> Manifest:
    plan = told.plan
    builds = {
        label: msgspec.structs.replace(build, executable="/their/python", provider="the user")
        for label, build in plan.builds.items()
    }
    odd = msgspec.structs.replace(plan.cells[0], parameters={"n": 7})
    return msgspec.structs.replace(
        told,
        plan=msgspec.structs.replace(plan, builds=builds, cells=[*plan.cells, odd]),
        machine=msgspec.structs.replace(told.machine, id="0" * 12, cpu="Their CPU"),
        commands=dict.fromkeys(told.commands, "touch /tmp/never"),
    )


def test_reproduced_after_a_stop(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "ours"
    command = ("reproduce", published, "--out", out, "--format", "json")
    process = start(*command)
    until(lambda: out.joinpath("journal.jsonl").exists() and len(attempts(out)) > 2)
    process.send_signal(signal.SIGTERM)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 143
    assert "the same command goes on" in error

    done = gilbench(*command)
    assert done.returncode == 0, done.stderr
    assert_valid(out, blocks=2)
    theirs, ours = RunFiles(published).manifest(), RunFiles(out).manifest()
    odd = theirs.plan.cells[-1].key
    assert ours.plan.cells == theirs.plan.cells[:-1]
    assert (ours.plan.contrasts, ours.plan.seed) == (theirs.plan.contrasts, 5)
    assert ours.reproduces is not None
    assert list(ours.reproduces.left_out) == [odd]
    assert "does not come with n=7" in done.stderr
    assert all(build.executable != "/their/python" for build in ours.plan.builds.values())
    assert ours.tools.keys() == {"gilbench", "pyperf", "python"}
    assert (out / "report" / "report.md").exists()

    told = json.loads(done.stdout)  # nothing else is on stdout
    assert {"about": "machine", "what": "CPU", "there": "Their CPU"}.items() <= (
        told["differences"][0].items()
    )
    assert len(told["contrasts"]) == len(theirs.plan.contrasts)
    assert sum(told["counts"].values()) == len(told["contrasts"])
