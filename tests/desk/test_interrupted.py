"""Changes of feeds.yaml that are cut short: there and in the journal, or in neither."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from signalboard import config
from signalboard.board import Op
from signalboard.board.journal import Journal
from signalboard.desk import Desk, DeskProblem, documents
from signalboard.model import Feed, Stance

MANY = [Feed(f"F{n}", f"https://h{n}.test/f") for n in range(300)]


def _labels(places: config.Places) -> list[str]:
    lines = (places.board / "journal.jsonl").read_text().splitlines()
    return [json.loads(line)["label"] for line in lines]


def _import(places: config.Places, before: str = "") -> subprocess.Popen[str]:
    """An import of many feeds in a process of its own; ``before`` runs in it first."""
    told = "\n".join(feed.url for feed in MANY)
    (places.data / "list").write_text(told)
    words = ["--home", str(places.home), "feed", "import", str(places.data / "list"), "--yes"]
    program = f"{before}\nimport sys\nfrom signalboard.cli import main\nsys.exit(main({words!r}))"
    return subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


_SLOW = """
import time
from signalboard.board import Op
from signalboard.board.journal import Journal
append = Journal.append
def slowly(*given, **named):
    {what}
    return append(*given, **named)
Journal.append = slowly
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_between_the_file_and_the_journal_waits_for_both(
    places: config.Places, number: int
) -> None:
    Desk.open(places).close()
    before = places.feeds_file.stat().st_size
    process = _import(places, _SLOW.format(what="time.sleep(1.5)"))
    while places.feeds_file.stat().st_size == before and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode in (130, -number)
    assert _labels(places)[-1] == "imported: 300 feeds"
    desk = Desk.open(places)
    assert desk.notices == () and desk.undo() is not None
    assert len(desk.feeds()) == 1
    desk.close()


def test_a_kill_between_the_file_and_the_journal_is_recorded_at_the_next_start(
    places: config.Places,
) -> None:
    desk = Desk.open(places)
    desk.close()
    was = places.feeds_file.read_bytes()
    process = _import(places, _SLOW.format(what="import os; os.kill(os.getpid(), 9)"))
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL
    assert places.feeds_file.read_bytes() != was
    assert "imported: 300 feeds" not in _labels(places)
    desk = Desk.open(places)
    assert "imported: 300 feeds" in _labels(places)
    assert "was stopped while it changed feeds.yaml" in desk.notices[0]
    assert desk.undo() is not None and places.feeds_file.read_bytes() == was
    desk.close()
    desk = Desk.open(places)
    assert desk.notices == (), "it is settled once"
    desk.close()


def test_a_kill_before_the_file_was_changed_leaves_nothing(places: config.Places) -> None:
    Desk.open(places).close()
    was, lines = places.feeds_file.read_bytes(), len(_labels(places))
    kill = "from signalboard.config import many\n" + (
        "many.change_feeds = lambda *_: __import__('os').kill(__import__('os').getpid(), 9)"
    )
    process = _import(places, kill)
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL
    desk = Desk.open(places)
    assert "Nothing of it was kept" in desk.notices[0]
    assert places.feeds_file.read_bytes() == was and len(_labels(places)) == lines
    assert list(places.board.glob("intended-*")) == []
    desk.close()


def test_a_rename_that_was_cut_in_two_is_taken_back(
    places: config.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is two edits; what a kill leaves of it is the search twice."""
    desk = Desk.open(places)
    desk.save_search("Wallets", "wallet")
    whole = places.feeds_file.read_bytes()

    def killed(self: Journal, *_: object, **__: object) -> None:
        pid = os.getpid()
        (places.board / "kept").write_bytes((places.board / f"intended-{pid}").read_bytes())
        raise DeskProblem("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "append", killed)
        with pytest.raises(DeskProblem, match="stopped"):
            desk.rename_search("Wallets", "Purses")
    assert places.feeds_file.read_bytes() == whole, "an error takes both edits back"
    desk.close()
    (places.board / "kept").rename(places.board / "intended-1")
    config.remove_search(places.feeds_file, "Wallets")
    desk = Desk.open(places)
    assert [search.name for search in desk.searches()] == ["Wallets"]
    assert "Nothing of it was kept" in desk.notices[0]
    desk.close()


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_whatever_stops_the_journal_takes_the_edit_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    was = desk.places.feeds_file.read_bytes()

    def stop(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Journal, "append", stop)
    with pytest.raises(error):
        desk.import_feeds(MANY[:3])
    assert desk.places.feeds_file.read_bytes() == was
    monkeypatch.undo()
    desk.import_feeds(MANY[:3])
    now = desk.places.feeds_file.read_bytes()
    monkeypatch.setattr(Journal, "append", stop)
    with pytest.raises(error):
        desk.undo()
    assert desk.places.feeds_file.read_bytes() == now


def test_what_stands_is_known_in_good_time(places: config.Places) -> None:
    feeds = [Feed(f"F{n}", f"https://h{n}.test/f") for n in range(4000)]
    ops = [Op("settings", f"feed {f.url}", None, documents.document(f)) for f in feeds]
    settings = config.load(places.feeds_file)
    started = time.process_time()
    assert documents.standing(settings, ops) == []
    assert time.process_time() - started < 2


def test_a_list_is_written_in_proportion_to_its_length(
    places: config.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads and writes YAML takes its time; what we do around it must not grow faster."""
    monkeypatch.setattr(config, "change_feeds", lambda *_: None)
    feeds = [Feed(f"F{n}", f"https://h{n}.test/f") for n in range(10_000)]
    ops = [Op("settings", f"feed {f.url}", None, documents.document(f)) for f in feeds]
    done: list[Op] = []
    started = time.process_time()
    documents.write_all(places.feeds_file, ops, done)
    assert time.process_time() - started < 2 and len(done) == 10_000


def test_an_edit_that_was_cut_short_waits_for_a_file_that_can_be_read(
    places: config.Places,
) -> None:
    Desk.open(places).close()
    _import(places, _SLOW.format(what="import os; os.kill(os.getpid(), 9)")).communicate(timeout=30)
    whole = places.feeds_file.read_bytes()
    places.feeds_file.write_bytes(b"feeds: [\n")
    desk = Desk.open(places)
    assert any("when the file can be read again" in notice for notice in desk.notices)
    desk.close()
    assert len(list(places.board.glob("intended-*"))) == 1
    places.feeds_file.write_bytes(whole)
    desk = Desk.open(places)
    assert "imported: 300 feeds" in _labels(places)
    assert desk.undo() is not None and len(desk.feeds()) == 1
    desk.close()


def test_a_kill_between_an_undo_and_telling_the_archive_is_made_up_for(
    places: config.Places, stories: list[str]
) -> None:
    desk = Desk.open(places)
    desk.judge(stories[0], desk.find_thesis("web4"), Stance.SUPPORT)
    assert desk._board.undo(desk.now()) is not None  # and no more of what the desk does then
    assert desk._archive.judged_count == 1
    desk._board.close()
    desk._archive.close()
    desk = Desk.open(places)
    assert desk._archive.judged_count == 0
    assert desk.summary().unjudged == len(stories)
    desk.close()
