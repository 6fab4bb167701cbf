"""A disk that is full or may only be read: what is there can be read, all else is a sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk, beside
from signalboard.model import Stance
from tests import failing

Disk = Callable[[Path, list[str]], subprocess.CompletedProcess[str]]
READING = [
    [],
    ["stories"],
    ["stories", "--search", "agents"],
    ["story", "1"],
    ["feed", "list"],
    ["feed", "export"],
    ["thesis", "show", "web4"],
    ["company", "check", "Stripe"],
    ["export"],
]
WRITING = [
    ["judge", "2", "web4", "support"],
    ["undo"],
    ["merge", "1", "2"],
    ["refresh"],
    ["company", "scan"],
    ["search", "add", "Wallets", "wallet"],
    ["feed", "remove", "The Wire"],
    ["export", "--output", "{home}/log.md"],
]


def _read_only(home: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    return failing.read_only(home, home, words)


@pytest.fixture
def judged(places: config.Places, stories: list[str]) -> config.Places:
    desk = Desk.open(places)
    desk.judge(stories[0], desk.find_thesis("web4"), Stance.SUPPORT)
    desk.save_search("Pay", "pay")
    desk.close()
    return places


@pytest.fixture
def still_logged(judged: config.Places) -> config.Places:
    """As a kill leaves it: the last commits stand in the log alone."""
    program = (
        "import os, sys, pathlib\nfrom signalboard.archive import Archive, Judged\n"
        "archive = Archive.open(pathlib.Path(sys.argv[1]))\n"
        "rows = archive.rows(list(archive.all_keys()))\n"
        "archive.project([Judged(row.id, 0, starred=True) for row in rows])\nos._exit(0)"
    )
    failing.run(judged.data, [str(judged.archive)], program=program)
    judged.archive.with_name("archive.db-shm").unlink()
    assert judged.archive.with_name("archive.db-wal").stat().st_size > 0
    return judged


def _files(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("words", READING, ids=lambda words: "-".join(words[:2]) or "board")
def test_a_home_that_can_only_be_read_is_read(judged: config.Places, words: list[str]) -> None:
    whole = failing.run(judged.data, words)
    before = _files(judged.data)
    done = _read_only(judged.data, words)
    assert (done.returncode, done.stdout) == (0, whole.stdout), done.stderr
    added = [line for line in done.stderr.splitlines() if line not in whole.stderr]
    assert len(added) == 1 and "cannot be opened to write" in added[0], done.stderr
    assert _files(judged.data) == before


@pytest.mark.parametrize("words", READING, ids=lambda words: "-".join(words[:2]) or "board")
def test_a_home_on_a_full_disk_is_read(judged: config.Places, words: list[str]) -> None:
    whole = failing.run(judged.data, words)
    done = failing.full(judged.data, words)
    assert (done.returncode, done.stdout) == (0, whole.stdout), done.stderr
    added = [line for line in done.stderr.splitlines() if line not in whole.stderr]
    assert len(added) == 1 and "What is there can be read" in added[0], done.stderr


@pytest.mark.parametrize("disk", [_read_only, failing.full], ids=["read-only", "full"])
def test_what_a_kill_left_in_the_log_is_read_too(still_logged: config.Places, disk: Disk) -> None:
    done = disk(still_logged.data, ["stories", "--starred"])
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 5


@pytest.mark.parametrize("disk", [_read_only, failing.full], ids=["read-only", "full"])
@pytest.mark.parametrize("words", WRITING, ids=lambda words: "-".join(words[:2]))
def test_what_cannot_be_written_is_a_sentence(
    judged: config.Places, words: list[str], disk: Disk
) -> None:
    settings = judged.feeds_file.read_bytes()
    journal = (judged.board / "journal.jsonl").read_bytes()
    words = [word.replace("{home}", str(judged.data)) for word in words]
    done = disk(judged.data, words)
    assert done.returncode == 1, done.stdout
    assert done.stdout == "" and "Traceback" not in done.stderr
    assert "did not expect" not in done.stderr and done.stderr.startswith("signalboard: ")
    assert judged.feeds_file.read_bytes() == settings
    assert (judged.board / "journal.jsonl").read_bytes() == journal
    desk = Desk.open(judged)
    assert desk.notices == () and [row.tally.supports for row in desk.theses()] == [1, 0]
    desk.close()


@pytest.mark.parametrize("disk", [_read_only, failing.full], ids=["read-only", "full"])
def test_without_an_archive_theses_and_evidence_are_read(judged: config.Places, disk: Disk) -> None:
    whole = failing.run(judged.data, ["export", "--format", "json"])
    judged.archive.unlink()
    done = disk(judged.data, ["export", "--format", "json"])
    assert done.returncode == 0, done.stderr
    assert "Stories are missing here; judgments are safe." in done.stderr
    assert json.loads(done.stdout)["theses"] == json.loads(whole.stdout)["theses"]


def test_a_damaged_archive_that_cannot_be_moved_aside_hides_no_judgment(
    judged: config.Places,
) -> None:
    judged.archive.write_bytes(b"no archive at all" * 1000)
    done = _read_only(judged.data, ["thesis", "show", "web4"])
    assert done.returncode == 0 and "is not an archive of signalboard" in done.stderr
    assert "[+1/-0]" in done.stdout or "supports" in done.stdout


def test_a_home_of_nothing_that_can_only_be_read_is_an_empty_board(tmp_path: Path) -> None:
    home = tmp_path / "none"
    home.mkdir()
    done = _read_only(home, ["thesis", "list"])
    assert done.returncode == 0 and done.stdout == ""
    assert "feeds.yaml could not be written" in done.stderr and "Traceback" not in done.stderr
    assert list(home.iterdir()) == []


def test_judging_goes_on_where_only_the_archive_can_not_be_written(
    judged: config.Places, stories: list[str]
) -> None:
    done = failing.read_only(
        judged.archive, judged.data, ["judge", stories[1], "web4", "contradict"]
    )
    assert done.returncode == 0, done.stderr
    assert "cannot be opened to write" in done.stderr
    assert json.loads(done.stdout)["stance"] == "contradict"
    done = failing.run(judged.data, ["stories", "--unjudged", "--json"])
    left = {json.loads(line)["id"] for line in done.stdout.splitlines()}
    assert done.stderr == "" and left == set(stories[2:])


def test_a_search_of_an_archive_that_can_only_be_read_is_a_sentence(
    judged: config.Places,
) -> None:
    done = failing.read_only(judged.archive, judged.data, ["company", "scan"])
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "cannot be opened to write" in done.stderr


def test_the_archive_is_seen_to_change_while_it_can_only_be_read(
    judged: config.Places, tmp_path: Path
) -> None:
    """A disk that was full when the board opened, and is not any more."""
    kept = tmp_path / "kept"
    shutil.copytree(judged.data, kept)
    program = f"""
import pathlib, resource
from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk
from signalboard.model import Entry, View
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
desk = Desk.open(config.places(pathlib.Path({str(kept)!r}), None, {{}}))
assert len(desk.notices) == 1, desk.notices
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
assert not desk.poll().stories
archive = Archive.open(desk.places.archive)
with archive.writing() as writing:
    writing.add("https://new.example/f", Entry(id="n", title="New", url="https://new.example/n",
        summary="", published_at=2_000_000_000), outlet="New", origin="New",
        canonical_url="new.example/n", title_key="new", companies=(), story_id=None,
        seen_at=2_000_000_000)
assert desk.poll().stories
assert desk.listing(View()).rows(0, 1)[0].title == "New"
"""
    done = failing.run(kept, [], program=program)
    assert done.returncode == 0, done.stderr


JUDGING = """
import sys, pathlib
from signalboard import config
from signalboard.archive import Archive, ArchiveProblem
from signalboard.desk import Desk
from signalboard.model import Entry, Stance, View
from tests.archive.making import put
desk = Desk.open(config.places(pathlib.Path(sys.argv[1]), None, {}))
rows = desk.listing(View()).rows(0, 5)
web4 = desk.find_thesis("web4")
desk.judge(rows[1].id, web4, Stance.SUPPORT, note="before")
refresh = Archive.open(desk.places.archive)
stored, told = 0, ""
while not told:  # as a refresh does, until the disk has no room for more
    assert stored < 5_000
    try:
        with refresh.writing() as writing:
            for number in range(stored, stored + 20):
                put(writing, str(number), f"Story {number} " + "words " * 40, at=1_800_000_000)
        stored += 20
    except ArchiveProblem as problem:
        told = str(problem)
assert "Nothing of this was stored" in told or "nothing of this was stored" in told, told
with open(desk.places.board / "journal.jsonl", "rb") as file:
    before = len(file.read())
judged = 0
for row in rows[2:]:
    desk.judge(row.id, web4, Stance.CONTRADICT, note=f"while it is full {row.id}")
    judged += 1
assert len(desk.evidence(web4)) == 2 + judged, "judging goes on"
desk.poll()
desk.close()
again = Desk.open(desk.places)
assert len(again.evidence(web4)) == 2 + judged
assert again.notices == () or "archive" in again.notices[0].lower(), again.notices
print("judged", judged)
"""


def test_judging_goes_on_where_the_archive_finds_no_room(judged: config.Places) -> None:
    """Files may grow to no more than the archive has: only what the refresh writes is refused."""
    archive = Archive.open(judged.archive)
    archive.close()
    room = judged.archive.stat().st_size + 40_000
    done = failing.full(judged.data, [str(judged.data)], most=room, program=JUDGING)
    assert done.returncode == 0 and done.stdout == "judged 3\n", done.stderr
    _stands_after(judged)


def test_judging_goes_on_where_the_disk_is_full_but_for_a_little(judged: config.Places) -> None:
    """A disk of its own: what is left when the archive finds no room is enough for a line."""
    size = sum(path.stat().st_size for path in judged.data.rglob("*") if path.is_file())
    program = JUDGING.replace(
        'stored, told = 0, ""',
        'stored, told = 0, ""\n'
        'spare = pathlib.Path(sys.argv[1]) / "spare"\nspare.write_bytes(b"x" * 200_000)',
    ).replace("judged = 0\nfor", "spare.unlink()\njudged = 0\nfor")
    done = failing.small_disk(judged.data, size + 2_000_000, program)
    if done is None:  # no mounts here: the test before this one shows it by a limit
        return
    assert done.returncode == 0 and done.stdout == "judged 3\n", done.stderr


def _stands_after(places: config.Places) -> None:
    desk = Desk.open(places)
    assert desk.notices == () and desk.doctor()[-1][1] == ["nothing"]
    desk.close()


VIEWING = """
import sys, pathlib
from signalboard import config
from signalboard.board import BoardProblem
from signalboard.desk import Desk
from signalboard.model import Stance, View
desk = Desk.open(config.places(pathlib.Path(sys.argv[1]), None, {}), as_board=True)
assert "can only be read" in desk.view_only and desk.view_only in desk.notices, desk.notices
rows = desk.listing(View()).rows(0, 5)
assert len(rows) == 5 and len(desk.evidence(desk.find_thesis("web4"))) == 1
for act in (lambda: desk.judge(rows[1].id, desk.find_thesis("web4"), Stance.SUPPORT), desk.undo):
    try:
        act()
    except BoardProblem as problem:
        assert str(problem) == desk.view_only
    else:
        raise AssertionError("it says that it was recorded")
assert not desk.poll().notices
desk.close()
print("seen")
"""


def test_a_board_on_a_home_that_can_only_be_read_shows_it_and_says_so(
    judged: config.Places,
) -> None:
    before = _files(judged.data)
    done = failing.read_only(judged.data, judged.data, [str(judged.data)], program=VIEWING)
    assert done.returncode == 0 and done.stdout == "seen\n", done.stderr
    assert _files(judged.data) == before


def test_a_board_goes_on_by_itself_when_its_home_can_be_written(
    judged: config.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(beside.os, "access", lambda *_: False)
        desk = Desk.open(judged, as_board=True)
        assert desk.view_only == beside.READ_ONLY
    changed = desk.poll()
    assert changed.notices == (beside.WRITABLE,) and changed.settled == (beside.READ_ONLY,)
    assert not desk.view_only and desk.undo() is not None
    desk.close()
