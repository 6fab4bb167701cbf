"""Compacting and checking: progress is told, Ctrl-C leaves all intact, refusals are sentences."""

from __future__ import annotations

import shutil

import pytest

from signalboard.archive import Archive, ArchiveProblem, database
from signalboard.model import View
from tests.archive.making import NOW, add, ids
from tests.archive.test_archive_pruning import prune


def test_the_room_of_what_is_gone_goes_back_to_the_disk(many: Archive) -> None:
    prune(many, NOW + 4500 * 60)
    stood, before = ids(many, many.select(View())), many.size()
    said: list[str] = []
    many.vacuum(lambda what, _share: said.append(what))
    after = many.size()
    assert after.file < before.file * 0.7
    assert (after.free, after.log) == (0, 0)
    assert {"compacting", "merging the index of words"} >= set(said) >= {"compacting"}
    assert ids(many, many.select(View())) == stood
    assert len(many.select(View(search="report "))) == len(stood)
    assert many.check() == []
    assert add(many, "after it", at=NOW)


def test_compacting_can_be_stopped(many: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signalboard.archive.care._STEPS", 100)
    prune(many, NOW + 1000 * 60)
    stood = ids(many, many.select(View()))

    def stop(what: str, share: float | None) -> None:
        if what == "compacting" and connection.in_transaction is False and asked.pop():
            raise KeyboardInterrupt

    connection, asked = many._database.connection, [True, False]
    with pytest.raises(KeyboardInterrupt):
        many.vacuum(stop)
    assert ids(many, many.select(View())) == stood
    assert many.check() == []
    many.vacuum()
    assert add(many, "after it", at=NOW)


def test_without_the_room_it_is_not_begun(many: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda path: real(path)._replace(free=3_000_000))
    with pytest.raises(ArchiveProblem, match=r"3\.0 MB free.*Nothing was changed"):
        many.vacuum()
    assert many.check() == []


def test_who_writes_is_not_waited_for_without_end(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    other = Archive.open(many.path)
    with many.writing(), pytest.raises(ArchiveProblem) as told:
        other.vacuum()
    assert told.value.busy
    other.close()


def test_a_check_says_what_it_does_and_can_be_stopped(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    assert many.check(lambda what, _share: said.append(what)) == []
    assert list(dict.fromkeys(said)) == [
        "looking for damage",
        "looking for what is missing",
        "comparing what is counted",
    ]
    monkeypatch.setattr("signalboard.archive.care._STEPS", 100)

    def stop(_what: str, _share: float | None) -> None:
        looks.append(1)
        if len(looks) > 50:
            raise KeyboardInterrupt

    looks: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        many.check(stop)
    assert many.check() == []


def _run(archive: Archive, sql: str) -> None:
    connection = archive._database.connection
    connection.pragma("foreign_keys", 0)
    connection.execute(sql)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("UPDATE texts_data SET block = x'00010203' WHERE id > 10", "damaged"),
        ("DELETE FROM entries WHERE entry = 7", "stories without entries"),
        ("INSERT INTO story_companies VALUES (1, 12)", "companies of stories that are gone"),
        ("INSERT INTO texts (rowid, title) VALUES (5, 'x')", "words of stories that are gone"),
        ("UPDATE posted SET entries = entries + 1", "miscounts how often feeds post"),
        ("UPDATE feeds SET entries = entries + 1", "miscounts its entries"),
        ("UPDATE spans SET hidden = 1 WHERE first = 0", "miscounts its hidden stories"),
        (
            "INSERT INTO former VALUES (3, 'x', 99, 1, 0, 0, 1, 1, 1)",
            "merged away to stories that are gone",
        ),
    ],
)
def test_every_harm_is_found(many: Archive, harm: str, found: str) -> None:
    _run(many, harm)
    assert any(found in sentence for sentence in many.check())
