"""What is gathered for a log, and in what order."""

from __future__ import annotations

import random

import pytest

from signalboard import export
from signalboard.export.gather import Log, ThesisLog, gather, in_order, published, stamp
from signalboard.model import Evidence, Stance, Thesis, replace
from tests.export import sample
from tests.export.sample import AS_OF, EVIDENCE, THESES, WATCHES, WEB4, piece, report


def one(*evidence: Evidence, thesis: Thesis = WEB4, as_of: int | None = AS_OF) -> ThesisLog:
    return gather([thesis], evidence, (), as_of).theses[0]


def test_lines_stand_in_order_of_time_then_of_number():
    told = report("A title", "Outlet", "2026-09-01T00:00")
    made = [
        piece(ident, Stance.SUPPORT, 1, judged, told, story=f"s{ident}")
        for ident, judged in (
            ("e17-10", "2026-09-02T10:00"),
            ("e17-3", "2026-09-02T10:00"),
            ("e9", "2026-09-02T10:00"),
            ("e17", "2026-09-02T10:00"),
            ("e2", "2026-09-03T10:00"),
            ("e90", "2026-09-01T10:00"),
        )
    ]
    assert [x.evidence.id for x in one(*made).lines] == [
        "e90",
        "e9",
        "e17",
        "e17-3",
        "e17-10",
        "e2",
    ]


def test_ids_order_by_their_numbers_and_any_text_is_an_id():
    idents = ["e17-3", "e9", "e17", "x", "e17-10", "e" + "9" * 5000]
    assert sorted(idents, key=in_order)[:5] == ["x", "e9", "e17", "e17-3", "e17-10"]


def test_order_of_what_is_given_changes_nothing():
    theses, evidence, watches = list(THESES), list(sample.ALL_EVIDENCE), list(WATCHES)
    first = gather(theses, evidence, watches, AS_OF)
    order = random.Random(7)
    for _ in range(20):
        for given in (theses, evidence, watches):
            order.shuffle(given)
        again = gather(theses, evidence, watches, AS_OF)
        assert again == first
        assert all(export.write(again, fmt) == export.write(first, fmt) for fmt in export.FORMATS)


def test_a_thesis_asked_for_twice_is_there_once_and_others_are_not():
    log = gather([WEB4, WEB4], sample.ALL_EVIDENCE, WATCHES, AS_OF)
    assert [entry.thesis.id for entry in log.theses] == ["web4-at-velocity"]
    assert len(log.theses[0].lines) == 12
    empty = gather(THESES[2:], sample.ALL_EVIDENCE, WATCHES, AS_OF)
    assert empty.theses[0].lines == empty.theses[0].watches == empty.sources == ()


def test_a_story_has_one_vote_a_side_and_one_judged_both_ways_is_split():
    told = report("A title", "Outlet", "2026-09-01T00:00")
    log = one(
        piece("e1", Stance.SUPPORT, 1, "2026-09-01T01:00", told, story="a"),
        piece("e2", Stance.SUPPORT, 2, "2026-09-01T02:00", told, story="a"),
        piece("e3", Stance.CONTRADICT, 1, "2026-09-01T03:00", told, story="a"),
        piece("e4", Stance.SUPPORT, 1, "2026-09-01T04:00", told, story="b"),
        piece("e5", Stance.NO_BEARING, 1, "2026-09-01T05:00", told, story="b"),
        piece("e6", Stance.NO_BEARING, 1, "2026-09-01T06:00", told, story="c"),
    )
    tally = log.tally
    assert (tally.supports, tally.contradictions, tally.no_bearing, log.split) == (2, 1, 2, 1)
    assert [(x.split, x.again) for x in log.lines] == [
        (("e3",), ("e2",)),
        (("e3",), ("e1",)),
        (("e1", "e2"), ()),
        ((), ("e5",)),
        ((), ("e4",)),
        ((), ()),
    ]


@pytest.mark.parametrize(
    ("made", "strongest"),
    [
        ([], None),
        ([("e1", Stance.SUPPORT, 3, 1), ("e2", Stance.NO_BEARING, 3, 2)], None),
        ([("e1", Stance.CONTRADICT, 2, 1), ("e2", Stance.CONTRADICT, 1, 2)], "e1"),
        ([("e1", Stance.CONTRADICT, 2, 1), ("e2", Stance.CONTRADICT, 2, 2)], "e2"),
        ([("e9", Stance.CONTRADICT, 2, 1), ("e10", Stance.CONTRADICT, 2, 1)], "e9"),
    ],
)
def test_strongest_contradiction(made, strongest):
    told = report("A title", "Outlet", "2026-09-01T00:00")
    log = one(
        *(
            piece(ident, stance, strength, f"2026-09-01T0{hour}:00", told, story=ident)
            for ident, stance, strength, hour in made
        )
    )
    found = log.strongest_against
    assert (found and found.evidence.id) == strongest


def test_sources_are_numbered_once_across_theses_in_order_of_reference():
    log = gather(THESES, sample.ALL_EVIDENCE, WATCHES, AS_OF)
    assert [source.number for source in log.sources] == list(range(1, 17))
    used = [n for entry in log.theses for line in entry.lines for n in line.sources]
    assert list(dict.fromkeys(used)) == list(range(1, 17))
    assert log.theses[1].lines[0].sources == (9,), "the same report as on the first thesis"
    assert log.theses[0].lines[6].sources == log.theses[0].lines[7].sources == (10, 11)


def test_a_snapshot_without_reports_is_its_own_source():
    bare = replace(EVIDENCE[0], snapshot=replace(EVIDENCE[0].snapshot, reports=()))
    log = gather([WEB4], [bare], (), AS_OF)
    assert [(x.outlet, x.title) for x in log.sources] == [("", bare.snapshot.title)]
    line = log.theses[0].lines[0]
    assert (line.published_at, line.first_seen_at) == (None, bare.snapshot.at)


def test_the_earliest_date_that_can_be_believed_is_the_date_of_publication():
    reports = (
        report("t", "A", "1970-01-02T00:00", seen="2026-09-01T00:00"),
        report("t", "B", "2026-09-02T00:01", seen="2026-09-01T00:00"),
        report("t", "C", None, seen="2026-09-01T00:00"),
        report("t", "D", "2026-08-31T10:00", seen="2026-09-01T00:00"),
        report("t", "E", "2026-08-31T09:00", seen="2026-09-01T05:00"),
    )
    assert [published(each) is not None for each in reports] == [False, False, False, True, True]
    line = one(piece("e1", Stance.SUPPORT, 1, "2026-09-03T00:00", *reports)).lines[0]
    assert line.published_at == sample.moment("2026-08-31T09:00")
    assert line.first_seen_at == sample.moment("2026-09-01T00:00")


def test_wordings_count_from_one_and_stay_within_those_there_are():
    told = report("t", "A", "2026-09-01T00:00")
    made = [
        piece(f"e{n}", Stance.SUPPORT, 1, "2026-09-03T00:00", told, version=version)
        for n, version in enumerate((-1, 0, 1, 7))
    ]
    assert [line.wording for line in one(*made).lines] == [1, 1, 2, 2]


def test_watches_stand_in_order_of_closing_then_of_number():
    twin = replace(WATCHES[0], id="w10")
    log = gather([WEB4], (), [twin, *WATCHES], AS_OF)
    assert [asked.watch.id for asked in log.theses[0].watches] == ["w2", "w1", "w3", "w10"]


def test_differences_are_unified_and_the_first_wording_has_none():
    first, second = one().differences
    assert first == ()
    assert second[:3] == (
        "--- wording 1, 2026-09-01",
        "+++ wording 2, 2026-10-20",
        "@@ -1,2 +1,2 @@",
    )
    assert [line[0] for line in second[3:]] == ["-", "-", "+", "+"]
    same = replace(WEB4, versions=(WEB4.versions[0], replace(WEB4.versions[0], negation="None.")))
    kept = one(thesis=same).differences[1]
    assert [line[:11] for line in kept[3:]] == [" Statement:", "-Negation: ", "+Negation: "]


def test_theses_stand_in_order_of_number():
    log = gather(reversed(THESES), (), (), None)
    assert [entry.thesis.number for entry in log.theses] == [1, 3, 5]
    assert log.as_of is None and isinstance(log, Log)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (None, None),
        (0, "1970-01-01T00:00:00Z"),
        (-1, None),
        (253402300799, "9999-12-31T23:59:59Z"),
        (253402300800, None),
    ],
)
def test_stamp(moment, written):
    assert stamp(moment) == written


def test_the_newest_moment_is_that_of_what_is_recorded():
    assert export.newest([], [], [], []) is None
    assert export.newest(THESES) == sample.moment("2026-11-02T10:00")
    assert export.newest([WEB4], EVIDENCE) == sample.moment("2026-11-24T03:31")
    assert export.newest([WEB4], EVIDENCE, WATCHES, sample.WITHDRAWN) == AS_OF
    assert export.newest([], [], WATCHES) == sample.moment("2026-11-21T08:00")
    closed = replace(WEB4, closed_at=AS_OF + 1)
    assert export.newest([closed], EVIDENCE) == AS_OF + 1
