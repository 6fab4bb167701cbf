"""One thesis on a screen of its own: its line, its log, what can be done from there."""

from __future__ import annotations

import math
import re

import pytest

from signalboard.model import Stance, replace
from signalboard.ui import themes
from tests.ui import sample

WEB4 = "web4-at-velocity"


async def judged(run) -> None:
    await run.keys("1", "+", ">", ">", "-", ".", "+", "-", ">")


def log(run) -> list[str]:
    screen = run.app.screen
    region = screen.log_rows.region
    strips = screen._compositor.render_strips()[region.y : region.bottom]
    return [strip.crop(region.x, region.right).text for strip in strips]


def about(run) -> str:
    screen = run.app.screen
    region = screen.about.region
    strips = screen._compositor.render_strips()[region.y : region.bottom]
    return " ".join(" ".join(s.crop(region.x, region.right).text[1:-1].split()) for s in strips)


async def test_enter_on_a_thesis_and_v_for_the_armed_one_open_it(open_board):
    async with open_board() as run:
        await run.keys("v")
        assert "no thesis is armed or selected" in run.text
        await run.keys("T", "j", "enter")
        assert run.rows()[0].startswith(" 2 China ships agents first (draft)")
        assert "Nothing is judged on this thesis yet." in run.text
        await run.keys("q")
        assert run.app.screen is run.board and run.board.armed is None
        await run.keys("l")
        assert run.board.armed == run.board.theses[1].thesis.id
        await run.keys("escape", "v", "v")
        assert run.app.screen is run.board
        await run.keys("v", "1")
        assert run.rows()[0].startswith(" 1 Web4 at velocity")
        await run.keys("9")
        assert "there is no thesis 9" in run.text


async def test_the_log_has_the_strongest_contradiction_on_top(open_board):
    async with open_board() as run:
        await judged(run)
        await run.keys("v")
        lines = log(run)
        assert "strongest contradiction" in lines[1]
        assert "▼" in lines[2] and "moderate" in lines[2] and "−5.00 dB" in lines[2]
        assert "all others, the newest first" in lines[3]
        assert "◀ linchpin" in next(line for line in lines if "+10.00 dB" in line)
        assert "no bearing" in "\n".join(lines)
        assert " likely 76%  46-92%   [+2/−2]   +5.00 dB" in run.rows()[0]
        assert "⚠ linchpin Without “" in about(run)
        assert "negation people stay the main users" in about(run)


async def test_a_watch_says_what_its_answer_would_do(open_board):
    async with open_board() as run:
        run.desk.add_watch(WEB4, "Does it ship?", "it does", "it does not",
                           closes_at=sample.NOW + 40 * sample.DAY, h1=0.7, h0=0.15)  # fmt: skip
        await judged(run)
        await run.keys("v")
        said = about(run)
        assert "What would change my mind ◇ 2027-01-03 (in 40d): Does it ship?" in said
        assert "hit +6.69 dB" in said and "miss −4.52 dB" in said
        assert "◇" in run.text


async def test_a_judgment_is_retracted_with_a_reason_and_undone(open_board):
    async with open_board() as run:
        await judged(run)
        await run.keys("v", "j", "R", "text:the wrong report", "enter")
        assert "counts no more" in "\n".join(log(run))
        assert "retracted: the wrong report" in "\n".join(log(run))
        assert len(run.desk.evidence(WEB4)) == 4
        await run.keys("u")
        assert "counts no more" not in run.text and len(run.desk.evidence(WEB4)) == 5
        await run.keys("ctrl+y")
        assert len(run.desk.evidence(WEB4)) == 4
        await run.keys("R", "escape")
        assert len(run.desk.evidence(WEB4)) == 4


async def test_one_judgment_is_superseded_by_another(open_board):
    async with open_board() as run:
        await judged(run)
        await run.keys("v", "S", "S")
        assert "nothing is superseded" in run.text
        old = run.app.screen.log_rows.selected.piece.id
        await run.keys("S", "j")
        new = run.app.screen.log_rows.selected.piece.id
        await run.keys("S", "text:a later report", "enter")
        assert f"superseded by {new}: a later report" in run.text
        assert run.desk.evidence_by_id(old) is None


async def test_note_quote_and_strength_are_said_where_they_are_seen(open_board):
    async with open_board() as run:
        await judged(run)
        await run.keys("v", ";", "text:used, not demoed", "enter")
        assert "why: used, not demoed" in run.text
        await run.keys('"', "text:Codex as a platform", "enter", "text:OpenAI", "enter")
        assert "“Codex as a platform” — OpenAI" in run.text
        assert "does not stand" in run.text, "it is of another story"
        await run.keys('"', *["backspace"] * 30, "enter")
        assert "“Codex" not in run.text
        await run.keys(">")
        assert "−10.00 dB" in run.text
        await run.keys("<", "<", "<")
        assert "it is so already" in run.text


async def test_evidence_of_an_earlier_wording_is_affirmed_there(open_board):
    async with open_board() as run:
        await judged(run)
        run.desk.edit_thesis(WEB4, statement="agents are the main users")
        await run.keys("v")
        assert "— no evidence" in run.rows()[0]
        assert "does not count: earlier wording" in run.text
        assert "⚠ drift" in about(run) and "Wordings 2026-11-24 agents are" in about(run)
        await run.keys("a")
        assert "[+0/−1]" in run.rows()[0] or "[+1/−0]" in run.rows()[0]
        await run.keys("A")
        assert "affirmed 4 judgments" in run.text and "[+2/−2]" in run.rows()[0]
        await run.keys("A")
        assert "all are of the wording of now" in run.text


async def test_the_sum_can_be_redone_by_hand(open_board):
    async with open_board() as run:
        await judged(run)
        await run.keys("v", "?")
        text = run.text
        assert "+10.000 =  10.000 × 1.0000  strong, unrated" in text
        assert "+1.600 =   2.000 × 0.8000  slight, unrated" in text
        assert "−5.000 =  −5.000 × 1.0000  moderate, unrated" in text
        assert "−6.600  together" in text
        assert "30d +5.000 dB" in text
        assert "L   +0.000 + 11.600 − 6.600 + 0.000 = +5.000 dB" in text
        await run.keys("G")
        assert "record of one person's judgments" in run.text
        assert "`reliability: A`" in run.text
        await run.keys("q")
        await run.keys("2", "?")
        assert "no evidence, so nothing is said" in run.text


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60), (40, 14)], ids=str)
async def test_the_log_and_the_claim_take_turns_where_there_is_no_room(open_board, size):
    async with open_board(size=size) as run:
        await judged(run)
        await run.keys("v")
        wide = size[0] >= 104
        assert ("statement" in run.text) == wide
        await run.keys("tab")
        assert "statement" in run.text
        assert ("all others" in run.text) == wide
        await run.keys("j", "ctrl+d", "G", "g", "space", "k", "tab", "G", "g")
        assert "strongest contradiction" in run.text


async def test_what_is_judged_elsewhere_is_seen(open_board):
    async with open_board() as run:
        await run.keys("1", "v")
        other = sample.desk(run.desk.places)
        other.judge(other.find_story("Retailer"), WEB4, Stance.SUPPORT)
        other.close()
        await run.wait(1.3)
        assert "Retailer blocks" in run.text


async def test_a_quote_is_kept_on_the_board_too(open_board):
    async with open_board() as run:
        await run.keys('"')
        assert "nothing is judged yet" in run.text
        await run.keys("1", "+", '"', "text:a first upgrade", "enter", "text:Bloomberg", "enter")
        piece = run.desk.evidence(WEB4)[0]
        assert (piece.quote, piece.quoted) == ("a first upgrade", "Bloomberg")
        assert "does not stand" not in run.text
        await run.keys('"', "escape")
        assert run.desk.evidence(WEB4)[0].quote == "a first upgrade"
        await run.keys('"', *["backspace"] * 20, "text:never said", "enter", "enter")
        assert "does not stand in the text" in run.text
        await run.keys('"', *["backspace"] * 20, "enter")
        assert run.desk.evidence(WEB4)[0].quote == ""


async def test_the_screen_as_text(open_board, golden):
    async with open_board() as run:
        await judged(run)
        await run.keys("v")
        golden("sum-120x40-dark", run)


async def test_the_story_of_a_judgment_opens_in_the_browser(open_board, monkeypatch):
    asked: list[str] = []

    async def opened(link: str) -> bool:
        asked.append(link)
        return not asked[1:]

    monkeypatch.setattr("signalboard.ui.thesis.screen.opened", opened)
    async with open_board() as run:
        await run.keys("1", "v", "o")
        assert "nothing is judged on this thesis yet" in run.text and asked == []
        await run.keys("v", "+", "v", "o")
        await run.wait(0.1)
        (piece,) = run.desk.evidence(WEB4)
        assert asked == [piece.snapshot.url]
        assert f"opening {piece.snapshot.url}" in run.text
        await run.keys("o")
        await run.wait(0.1)
        assert "no browser could be started: https://" in run.text


@pytest.mark.parametrize(
    ("url", "said"),
    [("", "it has no link"), ("file:///etc/passwd", "its link is no web address")],
)
async def test_what_is_no_web_address_is_not_opened(open_board, monkeypatch, url, said):
    async def opened(_link: str) -> bool:
        raise AssertionError

    monkeypatch.setattr("signalboard.ui.thesis.screen.opened", opened)
    async with open_board() as run:
        await run.keys("1", "+", "v")
        entry = run.app.screen.log_rows.entries[0]
        piece = replace(entry.piece, snapshot=replace(entry.piece.snapshot, url=url))
        monkeypatch.setattr(run.app.screen, "_meant", lambda: replace(entry, piece=piece))
        await run.keys("o")
        assert said in run.text


async def test_a_horizon_that_has_passed_is_said_here_and_in_the_pane(open_board):
    async with open_board() as run:
        run.desk.edit_thesis(
            WEB4, horizon_at=run.desk.now() + 3 * sample.DAY, rivals=("It is a fashion.",),
            pre_mortem="Nobody trusted them.",
        )  # fmt: skip
        await run.keys("1", "v")
        said = about(run)
        assert "rivals It is a fashion." in said and "pre-mortem Nobody trusted them." in said
        assert "horizon 2026-11-27 " in said and "passed" not in said
        await run.keys("q")
        assert "horizon passed" not in run.text
    real = sample.NOW + 20 * sample.DAY
    async with open_board() as run:
        run.desk._clock = lambda: real
        await run.keys("1", "v")
        assert "horizon 2026-11-27, passed 17d ago: it should have shown by then" in about(run)
        await run.keys("q", "T")
        for _ in range(20):  # the board looks at the clock between keys
            if "horizon passed" in run.text:
                break
            await run.wait(0.2)
        assert "horizon passed" in run.row("1 Web4 at velocity", "theses")


@pytest.mark.parametrize("answer", ["hit", "miss"])
async def test_the_sum_has_all_that_it_takes_to_redo_it_by_hand(open_board, answer):
    async with open_board() as run:
        run.desk.add_watch(WEB4, "Does it ship?", "it does", "it does not",
                           closes_at=sample.NOW + 40 * sample.DAY, h1=0.7, h0=0.15)  # fmt: skip
        (row,) = [row for row in run.desk.watches(WEB4) if row.watch.h1 == 0.7]
        await judged(run)
        run.desk.settle_watch(row.watch.id, answer)
        await run.keys("v", "?")
        lines = run.text.replace("−", "-").splitlines()
        terms = [
            float(found[1]) * float(found[2])
            for line in lines
            if (found := re.search(r"= +(-?[\d.]+) × ([\d.]+)", line))
        ]
        asked = next(line for line in lines if "Does it ship?" in line)
        h1, h0 = map(float, re.findall(r"0\.\d+", asked.partition("log10")[2])[:2])
        ratio = h1 / h0 if answer == "hit" else (1 - h1) / (1 - h0)
        assert f"  {answer}, " in asked
        assert ("(1 - 0.7) / (1 - 0.15)" in asked) == (answer == "miss")
        begun = next(line for line in lines if "10·log10(" in line)
        p1, p0 = map(float, re.findall(r"0\.\d+", begun.partition("log10")[2]))
        total = 10 * math.log10(p1 / p0) + 10 * math.log10(ratio)
        total += sum(terms)
        assert sorted(terms) == pytest.approx([-5.0, -1.6, 1.6, 10.0])
        told = next(float(re.search(r"= ([-+][\d.]+) dB", x)[1]) for x in lines if "│ L " in x)
        assert total == pytest.approx(told, abs=0.002)
        p = next(float(re.search(r"= (0\.\d+)", x)[1]) for x in lines if "│ p " in x)
        assert 1 / (1 + 10 ** (-total / 10)) == pytest.approx(p, abs=0.001)


async def test_the_screen_in_sixteen_colours_and_without_any(open_board, golden, monkeypatch):
    async with open_board(theme=themes.ANSI) as run:
        await judged(run)
        await run.keys("v")
        golden("sum-120x40-16", run)
        coloured = run.text
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_board() as run:
        await run.keys("1", "v")
        # Signs and words say all that colours say.
        assert run.text == coloured
        assert all(sign in run.text for sign in ("▲", "▼", "◀ linchpin", "strongest contradiction"))
