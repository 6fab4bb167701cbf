"""The settings file read, quickly where it has not changed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from signalboard import config
from signalboard.config import Settings, files, settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.yaml"
    file.write_bytes(config.starter())
    return file


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "settings.cache"


def test_an_unchanged_file_is_not_parsed_again(
    path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = config.load(path, cache)
    assert cache.stat().st_mode & 0o777 == 0o600
    monkeypatch.setitem(sys.modules, "signalboard.config.reading", None)
    again = config.load(path, cache)
    assert again == first
    assert again.feeds[0].url == "bundled:agent-economy"
    assert again.theses[0].watches[0].h1 == 0.9


def test_mistakes_are_remembered_too(path: Path, cache: Path) -> None:
    path.write_text("feeds:\n  - {name: A, url: https://a.example/, headers: {X-A: b}}\n  - b\n")
    first = config.load(path, cache)
    assert len(first.problems) == 1
    assert config.load(path, cache) == first
    assert config.load(path, cache).feeds[0].headers == (("X-A", "b"),)


def test_an_unchanged_file_is_read_in_under_thirty_milliseconds(path: Path, cache: Path) -> None:
    config.load(path, cache)
    best = 1.0
    for _ in range(5):
        started = time.perf_counter()
        config.load(path, cache)
        best = min(best, time.perf_counter() - started)
    assert best < 0.030


def test_an_edit_is_seen_even_within_one_tick_of_the_clock(path: Path, cache: Path) -> None:
    before = config.load(path, cache)
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"PYMNTS", b"PYMNTZ"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = config.load(path, cache)
    assert after.fingerprint == before.fingerprint
    assert "PYMNTZ" in [feed.name for feed in after.feeds]


@pytest.mark.parametrize("broken", [b"", b"x\n{}", b"\xff" * 100, None])
def test_a_broken_cache_is_made_anew(path: Path, cache: Path, broken: bytes | None) -> None:
    first = config.load(path, cache)
    kept = cache.read_bytes()
    cache.write_bytes(kept[:-40] if broken is None else broken)
    assert config.load(path, cache) == first
    assert cache.read_bytes() == kept


def test_another_versions_cache_is_made_anew(
    path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.load(path, cache)
    kept = cache.read_bytes()
    monkeypatch.setattr(settings, "_FORMAT", "signalboard settings 0")
    config.load(path, cache)
    assert cache.read_bytes() != kept


def test_a_cache_that_cannot_be_written_is_done_without(path: Path, tmp_path: Path) -> None:
    read = config.load(path, tmp_path / "nowhere" / "settings.cache")
    assert read.problems == ()
    assert len(read.feeds) == 20


def test_the_fingerprint_tells_an_edit(path: Path) -> None:
    read = config.load(path)
    assert config.fingerprint(path) == read.fingerprint
    path.write_bytes(path.read_bytes() + b"# more\n")
    assert config.fingerprint(path) != read.fingerprint
    path.unlink()
    assert config.fingerprint(path) == (0, 0)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    read = config.load(tmp_path / "feeds.yaml")
    assert read == Settings(
        problems=(
            f"{tmp_path}/feeds.yaml is not there; expected settings in YAML. No settings are used.",
        )
    )


def test_a_folder_a_pipe_and_a_giant_are_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "giant").open("wb") as giant:
        giant.truncate(files.LONGEST + 1)
    assert "is not a file" in config.load(tmp_path / "pipe").problems[0]
    assert "is a directory" in config.load(tmp_path).problems[0]
    assert "is too large; expected at most 2 MiB" in config.load(tmp_path / "giant").problems[0]


def test_a_warm_start_loads_no_yaml(path: Path, cache: Path) -> None:
    config.load(path, cache)
    program = (
        "import sys; from pathlib import Path; from signalboard import config;"
        "assert len(config.load(Path(sys.argv[1]), Path(sys.argv[2])).feeds) == 20;"
        "print([name for name in sys.modules if name.split('.')[0] == 'ruamel'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, path, cache], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
