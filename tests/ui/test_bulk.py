"""All stories of a list at once, by key: the number first, yes, and one undo."""

from __future__ import annotations

from signalboard.desk import bulk as bulk_room
from signalboard.model import Mute


async def _search(run, text: str) -> int:
    await run.keys("/", f"text:{text}", "enter")
    await run.wait(0.3)
    return run.board.headlines.item_count()


async def test_a_list_is_judged_after_its_number_was_said(open_board):
    async with open_board() as run:
        count = await _search(run, "agents")
        assert count > 2
        await run.keys("1", "B")
        assert f"all {count} stories:" in run.text
        assert "+ support 1 Web4 at velocity" in run.text and "m read" in run.text
        await run.keys("+")
        assert f"judge {count} stories as supporting Web4 at velocity?" in run.text
        assert run.evidence() == [], "nothing is done before yes"
        await run.keys("y")
        await run.wait(0.2)
        assert len(run.evidence()) == count
        assert f"support: Web4 at velocity ({count} stories)" in run.text
        assert "u takes it back" in run.text
        place = run.board.headlines.cursor
        await run.keys("u")
        assert run.evidence() == [] and run.board.headlines.cursor == place
        assert "undone: support: Web4 at velocity" in run.text


async def test_any_other_key_than_yes_does_nothing(open_board):
    async with open_board() as run:
        await run.keys("1", "B", "-", "n")
        assert run.evidence() == [] and "nothing was done" in run.text
        await run.keys("B", "escape")
        assert run.evidence() == [] and run.board.pane == "headlines"
        assert not run.board.letters.display


async def test_without_an_armed_thesis_only_marks_are_offered(open_board):
    async with open_board() as run:
        await run.keys("B")
        assert "all 14 stories:" in run.text
        assert "support" not in run.rows()[-1] and "mute" not in run.rows()[-1]
        await run.keys("s")
        assert "star 14 stories?" in run.text
        await run.keys("y")
        await run.wait(0.2)
        assert "starred: 14 stories" in run.text
        assert all(row.starred for row in run.board.headlines.listing.rows(0, 14))
        await run.keys("B", "m", "y")
        await run.wait(0.2)
        assert all(row.read for row in run.board.headlines.listing.rows(0, 14))
        await run.keys("u", "u")
        rows = run.board.headlines.listing.rows(0, 14)
        assert not any(row.starred for row in rows) and not all(row.read for row in rows)


async def test_a_search_is_muted_whole(open_board):
    async with open_board() as run:
        await _search(run, "retailer")
        await run.keys("B", "x")
        assert "mute words “retailer”: hides 1 story, now and later?" in run.text
        assert run.desk.mutes() == ()
        await run.keys("y")
        assert run.desk.mutes()[0].mute == Mute("words", "retailer")
        await run.keys("u")
        assert run.desk.mutes() == ()


async def test_a_view_of_one_outlet_is_muted_by_outlet(open_board):
    async with open_board() as run:
        outlet = run.board.headlines.current.outlet
        await run.keys("f", "O", "B", "x")
        assert f"mute outlet “{outlet}”: hides " in run.text
        await run.keys("y")
        assert run.desk.mutes()[0].mute == Mute("outlet", outlet)
        await run.keys("u")
        assert run.desk.mutes() == ()
        await run.keys("f", "u", "B")
        assert "x mute" in run.text
        await run.keys("escape", "f", "d", "text:2w", "enter", "B")
        assert "x mute" not in run.text, "a date is more than an outlet"


async def test_too_many_are_refused_before_anything_is_asked(open_board, monkeypatch):
    monkeypatch.setattr(bulk_room, "MOST_JUDGED", 3)
    async with open_board() as run:
        await run.keys("1", "B", ".")
        assert "14 stories are more than the 3 that can be judged at once" in run.text
        assert run.evidence() == [] and not run.board.letters.display


async def test_escape_stops_what_is_on_its_way(open_board, monkeypatch):
    monkeypatch.setattr(bulk_room, "STEP", 1)
    async with open_board() as run:
        await run.keys("1")
        bulk = run.desk.bulk(run.board.headlines.listing, bulk_room.Wish(read=True))
        run.board._start(bulk)
        await run.keys("escape")
        assert "stopped; nothing was done" in run.text
        assert run.desk.undo() is None


async def test_an_empty_list_says_so(open_board):
    async with open_board() as run:
        await run.keys("f", "s", "B")
        assert "there is no story in this list" in run.text
        assert not run.board.letters.display
