"""newsboat's ``urls`` and files of one address a line. Pure. Nothing in them is ever run."""

from __future__ import annotations

import re
from typing import Literal

from signalboard.wire.lists.listed import SHOWN_HERE, FeedList, Gathering, NotAListError

_TOKEN = re.compile(r"\"((?:[^\"\\]|\\.)*)\"?|(\S+)")
_ESCAPED = re.compile(r"\\(.)")
_OWN = ("exec:", "filter:", "query:")


def read(text: str) -> FeedList:
    """The feeds of such a file, its tags as tags. Raises NotAListError where there is none.

    An address, then tags, with quotes around what has spaces in it; a tag ``~Title`` is the
    feed's name, one that begins with ``!`` hides it in newsboat; ``#`` begins a comment.
    """
    found = Gathering()
    kind: Literal["newsboat urls", "addresses"] = "addresses"
    is_newsboats = False
    for number, line in enumerate(text.splitlines(), 1):
        tokens = _tokens(line)
        if not tokens or line.lstrip().startswith("#"):
            continue
        address, *tags = tokens
        is_newsboats = is_newsboats or address.lower().startswith(_OWN)
        if tags or is_newsboats:
            kind = "newsboat urls"
        name = next((tag[1:] for tag in tags if tag.startswith("~")), "")
        kept = [tag for tag in tags if not tag.startswith(("~", "!"))]
        feed = found.add(number, address, name, kept)
        if feed is not None and any(tag.startswith("!") for tag in tags):
            found.note(number, feed, SHOWN_HERE)
    if not found.feeds and not is_newsboats:
        raise NotAListError(
            "This is no list of feeds: expected OPML, newsboat's urls, or an address a line, "
            "each beginning with https:// or http://."
        )
    return found.listed(kind)


def _tokens(line: str) -> list[str]:
    return [
        _ESCAPED.sub(r"\1", quoted) if quoted or not plain else plain
        for quoted, plain in _TOKEN.findall(line)
    ]
