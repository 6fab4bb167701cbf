"""Looking for the feeds of an address; nothing is kept before a yes.

Few requests, one after the other, none twice: where the address is a feed it is one, and the
answer that was shown is the one that is filed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from signalboard import times
from signalboard.links import feed_key, shown, shown_host
from signalboard.model import Entry, Feed, FeedState, Outcome
from signalboard.text import clean
from signalboard.values import dataclass
from signalboard.wire.discover import places as known_sites
from signalboard.wire.discover.offers import Offer, guesses, kind_of, understood
from signalboard.wire.fetch.fetched import Fetched, Limits
from signalboard.wire.parse.pool import Parsed, Parser
from signalboard.wire.refresh.choosing import queue_of
from signalboard.wire.refresh.progress import Event
from signalboard.wire.refresh.run import GAP

if TYPE_CHECKING:
    from signalboard.wire.fetch.transport import Client

SECONDS = 60.0
"""What finding the feeds of one address may take, all requests together."""
MOST_REQUESTS = 12
SHOWN_ENTRIES = 5
_TRIED = 3
"""Feeds named by a page that are asked for until one answers."""
_LOGIN, _SERVER_ERROR = 401, 500
_CLOSED = frozenset(o for o in Outcome if o.is_silent or o is Outcome.WAIT)
"""Outcomes after which the same server is not asked for anything else."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """One answer."""

    fetched: Fetched
    parsed: Parsed | None = None

    @property
    def is_feed(self) -> bool:
        return self.parsed is not None and self.parsed.outcome is Outcome.ENTRIES

    @property
    def outcome(self) -> Outcome:
        return self.fetched.outcome if self.parsed is None else self.parsed.outcome

    @property
    def reason(self) -> str:
        told = self.parsed.reason if self.parsed is not None else self.fetched.reason
        return told or "there is no feed"


class Looking:
    """One look at an address; what it does is told as events.

    ``asking`` (url) before each request; ``found`` (offers) once; ``preview`` (number, title,
    kind, entries, …) for each feed that was read; ``problem`` (reason, outcome, the number of
    an offer where it is about one, and as ``unread`` the address that may be right all the same
    where its server could not be asked); ``note`` (said).
    """

    def __init__(
        self,
        tell: Callable[[Event], None],
        client: Client,
        parser: Parser,
        *,
        known: Mapping[str, str],
        limits: Limits | None = None,
        gap: float = GAP,
        clock: Callable[[], int] = lambda: int(time.time()),
        whole: bool = False,
    ) -> None:
        self._tell, self._client, self._parser = tell, client, parser
        self._known, self._gap, self._clock = known, gap, clock
        self._limits = limits or Limits()
        self._whole = whole
        """Whether events carry addresses with the secrets in them, for who is to subscribe."""
        self._seen: dict[str, _Seen] = {}
        self._asked_at: dict[str, float] = {}
        self._guarded = False
        """Whether it is a public page that names what is asked for, and not the person."""
        self.offers: list[Offer] = []

    async def find(self, typed: str) -> bool:
        """Finds the feeds of what was typed, and reads the first; whether there is one."""
        asked = understood(typed)
        if asked is None:
            said = f"{clean(shown(typed), 100)!r} is no address of a site or a feed"
            self._problem(f"{said}: write one like example.org or https://example.org/feed.")
            return False
        if asked.lost_user:
            self._tell(
                {
                    "event": "note",
                    "said": "The user name and password in the address were left out: "
                    "feeds.yaml keeps none, `signalboard feed login` does.",
                }
            )
        try:
            async with asyncio.timeout(SECONDS):
                self.offers = await self._offers(asked.url, has_scheme=asked.has_scheme)
        except TimeoutError:
            self._problem(f"Looking took more than {SECONDS:g} seconds and was given up.")
            return False
        self._tell({"event": "found", "offers": [self._told(n) for n in self._numbers]})
        for number in self._numbers:
            seen = self._seen.get(self.offers[number - 1].url)
            if seen is not None:
                self._show(number, seen)
        return any((s := self._seen.get(o.url)) is not None and s.is_feed for o in self.offers)

    async def preview(self, number: int) -> bool:
        """Reads one of the offers, unless it was read already; whether it is a feed."""
        if number not in self._numbers:
            self._problem(f"There is no feed number {number} here.")
            return False
        seen = await self._ask(self.offers[number - 1].url)
        self._show(number, seen)
        return seen.is_feed

    def brought(self, number: object) -> Fetched | None:
        """The answer that was shown for an offer; None where it is no feed."""
        if not isinstance(number, int):
            return None
        seen = self._seen.get(self.offers[number - 1].url) if number in self._numbers else None
        return seen.fetched if seen is not None and seen.is_feed else None

    def close(self) -> None:
        """Lets go of all answers."""
        for seen in self._seen.values():
            seen.fetched.close()

    # -- finding ----------------------------------------------------------

    async def _offers(self, url: str, *, has_scheme: bool) -> list[Offer]:
        by_rule = known_sites.offers(url)
        for offer in by_rule:
            if offer.waits:
                continue
            seen = await self._ask(offer.url)
            if seen.is_feed:
                return [offer, *(other for other in by_rule if other.waits)]
            if seen.outcome in _CLOSED:
                self._problem(_told_of(seen, offer.url), seen.outcome, unread=offer.url)
                return []
        seen = await self._ask(url)
        if not has_scheme and seen.outcome.is_silent:
            plain = await self._ask("http://" + url.removeprefix("https://"))
            if not plain.outcome.is_silent:
                seen, url = plain, "http://" + url.removeprefix("https://")
        if seen.is_feed:
            return [Offer(url, "", "the address itself")]
        if seen.outcome is not Outcome.NOT_A_FEED or not seen.fetched.body:
            status = seen.fetched.status or 0
            may_be_right = seen.outcome in _CLOSED or status >= _SERVER_ERROR or status == _LOGIN
            unread = url if may_be_right else None
            self._problem(_told_of(seen, url), seen.outcome, unread=unread)
            return []
        return await self._of_page(url, seen)

    async def _of_page(self, url: str, seen: _Seen) -> list[Offer]:
        """The feeds that a page names; else one at a usual place."""
        fetched = seen.fetched
        self._guarded = fetched.is_public
        base = fetched.final_url or url
        named = await self._parser.links(fetched.body, fetched.content_type, base)
        for offer in named[:_TRIED]:
            if (await self._ask(offer.url)).is_feed:
                break
        if named:
            return list(named)
        if "page" not in seen.reason and "text" not in seen.reason:
            hint = "; `signalboard feed import` takes lists" if "OPML" in seen.reason else ""
            self._problem(_sentence(seen.reason + hint), Outcome.NOT_A_FEED)
            return []
        for guess in guesses(base):
            tried = await self._ask(guess)
            if tried.is_feed:
                return [Offer(guess, "", "at a usual place")]
            if tried.outcome in _CLOSED:
                break
        host = shown_host(base) or "the page"
        self._problem(
            f"{host} names no feed on this page, and there is none at the usual places.",
            Outcome.NOT_A_FEED,
        )
        return []

    async def _ask(self, url: str) -> _Seen:
        """One request, and what came read as a feed; none is made twice."""
        if url in self._seen:
            return self._seen[url]
        if len(self._seen) >= MOST_REQUESTS:
            return _Seen(Fetched(Outcome.WAIT, "enough was asked of this site for now"))
        from signalboard.wire.fetch.fetching import fetch

        queue = queue_of(url)
        last = self._asked_at.get(queue)
        if last is not None:
            await asyncio.sleep(max(0.0, last + self._gap - time.monotonic()))
        self._tell({"event": "asking", "url": shown(url)})
        now = self._clock()
        feed = Feed(shown_host(url) or "feed", url)
        state = FeedState(shown(url))
        fetched = await fetch(self._client, feed, state, self._limits, now, guarded=self._guarded)
        self._asked_at[queue] = time.monotonic()
        parsed = None
        if fetched.outcome is Outcome.ENTRIES:
            base = fetched.final_url or url
            parsed = await self._parser.parse(fetched.body, fetched.content_type, base, now)
        self._seen[url] = seen = _Seen(fetched, parsed)
        return seen

    # -- telling ----------------------------------------------------------

    @property
    def _numbers(self) -> range:
        return range(1, len(self.offers) + 1)

    def _address(self, number: int) -> str:
        """What would be subscribed to: where the server says that it moved for good, that."""
        url = self.offers[number - 1].url
        seen = self._seen.get(url)
        return url if seen is None else seen.fetched.moved_to or url

    def _told(self, number: int) -> Event:
        offer, address = self.offers[number - 1], self._address(number)
        told: Event = {
            "number": number,
            "url": shown(address),
            "title": offer.title,
            "found": offer.found,
            "known": self._known.get(feed_key(address)),
        }
        return {**told, "address": address} if self._whole else told

    def _show(self, number: int, seen: _Seen) -> None:
        if not seen.is_feed or seen.parsed is None:
            self._problem(_sentence(seen.reason), seen.outcome, number)
            return
        parsed = seen.parsed
        self._tell(
            {
                "event": "preview",
                **self._told(number),
                "title": parsed.title or self.offers[number - 1].title,
                "kind": kind_of(seen.fetched.body),
                "site": parsed.site,
                "count": len(parsed.entries),
                "entries": [_entry(entry) for entry in _newest(parsed.entries)],
            }
        )

    def _problem(
        self,
        reason: str,
        outcome: Outcome | None = None,
        number: int | None = None,
        *,
        unread: str | None = None,
    ) -> None:
        told: Event = {"event": "problem", "reason": clean(reason), "outcome": outcome}
        if number is not None:
            told["number"] = number
        if unread is not None and self._whole:
            told["unread"] = unread
        self._tell(told)


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    """The newest five; those without a date as the feed has them, after the others."""
    ordered = sorted(entries, key=lambda entry: -(entry.published_at or 0))
    return ordered[:SHOWN_ENTRIES]


def _entry(entry: Entry) -> Event:
    at = entry.published_at
    return {
        "title": entry.title,
        "url": shown(entry.url),
        "published": times.iso(at) if at is not None else None,
    }


def _told_of(seen: _Seen, url: str) -> str:
    """Why there is no feed, and what a person can do about it."""
    said = _sentence(seen.reason)
    if seen.fetched.status == _LOGIN:
        return f"{said} Once it is added, `signalboard feed login` gives it a user name."
    if seen.outcome is Outcome.WAIT and (shown_host(url) or "").endswith("sec.gov"):
        return f"{said} It wants to know whom to write to: see user_agents in feeds.yaml."
    return said


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:].rstrip(".") + "." if reason else "There is no feed."
