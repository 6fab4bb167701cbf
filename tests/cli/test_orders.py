"""Orders of ``stories``, and that no more is read than is printed."""

from __future__ import annotations

import pytest

from signalboard.archive import Archive
from signalboard.model import View
from tests.archive.making import put
from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]


def test_stories_are_printed_in_another_order(shell: Shell) -> None:
    archive = Archive.open(shell.places.archive)
    (third,) = archive.rows(archive.select(View()).keys(2, 3))
    with archive.writing() as writing:
        put(writing, "again", "It again", outlet="The Post", story=third.id)
    archive.close()
    newest = [row["id"] for row in shell.lines("stories", "--json")]
    by_outlets = [row["id"] for row in shell.lines("stories", "--sort", "outlets", "--json")]
    assert newest[2] == third.id
    assert by_outlets == [third.id, *(each for each in newest if each != third.id)]
    best = shell.lines("stories", "--search", "agents pay", "--sort", "match", "--json")
    said = shell.lines("stories", "--search", "agents pay sort:match", "--json")
    assert best == said
    assert len(best) > 0


def test_an_order_that_cannot_be_says_so(shell: Shell) -> None:
    assert len(shell.lines("stories", "--sort", "match", "--json")) == 5
    assert "Only words can match" in shell.err
    shell("stories", "--sort", "size", status=2)
    assert "'newest', 'match', 'outlets', 'companies', 'suggested'" in shell.err


def test_a_limit_reads_no_more_than_it_prints(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int | None] = []
    real = Archive.select

    def select(self: Archive, *args: object, **named: object) -> object:
        asked.append(named.get("most"))  # type: ignore[arg-type]
        return real(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Archive, "select", select)
    assert len(shell.lines("stories", "--search", "agents", "--limit", "1", "--json")) == 1
    assert asked[0] == 1
