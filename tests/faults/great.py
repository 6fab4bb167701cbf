"""Feeds that are nearly as large as a feed may be, and nothing is wrong with them.

They are made when they are asked for: all at once they would be most of what the tests hold.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.faults.feeds import item
from tests.faults.server import Handler, Out, Request

SIZE = 27_000_000
"""Bytes of each, before it is packed."""
_LAST = datetime(2026, 2, 2, 10, tzinfo=UTC)
_PARAGRAPH = "&lt;p&gt;What the board of directors said of it, and what became of that.&lt;/p&gt;"


def _items(host: str, count: int, size: int, upwards: bool, end: str) -> Iterator[str]:
    filler = _PARAGRAPH * max(1, size // count // len(_PARAGRAPH) - 2)
    for number in range(count):
        age = count - number if upwards else number
        title = f"Number {number} of {count} as {host} has it{end}"
        date = format_datetime(_LAST - timedelta(minutes=age), usegmt=True)
        entry = item(number, title=title, inner=f"<description>{filler}</description>", date=date)
        yield entry.replace("example.com", f"{host}.example")


def _rss(
    host: str, count: int, *, size: int = SIZE, upwards: bool = False, end: str = ""
) -> Iterator[str]:
    yield "<rss version='2.0'><channel><title>Great</title>"
    yield from _items(host, count, size, upwards, end)
    yield "</channel></rss>"


def _json(host: str, count: int) -> Iterator[str]:
    yield '{"version": "https://jsonfeed.org/version/1.1", "title": "Great", "items": ['
    text = "What the board said of it. " * (SIZE // count // 27 - 6)
    for number in range(count):
        entry = {
            "id": f"{host}-{number}",
            "url": f"https://{host}.example/{number}",
            "title": f"Number {number} of {count} as {host} has it",
            "content_text": text,
            "date_published": (_LAST - timedelta(minutes=number)).isoformat(),
        }
        yield ("," if number else "") + json.dumps(entry)
    yield "]}"


def _one(host: str) -> Iterator[str]:
    yield f"<rss version='2.0'><channel><title>Great</title><item><title>One of {host}</title>"
    yield "<description>"
    for _ in range(SIZE // 27):
        yield "What the board said of it. "
    yield "</description></item></channel></rss>"


GREAT: dict[str, tuple[Callable[[str], Iterator[str]], str]] = {
    "many": (lambda host: _rss(host, 30_000), "utf-8"),
    "oldest_first": (lambda host: _rss(host, 30_000, upwards=True), "utf-8"),
    "long": (lambda host: _rss(host, 1000), "utf-8"),
    "long_wide": (lambda host: _rss(host, 1000, end=" \N{CHART WITH UPWARDS TREND}"), "utf-8"),
    "utf16": (lambda host: _rss(host, 500, size=SIZE // 2), "utf-16-le"),
    "json": (lambda host: _json(host, 30_000), "utf-8"),
    "item": (_one, "utf-8"),
}
"""What is served by the last part of a name, and in which encoding."""


def packed(name: str) -> bytes:
    """The feed of a name (``great_KIND``, and perhaps more), gzipped."""
    kind = next(kind for kind in GREAT if name.startswith(f"great_{kind}"))
    made, encoding = GREAT[kind]
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    host = name.replace("_", "-")
    pieces = [packer.compress(piece.encode(encoding)) for piece in made(host)]
    return b"".join(pieces) + packer.flush()


def great(name: str) -> Handler:
    """Serves it."""

    async def handler(_: Request, out: Out) -> None:
        await out.whole(await asyncio.to_thread(packed, name), "Content-Encoding: gzip")

    handler.__name__ = name
    return handler


def stalled(name: str) -> Handler:
    """Serves half of it, which is large already, and then nothing."""

    async def handler(_: Request, out: Out) -> None:
        body = await asyncio.to_thread(packed, name)
        await out.head(200, f"Content-Length: {len(body)}", "Content-Encoding: gzip")
        await out.raw(body[: len(body) // 2])
        await asyncio.sleep(600)

    handler.__name__ = name
    return handler
