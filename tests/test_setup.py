"""From a checkout to a running program: the wheel, the two commands, what they say when stuck."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from signalboard import __version__

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tui" / "signalboard"
STARTED = f"signalboard {__version__}\n"


def run(
    *words: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A program without a terminal, without what this test run itself was started with."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAKE", "MFLAGS", "PYTHON", "VIRTUAL_ENV", "SIGNALBOARD", "XDG_"))
    }
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=kept | (env or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def well(done: subprocess.CompletedProcess[str]) -> str:
    said = done.stdout + done.stderr
    if done.returncode and "index" in said:
        pytest.fail(f"this test needs a package index, and none answered:\n{said}")
    assert done.returncode == 0, said
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the hatchling that is here."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    well(run(sys.executable, "-m", "pip", "wheel", "-q", *options, "-w", folder, ROOT))
    (made,) = folder.iterdir()
    return made


def test_the_wheel_carries_the_whole_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if not name.endswith("/")}
        assert archive.read("signalboard/feeds.yaml") == (ROOT / "feeds.yaml").read_bytes()
    listed = well(run("git", "ls-files", "--cached", "--others", "--exclude-standard", PACKAGE))
    ours = {path.removeprefix("tui/") for path in listed.splitlines() if (ROOT / path).exists()}
    info = f"signalboard-{__version__}.dist-info"
    assert {name for name in carried if not name.startswith(info)} == {
        *ours,
        "signalboard/feeds.yaml",
    }
    for needed in (
        "signalboard/bundled/agent-economy.atom",
        "signalboard/export/evidence-log.schema.json",
        "signalboard/py.typed",
        "signalboard/ui/board.tcss",
        "signalboard/ui/over.tcss",
        f"{info}/licenses/LICENSE",
    ):
        assert needed in carried


@pytest.mark.timeout(300)
def test_the_wheel_starts_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    well(run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "empty"))
    python = tmp_path / "empty" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    well(run(*pip, "install", "-q", "-c", ROOT / "constraints.txt", wheel))
    program = tmp_path / "empty" / "bin" / "signalboard"
    assert well(run(program, "--version", cwd=tmp_path)) == STARTED
    assert well(run(python, "-m", "signalboard", "--version", cwd=tmp_path)) == STARTED
    home = tmp_path / "home"
    board = well(run(program, "--home", home, cwd=tmp_path))
    assert "Tencent" in board
    assert "Web4 at velocity" in board
    assert (home / "feeds.yaml").read_bytes() == (ROOT / "feeds.yaml").read_bytes()
    frozen = well(run(*pip, "freeze", "--exclude", "signalboard")).splitlines()
    assert len(frozen) > 10
    assert set(map(str.lower, frozen)) <= set(map(str.lower, pinned()))


def pinned() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_every_package_is_pinned_and_none_by_address() -> None:
    assert not [line for line in pinned() if not re.fullmatch(r"[\w.-]+==[\w.]+", line)]
    versions = {canonicalize_name(line.partition("==")[0]) for line in pinned()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    waiting, seen = [Requirement(each) for each in wanted], set()
    while waiting:
        each = waiting.pop()
        if (key := (canonicalize_name(each.name), *sorted(each.extras))) in seen:
            continue
        seen.add(key)
        for below in map(Requirement, importlib.metadata.requires(each.name) or ()):
            extras = each.extras or {""}
            if not below.marker or any(below.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(below)
    assert {key[0] for key in seen} - versions == set()


@pytest.mark.parametrize(
    "name", ["Makefile", "constraints.txt", "pyproject.toml", ".ci/run", "scripts/environment.sh"]
)
def test_no_index_is_named(name: str) -> None:
    written = (ROOT / name).read_text()
    assert not re.search(r"index-url|find-links|trusted-host|\w://", written)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a newcomer gets, in a folder whose name has a space in it."""
    folder = tmp_path / "a clone"
    well(run("git", "clone", "-q", ROOT, folder))
    return folder


@pytest.mark.timeout(300)
def test_make_run_on_a_fresh_clone_then_at_once_then_moved(clone: Path, tmp_path: Path) -> None:
    home = {"SIGNALBOARD_HOME": str(tmp_path / "home")}
    first = run("make", "run", cwd=clone, env=home)
    assert "Tencent" in well(first)
    assert "Installing signalboard" in first.stderr
    assert well(run("git", "status", "--porcelain", cwd=clone)) == ""

    started = time.perf_counter()
    again = run("make", "run", "ARGS=--version", cwd=clone)
    assert time.perf_counter() - started < 1
    assert (well(again), again.stderr) == (STARTED, "")

    moved = clone.rename(tmp_path / "moved")
    assert "Python 3.11 or newer is needed" in stuck(moved, PYTHON="/nowhere"), "it is made anew"


def test_make_says_what_it_would_do_and_what_can_be_made(clone: Path) -> None:
    assert "scripts/environment.sh run .venv" in well(run("make", "-n", "run", cwd=clone))
    assert "scripts/environment.sh test .venv" in well(run("make", "-n", "test", cwd=clone))
    targets = re.findall(r"^  make (\S+)", well(run("make", cwd=clone)), re.MULTILINE)
    assert {"run", "test", "lint", "screenshots", "bench", "clean"} <= set(targets)


def stuck(clone: Path, **env: str) -> str:
    done = run("make", "run", "ARGS=--version", cwd=clone, env=env)
    assert done.returncode == 2
    assert done.stdout == ""
    return done.stderr


def test_a_python_that_is_too_old_or_missing_is_told(clone: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3.8"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.8.20\nexit 1\n')
    old.chmod(0o755)
    told = "signalboard: Python 3.11 or newer is needed; {} is {}. Install one, or name it: "
    assert told.format(old, "Python 3.8.20") in stuck(clone, PYTHON=str(old))
    assert told.format("/nowhere", "not there") in stuck(clone, PYTHON="/nowhere")
    assert not (clone / ".venv").exists()


def test_a_python_without_its_venv_module_is_told(clone: Path, tmp_path: Path) -> None:
    bare = tmp_path / "python3"
    bare.write_text(
        f'#!/bin/sh\n[ "$2" = "import venv, ensurepip" ] && exit 1\nexec "{sys.executable}" "$@"\n'
    )
    bare.chmod(0o755)
    said = stuck(clone, PYTHON=str(bare))
    assert "comes without its venv module. On Debian and Ubuntu: apt install python3-venv" in said


def test_an_environment_that_cannot_be_made_is_told(clone: Path, tmp_path: Path) -> None:
    full = tmp_path / "python3"
    full.write_text(
        '#!/bin/sh\n[ "$2" = venv ] && { echo a; echo No space left; exit 1; }\nexit 0\n'
    )
    full.chmod(0o755)
    said = stuck(clone, PYTHON=str(full))
    assert "signalboard: the environment could not be made in .venv: No space left\n" in said
    assert not (clone / ".venv").exists()


@pytest.mark.timeout(300)
def test_a_missing_package_index_is_told(clone: Path, tmp_path: Path) -> None:
    no_index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    said = stuck(clone, **no_index).splitlines()
    assert said[-2] == (
        "signalboard: no package index could be reached, or it has not what is needed. Look at "
        "the network and at pip's settings, then try again; what pip said is in "
        ".venv/install.log."
    )
    assert len(said) == 4, "pip's own words stay in the log"
    assert (clone / ".venv" / "install.log").stat().st_size > 0
