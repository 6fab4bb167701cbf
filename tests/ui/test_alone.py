"""What happens without a key: other processes, refreshing, the first start, themes."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import weakref
from contextvars import ContextVar

import pytest

from signalboard.archive import Archive
from signalboard.model import FeedState, Outcome, Stance
from signalboard.ui import themes
from signalboard.ui.refresher import Progress, Refresher, after
from tests.ui import sample

SCRIPT = """
import json, sys, time
def tell(**event): print(json.dumps(event), flush=True)
tell(event="start", feeds=3)
print("no json", flush=True)
print("[1, 2]", flush=True)
tell(event="started", feed="a", name="A")
tell(event="done", feed="a", name="A", outcome="entries", new=4, changed=0, reason="")
tell(event="done", feed="b", name="B", outcome="timeout", new=0, changed=0, reason="slow")
{more}
tell(event="done", feed="bundled:x", name="X", outcome="unchanged", new=0, changed=0, reason="")
tell(event="total", feeds=3, new=4, changed=0, failed=1, stopped=False)
"""


def child(more="", script=SCRIPT):
    return [sys.executable, "-c", script.replace("{more}", more)]


async def told(command):
    seen: list[Progress] = []
    refresher = Refresher(seen.append)
    await refresher.run(command)
    return seen


async def test_progress_is_read_line_by_line():
    seen = await told(child())
    assert seen[0] == Progress(running=True)
    assert seen[1].total == 3
    last = seen[-1]
    assert (last.running, last.done, last.failed, last.new) == (False, 3, 1, 4)
    assert not last.offline, "one feed answered"
    assert last.problem == ""


async def test_the_keys_go_before_a_refresh():
    own = os.getpriority(os.PRIO_PROCESS, 0)
    script = """
import json, os, time
end = time.monotonic() + 5
while os.getpriority(os.PRIO_PROCESS, 0) == {own} and time.monotonic() < end:
    time.sleep(0.01)
print(json.dumps(dict(event="notice", text=str(os.getpriority(os.PRIO_PROCESS, 0)))), flush=True)
"""
    seen = await told(child(script=script.replace("{own}", str(own))))
    assert int(seen[-1].notice) > own


async def test_a_line_without_end_is_dropped():
    seen = await told(child('print("x" * 300_000, flush=True)'))
    assert seen[-1].done == 3


async def test_offline_is_when_no_feed_of_the_network_answers():
    script = SCRIPT.replace('feed="a", name="A", outcome="entries"', 'feed="a", outcome="network"')
    assert (await told(child(script=script)))[-1].offline


async def test_a_child_that_fails_is_told_in_its_words():
    script = "import sys; print('signalboard: no [room]', file=sys.stderr); sys.exit(1)"
    assert (await told([sys.executable, "-c", script]))[-1].problem == "no [room]"
    assert "status 3" in (await told([sys.executable, "-c", "import sys; sys.exit(3)"]))[-1].problem


async def test_a_child_that_cannot_start_is_told():
    assert "could not be started" in (await told(["/nowhere/python"]))[-1].problem


async def test_a_child_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr("signalboard.ui.refresher.LONGEST_RUN", 0.3)
    seen = await told([sys.executable, "-c", "import time; time.sleep(60)"])
    assert "was stopped" in seen[-1].problem


async def test_a_refresh_that_has_ended_is_not_kept_until_the_longest_would_have():
    """The loop keeps a timer that was called off, and with it the context it was set in."""

    class Kept:
        pass

    async def run():
        held = Kept()
        ContextVar("held").set(held)
        await Refresher(lambda _progress: None).run([sys.executable, "-c", ""])
        return weakref.ref(held)

    # As on a board, where others stand before it: the loop lets go of the first in its queue only.
    standing = asyncio.get_running_loop().call_later(60, lambda: None)
    held = await asyncio.create_task(run())
    await asyncio.sleep(0)
    gc.collect()
    assert held() is None
    standing.cancel()


async def test_only_one_refresh_at_a_time():
    refresher = Refresher(lambda _progress: None)
    first = asyncio.create_task(refresher.run([sys.executable, "-c", "import time; time.sleep(5)"]))
    await asyncio.sleep(0.3)
    assert (await refresher.run(["/nowhere"])).running
    refresher.stop()
    assert not (await first).running


def test_unknown_events_change_nothing():
    progress = Progress(running=True, total=2)
    assert after(progress, {"event": "mystery"}) == progress
    assert after(progress, {"event": "start", "feeds": "many"}).total == 2


async def test_the_top_line_tells_how_a_refresh_goes(open_board, monkeypatch):
    async with open_board() as run:
        monkeypatch.setattr(run.desk, "refresh_command", lambda **_how: child("time.sleep(0.8)"))
        await run.keys("r")
        await run.wait(0.4)
        assert "⟳ 2 of 3 feeds, 1 failed" in run.rows()[0]
        await run.keys("r", "j")
        assert run.board.headlines.cursor == 1, "keys go on"
        await run.wait(1.0)
        assert "● 0 of 2 feeds" in run.rows()[0]


async def test_quitting_stops_the_refresh(open_board, monkeypatch, tmp_path):
    pid_file = tmp_path / "pid"
    script = (
        f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    )
    async with open_board() as run:
        monkeypatch.setattr(
            run.desk, "refresh_command", lambda **_how: [sys.executable, "-c", script]
        )
        await run.keys("r")
        await run.wait(0.4)
    await asyncio.sleep(0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


async def test_offline_says_when_a_feed_was_last_heard(open_board, monkeypatch):
    async with open_board() as run:
        run.board.on_progress(Progress(running=True))
        run.board.on_progress(Progress(silent=2))
        await run.settle()
        assert "○ offline · nothing of the network heard yet" in run.rows()[0]


ONE = """
import json
print(json.dumps({"event": "start", "feeds": 1}))
done = {"event": "done", "feed": "https://a", "name": "A", "outcome": "OUTCOME", "new": 2}
print(json.dumps(done))
"""


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (SCRIPT.replace("{more}", ""), "refreshed 3 feeds: 4 new, 1 failed (H)"),
        (ONE.replace("OUTCOME", "entries"), "refreshed 1 feed: 2 new"),
        (ONE.replace("OUTCOME", "wait"), "nothing is due before Tue 15:15"),
        ('print(\'{"event": "start", "feeds": 0}\')', "nothing is due before Tue 15:15"),
        ("", "nothing was asked: another refresh is at work"),
    ],
)
async def test_r_says_what_came_of_it(open_board, monkeypatch, tmp_path, script, said):
    sample.home(tmp_path / "home")
    archive = Archive.open(sample.places_of(tmp_path / "home").archive)
    for name, wait in (("scmp", 43 * 60), ("verge", 3600)):
        archive.save_state(
            FeedState(
                f"http://127.0.0.1:9/{name}", outcome=Outcome.ENTRIES, next_at=sample.NOW + wait
            )
        )
    archive.close()
    async with open_board() as run:
        monkeypatch.setattr(run.desk, "refresh_command", lambda **_: [sys.executable, "-c", script])
        before = run.rows()[0]
        await run.keys("r")
        await run.wait(0.6)
        assert said in run.pane("headlines")[-1]
        assert run.rows()[0] == before, "the header is right"
        assert "● 2 of 2 feeds" in before


async def test_r_with_no_feed_to_ask_says_so(open_board, monkeypatch, tmp_path):
    places = sample.home(tmp_path / "home")
    text = places.feeds_file.read_text()
    places.feeds_file.write_text("feeds: []\n" + text[text.index("companies:") :])
    async with open_board() as run:
        script = 'print(\'{"event": "start", "feeds": 0}\')'
        monkeypatch.setattr(run.desk, "refresh_command", lambda **_: [sys.executable, "-c", script])
        await run.keys("r")
        await run.wait(0.6)
        assert "nothing to refresh: no feed is on" in run.text


async def test_one_feed_asked_or_none_says_nothing_of_the_network(open_board):
    async with open_board() as run:
        for progress in (Progress(silent=1), Progress()):
            run.board.on_progress(Progress(running=True))
            run.board.on_progress(progress)
            await run.settle()
            assert "offline" not in run.rows()[0]
        run.board.on_progress(Progress(running=True))
        run.board.on_progress(Progress(silent=3))
        for progress in (Progress(), Progress(silent=1)):
            run.board.on_progress(Progress(running=True))
            run.board.on_progress(progress)
            await run.settle()
            assert "offline" in run.rows()[0], "that was said before and is not known to be over"
        run.board.on_progress(Progress(running=True))
        run.board.on_progress(Progress(heard=1))
        await run.settle()
        assert "offline" not in run.rows()[0]


async def test_what_is_remembered_of_all_feeds_says_offline_without_asking(open_board, tmp_path):
    sample.home(tmp_path / "home")
    archive = Archive.open(sample.places_of(tmp_path / "home").archive)
    for name in ("scmp", "verge"):
        archive.save_state(
            FeedState(
                f"http://127.0.0.1:9/{name}", outcome=Outcome.NETWORK,
                succeeded_at=sample.NOW - 7200, failures=2,
            )
        )  # fmt: skip
    archive.close()
    async with open_board() as run:
        assert "○ offline · last heard 2h ago" in run.rows()[0]


async def test_what_was_wrong_with_a_refresh_goes_away_with_a_good_one(open_board):
    async with open_board() as run:
        run.board.on_progress(Progress(running=True))
        run.board.on_progress(Progress(problem="The refresh could not be started: no."))
        await run.settle()
        assert "could not be started" in run.text
        run.board.on_progress(Progress(running=True))
        run.board.on_progress(Progress(heard=1))
        await run.settle()
        assert "could not be started" not in run.text
        await run.board.run_action("notices")
        await run.settle()
        assert "there were no notices" in run.text
        await run.keys("j")
        assert "there were no notices" not in run.text


# -- other processes ------------------------------------------------------


async def test_a_judgment_from_elsewhere_shows_within_a_second(open_board):
    async with open_board() as run:
        other = sample.desk(run.desk.places)
        story = run.id_of("Qwen agents")
        other.judge(story, other.theses()[0].thesis.id, Stance.CONTRADICT)
        other.close()
        await run.wait(0.8)
        assert "▼1│" in run.row("Qwen agents")
        assert "13 unjudged of 14" in run.text
        assert run.board.headlines.cursor == 0


async def test_an_edit_of_the_settings_shows(open_board):
    async with open_board() as run:
        file = run.desk.places.feeds_file
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("{name: Nvidia}", "{name: Nvidia}\n  - {name: Zhipu}"),
                        encoding="utf-8")  # fmt: skip
        await run.wait(0.9)
        assert "Zhipu" in "".join(run.pane("companies"))


# -- the first start ------------------------------------------------------


async def test_the_first_start_explains_itself_until_the_first_move(open_board):
    async with open_board(first=True) as run:
        assert "Judge the news against claims" in run.text
        assert "+ - .   the story supports it" in run.text
        await run.keys("j")
        assert "Judge the news" not in run.text
        assert "Alibaba's Qwen agents" in "".join(run.pane("story"))


async def test_a_first_judgment_ends_the_greeting(open_board):
    async with open_board(first=True) as run:
        await run.keys("+", "enter")
        assert "Judge the news" not in run.text
        assert len(run.evidence()) == 1


@pytest.mark.parametrize("key", ["1", "enter", "s", "m", "n", "space", "M", "o", "y", "/"])
async def test_what_acts_on_stories_or_arms_ends_the_greeting(open_board, key):
    async with open_board(first=True) as run:
        await run.keys(key)
        assert "Judge the news" not in run.text
        assert run.board.story_pane.story is not None


@pytest.mark.parametrize("key", ["T", "c", "?", "z", "0"])
async def test_what_only_looks_around_keeps_the_greeting(open_board, key):
    async with open_board(first=True) as run:
        await run.keys(key, "escape")
        assert "Judge the news" in run.text


async def test_a_first_start_without_anything(open_board):
    async with open_board(first=True, stories=(), theses=0) as run:
        assert "T then a adds a first thesis" in run.text
        assert "No stories yet." in run.text


# -- themes ---------------------------------------------------------------


async def test_themes_are_switched_and_remembered(open_board):
    async with open_board() as run:
        assert run.app.theme == themes.DARK
        await run.keys("ctrl+p", "text:theme: light", "enter")
        assert run.app.theme == themes.LIGHT
        assert run.board.headlines.ink("").color.get_truecolor().hex == "#2b3440"
    async with open_board() as run:
        assert run.app.theme == themes.LIGHT
        await run.keys("ctrl+p", "text:nord", "enter")
        assert run.app.theme == "nord"
        assert "Headlines" in run.text


async def test_sixteen_colours(open_board, monkeypatch):
    monkeypatch.setenv("COLORTERM", "")
    monkeypatch.setenv("TERM", "xterm")
    async with open_board() as run:
        await run.keys("1", "+")
        assert run.app.theme == themes.ANSI
        assert "▲   9m" in run.row("upgrades")
        styles = {
            segment.style.color
            for strip in run.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.color
        }
        assert all(colour.is_system_defined or colour.is_default for colour in styles)


@pytest.mark.parametrize("value", ["1", "anything"])
async def test_no_color_sends_none(open_board, monkeypatch, value):
    monkeypatch.setenv("NO_COLOR", value)
    async with open_board() as run:
        await run.keys("1", "+")
        strips = run.app.screen._compositor.render_strips()
        segments = [segment for strip in strips for segment in strip if segment.style]
        for segment in segments:
            for colour in (segment.style.color, segment.style.bgcolor):
                assert colour is None or colour.is_default
        assert any(segment.style.bold for segment in segments)
        assert any(segment.style.reverse for segment in segments), "the row of the cursor"
        assert any(segment.style.dim for segment in segments)


async def test_an_empty_no_color_is_none(open_board, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "")
    async with open_board() as run:
        assert not run.app.no_color
        assert run.app.theme == themes.DARK


async def test_a_theme_that_is_gone_is_no_matter(open_board):
    async with open_board() as run:
        run.desk.set_preference("theme", "textual-ansi")
    async with open_board() as run:
        assert run.app.theme == themes.DARK


async def test_a_keymap_is_taken_over_and_its_mistakes_told(open_board):
    async with open_board() as run:
        run.desk.set_preference("keymap", "judge.support=P; undo=+,U; nonsense=x")
    async with open_board() as run:
        assert "The keymap names 'nonsense'" in run.text
        await run.keys("1", "P")
        assert run.evidence()[0][2] == "support"
        assert "P supports" in run.rows()[-1]
        await run.keys("+")
        assert run.evidence() == [], "plus undoes now"
