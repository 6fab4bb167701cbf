"""Lists in another order than that of time: what plain Python says, and no row moves."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from signalboard.archive import Archive, Selection, schema, selection
from signalboard.model import Sort, View, replace
from tests.archive.making import FEED, NOW, add, ids, put, titles
from tests.archive.test_archive_selection import Fits, Plain, agrees, some_view, stands_still

SMALL = 15


def sought(
    archive: Archive,
    view: View,
    among: list[str] | None = None,
    but: Sequence[str] = (),
) -> Selection:
    """The same list, read by the other thread."""
    told = threading.Event()
    made, seeking = archive.seek(view, told.set, among=among, but=but, now=NOW)
    if seeking is not None:
        while not made.is_whole:
            assert told.wait(10)
            told.clear()
            assert seeking.problem is None
    return made


def ordered(plain: Plain, fits: Fits, made: Selection, sort: Sort) -> list[str]:
    """The order as plain Python has it."""
    newest = [plain.told(story_id) for story_id in plain.fitting(fits)]
    place = {told.id: number for number, told in enumerate(newest)}

    def worth(story_id: str) -> int:
        told = plain.told(story_id)
        return len(told.outlets if sort == "outlets" else told.companies)

    order = [told.id for told in newest]
    if made._wanted.is_nearly_everything:
        least = 1 if sort == "outlets" else 0
        head = [each for each in order if worth(each) > least]
    else:
        head = order[:SMALL]
    rest = [each for each in order if each not in head]
    return [*sorted(head, key=lambda each: (-worth(each), place[each])), *rest]


@pytest.mark.parametrize("seed", range(16))
def test_orders_are_what_lists_say_and_stay_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(schema, "SPAN", 10)
    monkeypatch.setattr(selection, "SORTED", SMALL)
    monkeypatch.setattr(selection, "FIRST", 3)
    monkeypatch.setattr(selection, "_PORTION", 4)
    archive = Archive.open(tmp_path / "archive.db")
    plain = Plain(archive, random.Random(1000 + seed))
    plain.come(plain.dice.choice((3, 90, 120)))
    plain.judge(20)
    plain.join(60)
    plain.mute()
    for _ in range(8):
        view, among, but, fits = some_view(plain)
        sort: Sort = plain.dice.choice(("newest", "outlets", "companies"))
        view = replace(view, sort=sort)
        how = plain.dice.choice((sought, lambda a, v, g, b: a.select(v, among=g, but=b, now=NOW)))
        made = how(archive, view, among, but)
        assert made.problem == ""
        assert made.is_whole
        pinned = plain.fitting(fits) if sort == "newest" else ordered(plain, fits, made, sort)
        newest = plain.arrivals
        plain.revived.clear()
        agrees(plain, made, pinned, fits)
        stands_still(plain, made, pinned, fits, newest)
        plain.join(3)
    assert archive.check() == []
    archive.close()


def test_best_match_is_what_the_title_says(archive: Archive) -> None:
    add(archive, "1", "Wallets wallets wallets", at=NOW)
    add(archive, "2", "Lunch is served", summary="with a wallet", at=NOW + 10)
    add(archive, "3", "A wallet for agents that is long and has many other words", at=NOW + 20)
    add(archive, "4", "Wallet", at=NOW + 5)
    made = archive.select(View(search="wallet ", sort="match"))
    assert titles(archive, made)[0] == "Wallet"
    assert titles(archive, made)[-1] == "Lunch is served"
    assert made.order == "best match"
    assert titles(archive, archive.select(View(search="wallet sort:match"))) == titles(
        archive, made
    )


def test_best_match_is_of_the_newest_where_there_are_many(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "SORTED", 100)
    add(many, "old", "Report report", at=NOW - 60)
    add(many, "best", "Report", at=NOW + 4990 * 60 + 1)
    made = many.select(View(search="report ", sort="match"))
    assert made.order == "best match of the newest 100"
    found = titles(many, made)
    assert found[0] == "Report"
    assert len(found) == 5002
    assert found[-1] == "Report report", "the rest is in the order of time"


def test_what_cannot_match_is_listed_by_time_and_says_so(archive: Archive) -> None:
    one, two = add(archive, "1", at=NOW), add(archive, "2", at=NOW + 1)
    made = archive.select(View(sort="match"))
    assert ids(archive, made) == [two, one]
    assert made.order == ""
    assert made.problem.startswith("Only words can match")
    wrong = archive.select(View(search="sort:size "))
    assert wrong.problem.startswith("sort:size is not known: write sort:newest")


def test_most_companies_counts_each_once(archive: Archive) -> None:
    with archive.writing() as writing:
        put(writing, "1", "None", at=NOW + 5)
        put(writing, "2", "One", companies=["Tencent"], at=NOW + 4)
        two = put(writing, "3", "Two", companies=["Tencent", "Baidu"], at=NOW + 3)
        put(writing, "4", "Again", companies=["Baidu"], story=two, at=NOW + 9)
        put(writing, "5", "Two more", companies=["OpenAI", "Baidu"], at=NOW + 2)
    made = archive.select(View(sort="companies"))
    assert titles(archive, made) == ["Two", "Two more", "One", "None"]
    assert made.order == "most companies"


def test_a_list_in_another_order_reads_the_index_first(many: Archive) -> None:
    with many.writing() as writing:
        for number, story in enumerate(ids(many, many.select(View()))[2000:2100:10]):
            put(writing, f"more{number}", outlet="The Post", story=story, feed=FEED + "2")
    made = many.select(View(sort="outlets"), most=5)
    assert len(made) < 80
    assert not made.is_whole
    rows = many.rows(made.keys(0, 10))
    assert {row.outlets for row in rows} == {2}
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
