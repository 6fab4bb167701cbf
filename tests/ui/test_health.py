"""The screen of the feeds' health: what it shows, and what is done there."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from signalboard import config
from signalboard.archive import Archive
from signalboard.model import Check, Entry, FeedState, Outcome, replace
from signalboard.ui import themes
from signalboard.ui.health.screen import HealthScreen
from signalboard.ui.refresher import Progress, after
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Out, Request
from tests.ui import sample
from tests.ui.driving import Driven, driven
from tests.ui.terminal import Terminal

HOUR, DAY = 3600, 86400
NOW = sample.NOW
HOSTILE = "\x1b]52;c;cHduZWQ=\x07[@click=app.quit]Reason\u202e[/] [b]bold"
FEEDS = """\
feeds:
  - name: SCMP
    url: https://scmp.example/feed
  - name: The Verge
    url: https://reader:sesame@verge.example/feed?token=hush
  - name: Payments Review
    url: https://payments.example/feed
  - name: "\\e]52;c;x\\a[@click=app.quit]Odd [/] 腾讯"
    url: https://odd.example/feed
  - name: Patience
    url: https://patience.example/feed
  - name: Asleep
    url: https://asleep.example/feed
    enabled: false
"""
ODD = "[@click=app.quit]Odd [/] 腾讯"


def state(url: str, outcome: Outcome, **more: object) -> FeedState:
    well = outcome.is_well
    fields: dict[str, object] = {
        "attempted_at": NOW - HOUR,
        "succeeded_at": NOW - HOUR if well else NOW - 3 * DAY,
        "next_at": NOW + 43 * 60,
        "outcome": outcome,
        "failures": 0 if well else 4,
    }
    return FeedState(url, **{**fields, **more})  # type: ignore[arg-type]


def fill(folder: Path) -> None:
    """A home with feeds that stand in every way."""
    places = sample.home(folder, sample.STORIES[:3])
    text = places.feeds_file.read_text()
    places.feeds_file.write_text(FEEDS + text[text.index("companies:") :])
    archive = Archive.open(places.archive)
    histories = {
        "https://scmp.example/feed": [Outcome.ENTRIES, Outcome.UNCHANGED, Outcome.ENTRIES],
        "https://payments.example/feed": [Outcome.ENTRIES] + [Outcome.HTTP_ERROR] * 4,
        "https://odd.example/feed": [Outcome.PROTOCOL] * 6,
        "https://patience.example/feed": [Outcome.UNCHANGED, Outcome.WAIT],
    }
    reasons = {
        Outcome.HTTP_ERROR: "payments.example answers 500, internal server error",
        Outcome.PROTOCOL: HOSTILE,
        Outcome.WAIT: "patience.example asks for patience (429)",
    }
    for url, outcomes in histories.items():
        for at, outcome in enumerate(outcomes):
            status = {Outcome.HTTP_ERROR: 500, Outcome.WAIT: 429}.get(outcome, 200)
            reason = reasons.get(outcome, "")
            check = Check(
                NOW - (len(outcomes) - at) * HOUR, outcome, status, reason,
                7 if outcome is Outcome.ENTRIES else 0,
            )  # fmt: skip
            archive.save_state(state(url, outcome, status=status, reason=reason), check)
    with archive.writing() as writing:
        for number in range(24):
            for url, name in (
                ("https://scmp.example/feed", "SCMP"),
                ("https://payments.example/feed", "Payments Review"),
            ):
                writing.add(
                    url,
                    Entry(f"h{number}", f"{url} {number}", published_at=NOW - number * 40 * HOUR),
                    outlet=name, origin=name, canonical_url="", title_key="", companies=(),
                    story_id=None, seen_at=NOW,
                )  # fmt: skip
    archive.close()


@pytest.fixture
def open_health(tmp_path: Path):
    @asynccontextmanager
    async def opened(**more):
        if not (tmp_path / "home").exists():
            fill(tmp_path / "home")
        async with driven(tmp_path / "home", **more) as run:
            await run.keys("H")
            await run.wait(0.2)
            assert isinstance(run.app.screen, HealthScreen)
            yield run

    return opened


def feeds(run: Driven) -> list[str]:
    """The names in the order of the list."""
    return [row.feed.name for row in run.app.screen.feeds.rows]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (200, 60), (40, 12)])
async def test_broken_ones_are_first_and_nothing_is_cut_off(open_health, size):
    async with open_health(size=size) as run:
        assert feeds(run)[:6] == [f"]52;c;x{ODD}", "Payments Review", "Patience", "The Verge",
                              "Asleep", "SCMP"]  # fmt: skip
        rows = run.rows()
        assert len(rows) == size[1] and {cell_len(row) for row in rows} == {size[0]}
        assert "2 failing" in run.text
        assert "waiting" in run.text
        if size[0] >= 60:
            assert "in 43 min" in run.text and "30 d" in run.text
        if size[0] >= 80:
            assert "3d ago" in run.text and "q" not in run.rows()[0]


@pytest.mark.parametrize(("size", "whole"), [((200, 60), True), ((80, 24), False)])
async def test_a_long_name_is_whole_where_there_is_room_and_the_state_stays_in_sight(
    open_health, size, whole
):
    name = "Payments Review of the Asia-Pacific and its Neighbours"
    async with open_health(size=size) as run:
        file = run.desk.places.feeds_file
        file.write_text(file.read_text().replace("name: Payments Review", f"name: {name}"))
        await run.wait(0.8)
        (row,) = [row for row in run.rows() if "Payments Review" in row and "╭" not in row]
        assert (name in row) is whole and "failing" in row
        await run.keys("j")
        (caption,) = [row for row in run.rows() if "╭─ Payments Review" in row]
        assert caption.endswith("✗ failing ─╮")
        assert "1 well" in run.rows()[0], "the counts come before the name of the screen"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_the_screen_as_it_looks(open_health, golden, size):
    async with open_health(size=size) as run:
        await run.keys("j")
        golden(f"health-{size[0]}x{size[1]}-dark", run)


async def test_the_screen_in_sixteen_colours(open_health, golden):
    async with open_health(size=(120, 40), theme=themes.ANSI) as run:
        await run.keys("j")
        golden("health-120x40-16", run)


async def test_the_feed_under_the_cursor_is_shown_in_full(open_health):
    async with open_health() as run:
        await run.keys("j")
        assert "payments.example answers 500, internal server error. 4 times in a row" in run.text
        assert "Its server is in trouble." in run.text
        assert "tried 1h ago, next try in 43 min" in run.text
        assert "18 in 30 days of 24 kept" in run.text
        assert "█✗✗✗✗" in run.text
        assert "7 new" in run.text
        await run.keys("j", "j")
        assert "https://verge.example/feed?token=~" in run.text
        assert "sesame" not in run.text and "hush" not in run.text and "reader:" not in run.text


async def test_pause_remove_and_undo(open_health, tmp_path):
    path = tmp_path / "home" / "feeds.yaml"
    async with open_health() as run:
        before = config.load(path).feeds
        await run.keys("j", "p")
        assert "paused feed: Payments Review" in run.text
        assert not next(f for f in config.load(path).feeds if f.name.startswith("Pay")).enabled
        assert run.app.screen.feeds.selected.feed.name == "Payments Review", "the cursor stays"
        await run.keys("r")
        assert "it is paused; p resumes it" in run.text
        await run.keys("u")
        assert "undone: paused feed: Payments Review" in run.text
        assert config.load(path).feeds == before
        await run.keys("R")
        assert "removed feed: Payments Review" in run.text
        assert len(config.load(path).feeds) == 5
        await run.keys("u", "ctrl+y", "ctrl+z")
        assert sorted(f.url for f in config.load(path).feeds) == sorted(f.url for f in before)


async def test_moving_and_leaving(open_health):
    async with open_health(size=(80, 24)) as run:
        names = feeds(run)
        screen = run.app.screen

        def at() -> str:
            return screen.feeds.selected.feed.name

        await run.keys("G")
        assert at() == names[-1]
        await run.keys("j", "k", "up", "down")
        assert at() == names[-2]
        await run.keys("g", "ctrl+d")
        assert at() == names[screen.feeds.page // 2]
        await run.keys("pageup")
        assert at() == names[0]
        top = screen.detail.scroll_offset.y
        await run.keys("space")
        assert screen.detail.scroll_offset.y > top
        for key in ("q", "escape", "H"):
            await run.keys(key)
            assert run.app.screen is run.board
            await run.keys("H")
            await run.wait(0.1)
        await run.keys("?", "q")
        assert isinstance(run.app.screen, HealthScreen)
        assert run.app._exception is None


async def test_the_keys_of_the_board_do_nothing_here(open_health):
    async with open_health() as run:
        await run.keys("1", "+", "-", ".", "/", "t", "s", "m", "x")
        assert isinstance(run.app.screen, HealthScreen)
        assert run.evidence() == []


async def test_the_palette_offers_what_can_be_done_here(open_health):
    async with open_health() as run:
        await run.keys("ctrl+p", "text:pause", "enter")
        await run.wait(0.2)
        assert "paused feed:" in run.text
        await run.keys("ctrl+p", "text:supports")
        await run.wait(0.2)
        assert "judge:" not in run.text


async def test_a_click_selects_and_the_count_on_the_board_leads_here(open_health):
    async with open_health() as run:
        at = run.rows().index(next(row for row in run.rows() if "Patience" in row))
        await run.pilot.click(offset=(20, at))
        await run.settle()
        assert run.app.screen.feeds.selected.feed.name == "Patience"
        await run.keys("q")
        assert "1 of 5 feeds, 2 broken (H)" in run.rows()[0]
        await run.pilot.click(offset=(run.rows()[0].index("broken"), 0))
        await run.wait(0.2)
        assert isinstance(run.app.screen, HealthScreen)


async def test_no_feeds_says_what_to_press(tmp_path):
    sample.home(tmp_path / "home", ())
    path = tmp_path / "home" / "feeds.yaml"
    path.write_text(path.read_text()[path.read_text().index("companies:") :])
    async with driven(tmp_path / "home", size=(60, 20)) as run:
        await run.keys("H")
        await run.wait(0.2)
        assert "No feeds yet." in run.text and "A adds one" in run.text
        await run.keys("r", "f", "p", "R", "j", "G", "space")
        assert isinstance(run.app.screen, HealthScreen)


async def test_offline_is_said_on_top(open_health, tmp_path):
    fill(tmp_path / "home")
    archive = Archive.open(tmp_path / "home" / "archive.db")
    for url in archive.feed_states():
        archive.save_state(state(url, Outcome.NETWORK, reason="the network is down"))
    archive.close()
    async with open_health(size=(80, 24)) as run:
        assert "This machine seems to be offline: none of" in run.rows()[1]
        assert {cell_len(row) for row in run.rows()} == {80}


async def test_a_sign_in_page_in_the_way_is_said_on_top_and_once_on_the_board(open_health):
    said = "A sign-in page of hotel.example answers for every feed; nothing was changed."
    async with open_health(size=(80, 24)) as run:
        progress = after(Progress(running=True), {"event": "notice", "text": said + "\x1b[2J"})
        for state_now in (progress, replace(progress, running=False)) * 2:
            run.app._progress(state_now)
        await run.wait(0.4)
        assert "A sign-in page of hotel.example answers for every feed" in run.rows()[1]
        await run.keys("q", "x")
        assert "sign-in page" not in run.text, "told once, however often it is found"


async def test_a_feed_no_longer_listed_is_last_and_nothing_is_done_to_it(open_health):
    async with open_health() as run:
        await run.keys("G", "R", "G")
        assert run.app.screen.feeds.selected.standing.value == "removed"
        await run.keys("p")
        assert "it is not in feeds.yaml any more" in run.text


async def _good(request: Request, out: Out) -> None:
    await asyncio.sleep(0.4)
    await out.whole(two(request.path))


async def test_a_retry_is_a_child_and_is_seen(tmp_path):
    async with FaultServer({"one": _good, "two": _good, "three": _good}) as server:
        folder = tmp_path / "home"
        places = sample.home(folder, ())
        text = places.feeds_file.read_text()
        names = ("one", "two", "three")
        listed = "".join(f"  - {{name: {n}, url: '{server.url(n)}'}}\n" for n in names)
        places.feeds_file.write_text("feeds:\n" + listed + text[text.index("companies:") :])
        archive = Archive.open(places.archive)
        for name in ("one", "two"):
            archive.save_state(state(server.url(name), Outcome.NETWORK, reason="it was down"))
        archive.close()
        async with driven(folder) as run:
            await run.keys("H")
            await run.wait(0.1)
            assert run.app.screen.health.count(run.app.screen.health.feeds[0].standing) == 2
            await run.keys("r")
            assert "asking one" in run.text
            await run.keys("f")
            assert "2 feeds: after the present refresh" in run.text
            seen = set()
            for _ in range(400):
                await run.wait(0.05)
                seen |= {word for word in ("asking  ", "⟳", "well") if word in run.text}
                asked = [request.path for request in server.asked]
                if len(asked) == 3 and not run.app.refresher.progress.running:
                    break
            await run.wait(0.3)
            assert sorted(asked) == ["one", "one", "two"], "nothing else was asked"
            assert seen == {"asking  ", "⟳", "well"}
            assert run.app.screen.health.broken == 0
            assert "retried 2: 2 answered" in run.text


def test_progress_knows_who_is_asked():
    progress = Progress(running=True)
    for name in ("a", "b"):
        progress = after(progress, {"event": "started", "feed": name, "name": name})
    assert progress.asking == {"a", "b"}
    done = {"event": "done", "feed": "a", "outcome": "entries", "new": 1}
    assert after(progress, done).asking == {"b"}


def test_nothing_hostile_reaches_the_terminal(tmp_path):
    fill(tmp_path / "home")
    places = sample.places_of(tmp_path / "home")
    # No feed is enabled: the board that opens here asks nobody.
    lines = places.feeds_file.read_text().replace("    enabled: false\n", "").splitlines()
    paused = [f"{line}\n    enabled: false" if "url:" in line else line for line in lines]
    places.feeds_file.write_text("\n".join(paused) + "\n")
    terminal = Terminal(["-m", "signalboard", "--home", str(tmp_path / "home")])
    try:
        terminal.until("Headlines")
        terminal.keys("H")
        terminal.until("Feed health", "Odd [/]")
        for _ in range(40):  # there are fewer feeds
            if "Reason[/] [b]bold" in terminal.text:
                break
            terminal.keys("j")
            terminal.quiet(0.1)
        terminal.until("Reason[/] [b]bold")
        terminal.keys("Gg")
        terminal.quiet()
        assert "[@click=app.quit]Odd [/]" in terminal.text
        terminal.keys("q")
        terminal.until("Headlines")
        terminal.keys("\x11")
        assert terminal.ended() == 0
    finally:
        terminal.close()
    # Textual itself says which shape the pointer of the mouse has.
    written = re.sub(rb"\x1b\]22;[a-z-]*\x07", b"", bytes(terminal.output))
    assert b"]52;c;cHdu" in written.replace(b"\x1b]52", b"!"), "it is shown as text"
    assert b"\x1b]52" not in written and "\u202e".encode() not in written
    assert b"\x07" not in written


async def test_the_column_says_why_without_the_host_and_removed_feeds_keep_their_name(open_health):
    async with open_health() as run:
        row = next(row for row in run.rows() if "Payments Review" in row)
        assert "answers 500, internal" in row and "payments.example" not in row
        await run.keys("j", "R")
        assert "removed feed: Payments Review · u takes it back" in run.text
        rows = [row for row in run.rows() if "not in feeds.yaml" in row and "removed" in row]
        assert any("· Payments Review " in row for row in rows)
        await run.keys("G", "R")
        assert "it is not in feeds.yaml any more" in run.text
        await run.keys("g")
        assert "it is not in feeds.yaml any more" not in run.text
        before = run.app.screen
        await run.keys("?")
        assert "Arm a thesis, read a headline" in run.text
        await run.keys("q", "ctrl+p")
        assert "feed: retry this one" in run.text and "judge:" not in run.text
        await run.keys("escape")
        assert run.app.screen is before
