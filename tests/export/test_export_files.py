"""Names of logs, and files that take the place of no other."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from signalboard import export
from signalboard.export import files
from signalboard.export.gather import gather
from signalboard.model import replace
from tests.export.sample import AS_OF, EVIDENCE, THESES, WEB4


def name(thesis_name: str, as_of: int | None = AS_OF, fmt: str = "md") -> str:
    return export.file_name(gather([replace(WEB4, name=thesis_name)], (), (), as_of), fmt)


@pytest.mark.parametrize(
    ("called", "named"),
    [
        ("Web4 at velocity", "web4-at-velocity-2026-11-24.md"),
        ("../../etc/passwd", "etc-passwd-2026-11-24.md"),
        ("-rf", "rf-2026-11-24.md"),
        ("Crédit: l'été", "credit-l-ete-2026-11-24.md"),
        ("百度", "thesis-1-2026-11-24.md"),
        ("", "thesis-1-2026-11-24.md"),
        ("CON", "thesis-1-2026-11-24.md"),
        ("lpt9", "thesis-1-2026-11-24.md"),
        ("Unnamed", "thesis-1-2026-11-24.md"),
        ("x" * 300, "x" * 60 + "-2026-11-24.md"),
    ],
)
def test_file_names(called, named):
    assert name(called) == named


def test_names_of_several_theses_and_of_a_board_without_changes():
    assert export.file_name(gather(THESES, (), (), AS_OF), "csv") == "evidence-log-2026-11-24.csv"
    assert export.file_name(gather((), (), (), None), "json") == "evidence-log.json"
    assert name("nul", None) == "thesis-1.md"


def test_formats_that_there_are_none_of_are_refused_in_a_sentence():
    log = gather([WEB4], EVIDENCE, (), AS_OF)
    for act in (export.write, export.file_name):
        with pytest.raises(ValueError, match="There is no format 'xml': an evidence log is one of"):
            act(log, "xml")


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_new_file_is_the_owners_alone_and_byte_for_byte(tmp_path, overwrite):
    path = tmp_path / "log.csv"
    assert files.save("é,\r\nb\n", path, overwrite=overwrite) == path
    assert path.read_bytes() == b"\xc3\xa9,\r\nb\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["log.csv"]


def test_what_exists_is_left_alone_unless_asked(tmp_path):
    path = tmp_path / "log.md"
    path.write_text("old")
    with pytest.raises(FileExistsError, match="exists already and was left as it is") as told:
        files.save("new", path)
    assert str(path) in str(told.value)
    assert path.read_text() == "old"
    files.save("new", path, overwrite=True)
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == ["log.md"]


@pytest.mark.parametrize("dangling", [False, True])
def test_links_are_never_followed(tmp_path, dangling):
    target, link = tmp_path / "target", tmp_path / "log.md"
    if not dangling:
        target.write_text("precious")
    link.symlink_to(target)
    with pytest.raises(FileExistsError):
        files.save("new", link)
    assert link.is_symlink()
    files.save("new", link, overwrite=True)
    assert not link.is_symlink()
    assert link.read_text() == "new"
    assert target.exists() is not dangling
    assert dangling or target.read_text() == "precious"


def test_what_is_no_file_is_not_replaced(tmp_path):
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, folder):
        for overwrite in (False, True):
            with pytest.raises(OSError, match="left as it is") as told:
                files.save("new", path, overwrite=overwrite)
            assert isinstance(told.value, FileExistsError) is not overwrite
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(os.listdir(tmp_path)) == ["folder", "pipe"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_what_was_there_and_nothing_half_written(tmp_path, monkeypatch, call):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("old")
    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[call], full)
    with pytest.raises(OSError, match="No space left"):
        files.save("new", old, overwrite=True)
    if call == "fsync":
        with pytest.raises(OSError, match="No space left"):
            files.save("new", new)
    assert os.listdir(tmp_path) == ["old.md"]
    assert old.read_text() == "old"


def test_a_folder_that_cannot_be_synced_is_no_reason_to_fail(tmp_path, monkeypatch):
    real, folders = os.fsync, []

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            folders.append(handle)
            raise OSError(22, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    files.save("text", tmp_path / "log.md")
    assert len(folders) == 1
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(folders[0])


def test_a_missing_folder_is_an_error_and_is_not_made(tmp_path):
    for overwrite in (False, True):
        with pytest.raises(FileNotFoundError):
            files.save("text", tmp_path / "none" / "log.md", overwrite=overwrite)
    assert os.listdir(tmp_path) == []
