"""The whole life of a feed, as any server and any clock may have it: no network, no waiting."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

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
    settled,
)

NOW = 1_790_000_000
URL = "https://example.com/feed"
NEW = FeedState(URL)
KEPT = replace(
    NEW, etag='"a"', last_modified="m", body_hash="h", outcome=Outcome.ENTRIES,
    attempted_at=NOW - DAY, succeeded_at=NOW - DAY, interval=HOUR, entries_seen=9,
)  # fmt: skip
STATES = {
    "new": NEW,
    "kept": KEPT,
    "failing": replace(KEPT, failures=2, outcome=Outcome.NETWORK),
    "failing long": replace(KEPT, failures=400, outcome=Outcome.HTTP_ERROR),
    "waiting": replace(KEPT, failures=1, outcome=Outcome.WAIT, ttl=3 * DAY),
    "killed twice": replace(KEPT, failures=2, kills=2, outcome=Outcome.PARSE),
    "without validators": replace(KEPT, etag=None, last_modified=None),
    "gone": replace(KEPT, failures=1, outcome=Outcome.GONE, next_at=NEVER),
}
ERRORS = [o for o in Outcome if not o.is_well and o not in {Outcome.WAIT, Outcome.GONE}]
ERROR = {
    "new": HOUR, "kept": HOUR, "failing": 4 * HOUR, "failing long": DAY, "waiting": 2 * HOUR,
    "killed twice": 4 * HOUR, "without validators": HOUR, "gone": 2 * HOUR,
}  # fmt: skip
"""How long after a further failure each is asked again."""
WAIT = {
    **dict.fromkeys(STATES, 4 * HOUR),
    "failing long": DAY,
}
"""How long after a 429 or 403 that names no time."""


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_in_every_state(name: str, outcome: Outcome) -> None:
    state = STATES[name]
    answer = Answer(outcome, "why", 999)
    if outcome is Outcome.ENTRIES:
        answer = Answer(outcome, etag='"b"', body_hash="i", entries=3, keeps_validators=True)
    found = after(state, answer, NOW)
    wait = found.next_at - NOW
    assert (found.attempted_at, found.outcome, found.url) == (NOW, outcome, URL)
    if outcome is Outcome.ENTRIES:
        assert (found.etag, found.last_modified, found.body_hash) == ('"b"', None, "i")
        assert found.entries_seen == state.entries_seen + 3
    else:
        kept = (state.etag, state.last_modified, state.body_hash, state.entries_seen)
        assert (found.etag, found.last_modified, found.body_hash, found.entries_seen) == kept
    if outcome.is_well:
        assert (found.failures, found.kills, found.succeeded_at) == (0, 0, NOW)
        has_validators = bool(found.etag or found.last_modified)
        least, most = (HOUR, 1.4 * HOUR) if has_validators else (DAY, 1.1 * DAY)
        assert least <= wait <= most
    else:
        assert found.failures == state.failures + 1
        assert (found.kills, found.succeeded_at) == (state.kills, state.succeeded_at)
        assert (found.reason, found.status) == ("why", 999)
    if outcome is Outcome.GONE:
        assert (found.next_at, is_due(found, NEVER), is_open(found, NEVER)) == (NEVER, False, False)
    elif outcome is Outcome.WAIT:
        assert WAIT[name] * 0.9 <= wait <= WAIT[name] * 1.1
        assert wait >= 4 * HOUR
    elif outcome in ERRORS:
        assert max(HOUR, ERROR[name] * 0.9) <= wait <= ERROR[name] * 1.1


class Life(RuleBasedStateMachine):
    """A feed is asked by the schedule, by hand, by a clock that jumps; it answers anything."""

    @initialize()
    def begin(self) -> None:
        self.now = NOW
        self.state = NEW
        self.asked_at: int | None = None
        self.was_gone = False

    @rule(
        outcome=st.sampled_from(list(Outcome)),
        asked=st.none() | st.integers(-(10**20), 10**20),
        pace=st.none() | st.integers(0, 10**10),
        etag=st.none() | st.just('"a"'),
        killed=st.booleans(),
        forgets=st.booleans(),
        by_hand=st.booleans(),
    )
    def look(
        self,
        outcome: Outcome,
        asked: int | None,
        pace: int | None,
        etag: str | None,
        killed: bool,
        forgets: bool,
        by_hand: bool,
    ) -> None:
        state = settled(self.state, self.now)
        may = is_open(state, self.now) if by_hand else is_due(state, self.now)
        if not may:
            self.state = state
            return
        if not by_hand and self.asked_at is not None:
            assert self.now - self.asked_at >= HOUR
        if self.state.outcome is Outcome.GONE:
            raise AssertionError("asked, though it is gone")
        self.asked_at = self.now
        planned = state.next_at
        state = before(state, self.now)
        assert state.next_at >= self.now + HOUR  # on disk before the request
        answer = Answer(
            outcome,
            asked=asked,
            pace=pace,
            etag=etag,
            killed=killed and outcome is Outcome.PARSE,
            keeps_validators=outcome is Outcome.ENTRIES,
            forgets_validators=forgets and outcome is Outcome.UNCHANGED,
        )
        self.state = after(state, answer, self.now, planned)

    @rule(seconds=st.sampled_from([60, HOUR - 1, HOUR, 5 * HOUR, DAY, 8 * DAY]))
    def wait(self, seconds: int) -> None:
        self.now += seconds

    @precondition(lambda self: self.state is not NEW)
    @rule(seconds=st.sampled_from([HOUR, 30 * DAY, 400 * DAY]))
    def set_back(self, seconds: int) -> None:
        self.now -= seconds
        if self.asked_at is not None:
            # By a clock that was set back it was asked later than now: counted from now on.
            self.asked_at = min(self.asked_at, self.now)

    @invariant()
    def never_given_up_and_never_later_than_a_week(self) -> None:
        state = settled(self.state, self.now)
        if state.outcome is Outcome.GONE or is_stopped(state):
            return
        assert state.next_at <= self.now + LONGEST_WAIT + 2 * 60
        assert is_due(state, self.now + LONGEST_WAIT + 2 * 60)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
