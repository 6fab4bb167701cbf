"""The archive put back: where nobody works at it or has it open, and with no log of the old."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from signalboard import config
from signalboard.archive import Archive, replacing
from signalboard.backup import restoring, unfinished
from signalboard.backup.values import BackupProblem
from signalboard.desk import Desk, backing
from signalboard.model import FeedState
from tests.backup.conftest import judge
from tests.backup.test_restoring import everything

LATER = "https://later.example/feed"


@pytest.fixture
def stick(home: config.Places, stories: list[str], tmp_path: Path) -> Path:
    """A backup with the archive; since then one more was judged and one more feed was asked."""
    path = tmp_path / "stick.zip"
    backing.save_as(home, path, overwrite=False, with_archive=True)
    judge(home, stories[1])
    asked(home)
    return path


def asked(where: config.Places) -> None:
    archive = Archive.open(where.archive)
    with archive.writing() as writing:
        writing.save_state(FeedState(LATER), None)
    archive.close()


def known(where: config.Places) -> bool:
    """Whether the archive knows the later feed; it has no damage."""
    archive = Archive.open(where.archive)
    try:
        assert archive.check() == []
        assert archive._database.connection.pragma("journal_mode") == "wal"
        return LATER in archive.feed_states()
    finally:
        archive.close()


@pytest.mark.parametrize("lock", ["refresh_lock", "scan_lock", "care_lock"])
def test_not_while_somebody_works_at_it(home: config.Places, stick: Path, lock: str) -> None:
    plan, before = backing.plan(home, str(stick)), everything(home)
    with config.only_one(getattr(home, lock)), pytest.raises(BackupProblem, match="is at work on"):
        backing.restore(home, plan, archive=True)
    assert everything(home) == before and known(home) and not unfinished.is_left(home)
    backing.restore(home, plan, archive=True)
    assert not known(home)


def test_not_while_somebody_has_it_open(
    home: config.Places, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its log beside it would be carried out in the file that takes its place."""
    monkeypatch.setattr(replacing, "_PATIENCE", 0.0)
    plan, before = backing.plan(home, str(stick)), everything(home)
    open_still = Archive.open(home.archive)
    assert LATER in open_still.feed_states()
    with pytest.raises(BackupProblem, match=r"is open elsewhere.*Nothing was changed"):
        backing.restore(home, plan, archive=True)
    assert everything(home) == before and not unfinished.is_left(home)
    assert LATER in open_still.feed_states()
    with open_still.writing() as writing:
        writing.save_state(FeedState("https://another.example/"), None)
    open_still.close()
    assert known(home)


def test_who_opens_it_in_between_has_the_restore_ended_later(
    home: config.Places, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "_PATIENCE", 0.0)
    put_back = restoring.put_back
    late: list[Archive] = []

    def opened(*arguments: object) -> None:
        put_back(*arguments)  # type: ignore[arg-type]
        late.append(Archive.open(home.archive))
        late[0].feed_states()

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "put_back", opened)
        with pytest.raises(BackupProblem, match="half done"):
            backing.restore(home, backing.plan(home, str(stick)), archive=True)
    assert LATER in late[0].feed_states()
    late[0].close()
    desk = Desk.open(home)
    assert "it was ended now" in " ".join(desk.notices)
    desk.close()
    assert not known(home)


def test_a_log_that_a_kill_left_is_not_carried_out_in_the_other_file(
    home: config.Places, stick: Path
) -> None:
    connection = apsw.Connection(str(home.archive))
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    connection.execute("CREATE TABLE of_the_old (x)")
    log = home.archive.with_name("archive.db-wal").read_bytes()
    connection.close()
    home.archive.with_name("archive.db-wal").write_bytes(log)
    assert log
    backing.restore(home, backing.plan(home, str(stick)), archive=True)
    assert not known(home)
    connection = apsw.Connection(str(home.archive))
    assert not connection.execute("SELECT 1 FROM sqlite_schema WHERE name='of_the_old'").fetchall()
    connection.close()


def test_one_that_is_no_archive_any_more_is_replaced(home: config.Places, stick: Path) -> None:
    home.archive.write_bytes(b"noise" * 1000)
    home.archive.with_name("archive.db-wal").write_bytes(b"noise" * 1000)
    backing.restore(home, backing.plan(home, str(stick)), archive=True)
    assert not known(home)


def test_what_a_kill_left_of_one_is_swept_away(home: config.Places, stick: Path) -> None:
    (home.data / ".archive.db.9999999.tmp").write_bytes(b"half of it")
    backing.restore(home, backing.plan(home, str(stick)), archive=True)
    assert not list(home.data.glob(".archive*")) and not known(home)
