"""Watches on the board: made from a story, listed, settled, reopened, forecast; calibration."""

from __future__ import annotations

import pytest

from signalboard import times
from signalboard.desk import Desk
from signalboard.model import Forecast
from signalboard.ui.calibration import CalibrationScreen
from signalboard.ui.dialogs.form import Form
from signalboard.ui.dialogs.watch import WatchForm, read_chances
from signalboard.ui.watches.screen import WatchesScreen
from tests.ui import sample
from tests.ui.sample import DAY, NOW, Told

WEB4, WALLETS, CLOSES = "web4-at-velocity", "agents-get-wallets", "the-web-closes-to-agents"
STORIES = (
    Told(
        "Tencent upgrades its foundation model, first since OpenAI hire",
        (("Bloomberg", 9 * 60),),
        "If it is powering WeChat features within six months, the hire worked; if it stays in "
        "research labs, it's a PR move.",
    ),
    *sample.STORIES[1:],
)


def ask(desk: Desk, thesis: str, question: str, days: int, **more: object) -> str:
    given = {"h1": 0.9, "h0": 0.5, **more}
    _, ident = desk.add_watch(
        thesis, question, "it does", "it does not", closes_at=desk.now() + days * DAY, **given
    )  # type: ignore[arg-type]
    return ident


def past(desk: Desk) -> tuple[str, str, str, str]:
    """Four watches of a month ago: one due, two open, one settled."""
    desk._clock = lambda: NOW - 30 * DAY
    due = ask(desk, WEB4, "Does it power WeChat?", 20)
    later = ask(desk, WALLETS, "Do they pay?", 200)
    kill = ask(desk, CLOSES, "Does a shop open?", 100, h1=0.2, h0=0.65)
    done = ask(desk, WEB4, "Does Alipay open?", 10, forecast=0.8)
    desk._clock = lambda: NOW - 10 * DAY
    desk.settle_watch(done, "hit", link="https://alipay.example/news", note="on its page")
    desk._clock = lambda: NOW
    return due, later, kill, done


def screen_of(run) -> WatchesScreen:
    screen = run.app.screen
    assert isinstance(screen, WatchesScreen)
    return screen


async def test_w_makes_a_watch_on_the_armed_thesis_dated_by_the_story(open_board):
    async with open_board(stories=STORIES) as run:
        await run.keys("1", "w")
        assert "New watch on 1 Web4 at velocity" in run.text
        assert "by           2027-05-24" in run.text and "look up      Bloomberg" in run.text
        assert "closes 2027-05-24 in 181 days" in run.text
        await run.keys("text:Is it powering WeChat?", "enter", "text:anyone may use it", "enter")
        await run.keys("text:it stays in research", "enter", "enter", "enter")
        assert "The story says “within six months” 2027-05-24." in run.text
        await run.keys("enter", "enter")
        assert "hit   +2.8 dB  50 % → 66 %  expected 72 %" in run.text
        assert "miss −10.0 dB  50 % → 9 %" in run.text
        assert "95 % if true, 50 % if false · can turn it by 5 dB" in run.text
        await run.keys("right")
        assert "chances      smoking gun" in run.text and "cannot turn it" in run.text
        await run.keys("left", "left")
        assert "chances      telling" in run.text and "+6.0 dB" in run.text
        await run.keys("enter")
        assert not isinstance(run.app.screen, Form)
        assert "new watch on Web4 at velocity: Is it powering" in run.text
        (row,) = run.desk.watches()
        watch = row.watch
        assert (watch.question, watch.hit_if, watch.miss_if, watch.look_up) == (
            "Is it powering WeChat?", "anyone may use it", "it stays in research", "Bloomberg",
        )  # fmt: skip
        assert (watch.h1, watch.h0, watch.thesis_id) == (0.8, 0.2, WEB4)
        assert times.iso(watch.closes_at) == "2027-05-24T23:59:59Z"
        assert watch.story_id == run.id_of("Tencent")
        await run.keys("W")
        assert "from      Tencent upgrades its foundation model" in run.text
        await run.keys("q")
        await run.keys("u")
        assert run.desk.watches() == ()


async def test_what_is_lacking_is_said_and_nothing_typed_is_lost(open_board):
    async with open_board() as run:
        await run.keys("1", "j", "w", "ctrl+s")
        assert "A watch needs a question" in run.text
        await run.keys("text:Does it ship?", "ctrl+s")
        assert "A watch needs a date" in run.text
        await run.keys("down", "down", "down", "down", "down", "text:soon")
        assert "'soon' is no day to come" in run.text
        assert "end of 2027." in run.text.partition("'soon'")[2].partition("The story")[0]
        await run.keys("ctrl+s")
        assert "'soon' is no day to come" in run.text
        await run.keys(*["backspace"] * 4, "text:6 months")
        assert "closes 2027-05-24 in 181 days" in run.text
        await run.keys("down", "down", *["backspace"] * 4, "text:.9 / .5")
        assert "+2.6 dB" in run.text
        await run.keys(*["backspace"] * 9, "text:.5/.5")
        assert "Both chances are 0.5" in run.text
        await run.keys(*["backspace"] * 9, "text:feather", "ctrl+s")
        assert "'feather' is no preset" in run.text
        assert "6 months" in run.text
        await run.keys("escape")
        assert run.desk.watches() == ()


@pytest.mark.parametrize(
    ("written", "chances"),
    [
        ("hoop", (0.95, 0.5)),
        ("Smok", (0.5, 0.05)),
        (".9 / .5", (0.9, 0.5)),
        ("0,9 0,5", (0.9, 0.5)),
        ("90 % / 50 %", (0.9, 0.5)),
        ("90/5", (0.9, 0.05)),
    ],
)
def test_chances_are_written_as_people_write_them(written, chances):
    assert read_chances(written) == chances


@pytest.mark.parametrize("written", ["", "s t", ".9", "1/2/3", "a/b", "feather"])
def test_what_are_no_chances_is_said(written):
    with pytest.raises(ValueError, match=r"preset|Which chances"):
        read_chances(written)


async def test_with_no_thesis_armed_the_picker_comes_first(open_board):
    async with open_board() as run:
        await run.keys("w", "text:wallets", "enter")
        assert isinstance(run.app.screen, WatchForm) and "3 Agents get wallets" in run.text
        await run.keys("escape", "0", "w", "text:wallets", "enter", "text:is typed at once?")
        assert "is typed at once?" in run.text
        await run.keys("escape", "T", "j", "w")
        assert isinstance(run.app.screen, WatchForm)
        await run.keys("escape")


async def test_where_there_is_no_thesis_there_is_nothing_to_watch_for(open_board):
    async with open_board(theses=0) as run:
        await run.keys("w")
        assert run.app.screen is run.board and "no thesis to watch for" in run.text


async def test_due_watches_are_told_once_a_start_and_a_key_leads_to_them(open_board):
    async with open_board() as run:
        past(run.desk)
        again = run.app.board
        again.see_summary()
        await run.settle()
        assert "1 watch due (W)" in run.text
        await run.keys("W")
        assert "1 due, 2 open, 1 settled" in run.text
        await run.keys("q")
        assert run.app.screen is run.board
    async with open_board() as run:
        assert "Due to be settled: “Does it power WeChat?”. W leads there." in run.text
        await run.keys("x")
        assert "Due to be settled" not in run.text and "1 watch due (W)" in run.text
        ask(run.desk, WALLETS, "Another?", 1)
        run.desk._clock = lambda: NOW + 2 * DAY
        await run.keys("W")
        assert "2 due" in run.text
        await run.keys("W")
        assert "2 watches due (W)" in run.text and "Due to be settled" not in run.text


async def test_what_is_due_is_told_until_it_is_settled(open_board):
    async with open_board() as run:
        past(run.desk)
        run.desk._clock = lambda: NOW - 30 * DAY
        ask(run.desk, WALLETS, "Another?", 25)
    async with open_board() as run:
        assert "Due to be settled: “Does it power WeChat?” and 1 other. W leads" in run.text
        await run.keys("W", "h", "ctrl+s", "q")
        assert "Due to be settled: “Another?”. W leads" in run.text
        await run.keys("W", "h", "ctrl+s", "q")
        assert "Due to be settled" not in run.text
        await run.keys("u")
        assert "Due to be settled" not in run.text, "said once a start"


async def test_the_count_of_due_watches_is_clicked(open_board):
    async with open_board() as run:
        past(run.desk)
        run.board.see_summary()
        await run.settle()
        at = run.rows()[0].index("1 watch due")
        await run.pilot.click(offset=(at + 2, 0))
        await run.settle()
        assert isinstance(run.app.screen, WatchesScreen)


async def test_a_watch_is_settled_reopened_and_undone_by_key(open_board):
    async with open_board() as run:
        due, *_ = past(run.desk)
        await run.keys("W", "h")
        assert "Hit if: it does" in run.text and "It weighs +2.6 dB: 64 % → 76 %." in run.text
        await run.keys("text:page 9", "enter", "text:https://tencent.example/q3", "enter")
        settled = run.desk.watch(due).watch
        assert (settled.state, settled.link, settled.note) == (
            "hit", "https://tencent.example/q3", "page 9",
        )  # fmt: skip
        assert "hit: Does it power WeChat?" in run.text and "2 open, 2 settled" in run.text
        assert screen_of(run).watches.selected.watch.id == due
        assert "page 9" in run.text and "Brier" in run.text
        await run.keys("h")
        assert "it was settled: hit; r reopens it" in run.text
        await run.keys("f")
        assert "nothing to forecast" in run.text
        await run.keys("E")
        assert "asks nothing any more" in run.text
        await run.keys("r")
        assert run.desk.watch(due).watch.state == "open"
        await run.keys("r")
        assert "it is open already" in run.text
        await run.keys("u")
        assert run.desk.watch(due).watch == settled and "undone: " in run.text
        await run.keys("ctrl+z", "ctrl+y")
        assert run.desk.watch(due).watch == settled and "redone: " in run.text
        await run.keys("r", "m")
        assert "It weighs −7.0 dB" in run.text
        await run.keys("enter", "text:javascript:x", "ctrl+s")
        assert "no address of the web" in run.text
        await run.keys("escape", "v")
        assert "Void if: nobody can tell" in run.text and "weighs nothing" in run.text
        await run.keys("ctrl+s")
        assert run.desk.watch(due).watch.state == "void" and "– void" in run.text


async def test_settling_before_its_date_says_from_when_it_counts(open_board):
    async with open_board() as run:
        past(run.desk)
        await run.keys("W", "j", "m")
        assert "It weighs +3.6 dB: 50 % → 70 %. It counts in the" in run.text
        assert "2027-02-02 on." in run.text


async def test_what_another_process_settles_is_shown(open_board):
    async with open_board() as run:
        due, *_ = past(run.desk)
        await run.keys("W")
        other = Desk.open(run.desk.places, clock=lambda: NOW)
        other.settle_watch(due, "miss")
        other.close()
        run.board._look()
        await run.settle()
        assert "2 open, 2 settled" in run.text and "◇ miss" in run.text


async def test_a_forecast_of_ones_own(open_board):
    async with open_board() as run:
        _, later, kill, _ = past(run.desk)
        await run.keys("W", "j", "f")
        assert "Forecast: Does a shop open?" in run.text
        assert "The conviction implies 43 %" in run.text
        await run.keys("text:120", "enter")
        assert "from 1 to 99" in run.text
        await run.keys(*["backspace"] * 3, "text:30", "enter")
        assert run.desk.watch(kill).watch.forecasts == (Forecast(NOW, 0.3, True),)
        assert "forecast 30%: Does a shop open?" in run.text
        assert " 30 %  −5.1 / +3.6" in run.text and "your own" in run.text
        assert "a kill watch: its hit hurts" in run.text
        await run.keys("f")
        assert "a hit, %     30" in run.text
        await run.keys("escape")
        assert run.desk.watch(later).watch.forecasts == ()


async def test_a_watch_is_edited_and_removed(open_board):
    async with open_board() as run:
        due, later, *_ = past(run.desk)
        await run.keys("W", "E")
        assert "Edit a watch on 1 Web4 at velocity" in run.text and ".9" in run.text
        assert "has passed" in run.text  # its date, which may stay
        await run.keys("text: Really?", "ctrl+s")
        edited = run.desk.watch(due).watch
        assert edited.question == "Does it power WeChat? Really?" and edited.h1 == 0.9
        assert edited.closes_at == NOW - 10 * DAY
        await run.keys("R")
        assert "This watch is due" in run.text
        await run.keys("j", "j", "R")
        assert "removed watch: Do they pay?" in run.text
        assert all(row.watch.id != later for row in run.desk.watches())
        await run.keys("u")
        assert run.desk.watch(later).watch.state == "open"


async def test_the_list_is_narrowed_to_a_thesis_and_back(open_board):
    async with open_board() as run:
        past(run.desk)
        await run.keys("W", "t")
        assert "on 1 Web4 at velocity" in run.text and len(screen_of(run).watches.rows) == 2
        await run.keys("w")
        assert "New watch on 1 Web4 at velocity" in run.text
        await run.keys("escape", "t")
        assert len(screen_of(run).watches.rows) == 4
        await run.keys("G")
        assert screen_of(run).watches.cursor == 3
        await run.keys("g", "ctrl+d", "pageup", "k", "space", "space", "escape")
        await run.keys("T", "j", "W")
        assert "on 2 China ships agents first" in run.text and "No watches yet." in run.text
        await run.keys("h", "r", "f", "E", "R")
        assert "there is no watch" in run.text
        await run.keys("W")
        assert run.app.screen is run.board


async def test_without_a_thesis_a_new_watch_has_nowhere_to_go(open_board):
    async with open_board() as run:
        await run.keys("W", "w")
        assert "on which thesis?" in run.text
        await run.keys("q", "2", "W", "w")
        assert "New watch on 2 China" in run.text


async def test_calibration_says_why_it_says_nothing(open_board):
    async with open_board() as run:
        past(run.desk)
        await run.keys("W", "c")
        assert isinstance(run.app.screen, CalibrationScreen)
        assert "1 settled watch can be scored so far." in run.text
        assert "Brier" not in run.text.split("Calibration")[1] and "1 of 10" in run.text
        await run.keys("c")
        assert isinstance(run.app.screen, WatchesScreen)
        await run.keys("q")
        await run.board.run_action("calibration")
        await run.settle()
        assert isinstance(run.app.screen, CalibrationScreen)


def ten(desk: Desk, outcomes: str) -> None:
    desk._clock = lambda: NOW - 30 * DAY
    made = [
        ask(desk, WEB4, f"q{n}", 10, forecast=p)
        for n, p in enumerate((0.9, 0.9, 0.9, 0.9, 0.7, 0.7, 0.7, 0.3, 0.3, 0.1))
    ]
    early = ask(desk, WEB4, "early", 100)
    desk._clock = lambda: NOW
    for ident, outcome in zip(made, outcomes, strict=True):
        desk.settle_watch(ident, "hit" if outcome == "1" else "miss")
    desk.settle_watch(early, "hit")


async def test_calibration_shows_score_curve_and_discrimination(open_board):
    async with open_board() as run:
        ten(run.desk, "1110110010")
        await run.board.run_action("calibration")
        await run.settle()
        assert "10 watches, 60% of them hits; 1 more came out early" in run.text
        assert ".2100   0 is best" in run.text and "+23 points" in run.text
        (line,) = [row for row in run.rows() if "90-100 %" in row]
        assert "4     3    75%  30-95 %" in line and "◆" in line and "│" in line and "━" in line
        await run.keys("j", "k", "space", "pageup", "G", "g", "q")
        assert run.app.screen is run.board


async def test_where_all_came_out_alike_no_discrimination_is_shown(open_board):
    async with open_board() as run:
        ten(run.desk, "1111111111")
        await run.board.run_action("calibration")
        await run.settle()
        assert "–   all came out alike" in run.text


HOSTILE = "\x1b]52;c;x\x07[@click=app.quit]Q\u202e[/] [b]bold"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (30, 10)])
async def test_words_from_anywhere_stay_words_at_every_size(open_board, size):
    async with open_board(size=size) as run:
        past(run.desk)
        run.desk.add_watch(
            WEB4, HOSTILE, HOSTILE, HOSTILE, void_if=HOSTILE, look_up=HOSTILE,
            closes_at=NOW + DAY, h1=0.9, h0=0.1,
        )  # fmt: skip
        await run.keys("W", "j")
        assert "\x1b" not in run.text and "\u202e" not in run.text
        assert all(len(row) <= size[0] * 2 for row in run.rows())
        await run.keys("E", "escape", "h", "escape", "c", "q", "q")
        assert run.app.screen is run.board


async def test_the_watches_look_as_they_did(open_board, golden):
    async with open_board() as run:
        past(run.desk)
        await run.keys("W")
        golden("watches-120x40-dark", run)


async def test_the_form_looks_as_it_did(open_board, golden):
    async with open_board(size=(80, 24), stories=STORIES) as run:
        await run.keys("1", "w", "text:Is it?", *["enter"] * 7)
        golden("watch-80x24-dark", run)


async def test_calibration_looks_as_it_did(open_board, golden):
    async with open_board(size=(80, 24)) as run:
        ten(run.desk, "1110110010")
        await run.board.run_action("calibration")
        await run.settle()
        golden("calibration-80x24-dark", run)
