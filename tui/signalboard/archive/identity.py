"""Where a story stands in time, and what it is called. Pure."""

from __future__ import annotations

from signalboard import times
from signalboard.links import canonical_url

EARLIEST = 631_152_000
"""1990: what claims to be older than the web is not believed."""
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_ID_LENGTH = 12


def listed_at(published_at: int | None, seen_at: int) -> int:
    """Where in time a story stands whose first entry this is: published or seen, the earlier.

    What was published before 1990, or in a day or more, was not.
    """
    if published_at is None or not EARLIEST <= published_at <= seen_at + times.DAY:
        return seen_at
    return min(published_at, seen_at)


def story_id_of(feed_url: str, entry_id: str, salt: int = 0) -> str:
    """The id of a story that begins with this entry: 12 of [0-9a-z], the same on every machine."""
    import hashlib  # loads OpenSSL, which a board that only reads has no use for

    named = f"{feed_url}\0{entry_id}" + (f"\0{salt}" if salt else "")
    digest = hashlib.blake2b(named.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    number = int.from_bytes(digest, "big") >> 4
    return "".join(_SIGNS[number >> 5 * place & 31] for place in reversed(range(_ID_LENGTH)))


def marks(
    entry_id: str, title: str, url: str, summary: str, published_at: int | None
) -> tuple[int, int]:
    """By which an entry is known again after it was pruned, 48 bits each.

    By its id and page; by title, page and when it was published, else what it says, since
    some feeds change their ids at every look. The page is the address without its query.
    """
    import hashlib  # as above

    page = canonical_url(url.partition("?")[0])
    when = summary if published_at is None else str(published_at)

    def mark(*parts: str) -> int:
        told = "\0".join(map(storable, parts)).encode()
        return int.from_bytes(hashlib.blake2b(told, digest_size=6).digest(), "big")

    return mark("id", entry_id, page), mark("title", title, page, when)


def storable(text: str) -> str:
    """Text as SQLite can hold it: a lone surrogate of a foreign id is written out."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text
