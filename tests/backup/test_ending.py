"""A restore that was stopped half way: what was judged since is never taken away by its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from signalboard import config
from signalboard.backup import folder, restoring, unfinished
from signalboard.backup.packing import Pack
from signalboard.backup.values import BackupProblem
from signalboard.board import Board, BoardProblem, locking
from signalboard.desk import Desk, DeskProblem, backing, reverting
from signalboard.desk.verifying import verify
from signalboard.model import Stance
from tests.backup.conftest import judge
from tests.backup.test_restoring import everything
from tests.values import NOW


def said(where: config.Places) -> str:
    """What a start says."""
    desk = Desk.open(where)
    told = " ".join(desk.notices)
    desk.close()
    return told


def judged(where: config.Places) -> set[str]:
    """The stories that are judged."""
    board = Board.open(where.board)
    found = set(board.judged_stories())
    board.close()
    return found


def packed(path: Path, name: str) -> bytes:
    with Pack(path) as pack, pack.open(name) as file:
        return file.read()


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Journals cannot be replaced."""

    def full(*_: object) -> None:
        raise BoardProblem("The journal could not be replaced: No space left on device.")

    with monkeypatch.context() as patch:
        patch.setattr(restoring.Alone, "replace", full)
        yield


@pytest.fixture
def half(
    home: config.Places, stories: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> config.Places:
    """Two are judged; a backup with one of them was to be put back and the disk was full."""
    stick = tmp_path / "stick.zip"
    backing.save_as(home, stick, overwrite=False, with_archive=False)
    judge(home, stories[1])
    home.feeds_file.write_text(home.feeds_file.read_text() + "# more\n")
    with failing(monkeypatch), pytest.raises(BackupProblem, match="nothing was recorded meanwhile"):
        backing.restore(home, backing.plan(home, str(stick)), archive=False)
    return home


def test_what_was_judged_since_stays_and_the_restore_is_given_up(
    half: config.Places, stories: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with failing(monkeypatch):
        told = said(half)
        assert "could not be ended" in told and "unless something is recorded before" in told
        judge(half, stories[2])
    told = said(half)
    assert "Changes were recorded since then" in told and "given up: they all stand" in told
    before = folder.listed(half)[0].path
    assert f"What stood before it is in {before}" in told
    assert "Put back already, and as in that backup: feeds.yaml." in told
    assert judged(half) == set(stories[:3])
    assert b"# more" in packed(before, "feeds.yaml")
    assert not unfinished.is_left(half) and said(half) == ""
    # It can be had all the same, and that can be taken back.
    kept = backing.restore(half, backing.plan(half, str(tmp_path / "stick.zip")), archive=False)
    assert judged(half) == set(stories[:1]) and kept is not None
    backing.restore(half, backing.plan(half, str(kept.number)), archive=False)
    assert judged(half) == set(stories[:3])


@pytest.mark.parametrize("is_back", [True, False])
def test_a_stick_that_was_pulled_out_takes_nothing_away_when_it_is_back(
    half: config.Places, stories: list[str], tmp_path: Path, is_back: bool
) -> None:
    stick = tmp_path / "stick.zip"
    stick.rename(tmp_path / "away.zip")
    told = said(half)
    assert "could not be ended: There is no backup" in told
    assert "could not be ended: There is no backup" in said(half)  # until it is there
    with monkeypatched(backing, "end_unfinished", lambda _where: ""):
        judge(half, stories[2])
    if is_back:
        (tmp_path / "away.zip").rename(stick)
    assert "given up: they all stand" in said(half)
    assert judged(half) == set(stories[:3])
    assert not unfinished.is_left(half)


@contextmanager
def monkeypatched(module: object, name: str, value: object) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, value)
        yield


def test_what_nobody_touched_since_is_ended(half: config.Places, stories: list[str]) -> None:
    before = folder.listed(half)[0].path
    told = said(half)
    assert "it was ended now" in told and told.endswith(f"What stood before is in {before}.")
    assert judged(half) == set(stories[:1]) and len(folder.listed(half)) == 1
    assert said(half) == ""


def test_a_file_that_was_edited_since_is_backed_up_before_it_is_replaced(
    half: config.Places, stories: list[str]
) -> None:
    half.feeds_file.write_text(half.feeds_file.read_text() + "# later\n")
    told = said(half)
    newest = folder.listed(half)[0].path
    assert f"What was changed since is in {newest}." in told
    assert b"# later" in packed(newest, "feeds.yaml")
    assert b"# later" not in half.feeds_file.read_bytes()
    assert judged(half) == set(stories[:1])


def test_what_was_recorded_on_the_journal_that_was_put_back_stays(
    home: config.Places, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.make(home, "asked", NOW)
    judge(home, stories[1])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reverting, "tell", killed)
        with pytest.raises(KeyboardInterrupt):
            backing.restore(home, backing.plan(home, "1"), archive=False)
        patch.setattr(backing, "end_unfinished", lambda _where: "")
        judge(home, stories[2])
    told = said(home)
    assert "recorded since its journal was put back stays" in told
    assert judged(home) == {stories[0], stories[2]}
    assert said(home) == "" and not unfinished.is_left(home)


def test_where_the_backup_of_what_stood_is_gone_nothing_is_taken_away(
    half: config.Places, stories: list[str]
) -> None:
    for held in folder.listed(half):
        held.path.unlink()
    assert "given up" in said(half)
    assert judged(half) == set(stories[:2])


def test_one_without_judgments_takes_none_away_and_is_ended(
    home: config.Places, stories: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = config.places(tmp_path / "plain", None, {})
    config.ensure(plain)
    stick = tmp_path / "stick.zip"
    assert "board/journal.jsonl" not in folder.save_as(plain, stick, NOW).sums

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "put_back", killed)
        with pytest.raises(KeyboardInterrupt):
            backing.restore(home, backing.plan(home, str(stick)), archive=False)
        patch.setattr(backing, "end_unfinished", lambda _where: "")
        judge(home, stories[1])
    assert "it was ended now" in said(home)
    assert judged(home) == set(stories[:2])
    assert home.feeds_file.read_bytes() == plain.feeds_file.read_bytes()


def test_an_empty_home_that_was_begun_is_ended(
    home: config.Places, stories: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick.zip"
    backing.save_as(home, stick, overwrite=False, with_archive=True)
    new = config.places(tmp_path / "new", None, {})
    with failing(monkeypatch), pytest.raises(BackupProblem, match="half done"):
        backing.restore(new, backing.plan(new, str(stick)), archive=True)
    told = said(new)
    assert told.endswith("it was ended now. Nothing stood here before.")
    assert everything(new) == everything(home)
    desk = Desk.open(new)
    assert desk.summary().stories == 5
    desk.close()


def test_a_mark_that_cannot_be_read_is_said_and_kept_aside(
    half: config.Places, stories: list[str]
) -> None:
    first = verify(half)[0]
    assert first.name == "restore" and not first.is_well
    assert "was stopped half way. What stood before is in" in first.lines[0]
    mark = unfinished.marker(half)
    mark.write_bytes(b"{")
    first = verify(half)[0]
    assert first.name == "restore" and not first.is_well and "cannot be read" in first.lines[0]
    with pytest.raises(BackupProblem, match="cannot be read"):
        unfinished.left(half)
    told = said(half)
    assert "A restore was stopped half way, and" in told and "cannot be read. It was moved" in told
    assert "`signalboard restore NUMBER` puts it back" in told
    kept = list((half.data / "quarantine").iterdir())
    assert [path.read_bytes() for path in kept] == [b"{"] and str(kept[0]) in told
    assert judged(half) == set(stories[:2]) and said(half) == ""
    assert verify(half)[0].name == "journal"


def in_between(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Have something done when what stood is backed up and the other journal is not there yet."""
    replace = restoring.Alone.replace

    def between(*arguments: object) -> None:
        act()
        replace(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(restoring.Alone, "replace", between)


def test_nobody_judges_between_the_backup_of_what_stands_and_the_other_journal(
    home: config.Places, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be acknowledged, and be neither in the backup nor in the journal."""
    folder.make(home, "asked", NOW)
    early = Desk.open(home)
    monkeypatch.setattr(locking, "PATIENCE", 0.0)
    monkeypatch.setattr(backing, "_PATIENCE", 0.0)
    told: list[str] = []

    def judging() -> None:
        thesis = early.find_thesis("web4")
        with pytest.raises(BoardProblem) as waited:  # a command that was there before
            early.judge(stories[1], thesis, Stance.SUPPORT)
        with pytest.raises(DeskProblem) as came:  # one that comes now
            Desk.open(home)
        told.extend((str(waited.value), str(came.value)))

    in_between(monkeypatch, judging)
    plan = backing.plan(home, "1")
    backing.restore(home, plan, archive=False)
    assert "Nothing was recorded: a backup is being put back on this home." in told[0]
    assert told[1].startswith("A backup is being put back on this home. Nothing was changed here")
    with pytest.raises(BoardProblem, match="was replaced"):
        early.judge(stories[1], early.find_thesis("web4"), Stance.SUPPORT)
    early.close()
    judge(home, stories[2])
    assert judged(home) == {stories[0], stories[2]}
    assert said(home) == ""


def test_a_backup_is_not_thinned_out_while_it_is_put_back(
    home: config.Places, stories: list[str]
) -> None:
    for number in range(1, 6):
        judge(home, stories[number % 5])
        folder.make(home, "restore", NOW + number)
    oldest = folder.listed(home)[-1]
    backing.restore(home, backing.plan(home, str(oldest.number)), archive=False)
    assert not unfinished.is_left(home)
    assert oldest.number in [held.number for held in folder.listed(home)]
    judge(home, stories[0])
    folder.make(home, "restore", NOW + 9)
    assert oldest.number not in [held.number for held in folder.listed(home)]
