"""A journal that lost lines has them back from a backup; what was lost is said, never hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalboard import config
from signalboard.backup import folder, mending, notes
from signalboard.board import BoardProblem, inspect, locking, make
from signalboard.desk import Desk, backing
from signalboard.desk.verifying import verify
from signalboard.model import Stance
from tests.backup.conftest import judge
from tests.values import NOW


def opened(where: config.Places) -> tuple[int, str]:
    """How many pieces of evidence a start finds, and what it says."""
    desk = Desk.open(where)
    told = " ".join(desk.notices)
    count = sum(len(desk.evidence(row.thesis.id)) for row in desk.theses())
    desk.close()
    return count, told


@pytest.fixture
def four(home: config.Places, stories: list[str]) -> config.Places:
    """Three judgments in a backup, a fourth since; no tables beside the journal."""
    judge(home, stories[1])
    judge(home, stories[2])
    assert folder.daily(home, NOW) is not None
    judge(home, stories[3])
    (home.board / "board.json").unlink(missing_ok=True)
    return home


HARM = {
    "gone": lambda raw: None,
    "empty": lambda raw: b"",
    "zeroed": lambda raw: bytes(len(raw)),
    "zeroed at the front": lambda raw: bytes(700) + raw[700:],
    "cut short": lambda raw: b"".join(raw.splitlines(keepends=True)[:2]),
    "a line lost": lambda raw: b"".join(
        line for n, line in enumerate(raw.splitlines(keepends=True)) if n != 2
    ),
    "a bit": lambda raw: raw[:900] + bytes([raw[900] ^ 1]) + raw[901:],
    "noise": lambda raw: b"\xff\n\x00{}\n" * 50,
}


@pytest.mark.parametrize("harm", HARM)
def test_all_that_a_backup_has_is_there_again_and_what_came_after_where_it_could_be_read(
    four: config.Places, harm: str
) -> None:
    journal = four.board / "journal.jsonl"
    before = journal.read_bytes()
    raw = HARM[harm](before)
    if raw is None:
        journal.unlink()
    else:
        journal.write_bytes(raw)
    count, told = opened(four)
    has_last = raw is not None and before.splitlines()[-1] in raw
    assert count == (4 if has_last else 3), told
    assert "brought back from backup 1 of 2026-11-24" in told
    assert inspect(journal).is_whole
    if has_last:
        assert journal.read_bytes() == before and "one chain again" in told
    if raw:
        kept = list((four.board / "quarantine").glob("journal.jsonl-*"))
        assert [path.read_bytes() for path in kept] == [raw]
        assert str(kept[0]) in told
    again, told = opened(four)
    assert again == count and "backup" not in told


def test_a_backup_made_by_hand_tells_how_far_the_journal_reached(
    home: config.Places, stories: list[str]
) -> None:
    """Of a last line that was cut nobody else would know that it was ever whole."""
    judge(home, stories[1])
    backing.make(home)
    journal = home.board / "journal.jsonl"
    before = journal.read_bytes()
    journal.write_bytes(before[:-40])
    (home.board / "board.json").unlink(missing_ok=True)
    count, told = opened(home)
    assert count == 2
    assert "The journal had lost its end" in told
    assert journal.read_bytes() == before


def test_nothing_is_touched_where_no_backup_has_more(
    home: config.Places, stories: list[str]
) -> None:
    folder.daily(home, NOW)
    judge(home, stories[1])
    judge(home, stories[2])
    (home.board / "board.json").unlink(missing_ok=True)
    journal = home.board / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[2] = b"\x00" * 50 + b"\n"
    journal.write_bytes(b"".join(lines))
    count, told = opened(home)
    assert count == 2 and "line 3" in told and "brought back" not in told
    assert not (home.board / "quarantine").exists()


def test_a_damaged_backup_is_passed_over_for_an_older_good_one(four: config.Places) -> None:
    held, _ = folder.make(four, "asked", NOW)
    held.path.write_bytes(held.path.read_bytes()[:500])
    (four.board / "journal.jsonl").write_bytes(b"\n\n\n")
    count, told = opened(four)
    assert count == 3 and "backup 1 of" in told


def test_what_a_restore_took_back_is_not_brought_back(
    four: config.Places, stories: list[str]
) -> None:
    backing.restore(four, backing.plan(four, "1"), archive=False)
    assert opened(four) == (3, "")
    journal = four.board / "journal.jsonl"
    raw = journal.read_bytes()
    journal.write_bytes(raw[:900] + bytes([raw[900] ^ 1]) + raw[901:])
    (four.board / "board.json").unlink(missing_ok=True)
    count, told = opened(four)
    assert count == 3 and "brought back" in told
    judge(four, stories[4])
    assert opened(four) == (4, "")


def test_nor_where_all_backups_were_asked_for(home: config.Places, stories: list[str]) -> None:
    """None was made by itself here, which once let all of them be looked through."""
    folder.make(home, "asked", NOW)
    judge(home, stories[1])
    folder.make(home, "asked", NOW)
    backing.restore(home, backing.plan(home, "1"), archive=False)
    journal = home.board / "journal.jsonl"
    raw = journal.read_bytes()
    journal.write_bytes(raw[:900] + bytes([raw[900] ^ 1]) + raw[901:])
    (home.board / "board.json").unlink(missing_ok=True)
    count, told = opened(home)
    assert count == 1 and "brought back from backup" in told
    assert journal.read_bytes() == raw


def test_nobody_judges_while_it_is_mended(
    four: config.Places, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was judged between the reading and the replacing would be in no journal."""
    early = Desk.open(four)
    thesis = early.find_thesis("web4")
    journal = four.board / "journal.jsonl"
    raw = journal.read_bytes()
    journal.write_bytes(raw[:900] + bytes([raw[900] ^ 1]) + raw[901:])
    monkeypatch.setattr(locking, "PATIENCE", 0.0)
    replace, told = mending.Alone.replace, []

    def between(*arguments: object) -> None:
        with pytest.raises(BoardProblem) as problem:
            early.judge(stories[4], thesis, Stance.SUPPORT)
        told.append(str(problem.value))
        replace(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(mending.Alone, "replace", between)
        assert opened(four)[0] == 4
    assert len(told) == 1 and "is being mended from a backup" in told[0]
    early.close()
    judge(four, stories[4])
    assert opened(four) == (5, "")


def test_another_home_s_backups_are_not_taken_for_ones_own(
    four: config.Places, stories: list[str], tmp_path: Path
) -> None:
    (four.board / "journal.jsonl").unlink()
    for path in four.backups.iterdir():
        path.rename(tmp_path / path.name)
    judge(four, stories[4])  # a new board
    four.backups.mkdir(exist_ok=True)
    for path in tmp_path.glob("*.*"):
        path.rename(four.backups / path.name)
    journal = four.board / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b"nonsense\n")
    (four.board / "board.json").unlink(missing_ok=True)
    count, told = opened(four)
    assert count == 1 and "brought back" not in told


@pytest.mark.parametrize("lock", ["board_lock", "backup_lock"])
@pytest.mark.parametrize("harm", ["gone", "empty", "cut short", "noise"])
def test_where_it_cannot_be_mended_nothing_takes_the_place_of_what_was_lost(
    four: config.Places, stories: list[str], harm: str, lock: str
) -> None:
    journal = four.board / "journal.jsonl"
    raw = HARM[harm](journal.read_bytes())
    if raw is None:
        journal.unlink()
    else:
        journal.write_bytes(raw)
    with config.only_one(getattr(four, lock)):
        for _ in range(2):
            desk = Desk.open(four)
            said = [each for each in desk.notices if "Nothing is recorded" in each]
            assert len(said) == 1 and "backup 1 goes to change 4" in said[0]
            assert ("A board is open" in said[0]) == (lock == "board_lock")
            with pytest.raises(BoardProblem, match="Nothing is recorded"):
                desk._board.change("x", lambda _: [make("reading", "s", {"read": True})], NOW)
            desk.close()
            assert (journal.read_bytes() if journal.exists() else None) == raw
    count, told = opened(four)
    assert count == 3 and "brought back from backup 1" in told
    judge(four, stories[4])
    assert opened(four) == (4, "")


def test_what_goes_on_behind_the_end_of_every_backup_is_recorded_beside_an_open_board(
    four: config.Places, stories: list[str]
) -> None:
    journal = four.board / "journal.jsonl"
    journal.write_bytes(HARM["a line lost"](journal.read_bytes()))
    with config.only_one(four.board_lock):
        judge(four, stories[4])
    assert opened(four)[0] == 5
    with config.only_one(four.board_lock):  # nor does it matter what is no backup
        for path in four.backups.glob("*.zip"):
            path.write_bytes(b"none")
        journal.unlink()
        (four.board / "board.json").unlink(missing_ok=True)
        judge(four, stories[4])
        assert opened(four)[0] == 1


def test_a_journal_that_is_another_is_told_until_a_person_takes_it_for_the_one(
    four: config.Places, stories: list[str]
) -> None:
    assert backing.wrong(four) == []
    away = four.data / "away"
    four.backups.rename(away)
    (four.board / "journal.jsonl").unlink()
    judge(four, stories[4])
    away.rename(four.backups)
    (said,) = backing.wrong(four)
    assert "is not the one that was backed up: change 4 of that is not in it" in said
    (part, *_) = verify(four)
    assert not part.is_well and said in part.lines
    known = notes.read(four.backups)
    assert folder.daily(four, NOW + 86400) is not None  # there it is, and not for the one
    kept = notes.read(four.backups)
    assert (kept.seq, kept.hash, kept.failed) == (known.seq, known.hash, said)
    assert backing.wrong(four) == [said]
    folder.make(four, "asked", NOW + 86400)
    assert backing.wrong(four) == [] and notes.read(four.backups).hash != known.hash
    assert verify(four)[0].is_well


def test_nothing_is_put_under_an_open_board(four: config.Places) -> None:
    journal = four.board / "journal.jsonl"
    raw = journal.read_bytes()
    journal.write_bytes(raw[:900] + bytes([raw[900] ^ 1]) + raw[901:])
    harmed = journal.read_bytes()
    with config.only_one(four.board_lock):
        opened(four)
        assert journal.read_bytes()[: len(harmed)] == harmed
    assert opened(four)[0] == 4


def test_a_hole_behind_the_tables_is_found_by_the_daily_backup_and_mended_at_the_next_start(
    four: config.Places,
) -> None:
    desk = Desk.open(four)
    desk._board.checkpoint()
    desk.close()
    journal = four.board / "journal.jsonl"
    before = journal.read_bytes()
    journal.write_bytes(before[:900] + bytes([before[900] ^ 1]) + before[901:])
    assert opened(four) == (4, "")  # the tables have it all
    assert folder.daily(four, NOW + 86400) is not None
    assert "is damaged" in " ".join(notes.sentences(notes.read(four.backups)))
    count, told = opened(four)
    assert count == 4 and "brought back" in told and "is damaged" not in told
    assert journal.read_bytes() == before
    assert opened(four) == (4, "")


def test_a_hole_that_no_backup_has_is_told_and_not_looked_for_again(
    home: config.Places, stories: list[str]
) -> None:
    assert folder.daily(home, NOW) is not None
    judge(home, stories[1])
    judge(home, stories[2])
    desk = Desk.open(home)
    desk._board.checkpoint()
    desk.close()
    journal = home.board / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"support", b"SUPPORT")
    journal.write_bytes(b"".join(lines))
    assert folder.daily(home, NOW + 86400) is not None
    for _ in range(2):
        count, told = opened(home)
        assert count == 3 and "is damaged" in told and "brought back" not in told
        assert not notes.read(home.backups).damaged
