"""Where things live, and feeds.yaml: read with every mistake told, changed with care."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from signalboard.config.aside import quarantine
from signalboard.config.fields import address
from signalboard.config.files import (
    ConfigProblem,
    Fingerprint,
    fingerprint,
    only_one,
    reason,
)
from signalboard.config.files import read as read_file
from signalboard.config.files import replace as replace_file
from signalboard.config.passwords import Login, logins, set_login, withheld, withhold
from signalboard.config.places import NoHomeError, Places, ensure, places, starter
from signalboard.config.preferences import preference, set_preference
from signalboard.config.settings import load
from signalboard.config.values import Settings, ThesisSeed, WatchSeed
from signalboard.model import Company, Feed, Mute, SavedSearch

__all__ = [
    "ConfigProblem",
    "Fingerprint",
    "Login",
    "NoHomeError",
    "Places",
    "Settings",
    "ThesisSeed",
    "WatchSeed",
    "address",
    "change_feeds",
    "ensure",
    "fingerprint",
    "load",
    "logins",
    "only_one",
    "places",
    "preference",
    "put_company",
    "put_feed",
    "put_mute",
    "put_search",
    "quarantine",
    "read_file",
    "reason",
    "remove_company",
    "remove_feed",
    "remove_mute",
    "remove_search",
    "replace_file",
    "set_login",
    "set_preference",
    "starter",
    "unsound",
    "withheld",
    "withhold",
]


# Changing the file is rare, and needs the parser that a start with unchanged settings does not.


def put_feed(path: Path, feed: Feed) -> None:
    """Adds a subscription, or changes the one of the same address. Raises ConfigProblem."""
    from signalboard.config import edit

    edit.put_feed(path, feed)


def remove_feed(path: Path, url: str) -> Feed | None:
    """Takes a subscription out; what it was, or None if there is none. Raises ConfigProblem."""
    from signalboard.config import edit

    return edit.remove_feed(path, url)


def put_company(path: Path, company: Company) -> None:
    """Adds a company, or changes the one of the same name. Raises ConfigProblem."""
    from signalboard.config import edit

    edit.put_company(path, company)


def remove_company(path: Path, name: str) -> Company | None:
    """Takes a company out; what it was, or None if there is none. Raises ConfigProblem."""
    from signalboard.config import edit

    return edit.remove_company(path, name)


def change_feeds(path: Path, put: Iterable[Feed], take: Iterable[str]) -> None:
    """Adds feeds and takes out those of some addresses, writing once. Raises ConfigProblem."""
    from signalboard.config import many

    many.change_feeds(path, put, take)


def unsound(feed: Feed) -> str | None:
    """Why feeds.yaml cannot hold a feed as it is, as a sentence; None if it can."""
    from signalboard.config import many

    return many.unsound(feed)


def put_mute(path: Path, mute: Mute) -> None:
    """Adds a mute, where it is not there. Raises ConfigProblem."""
    from signalboard.config import edit

    edit.put_mute(path, mute)


def remove_mute(path: Path, mute: Mute) -> Mute | None:
    """Takes a mute out; what it was, or None if there is no such one. Raises ConfigProblem."""
    from signalboard.config import edit

    return edit.remove_mute(path, mute)


def put_search(path: Path, search: SavedSearch) -> None:
    """Saves a search, or changes the one of the same name. Raises ConfigProblem."""
    from signalboard.config import edit

    edit.put_search(path, search)


def remove_search(path: Path, name: str) -> SavedSearch | None:
    """Takes a search out; what it was, or None if there is none of that name."""
    from signalboard.config import edit

    return edit.remove_search(path, name)
