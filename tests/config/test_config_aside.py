"""Files kept aside, and what the screen remembers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from signalboard import config
from signalboard.config import ConfigProblem


def test_a_file_is_moved_aside_with_what_belongs_to_it(tmp_path: Path) -> None:
    for number in (1, 2):
        for name in ("archive.db", "archive.db-wal", "other"):
            (tmp_path / name).write_text(f"{name} {number}")
        kept = config.quarantine(tmp_path / "archive.db", "2026-11-24")
        assert kept == tmp_path / "quarantine" / f"2026-11-24-{number}-archive.db"
        assert kept.read_text() == f"archive.db {number}"
    assert sorted(os.listdir(kept.parent)) == [
        "2026-11-24-1-archive.db",
        "2026-11-24-1-archive.db-wal",
        "2026-11-24-2-archive.db",
        "2026-11-24-2-archive.db-wal",
    ]
    assert sorted(os.listdir(tmp_path)) == ["other", "quarantine"]
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_what_cannot_be_moved_stays(tmp_path: Path) -> None:
    (tmp_path / "quarantine").write_text("a file in the folder's place")
    (tmp_path / "archive.db").write_text("x")
    with pytest.raises(ConfigProblem, match="could not be moved aside: file exists"):
        config.quarantine(tmp_path / "archive.db", "2026-11-24")
    assert (tmp_path / "archive.db").read_text() == "x"


def test_a_preference_is_remembered(tmp_path: Path) -> None:
    where = config.places(tmp_path, None, {})
    assert config.preference(where, "theme") is None
    config.set_preference(where, "theme", "light")
    config.set_preference(where, "other", "x")
    assert config.preference(where, "theme") == "light"
    assert (tmp_path / "preferences.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("broken", [b"", b"[]", b"\xff", b'{"theme": 1}'])
def test_broken_preferences_are_none(tmp_path: Path, broken: bytes) -> None:
    where = config.places(tmp_path, None, {})
    (tmp_path / "preferences.json").write_bytes(broken)
    assert config.preference(where, "theme") is None
    config.set_preference(where, "theme", "light")
    assert config.preference(where, "theme") == "light"
    config.set_preference(config.places(tmp_path / "nowhere", None, {}), "theme", "light")
