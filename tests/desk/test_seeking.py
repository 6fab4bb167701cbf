"""Lists that the desk lets another thread read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from signalboard.archive import Archive, Selection
from signalboard.desk import Desk, DeskProblem, Wish
from signalboard.model import Listing, View
from tests.desk.conftest import add

WORD = View(search="agents ")


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)


def late(desk: Desk, *titles: str) -> None:
    """Another process stores stories."""
    archive = Archive.open(desk.places.archive)
    for number, title in enumerate(titles, start=900):
        add(archive, number, title)
    archive.close()


def test_a_list_that_is_sought_is_the_list(desk: Desk) -> None:
    heard: list[Listing] = []
    sought = desk.seek(WORD, heard.append)
    assert sought.wait(10)
    until(lambda: sought.is_whole)
    plain = desk.listing(WORD)
    assert len(sought) == len(plain) > 0
    assert sought.rows(0, 9) == plain.rows(0, 9)
    assert (sought.view, sought.problem, sought.order) == (WORD, "", "")
    until(lambda: heard[-1:] == [sought])
    everything = desk.seek(View(), heard.append)
    assert everything.is_whole
    assert everything.wait(0)
    everything.leave()


def test_what_waits_is_known_a_little_later(desk: Desk) -> None:
    told = threading.Event()
    sought = desk.seek(WORD, lambda _: told.set())
    until(lambda: sought.is_whole)
    assert sought.waiting() == 0
    late(desk, "Late agents", "Something else")
    until(lambda: sought.waiting() == 1)
    assert told.is_set()


def test_a_count_that_was_ended_is_asked_for_again(desk: Desk) -> None:
    sought = desk.seek(WORD, lambda _: None)
    until(lambda: sought.is_whole)
    late(desk, "Late agents")
    sought.waiting()
    sought.leave()
    until(lambda: sought.waiting() == 1)


def test_nothing_is_done_with_all_of_a_list_that_is_still_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    real = Selection.reading

    def reading(self: Selection, database: Any) -> Iterator[None]:
        for number, step in enumerate(real(self, database)):
            if number == 1:
                yield step
                assert gate.wait(10)
            yield step

    monkeypatch.setattr(Selection, "reading", reading)
    sought = desk.seek(WORD, lambda _: None)
    until(lambda: len(sought) > 0)
    assert not sought.is_whole
    with pytest.raises(DeskProblem, match="still read"):
        desk.bulk(sought, Wish(read=True))
    gate.set()
    until(lambda: sought.is_whole)
    assert len(desk.bulk(sought, Wish(read=True))) == len(sought)


def test_what_cannot_be_read_says_why(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: Selection, database: Any) -> Iterator[None]:
        with database.reading() as connection:
            connection.execute("SELECT nothing")
        yield

    monkeypatch.setattr(Selection, "reading", failing)
    sought = desk.seek(WORD, lambda _: None)
    assert sought.wait(10)
    until(lambda: bool(sought.problem))
    assert "could not do this" in sought.problem
    assert not sought.is_whole
