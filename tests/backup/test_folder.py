"""Backups are made whole or not at all, hold what cannot be fetched again, and are private."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from signalboard import config, durable, times
from signalboard.backup import folder, notes, packing, trial, values
from signalboard.backup.packing import Pack
from signalboard.backup.values import BackupProblem, name
from signalboard.board import inspect
from signalboard.desk import backing
from tests.backup.conftest import judge
from tests.values import NOW

DAY = times.DAY


def test_a_backup_holds_what_cannot_be_fetched_again_and_nothing_else(home: config.Places) -> None:
    held, made = folder.make(home, "asked", NOW)
    assert held.path.name == "signalboard-0001-2026-11-24-asked.zip"
    assert held.path.stat().st_mode & 0o777 == 0o600
    assert home.backups.stat().st_mode & 0o777 == 0o700
    with Pack(held.path) as pack:
        assert set(pack.names) == {
            "board/journal.jsonl",
            "feeds.yaml",
            "logins.json",
            "preferences.json",
            "briefs/a-story.txt",
        }
        assert pack.manifest == made
        with pack.open("board/journal.jsonl") as file:
            assert file.read() == (home.board / "journal.jsonl").read_bytes()
    found = inspect(home.board / "journal.jsonl")
    assert (made.seq, made.hash, made.state) == (found.seq, found.hash, found.digest)
    assert made.counts["evidence"] == 1 and made.counts["theses"] == 2 and made.is_whole
    assert sorted(os.listdir(home.backups)) == ["notes.json", held.path.name]


def test_any_unpacker_opens_it(home: config.Places, tmp_path: Path) -> None:
    held, _ = folder.make(home, "asked", NOW)
    with zipfile.ZipFile(held.path) as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path / "out")
    assert (tmp_path / "out/feeds.yaml").read_bytes() == home.feeds_file.read_bytes()


def test_a_torn_line_is_not_backed_up_and_a_damaged_journal_is_as_it_is(
    home: config.Places, stories: list[str]
) -> None:
    journal = home.board / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"seq":')
    held, made = folder.make(home, "asked", NOW)
    assert made.is_whole
    with Pack(held.path) as pack, pack.open("board/journal.jsonl") as file:
        assert file.read() == whole
    journal.write_bytes(whole.replace(b"agents", b"AGENTS", 1))
    _, made = folder.make(home, "asked", NOW)
    assert not made.is_whole
    assert folder.newest_good(home) == held.path


def test_one_a_day_and_only_where_something_changed(
    home: config.Places, stories: list[str]
) -> None:
    first = folder.daily(home, NOW)
    assert first is not None and first.why == "daily"
    assert notes.read(home.backups).made == 1
    judge(home, stories[1])
    assert not folder.is_due(home, NOW + 60) and folder.daily(home, NOW + 60) is None
    assert folder.daily(home, NOW + DAY) is not None
    assert not folder.is_due(home, NOW + 2 * DAY)  # nothing was said since
    (home.briefs / "another.txt").write_text("a draft")
    assert folder.is_due(home, NOW + 2 * DAY)
    home.feeds_file.write_text(home.feeds_file.read_text() + "# more\n")
    assert folder.daily(home, NOW + 2 * DAY) is not None
    assert [each.number for each in folder.listed(home)] == [3, 2, 1]


def test_a_new_home_has_nothing_to_back_up(places: config.Places) -> None:
    assert not folder.is_due(places, NOW) and folder.listed(places) == []


def test_a_clock_set_forward_a_year_and_back_goes_on_making_backups(
    home: config.Places, stories: list[str]
) -> None:
    assert folder.daily(home, NOW) is not None
    judge(home, stories[1])
    ahead = folder.daily(home, NOW + 365 * DAY)
    judge(home, stories[2])
    back = folder.daily(home, NOW + DAY)
    assert ahead is not None and back is not None and back.number == ahead.number + 1
    assert folder.newest_good(home) == back.path


@pytest.mark.parametrize("errno", [28, 5, 30, 122])
@pytest.mark.parametrize("call", ["open", "fsync", "rename", "write"])
def test_a_disk_that_fails_leaves_what_there_was(
    home: config.Places,
    stories: list[str],
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    errno: int,
) -> None:
    held, _ = folder.make(home, "daily", NOW)
    whole = held.path.read_bytes()
    judge(home, stories[1])

    def fail(*_args: object, **_named: object) -> int:
        raise OSError(errno, os.strerror(errno))

    def refuse(path: object, *args: object, **named: object) -> int:
        if str(path).endswith(".tmp"):
            fail()
        return real(path, *args, **named)  # type: ignore[arg-type]

    real = os.open
    with monkeypatch.context() as patch:
        if call == "open":
            patch.setattr(packing.os, "open", refuse)
        elif call == "fsync":
            patch.setattr(packing.os, "fsync", fail)
        elif call == "rename":
            patch.setattr(packing.os, "link", fail)
            patch.setattr(Path, "rename", fail)
        else:
            patch.setattr(packing, "_pack", fail)
        with pytest.raises(BackupProblem, match="was not made"):
            folder.make(home, "daily", NOW + DAY)
        assert folder.daily(home, NOW + DAY) is None
        if call == "write":  # else the notes could not be written either
            assert "was not made" in notes.read(home.backups).failed
    assert [each.path for each in folder.listed(home)] == [held.path]
    assert held.path.read_bytes() == whole
    assert not list(home.backups.glob(".*"))
    assert folder.daily(home, NOW + 2 * DAY) is not None
    assert notes.read(home.backups).failed == ""


def test_what_a_kill_left_is_swept_away(home: config.Places) -> None:
    home.backups.mkdir()
    (home.backups / ".signalboard-0001-2026-11-24-daily.zip.9999999.tmp").write_bytes(b"half")
    folder.make(home, "asked", NOW)
    assert sorted(each.suffix for each in home.backups.iterdir()) == [".json", ".zip"]


def test_so_is_what_was_left_on_a_stick(home: config.Places, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for left in (
        ".signalboard-2026-11-20.zip.9999999.tmp",
        ".signalboard-2026-11-20.zip.9999999.archive",
        ".mine.zip.9999999.tmp",
        ".another.zip.9999999.tmp",
    ):
        (stick / left).write_bytes(b"half")
    folder.save_as(home, stick / "mine.zip", NOW)
    assert sorted(os.listdir(stick)) == [".another.zip.9999999.tmp", "mine.zip"]


def keeps_a_bit_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that says it has kept a file, and has kept another."""
    sync = durable.Beside.sync

    def synced(new: durable.Beside) -> None:
        sync(new)
        if new.path.suffix != ".zip":
            return
        raw = bytearray(new.waiting.read_bytes())
        raw[200] ^= 1
        new.waiting.write_bytes(raw)

    monkeypatch.setattr(durable.Beside, "sync", synced)


def test_one_that_is_not_read_back_as_it_was_written_gets_no_name_and_ends_no_other(
    home: config.Places, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = folder.daily(home, NOW)
    assert first is not None
    judge(home, stories[1])
    with monkeypatch.context() as patch:
        keeps_a_bit_otherwise(patch)
        assert folder.daily(home, NOW + DAY) is None
        stick = home.data / "stick.zip"
        folder_before = first.path.read_bytes()
        stick.write_bytes(folder_before)
        with pytest.raises(BackupProblem, match="what was written is not what is read back"):
            folder.save_as(home, stick, NOW, overwrite=True)
        assert stick.read_bytes() == folder_before  # --force takes no good one away
    assert "is not what is read back" in notes.read(home.backups).failed
    assert [each.path for each in folder.listed(home)] == [first.path]
    assert not list(home.backups.glob(".*"))
    again = folder.daily(home, NOW + DAY)
    assert again is not None and folder.newest_good(home) == again.path


def test_after_a_failure_another_is_made_though_nothing_changed(home: config.Places) -> None:
    assert folder.daily(home, NOW) is not None
    assert not folder.is_due(home, NOW + DAY)
    kept = notes.read(home.backups)
    kept.failed = "The backup was not read back."
    notes.keep(home.backups, kept)
    assert folder.daily(home, NOW + DAY) is not None
    assert notes.read(home.backups).failed == "" and not folder.is_due(home, NOW + 2 * DAY)
    kept = notes.read(home.backups)
    kept.failed = "The backup was not read back."
    notes.keep(home.backups, kept)
    folder.make(home, "asked", NOW)  # a person's is as good
    assert notes.read(home.backups).failed == ""


def test_one_whose_name_could_not_be_synced_is_not_said_to_be_missing(
    home: config.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_folder: Path) -> None:
        raise OSError(5, "Input/output error")

    home.backups.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(durable, "sync_folder", fails)
        with pytest.raises(BackupProblem, match="made and found whole, but") as problem:
            folder.make(home, "asked", NOW)
    assert "input/output error" in str(problem.value)
    (held,) = folder.listed(home)
    assert folder.newest_good(home) == held.path


def _many(home: config.Places, count: int) -> list[Path]:
    first, _ = folder.make(home, "daily", NOW)
    raw, paths = first.path.read_bytes(), [first.path]
    for number in range(1, count):
        day = times.day(NOW + number * DAY)
        path = home.backups / name(number + 1, day, "daily")
        path.write_bytes(raw)
        paths.append(path)
    return paths


def test_too_many_are_thinned_out(home: config.Places, stories: list[str]) -> None:
    _many(home, 60)
    judge(home, stories[1])
    folder.make(home, "daily", NOW + 60 * DAY)
    assert 12 < len(folder.listed(home)) < 31


def test_the_only_good_one_is_never_taken_away(home: config.Places) -> None:
    paths = _many(home, 60)
    for path in paths[1:]:
        path.write_bytes(b"rotten")
    assert folder.thin_out(home) == []  # none of those that would stay is good
    assert folder.newest_good(home) == paths[0]
    folder.make(home, "daily", NOW + 60 * DAY)
    assert len(folder.listed(home)) < 31


def test_the_one_that_reaches_furthest_is_never_taken_away(
    home: config.Places, stories: list[str]
) -> None:
    judge(home, stories[1])
    far, _ = folder.make(home, "daily", NOW)
    # Everything was lost: from here on backups are whole, and of nearly nothing.
    journal = home.board / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().splitlines(keepends=True)[0])
    (home.board / "board.json").unlink(missing_ok=True)
    near, _ = folder.make(home, "daily", NOW + DAY)
    for number in range(3, 400):
        path = home.backups / name(number, times.day(NOW + number * DAY), "daily")
        path.write_bytes(near.path.read_bytes())
    folder.thin_out(home)
    assert len(folder.listed(home)) <= 32 and far.path.exists()


@pytest.mark.parametrize(
    "harm", ["cut", "flip", "empty", "zero", "other", "newer", "manifest", "uncounted"]
)
def test_a_backup_that_is_not_what_it_was_is_told_and_passed_over(
    home: config.Places, stories: list[str], harm: str
) -> None:
    good, _ = folder.make(home, "daily", NOW)
    judge(home, stories[1])
    bad, made = folder.make(home, "daily", NOW + DAY)
    raw = bytearray(bad.path.read_bytes())
    if harm == "cut":
        del raw[len(raw) // 2 :]
    elif harm == "flip":
        raw[200] ^= 0x40
    elif harm == "empty":
        raw.clear()
    elif harm == "zero":
        raw[:] = bytes(len(raw))
    bad.path.write_bytes(raw)
    if harm in ("other", "newer", "manifest", "uncounted"):
        said = {
            "other": '{"backup": "others"}',
            "newer": '{"backup": "signalboard", "version": 99}',
            "manifest": '{"backup": "signalboard", "version": 1, "journal": []}',
            "uncounted": json.dumps({**made.out(), "counts": {"theses": 1}}),
        }[harm]
        with zipfile.ZipFile(bad.path, "w") as packed:
            packed.writestr("backup.json", said)
    before = bad.path.read_bytes()
    with pytest.raises(BackupProblem) as problem, Pack(bad.path) as pack:
        pack.check()
    assert str(bad.path) in str(problem.value) or harm == "other"
    assert folder.newest_good(home) == good.path
    assert backing.told(home)  # what ``doctor`` says
    assert bad.path.read_bytes() == before


def odd(path: Path, good: Path, how: str) -> None:
    """Put a file in a backup's place that is none, or says what none says."""
    path.unlink(missing_ok=True)
    if how == "pipe":
        os.mkfifo(path)
        return
    with zipfile.ZipFile(good) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    said = json.loads(files.pop("backup.json"))
    kinds = dict.fromkeys(files, zipfile.ZIP_DEFLATED)
    if how in ("lzma", "bzip2"):
        kinds["feeds.yaml"] = zipfile.ZIP_LZMA if how == "lzma" else zipfile.ZIP_BZIP2
    if how.startswith("giant"):
        name, size = {
            "giant settings": ("feeds.yaml", packing.LONGEST + 1),
            "giant journal": ("board/journal.jsonl", 256 << 20),
        }[how]
        files[name] = bytes(size)
        said["sums"][name] = hashlib.sha256(files[name]).hexdigest()
    told = json.dumps(said)
    if how == "endless version":
        told = told.replace('"version": 1', '"version": 1e999', 1)
    elif how == "endless number":
        told = told.replace('"seq": 2', '"seq": 1e999', 1)
    elif how == "long number":
        told = told.replace('"seq": 2', '"seq": ' + "9" * 5000, 1)
    elif how == "deep":
        told = "[" * 100_000
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("backup.json", told)
        for name, raw in files.items():
            packed.writestr(name, raw, kinds[name], compresslevel=9)
    if how == "lzma":
        raw = bytearray(path.read_bytes())
        at = raw.index(b"feeds.yaml") + len("feeds.yaml") + 20
        raw[at : at + 20] = bytes(each ^ 0x55 for each in raw[at : at + 20])
        path.write_bytes(raw)


def listing(count: int) -> bytes:
    """A ZIP file of nothing but the list of that many files."""
    entry = struct.Struct("<4s16xIIHHHHHII8s")
    told = b"".join(
        entry.pack(b"PK\1\2", 0, 0, 8, 0, 0, 0, 0, 0, 0, b"%08x" % n) for n in range(count)
    )
    return told + struct.pack("<4s4HIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(told), 0, 0)


def test_a_list_of_more_files_than_any_backup_has_is_not_read(tmp_path: Path) -> None:
    """Of three million the unpacker once made 1.5 GB in a minute; a few thousand are a home's."""
    path = tmp_path / "many.zip"
    path.write_bytes(listing(3_000))
    with zipfile.ZipFile(path) as other:
        assert len(other.namelist()) == 3_000
    with pytest.raises(BackupProblem, match="is not a backup of signalboard"):
        Pack(path)
    path.write_bytes(listing(50_000))
    tracemalloc.start()
    try:
        with pytest.raises(BackupProblem, match=r"is damaged \(the list of what is in it"):
            Pack(path)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


ODD = (
    *("pipe", "endless version", "endless number", "long number", "deep"),
    *("lzma", "bzip2", "giant settings", "giant journal"),
)


@pytest.mark.parametrize("how", ODD)
def test_one_odd_file_stops_nothing_else(home: config.Places, stories: list[str], how: str) -> None:
    good, _ = folder.make(home, "daily", NOW)
    bad = home.backups / name(2, times.day(NOW), "asked")
    odd(bad, good.path, how)
    tracemalloc.start()
    with pytest.raises(BackupProblem, match=r"is not a backup of|is damaged"), Pack(bad) as pack:
        pack.check()
    says_nothing = how not in ("lzma", "bzip2", "giant settings", "giant journal")
    assert any(str(bad) in line for line in backing.told(home)) == says_nothing
    judge(home, stories[1])
    assert folder.newest_good(home) == good.path
    assert folder.daily(home, NOW + DAY) is not None
    assert [row.held.number for row in backing.listed(home)] == [3, 2, 1]
    assert backing.told(home) and trial.weekly(home, NOW + DAY)
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()
    with pytest.raises(BackupProblem):
        backing.plan(home, str(bad))


def test_what_a_backup_says_passes_the_door(home: config.Places) -> None:
    _, made = folder.make(home, "asked", NOW)
    out = {**made.out(), "at": "\x1b[31mnow\u202e", "program": "1\x9b" + "0" * 1000, "why": "\x07"}
    read = values.Manifest.read(out)
    assert read.at == "[31mnow" and read.why == "" and len(read.program) == 100
    for wrong in (-1, 1.0, True, 10**30, "1", None):
        with pytest.raises(TypeError, match="counts nothing"):
            values.Manifest.read({**out, "counts": {**made.counts, "evidence": wrong}})
        with pytest.raises(TypeError, match="counts nothing"):
            values.Manifest.read({**out, "journal": {**out["journal"], "seq": wrong}})


def test_what_goes_wrong_with_another_file_is_not_told_of_the_backup(home: config.Places) -> None:
    held, _ = folder.make(home, "asked", NOW)
    with Pack(held.path) as pack:
        with pytest.raises(OSError, match="of another"), pack.open("feeds.yaml") as file:
            file.read()
            raise OSError("of another")
        with pytest.raises(BackupProblem, match="is damaged"), pack.open("no such"):
            raise AssertionError


def test_one_is_named_by_number_name_or_path(home: config.Places, tmp_path: Path) -> None:
    with pytest.raises(BackupProblem, match="no good backup"):
        folder.named(home, "latest")
    held, _ = folder.make(home, "asked", NOW)
    for named in ("1", "0001", "latest", held.path.name, str(held.path)):
        assert folder.named(home, named) == held.path
    with pytest.raises(BackupProblem, match="number 7"):
        folder.named(home, "7")
    with pytest.raises(BackupProblem, match="no backup number 9999"):
        folder.named(home, "9" * 5000)
    assert folder.named(home, "²") == Path("²")


def test_notes_that_cannot_be_read_are_none(home: config.Places) -> None:
    home.backups.mkdir()
    for raw in (b"", b"[]", b'{"made": "x"}', b"\xff", b"[" * 100_000):
        (home.backups / "notes.json").write_bytes(raw)
        assert notes.read(home.backups) == notes.Notes()


def test_two_do_not_make_backups_at_once(home: config.Places) -> None:
    with config.only_one(home.backup_lock) as alone:
        assert alone
        with pytest.raises(BackupProblem, match="Another signalboard"):
            folder.make(home, "asked", NOW)
        assert folder.daily(home, NOW) is None
