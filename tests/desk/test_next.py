"""The next story that is not judged: on no thesis, or not on one."""

from __future__ import annotations

import itertools

import pytest

from signalboard.archive import Archive
from signalboard.desk import Desk, Wish
from signalboard.desk import listing as listing_room
from signalboard.model import Stance, View
from tests.desk.conftest import add

WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"
SUPPORT, NOTHING = Stance.SUPPORT, Stance.NO_BEARING


@pytest.fixture
def many(desk: Desk) -> list[str]:
    """Sixty stories, the newest first: judged on neither thesis, on one, or on both by turns."""
    archive = Archive.open(desk.places.archive)
    for number in range(100, 160):
        add(archive, number, f"Report {number}")
    archive.close()
    desk.poll()
    listing = desk.listing(View(search="report"))
    ids = [row.id for row in listing.rows(0, 60)]
    for number, ident in enumerate(ids):
        if number % 4 in (1, 3) or 10 <= number < 50:
            desk.judge(ident, WEB4, SUPPORT if number % 3 else NOTHING)
        if number % 4 in (2, 3) and not 10 <= number < 45:
            desk.judge(ident, WALLETS, SUPPORT)
    return ids


@pytest.mark.parametrize(("most", "few"), [(256, 1000), (4, 1000), (4, 0)])
@pytest.mark.parametrize("view", [View(), View(search="report"), View(show="linked")])
def test_it_is_what_looking_at_every_row_finds(
    desk: Desk, many: list[str], monkeypatch: pytest.MonkeyPatch, most: int, few: int, view: View
) -> None:
    monkeypatch.setattr(listing_room, "_MANY", most)
    monkeypatch.setattr(listing_room, "_FEW", few)
    listing = desk.listing(view)
    ids = [row.id for row in listing.rows(0, len(listing))]
    assert len(ids) > 20
    for by in (None, WEB4, WALLETS):
        free = [
            at
            for at, ident in enumerate(ids)
            if not any(p.thesis_id == by or by is None for p in desk.evidence_of(ident))
        ]
        for at in range(len(ids)):
            below = next((each for each in free if each >= at), None)
            above = next((each for each in reversed(free) if each <= at), None)
            assert (listing.next_unjudged(at, 1, by), listing.next_unjudged(at, -1, by)) == (
                below, above,
            ), (by, at)  # fmt: skip


def test_where_very_many_are_judged_on_the_thesis_few_are_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive.open(desk.places.archive)
    for number in range(1000, 1900):
        add(archive, number, f"Report {number}")
    archive.close()
    desk.poll()
    bulk = desk.bulk(desk.listing(View()), Wish(WEB4, SUPPORT))
    while bulk.step():
        pass
    bulk.record()
    read = itertools.count()
    rows = Archive.rows

    def counted(self: Archive, keys):
        for _ in keys:
            next(read)
        return rows(self, keys)

    monkeypatch.setattr(Archive, "rows", counted)
    listing = desk.listing(View())
    assert listing.next_unjudged(0, 1, WEB4) is None
    assert listing.next_unjudged(0, 1, WALLETS) == 0
    assert next(read) < 150
