"""Tending: how the feeds stand, and what a person does about it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from signalboard import __version__
from signalboard.archive import Posted
from signalboard.desk import documents, standing
from signalboard.desk.children import command
from signalboard.desk.editing import Editing
from signalboard.desk.standing import Standing
from signalboard.desk.theses import Theses
from signalboard.desk.values import Change, FeedHealth, Health
from signalboard.links import shown
from signalboard.model import BUNDLED, Check, Feed, FeedState, replace
from signalboard.text import clean
from signalboard.times import DAY


class Tending(Editing, Theses):
    """The health of the feeds. Pausing is an edit of feeds.yaml: it can be undone."""

    def health(self) -> Health:
        """How all feeds stand, broken ones first; two reads for all of them."""
        now = self.now()
        states = self._archive.feed_states()
        posted = self._archive.posted(now)
        listed = {shown(feed.url): feed for feed in self._settings.feeds}
        known_of = {url: states.get(url) or FeedState(url) for url in listed}
        same = standing.same_feeds(known_of.values())
        names = {url: listed[other].name for url, other in same.items()}
        rows = [
            _row(
                *(feed, url, standing.standing(feed, state), state, posted.get(url), now),
                names.get(url, ""),
            )
            for url, feed in listed.items()
            for state in (known_of[url],)
        ]
        former = [
            _row(Feed(self._called(url), url), url, Standing.REMOVED, state, known, now)
            for url, state in states.items()
            if url not in listed and (known := posted.get(url)) is not None and known.entries
        ]
        asked = [
            row.state for row in rows if row.standing in _ASKED and not row.url.startswith(BUNDLED)
        ]
        if standing.is_offline(asked):
            rows = [standing.excused(row) for row in rows]
        return Health(tuple(sorted(chain(rows, former), key=_order)), standing.offline(asked, now))

    def _called(self, url: str) -> str:
        return self._archive.called(url) or _bare(url)

    def due_at(self) -> int | None:
        """When the next feed may be asked; None where none ever is by itself."""
        never = {Standing.GONE, Standing.STOPPED, Standing.PAUSED, Standing.REMOVED}
        rows = [row for row in self.health().feeds if row.standing not in never]
        return min((row.state.next_at for row in rows), default=None)

    def feed_health(self, named: str) -> FeedHealth:
        """How one feed stands; raises DeskProblem where none or several are called so."""
        url = shown(self.find_feed(named).url)
        return next(row for row in self.health().feeds if row.url == url)

    def feed_checks(self, url: str) -> tuple[Check, ...]:
        """How the latest checks of a feed went, newest first; by its address as shown."""
        checks = self._archive.checks(url)
        return tuple(replace(check, reason=clean(check.reason)) for check in checks)

    def feed_days(self, url: str) -> tuple[int, ...]:
        """Entries of a feed a day for thirty days, the oldest first, today last."""
        return self._archive.posted_daily(url, self.now())

    def pause_feed(self, named: str) -> Change | None:
        """Have a feed not asked any more, in feeds.yaml; None where it is so already."""
        return self._enable(self.find_feed(named), False)

    def resume_feed(self, named: str) -> Change | None:
        """Have a paused feed asked again; None where it is so already."""
        return self._enable(self.find_feed(named), True)

    def refresh_command(self, *, now: bool = False) -> list[str]:
        """The command that fetches what is new, with a line of JSON for each step."""
        asked = command(self.places, "refresh", "--json")
        return [*asked, "--now"] if now else asked

    def retry_command(self, urls: Sequence[str]) -> list[str]:
        """The command that asks these feeds now, by their addresses as shown, whatever is planned.

        Feeds that stand as broken may be retried in one go; what waits, is gone or
        was stopped is asked only where it is named by itself.
        """
        return [*self.refresh_command(now=True), *urls]

    def doctor(self) -> list[tuple[str, list[str]]]:
        """What is where, versions, sizes, feeds and anything wrong, under headings."""
        from signalboard.desk.doctor import report

        return report(
            version=__version__,
            places=self.places,
            archive=self._archive,
            board=self._board,
            feeds=self.health(),
            notices=self.notices,
            strangers=len(self._strangers),
        )

    def _enable(self, feed: Feed, on: bool) -> Change | None:
        if feed.enabled == on:
            return None
        return self._edit_settings(
            f"{'resumed' if on else 'paused'} feed: {feed.name}",
            "feed",
            feed.url,
            documents.document(feed),
            documents.document(replace(feed, enabled=on)),
        )


_ASKED = frozenset({Standing.FAILING, Standing.WAITING, Standing.WELL, Standing.UNCHANGED})
"""How feeds stand that are asked by themselves, and were."""


def _row(
    feed: Feed,
    url: str,
    stands: Standing,
    state: FeedState,
    posted: Posted | None,
    now: int,
    same_as: str = "",
) -> FeedHealth:
    posted = posted or Posted()
    week = standing.per_week(posted.recent, posted.days)
    gap = 7 * DAY / week if week else 0.0
    return FeedHealth(
        feed=feed,
        url=url,
        state=state,
        standing=stands,
        reason=standing.reason(stands, state, now),
        brief=standing.brief(stands, state),
        advice=standing.advice(stands, state, posted.latest_at, gap, now),
        next_try=standing.next_try(stands, state, now),
        moved=standing.moved(state, same_as),
        same=standing.same(same_as) if same_as else "",
        entries=posted.entries,
        month=posted.month,
        per_week=week,
        latest_at=posted.latest_at,
    )


def _bare(url: str) -> str:
    """What a feed is called whose name is not known: its address; a host may have several."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


def _order(row: FeedHealth) -> tuple[int, str, str]:
    return row.standing.rank, row.feed.name.casefold(), row.url
