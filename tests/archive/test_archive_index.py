"""By which words entries are found."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from signalboard.archive import Archive, Judged, index, schema
from signalboard.times import DAY
from tests.archive.making import FEED, NOW, add, entry, put
from tests.archive.test_archive_plans import SCAN, SORT, asked

OTHER = "https://other.example/feed"


def numbers(archive: Archive, word: str) -> list[int]:
    with archive.writing() as writing:
        return list(writing.index.recent(word))


def stored(archive: Archive) -> dict[str, int]:
    return dict(archive._database.connection.execute("SELECT word, entries FROM words").fetchall())


def test_a_word_leads_to_the_entries_that_have_it(archive: Archive) -> None:
    with archive.writing() as writing:
        one = put(writing, "1", "Agents pay", terms=["agent", "pay"], at=NOW - 9)
        two = put(writing, "2", "Agents sleep", feed=OTHER, outlet="Post", terms=["agent"])
        found = writing.index
        assert (found.entries, found.having("agent"), found.having("pay")) == (2, 2, 1)
        assert list(found.recent("agent")) == [1, 2]
        assert list(found.recent("nothing")) == []
        assert found.read([2, 1]) == [
            (2, two, "Agents sleep", NOW, f"{OTHER} Post", False, NOW),
            (1, one, "Agents pay", NOW - 9, f"{FEED} The Wire", False, NOW - 9),
        ]
        put(writing, "3", "Agents wake", terms=["agent", "wake"], story=one)
        assert [near[0] for near in found.members(one, 5)] == [3, 1]
        assert [near[0] for near in found.members(one, 1)] == [3]
    archive.project([Judged(one, 1)])
    with archive.writing() as writing:
        assert [near[5] for near in writing.index.read([1, 2, 3])] == [True, False, True]
        writing.merge(one, [two])
        assert {near[1] for near in writing.index.read([1, 2, 3])} == {one}


def test_what_is_held_is_written_at_the_end_and_read_by_the_next(archive: Archive) -> None:
    add(archive, "1", terms=["agent", "支付"])
    add(archive, "2", terms=["agent", "\ud800"])
    assert stored(archive) == {}, "words of many entries are written together"
    archive.close()
    again = Archive.open(archive.path)
    assert stored(again) == {"agent": 2, "支付": 1, "\\ud800": 1}
    assert (numbers(again, "agent"), numbers(again, "支付")) == ([1, 2], [1])
    with again.writing() as writing:
        assert list(writing.index.left()) == []
        assert writing.index.entries == 2
    again.close()


def test_what_was_held_when_the_process_died_is_read_again(archive: Archive) -> None:
    for number in range(3):
        add(archive, str(number), f"Title {number}", terms=["title"])
    archive._database.close()  # killed: nothing more was written
    again = Archive.open(archive.path)
    with again.writing() as writing:
        assert writing.index.having("title") == 0
        put(writing, "3", "Title 3", terms=["title"])
        assert writing.index.having("title") == 0, "those before it come first"
        for number, title in writing.index.left():
            writing.index.add(number, title.lower().split())
        assert (writing.index.having("title"), writing.index.entries) == (4, 4)
        assert list(writing.index.recent("title")) == [1, 2, 3, 4]
    again.close()


def test_what_failed_is_not_told_of(archive: Archive) -> None:
    add(archive, "1", terms=["agent"])
    with pytest.raises(KeyError), archive.writing() as writing:
        put(writing, "2", terms=["agent"])
        raise KeyError
    with archive.writing() as writing:
        assert writing.index.having("agent") == 0
        for number, title in writing.index.left():
            assert (number, title) == (1, "Story 1")
            writing.index.add(number, ["agent"])
        assert list(writing.index.recent("agent")) == [1]


def test_another_process_that_files_is_seen(archive: Archive) -> None:
    add(archive, "1", terms=["agent"])
    archive.close()
    one, two = Archive.open(archive.path), Archive.open(archive.path)
    assert numbers(one, "agent") == [1]
    add(two, "2", terms=["agent"])
    two.close()
    assert numbers(one, "agent") == [1, 2]
    add(one, "3", terms=["agent"])
    one.close()
    again = Archive.open(archive.path)
    assert numbers(again, "agent") == [1, 2, 3]
    again.close()


def test_two_that_file_by_turns_lose_nothing(archive: Archive) -> None:
    other = Archive.open(archive.path)
    for number in range(6):
        with (archive, other)[number % 2].writing() as writing:
            for before, title in writing.index.left():
                writing.index.add(before, title.split())
            put(writing, str(number), "agent", terms=["agent"])
    archive.close()
    other.close()
    again = Archive.open(archive.path)
    with again.writing() as writing:
        for before, title in writing.index.left():
            writing.index.add(before, title.split())
        assert list(writing.index.recent("agent")) == [1, 2, 3, 4, 5, 6]
        assert (writing.index.having("agent"), writing.index.entries) == (6, 6)
    again.close()


def test_a_changed_title_is_found_by_its_new_words(archive: Archive) -> None:
    with archive.writing() as writing:
        put(writing, "1", "Agents pay", terms=["agent", "pay"])
        writing.change(
            FEED,
            entry("1", "Agents sleep"),
            canonical_url="",
            title_key="",
            companies=(),
            seen_at=NOW,
            terms=(["agent", "pay"], ["agent", "sleep"]),
        )
        found = writing.index
        assert list(found.recent("pay")) == []
        assert list(found.recent("sleep")) == list(found.recent("agent")) == [1]
        assert [found.having(word) for word in ("agent", "pay", "sleep")] == [1, 0, 1]


def test_of_a_word_in_everything_the_latest_are_kept(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_HELD", 40)
    for begin in range(0, 150, 10):
        with archive.writing() as writing:
            for number in range(begin, begin + 10):
                put(writing, str(number), terms=["agent", f"w{number}"])
    assert stored(archive)["agent"] == 120, "written by forties"
    assert numbers(archive, "agent") == list(range(51, 151))
    archive.close()
    again = Archive.open(archive.path)
    assert numbers(again, "agent") == list(range(51, 151))
    assert stored(again)["agent"] == 150
    size = "SELECT length(recent) FROM words WHERE word = 'agent'"
    assert again._database.connection.execute(size).get == 4 * index.NEWEST
    assert again.check() == []
    again.close()


def test_words_kept_in_memory_are_bounded(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_HELD", 10)
    monkeypatch.setattr(index, "_KEPT", 50)
    for number in range(100):
        add(archive, str(number), terms=[f"a{number}", f"b{number}", "agent"])
        assert len(archive._index._words) <= 80
    assert numbers(archive, "a3") == [4]
    assert numbers(archive, "agent") == list(range(1, 101))


def test_an_older_archive_is_left_its_last_fortnight(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    old = apsw.Connection(str(path))
    old.execute(schema.FIRST)
    old.execute("INSERT INTO feeds (url) VALUES (?)", (FEED,))
    for number, age in enumerate((40, 20, 13, 5, 0), 1):
        old.execute(
            "INSERT INTO stories (key, id, arrived, at, first_seen_at, outlets, origins, outlet, "
            "title, companies) VALUES (?, ?, ?, ?, ?, 1, 1, 'Wire', ?, '')",
            (number, f"s{number}", number, NOW, NOW, f"Title {number}"),
        )
        old.execute(
            "INSERT INTO entries (feed, id, story, title, title_raw, url, summary, author, outlet, "
            "origin, first_seen_at, canonical_url, title_key, companies) "
            "VALUES (1, ?, ?, ?, '', '', '', '', 'Wire', 'Wire', ?, '', '', '')",
            (str(number), number, f"Title {number}", NOW - age * DAY),
        )
    old.execute(f"PRAGMA application_id = {schema.APPLICATION}; PRAGMA user_version = 1")
    old.close()
    archive = Archive.open(path)
    with archive.writing() as writing:
        left = []
        for number, title in writing.index.left():
            left.append(title)
            writing.index.add(number, title.lower().split())
        assert left == ["Title 3", "Title 4", "Title 5"]
        assert list(writing.index.recent("title")) == [3, 4, 5]
        assert writing.index.entries == 3
    archive.close()


def test_an_entry_is_found_again_by_what_it_says(archive: Archive) -> None:
    with archive.writing() as writing:
        put(writing, "1", "Rates")
        put(writing, "2", "Rates", canonical="https://x.example/2")
        put(writing, "1", "Rates", feed=OTHER)
        assert writing.bare(FEED, "Rates") == ["2", "1"]
        assert writing.bare(FEED, "Other") == []


def test_words_are_looked_up_by_index(many: Archive) -> None:
    with asked(many) as plans, many.writing() as writing:
        for number, title in writing.index.left():
            writing.index.add(number, title.lower().split())
        put(writing, "new", "A report", terms=["report", "new"])
        writing.index.read(writing.index.recent("report"))
        story = writing.index.read([3])[0][1]
        writing.index.members(story, 6)
        writing.bare(FEED, "A report")
        writing.index.finish(close=True)
    assert len(plans) >= 12
    assert [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)] == []
    assert any("INTO words" in plan for plan in plans)
