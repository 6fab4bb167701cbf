"""Users and passwords of feeds: apart from feeds.yaml, in a file only its owner can read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from signalboard.config.files import ConfigProblem, alone, read, replace
from signalboard.config.places import Places

Login = tuple[str, str]
"""A user and a password."""


def logins(where: Places) -> dict[str, Login]:
    """What to say where, by the address of the feed as it is shown. Raises ConfigProblem."""
    path = where.logins
    if not path.exists():
        return {}
    try:
        found = json.loads(read(path)[0])
        return {str(feed): (str(user), str(word)) for feed, (user, word) in found.items()}
    except (ValueError, TypeError, AttributeError):
        raise ConfigProblem(
            f"{path} cannot be read, so no user or password was sent. Remove the file and use "
            "`signalboard feed login` again."
        ) from None


def set_login(where: Places, feed: str, login: Login | None) -> bool:
    """Keeps what to say at a feed (by its address as shown), or forgets it.

    Whether there was something to forget. Raises ConfigProblem; the file is then as it was.
    """
    path = where.logins
    with alone(path):
        kept: Mapping[str, Login] = logins(where)
        there = feed in kept
        kept = {known: said for known, said in kept.items() if known != feed}
        if login is not None:
            kept[feed] = login
        replace(path, json.dumps(kept, ensure_ascii=False, indent=1).encode() + b"\n", mode=0o600)
    return there
