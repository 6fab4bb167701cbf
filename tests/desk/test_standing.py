"""How a feed stands, in words: a table, without a clock or a file."""

from __future__ import annotations

import pytest

from signalboard import times
from signalboard.desk import standing
from signalboard.desk.standing import Standing
from signalboard.model import Feed, FeedState, Outcome, replace
from signalboard.text import is_clean
from signalboard.wire import schedule
from signalboard.wire.schedule import NEVER

NOW = 1_795_530_720
MINUTE, HOUR, DAY = 60, 3600, 86400
URL = "https://wire.example/feed"
FEED = Feed("The Wire", URL)
READ = FeedState(
    URL,
    attempted_at=NOW - HOUR,
    succeeded_at=NOW - HOUR,
    next_at=NOW + 43 * MINUTE,
    outcome=Outcome.ENTRIES,
)
FAILED = replace(
    READ, outcome=Outcome.TIMEOUT, failures=5, succeeded_at=NOW - 3 * DAY, reason="it hung"
)


@pytest.mark.parametrize(
    ("feed", "state", "stands", "said", "next_try"),
    [
        (FEED, FeedState(URL), "not read", "It was not read yet.", "at once"),
        (FEED, replace(FeedState(URL), attempted_at=NOW, next_at=NOW + 9), "not read",
         "It was asked just now, and what came is not known: that refresh was stopped, or is "
         "still at work.", "in 1 min"),
        (FEED, READ, "well", "It answers.", "in 43 min"),
        (FEED, replace(READ, outcome=Outcome.UNCHANGED), "unchanged",
         "It answers; nothing was new at the last check.", "in 43 min"),
        (FEED, FAILED, "failing", "It hung. 5 times in a row; last read 3d ago.", "in 43 min"),
        (FEED, replace(FAILED, failures=1, succeeded_at=None), "failing",
         "It hung. Once; it was never read.", "in 43 min"),
        (FEED, replace(FAILED, reason="", next_at=NOW - 5), "failing",
         "It could not be read. 5 times in a row; last read 3d ago.", "at once"),
        (FEED, replace(FAILED, outcome=Outcome.GONE, next_at=NEVER), "gone",
         "The server says that it is gone for good. Last read 3d ago.", "never: gone"),
        (FEED, replace(FAILED, outcome=Outcome.WAIT, ttl=9, next_at=NOW + 4 * HOUR), "waiting",
         "Its server asks for patience until 2026-11-24 18:32. It hung.", "in 4 h"),
        (FEED, replace(FAILED, outcome=Outcome.WAIT, next_at=NOW + 4 * HOUR), "waiting",
         "It hung. It is asked again 2026-11-24 18:32.", "in 4 h"),
        (FEED, replace(FAILED, outcome=Outcome.PARSE, kills=3), "stopped",
         "signalboard stopped reading it: that had to be cut short 3 times in a row. It hung.",
         "never: stopped"),
        (replace(FEED, enabled=False), FAILED, "paused",
         "You paused it: it is not asked; its stories are kept.", "never: paused"),
    ],
)  # fmt: skip
def test_how_it_stands(feed, state, stands, said, next_try, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    found = standing.standing(feed, state)
    assert found.value == stands
    assert standing.reason(found, state, NOW) == said
    assert standing.next_try(found, state, NOW) == next_try


def test_broken_are_first_and_every_word_has_its_place():
    ranked = sorted(Standing, key=lambda word: word.rank)
    assert set(ranked[:3]) == {Standing.FAILING, Standing.STOPPED, Standing.GONE}
    assert all(word.is_broken for word in ranked[:3])
    assert not any(word.is_broken for word in ranked[3:])
    assert [word.value for word in ranked[3:6]] == ["waiting", "not read", "paused"]
    assert ranked[-1] is Standing.REMOVED


@pytest.mark.parametrize("outcome", [o for o in Outcome if not o.is_well])
@pytest.mark.parametrize("status", [None, 401, 404, 408, 503])
def test_every_failure_has_advice_in_a_sentence(outcome, status):
    state = replace(FAILED, outcome=outcome, status=status)
    said = standing.advice(standing.standing(FEED, state), state, None, 0, NOW)
    assert said[0].isupper() and said.endswith(".") and is_clean(said)


def test_what_to_do_depends_on_what_the_server_said():
    def advice(status: int) -> str:
        state = replace(FAILED, outcome=Outcome.HTTP_ERROR, status=status)
        return standing.advice(Standing.FAILING, state, None, 0, NOW)

    assert "password" in advice(401)
    assert "moved" in advice(404)
    assert "in trouble" in advice(503)
    assert len({advice(401), advice(404), advice(503)}) == 3


def test_a_feed_that_answers_but_says_nothing_is_told():
    def advice(latest_days: int, gap_days: float) -> str:
        return standing.advice(Standing.WELL, READ, NOW - latest_days * DAY, gap_days * DAY, NOW)

    assert advice(10, 1) == ""
    assert advice(59, 1) == ""
    assert advice(200, 1) == "Its newest entry is 200 days old."
    assert advice(200, 30) == "", "a feed of one entry a month is not quiet yet"
    assert standing.advice(Standing.WELL, READ, None, 0, NOW) == ""


def test_where_it_moved_is_told():
    assert standing.moved(READ) == ""
    state = replace(READ, moved_to="https://new.example/feed", moved_at=NOW, moved_checks=2)
    assert standing.moved(state).startswith("It redirects for good to https://new.example/feed (at")


def test_feeds_that_became_one_are_told():
    there = "https://b.example/feed"
    to = replace(READ, moved_to=there, moved_at=NOW, moved_checks=3)
    other = replace(READ, url="https://c.example/feed", moved_to=there, moved_checks=-1)
    listed = FeedState(there)
    assert standing.same_feeds([to, listed]) == {URL: there}
    assert standing.same_feeds([listed, other, to]) == {URL: there, other.url: there}
    assert standing.same_feeds([to, other]) == {other.url: URL}
    assert standing.same_feeds([READ, listed, replace(READ, url="d", moved_to="e")]) == {}
    assert "the same feed as B now" in standing.moved(to, "B")


@pytest.mark.parametrize(
    ("recent", "days", "week", "shown"),
    [
        (0, 0, None, ""),
        (0, 30, None, ""),
        (90, 90, 7.0, "7"),
        (1, 90, 7 / 90, "<0.1"),
        (20, 90, 140 / 90, "1.6"),
        (1, 1, 1.0, "1"),
        (2, 3, 2.0, "2"),
        (40, 2, 140.0, "140"),
        (30, 7, 30.0, "30"),
    ],
)
def test_how_often_it_posts(recent, days, week, shown):
    assert standing.per_week(recent, days) == (None if week is None else pytest.approx(week))
    assert standing.paced(standing.per_week(recent, days)) == shown


def test_being_offline_is_told_once_for_all():
    down = replace(FAILED, outcome=Outcome.NETWORK, succeeded_at=NOW - 2 * HOUR)
    said = standing.offline([down, replace(down, outcome=Outcome.TIMEOUT)], NOW)
    assert "none of 2 feeds could be reached; a feed last answered 2h ago" in said
    assert standing.offline([down, READ], NOW) == ""
    assert standing.offline([down], NOW) == "", "one feed alone says nothing of the machine"
    assert "answered" not in standing.offline([replace(down, succeeded_at=None)] * 3, NOW)


def test_words_become_a_sentence():
    assert standing.sentence(" it hung ") == "It hung."
    assert standing.sentence("Why?") == "Why?"
    assert standing.sentence("") == ""


def test_a_check_whose_end_nobody_saw_is_told_with_its_real_next_try() -> None:
    state = schedule.before(FeedState(URL), NOW - 600)
    stands = standing.standing(FEED, state)
    assert stands is Standing.NEW
    assert standing.reason(stands, state, NOW) == (
        "It was asked 10m ago, and what came is not known: that refresh was stopped, or is "
        "still at work."
    )
    assert standing.next_try(stands, state, NOW) == times.until(state.next_at, NOW) != "at once"
    assert "retry" in standing.advice(stands, state, None, 0, NOW)
    never = FeedState(URL)
    assert standing.next_try(stands, never, NOW) == "at once"
    assert standing.reason(stands, never, NOW) == "It was not read yet."


@pytest.mark.parametrize(
    ("stands", "reason", "said"),
    [
        (Standing.FAILING, "a.example answers 404, not found", "answers 404, not found"),
        (Standing.FAILING, "What came is no feed", "What came is no feed"),
        (Standing.FAILING, "a.example", "a.example"),
        (Standing.FAILING, "the name wire.example cannot be found", "its name cannot be found"),
        (Standing.FAILING, "no connection to wire.example: refused", "no connection: refused"),
        (Standing.FAILING, "the connection to wire.example broke", "the connection broke"),
        (
            Standing.FAILING,
            "the name b.example cannot be found",
            "the name b.example cannot be found",
        ),
        (Standing.FAILING, "", "could not be read"),
        (Standing.PAUSED, "a.example answers 404", "you paused it"),
        (Standing.WELL, "", ""),
    ],
)
def test_a_column_says_why_in_a_few_words(stands, reason, said):
    assert standing.brief(stands, replace(FAILED, reason=reason)) == said
