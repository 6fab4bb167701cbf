"""Small feeds to serve."""

from __future__ import annotations

from xml.sax.saxutils import escape

DATE = "Mon, 02 Feb 2026 10:00:00 GMT"


def item(number: int, *, title: str | None = None, inner: str = "", date: str = DATE) -> str:
    """An RSS item; the title is put in as it is."""
    name = f"Entry number {number} of the feed" if title is None else title
    return (
        f"<item><title>{name}</title><link>https://example.com/{number}</link>"
        f"<guid>id-{number}</guid><pubDate>{date}</pubDate>{inner}</item>"
    )


def rss(*items: str, channel: str = "", before: str = "") -> bytes:
    """An RSS feed in UTF-8."""
    return (
        f'{before}<rss version="2.0"><channel><title>Feed</title>{channel}'
        f"{''.join(items)}</channel></rss>"
    ).encode()


def two(name: str) -> bytes:
    """A feed of two entries that no other feed has."""
    return rss(
        *(
            item(n, title=escape(f"Story {n} as {name} tells it here")).replace(
                "https://example.com/", f"https://{name.replace(' ', '-')}.example/"
            )
            for n in (1, 2)
        )
    )


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title>{}</feed>"""
