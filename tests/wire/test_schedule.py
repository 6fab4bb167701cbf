"""When a feed is asked next, by table: no clock, no network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.model import FeedState, Outcome, replace
from signalboard.wire.schedule import (
    DAY,
    HOUR,
    LONGEST_WAIT,
    NEVER,
    Answer,
    after,
    before,
    is_due,
    is_open,
    is_stopped,
    pace,
    settled,
    told,
)

NOW = 1_790_000_000
URL = "https://example.com/feed"
NEW = FeedState(URL)
FAILURES = [o for o in Outcome if not o.is_well and o not in {Outcome.WAIT, Outcome.GONE}]


def _entries(**more: object) -> Answer:
    return Answer(Outcome.ENTRIES, **{"etag": '"a"', "keeps_validators": True, **more})  # type: ignore[arg-type]


def _near(value: int, wanted: int) -> bool:
    return wanted * 0.9 <= value <= wanted * 1.1 + 1


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (_entries(), HOUR),
        (_entries(asked=60), HOUR),
        (_entries(asked=3 * HOUR), 3 * HOUR),
        (_entries(asked=90 * DAY), DAY),
        (_entries(pace=600), HOUR),
        (_entries(pace=DAY), 3 * HOUR),
        (_entries(pace=900 * DAY), DAY),
        (_entries(pace=DAY, asked=5 * HOUR), 5 * HOUR),
        (_entries(etag=None, last_modified="Sat, 01 Aug 2026 00:00:00 GMT"), HOUR),
    ],
)
def test_a_feed_that_answers_is_asked_again(answer: Answer, wanted: int) -> None:
    state = after(NEW, answer, NOW)
    assert state.next_at - NOW >= HOUR
    assert _near(state.next_at - NOW, wanted)
    assert state.interval == state.next_at - NOW
    assert (state.outcome, state.failures, state.succeeded_at) == (Outcome.ENTRIES, 0, NOW)


def test_without_validators_once_a_day() -> None:
    state = after(NEW, _entries(etag=None), NOW)
    assert DAY <= state.next_at - NOW <= DAY * 1.1
    again = after(state, Answer(Outcome.UNCHANGED, body_hash="h"), NOW)
    assert again.next_at - NOW >= DAY


def test_a_quiet_feed_is_asked_ever_less_often_until_it_posts() -> None:
    state = after(NEW, _entries(pace=600), NOW)
    spans = []
    for _ in range(30):
        state = after(state, Answer(Outcome.UNCHANGED, status=304), NOW)
        spans.append(state.next_at - NOW)
    assert spans == sorted(spans)
    assert spans[0] > HOUR
    assert _near(spans[-1], DAY)
    assert _near(after(state, _entries(pace=600), NOW).next_at - NOW, HOUR)


def test_jitter_differs_by_feed_and_never_by_day() -> None:
    spans = {
        after(FeedState(f"https://example.com/{n}"), _entries(asked=10 * HOUR), NOW).interval
        for n in range(50)
    }
    assert len(spans) > 40
    one = after(NEW, _entries(asked=10 * HOUR), NOW).interval
    assert one == after(NEW, _entries(asked=10 * HOUR), NOW + 999_999).interval


@pytest.mark.parametrize("outcome", FAILURES)
def test_errors_wait_an_hour_doubling_to_a_day_for_ever(outcome: Outcome) -> None:
    state = NEW
    spans = []
    for _ in range(60):
        state = after(state, Answer(outcome), NOW)
        spans.append(state.next_at - NOW)
    hours = [1, 2, 4, 8, 16, *[24] * 55]
    assert all(_near(span, hour * HOUR) for span, hour in zip(spans, hours, strict=True))
    assert state.failures == 60
    assert is_due(state, state.next_at)
    assert after(state, _entries(), NOW).failures == 0


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        (0, HOUR, HOUR),
        (120, HOUR, HOUR),
        (2 * HOUR, 2 * HOUR, 2 * HOUR),
        (10**20, LONGEST_WAIT, LONGEST_WAIT),
        (None, 4 * HOUR, 4.4 * HOUR),
    ],
)
def test_a_server_that_asks_for_patience_gets_it(asked: int | None, least: int, most: int) -> None:
    state = after(NEW, Answer(Outcome.WAIT, asked=asked, status=429), NOW)
    assert least <= state.next_at - NOW <= most
    assert not is_due(state, NOW + least - 1)


def test_a_wait_without_a_time_grows_to_a_day() -> None:
    state = NEW
    for _ in range(9):
        state = after(state, Answer(Outcome.WAIT), NOW)
    assert _near(state.next_at - NOW, DAY)


def test_a_person_may_hurry_a_feed_but_not_against_its_servers_word() -> None:
    asked = after(NEW, Answer(Outcome.WAIT, asked=2 * HOUR), NOW)
    assert not is_open(asked, NOW + 2 * HOUR - 1)
    assert is_open(asked, NOW + 2 * HOUR)
    assert is_open(after(NEW, Answer(Outcome.WAIT, asked=10**20), NOW), NOW + LONGEST_WAIT)
    assert is_open(after(NEW, Answer(Outcome.WAIT), NOW), NOW)
    assert is_open(after(NEW, _entries(asked=DAY), NOW), NOW)


def test_gone_is_for_ever_unless_it_comes_back() -> None:
    state = after(NEW, Answer(Outcome.GONE, status=410), NOW)
    assert state.next_at == NEVER
    assert not is_due(state, NEVER + 1)
    assert not is_open(state, NEVER + 1)
    assert settled(state, NOW - 400 * DAY).next_at == NEVER
    assert is_due(after(state, _entries(), NOW), NOW + 2 * HOUR)


def test_three_kills_pause_and_one_good_reading_ends_it() -> None:
    state = NEW
    for count in (1, 2, 3):
        assert not is_stopped(state)
        state = after(state, Answer(Outcome.PARSE, killed=True), NOW)
        assert state.kills == count
    assert is_stopped(state)
    assert not is_due(state, NEVER)
    assert not is_open(state, NEVER)
    assert after(state, Answer(Outcome.NETWORK), NOW).kills == 3
    assert after(state, _entries(), NOW).kills == 0


def test_validators_change_only_with_an_answer_that_keeps_them() -> None:
    state = after(NEW, _entries(last_modified="m", body_hash="h"), NOW)
    kept = (state.etag, state.last_modified, state.body_hash)
    assert kept == ('"a"', "m", "h")
    for outcome in Outcome:
        other = after(state, Answer(outcome, etag='"b"', body_hash="i"), NOW)
        assert (other.etag, other.last_modified, other.body_hash) == kept
    empty = after(state, _entries(etag=None), NOW)
    assert (empty.etag, empty.last_modified, empty.body_hash) == (None, None, None)


def test_a_304_nobody_asked_for_clears_the_validators_and_is_no_success() -> None:
    state = after(NEW, _entries(body_hash="h"), NOW - DAY)
    state = after(state, Answer(Outcome.UNCHANGED, forgets_validators=True), NOW)
    assert (state.etag, state.last_modified, state.body_hash) == (None, None, None)
    assert (state.succeeded_at, state.failures) == (NOW - DAY, 1)


def test_what_the_feed_asked_for_is_remembered_over_a_304_but_not_a_servers_wait() -> None:
    state = after(NEW, _entries(asked=6 * HOUR), NOW)
    assert after(state, Answer(Outcome.UNCHANGED), NOW).ttl == 6 * HOUR
    assert after(state, Answer(Outcome.UNCHANGED, asked=HOUR), NOW).ttl == HOUR
    assert after(state, Answer(Outcome.NETWORK), NOW).ttl == 6 * HOUR
    waiting = after(state, Answer(Outcome.WAIT, asked=3 * DAY), NOW)
    assert after(waiting, Answer(Outcome.UNCHANGED), NOW).ttl is None


def test_the_next_check_is_written_down_before_the_request() -> None:
    state = before(replace(NEW, failures=2), NOW)
    assert state.attempted_at == NOW
    assert not is_due(state, NOW + HOUR - 1)
    assert _near(state.next_at - NOW, 4 * HOUR)
    assert (state.outcome, state.failures) == (None, 2)


def test_a_new_feed_is_due_at_once() -> None:
    assert is_due(NEW, 0)
    assert settled(NEW, NOW) == NEW


@pytest.mark.parametrize("back", [HOUR, 3 * DAY, 365 * DAY])
def test_a_clock_set_back_causes_neither_storm_nor_stall(back: int) -> None:
    state = after(NEW, _entries(asked=6 * HOUR), NOW)
    gap = state.next_at - NOW
    now = NOW - back
    mended = settled(state, now)
    assert (mended.attempted_at, mended.next_at) == (now, now + gap)
    assert not is_due(mended, now)
    assert is_due(mended, now + gap)
    assert settled(mended, now + 60) == mended


def test_a_clock_set_forward_stalls_nothing() -> None:
    state = after(NEW, _entries(), NOW)
    assert is_due(state, NOW + 365 * DAY)


def test_a_next_check_out_of_all_reason_is_pulled_in() -> None:
    state = FeedState(URL, attempted_at=NOW - 9, next_at=NOW + 30 * DAY)
    assert settled(state, NOW).next_at <= NOW + 2 * HOUR
    waiting = after(NEW, Answer(Outcome.WAIT, asked=10**20), NOW)
    assert settled(waiting, NOW) == waiting
    assert settled(waiting, NOW - 365 * DAY).next_at == NOW - 365 * DAY + LONGEST_WAIT


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ([], None),
        ([None, None], None),
        ([NOW + 1], None),
        ([NOW - DAY], DAY),
        ([NOW - HOUR * n for n in range(1, 11)], HOUR),
        ([NOW - HOUR * n for n in range(1, 1000)], HOUR),
        ([None, NOW - 2 * DAY, NOW - 4 * DAY, NOW + 50], 2 * DAY),
    ],
)
def test_pace(published: list[int | None], expected: int | None) -> None:
    assert pace(published, NOW) == expected


@given(
    st.sampled_from(list(Outcome)),
    st.one_of(st.none(), st.integers(-(10**20), 10**20)),
    st.one_of(st.none(), st.integers(0, 10**12)),
    st.integers(0, 10**6),
    st.booleans(),
    st.one_of(st.none(), st.integers(1, 10**6)),
)
def test_never_sooner_than_an_hour_and_never_later_than_a_week(
    outcome: Outcome,
    asked: int | None,
    entry_pace: int | None,
    failures: int,
    killed: bool,
    interval: int | None,
) -> None:
    state = FeedState(URL, failures=failures, interval=interval, etag="x")
    answer = Answer(outcome, asked=asked, pace=entry_pace, killed=killed)
    state = after(state, answer, NOW)
    if outcome is Outcome.GONE:
        assert state.next_at == NEVER
    else:
        assert HOUR <= state.next_at - NOW <= LONGEST_WAIT


@pytest.mark.parametrize("outcome", [Outcome.NETWORK, Outcome.WAIT, Outcome.NOT_A_FEED])
def test_a_retry_by_hand_that_fails_puts_nothing_off(outcome: Outcome) -> None:
    planned = NOW + 3 * HOUR
    failed = replace(FeedState(URL), attempted_at=NOW - HOUR, failures=6, next_at=planned)
    state = before(failed, NOW)
    assert state.next_at == planned
    assert after(state, Answer(outcome), NOW, planned).next_at == planned
    asked = after(state, Answer(Outcome.WAIT, asked=5 * HOUR), NOW, planned)
    assert asked.next_at == NOW + 5 * HOUR
    # There is an hour between any two checks all the same.
    soon = replace(failed, next_at=NOW + 60)
    assert before(soon, NOW).next_at == NOW + HOUR
    assert after(before(soon, NOW), Answer(outcome), NOW, NOW + 60).next_at == NOW + HOUR


def test_a_refusal_is_told_with_when_it_is_asked_again() -> None:
    refused = Answer(Outcome.WAIT, "a.example refuses us")
    state = after(before(FeedState(URL), NOW), refused, NOW)
    assert told(refused, state, NOW).reason == (
        "a.example refuses us; it is asked again in about 4 hours"
    )
    soon = after(before(FeedState(URL), NOW), replace(refused, asked=5), NOW)
    assert told(refused, soon, NOW).reason.endswith("; it is asked again in about an hour")
    fine = Answer(Outcome.ENTRIES)
    assert told(fine, after(state, fine, NOW), NOW) is fine
