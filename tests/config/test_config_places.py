"""Where things live, and the first start."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from signalboard import config
from signalboard.config import ConfigProblem, files

PLACES = sys.modules["signalboard.config.places"]  # the package has a function of that name


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_without_a_home_the_xdg_folders_are_used() -> None:
    where = config.places(None, None, {"HOME": "/home/me"})
    assert where.home is None
    assert where.feeds_file == Path("/home/me/.config/signalboard/feeds.yaml")
    assert where.data == Path("/home/me/.local/share/signalboard")
    assert where.archive == where.data / "archive.db"
    assert where.board == where.data / "board"
    assert where.cache == where.data / "settings.cache"


def test_the_xdg_variables_count_where_they_are_absolute() -> None:
    environ = {"HOME": "/home/me", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "relative"}
    where = config.places(None, None, environ)
    assert where.feeds_file == Path("/c/signalboard/feeds.yaml")
    assert where.data == Path("/home/me/.local/share/signalboard")


def test_a_home_holds_everything() -> None:
    where = config.places(Path("/h"), None, {"SIGNALBOARD_HOME": "/other", "HOME": "/home/me"})
    assert (where.home, where.data) == (Path("/h"), Path("/h"))
    assert where.feeds_file == Path("/h/feeds.yaml")
    assert config.places(None, None, {"SIGNALBOARD_HOME": "/other"}).home == Path("/other")
    tilde = config.places(None, None, {"SIGNALBOARD_HOME": "~/b", "HOME": "/home/me"})
    assert tilde.data == Path("/home/me/b")


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    where = config.places(None, None, {"SIGNALBOARD_HOME": " ", "XDG_DATA_HOME": ""})
    assert where.data == tmp_path / ".local/share/signalboard"


def test_paths_are_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    where = config.places(Path("h"), Path("mine.yaml"), {})
    assert (where.data, where.feeds_file) == (tmp_path / "h", tmp_path / "mine.yaml")


def test_the_first_start_makes_everything_private(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": f"{tmp_path}/a/config", "XDG_DATA_HOME": f"{tmp_path}/a/data"}
    where = config.places(None, None, environ)
    umask = os.umask(0)
    try:
        assert config.ensure(where) is True
    finally:
        os.umask(umask)
    assert where.feeds_file.read_bytes() == config.starter()
    assert mode(where.feeds_file) == 0o600
    assert {mode(folder) for folder in (tmp_path / "a").rglob("*") if folder.is_dir()} == {0o700}
    assert os.listdir(where.feeds_file.parent) == ["feeds.yaml"]


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "feeds.yaml").write_text("feeds:\n")
    assert config.ensure(config.places(tmp_path, None, {})) is False
    assert (tmp_path / "feeds.yaml").read_text() == "feeds:\n"
    assert mode(tmp_path) == 0o755


def test_a_link_to_nowhere_is_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").symlink_to(tmp_path / "gone")
    assert config.ensure(config.places(tmp_path, None, {})) is False
    assert not (tmp_path / "gone").exists()


def test_no_starter_is_put_where_the_user_named_a_file(tmp_path: Path) -> None:
    where = config.places(tmp_path / "h", tmp_path / "x" / "mine.yaml", {})
    assert config.ensure(where) is False
    assert os.listdir(tmp_path) == ["h"]


def test_of_two_first_starts_one_puts_the_starter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = config.places(tmp_path, None, {})
    monkeypatch.setattr(PLACES.os.path, "lexists", lambda _: False)
    assert config.ensure(where) is True
    assert config.ensure(where) is False
    assert os.listdir(tmp_path) == ["feeds.yaml"]


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", refuse)
    where = config.places(tmp_path, None, {})
    assert config.ensure(where) is True
    assert where.feeds_file.read_bytes() == config.starter()
    assert files.write_new(where.feeds_file, b"other") is False
    assert where.feeds_file.read_bytes() == config.starter()


def test_folders_that_cannot_be_made_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigProblem, match=r"cannot be made: not a directory.*--home DIR"):
        config.ensure(config.places(tmp_path / "file" / "h", None, {}))
    with pytest.raises(ConfigProblem, match=r"file is not a folder.*--home DIR"):
        config.ensure(config.places(tmp_path / "file", None, {}))


def test_the_starter_is_found_in_the_package_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PLACES, "_PACKAGE", tmp_path)
    (tmp_path / "feeds.yaml").write_text("# installed\n")
    assert config.starter() == b"# installed\n"


def test_an_empty_home_is_no_folder_at_all() -> None:
    with pytest.raises(config.NoHomeError, match="HOME is empty"):
        config.places(None, None, {"HOME": ""})
