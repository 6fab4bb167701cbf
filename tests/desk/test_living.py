"""The life of a thesis: draft, active, closed with a post-mortem, reopened."""

from __future__ import annotations

import pytest

from signalboard import times
from signalboard.desk import Desk, DeskProblem
from signalboard.model import Stance, Thesis
from signalboard.times import DAY
from tests.values import NOW

WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"


def thesis(desk: Desk, ident: str = WALLETS) -> Thesis:
    return desk.thesis(ident).thesis


def watch(desk: Desk, ident: str, **fields: float) -> None:
    given = {"h1": 0.95, "h0": 0.5, **fields}
    desk.add_watch(ident, "q", "h", "m", closes_at=desk.now() + 9 * DAY, **given)


def test_a_draft_says_what_it_lacks_collects_evidence_and_becomes_active(
    desk: Desk, stories
) -> None:
    made = desk.add_thesis("Tips", "agents tip", "they do not").thesis_ids[0]
    assert (thesis(desk, made).status, thesis(desk, made).prior) == ("draft", 0.5)
    assert not thesis(desk, made).prior_said
    assert desk.judge(stories[0], made, Stance.SUPPORT).evidence_id
    with pytest.raises(DeskProblem) as refused:
        desk.activate_thesis(made)
    said = str(refused.value)
    assert said.startswith("Tips cannot be active yet.")
    assert "A prior:" in said and "An open watch" in said and "stays a draft" in said
    desk.edit_thesis(made, prior=0.5)  # the same number, but now somebody said it
    assert thesis(desk, made).prior_said
    watch(desk, made, h1=0.6, h0=0.4)
    with pytest.raises(DeskProblem) as refused:
        desk.activate_thesis(made)
    assert "A prior" not in str(refused.value) and "5 dB against" in str(refused.value)
    watch(desk, made)
    change = desk.activate_thesis(made)
    assert change is not None and change.label == "active thesis: Tips"
    assert thesis(desk, made).status == "active" and desk.activate_thesis(made) is None
    desk.undo()
    assert thesis(desk, made).status == "draft"


def test_an_active_thesis_stays_active_when_its_watch_is_settled(desk: Desk) -> None:
    desk.settle_watch(f"{WEB4}-w1", "hit")
    assert thesis(desk, WEB4).status == "active" and desk.activate_thesis(WEB4) is None
    assert len(desk.missing(WEB4)) == 1  # which the screen says


@pytest.mark.parametrize("ending", ["confirmed", "refuted"])
def test_a_thesis_is_closed_with_a_post_mortem_and_reopened(
    desk: Desk, stories, clock, ending
) -> None:
    before = thesis(desk, WEB4)
    desk.judge(stories[0], WEB4, Stance.SUPPORT)
    with pytest.raises(DeskProblem, match="takes a post-mortem"):
        desk.close_thesis(WEB4, ending, " \x1b")
    clock.at = NOW + DAY
    change = desk.close_thesis(WEB4, ending, "I was\x1b early")
    assert change is not None and change.label == f"{ending} thesis: Web4 at velocity"
    closed = thesis(desk, WEB4)
    assert (closed.status, closed.post_mortem, closed.closed_at) == (
        ending, "I was early", NOW + DAY,
    )  # fmt: skip
    assert [row.thesis.id for row in desk.theses()] == [WALLETS]
    assert [row.thesis.id for row in desk.closed_theses()] == [WEB4]
    assert len(desk.evidence(WEB4)) == 1 and desk.summary().watches_open == 1
    with pytest.raises(DeskProblem, match="to judge by"):
        desk.judge(stories[1], WEB4, Stance.SUPPORT)
    assert desk.close_thesis(WEB4, ending, "I was early") is None
    assert desk.close_thesis(WEB4, ending) is None
    assert desk.close_thesis(WEB4, ending, "I was late") is not None
    with pytest.raises(DeskProblem, match=f"closed already .{ending}."):
        desk.close_thesis(WEB4, "retired")
    with pytest.raises(DeskProblem, match="reopen it first"):
        desk.activate_thesis(WEB4)
    change = desk.reopen_thesis(WEB4)
    assert change.label == "reopened thesis: Web4 at velocity"
    assert thesis(desk, WEB4) == before
    with pytest.raises(DeskProblem, match="is not closed"):
        desk.reopen_thesis(WEB4)
    desk.undo()
    assert thesis(desk, WEB4).post_mortem == "I was late"


def test_a_draft_is_retired_but_never_confirmed(desk: Desk) -> None:
    with pytest.raises(DeskProblem, match=r"cannot be confirmed\. Activate it first"):
        desk.close_thesis(WALLETS, "confirmed", "hm")
    assert desk.retire_thesis(WALLETS) is not None
    assert (thesis(desk).status, thesis(desk).closed_at) == ("retired", NOW)
    desk.reopen_thesis(WALLETS)
    assert thesis(desk).status == "draft"


def test_what_is_reopened_is_active_only_where_it_may_be(desk: Desk) -> None:
    desk.close_thesis(WEB4, "refuted", "no")
    desk.settle_watch(f"{WEB4}-w1", "miss")
    desk.reopen_thesis(WEB4)
    assert thesis(desk, WEB4).status == "draft"


def test_horizon_rivals_and_pre_mortem(desk: Desk) -> None:
    made = desk.add_thesis(
        "Tips", "agents tip", "they do not", prior=0.2, horizon_at=NOW + 9 * DAY,
        rivals=["people\x1b tip", ""], pre_mortem="nobody pays",
    ).thesis_ids[0]  # fmt: skip
    assert thesis(desk, made).prior_said
    kept = thesis(desk, made)
    assert (kept.horizon_at, kept.rivals, kept.pre_mortem) == (
        NOW + 9 * DAY, ("people tip",), "nobody pays",
    )  # fmt: skip
    same = {"horizon_at": NOW + 9 * DAY, "rivals": ["people tip"], "pre_mortem": "nobody pays"}
    assert desk.edit_thesis(made, **same) is None  # type: ignore[arg-type]
    assert desk.edit_thesis(made, horizon_at=0, rivals=["a", "b"], pre_mortem="x") is not None
    kept = thesis(desk, made)
    assert (kept.horizon_at, kept.rivals, kept.pre_mortem) == (None, ("a", "b"), "x")
    for wrong in (NOW, times.year_begins(9001)):
        with pytest.raises(DeskProblem, match="day to come"):
            desk.edit_thesis(made, horizon_at=wrong)
        with pytest.raises(DeskProblem, match="day to come"):
            desk.add_thesis("T", "a", "b", horizon_at=wrong)


def test_a_horizon_that_passed_stays_while_the_rest_is_edited(desk: Desk, clock) -> None:
    made = desk.add_thesis("Tips", "a", "b", horizon_at=NOW + DAY).thesis_ids[0]
    clock.at = NOW + 9 * DAY
    assert desk.edit_thesis(made, pre_mortem="x", horizon_at=NOW + DAY) is not None
    assert thesis(desk, made).horizon_at == NOW + DAY
