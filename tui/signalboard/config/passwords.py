"""Secrets of feeds, apart from feeds.yaml and the journal: files only their owner can read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from signalboard.config.aside import quarantine
from signalboard.config.files import ConfigProblem, alone
from signalboard.config.objects import read_object, write_object
from signalboard.config.places import Places
from signalboard.links import shown

Login = tuple[str, str]
"""A user and a password."""


def logins(where: Places) -> dict[str, Login]:
    """What to say where, by the address of the feed as it is shown. Raises ConfigProblem."""
    try:
        return {feed: (str(user), str(word)) for feed, (user, word) in _named(where.logins)}
    except (ValueError, TypeError):
        raise ConfigProblem(
            f"{where.logins} cannot be read, so no user or password was sent. Remove the file and "
            "use `signalboard feed login` again."
        ) from None


def set_login(where: Places, feed: str, login: Login | None) -> bool:
    """Keeps what to say at a feed (by its address as shown), or forgets it.

    Whether there was something to forget. Raises ConfigProblem; the file is then as it was.
    """

    with alone(where.logins):
        feed = shown(feed)
        kept = logins(where)  # one that cannot be read is not written over
        was = kept.pop(feed, None)
        if login is not None:
            kept[feed] = login
        write_object(where.logins, kept)
    return was is not None


def withheld(where: Places) -> dict[str, dict[str, Any]]:
    """Address and headers of feeds that the journal names only as shown, by that address.

    Empty where the file cannot be read: an undo then says that they are not kept any more.
    """
    try:
        return _secrets(where)
    except (ValueError, ConfigProblem):
        return {}


def withhold(where: Places, secrets: Mapping[str, Mapping[str, Any]]) -> None:
    """Keeps these too. Raises ConfigProblem.

    A file that is none of ours any more is kept aside, not written over.
    """
    with alone(where.withheld):
        try:
            stood = _secrets(where)
        except ValueError:
            stood = {}
            quarantine(where.withheld, "unreadable")
        write_object(where.withheld, {**stood, **secrets})


def _secrets(where: Places) -> dict[str, dict[str, Any]]:
    return {feed: kept for feed, kept in _named(where.withheld) if isinstance(kept, dict)}


def _named(path: Path) -> list[tuple[str, Any]]:
    """What is kept of each feed, by its address as it is shown today; raises ValueError.

    Less of it may have been marked when it was kept; what was kept last stands last.
    """
    kept = sorted(read_object(path).items(), key=lambda each: each[0] == shown(each[0]))
    return [(shown(feed), said) for feed, said in kept]
