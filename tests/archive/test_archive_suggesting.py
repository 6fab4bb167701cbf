"""What is suggested of stories is kept, ordered by, and forgotten; hints stay seen."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from signalboard.archive import Archive, ArchiveProblem, Judged
from signalboard.model import Hint, Mute, Stance, Suggestion, View
from tests.archive.making import NOW, add, fill, ids, put, titles
from tests.archive.test_archive_plans import SCAN, SORT, asked


def some(thesis: str, worth: float, stance: Stance | None = None, contrary: bool = False):
    return Suggestion(thesis, stance, worth, 0.7, (), "", contrary)


def key_of(archive: Archive, story_id: str) -> int:
    keys = archive.select(View()).keys(0, 10_000)
    return next(k for k, row in zip(keys, archive.rows(keys), strict=True) if row.id == story_id)


def test_the_newest_stories_are_read_with_what_suggestions_need(archive: Archive) -> None:
    with archive.writing() as writing:
        put(writing, "1", "Old", summary="first", at=NOW)
        new = put(writing, "2", "New", companies=["Acme", "Baidu"], about=1, at=NOW + 9)
        put(writing, "3", "Again", summary="only here", story=new, at=NOW + 10)
    archive.project([Judged(new, 2, None, None)])
    read = archive.newest(10)
    assert [(one.title, one.summary) for one in read] == [("New", "only here"), ("Old", "first")]
    assert (read[0].companies, read[0].about) == (("Acme", "Baidu"), 1)
    assert archive.newest(1, below=read[0].key) == read[1:]
    assert archive.newest(1) == read[:1]


def test_only_what_is_neither_judged_nor_hidden_nor_looked_at_waits(archive: Archive) -> None:
    fill(archive, 5)
    add(archive, "muted", "Weather", at=NOW + 999)
    archive.mutes.follow([Mute("words", "weather")])
    archive.mutes.go_on(100)
    newest = ids(archive, archive.select(View()))
    archive.project([Judged(newest[0], 1, None, None)])
    waiting = archive.unsuggested(0, 10)
    assert [one.title[:14] for one in waiting] == [f"Report number{n}" for n in (3, 2, 1, 0)]
    archive.suggest({waiting[0].key: [], waiting[1].key: [some("t", 2)]})
    assert archive.unsuggested(0, 10) == waiting[2:]
    assert archive.unsuggested(0, 1) == waiting[2:3]
    assert archive.unsuggested(0, 9, below=waiting[2].key) == waiting[3:]
    assert archive.unsuggested(waiting[2].key, 10) == waiting[2:3], "of no story before that"


def test_how_far_back_the_newest_go(archive: Archive) -> None:
    fill(archive, 5)
    keys = archive.select(View()).keys(0, 5)
    assert archive.oldest_of(3) == keys[2]
    assert archive.oldest_of(5) == keys[-1]
    assert archive.oldest_of(6) == 0


def test_suggested_stories_come_first_the_likeliest_first(archive: Archive) -> None:
    fill(archive, 6)
    made = ids(archive, archive.select(View()))
    keys = archive.select(View()).keys(0, 6)
    archive.suggest(
        {
            keys[1]: [some("a", 1.5)],
            keys[2]: [],
            keys[3]: [some("a", 4), some("b", 2)],
            keys[5]: [some("b", 9)],
        }
    )
    archive.project([Judged(made[5], 2, None, None)])
    listed = archive.select(View(sort="suggested"))
    assert ids(archive, listed) == [made[3], made[1], made[0], made[2], made[4], made[5]]
    assert listed.order == "suggested first"
    assert listed.problem == ""
    assert ids(archive, archive.select(View(search="sort:suggested"))) == ids(archive, listed)
    found = archive.select(View(search="report ", sort="suggested"))
    assert ids(archive, found) == ids(archive, listed)
    unjudged = archive.select(View(show="unjudged", sort="suggested"))
    assert ids(archive, unjudged) == ids(archive, listed)[:-1]


def test_whether_anything_is_suggested(archive: Archive) -> None:
    (story,) = fill(archive, 1)
    key = key_of(archive, story)
    assert not archive.has_suggested
    archive.suggest({key: []})
    assert not archive.has_suggested
    archive.suggest({key: [some("a", 2)]})
    assert archive.has_suggested
    archive.project([Judged(story, 1, None, None)])
    assert not archive.has_suggested


def test_what_looks_contrary_is_found_by_thesis(archive: Archive) -> None:
    one, two = fill(archive, 2)
    archive.suggest(
        {
            key_of(archive, one): [some("a", 2, Stance.CONTRADICT, True), some("b", 2)],
            key_of(archive, two): [some("b", 2, None, True)],
        }
    )
    assert archive.suggested_on("a") == {one: True}
    assert archive.suggested_on("b") == {one: False, two: True}
    assert archive.suggested_on("c") == archive.suggested_on("") == {}


def test_other_theses_suggest_anew(archive: Archive) -> None:
    (story,) = fill(archive, 1)
    archive.suggest_anew(7)
    archive.suggest({key_of(archive, story): [some("a", 2)]})
    archive.suggest_anew(7)
    assert archive.has_suggested
    archive.suggest_anew(8)
    assert not archive.has_suggested
    assert len(archive.unsuggested(0, 9)) == 1


def test_what_is_old_is_forgotten(archive: Archive) -> None:
    fill(archive, 3)
    keys = archive.select(View()).keys(0, 3)
    archive.suggest({key: [some("a", 2)] for key in keys})
    archive.forget_suggested(keys[1])
    assert [one.key for one in archive.unsuggested(0, 9)] == [keys[2]]
    archive.forget_suggested(keys[1])


def test_a_hint_is_seen_once_and_stays_seen(archive: Archive, tmp_path: Path) -> None:
    archive.see_hints([Hint("s2", "a", Stance.CONTRADICT, 20), Hint("s1", "a", None, 10)])
    archive.see_hints([Hint("s1", "a", Stance.SUPPORT, 30), Hint("s1", "b", Stance.SUPPORT, 30)])
    expected = (Hint("s1", "a", None, 10), Hint("s2", "a", Stance.CONTRADICT, 20))
    assert archive.hints("a") == expected
    archive.close()
    again = Archive.open(archive.path)
    assert again.hints("a") == expected
    assert again.hints("b") == (Hint("s1", "b", Stance.SUPPORT, 30),)
    again.close()


def test_a_hint_on_a_story_that_was_merged_away_is_on_the_one_it_went_to(archive: Archive) -> None:
    one, two = add(archive, "1", at=NOW), add(archive, "2", at=NOW + 1)
    archive.see_hints([Hint(two, "a", Stance.SUPPORT, 10)])
    with archive.writing() as writing:
        writing.merge(one, [two])
    assert [hint.story_id for hint in archive.hints("a")] == [one]


def test_what_reads_otherwise_or_is_gone_is_suggested_no_more(archive: Archive) -> None:
    one, two = add(archive, "1", at=NOW), add(archive, "2", at=NOW + 1)
    keys = [key_of(archive, one), key_of(archive, two)]
    archive.suggest({key: [some("a", 2)] for key in keys})
    with archive.writing() as writing:
        put(writing, "3", "Another report", story=one, at=NOW + 2)
    assert archive.suggested_on("a") == {two: False}
    with archive.writing() as writing:
        writing.merge(one, [two])
    rows = archive._database.connection.execute("SELECT count(*) FROM suggested").fetchall()
    assert rows == [(0,)]


def test_where_another_writes_nothing_waits(archive: Archive) -> None:
    (story,) = fill(archive, 1)
    key = key_of(archive, story)
    archive.suggest({key: [some("a", 2)]})
    other = apsw.Connection(str(archive.path))
    other.execute("BEGIN IMMEDIATE")
    for write in (
        lambda: archive.suggest({key: []}),
        lambda: archive.suggest_anew(1),
        lambda: archive.forget_suggested(key + 1),
        lambda: archive.see_hints([Hint(story, "a", None, 1)]),
    ):
        with pytest.raises(ArchiveProblem):
            write()
    other.execute("ROLLBACK")
    other.close()
    assert titles(archive, archive.select(View(sort="suggested"))) == ["Report number0 of many"]


def test_nothing_of_it_reads_a_table_from_end_to_end(many: Archive) -> None:
    keys = many.select(View()).keys(0, 300)
    with asked(many) as plans:
        many.newest(50)
        many.unsuggested(keys[-1], 25)
        many.oldest_of(2000)
        many.suggest_anew(3)
        many.suggest({key: [some("a", 2, None, True)] for key in keys})
        assert many.has_suggested
        assert many.suggested_on("a")
        many.see_hints([Hint("s", "a", None, 1)])
        many.hints("a")
        many.forget_suggested(keys[-1])
        many.select(View(sort="suggested"), most=40)
        many.select(View(sort="suggested", search="report "), most=40)
    assert [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)] == []
