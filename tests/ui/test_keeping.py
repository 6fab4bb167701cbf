"""Theses, companies, exports, help and palette: where a person types."""

from __future__ import annotations

import json

import pytest

from signalboard.ui.dialogs.thesis import read_prior


async def test_a_new_thesis(open_board):
    async with open_board() as run:
        await run.keys("T", "a")
        assert "╭─ New thesis" in run.text
        await run.keys("text:Robots vote", "enter", "text:robots get the vote", "enter")
        await run.keys("text:they do not", "enter", "ctrl+s")
        assert run.app.screen is run.board
        row = run.desk.theses()[-1]
        assert (row.thesis.name, row.thesis.statement) == ("Robots vote", "robots get the vote")
        assert run.board.armed == row.thesis.id, "a new thesis is armed"
        assert "▌7 Robots vote" in run.text
        await run.keys("u")
        assert "Robots vote" not in "".join(run.pane("theses")[1:-1])
        assert "undone: new thesis: Robots vote" in run.text
        assert run.board.armed is None


async def test_what_is_missing_is_said_and_nothing_typed_is_lost(open_board):
    async with open_board() as run:
        await run.keys("T", "a", "text:Half", "ctrl+s")
        assert "A thesis needs a statement" in run.text
        assert "Half" in run.text
        await run.keys("down", "text:a", "down", "text:b", "down", "text:x", "ctrl+s")
        assert "The prior is a number of per cent" in run.text
        await run.keys("backspace", "ctrl+s")
        assert run.desk.theses()[-1].thesis.name == "Half"


async def test_leaving_a_form_changes_nothing(open_board):
    async with open_board() as run:
        await run.keys("T", "a", "text:Robots", "escape")
        assert len(run.desk.theses()) == 6
        assert run.app.focused is run.board.theses_pane


async def test_a_thesis_is_edited(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "T", "j", "E")
        assert "Edit 2 China ships agents first" in run.text
        await run.keys("end", "text:!", "ctrl+s")
        assert run.desk.theses()[1].thesis.name == "China ships agents first!"
        assert "edited thesis" in run.text
        await run.keys("k", "E", "down", "end", "text: soon", "ctrl+s")
        thesis = run.desk.theses()[0].thesis
        assert thesis.statement == "agents become the main users soon"
        assert len(thesis.versions) == 2, "it was judged by the wording before"


async def test_the_armed_thesis_is_edited_from_elsewhere(open_board):
    async with open_board() as run:
        await run.board.run_action("edit_thesis")
        await run.settle()
        assert "no thesis is armed or selected" in run.text
        await run.keys("3")
        await run.board.run_action("edit_thesis")
        await run.settle()
        assert "Edit 3 Agents get wallets" in run.text


async def test_a_thesis_is_retired_and_comes_back(open_board):
    async with open_board() as run:
        await run.keys("2", "+", "T", "R", "enter")
        assert "│  2 China ships agents first" in run.row("China ships", "theses")
        assert "No thesis armed" in run.text
        assert "retired thesis: China" in run.text
        assert "▲2" not in "".join(run.pane("headlines"))
        await run.keys("u")
        assert "▲2│" in run.row("upgrades")


async def test_l_arms_the_selected_thesis(open_board):
    async with open_board() as run:
        await run.keys("T", "j", "j", "l")
        assert "judging 3" in run.text


async def test_the_picker_arms(open_board):
    async with open_board() as run:
        await run.keys("t")
        assert "╭─ Arm a thesis" in run.text
        await run.keys("text:moat")
        assert "▸ 4 Infrastructure is the moat" in run.text
        await run.keys("enter")
        assert "judging 4" in run.text
        await run.keys("t", "down", "down", "up", "enter")
        assert "judging 2" in run.text
        await run.keys("t", "text:zzzz")
        assert "Nothing fits" in run.text
        await run.keys("enter", "escape")
        assert "judging 2" in run.text


async def test_without_theses_every_pane_says_what_to_do(open_board):
    async with open_board(theses=0) as run:
        assert "No theses yet." in run.text
        assert "a adds one: a claim that can turn out" in run.text
        assert "No theses yet: T then a adds one" in run.text
        await run.keys("e")
        assert "nothing to export" in run.text
        await run.keys("+")
        assert "No theses yet: T then a adds one." in run.text
        await run.keys("escape", "T", "R", "E")
        assert "no thesis is armed or selected" in run.text


# -- companies ------------------------------------------------------------


async def test_a_new_company(open_board):
    async with open_board() as run:
        await run.keys("c", "a", "text:Zhipu", "enter", "text:Z.ai, 智谱", "ctrl+s")
        assert "new company: Zhipu" in run.text
        row = run.board.companies_pane.selected
        assert row.company.name == "Zhipu"
        assert row.company.aliases == ("Z.ai", "智谱")
        assert "Zhipu" in run.desk.places.feeds_file.read_text(encoding="utf-8")
        await run.keys("u")
        assert "Zhipu" not in run.desk.places.feeds_file.read_text(encoding="utf-8")
        assert "Zhipu" not in "".join(run.pane("companies")[1:-1])


async def test_a_company_there_is_already(open_board):
    async with open_board() as run:
        await run.keys("c", "a", "text:tencent", "ctrl+s")
        assert "is a company of this board already" in run.text
        await run.keys("escape")
        assert len(run.desk.companies()) == 8


async def test_a_company_is_removed_and_comes_back(open_board):
    async with open_board() as run:
        await run.keys("c", "R")
        assert "removed company: Alibaba" in run.text
        assert len(run.desk.companies()) == 7
        await run.keys("u")
        assert len(run.desk.companies()) == 8


async def test_tracking_the_company_of_a_story(open_board):
    async with open_board() as run:
        await run.keys("j", "C")
        assert "stop tracking: Alibaba" in run.text
        assert not next(r for r in run.desk.companies() if r.company.name == "Alibaba").tracked
        await run.keys("C")
        assert next(r for r in run.desk.companies() if r.company.name == "Alibaba").tracked
        await run.keys("c", "C")
        assert "stop tracking" in run.text


async def test_of_several_companies_one_is_picked(open_board):
    async with open_board() as run:
        await run.keys("C")
        assert "Track, or stop tracking" in run.text
        await run.keys("text:open", "enter")
        assert "stop tracking: OpenAI" in run.text


async def test_a_story_without_companies(open_board):
    async with open_board() as run:
        await run.keys("j", "j", "C")
        assert "no known company is named here" in run.text


# -- export ---------------------------------------------------------------


async def test_export_previews_and_writes(open_board, tmp_path):
    async with open_board() as run:
        await run.keys("1", "+", "-", "e")
        assert "‹ 1 Web4 at velocity ›" in run.text
        assert "2 pieces of evidence on 1 thesis" in run.text
        await run.keys("down", "right", "right")
        assert "‹ JSON ›" in run.text
        assert ".json" in run.text
        target = tmp_path / "log.json"
        await run.keys("down", "ctrl+u", f"text:{target}", "enter")
        assert run.app.screen is run.board
        assert "written to" in run.text
        assert len(json.loads(target.read_text(encoding="utf-8"))["theses"]) == 1


async def test_export_as_of_a_date_and_since_one(open_board, tmp_path):
    async with open_board() as run:
        await run.keys("1", "+", "e")
        await run.keys("down", "down", "down", "text:2001-02-03")
        assert "One of these theses was not on the board yet on 2001-02-03." in run.text
        await run.keys("ctrl+u", "text:2100-02-03")
        assert "the log as it was on 2100-02-03" in run.text
        await run.keys("down", "text:2001-02-03")
        assert "what became of the log since 2001-02-03 until 2100-02-03" in run.text
        assert "2001-02-03-to-" in run.text
        target = tmp_path / "since.md"
        await run.keys("up", "up", "ctrl+u", f"text:{target}", "enter")
        assert run.app.screen is run.board
        assert target.read_text(encoding="utf-8").startswith("# What changed")


async def test_export_says_what_is_no_date(open_board):
    async with open_board() as run:
        await run.keys("1", "e", "up", "text:soon")
        assert "'soon' is not a date" in run.text
        await run.keys("enter")
        assert run.app.screen is not run.board
        assert "It could not be written: 'soon' is not a date" in run.text


async def test_export_of_notes_says_what_was_changed_by_hand(open_board, tmp_path):
    async with open_board() as run:
        vault = tmp_path / "vault"
        await run.keys("1", "e", "down", *["right"] * 6)
        assert "‹ notes for Obsidian, a folder ›" in run.text
        await run.keys("down", "ctrl+u", f"text:{vault}", "enter")
        assert run.app.screen is run.board
        note = vault / "web4-at-velocity.md"
        note.write_text(note.read_text(encoding="utf-8") + "changed", encoding="utf-8")
        await run.keys("e", "down", *["right"] * 6, "down", "ctrl+u", f"text:{vault}", "enter")
        assert "web4-at-velocity.md was changed by hand" in run.text.replace("\n", " ")
        await run.keys("enter")
        assert run.app.screen is run.board
        assert "changed" not in note.read_text(encoding="utf-8").rsplit("## Own notes", 1)[1]


async def test_an_export_path_that_does_not_fit_is_shown_whole_below(open_board, tmp_path):
    async with open_board(size=(80, 24)) as run:
        await run.keys("1", "e", "down", "down", "ctrl+u")
        path = f"{tmp_path}/a-folder-with-a-long-name/another-one-with-a-long-name/log.md"
        run.app.screen._path.value = path
        await run.settle()
        region = run.app.screen._foot.region
        strips = run.app.screen._compositor.render_strips()[region.y : region.bottom]
        shown = "".join(strip.crop(region.x, region.right).text.strip() for strip in strips)
        assert f"writes{path}" in shown.replace(" ", "")
        run.app.screen._path.value = "short.md"
        await run.settle()
        assert "writes short" not in run.text


async def test_export_never_overwrites_unasked(open_board, tmp_path):
    target = tmp_path / "log.md"
    target.write_text("mine", encoding="utf-8")
    async with open_board() as run:
        await run.keys("1", "+", "e", "down", "down", "ctrl+u", f"text:{target}", "enter")
        assert "exists. Enter again replaces it." in run.text
        assert target.read_text(encoding="utf-8") == "mine"
        await run.keys("up", "right", "enter")
        assert target.read_text(encoding="utf-8") == "mine", "asked anew after a change"
        await run.keys("enter")
        assert "Web4 at velocity" in target.read_text(encoding="utf-8")


async def test_export_of_all_is_proposed_where_none_is_armed(open_board):
    async with open_board() as run:
        await run.keys("e")
        assert "‹ all theses ›" in run.text
        assert "0 pieces of evidence on 6 theses" in run.text
        await run.keys("left")
        assert "‹ 6 The web closes to agents ›" in run.text
        await run.keys("escape")
        assert run.app.screen is run.board


async def test_export_to_nowhere_is_told(open_board, tmp_path):
    async with open_board() as run:
        await run.keys("1", "+", "e", "down", "down", "ctrl+u", "enter")
        assert "Where to?" in run.text
        await run.keys(f"text:{tmp_path}/none/log.md", "enter")
        assert "could not be written" in run.text
        assert run.app.screen is not run.board


# -- help and palette -----------------------------------------------------


async def test_help_shows_every_key_and_mark(open_board):
    async with open_board() as run:
        await run.keys("?")
        shown = run.text
        await run.keys("space")
        shown += run.text
        await run.keys("g")
        for words in ("Arm a thesis, read a headline", "supports the armed thesis", "j k ↓ ↑",
                      "judged both ways", "in Theses: a new thesis"):  # fmt: skip
            assert words in shown
        await run.keys("G")  # the help is longer than forty rows
        assert "quit at once" in run.text
        await run.keys("q")
        assert run.app.screen is run.board
        await run.keys("f1", "?")
        assert run.app.screen is run.board


async def test_help_scrolls_where_it_does_not_fit(open_board):
    async with open_board(size=(60, 20)) as run:
        await run.keys("?")
        assert "quit at once" not in run.text
        await run.keys("space", "j", "G")
        assert "quit at once" in run.text
        await run.keys("g", "k", "pageup")
        assert "Arm a thesis, read" in run.text


async def test_palette_runs_commands(open_board):
    async with open_board() as run:
        await run.keys("ctrl+p")
        assert "╭─ Commands" in run.text
        assert "thesis: new" in run.text
        await run.keys("text:starred", "enter")
        assert "Headlines · starred" in run.text
        await run.keys("ctrl+p", "text:new thesis", "enter")
        assert "╭─ New thesis" in run.text
        await run.keys("escape")
        assert run.app.screen is run.board


async def test_palette_has_every_command_with_its_key(open_board):
    async with open_board() as run:
        await run.keys("ctrl+p", "text:judge")
        assert "judge: the story supports the armed thesis" in run.text
        assert "+ = " in run.text


async def test_notices_stay_until_put_away_and_come_back(open_board):
    async with open_board() as run:
        await run.keys("x")
        assert "no notice to put away" in run.text
        run.board.notices.add(["feeds.yaml line 3: expected [a] name.", "And another thing."])
        await run.settle()
        assert "feeds.yaml line 3: expected [a] name." in run.text
        assert "(1 of 2)" in run.text
        await run.keys("x")
        assert "And another thing." in run.text
        await run.keys("x")
        assert "another" not in run.text
        await run.board.run_action("notices")
        await run.settle()
        assert "feeds.yaml line 3" in run.text


async def test_a_mistake_in_the_settings_is_told(open_board):
    async with open_board() as run:
        file = run.desk.places.feeds_file
        well = file.read_text(encoding="utf-8")
        file.write_text(well + "nonsense: 1\n", encoding="utf-8")
        await run.wait(0.6)
        assert "nonsense" in run.rows()[1]
        file.write_text(well, encoding="utf-8")
        await run.wait(0.6)
        assert "nonsense" not in run.text, "it was mended: nobody has to put it away"


@pytest.mark.parametrize(("written", "prior"), [("50", 0.5), ("12,5%", 0.125), (" 99 ", 0.99)])
def test_prior(written, prior):
    assert read_prior(written) == prior


@pytest.mark.parametrize("written", ["", "0", "100", "x", "nan", "-5"])
def test_no_prior(written):
    with pytest.raises(ValueError, match="from 1 to 99"):
        read_prior(written)
