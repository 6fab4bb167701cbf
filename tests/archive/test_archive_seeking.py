"""Lists read by another thread: the first page soon, the rest behind, and nobody waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import apsw
import pytest

from signalboard.archive import Archive, seeking, selection
from signalboard.archive.database import Database
from signalboard.archive.selection import FIRST, Selection
from signalboard.model import View
from tests.archive.making import NOW, add, fill

WORD = View(search="report ")
SLOW = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.002)
    return holds()


class Gate:
    """Lets the reading of lists go on only so far."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
        self.opened = threading.Event()
        real = selection.falling

        def gated(*asked: Any) -> Iterator[int]:
            for number, key in enumerate(real(*asked)):
                if number == rows:
                    assert self.opened.wait(20)
                yield key

        monkeypatch.setattr(selection, "falling", gated)


def nothing() -> None:
    """Nobody listens."""


def test_the_first_page_is_there_before_the_rest(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, FIRST + 10)
    said: list[float] = []
    made, seeking = many.seek(WORD, lambda: said.append(time.monotonic()))
    assert seeking is not None
    assert seeking.begun.wait(10)
    assert len(made) >= FIRST
    assert not made.is_whole
    first = list(made.keys(0, FIRST))
    assert [row.title for row in many.rows(first[:2])] == [
        "Report number4999 of many",
        "Report number4998 of many",
    ]
    add(many, "late", "A late report", at=NOW + 100 * 86_400)
    add(many, "early", "An early report", at=NOW - 86_400)
    gate.opened.set()
    assert until(lambda: made.is_whole)
    assert len(made) == 5000, "what arrived meanwhile is not in it"
    assert list(made.keys(0, FIRST)) == first
    assert made.waiting() == 2
    whole_at = time.monotonic()
    assert until(lambda: len(said) >= 2)
    assert said[0] < whole_at


def test_it_is_known_of_a_story_whether_it_may_still_be_found(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = add(many, "other", "Lunch is served", at=NOW + 100 * 86_400)
    gate = Gate(monkeypatch, FIRST + 10)
    made, one = many.seek(WORD, nothing)
    assert one is not None
    assert one.begun.wait(10)
    everything = many.select(View())
    newest, oldest = (
        many.rows(everything.keys(row, row + 1))[0].id for row in (1, len(everything) - 1)
    )
    assert not made.may_find(other), "reading has come past it"
    assert not made.may_find(newest)
    assert made.index_of(newest) == 0
    assert made.may_find(oldest)
    assert not made.may_find("nobody")
    gate.opened.set()
    assert until(lambda: made.is_whole)
    assert not made.may_find(oldest)
    assert made.index_of(oldest) == 4999


def test_in_another_order_any_story_may_still_be_found(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, 10)
    made, _ = many.seek(View(search="report ", sort="match"), nothing)
    newest = many.rows(many.select(View()).keys(0, 1))[0].id
    assert made.may_find(newest)
    gate.opened.set()
    assert until(lambda: made.is_whole)
    assert not made.may_find(newest)


def test_nothing_is_read_while_the_first_page_is_painted(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signalboard.archive.seeking._PAINTED", 30)
    made, one = many.seek(WORD, nothing)
    assert one is not None
    assert one.begun.wait(10)
    assert until(lambda: len(made) > FIRST)
    found = len(made)
    time.sleep(0.1)
    assert FIRST < len(made) == found < 5000
    after, _ = many.seek(View(search="number17 "), nothing)
    assert until(lambda: after.is_whole, 5), "who is stopped rests no longer"
    short, _ = many.seek(View(search="number2* "), nothing)
    assert until(lambda: len(short) > FIRST)
    assert not short.is_whole
    many.seek(View(search="number1700 OR number17 "), nothing)


def test_asking_for_another_list_ends_the_reading(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, FIRST + 10)
    before, one = many.seek(WORD, nothing)
    assert one is not None
    assert one.begun.wait(10)
    found = len(before)
    after, two = many.seek(View(search="number17 "), nothing)
    gate.opened.set()
    assert until(lambda: after.is_whole)
    assert two is not None
    assert len(after) == 1
    assert one.is_stopped
    assert not before.is_whole
    assert len(before) <= found + 1
    assert before.waiting() == 0


def test_sqlite_is_interrupted_in_the_middle_of_a_statement(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered = threading.Event()
    real = Selection.reading

    def reading(self: Selection, database: Any) -> Iterator[None]:
        if self.view.search == "endless":
            with database.reading() as connection:
                entered.set()
                connection.execute(SLOW).fetchall()
        yield from real(self, database)

    monkeypatch.setattr(Selection, "reading", reading)
    endless, one = many.seek(View(search="endless"), nothing)
    assert one is not None
    assert entered.wait(10)
    made, _ = many.seek(WORD, nothing)
    assert until(lambda: made.is_whole), "the endless one ended"
    assert len(made) == 5000
    assert one.problem is None, "nobody is told of what nobody waits for"
    assert not endless.is_whole


def test_what_could_not_be_read_says_why(many: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: Selection, database: Any) -> Iterator[None]:
        with database.reading() as connection:
            connection.execute("SELECT nothing")
        yield

    monkeypatch.setattr(Selection, "reading", failing)
    told = threading.Event()
    _, seeking = many.seek(WORD, told.set)
    assert seeking is not None
    assert told.wait(10)
    assert seeking.begun.is_set()
    assert "could not do this" in str(seeking.problem)


def test_a_long_list_is_read_at_once(many: Archive) -> None:
    made, seeking = many.seek(View(show="unjudged"), nothing)
    assert seeking is None
    assert made.is_whole
    assert len(made) == 5000


def test_what_waits_is_counted_by_the_other_thread(many: Archive) -> None:
    made, _ = many.seek(WORD, nothing)
    assert until(lambda: made.is_whole)
    add(many, "a", "A report", at=NOW)
    add(many, "b", "Lunch", at=NOW)
    told = threading.Event()
    counting = many.count_waiting(made, told.set)
    assert told.wait(10)
    assert counting.waiting == 1


def test_no_more_is_counted_than_is_needed(many: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "MOST_WAITING", 20)
    everything, words = many.select(View()), many.select(View(search="number60* "))
    fill(many, 50, begin=5990)
    assert everything.waiting() == 20
    assert words.waiting(many._database) == 20, "beyond the first 20 that arrived"


def test_only_as_many_are_read_as_are_needed(many: Archive) -> None:
    made = many.select(WORD, most=20)
    assert len(made) == 20
    assert not made.is_whole
    whole = many.select(WORD, most=6000)
    assert len(whole) == 5000
    assert whole.is_whole
    assert len(many.select(View(search="-number17 "), most=20)) == 20


def test_closing_ends_the_thread(many: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch, 10)
    _, seeking = many.seek(WORD, nothing)
    thread = many._seeker._thread
    assert thread is not None
    threading.Timer(0.1, gate.opened.set).start()
    many.close()
    assert not thread.is_alive()
    assert seeking is not None
    assert seeking.is_stopped


def test_ending_one_never_ends_the_next(many: Archive) -> None:
    """Whoever types quickly ends a reading at any moment of it."""
    for number in range(300):
        made, seeking = many.seek(WORD, nothing)
        assert seeking is not None
        if number % 3 == 0:
            assert seeking.begun.wait(10)
        if number % 20 == 0:
            assert until(lambda m=made: m.is_whole)  # type: ignore[misc]
        if number % 2:
            many.stop_seeking(seeking)
        else:
            assert seeking.problem is None
    assert until(lambda: seeking.begun.is_set())


def cached(database: Database) -> int:
    used: int = database.connection.status(apsw.SQLITE_DBSTATUS_CACHE_USED)[0]
    return used


def test_the_pages_of_a_list_are_let_go_once_nobody_asks_for_another(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeking, "_IDLE", 0.05)
    made, asked = many.seek(WORD, nothing)
    assert asked is not None and until(lambda: made.is_whole)
    reader = many._seeker._database
    assert reader is not None
    assert until(lambda: cached(reader) < 50_000), "it keeps what it read"
    again, asked = many.seek(WORD, nothing)
    assert asked is not None and until(lambda: again.is_whole)
    assert len(again) == len(made)


def test_what_was_read_for_the_screen_is_let_go_and_read_again(many: Archive) -> None:
    made, _ = many.seek(WORD, nothing)
    assert until(lambda: made.is_whole)
    rows = many.rows(made.keys(0, FIRST))
    held = cached(many._database)
    many.let_go()
    assert cached(many._database) < held / 2
    assert many.rows(made.keys(0, FIRST)) == rows
