"""A backup is put back whole, says first what it would change, and a kill within it is ended."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.backup import folder, notes, restoring, trial, unfinished
from signalboard.backup.values import BackupProblem
from signalboard.board import BoardProblem
from signalboard.desk import Desk, backing
from tests.backup.conftest import judge
from tests.values import NOW


def everything(where: config.Places) -> dict[str, bytes]:
    """All that a backup has, as it is on disk."""
    found = {}
    for name, each in folder.contents(where).items():
        found[name] = each if isinstance(each, bytes) else each.read_bytes()
    return found


def judged(where: config.Places) -> int:
    archive = Archive.open(where.archive)
    try:
        return archive.judged_count
    finally:
        archive.close()


def test_what_it_would_change_is_said_first(home: config.Places, stories: list[str]) -> None:
    folder.make(home, "asked", NOW)
    judge(home, stories[1])
    judge(home, stories[2])
    home.feeds_file.write_text(home.feeds_file.read_text() + "# more\n")
    before = everything(home)
    plan = backing.plan(home, "1")
    assert plan.here["evidence"] == 3 and plan.manifest.counts["evidence"] == 1
    assert len(plan.lost) == 2 and plan.regained == plan.altered == 0
    assert plan.is_past and not plan.is_damaged
    assert plan.replaced == ("feeds.yaml",)
    assert everything(home) == before


def test_it_is_put_back_and_that_can_be_taken_back(home: config.Places, stories: list[str]) -> None:
    then = everything(home)
    folder.make(home, "asked", NOW)
    judge(home, stories[1])
    (home.briefs / "a-story.txt").write_text("a longer draft")
    (home.briefs / "later.txt").write_text("begun since")
    home.feeds_file.write_text(home.feeds_file.read_text() + "# more\n")
    now = everything(home)
    kept = backing.restore(home, backing.plan(home, "1"), archive=False)
    assert kept is not None and kept.why == "restore"
    assert everything(home) == {**then, "briefs/later.txt": b"begun since"}  # nothing is removed
    assert home.logins.stat().st_mode & 0o777 == 0o600
    assert judged(home) == 1
    desk = Desk.open(home)
    assert desk.notices == () and len(desk.evidence_of(stories[0])) == 1
    desk.close()
    backing.restore(home, backing.plan(home, str(kept.number)), archive=False)
    assert everything(home) == now
    assert judged(home) == 2
    assert not (home.data / "restoring.json").exists()


def test_stars_and_stories_merged_since_go_back_in_the_archive(
    home: config.Places, stories: list[str]
) -> None:
    folder.make(home, "asked", NOW)
    desk = Desk.open(home)
    desk.mark(stories[3], starred=True)
    desk.merge([stories[1], stories[2]])
    assert desk.summary().stories == 4
    desk.close()
    backing.restore(home, backing.plan(home, "1"), archive=False)
    archive = Archive.open(home.archive)
    assert archive.starred_count == 0
    assert archive.counts().stories == 5
    archive.close()


def test_an_empty_computer_gets_everything(
    home: config.Places, stories: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "stick.zip"
    made = backing.save_as(home, path, overwrite=False, with_archive=True)
    assert "archive.db" in made.sums and path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    new = config.places(tmp_path / "new", None, {})
    plan = backing.plan(new, str(path))
    assert plan.has_archive and plan.here["evidence"] == 0 and plan.regained == 1
    assert backing.restore(new, plan, archive=True) is None
    assert everything(new) == everything(home)
    desk = Desk.open(new)
    assert (
        desk.notices == ()
        and desk.summary().stories == 5
        and len(desk.evidence_of(stories[0])) == 1
    )
    desk.close()
    with pytest.raises(FileExistsError):
        backing.save_as(home, path, overwrite=False, with_archive=False)
    backing.save_as(home, path, overwrite=True, with_archive=False)
    with pytest.raises(BackupProblem, match="no archive"):
        backing.restore(new, backing.plan(new, str(path)), archive=True)


def test_none_is_put_back_under_an_open_board(home: config.Places) -> None:
    folder.make(home, "asked", NOW)
    plan = backing.plan(home, "1")
    before = everything(home)
    with config.only_one(home.board_lock), pytest.raises(BackupProblem, match="A board is open"):
        backing.restore(home, plan, archive=False)
    assert everything(home) == before and len(folder.listed(home)) == 1


def test_a_damaged_one_changes_nothing(home: config.Places) -> None:
    held, _ = folder.make(home, "asked", NOW)
    plan = backing.plan(home, "1")
    raw = bytearray(held.path.read_bytes())
    raw[150] ^= 1
    held.path.write_bytes(raw)
    before = everything(home)
    with pytest.raises(BackupProblem, match="damaged"):
        backing.plan(home, "1")
    with pytest.raises(BackupProblem, match="damaged"):
        backing.restore(home, plan, archive=False)
    assert everything(home) == before


@pytest.mark.parametrize("step", range(6))
def test_who_is_killed_within_it_has_it_ended_at_the_next_start(
    home: config.Places, stories: list[str], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    folder.make(home, "asked", NOW)
    then = everything(home)
    judge(home, stories[1])
    for name in ("preferences.json", "feeds.yaml"):
        path = home.data / name
        path.write_text(path.read_text() + " \n")
    (home.briefs / "a-story.txt").write_text("a longer draft")
    plan = backing.plan(home, "1")
    left = step

    def count(real):  # type: ignore[no-untyped-def]
        def counted(*args: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt  # as a kill: nothing after it is done
            return real(*args, **named)

        return counted

    with monkeypatch.context() as patch:
        patch.setattr(restoring.config, "replace_file", count(config.replace_file))
        patch.setattr(restoring.Alone, "replace", count(restoring.Alone.replace))
        with pytest.raises(KeyboardInterrupt):
            backing.restore(home, plan, archive=False)
    desk = Desk.open(home)
    told = " ".join(desk.notices)
    desk.close()
    if step == 0:  # not even the mark was set: all is as it was
        assert not told
        return
    assert "stopped half way; it was ended now" in told
    assert everything(home) == then
    assert judged(home) == 1
    assert unfinished.left(home) is None


def test_a_disk_that_fails_half_way_is_told_and_ended_when_it_works(
    home: config.Places, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.make(home, "asked", NOW)
    then = everything(home)
    judge(home, stories[1])
    (home.briefs / "a-story.txt").write_text("a longer draft")
    plan = backing.plan(home, "1")

    def full(*_args: object, **_named: object) -> None:
        raise BoardProblem("The journal could not be replaced: No space left on device.")

    with monkeypatch.context() as patch:
        patch.setattr(restoring.Alone, "replace", full)
        with pytest.raises(BackupProblem, match="half done: the next start ends it") as problem:
            backing.restore(home, plan, archive=False)
        assert "restore.zip" in str(problem.value)
        desk = Desk.open(home)  # still full
        assert any("could not be ended" in told for told in desk.notices)
        assert len(desk.evidence_of(stories[1])) == 1
        desk.close()
    desk = Desk.open(home)
    assert any("it was ended now" in told for told in desk.notices)
    desk.close()
    assert everything(home) == then


def test_tables_that_have_what_a_damaged_journal_lost_are_kept_aside(
    home: config.Places, stories: list[str]
) -> None:
    """What only they have is in no backup of what stood before."""
    folder.make(home, "asked", NOW)
    judge(home, stories[1])
    judge(home, stories[2])
    desk = Desk.open(home)
    desk._board.checkpoint()
    desk.close()
    tables = (home.board / "board.json").read_bytes()
    journal = home.board / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"support", b"SUPPORT")
    journal.write_bytes(b"".join(lines))
    backing.restore(home, backing.plan(home, "1"), archive=False)
    assert (home.board / "quarantine" / "board.json-1").read_bytes() == tables
    assert judged(home) == 1 and not (home.board / "board.json").exists()
    judge(home, stories[3])
    backing.restore(home, backing.plan(home, "1"), archive=False)  # of a whole one there is no need
    assert len(list((home.board / "quarantine").iterdir())) == 1


def repacked(
    good: Path, to: Path, *, said: Mapping[str, object] | None = None, **files: bytes | None
) -> str:
    """Another backup of one's making: with other files, or a manifest that says something else."""
    with zipfile.ZipFile(good) as packed:
        there = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(there.pop("backup.json"))
    for name, raw in files.items():
        there.pop(name, None)
        manifest["sums"].pop(name, None)
        if raw is not None:
            there[name] = raw
            manifest["sums"][name] = hashlib.sha256(raw).hexdigest()
    with zipfile.ZipFile(to, "w") as packed:
        for name, raw in there.items():
            packed.writestr(name, raw)
        packed.writestr("backup.json", json.dumps({**manifest, **(said or {})}))
    return str(to)


def test_a_backup_names_no_place_outside_the_home(home: config.Places, tmp_path: Path) -> None:
    held, _ = folder.make(home, "asked", NOW)
    names = [
        *("briefs/../../out.txt", "../out.txt", "/tmp/out.txt", "briefs/x.sh", "board/x"),
        *(f"briefs/{'x' * 300}.txt", "briefs/.hidden.txt", "briefs/a\x1bb.txt", "briefs/.txt"),
    ]
    longest = f"briefs/{'y' * 251}.txt"
    evil = repacked(held.path, tmp_path / "evil.zip", **dict.fromkeys([*names, longest], b"mine"))
    before = set(tmp_path.rglob("*"))
    backing.restore(home, backing.plan(home, evil), archive=False)
    new = {path.name for path in set(tmp_path.rglob("*")) - before}
    assert not new & {"out.txt", "x.sh", "x", ".hidden.txt", "a\x1bb.txt", ".txt"}
    assert "y" * 251 + ".txt" in new and not any("xxx" in name for name in new)
    assert not Desk.open(home).notices


@pytest.mark.parametrize("how", ["none", "noise", "shorter", "counts", "damaged", "state"])
def test_a_backup_that_does_not_hold_what_it_says_changes_nothing(
    home: config.Places, stories: list[str], tmp_path: Path, how: str
) -> None:
    held, made = folder.make(home, "asked", NOW)
    journal = (home.board / "journal.jsonl").read_bytes()
    files: dict[str, bytes | None] = {}
    said: dict[str, object] = {}
    if how == "counts":
        said["counts"] = {**made.counts, "evidence": 1000}
    elif how == "damaged":
        said["journal"] = {**made.out()["journal"], "whole": False}
    elif how == "state":
        said["journal"] = {**made.out()["journal"], "state": "0" * 64}
    else:
        raw = {"none": None, "noise": b"noise" * 1000, "shorter": journal.splitlines(True)[0]}
        files["board/journal.jsonl"] = raw[how]
    odd = repacked(held.path, tmp_path / "odd.zip", said=said, **files)
    judge(home, stories[1])
    before = everything(home)
    with pytest.raises(BackupProblem, match="does not hold what it says"):
        backing.plan(home, odd)
    with restoring.alone(home, archive=False), pytest.raises(BackupProblem, match="does not hold"):
        restoring.restore(home, Path(odd), NOW)
    assert everything(home) == before and judged(home) == 2


def test_a_backup_of_a_home_where_nothing_was_judged_is_put_back(
    places: config.Places, home: config.Places, tmp_path: Path
) -> None:
    new = replace(places, home=tmp_path / "new", data=tmp_path / "new", feeds_file=tmp_path / "f")
    new.data.mkdir()
    new.feeds_file.write_text("feeds: []\n")
    held, made = folder.make(new, "asked", NOW)
    assert made.seq == 0
    plan = backing.plan(home, str(held.path))
    assert not plan.has_journal and plan.lost == () and plan.regained == 0
    backing.restore(home, plan, archive=False)
    assert home.feeds_file.read_text() == "feeds: []\n" and judged(home) == 1


def test_a_trial_a_week_finds_what_no_longer_comes_to_the_same(
    home: config.Places, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trial.weekly(home, NOW) is None  # there is none yet
    folder.daily(home, NOW)
    assert trial.weekly(home, NOW) is not None
    kept = notes.read(home.backups)
    assert (kept.tested, kept.tested_at, kept.wrong) == (1, NOW, "")
    assert not list(home.backups.glob(".trial*"))
    assert trial.weekly(home, NOW + 6 * 86400) is None
    judge(home, stories[1])
    folder.daily(home, NOW + 86400)
    second = trial.weekly(home, NOW + 7 * 86400)
    assert second is not None and second.number == 2
    third = trial.weekly(home, NOW + 14 * 86400)
    assert third is not None and third.number == 1  # tried longest ago
    # A clock that ran ahead does not end the trials.
    assert trial.is_due(home, NOW) and not trial.is_due(home, NOW + 15 * 86400)
    path = folder.listed(home)[0].path
    raw = bytearray(path.read_bytes())
    raw[150] ^= 1
    path.write_bytes(raw)
    assert trial.weekly(home, NOW + 21 * 86400) is not None
    desk = Desk.open(home)
    assert any("test of backup 2 failed" in each for each in desk.notices)
    desk.close()


def test_a_trial_compares_what_is_put_back_with_what_it_says(
    home: config.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, made = folder.make(home, "daily", NOW)
    assert trial.tried(home, held.path) == ""

    class Lying(trial.Pack):
        @property
        def manifest(self):  # type: ignore[no-untyped-def]
            return replace(made, state="0" * 64)

        @manifest.setter
        def manifest(self, _value):  # type: ignore[no-untyped-def]
            pass

    monkeypatch.setattr(trial, "Pack", Lying)
    assert "another board" in trial.tried(home, held.path)
