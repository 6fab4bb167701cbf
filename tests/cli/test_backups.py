"""``backup``, ``restore`` and ``verify`` as a person types them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from signalboard import config
from signalboard.archive import Archive, schema
from signalboard.backup import packing
from signalboard.board import Tables
from signalboard.cli import asking
from signalboard.desk import Desk, backing
from signalboard.model import Stance
from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]


def judge(where: config.Places, story: str) -> None:
    opened = Desk.open(where)
    opened.judge(story, opened.find_thesis("web4"), Stance.SUPPORT)
    opened.close()


def test_all_is_well_on_a_home_that_is(shell: Shell, stories: list[str]) -> None:
    judge(shell.places, stories[0])
    told = shell("verify")
    assert "2 lines, all of one chain; 1 piece of evidence stand" in told
    assert "no damage" in told and "1 feed, 2 companies, all understood" in told
    assert "none yet; `signalboard backup` makes one" in told
    assert "!" not in told


def test_verify_opens_nothing_to_write(shell: Shell, stories: list[str]) -> None:
    judge(shell.places, stories[0])

    def kept() -> dict[Path, bytes]:
        # Who reads an archive with a log beside it has that file, and the index of it, too.
        return {
            path: path.read_bytes()
            for path in shell.places.data.rglob("*")
            if path.is_file() and not path.name.startswith("archive.db-")
        }

    before = kept()
    shell("verify")
    assert kept() == before


def test_the_first_broken_line_is_named(shell: Shell, stories: list[str]) -> None:
    for story in stories[:3]:
        judge(shell.places, story)
    journal = shell.places.board / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Shops block", b"Shops bless", 1))
    told = shell("verify", status=1)
    assert "line 3 of 4 is the first that is wrong: its hash does not fit its content" in told
    assert "expected line 3 of the journal" in told
    assert "2 lines before it" in told
    assert "next signalboard backup --list, then signalboard restore BACKUP" in told
    found = json.loads(shell("verify", "--json", status=1))
    assert not found["journal"]["well"]
    first = found["journal"]["first_broken"]
    assert (first["line"], first["kept_before"]) == (3, 2)


def test_tables_that_say_otherwise_are_told(
    shell: Shell, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(shell.places, stories[0])
    desk = Desk.open(shell.places)
    desk._board.checkpoint()
    desk.undo()
    desk.close()
    assert "they agree with the journal, at change 2" in shell("verify")
    journal = shell.places.board / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    with monkeypatch.context() as patch:
        patch.setattr("signalboard.desk.verifying.first_difference", lambda *_: "evidence e2")
        patch.setattr("signalboard.desk.verifying.tables_of", lambda _: Tables(2, "0" * 64))
        assert "at change 2, first of evidence e2" in shell("verify", status=1)
    journal.write_bytes(lines[0])
    assert "which the journal does not have" in shell("verify", status=1)
    (shell.places.board / "board.json").write_bytes(b"nonsense")
    assert "is not a checkpoint" in shell("verify", status=1)


def test_settings_archive_and_backups_that_are_wrong_are_told(
    shell: Shell, stories: list[str]
) -> None:
    judge(shell.places, stories[0])
    shell("backup")
    (backup,) = shell.places.backups.glob("*.zip")
    backup.write_bytes(backup.read_bytes()[:200])
    shell.places.archive.write_bytes(b"not a database at all, and long enough to be looked at")
    shell.places.feeds_file.write_text("feeds: [")
    told = shell("verify", status=1)
    assert "none of them is good" in told and "is not an archive" in told
    wrong = {line[2:10].strip() for line in told.splitlines() if line.startswith("!")}
    assert wrong - {""} == {"archive", "settings", "backups"}


def test_a_backup_is_made_listed_and_put_back(
    shell: Shell, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("backup", "--list")
    assert "There are no backups yet" in shell.err
    judge(shell.places, stories[0])
    made = shell("backup").strip()
    assert made.endswith("-asked.zip") and Path(made).is_file()
    assert "read back and found whole" in shell.err
    judge(shell.places, stories[1])
    listed = shell("backup", "--list")
    assert "asked" in listed.splitlines()[1]
    (row,) = shell.lines("backup", "--list", "--json")
    assert (row["number"], row["changes"], row["counts"]["evidence"]) == (1, 2, 1)
    shell("restore", "1", "--dry-run")
    assert "2 theses, 2 pieces of evidence, 3 changes" in shell.err
    assert "1 piece of evidence would be lost: " in shell.err
    assert "this board as it was 1 change ago" in shell.err
    shell("restore", "1", status=2)
    assert "no terminal to ask at" in shell.err
    monkeypatch.setattr("signalboard.cli.backups.can_ask", lambda: True)
    monkeypatch.setattr("signalboard.cli.backups.yes", lambda _: False)
    shell("restore", "1", status=1)
    assert len(shell.lines("evidence", "list", "--json")) == 2
    shell("restore", "1", "--yes")
    assert "What was here is backup 2" in shell.err
    assert len(shell.lines("evidence", "list", "--json")) == 1
    (back,) = shell.lines("restore", "2", "--yes", "--json")
    assert back["regained"] == 1 and back["lost"] == []
    assert len(shell.lines("evidence", "list", "--json")) == 2


def test_a_backup_goes_where_a_person_says(
    shell: Shell, stories: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = Path(shell("backup", str(stick), "--with-archive").strip())
    assert made.parent == stick and not shell.places.backups.exists()
    assert backing.plan(shell.places, str(made)).has_archive
    shell("backup", str(made), status=1)
    assert "--force overwrites it" in shell.err
    (said,) = shell.lines("backup", str(made), "--force", "--json")
    assert said["path"] == str(made) and "archive.db" not in said["sums"]
    shell("restore", str(made), "--with-archive", status=1)
    assert "has no archive in it" in shell.err
    shell("backup", str(tmp_path / "no" / "such.zip"), status=1)
    assert "no such file or directory" in shell.err
    assert not asking.can_ask()


def test_a_stick_that_is_not_mounted_does_not_end_as_a_file(
    shell: Shell, stories: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(shell.places, stories[0])
    shell("backup", str(tmp_path / "stick"), status=1)
    assert "There is no folder" in shell.err and "see that it is mounted" in shell.err
    assert not (tmp_path / "stick").exists()
    shell("backup", str(tmp_path / "mine.ZIP"))
    assert "It is on the disk of the home" in shell.err
    monkeypatch.setattr("signalboard.desk.backing.is_on_disk_of", lambda *_: False)
    shell("backup", str(tmp_path / "mine.ZIP"), "--force")
    assert "on the disk of the home" not in shell.err


def test_a_pipe_or_device_is_not_replaced(
    shell: Shell, stories: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(shell.places, stories[0])
    pipe = tmp_path / "pipe.zip"
    os.mkfifo(pipe)
    shell("backup", str(pipe), "--force", status=1)
    assert "it is not a file and was left as it is" in shell.err
    # Put there while the backup was packed.
    late, seen = tmp_path / "late.zip", packing.Manifest.out
    monkeypatch.setattr(packing.Manifest, "out", lambda made: os.mkfifo(late) or seen(made))
    shell("backup", str(late), "--force", status=1)
    assert "it is not a file and was left as it is" in shell.err
    for path in (pipe, late):
        assert path.is_fifo()
    assert {path.name for path in tmp_path.iterdir()} >= {"pipe.zip", "late.zip"}
    assert not [*tmp_path.glob(".*.tmp")]


def test_one_a_day_is_for_cron_and_a_refresh_makes_it_too(shell: Shell, stories: list[str]) -> None:
    judge(shell.places, stories[0])
    shell("backup", "--daily")
    shell("backup", "--daily")
    (row,) = shell.lines("backup", "--list", "--json")
    assert row["why"] == "daily" and row["tested"]
    judge(shell.places, stories[1])
    (path,) = shell.places.backups.glob("*.zip")
    path.unlink()
    shell.places.feeds_file.write_text("feeds: []\n")
    shell("refresh", "--json")
    assert [row["why"] for row in shell.lines("backup", "--list", "--json")] == ["daily"]


def test_doctor_tells_of_backups_and_of_one_that_failed_its_test(
    shell: Shell, stories: list[str]
) -> None:
    assert "the first refresh of a day makes one" in shell("doctor")
    judge(shell.places, stories[0])
    shell("backup", "--daily")
    told = shell("doctor")
    assert "1 backup in" in told and "1 of a day" in told and "came to the same board" in told
    (path,) = shell.places.backups.glob("*.zip")
    path.write_bytes(path.read_bytes()[:300])
    note = shell.places.backups / "notes.json"
    said = json.loads(note.read_text())
    note.write_text(json.dumps({**said, "tested_at": 0}))
    shell("backup", "--daily", status=1)
    assert "The test of backup 1 failed" in shell.err
    assert "The test of backup 1 failed" in shell("doctor", status=1)


def test_before_an_archive_is_brought_up_to_date_there_is_a_backup(
    shell: Shell, stories: list[str]
) -> None:
    judge(shell.places, stories[0])
    import apsw

    Archive.open(shell.places.archive).close()
    connection = apsw.Connection(str(shell.places.archive))
    connection.pragma("journal_mode", "DELETE")
    connection.pragma("user_version", schema.VERSION + 1)
    connection.close()
    shell("thesis", "list", status=1)
    assert not shell.places.backups.exists()  # newer is refused, and nothing is done
    for path in shell.places.data.glob("archive.db*"):
        path.unlink()
    connection = apsw.Connection(str(shell.places.archive))
    connection.execute(schema.STEPS[0])
    connection.pragma("application_id", schema.APPLICATION)
    connection.pragma("user_version", 1)
    connection.close()
    shell("thesis", "list")
    shell("thesis", "list")
    (row,) = shell.lines("backup", "--list", "--json")
    assert row["why"] == "migration" and row["counts"]["evidence"] == 1


def test_where_nothing_is_kept_before_a_migration_a_command_says_so(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = "There is no backup from before the archive was brought up to date: the disk is full."
    monkeypatch.setattr("signalboard.desk.opening.keep_before_migration", lambda _: why)
    shell("company", "scan")
    assert f"signalboard: {why}" in shell.err
    shell("refresh", "nowhere", status=2)
    assert f"signalboard: {why}" in shell.err
