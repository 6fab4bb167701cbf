"""Files written beside and put in place: whole or not at all, nothing left behind, told truly."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from signalboard import durable

GONE = 9_999_999
"""A process that there is not."""


def written(path: Path, raw: bytes, **how: bool) -> None:
    with durable.beside(path) as new:
        new.file.write(raw)
        new.put(**how)


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_the_new_takes_the_place_of_the_old_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for raw in (b"one", b"two"):
        written(path, raw)
        assert path.read_bytes() == raw and path.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["file"]


def test_what_stands_there_may_be_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    written(path, b"one", new=True)
    with pytest.raises(FileExistsError):
        written(path, b"two", new=True)
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        written(tmp_path / "link", b"two", new=True)
    assert path.read_bytes() == b"one" and names(tmp_path) == ["file", "link"]


def test_a_stick_without_links_takes_none_s_place_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    monkeypatch.setattr(os, "fchmod", none)
    path = tmp_path / "file"
    written(path, b"one", new=True)
    with pytest.raises(FileExistsError):
        written(path, b"two", new=True)
    assert path.read_bytes() == b"one" and names(tmp_path) == ["file"]


@pytest.mark.parametrize("call", ["fsync", "replace", "fchmod"])
def test_what_fails_leaves_what_there_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "file"
    written(path, b"one")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OSError, match="No space left") as error:
        written(path, b"two")
    assert not isinstance(error.value, durable.UnsureError)
    assert path.read_bytes() == b"one" and names(tmp_path) == ["file"]


def folders_fail(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    real = os.fsync

    def fsync(handle: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{handle}"):
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)


def test_a_name_that_could_not_be_synced_is_there_and_said_to_be_unsure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders_fail(monkeypatch, errno.EIO)
    with pytest.raises(durable.UnsureError):
        written(tmp_path / "file", b"one")
    assert (tmp_path / "file").read_bytes() == b"one" and names(tmp_path) == ["file"]


def test_a_file_system_that_syncs_no_folders_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders_fail(monkeypatch, errno.EINVAL)
    written(tmp_path / "file", b"one")

    def closed(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", closed)
    durable.sync_folder(tmp_path)


def test_what_killed_processes_left_is_swept_and_what_is_of_living_ones_stays(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.zip"
    others = [".a.zip.1.tmp", ".b.zip.9999999.tmp", "a.zip.9999999.bak", ".a.zip.tmp"]
    for name in (f".a.zip.{GONE}.tmp", f".a.zip.{GONE}.archive-wal", f"a.zip.{GONE}.tmp", *others):
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / f".a.zip.{os.getpid()}.tmp").write_bytes(b"of another of this number")
    written(path, b"one")
    assert names(tmp_path) == sorted(["a.zip", *others])
    durable.sweep(tmp_path / "none", ".*")


def test_the_longest_name_there_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 127)
    written(path, b"one")
    assert path.read_bytes() == b"one" and len(names(tmp_path)) == 1


def test_no_folder_pipe_or_device_is_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("nowhere")
    for path in (tmp_path / "link", tmp_path / "none"):
        durable.refuse_other_than_file(path)
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/null")):
        with pytest.raises(OSError, match="not a file and was left"):
            durable.refuse_other_than_file(path)
