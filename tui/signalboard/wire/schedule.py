"""When a feed is asked next: pure decisions on (state, answer, now).

Nothing here reads a clock, a network or a file. All spans are seconds.
"""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.model import MOVED_CHECKS, FeedState, Outcome
from signalboard.values import dataclass, replace

HOUR, DAY = 3600, 86400
SHORTEST, LONGEST = HOUR, DAY
"""Between two checks of a feed that answers."""
UNASKED_WAIT = 4 * HOUR
"""After 429 or 403 that names no time."""
LONGEST_WAIT = 7 * DAY
"""However long a server asks us to wait."""
MOST_KILLS = 3
"""Parser kills in a row that stop the reading of a feed."""
MOVING = 7 * DAY
"""The checks that a permanent redirect takes to be taken over are within this."""
MOST_MISSED = 3
"""Failures in a row at an address taken over after which the listed one is asked again."""
NEVER = 253_402_300_799
"""The last second of the year 9999."""

_POSTS_PER_CHECK = 8  # a feed is asked about eight times for each entry it posts
_SAMPLE = 20
_QUIETER = 1.25
_DRIFT = 2 * 60  # a clock this much behind the last attempt was not set back


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check of a feed taught us, as far as the schedule is concerned."""

    outcome: Outcome
    reason: str = ""
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    asked: int | None = None
    """Seconds the feed (ttl, sy:update) or its server (max-age, Expires, Retry-After) asks for."""
    pace: int | None = None
    """Seconds between two of its entries; None where no entries were read."""
    entries: int = 0
    killed: bool = False
    """The parser had to be killed over it."""
    keeps_validators: bool = False
    """The validators and the hash of this answer replace what is remembered."""
    forgets_validators: bool = False
    moved_to: str | None = None
    """Where permanent redirects, and no others, led from the address that was asked."""
    is_same_feed: bool = False
    """What was found there is what the feed brought before, or the first it ever brings."""


def is_stopped(state: FeedState) -> bool:
    """Whether the parser had to be killed over it three times in a row."""
    return state.kills >= MOST_KILLS


def is_due(state: FeedState, now: int) -> bool:
    """Whether the schedule lets the feed be asked now."""
    if state.outcome is Outcome.GONE or is_stopped(state):
        return False
    return now >= state.next_at


def is_open(state: FeedState, now: int) -> bool:
    """Whether a person may have the feed asked now although it is not due.

    Not where it is gone or stopped, nor while its server asked to be left alone.
    """
    if state.outcome is Outcome.GONE or is_stopped(state):
        return False
    asked = state.ttl if state.outcome is Outcome.WAIT else None
    return asked is None or now >= (state.attempted_at or 0) + asked


def settled(state: FeedState, now: int) -> FeedState:
    """The state, mended where the clock was set back since it was written.

    The planned gap is kept and counted from now: no storm, and no feed that waits
    until the clock has caught up.
    """
    attempted = state.attempted_at
    if attempted is None or attempted <= now + _DRIFT:
        if state.next_at >= NEVER or state.next_at <= now + LONGEST_WAIT + _DRIFT:
            return state
        return replace(state, next_at=now + _jittered(state.url, SHORTEST, SHORTEST))
    if state.next_at >= NEVER:
        return replace(state, attempted_at=now)
    longest = LONGEST_WAIT if state.outcome is Outcome.WAIT else _most(LONGEST)
    gap = min(max(state.next_at - attempted, SHORTEST), longest)
    return replace(state, attempted_at=now, next_at=now + gap)


def before(state: FeedState, now: int) -> FeedState:
    """The state to write down before the request, as if it were to fail without a trace.

    One asked before its time, by a person, is asked again when it was to be all the same, or
    after the hour that there is between any two checks.
    """
    if now < state.next_at < NEVER:
        return replace(state, attempted_at=now, next_at=max(state.next_at, now + SHORTEST))
    wait = _backoff(state.failures + 1)
    return replace(state, attempted_at=now, next_at=now + _jittered(state.url, wait, SHORTEST))


def after(state: FeedState, answer: Answer, now: int, planned: int | None = None) -> FeedState:
    """The state to write down with what the request brought.

    ``planned``: when it was to be asked, before this. Where a person asked sooner, and it fails
    again, that stays, but for the hour between two checks: trying puts nothing off. A server
    that says itself how long is heard.
    """
    # A 304 nobody asked for brings nothing, whatever it says.
    well = answer.outcome.is_well and not answer.forgets_validators
    state = replace(
        state,
        attempted_at=now,
        outcome=answer.outcome,
        reason=answer.reason,
        status=answer.status,
        succeeded_at=now if well else state.succeeded_at,
        failures=0 if well else state.failures + 1,
        kills=_kills(state, answer),
        entries_seen=state.entries_seen + answer.entries,
        ttl=_asked(state, answer),
    )
    if answer.keeps_validators:
        state = replace(
            state,
            etag=answer.etag,
            last_modified=answer.last_modified,
            body_hash=answer.body_hash,
        )
    if answer.forgets_validators:
        state = replace(state, etag=None, last_modified=None, body_hash=None)
    was_elsewhere = state.taken_over is not None
    state = _moved(state, answer, now)
    if answer.outcome is Outcome.GONE and not was_elsewhere:
        return replace(state, next_at=NEVER, interval=None)
    interval = _interval(state, answer)
    next_at = now + interval
    if planned is not None and planned > now and not well and answer.asked is None:
        next_at = min(next_at, max(planned, now + SHORTEST))
    return replace(state, next_at=next_at, interval=interval)


def told(answer: Answer, state: FeedState, now: int) -> Answer:
    """The answer as it is told right after the check: where the feed has to wait, for how long."""
    if answer.outcome is not Outcome.WAIT or not now < state.next_at < NEVER:
        return answer
    hours = max(1, round((state.next_at - now) / HOUR))
    about = f"{hours} hours" if hours > 1 else "an hour"
    return replace(answer, reason=f"{answer.reason}; it is asked again in about {about}")


def pace(published: Sequence[int | None], now: int) -> int | None:
    """Seconds between two entries of a feed, by its latest twenty up to now; None if undated."""
    dates = sorted((at for at in published if at is not None and at <= now), reverse=True)
    dates = dates[:_SAMPLE]
    return (now - dates[-1]) // len(dates) if dates else None


def _moved(state: FeedState, answer: Answer, now: int) -> FeedState:
    """Where the feed moved to. ``state`` has the answer's failures already.

    What was taken over is given up where it fails several times in a row, or is gone: the
    listed address may know better. A failure elsewhere takes back nothing that was seen.
    Where another feed was found first, its entries are no proof at the next look: that
    address is not taken over for as long as it is led to.
    """
    if state.taken_over:
        lost = answer.outcome is Outcome.GONE or state.failures >= MOST_MISSED
        if answer.moved_to is None and not lost:
            return state
    elif not answer.outcome.is_well:
        return state
    if not answer.outcome.is_well or answer.moved_to is None:
        return replace(state, moved_to=None, moved_at=None, moved_checks=0)
    if state.moved_checks < 0 and state.moved_to == answer.moved_to:
        return state
    if not answer.is_same_feed:
        is_other = answer.outcome is Outcome.ENTRIES
        to, at, checks = (answer.moved_to, now, -1) if is_other else (None, None, 0)
        return replace(state, moved_to=to, moved_at=at, moved_checks=checks)
    begun = state.moved_at
    if answer.moved_to != state.moved_to or begun is None or not 0 <= now - begun <= MOVING:
        state = replace(state, moved_to=answer.moved_to, moved_at=now, moved_checks=0)
    is_sure = _is_only_safer(state.url, answer.moved_to)
    return replace(state, moved_checks=MOVED_CHECKS if is_sure else state.moved_checks + 1)


def _is_only_safer(listed: str, moved: str) -> bool:
    """Whether one address is the other with https."""
    return listed.startswith("http://") and moved == "https://" + listed.removeprefix("http://")


def _asked(state: FeedState, answer: Answer) -> int | None:
    """What the feed or its server last asked for; a plain 304 or a failure takes nothing back."""
    if answer.asked is not None:
        return min(max(answer.asked, 0), LONGEST_WAIT)
    if answer.outcome in {Outcome.ENTRIES, Outcome.WAIT} or state.outcome is Outcome.WAIT:
        return None
    return state.ttl


def _kills(state: FeedState, answer: Answer) -> int:
    if answer.killed:
        return state.kills + 1
    # A refusal by the network says nothing about what the parser would do.
    return 0 if answer.outcome.is_well else state.kills


def _interval(state: FeedState, answer: Answer) -> int:
    if answer.outcome is Outcome.WAIT:
        if answer.asked is not None:
            return min(max(answer.asked, SHORTEST), LONGEST_WAIT)
        wait = max(UNASKED_WAIT, _backoff(state.failures))
        return _jittered(state.url, wait, UNASKED_WAIT)
    if not answer.outcome.is_well:
        return _jittered(state.url, _backoff(state.failures), SHORTEST)
    if not (state.etag or state.last_modified):
        return _jittered(state.url, LONGEST, LONGEST)
    wanted = float(max(SHORTEST, state.ttl or 0))
    if answer.pace is not None:
        wanted = max(wanted, answer.pace / _POSTS_PER_CHECK)
    elif answer.outcome is Outcome.UNCHANGED and state.interval is not None:
        wanted = max(wanted, state.interval * _QUIETER)
    return _jittered(state.url, min(int(wanted), LONGEST), SHORTEST)


def _backoff(failures: int) -> int:
    return min(HOUR << min(max(failures, 1) - 1, 10), LONGEST)


def _jittered(url: str, span: int, least: int) -> int:
    """The span moved by up to a tenth, always the same way for one feed, not below the least."""
    import hashlib  # loads OpenSSL, which only a check needs

    drawn = int.from_bytes(hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=4).digest())
    factor = 0.9 + 0.2 * drawn / 0xFFFFFFFF
    return max(int(span * factor), least)


def _most(span: int) -> int:
    return int(span * 1.1)
