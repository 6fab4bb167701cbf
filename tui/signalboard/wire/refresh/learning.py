"""What the schedule and the history of a feed learn of what came. Pure."""

from __future__ import annotations

from signalboard.model import Check, FeedState, Outcome, replace
from signalboard.wire import schedule
from signalboard.wire.fetch.fetched import Fetched
from signalboard.wire.parse.pool import Parsed
from signalboard.wire.schedule import Answer


def check(state: FeedState, at: int, new: int = 0) -> Check:
    """The line of the feed's history that belongs to how it stands now."""
    return Check(at, state.outcome or Outcome.PARSE, state.status, state.reason, new)


def told(fetched: Fetched, parsed: Parsed, now: int) -> Answer:
    """What the schedule learns of a body and of what it was."""
    if parsed.outcome is not Outcome.ENTRIES:
        return Answer(parsed.outcome, parsed.reason, fetched.status, killed=parsed.killed)
    if not parsed.is_whole:
        reason = "the feed stops in the middle; what came is kept"
        return Answer(Outcome.TRUNCATED, reason, fetched.status)
    known = answer(fetched)
    pace = schedule.pace([entry.published_at for entry in parsed.entries], now)
    asked = max(filter(None, (known.asked, parsed.asked)), default=None)
    return replace(known, asked=asked, pace=pace, keeps_validators=True)


def answer(fetched: Fetched) -> Answer:
    """What the schedule learns of an answer, before its body was read."""
    return Answer(
        fetched.outcome,
        fetched.reason,
        fetched.status,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        body_hash=fetched.body_hash,
        asked=fetched.asked,
        moved_to=fetched.moved_to,
        is_same_feed=fetched.outcome is Outcome.UNCHANGED,
        # The same body, asked for again: the validators of today's answer are as good.
        keeps_validators=fetched.outcome is Outcome.UNCHANGED and fetched.body_hash is not None,
        forgets_validators=fetched.forgets_validators,
    )
