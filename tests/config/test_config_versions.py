"""What a newer program wrote is not used, not changed and not written over."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from signalboard import config, durable
from signalboard.config import ConfigProblem, files
from signalboard.model import Feed

NEW = Feed("New", "https://new.example/feed")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feeds.yaml"


def test_a_newer_settings_file_is_refused_untouched(path: Path) -> None:
    path.write_text("# mine\nversion: 2\nfeeds:\n  - name: A\n    url: https://a.example/\n")
    before = path.read_bytes(), path.stat().st_mtime_ns
    settings = config.load(path)
    assert settings.is_unread
    assert settings.problems == (
        "feeds.yaml, line 2: this file is of version 2, of a newer signalboard; this one knows 1. "
        "Nothing in it is used, and it is left as it is: update signalboard.",
    )
    for change in (
        lambda: config.put_feed(path, NEW),
        lambda: config.remove_feed(path, "https://a.example/"),
        lambda: config.change_feeds(path, [NEW], []),
    ):
        with pytest.raises(ConfigProblem, match=r"line 2: .* Nothing was changed; update"):
            change()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("said", ["", "version: 1\n", 'version: "1"\n', "version:\n"])
def test_a_file_of_this_version_is_read_and_keeps_what_it_says(path: Path, said: str) -> None:
    text = f"{said}feeds:\n  - name: A\n    url: https://a.example/\n"
    path.write_text(text)
    assert config.load(path).problems == ()
    config.put_feed(path, NEW)
    assert path.read_text().startswith(text)
    assert len(config.load(path).feeds) == 2


@pytest.mark.parametrize("said", ["0", "x", "[1]", "-1", "1.5", "²", "9" * 5000])
def test_a_version_that_is_none_is_told_and_passed_over(path: Path, said: str) -> None:
    path.write_text(f"version: {said}\nfeeds:\n  - name: A\n    url: https://a.example/\n")
    settings = config.load(path)
    assert len(settings.feeds) == 1 and '"version" is' in settings.problems[0]


@pytest.fixture
def places(tmp_path: Path) -> config.Places:
    return config.places(tmp_path, None, {})


def test_secrets_that_cannot_be_read_are_kept_aside_not_written_over(
    places: config.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.withheld.write_bytes(b"[" * 100_000)
    assert config.withheld(places) == {}
    config.withhold(places, {"https://a.example/": {"url": "https://a.example/?key=1"}})
    assert config.withheld(places) == {"https://a.example/": {"url": "https://a.example/?key=1"}}
    (kept,) = (places.data / "quarantine").iterdir()
    assert kept.read_bytes() == b"[" * 100_000
    before = places.withheld.read_bytes()

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    real = os.open
    monkeypatch.setattr(
        files.os, "open", lambda p, *rest: fails() if str(p).endswith("ld.json") else real(p, *rest)
    )
    with pytest.raises(ConfigProblem, match=r"input/output error\. Nothing was changed"):
        config.withhold(places, {"https://b.example/": {}})
    assert config.withheld(places) == {}
    monkeypatch.undo()
    assert places.withheld.read_bytes() == before


def test_preferences_that_cannot_be_read_now_are_not_written_over(
    places: config.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.set_preference(places, "theme", "dark")

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "open", fails)
        config.set_preference(places, "columns", "wide")
        assert config.preference(places, "theme") is None
    assert config.preference(places, "theme") == "dark"
    said = json.loads(places.preferences.read_bytes())
    assert said == {"version": 1, "theme": "dark"}


def test_small_files_of_a_newer_program_are_left_as_they_are(places: config.Places) -> None:
    files = (places.logins, places.withheld, places.preferences)
    for file in files:
        file.write_text('{"version": 2, "https://a.example/": ["me", "secret"], "theme": "dark"}')
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in files]
    with pytest.raises(ConfigProblem, match=r"newer signalboard .*left as it is"):
        config.logins(places)
    with pytest.raises(ConfigProblem, match="newer signalboard"):
        config.set_login(places, "https://a.example/", None)
    with pytest.raises(ConfigProblem, match="newer signalboard"):
        config.withhold(places, {"https://a.example/": {}})
    assert config.withheld(places) == {} and config.preference(places, "theme") is None
    config.set_preference(places, "theme", "light")
    assert [(file.read_bytes(), file.stat().st_mtime_ns) for file in files] == before


def test_small_files_that_say_no_version_are_read_and_say_it_from_then_on(
    places: config.Places,
) -> None:
    places.logins.write_text('{"https://a.example/": ["me", "secret"]}')
    config.set_login(places, "https://b.example/", ("you", "word"))
    assert len(config.logins(places)) == 2
    assert json.loads(places.logins.read_bytes())["version"] == 1


@pytest.mark.parametrize("existed", [True, False])
def test_a_change_whose_name_could_not_be_synced_is_taken_back(
    path: Path, monkeypatch: pytest.MonkeyPatch, existed: bool
) -> None:
    if existed:
        path.write_text("feeds:\n")

    def fails(_folder: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(durable, "sync_folder", fails)
    with pytest.raises(ConfigProblem, match="as it was before"):
        config.put_feed(path, NEW)
    assert (path.read_text() if path.exists() else None) == ("feeds:\n" if existed else None)
    assert os.listdir(path.parent) == (["feeds.yaml"] if existed else [])


def test_where_it_cannot_be_taken_back_that_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    unlink = Path.unlink
    monkeypatch.setattr(durable, "sync_folder", fails)
    monkeypatch.setattr(Path, "unlink", lambda p, **how: fails() if p == path else unlink(p, **how))
    with pytest.raises(ConfigProblem, match="whether that lasts is not sure"):
        config.put_feed(path, NEW)


def test_a_file_that_cannot_be_read_is_not_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("feeds:\n")

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fails)
    with pytest.raises(ConfigProblem, match="cannot be read"):
        files.replace(path, b"x")


def test_a_pipe_in_the_place_of_a_small_file_is_told_as_what_it_should_be(
    places: config.Places,
) -> None:
    os.mkfifo(places.logins)
    with pytest.raises(ConfigProblem, match="is not a file; expected a file of JSON"):
        config.logins(places)
