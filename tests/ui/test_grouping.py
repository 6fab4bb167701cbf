"""Merging and splitting from the keyboard: said in place, seen at once, taken back."""

from __future__ import annotations

from signalboard.archive import Archive
from signalboard.model import Entry
from tests.ui import sample

FIRST = "Tencent upgrades its foundation model, first since OpenAI hire"
SECOND = "Alibaba's Qwen agents now handle returns on Taobao"
THIRD = "Retailer blocks shopping agents at checkout"


def foot(run, pane: str = "headlines") -> str:
    return run.pane(pane)[-1]


async def test_m_here_and_m_there_merges_the_two(open_board):
    async with open_board() as run:
        await run.keys("M")
        assert run.row("upgrades").startswith("│M    9m Bloomberg")
        assert "choose the other story, M again; Esc leaves" in foot(run)
        assert run.rows()[-1].startswith(" M merge the two   j k choose")
        await run.keys("j")
        assert "M merges: 5 outlets, 5 origins with “Tencent upgrades" in foot(run)
        await run.keys("M")
        assert "merged: 5 outlets, 5 origins · u takes it back" in foot(run)
        assert "13 unjudged of 13" in run.text
        assert run.row("Qwen").startswith("│▸   22m SCMP               ×5 Alibaba"), "who was first"
        assert "upgrades" not in "".join(run.pane("headlines")[:-1])
        assert "5 outlets, 5 origins   Tencent, OpenAI, Alibaba   grouped by hand" in run.text
        assert "supports" in run.rows()[-1]


async def test_undo_and_redo_of_a_merge_are_seen_at_once(open_board):
    async with open_board() as run:
        before = run.rows()
        said = next(n for n, row in enumerate(before) if row.startswith("╰"))
        await run.keys("M", "j", "M", "u")
        assert "undone: merged: Tencent" in foot(run)
        await run.keys("k")
        assert [row for n, row in enumerate(run.rows()) if n != said] == [
            row for n, row in enumerate(before) if n != said
        ]
        await run.keys("ctrl+y")
        assert "redone: merged: Tencent" in foot(run)
        assert "13 unjudged of 13" in run.text
        assert "grouped by hand" in run.text


async def test_the_judged_story_stays_and_evidence_goes_along(open_board):
    async with open_board() as run:
        young, old, third = (run.id_of(part) for part in ("upgrades", "Qwen", "Retailer"))
        await run.keys("1", "+", "M", "k", "M")
        assert run.desk.story(old).id == young
        assert [piece.thesis_id for piece in run.desk.evidence_of(young)] == ["web4-at-velocity"]
        assert run.row("▲").startswith("│▸▲   9m Bloomberg          ×5")
        # Of two that were judged, the older one stays.
        await run.keys("j", "-", "k", "M", "k", "M")
        assert run.desk.story(young).id == third
        assert {piece[2] for piece in run.evidence()} == {"support", "contradict"}
        assert run.row("Tencent").startswith("│▸±  41m Bloomberg          ×6")
        await run.keys("u")
        assert run.desk.story(young).id == young
        assert [p.stance for p in run.desk.evidence_of(third)] == ["contradict"]


async def test_two_judged_stories_have_one_vote(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "+", "k", "k", "M", "j")
        assert "+2 −0" in run.row("never", "theses")
        await run.keys("M")
        assert "+1 −0" in run.row("never", "theses")
        assert run.row("upgrades").count("▲") == 2  # its mark, and the thesis it bears on
        await run.keys("u")
        assert "+2 −0" in run.row("never", "theses")


async def test_escape_q_or_m_again_leaves_everything_as_it_was(open_board):
    for way in ("escape", "q", "M"):
        async with open_board() as run:
            seq = run.desk._board.seq
            await run.keys("M", way)
            assert "nothing was merged" in foot(run)
            assert run.row("upgrades").startswith("│▸    9m")
            assert run.desk._board.seq == seq
            assert "supports" in run.rows()[-1]


async def test_other_verbs_wait_while_a_story_waits_for_another(open_board):
    async with open_board() as run:
        seq = run.desk._board.seq
        await run.keys("1", "M", *"+-.>smS20uCKeA")
        assert run.app.screen is run.board, "no dialog opened"
        assert run.desk._board.seq == seq and run.board.armed == run.board.theses[0].thesis.id
        assert run.board.story_pane.choice is None
        assert run.rows()[-1].startswith(" M merge the two   j k choose   Esc leave")
        assert run.rows()[-1].rstrip().endswith("/ search   ? help")
        await run.keys("?")
        assert "Arm a thesis, read a headline" in run.text
        await run.keys("q", "G", "k", "M")
        assert "13 unjudged of 13" in run.text


async def test_other_verbs_wait_while_a_report_is_chosen(open_board):
    async with open_board() as run:
        seq = run.desk._board.seq
        await run.keys("1", "S", "+", "-", "M", "s", "u", "e")
        assert run.app.screen is run.board and run.desk._board.seq == seq
        assert run.board.story_pane.choice is not None
        await run.keys("tab")
        assert "which report" not in run.text, "what was asked is asked no more"


async def test_undo_of_a_merge_or_split_goes_to_the_story(open_board):
    async with open_board(stories=sample.STORIES + sample.many(80)) as run:
        await run.keys("j", "j", "M", "j", "M", "G")
        assert "Retailer" not in "".join(run.pane("headlines")[:-1])
        await run.keys("u")
        assert run.current in (THIRD, "Codex as a platform: build on the open harness")
        assert run.row("▸").startswith("│▸")
        await run.keys("G", "ctrl+y")
        assert run.row("×2 Codex").startswith("│▸")
        await run.keys("g", "S", "S", "G", "u")
        assert run.row("×4 Tencent").startswith("│▸")


async def test_the_other_story_may_be_found_by_a_search(open_board):
    async with open_board() as run:
        await run.keys("M", "/", "text:vacuum", "enter", "M", "escape")
        assert "merged: 5 outlets" in foot(run)
        assert "13 unjudged of 13" in run.text
        story = run.desk.story(run.id_of("vacuum"))
        assert story is not None and len(story.reports) == 5
        # The list gone back to was pinned before, and shows the story once.
        assert sum("vacuum" in row for row in run.pane("headlines")[:-1]) == 1
        assert "upgrades" not in "".join(run.pane("headlines")[:-1])


async def test_s_chooses_a_report_and_splits_it_off(open_board):
    async with open_board() as run:
        await run.keys("S")
        assert run.board.pane == "story"
        assert run.row("SCMP  ", "story").startswith("│ ▸ SCMP        3m")
        assert "j k choose   S splits it off   Esc leaves" in run.text
        assert run.rows()[-1].startswith(" S split it off   j k choose   Esc leave")
        await run.keys("k", "S")
        assert "split off: CNBC · u takes it back" in foot(run, "story")
        assert "15 unjudged of 15" in run.text
        assert run.row("×3 Tencent upgrades").startswith("│▸    9m Bloomberg")
        assert any(row.startswith("│     4m CNBC                  Tencent") for row in run.rows())
        assert "3 outlets, 3 origins   Tencent, OpenAI   grouped by hand" in run.text
        await run.keys("u")
        assert "14 unjudged of 14" in run.text
        assert "4 outlets, 4 origins   Tencent, OpenAI  " in run.text
        assert "grouped by hand" not in run.text


async def test_the_choice_stays_among_the_reports_and_is_left_by_escape(open_board):
    async with open_board() as run:
        seq = run.desk._board.seq
        await run.keys("S", "j", "down", *"kkkkkk")
        assert run.board.story_pane.choice == 0
        await run.keys("escape")
        assert "nothing was split off" in foot(run, "story")
        assert run.board.story_pane.choice is None and run.board.pane == "story"
        await run.keys("S", "tab")
        assert run.board.story_pane.choice is None
        await run.keys("S", "n")
        assert run.board.story_pane.choice is None and run.current == SECOND
        assert "supports" in run.rows()[-1]
        assert run.desk._board.seq == seq


async def test_a_story_with_one_report_cannot_be_split(open_board):
    async with open_board() as run:
        await run.keys("j", "j", "S")
        assert run.current == THIRD
        assert "it has one report: nothing can be split off" in foot(run)
        assert "Reports" not in run.text


async def test_where_the_chosen_report_is_far_below_it_comes_into_view(open_board):
    async with open_board(size=(80, 24)) as run:
        await run.keys("M", "j", "M", "S")
        assert run.row("▸ KrASIA", "story")
        await run.keys(*"kkkkkkk")
        assert run.row("▸ Bloomberg", "story")


async def test_nothing_to_merge_or_split_in_an_empty_board(open_board):
    async with open_board(stories=()) as run:
        await run.keys("M")
        assert "there is no story to merge" in foot(run)
        await run.keys("S")
        assert "there is no story to split" in foot(run)


def wired(folder) -> None:
    """Two outlets of one wire, one of which changed its headline twice, and once its text."""
    archive = Archive.open(sample.places_of(folder).archive)
    with archive.writing() as writing:
        made = None
        for n, (outlet, origin) in enumerate([("The Post", "Reuters"), ("The Echo", "Reuters")]):
            made = writing.add(
                f"https://wired{n}.test/feed",
                Entry(id="1", title="Ships turn back", published_at=sample.NOW - 30 + n),
                outlet=outlet, origin=origin, canonical_url="", title_key="", companies=(),
                story_id=made, seen_at=sample.NOW,
            )  # fmt: skip
        for n, (title, said) in enumerate(
            [
                ("Ships turned back", ""),
                ("Ships turned back", "More."),
                ("One ship turned back", ""),
            ]
        ):
            writing.change(
                "https://wired1.test/feed", Entry(id="1", title=title, summary=said),
                canonical_url="", title_key="", companies=(), seen_at=sample.NOW - 6000 + n * 60,
            )  # fmt: skip
    archive.close()


async def test_agencies_and_changed_headlines_are_shown(open_board, tmp_path):
    sample.home(tmp_path / "home")
    wired(tmp_path / "home")
    async with open_board() as run:
        assert run.row("×2 Ships turn back")
        text = "\n".join(run.pane("story"))
        assert "2 outlets, 1 origin" in text
        assert "  The Post  now  via Reuters " in text
        assert "  The Echo  now  via Reuters  One ship turned back" in text
        assert "The Echo: headline until 12:54: “Ships turned back”" in text
        assert "The Echo: text changed 12:53" in text
        assert "The Echo: headline until 12:52: “Ships turn back”" in text


async def test_what_another_process_merged_is_shown_without_a_key(open_board, tmp_path):
    async with open_board() as run:
        await run.keys("j")
        other = sample.desk(sample.places_of(tmp_path / "home"))
        other.merge([run.id_of("Qwen"), run.id_of("vacuum")])
        other.close()
        await run.wait(0.5)
        assert run.row("vacuum").startswith("│▸    2h Ars Technica       ×3")
        assert "Qwen" not in "".join(run.pane("headlines"))
        assert "grouped by hand" in run.text


async def test_a_merge_that_the_archive_must_wait_with_is_told_and_then_shown(open_board, tmp_path):
    async with open_board() as run:
        await run.keys("M", "j")
        busy = Archive.open(sample.places_of(tmp_path / "home").archive)
        with busy.writing():
            await run.keys("M")
            assert "merged; shown when the refresh lets go of the archive" in foot(run)
            assert run.row("Qwen agents")
        busy.close()
        await run.wait(0.5)
        assert "grouped by hand" in run.text
        assert "13 unjudged of 13" in run.text


async def test_a_row_whose_story_a_refresh_merged_says_so_until_the_list_is_read_anew(open_board):
    async with open_board() as run:
        one, two = run.id_of("Retailer"), run.id_of("vacuum")
        with run.desk._archive.writing() as writing:
            assert writing.merge(one, [two]) == [two]
        await run.wait(0.1)
        run.board.headlines.forget()
        await run.settle()
        assert run.row("×2 A robot vacuum").startswith("│    41m Ars Technica")
        assert run.row("│        one story with: A robot vacuum")
        assert "Retailer" not in "".join(run.pane("headlines"))
        await run.keys(*"jjjjj")
        assert run.current == "A robot vacuum that maps your furniture"
        await run.keys("1", "+")
        assert run.row("▲").startswith("│ ▲  41m Ars Technica")
        assert run.evidence()[0][1] == "A robot vacuum that maps your furniture"
        await run.keys("g")
        assert run.row("A robot vacuum")
        assert "12 unjudged of 13" in run.text
