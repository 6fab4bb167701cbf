"""One run over the feeds that are due: ask, parse, file, remember.

A feed that fails never harms another. What a feed brought and the validators it came
with are stored in one transaction; its next check is written down before its request.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING

from signalboard import memory
from signalboard.archive import Archive, ArchiveProblem, Writing
from signalboard.links import shown
from signalboard.model import Company, Feed, FeedState, Outcome, replace
from signalboard.values import dataclass
from signalboard.wire import heap, schedule
from signalboard.wire.fetch.fetched import Fetched, Limits, body_hash
from signalboard.wire.parse.bundled import bundled_body
from signalboard.wire.parse.pool import Parsed, Parser
from signalboard.wire.refresh import learning
from signalboard.wire.refresh.choosing import chosen, queue_of
from signalboard.wire.refresh.filing import Filed, file_entries
from signalboard.wire.refresh.portal import PORTAL, Heard, is_astray
from signalboard.wire.refresh.preparing import Preparing
from signalboard.wire.refresh.progress import Event
from signalboard.wire.refresh.storing import Storing
from signalboard.wire.schedule import Answer
from signalboard.wire.spool import Spool

if TYPE_CHECKING:
    from signalboard.wire.fetch.transport import Client

AT_ONCE = 8
"""Requests on their way."""
IN_HAND = 24
"""Feeds that were begun and are not stored yet: what a crash may cost an hour's wait."""
_MANY_NEW = 8
"""Feeds never read before of which some will surely have to be parsed."""
GAP = 1.0
"""Seconds between two requests to one host; this machine is exempt."""


@dataclass(slots=True)
class Total:
    """What a run did."""

    feeds: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Due:
    feed: Feed
    state: FeedState
    waits: bool = False
    """Its server asked to be left alone, and nobody named it."""


async def refresh(
    feeds: Sequence[Feed],
    companies: Sequence[Company],
    archive: Archive,
    *,
    report: Callable[[Event], None],
    manual: bool = False,
    only: Sequence[str] = (),
    clock: Callable[[], int] = lambda: int(time.time()),
    limits: Limits | None = None,
    client: Client | None = None,
    way_out: Callable[[], Client] | None = None,
    parser: Parser | None = None,
    gap: float = GAP,
    brought: Mapping[str, Fetched] | None = None,
) -> Total:
    """Refreshes the enabled feeds that are due, telling each step to ``report``.

    ``manual`` passes over the schedule, but not over what is gone or stopped nor over
    what a server asked for; ``only`` names feeds (by name or URL) to ask whatever
    their state; ``way_out`` makes a client where one is needed; ``brought`` holds, by URL,
    answers that came already and are taken for those of this run. Raises UnknownFeedError
    before anything is done, ArchiveProblem where
    nothing can be stored, and CancelledError after the total was told.
    """
    named = chosen(feeds, only)
    run = _Run(companies, archive, report, clock)
    run.brought = brought or {}
    due = run.due(feeds, named, manual=manual)
    report({"event": "start", "feeds": len(due)})
    try:
        async with parser or run.preparing.parser() as run.parser:
            with run.storing:
                for each in due:
                    if each.feed.is_bundled or each.waits:
                        await run.one(each)
                await _over_the_wire(run, due, limits, client or way_out, gap)
    except BaseException:
        run.total.stopped = True
        raise
    finally:
        report({"event": "total", **asdict(run.total)})
    return run.total


async def _over_the_wire(
    run: _Run,
    due: Sequence[_Due],
    limits: Limits | None,
    client: Client | Callable[[], Client] | None,
    gap: float,
) -> None:
    """Asks the feeds on the network: eight at once, one a host."""
    far = [each for each in due if not each.feed.is_bundled and not each.waits]
    if not far:
        return
    if sum(each.state.body_hash is None for each in far) >= _MANY_NEW:
        await run.parser.begin()  # it loads while this process does
    # An HTTP client takes a tenth of a second to load: only where one is needed.
    from signalboard.wire.fetch.transport import Client

    memory.lend_only()
    heap.collect_rarely()
    run.limits = limits or Limits()
    hands = asyncio.Semaphore(IN_HAND)

    async def along(queue: Sequence[_Due]) -> None:
        for index, each in enumerate(queue):
            if index:
                await asyncio.sleep(gap)
            async with hands:
                await run.one(each)

    queues: dict[str, list[_Due]] = {}
    for each in far:
        queues.setdefault(queue_of(each.feed.url), []).append(each)
    async with client if isinstance(client, Client) else (client or Client)() as run.client:
        try:
            async with asyncio.TaskGroup() as tasks:
                for queue in queues.values():
                    tasks.create_task(along(queue))
        except ExceptionGroup as group:  # a feed lets nothing else through
            raise group.exceptions[0] from None
    await run.settle_astray()


class _Run:
    """What the feeds of one run share."""

    parser: Parser
    client: Client
    limits: Limits
    brought: Mapping[str, Fetched]

    def __init__(
        self,
        companies: Sequence[Company],
        archive: Archive,
        report: Callable[[Event], None],
        clock: Callable[[], int],
    ) -> None:
        self.preparing = Preparing(companies)
        self._archive, self._report, self._clock = archive, report, clock
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.storing = Storing(archive)
        self.total = Total()
        self._heard = Heard()
        self._astray: list[_Astray] = []

    def _followed(
        self, feeds: Sequence[Feed], states: dict[str, FeedState]
    ) -> dict[str, FeedState]:
        """The states, where a person wrote the address that a redirect led to into feeds.yaml.

        It is the same feed.
        """
        keys = {shown(feed.url) for feed in feeds}
        for state in [*states.values()]:
            to = state.moved_to or ""
            is_other = state.moved_checks < 0
            if to in keys and to not in states and state.url not in keys and not is_other:
                self._archive.rename_feed(state.url, to)
                unmoved = replace(state, url=to, moved_to=None, moved_at=None, moved_checks=0)
                del states[state.url]
                states[to] = unmoved
        return states

    def due(self, feeds: Sequence[Feed], named: Sequence[Feed], *, manual: bool) -> list[_Due]:
        """The feeds to ask, the bundled first."""
        self._archive.mark_secrets()
        states = self._followed(feeds, self._archive.feed_states())
        now = self._clock()
        listed: dict[str, Feed] = {}
        for feed in named or [feed for feed in feeds if feed.enabled]:
            listed.setdefault(shown(feed.url), feed)  # listed twice, asked once
        found = []
        for url, feed in listed.items():
            before = states.get(url) or FeedState(url)
            state = schedule.settled(before, now)
            if state != before:
                self._archive.save_state(state)
            is_due = schedule.is_due(state, now) or _is_news(feed, state)
            if named or is_due or (manual and schedule.is_open(state, now)):
                found.append(_Due(feed, state))
            elif manual and state.outcome is Outcome.WAIT:
                found.append(_Due(feed, state, waits=True))
        return sorted(found, key=lambda each: not each.feed.is_bundled)

    async def one(self, due: _Due) -> None:
        """One feed from request to archive. Raises only ArchiveProblem and CancelledError."""
        url = shown(due.feed.url)
        self._report({"event": "started", "feed": url, "name": due.feed.name})
        filed = Filed()
        answer: Answer | None
        try:
            if due.waits:
                answer = Answer(Outcome.WAIT, f"{due.state.reason}; name it to ask all the same")
            else:
                answer, filed = await self._asked(due)
        except ArchiveProblem:
            raise
        except Exception as error:  # a fault of ours: told, and no other feed is harmed
            answer = Answer(Outcome.PARSE, f"signalboard failed on it ({type(error).__name__})")
            now = self._clock()
            state = schedule.before(due.state, now)
            state = schedule.after(state, answer, now, due.state.next_at)
            await self._remember(state, now)
        if answer is not None:
            self._done(due, answer, filed)

    async def settle_astray(self) -> None:
        """Stores how feeds stand that were sent elsewhere; not where a portal answers for all."""
        portal = self._heard.portal
        if portal is not None:
            self._report({"event": "notice", "text": PORTAL.format(host=portal)})
        for each in self._astray:
            if portal is None:
                planned = each.due.state.next_at
                state = schedule.after(each.state, each.answer, self._clock(), planned)
                await self._remember(state, each.at)
            self._done(each.due, each.answer, Filed())

    def _done(self, due: _Due, answer: Answer, filed: Filed) -> None:
        """One feed is through: counted and told."""
        self.total.feeds += 1
        self.total.new += filed.new
        self.total.changed += filed.changed
        self.total.unchanged += filed.unchanged
        self.total.failed += not answer.outcome.is_well and not due.waits
        self._report(
            {
                "event": "done",
                "feed": shown(due.feed.url),
                "name": due.feed.name,
                "outcome": answer.outcome.value,
                "new": filed.new,
                "changed": filed.changed,
                "unchanged": filed.unchanged,
                "reason": answer.reason,
            }
        )

    async def _asked(self, due: _Due) -> tuple[Answer | None, Filed]:
        """What a feed answered; None where that depends on what the others do."""
        async with AsyncExitStack() as held:
            return await self._through(due, held)

    async def _through(self, due: _Due, held: AsyncExitStack) -> tuple[Answer | None, Filed]:
        """The same; what it holds is given back by who asked."""
        feed, now = due.feed, self._clock()
        await self._remember(state := schedule.before(due.state, now))
        async with self._turns:
            fetched = await self._fetched(feed, state, now)
            is_large = isinstance(fetched.body, Spool)
            if is_large:  # it takes room on disk: it keeps its place among the eight
                held.callback(memory.give_back)
                held.callback(fetched.close)
                parsed = await self._parsed(feed, fetched, now)
                fetched.close()
        asked, final = state.taken_over or feed.url, fetched.final_url
        if fetched.outcome is not Outcome.ENTRIES:
            answer, parsed = learning.answer(fetched), Parsed(fetched.outcome)
        else:
            if not is_large:
                parsed = await self._parsed(feed, fetched, now)
            answer = learning.told(fetched, parsed, now)
        if not feed.is_bundled:
            self._heard.note(asked, final, answer.outcome)
            if is_astray(asked, final, answer.outcome) and not parsed.entries:
                self._astray.append(_Astray(due, state, answer, now))
                return None, Filed()
        if fetched.outcome is not Outcome.ENTRIES:
            state = schedule.after(state, answer, self._clock(), due.state.next_at)
            await self._remember(state, now)
            return schedule.told(answer, state, now), Filed()
        del fetched  # its body has no place beside what waits to be stored
        return await self.storing.store(
            lambda shelf: self._stored(shelf, due, state, answer, parsed, now)
        )

    async def _remember(self, state: FeedState, now: int | None = None) -> None:
        """How a feed stands; ``now``: since a check, which is noted."""
        check = None if now is None else learning.check(state, now)
        await self.storing.store(lambda shelf: shelf.save_state(state, check))

    async def _parsed(self, feed: Feed, fetched: Fetched, now: int) -> Parsed:
        base = fetched.final_url or feed.url
        return await self.parser.parse(
            fetched.body, fetched.content_type, base, now, name=feed.name, feed_origin=feed.origin
        )

    def _stored(
        self,
        shelf: Writing,
        due: _Due,
        state: FeedState,
        answer: Answer,
        parsed: Parsed,
        now: int,
    ) -> tuple[Answer, Filed]:
        """Files what came, with how the feed stands now."""
        feed, filed = due.feed, Filed()
        if parsed.entries:
            made = self.preparing.of(feed.name, feed.origin, parsed.entries, parsed.prepared)
            filed = file_entries(shelf, feed, state.url, parsed.entries, made, now)
        is_same = filed.alike > 0 or state.entries_seen == 0
        answer = replace(answer, entries=filed.new, is_same_feed=is_same)
        state = schedule.after(state, answer, self._clock(), due.state.next_at)
        shelf.save_state(state, learning.check(state, now, filed.new))
        return answer, filed

    async def _fetched(self, feed: Feed, state: FeedState, now: int) -> Fetched:
        if feed.url in self.brought:
            return self.brought[feed.url]
        if not feed.is_bundled:
            from signalboard.wire.fetch.fetching import fetch

            return await fetch(self.client, feed, state, self.limits, now)
        body = bundled_body(feed.url)
        if body is None:
            return Fetched(Outcome.NOT_A_FEED, "no such feed comes with signalboard")
        hashed = body_hash(body)
        is_same = hashed == state.body_hash
        outcome = Outcome.UNCHANGED if is_same else Outcome.ENTRIES
        return Fetched(outcome, body=b"" if is_same else body, body_hash=hashed)


@dataclass(frozen=True, slots=True)
class _Astray:
    """A feed whose request ended at another server, without a feed there."""

    due: _Due
    state: FeedState
    answer: Answer
    at: int


def _is_news(feed: Feed, state: FeedState) -> bool:
    """Whether a feed of the program itself was never read, or is another since."""
    if not feed.is_bundled:
        return False
    body = bundled_body(feed.url)
    has_changed = body is not None and body_hash(body) != state.body_hash
    return state.succeeded_at is None or (has_changed and not schedule.is_stopped(state))
