"""The feeds that a web page names. Pure; runs in a worker process: pages are long and hostile.

Only the tags that may name a feed are looked at, found in one pass and bounded in number: no
document is built of the page, so depth and length cost nothing but reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from signalboard.links import safe_link
from signalboard.text import clean
from signalboard.wire.discover.offers import MOST_OFFERS, Offer
from signalboard.wire.parse.charset import decoded

MOST_TAGS = 20_000
"""Tags of a page that are looked at."""
LONGEST_TAG = 8_000

_START = re.compile(r"<!--|<(script|style)\b|<(link|base|a)\s", re.IGNORECASE)
_ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}')*>|<[^<>]*>")
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
    | {"application/feed+json", "text/rss+xml", "text/atom+xml"}
)
_LOOSE_TYPES = frozenset(("application/xml", "text/xml", "application/json"))
_LIKE_A_FEED = re.compile(
    r"(?i)(?:/(?:feeds?|rss|atom)(?:/(?:all|default|index|main|posts|rss2?|atom))?/?"
    r"|[./_-](?:rss2?|atom)|/(?:feed|rss2?|atom|index)\.(?:xml|json|rdf|rss|atom)|\.rdf)$"
    r"|feeds?\.feedburner\.com/\w"
)
_COMMENTS = re.compile(r"(?i)\bcomments?\b|/comments?/|kommentare|commentaires|comentarios")
_CHANNELS = (
    re.compile(r"itemprop=\"(?:channelId|identifier)\"\s{1,9}content=\"(UC[\w-]{22})\""),
    re.compile(r"youtube\.com/channel/(UC[\w-]{22})\""),
    re.compile(r"\"(?:externalId|channelId|browseId)\":\"(UC[\w-]{22})\""),
)


def links(body: bytes, content_type: str, url: str) -> tuple[Offer, ...]:
    """The feeds that a page found at ``url`` names, the best first, at most ``MOST_OFFERS``.

    Those of its head, in its order; then links that look like feeds; comments last.
    """
    page = decoded(body, content_type)
    base, named, linked = url, [], []
    for name, attributes, text in _tags(page):
        if name == "base" and base == url and attributes.get("href"):
            base = _joined(url, attributes["href"]) or url
        elif name == "link" and _names_a_feed(attributes):
            named.append((attributes.get("href", ""), attributes.get("title", "")))
        elif name == "a" and _LIKE_A_FEED.search(attributes.get("href", "").partition("?")[0]):
            linked.append((attributes["href"], attributes.get("title", "") or text))
    found: dict[str, Offer] = {}
    how = "named by the page"
    for href, title in [*named, *_known_in(page, url)]:
        _keep(found, base, href, title, how)
    if not found:
        for href, title in linked[: 10 * MOST_OFFERS]:
            _keep(found, base, href, title, "linked on the page")
    ranked = sorted(found.values(), key=_is_about_comments)
    return tuple(ranked[:MOST_OFFERS])


def _keep(found: dict[str, Offer], base: str, href: str, title: str, how: str) -> None:
    link = safe_link(_joined(base, href).partition("#")[0])
    if link is not None and link not in found:
        found[link] = Offer(link, clean(title, 200), how)


def _is_about_comments(offer: Offer) -> bool:
    return _COMMENTS.search(f"{offer.title} {urlsplit(offer.url).path}") is not None


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, re.sub(r"[\t\r\n]+", "", href.strip()))
    except ValueError:
        return ""


def _names_a_feed(attributes: dict[str, str]) -> bool:
    rel = attributes.get("rel", "").lower().split()
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    if "feed" in rel and "stylesheet" not in rel:
        return not kind or kind in _FEED_TYPES | _LOOSE_TYPES
    if "alternate" not in rel or "stylesheet" in rel:
        return False
    if kind in _FEED_TYPES:
        return True
    return kind in _LOOSE_TYPES and _LIKE_A_FEED.search(attributes.get("href", "")) is not None


def _known_in(page: str, url: str) -> list[tuple[str, str]]:
    """What a page of a known site says of its feed elsewhere than in its head."""
    if (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.") == "youtube.com":
        for pattern in _CHANNELS:
            if channel := pattern.search(page):
                return [
                    (
                        f"https://www.youtube.com/feeds/videos.xml?channel_id={channel[1]}",
                        "YouTube channel",
                    )
                ]
    return []


def _tags(page: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The tags that may name a feed: name, attributes, and for a link its text.

    What stands in comments and scripts is no tag.
    """
    kept: list[str] = []
    at = 0
    while len(kept) < MOST_TAGS and (start := _START.search(page, at)) is not None:
        at = start.end()
        if start[0] == "<!--":
            at = page.find("-->", at)
        elif start[1]:
            closing = _ENDS[start[1].lower()].search(page, at)
            at = closing.end() if closing is not None else -1
        elif tag := _TAG.match(page, start.start(), start.start() + LONGEST_TAG):
            at = tag.end()
            text = page[at : at + 200].partition("<")[0] if start[2] in "aA" else ""
            kept.append(f"{tag[0]}{text}</{start[2]}>")
        if at == -1:
            break
    parser = LexborHTMLParser("<body>" + "".join(kept))
    for node in parser.css("link, base, a"):
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        yield node.tag or "", attributes, node.text(deep=False)
