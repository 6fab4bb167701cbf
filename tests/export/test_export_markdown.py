"""The log as Markdown: what a reader of the rendered document sees."""

from __future__ import annotations

import pytest

from signalboard import export
from signalboard.export.gather import METHOD, gather
from signalboard.export.markdown import write
from signalboard.model import Stance, Version, replace
from tests.export import sample
from tests.export.reading import PRESETS, read
from tests.export.sample import AS_OF, EVIDENCE, THESES, WATCHES, WEB4, moment, piece, report

TOLD = report("A title", "Outlet", "2026-09-01T00:00")


def written(*evidence, thesis=WEB4, watches=(), as_of=AS_OF) -> str:
    return write(gather([thesis], evidence, watches, as_of))


@pytest.mark.parametrize("preset", PRESETS)
def test_each_title_reads_as_written_and_links_lead_where_the_stories_do(preset):
    markdown = write(gather(THESES, sample.ALL_EVIDENCE, WATCHES, AS_OF))
    seen = read(markdown, preset)
    titles = [x.snapshot.title for x in (EVIDENCE[8], *EVIDENCE, *sample.WALLETS_EVIDENCE)]
    assert seen.titles == titles
    given = {x.snapshot.url for x in sample.ALL_EVIDENCE}
    given |= {r.url for x in sample.ALL_EVIDENCE for r in x.snapshot.reports}
    given |= {watch.link for watch in WATCHES}
    ascii_given = {url for url in given if url.isascii()}
    assert ascii_given - {""} <= set(seen.links)
    assert len(set(seen.links) - ascii_given) == 1, "the Chinese one, percent-encoded"
    assert not seen.kinds & {"html_block", "html_inline", "image", "table_open", "code_block"}


def test_the_strongest_contradiction_stands_before_the_log():
    seen = read(written(*EVIDENCE, watches=WATCHES))
    sections = [name for level, name in seen.headings if level == 2]
    assert sections == [
        "Strongest contradiction",
        "The sum",
        "The log",
        "Watches",
        "Wordings",
        "Sources",
        "Method",
    ]
    assert seen.titles[0] == "Why agent pilots stall: three banks, one pattern"
    assert seen.headings[0] == (1, "Web4 at velocity")


def test_several_theses_are_one_level_down_and_listed_first():
    seen = read(write(gather(THESES, sample.ALL_EVIDENCE, WATCHES, AS_OF)))
    assert [name for level, name in seen.headings if level == 1] == ["Evidence log"]
    assert [name for level, name in seen.headings if level == 2] == [
        "Web4 at velocity",
        "Agents get wallets",
        "Talent moves frontiers",
        "Sources",
        "Method",
    ]
    assert seen.paragraphs[0].startswith("3 theses. As of the latest change, 2026-11-24 03:31;")
    assert seen.paragraphs[1:4] == [
        "1 Web4 at velocity very likely, 80 % (51 to 94 %), +6.1 dB [+6/-4]",
        "3 Agents get wallets likely, 76 % (64 to 85 %), +5.0 dB [+1/-0]",
        "5 Talent moves frontiers — [+0/-0]",
    ]


def test_the_method_stands_at_the_foot_in_full():
    seen = read(written())
    assert tuple(seen.paragraphs[-len(METHOD) :]) == METHOD
    assert METHOD[0] == (
        "A record of one person's judgments, added up in the open. "
        "It claims no more: not a market price, not a model's belief."
    )
    assert "have not been shown to remove bias" in METHOD[-1]


def test_an_empty_log_says_so():
    seen = read(written(thesis=THESES[2]))
    assert "[+0/-0] No story has been judged against this thesis yet." in seen.paragraphs
    assert "None recorded: no story has been judged yet." in seen.paragraphs
    assert "Nothing is recorded yet." in seen.paragraphs
    assert "None is set." in seen.paragraphs
    assert (2, "Sources") not in seen.headings
    assert (2, "Wordings") not in seen.headings


def test_a_log_of_no_thesis_at_all():
    markdown = write(gather((), (), (), None))
    assert read(markdown).paragraphs[0] == (
        "There is no thesis to report on. Nothing has been recorded yet."
    )


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (
            "2026-11-24T03:31:54",
            "None recorded in 82 days: 2 judgments from 2026-09-03 to 2026-11-24",
        ),
        (
            "2026-09-04T10:00:00",
            "None recorded in 1 day: 2 judgments from 2026-09-03 to 2026-09-04",
        ),
        (
            "2026-08-01T00:00:00",
            "None recorded in 0 days: 2 judgments from 2026-09-03 to 2026-09-03",
        ),
        (None, "None recorded in 0 days: 2 judgments from 2026-09-03 to 2026-09-03"),
    ],
)
def test_for_how_long_no_contradiction_was_recorded(as_of, told):
    evidence = (
        piece("e1", Stance.SUPPORT, 1, "2026-09-03T05:00", TOLD, story="a"),
        piece("e2", Stance.NO_BEARING, 1, "2026-09-03T06:00", TOLD, story="b"),
    )
    at = None if as_of is None else sample.moment(as_of)
    seen = read(written(*evidence, as_of=at))
    assert f"{told}, not one of them a contradiction." in seen.paragraphs


def test_the_only_contradiction_and_the_strongest_of_several():
    only = piece("e1", Stance.CONTRADICT, 3, "2026-09-03T05:00", TOLD, story="a")
    more = piece("e2", Stance.CONTRADICT, 1, "2026-09-04T05:00", TOLD, story="b")
    assert (
        "Strong, judged on 2026-09-03 (e1); the only one recorded."
        in read(written(only)).paragraphs
    )
    assert (
        "Strong, judged on 2026-09-03 (e1); the strongest of 2. The latest is of 2026-09-04 (e2)."
        in read(written(only, more)).paragraphs
    )


def test_a_story_judged_twice_is_said_to_be():
    seen = read(
        written(
            piece("e1", Stance.SUPPORT, 1, "2026-09-01T01:00", TOLD, story="a"),
            piece("e2", Stance.SUPPORT, 2, "2026-09-01T02:00", TOLD, story="a"),
            piece("e3", Stance.CONTRADICT, 1, "2026-09-01T03:00", TOLD, story="a"),
        )
    )
    assert (
        "Split: the same story is judged the other way in e3. "
        "The same story is judged in e2 too; it counts once on a side."
    ) in seen.paragraphs
    assert "Split: the same story is judged the other way in e1, e2." in seen.paragraphs
    assert (
        "[+1/-1] 1 story supports it, 1 contradicts it, 0 were judged to have no bearing. "
        "1 story is judged both ways (split) and counts on both sides."
    ) in seen.paragraphs


def test_two_split_stories_are_counted():
    made = [
        piece(f"e{n}", stance, 1, "2026-09-01T01:00", TOLD, story=f"s{n // 2}")
        for n, stance in enumerate((Stance.SUPPORT, Stance.CONTRADICT) * 2)
    ]
    assert (
        "[+2/-2] 2 stories support it, 2 contradict it, 0 were judged to have no bearing. "
        "2 stories are judged both ways (split) and count on both sides."
    ) in read(written(*made)).paragraphs


def test_a_heading_says_when_how_and_on_which_wording():
    headings = [name for level, name in read(written(*EVIDENCE)).headings if level == 3]
    assert headings[0] == "2026-09-03 07:42 ▲ supports, slight (e9, wording 1)"
    assert headings[2] == "2026-09-09 18:20 · no bearing (e14-1, wording 1)"
    assert headings[7] == "2026-10-22 07:16 ▼ contradicts, slight (e39)"


def test_outlets_origins_and_what_is_unknown():
    shared = written(EVIDENCE[4])
    assert (
        "SCMP [1], KrASIA [2], 财新 [3]: 3 outlets, 3 origins (Alibaba Group, KrASIA, 财新)."
        in shared
    )
    twice = piece(
        "e1",
        Stance.SUPPORT,
        1,
        "2026-09-03T00:00",
        report("A", "Wire", None),
        report("B", "Wire", None),
        report("B", "Wire", None),
    )
    assert "Wire [1] [2]: 1 outlet, 1 origin." in written(twice)
    bare = replace(
        EVIDENCE[0], snapshot=replace(EVIDENCE[0].snapshot, reports=(), title="", url="")
    )
    seen = read(written(bare))
    assert seen.titles == ["(no title)"]
    assert "(outlet unknown) [1]: 0 outlets, 0 origins. Date of publication unknown" in " ".join(
        seen.paragraphs
    )
    assert "No address known." in seen.paragraphs[-len(METHOD) - 1]


def test_an_address_that_is_none_of_the_web_is_shown_and_not_linked():
    told = report("A title", "Outlet", "2026-09-01T00:00", url="javascript:alert(1)")
    markdown = written(piece("e1", Stance.SUPPORT, 1, "2026-09-03T00:00", told))
    for preset in PRESETS:
        seen = read(markdown, preset)
        assert seen.links == []
        assert any("Not a web address: javascript:alert(1)" in text for text in seen.paragraphs)


def test_watches_say_how_they_stand():
    seen = read(written(watches=WATCHES))
    told = seen.paragraphs
    assert (
        "Settled: hit on 2026-11-21. Opened 2026-09-03, closing 2026-11-01, to be looked up from "
        "2026-11-20." in told
    )
    assert "Weighs +1.8 dB; Brier score 0.2268 (0 is best, .25 what 50 % always gives)" in told
    assert "Seen at: https://www.platform.example/reports/2026-q3" in told
    assert "Note: One of the ten, on page 14." in told
    assert "Forecast: 70 % (own)" in told
    assert "Due since 2026-11-15, not settled yet. Opened 2026-09-03." in told
    assert "Open, closes 2027-05-11, in 168 days. Opened 2026-11-12." in told
    assert any(
        text.startswith(
            "P(hit | true) 70 %, P(hit | false) 15 %: a hit weighs +6.7 dB, a miss -4.5"
        )
        for text in told
    )
    assert any(
        text.endswith("a miss +2.4 dB; a hit would count against the thesis") for text in told
    )
    assert "Void if: (not stated)" in told
    assert (
        "Open, closes 2027-05-11, in 180 days. Opened 2026-11-12."
        in read(written(watches=WATCHES[:1], as_of=None)).paragraphs
    )


def test_all_wordings_are_there_with_their_difference():
    seen = read(written(*EVIDENCE))
    for version in WEB4.versions:
        assert f"Statement: {version.statement}" in seen.paragraphs
        assert f"Negation: {version.negation}" in seen.paragraphs
    assert seen.fences[1:] == [
        "\n".join(gather([WEB4], (), (), None).theses[0].differences[1]) + "\n"
    ]
    assert any(text.startswith("6 judgments were made on an earlier") for text in seen.paragraphs)
    fresh = read(written(EVIDENCE[-1]))
    assert not any("earlier wording" in text for text in fresh.paragraphs)


def test_no_wording_ends_the_block_of_a_difference():
    old = "First\n```\n````\n# Not a heading\n<script>"
    versions = (Version(old, "No", 0), Version(old + " more", "No", 86400))
    markdown = written(thesis=replace(WEB4, versions=versions))
    assert "`````diff" in markdown
    seen = read(markdown)
    assert " ```\n" in seen.fences[1] and " # Not a heading" in seen.fences[1]
    assert not seen.kinds & {"html_block", "html_inline"}


def test_what_it_was_judged_as_is_said():
    moved = replace(EVIDENCE[0], snapshot=replace(EVIDENCE[0].snapshot, judged_as="As *it* read"))
    assert 'Judged as "As *it* read".' in read(written(moved)).paragraphs


def test_an_id_that_is_not_ours_is_escaped():
    odd = piece("e1*2*", Stance.SUPPORT, 1, "2026-09-03T00:00", TOLD)
    assert "(e1\\*2\\*)" in written(odd)


def test_our_own_sentences_keep_to_the_width_and_no_line_ends_in_space():
    for line in written(*EVIDENCE, watches=WATCHES).split("\n"):
        assert line == line.rstrip()
        others = line.startswith(("+", "-", ">", "#", "  - ", "Why: ", "**", "Settled"))
        if not others and not set(line) & set("<“"):
            assert len(line) <= 100


def test_what_was_withdrawn_stands_apart_with_the_reason_and_what_took_its_place():
    markdown = write(gather([WEB4], EVIDENCE, (), AS_OF, withdrawn=sample.WITHDRAWN))
    seen = read(markdown)
    assert [name for level, name in seen.headings if level == 2][2:4] == ["The log", "Withdrawn"]
    assert "2 judgments count no more" in " ".join(seen.paragraphs)
    assert "Retracted on 2026-09-12." in seen.paragraphs
    assert "Superseded on 2026-11-24 by e61." in seen.paragraphs
    assert any(text.startswith("Why it counts no more: The outlet") for text in seen.paragraphs)
    assert "[+6/-4]" in markdown
    assert gather([WEB4], EVIDENCE, (), AS_OF).theses[0].sum.db == pytest.approx(
        gather([WEB4], EVIDENCE, (), AS_OF, withdrawn=sample.WITHDRAWN).theses[0].sum.db
    )


def test_a_quote_says_who_said_it_or_that_nobody_wrote_that_down():
    told = read(written(*EVIDENCE)).paragraphs
    said = "Quote: “The agent could do it in March. Nobody could say who pays when it is wrong.” "
    assert said + "(head of a bank's pilot, unnamed)" in told
    bare = replace(EVIDENCE[8], quoted="")
    assert said + "(who said so is not recorded)" in read(written(bare)).paragraphs


def test_what_a_thesis_says_of_itself_is_there():
    closed = replace(
        WEB4, status="refuted", closed_at=moment("2026-12-01"), post_mortem="People\nstayed."
    )
    told = read(written(thesis=closed)).paragraphs
    assert "Horizon: 2028-12-31" in told
    assert "Agents grow, but on platforms of their own." in told
    assert any(text.startswith("Pre-mortem, supposing that it turned") for text in told)
    assert "Closed on 2026-12-01 as refuted." in told
    assert "Post-mortem: People stayed." in told


def test_how_far_reports_can_be_relied_on_is_said_where_it_was_rated():
    told = read(written(*EVIDENCE)).paragraphs
    assert sum("Reliability B, C: r 0.75, 4.19 dB of 5." in text for text in told) == 1
    assert sum("Reliability" in text for text in told) == 2
    mixed = replace(EVIDENCE[6].snapshot.reports[1], reliability="", origin="Yahoo", url="")
    snapshot = replace(EVIDENCE[6].snapshot, reports=(EVIDENCE[6].snapshot.reports[0], mixed))
    told = read(written(replace(EVIDENCE[6], snapshot=snapshot))).paragraphs
    assert any("Reliability B and unrated (counted in full): r 1, 5.00 dB of 5." in t for t in told)


def test_a_horizon_that_has_passed_is_said_in_what_is_read_until_it_is_closed():
    late = replace(THESES[0], status="active", closed_at=None, horizon_at=AS_OF - 86_400)
    for fmt in ("md", "html", "obsidian"):
        told = " ".join(export.write(gather([late], (), (), AS_OF), fmt).split())
        assert "passed: by then it should have shown whether it is true" in told, fmt
        for other in (replace(late, status="retired"), replace(late, horizon_at=AS_OF + 1)):
            assert "passed: by then" not in export.write(gather([other], (), (), AS_OF), fmt), fmt
