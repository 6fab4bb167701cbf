"""The file: how it is made, checked, brought up to date, and left alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from signalboard.archive import Archive, ArchiveProblem, schema, sqlite_version
from signalboard.links import shown
from signalboard.model import View
from tests.archive.making import add, fill, ids


def bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def test_a_new_archive_belongs_to_its_person_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "archive.db"
    old = os.umask(0)
    try:
        archive = Archive.open(path)
        add(archive, "1")
    finally:
        os.umask(old)
    files = [*path.parent.iterdir()]
    assert {file.name for file in files} >= {"archive.db", "archive.db-wal"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    archive.close()


def test_what_is_stored_is_there_when_opened_again(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "archive.db")
    made = fill(archive, 3)
    archive.close()
    archive.close()  # a second time does no harm
    again = Archive.open(tmp_path / "archive.db")
    assert ids(again, again.select(View())) == made
    assert again.path == tmp_path / "archive.db"
    again.close()


def test_the_write_ahead_log_is_on_and_the_file_is_marked(archive: Archive) -> None:
    connection = archive._database.connection
    assert connection.pragma("journal_mode") == "wal"
    assert connection.pragma("foreign_keys") == 1
    assert connection.pragma("application_id") == schema.APPLICATION
    assert connection.pragma("user_version") == schema.VERSION == len(schema.STEPS)
    assert connection.pragma("synchronous") == 1


def test_a_newer_archive_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    newer = apsw.Connection(str(path))
    newer.pragma("user_version", schema.VERSION + 1)
    newer.close()
    before = bytes_of(path)
    for read_only in (False, True):
        with pytest.raises(ArchiveProblem, match="newer signalboard") as caught:
            Archive.open(path, read_only=read_only)
        assert not caught.value.damaged
    assert bytes_of(path) == before


def test_a_newer_archive_whose_program_was_killed_keeps_its_log(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    newer = apsw.Connection(str(path))
    newer.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    newer.pragma("user_version", schema.VERSION + 1)
    newer.close()
    log = path.with_name("archive.db-wal")
    before = bytes_of(path), bytes_of(log)
    with pytest.raises(ArchiveProblem, match="newer"):
        Archive.open(path)
    assert (bytes_of(path), bytes_of(log)) == before


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    other = apsw.Connection(str(path))
    other.execute("CREATE TABLE recipes (name)")
    other.close()
    before = bytes_of(path)
    with pytest.raises(ArchiveProblem, match="another program") as caught:
        Archive.open(path)
    assert not caught.value.damaged
    assert bytes_of(path) == before


@pytest.mark.parametrize("content", [b"not a database at all" * 100, bytes(range(256)) * 40])
def test_a_file_that_is_no_database_is_told_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(content)
    with pytest.raises(ArchiveProblem, match="signalboard refresh") as caught:
        Archive.open(path)
    assert caught.value.damaged
    assert bytes_of(path) == content


def test_a_damaged_archive_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    archive = Archive.open(path)
    fill(archive, 400)
    archive.close()
    content = bytearray(bytes_of(path))
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    damaged = None
    try:
        damaged = Archive.open(path)
        with pytest.raises(ArchiveProblem) as caught:
            damaged.select(View())
        problem = caught.value
        assert damaged.check() != []
    except ArchiveProblem as refused:
        problem = refused
    finally:
        if damaged is not None:
            damaged.close()
    assert problem.damaged
    assert "judgments are kept elsewhere" in str(problem)


def test_nonsense_that_is_read_from_a_damaged_file_is_damage(archive: Archive) -> None:
    add(archive, "1")
    connection = archive._database.connection
    connection.execute("UPDATE stories SET title = CAST(x'ff41' AS TEXT)")
    with pytest.raises(ArchiveProblem, match="is damaged") as caught:
        archive.rows(archive.select(View()).keys(0, 1))
    assert caught.value.damaged
    connection.execute("DELETE FROM meta WHERE name = 'journal_seq'")
    with pytest.raises(TypeError):  # the file is sound: it is a mistake of ours
        _ = archive.journal_seq


def test_check_finds_nothing_wrong_and_finds_what_is(many: Archive) -> None:
    assert many.check() == []
    connection = many._database.connection
    connection.execute("UPDATE spans SET stories = stories + 1 WHERE first = 0")
    connection.execute("DELETE FROM texts WHERE rowid = (SELECT max(key) FROM stories)")
    found = many.check()
    assert [sentence.split(".")[0] for sentence in found] == [
        "The archive miscounts its stories",
        "The archive has stories whose words cannot be searched",
    ]
    connection.pragma("foreign_keys", 0)
    connection.execute("DELETE FROM feeds")
    assert any("without their feeds" in sentence for sentence in many.check())


def test_a_folder_or_an_unreachable_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveProblem, match="cannot be opened"):
        Archive.open(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveProblem, match="cannot be opened"):
        Archive.open(tmp_path / "file" / "archive.db")


def test_reading_only_makes_nothing_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with pytest.raises(ArchiveProblem, match="no archive"):
        Archive.open(path, read_only=True)
    assert not path.exists()
    writer = Archive.open(path)
    made = fill(writer, 2)
    reader = Archive.open(path, read_only=True)
    assert ids(reader, reader.select(View())) == made
    for attempt in (
        lambda: add(reader, "9"),
        lambda: reader.set_read(made, True),
        lambda: reader.project([]),
    ):
        with pytest.raises(ArchiveProblem, match="reading only"):
            attempt()
    reader.tidy()
    made.insert(0, add(writer, "later", at=2_000_000_000))
    assert ids(reader, reader.select(View())) == made
    reader.close()
    writer.close()


def test_an_archive_never_finished_is_not_made_by_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.touch()
    with pytest.raises(ArchiveProblem, match="older version"):
        Archive.open(path, read_only=True)
    assert path.stat().st_size == 0


def test_an_older_archive_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.db"
    archive = Archive.open(path)
    made = fill(archive, 2)
    archive.close()
    step = "ALTER TABLE stories ADD COLUMN mood TEXT"
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, step))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(ArchiveProblem, match="older version"):
        Archive.open(path, read_only=True)
    archive = Archive.open(path)
    assert archive._database.connection.pragma("user_version") == schema.VERSION
    assert ids(archive, archive.select(View())) == made
    assert archive._database.connection.execute("SELECT mood FROM stories").fetchall() == [
        (None,),
        (None,),
    ]
    archive.close()


def test_feeds_of_version_1_are_known_by_the_marks_of_today(tmp_path: Path) -> None:
    """Version 1 left many a key in the address as it was: no history is to begin anew."""
    path = tmp_path / "archive.db"
    url = "https://example.com/rss?key=~1a2b3c4d&personal_access_token=hunter2"
    first = apsw.Connection(str(path))
    first.execute(schema.FIRST)
    first.execute("INSERT INTO feeds (url, etag, entries_seen) VALUES (?, 'v', 7)", (url,))
    first.execute("INSERT INTO feeds (url) VALUES ('https://example.com/rss')")
    first.pragma("application_id", schema.APPLICATION)
    first.pragma("user_version", 1)
    first.close()
    archive = Archive.open(path)
    states = archive.feed_states()
    assert list(states) == [shown(url), "https://example.com/rss"]
    assert "hunter2" not in shown(url)
    assert (states[shown(url)].etag, states[shown(url)].entries_seen) == ("v", 7)
    archive.close()


def test_a_step_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    with monkeypatch.context() as patched:
        broken = "CREATE TABLE half (a); SELECT * FROM nowhere"
        patched.setattr(schema, "STEPS", (*schema.STEPS, broken))
        patched.setattr(schema, "VERSION", schema.VERSION + 1)
        with pytest.raises(ArchiveProblem, match="nowhere"):
            Archive.open(path)
    archive = Archive.open(path)
    assert archive._database.connection.pragma("user_version") == schema.VERSION
    tables = archive._database.connection.execute("SELECT name FROM sqlite_schema").fetchall()
    assert ("half",) not in tables
    archive.close()


def test_sqlite_is_one_without_the_checkpoint_fault() -> None:
    assert tuple(map(int, sqlite_version().split("."))) >= (3, 51, 3)


def test_the_room_opens_without_what_a_reader_does_not_need() -> None:
    code = (
        "import sys, signalboard.archive; "
        "print([m for m in ('textual', 'rich', 'httpx', 'tinydb', 'asyncio', 'json', 'hashlib', "
        "'sqlite3', 'logging') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
