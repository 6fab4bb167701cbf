"""Watches on a board: made, edited, settled, reopened, forecast, removed; each one change."""

from __future__ import annotations

import contextlib
import random

import pytest

from signalboard import times
from signalboard.desk import Desk, DeskProblem
from signalboard.model import Forecast, Stance, Watch
from signalboard.times import DAY
from tests.values import NOW

WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"
SEED = f"{WEB4}-w1"
LATER = NOW + 100 * DAY


def make(desk: Desk, thesis: str = WALLETS, **fields: object) -> str:
    given = {"closes_at": LATER, "h1": 0.7, "h0": 0.15, **fields}
    _, ident = desk.add_watch(thesis, "Do they pay?", "they do", "they do not", **given)  # type: ignore[arg-type]
    return ident


def watch(desk: Desk, ident: str = SEED) -> Watch:
    return desk.watch(ident).watch


def test_a_watch_is_made_clean_and_is_one_line(desk: Desk) -> None:
    change, ident = desk.add_watch(
        WALLETS, "Do they\x1b[2J pay?", "they do", "they do not", void_if="nobody\u202e says",
        look_up="filings", closes_at=LATER, resolves_at=LATER + DAY, h1=0.8, h0=0.2, story_id="s9",
    )  # fmt: skip
    assert change.label == "new watch on Agents get wallets: Do they[2J pay?"
    assert change.thesis_ids == (WALLETS,)
    made = desk.watch(ident)
    assert made.watch == Watch(
        ident, WALLETS, "Do they[2J pay?", "they do", "they do not", "nobody says", "filings",
        NOW, LATER, 0.8, 0.2, "open", "s9", LATER + DAY,
    )  # fmt: skip
    assert (made.thesis.id, made.watch.due_at, made.is_due) == (WALLETS, LATER + DAY, False)
    assert desk.thesis(WALLETS).watches == (made.watch,)
    assert [row.watch.id for row in desk.watches()] == [ident, SEED]
    assert [row.watch.id for row in desk.watches(WALLETS)] == [ident]
    undone = desk.undo()
    assert undone is not None and undone.thesis_ids == (WALLETS,)
    assert desk.thesis(WALLETS).watches == ()
    with pytest.raises(DeskProblem, match="no watch"):
        desk.watch(ident)
    desk.redo()
    assert watch(desk, ident).question == "Do they[2J pay?"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"h1": 1.0}, "between 0.01 and 0.99"),
        ({"h1": 0.3, "h0": 0.3}, "Both chances"),
        ({"closes_at": NOW}, "2026-11-24 has passed"),
        ({"closes_at": times.year_begins(9000)}, "before the year 9000"),
        ({"resolves_at": LATER - 1}, "when the watch closes, or later"),
        ({"resolves_at": times.year_begins(9001)}, "when the watch closes, or later"),
        ({"forecast": 0.0}, "A forecast is a probability"),
        ({"thesis": "no"}, "no thesis"),
    ],
)
def test_what_is_no_watch_is_refused(desk: Desk, fields: dict[str, object], said: str) -> None:
    with pytest.raises(DeskProblem, match=said):
        make(desk, **fields)  # type: ignore[arg-type]
    assert [row.watch.id for row in desk.watches()] == [SEED]


def test_a_question_needs_its_answers(desk: Desk) -> None:
    given = {"closes_at": LATER, "h1": 0.7, "h0": 0.15}
    for words, said in [
        (("\x1b", "a", "b"), "needs a question"),
        (("q", " ", "b"), "when it is a hit"),
        (("q", "a", ""), "when it is a miss"),
    ]:
        with pytest.raises(DeskProblem, match=said):
            desk.add_watch(WEB4, *words, **given)
    desk.retire_thesis(WEB4)
    with pytest.raises(DeskProblem, match="to judge by"):
        desk.add_watch(WEB4, "q", "a", "b", **given)


def test_a_watch_is_edited_while_it_is_open(desk: Desk, clock) -> None:
    change = desk.edit_watch(SEED, question="Does it run WeChat?", closes_at=LATER, h1=0.9)
    assert change is not None and change.thesis_ids == (WEB4,)
    assert (watch(desk).question, watch(desk).closes_at, watch(desk).h1) == (
        "Does it run WeChat?", LATER, 0.9,
    )  # fmt: skip
    assert desk.edit_watch(SEED, question="Does it run WeChat?") is None
    desk.edit_watch(SEED, resolves_at=LATER + DAY)
    assert watch(desk).resolves_at == LATER + DAY
    desk.edit_watch(SEED, resolves_at=0)
    assert watch(desk).resolves_at is None
    with pytest.raises(DeskProblem, match="has passed"):
        desk.edit_watch(SEED, closes_at=NOW - 1)
    with pytest.raises(DeskProblem, match="Both chances"):
        desk.edit_watch(SEED, h0=0.9)
    clock.at = LATER + DAY
    assert desk.edit_watch(SEED, void_if="nobody tells") is not None  # its own date may have passed
    desk.settle_watch(SEED, "void")
    with pytest.raises(DeskProblem, match=r"settled \(void\) and cannot be edited"):
        desk.edit_watch(SEED, question="?")


def test_settling_writes_answer_time_and_forecasts_together_and_reopening_takes_all_back(
    desk: Desk, stories, clock
) -> None:
    before = watch(desk)
    clock.at = NOW + 10 * DAY
    desk.judge(stories[0], WEB4, Stance.SUPPORT, strength=3)
    clock.at = NOW + 20 * DAY
    change = desk.settle_watch(
        SEED, "hit", link="https://tencent.example/results", note="page\x1b 9"
    )
    assert change.label == "hit: Does it power WeChat?" and change.thesis_ids == (WEB4,)
    settled = desk.watch(SEED)
    assert (settled.watch.state, settled.watch.settled_at) == ("hit", NOW + 20 * DAY)
    assert (settled.watch.link, settled.watch.note) == ("https://tencent.example/results", "page 9")
    # prior .3 implies .38; with a strong support odds 30 to 7, so .2 + .6 * 30/37.
    low, high = 0.38, 0.2 + 0.6 * 30 / 37
    assert settled.watch.forecasts == (
        Forecast(NOW, pytest.approx(low), False),
        Forecast(NOW + 10 * DAY, pytest.approx(high), False),
    )
    assert settled.score == pytest.approx(((1 - low) ** 2 + (1 - high) ** 2) / 2)
    assert settled.settled_db == pytest.approx(6.0206, abs=0.001)
    assert settled.forecast == settled.watch.forecasts[-1]
    assert desk.thesis(WEB4).watches == ()
    with pytest.raises(DeskProblem, match="Reopen it first"):
        desk.settle_watch(SEED, "miss")
    change = desk.reopen_watch(SEED)
    assert change.label == "reopened watch: Does it power WeChat?"
    assert watch(desk) == before
    assert desk.watch(SEED).score is None and desk.watch(SEED).settled_db == 0
    with pytest.raises(DeskProblem, match="open already"):
        desk.reopen_watch(SEED)
    desk.undo()
    assert desk.watch(SEED) == settled
    desk.undo()
    assert watch(desk) == before
    desk.redo()
    assert desk.watch(SEED) == settled


def test_settling_moves_what_other_watches_of_the_thesis_are_expected_to_be(
    desk: Desk, clock
) -> None:
    ident = make(desk, WEB4, h1=0.8, h0=0.2)
    assert desk.watch(ident).outlook.p == pytest.approx(0.3)
    clock.at = NOW + DAY
    desk.settle_watch(SEED, "miss")
    row = desk.watch(ident)
    p = 1 / (1 + 10 ** (-(10 * -0.36798 - 6.0206) / 10))
    assert row.outlook.p == pytest.approx(p, abs=1e-4)
    assert [f.at for f in row.forecasts] == [NOW, NOW + DAY]
    assert row.forecast is not None and row.forecast.p == pytest.approx(row.outlook.implied)
    desk.settle_watch(ident, "void", note="the company was sold")
    assert desk.watch(ident).score is None and desk.watch(ident).settled_db == 0


def test_a_link_is_an_address_or_nothing(desk: Desk) -> None:
    with pytest.raises(DeskProblem, match="no address of the web; nothing was recorded"):
        desk.settle_watch(SEED, "hit", link="javascript:alert(1)")
    assert watch(desk).state == "open"


def test_ones_own_forecast_is_kept_with_its_date(desk: Desk, clock) -> None:
    clock.at = NOW + 10 * DAY
    change = desk.forecast_watch(SEED, 0.7)
    assert change is not None and change.label == "forecast 70%: Does it power WeChat?"
    assert desk.forecast_watch(SEED, 0.7) is None
    desk.forecast_watch(SEED, 0.75)  # the same moment: said again, not said twice
    clock.at = NOW + 20 * DAY
    desk.forecast_watch(SEED, 0.9)
    own = (Forecast(NOW + 10 * DAY, 0.75, True), Forecast(NOW + 20 * DAY, 0.9, True))
    assert watch(desk).forecasts == own
    assert desk.watch(SEED).forecasts == (Forecast(NOW, pytest.approx(0.38), False), *own)
    assert desk.watch(SEED).forecast == own[-1]
    clock.at = NOW + 30 * DAY
    desk.settle_watch(SEED, "miss")
    assert watch(desk).forecasts == (Forecast(NOW, pytest.approx(0.38), False), *own)
    with pytest.raises(DeskProblem, match="cannot be forecast"):
        desk.forecast_watch(SEED, 0.2)
    desk.reopen_watch(SEED)
    assert watch(desk).forecasts == own
    for wrong in (0.0, 1.0, float("nan")):
        with pytest.raises(DeskProblem, match="nothing is certain"):
            desk.forecast_watch(SEED, wrong)
    clock.at = watch(desk).closes_at
    with pytest.raises(DeskProblem, match="has closed"):
        desk.forecast_watch(SEED, 0.2)


def test_a_watch_made_with_a_forecast_has_no_other(desk: Desk) -> None:
    row = desk.watch(make(desk, forecast=0.6))
    assert row.forecasts == (Forecast(NOW, 0.6, True),)


def test_only_what_never_came_due_is_removed(desk: Desk, clock) -> None:
    ident = make(desk)
    change = desk.remove_watch(ident)
    assert change.label == "removed watch: Do they pay?" and change.thesis_ids == (WALLETS,)
    assert [row.watch.id for row in desk.watches()] == [SEED]
    desk.undo()
    assert watch(desk, ident).state == "open"
    clock.at = LATER
    with pytest.raises(DeskProblem, match="Settle it; void"):
        desk.remove_watch(ident)
    desk.settle_watch(ident, "miss")
    with pytest.raises(DeskProblem, match="cannot be removed"):
        desk.remove_watch(ident)


def test_due_ones_come_first_then_open_then_settled_ones(desk: Desk, clock) -> None:
    soon = make(desk, closes_at=NOW + DAY)
    sooner = make(desk, closes_at=NOW + DAY // 2)
    done, before = make(desk), make(desk)
    clock.at = NOW + 60
    desk.settle_watch(before, "hit")
    clock.at = NOW + 2 * DAY
    desk.settle_watch(done, "hit")
    rows = desk.watches()
    assert [row.watch.id for row in rows] == [sooner, soon, SEED, done, before]
    assert [row.is_due for row in rows] == [True, True, False, False, False]
    assert [w.id for w in desk.due_watches()] == [sooner, soon]
    assert (desk.summary().watches_open, desk.summary().watches_due) == (3, 2)
    desk.retire_thesis(WALLETS)  # that a thesis is closed answers nothing that it was asked
    assert [w.id for w in desk.due_watches()] == [sooner, soon]


def test_the_outlook_says_what_an_answer_would_do(desk: Desk) -> None:
    found = desk.outlook(WEB4, 0.95, 0.5)
    assert (found.preset, found.problem, found.is_kill, found.could_turn) == (
        "hoop", "", False, True,
    )  # fmt: skip
    assert (found.hit_db, found.miss_db) == (
        pytest.approx(2.788, abs=0.001), pytest.approx(-10, abs=0.001),
    )  # fmt: skip
    assert found.p == pytest.approx(0.3) and found.implied == pytest.approx(0.635)
    mean = found.implied * found.after_hit + (1 - found.implied) * found.after_miss
    assert mean == pytest.approx(found.p)
    kill = desk.outlook(WEB4, 0.2, 0.3)
    assert (kill.preset, kill.is_kill, kill.could_turn) == ("", True, False)
    assert "Both chances" in desk.outlook(WEB4, 0.3, 0.3).problem
    with pytest.raises(DeskProblem, match="no thesis"):
        desk.outlook("no", 0.3, 0.4)


def test_a_watch_is_found_by_its_id_or_part_of_its_question(desk: Desk) -> None:
    ident = make(desk)
    assert desk.find_watch("POWER") == SEED == desk.find_watch(SEED)
    assert desk.find_watch(ident) == ident
    with pytest.raises(DeskProblem, match="Several watches fit"):
        desk.find_watch("?")
    for unknown in ("", "zzz"):
        with pytest.raises(DeskProblem, match="No watch is called"):
            desk.find_watch(unknown)


def test_the_days_a_story_names_are_relative_to_its_own(desk: Desk, stories) -> None:
    story = desk.story(stories[0])
    assert story is not None
    assert desk.dates_in(stories[0]) == ()
    assert desk.dates_in("nothing") == ()


def test_calibration_is_nothing_but_a_number_below_ten(desk: Desk, clock) -> None:
    assert desk.calibration().brier is None
    made = [make(desk, closes_at=NOW + DAY, forecast=0.9) for _ in range(10)]
    clock.at = NOW + DAY
    for ident in made[:9]:
        desk.settle_watch(ident, "hit")
    assert (desk.calibration().n, desk.calibration().brier) == (9, None)
    desk.settle_watch(made[9], "miss")
    found = desk.calibration()
    assert found.brier == pytest.approx((9 * 0.01 + 0.81) / 10)
    assert found.discrimination == pytest.approx(0)
    desk.undo()
    assert desk.calibration().brier is None


def test_what_another_process_settled_meanwhile_is_not_settled_again(
    desk: Desk, places, clock
) -> None:
    other = Desk.open(places, clock=clock)
    other.settle_watch(SEED, "hit")
    with pytest.raises(DeskProblem, match=r"settled \(hit\)"):
        desk.settle_watch(SEED, "miss")
    assert watch(desk).state == "hit"
    other.close()


def test_the_days_are_read_from_title_and_summary(desk: Desk, stories, monkeypatch) -> None:
    from signalboard.model import replace

    story = desk.story(stories[0])
    said = replace(story, title="By the end of 2027", summary="or within six months")
    monkeypatch.setattr(desk._archive, "story", lambda _: said)
    assert [d.phrase for d in desk.dates_in(stories[0])] == [
        "By the end of 2027",
        "within six months",
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2027-05-31", "2027-05-31"),
        ("by 2027-05-31", "2027-05-31"),
        ("6 months", "2027-05-24"),
        ("6m", "2027-05-24"),
        ("within 2 Weeks", "2026-12-08"),
        ("90d", "2027-02-22"),
        ("1y", "2027-11-24"),
        ("end of 2027", "2027-12-31"),
        ("by the end of 2027", "2027-12-31"),
        ("next year", "2027-12-31"),
        ("March 2027", "2027-03-31"),
        ("march 15", "2027-03-15"),
        ("Q3 2027", "2027-09-30"),
        ("2028", "2028-12-31"),
        ("六个月内", "2027-05-24"),
    ],
)
def test_a_day_is_written_as_people_write_days(desk: Desk, written: str, day: str) -> None:
    assert times.iso(desk.day_meant(written)) == f"{day}T23:59:59Z"


@pytest.mark.parametrize(
    "written",
    ["", "soon", "2027-13-01", "0 months", "yesterday", "2027-02-30", "December 9999", "Q4 9999"],
)
def test_what_is_no_day_is_said(desk: Desk, written: str) -> None:
    with pytest.raises(DeskProblem, match="is no day to come"):
        desk.day_meant(written)


def test_spans_run_from_the_story(desk: Desk) -> None:
    assert times.day(desk.day_meant("6 months", times.parse_iso("2025-08-31"))) == "2026-02-28"


def at_random(desk: Desk, choose: random.Random) -> None:
    """Something that is done to a watch, or is refused."""
    ident = choose.choice([row.watch.id for row in desk.watches()] or ["none"])
    act = choose.randrange(6)
    if act == 0:
        make(desk, closes_at=desk.now() + choose.randrange(1, 90) * DAY)
    elif act == 1:
        desk.edit_watch(ident, question=f"Q{choose.random()}")
    elif act == 2:
        desk.settle_watch(ident, choose.choice(["hit", "miss", "void"]))
    elif act == 3:
        desk.reopen_watch(ident)
    elif act == 4:
        desk.forecast_watch(ident, choose.choice([0.2, 0.5, 0.8]))
    else:
        desk.remove_watch(ident)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_to_watches_undo_takes_it_all_back(desk: Desk, clock, seed: int) -> None:
    def stand() -> list[Watch]:
        return sorted((row.watch for row in desk.watches()), key=lambda each: each.id)

    choose, states = random.Random(seed), [stand()]
    for _ in range(40):
        clock.at += choose.randrange(20 * DAY)
        with contextlib.suppress(DeskProblem):
            at_random(desk, choose)
        if stand() != states[-1]:
            states.append(stand())
    assert len(states) > 5
    for stood in reversed(states[:-1]):
        assert desk.undo() is not None and stand() == stood
    assert desk.undo() is None
    for stood in states[1:]:
        assert desk.redo() is not None and stand() == stood


THESES = """\
feeds: []
theses:
  - {name: Whole, statement: a, negation: b, prior: 0.3, watches: [WATCH]}
  - {name: Unsure, statement: a, negation: b, watches: [WATCH]}
  - {name: Weak, statement: a, negation: b, prior: 0.3, watches: [STRAW]}
  - {name: Bare, statement: a, negation: b, prior: 0.3}
"""
KILL = (
    "{question: Q, hit_if: h, miss_if: m, within: 6 months, opened: 2026-04-23, h1: 0.1, h0: 0.4}"
)


def test_a_new_board_begins_with_what_may_be_active_and_drafts(places, stories, clock) -> None:
    written = THESES.replace("WATCH", KILL).replace(
        "STRAW", KILL.replace("0.1", "0.5").replace("0.4", "0.05")
    )
    places.feeds_file.write_text(written)
    desk = Desk.open(places, clock=clock)
    theses = [row.thesis for row in desk.theses()]
    assert [(t.name, t.status, t.prior, t.prior_said) for t in theses] == [
        ("Whole", "active", 0.3, True),
        ("Unsure", "draft", 0.5, False),
        ("Weak", "draft", 0.3, True),
        ("Bare", "draft", 0.3, True),
    ]
    (said,) = desk.missing("unsure")
    assert said.startswith("A prior")
    (said,) = desk.missing("weak")
    assert "5 dB against it" in said
    # Asked in April for six months: due before anybody opened the board, settled by nobody.
    assert [times.iso(w.due_at) for w in desk.due_watches()] == ["2026-10-23T23:59:59Z"] * 3
    assert desk.watch("whole-w1").watch.opened_at == times.parse_iso("2026-04-23")
    # Nobody held anything of it while it was open: no forecast, and no score.
    assert desk.watch("whole-w1").forecasts == () and desk.watch("whole-w1").forecast is None
    desk.settle_watch("whole-w1", "miss")
    row = desk.watch("whole-w1")
    assert (row.forecasts, row.score, row.settled_db > 0) == ((), None, True)
    assert desk.calibration().n == 0
    desk.close()
