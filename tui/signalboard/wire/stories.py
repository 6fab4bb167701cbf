"""Which entries report one event. Pure; loads no HTTP.

Same event, not same topic: a wrong merge miscounts evidence, a missed one
shows a row twice. So an address or a title that says too little groups nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from signalboard.model import Candidate

NEAR = 3 * 86400
"""Seconds within which two equal titles are one event."""
FEWEST_WORDS, FEWEST_SIGNS = 4, 8
"""What a title must have to stand for an event: words, or characters of an unspaced script."""

_SIGN = "[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
_UNSPACED = re.compile(_SIGN)
_BESIDE_UNSPACED = re.compile(f"(?<={_SIGN}) | (?={_SIGN})")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_NO_WORD = re.compile(r"[\W_]+")
_DASHES = (" - ", " – ", " — ", " | ", " · ", " :: ")


def title_key(title: str, outlet: str = "") -> str:
    """What equal titles have in common; empty where a title is too short to stand for an event.

    A last " - Outlet" goes where it is the outlet's own name.
    """
    if outlet:
        for dash in _DASHES:
            head, found, tail = title.rpartition(dash)
            if found and _folded(tail) == _folded(outlet):
                title = head
                break
    key = _folded(title)
    if key.count(" ") >= FEWEST_WORDS - 1 or len(_UNSPACED.findall(key)) >= FEWEST_SIGNS:
        return key
    return ""


def _folded(title: str) -> str:
    """Letters and digits alone, words parted by one space, without case."""
    if title.isascii():
        folded = _APOSTROPHE.sub("", title.lower()) if "'" in title else title.lower()
        return " ".join(_NO_WORD.sub(" ", folded).split())
    folded = unicodedata.normalize("NFKC", title).casefold().replace("’", "'")
    folded = _NO_WORD.sub(" ", _APOSTROPHE.sub("", folded))
    return _BESIDE_UNSPACED.sub("", " ".join(folded.split()))


def place(
    at: int,
    canonical: str,
    key: str,
    candidates: Sequence[Candidate],
    voice: tuple[str, str] | None = None,
) -> str | None:
    """The story an entry belongs to by its address or title, or None where they do not say.

    The same address; else the same title within three days, the nearest first. Not
    the same title on two pages in one ``voice`` (feed and outlet): that is a series.
    """
    same_page = [c for c in candidates if canonical and c.canonical_url == canonical]
    if same_page:
        return min(same_page, key=lambda c: (abs(c.at - at), c.at, c.story_id)).story_id
    same_title = [
        c
        for c in candidates
        if key
        and c.title_key == key
        and abs(c.at - at) <= NEAR
        and not (canonical and c.canonical_url and (c.feed_url, c.outlet) == voice)
    ]
    if same_title:
        return min(same_title, key=lambda c: (abs(c.at - at), c.at, c.story_id)).story_id
    return None
