"""Which feeds are meant, and which may be asked side by side. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from signalboard.links import feeds_meant
from signalboard.model import Feed

_LOOPBACK = frozenset({"localhost", "::1"})


class UnknownFeedError(Exception):
    """A feed was named that is not in feeds.yaml; the text is a sentence for people."""


def chosen(feeds: Sequence[Feed], only: Iterable[str]) -> list[Feed]:
    """The feeds a person means, each as ``links.feeds_meant`` has it.

    An address that is not listed is left out where there are others: who asks for all that
    fail need not know that one was removed just now. Raises UnknownFeedError where none or
    several fit one name, or there are no others.
    """
    only = list(only)
    found: dict[str, Feed] = {}
    missing = []
    for asked in only:
        meant = feeds_meant(asked, feeds)
        if not meant and "://" in asked:
            missing.append(asked)
            continue
        if not meant:
            raise _unknown(asked)
        if len(meant) > 1:
            names = ", ".join(feed.name for feed in meant[:5])
            raise UnknownFeedError(f"{asked!r} may mean several feeds: {names}. Name one of them.")
        found.update((feed.url, feed) for feed in meant)
    if missing and not found:
        raise _unknown(missing[0])
    return list(found.values())


def _unknown(asked: str) -> UnknownFeedError:
    return UnknownFeedError(
        f"There is no feed {asked!r} in feeds.yaml; `signalboard feed list` shows them."
    )


def queue_of(url: str) -> str:
    """What feeds that must not be asked side by side have in common: their host.

    This machine may be asked for many at once: each of its feeds is a queue of its own.
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return url
    return url if host in _LOOPBACK or host.startswith("127.") else host
