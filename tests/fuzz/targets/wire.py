"""What comes in: answers of servers, feeds, pages and lists."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import json
import ssl
import warnings
from collections.abc import Hashable, Iterable
from contextlib import ExitStack, closing
from typing import Any
from urllib.parse import urlsplit

import httpcore

from signalboard.links import safe_link
from signalboard.model import Feed, FeedState, Outcome
from signalboard.text import clean_paragraphs, is_clean
from signalboard.wire.fetch.fetched import Limits
from signalboard.wire.fetch.fetching import fetch
from signalboard.wire.fetch.transport import Client, Manners
from signalboard.wire.lists import opml
from signalboard.wire.lists.listed import NotAListError
from signalboard.wire.lists.reading import read as read_list
from signalboard.wire.parse import readers
from signalboard.wire.parse.raw import MOST_ENTRIES
from signalboard.wire.parse.worker import _answer
from tests.faults import bodies
from tests.faults.feeds import two
from tests.fuzz.engine import Target
from tests.fuzz.targets import Door

NOW = 1_795_530_720
URL = "https://feed.example/news/feed.xml"
TYPES = ("", "application/rss+xml; charset=utf-8", "text/html", "application/feed+json",
         "text/xml; charset=windows-1251", "text/plain; charset=nonsense")  # fmt: skip
KINDS = {"title", "not_a_feed", "refused", "links"}
"""What a worker may answer; ``failed`` and ``fatal`` are failures of ours."""


def _parse(_stack: ExitStack) -> Target:
    warnings.simplefilter("ignore")  # a worker says them to nobody

    def target(data: bytes) -> Hashable:
        kind = TYPES[data[0] % len(TYPES)] if data else ""
        job = {"content_type": kind, "url": URL, "now": NOW}
        answer = _answer(readers, data[1:], job)
        (found,) = KINDS & answer.keys() or [None]
        assert found is not None, answer
        json.dumps(answer, ensure_ascii=False).encode("utf-8")  # it must come through the pipe
        for told in ("not_a_feed", "refused"):
            if told in answer:
                assert is_clean(answer[told]), answer
                return answer[told]
        _check_feed(answer)
        return found, answer["is_whole"], len(answer["entries"])

    return target


def _check_feed(answer: dict[str, Any]) -> None:
    assert is_clean(answer["title"])
    assert answer["site"] in ("", safe_link(answer["site"]))
    entries = answer["entries"]
    assert len(entries) <= MOST_ENTRIES
    assert len({entry[0] for entry in entries}) == len(entries)
    for ident, title, url, summary, author, outlet, published, updated, raw in entries:
        assert ident and len(ident) <= 600 and is_clean(ident), ident
        assert title and is_clean(title)
        assert url in ("", safe_link(url)), url
        assert len(summary) <= 4000 and clean_paragraphs(summary, 4000) == summary
        assert is_clean(author) and is_clean(outlet)
        for moment in (published, updated):
            assert moment is None or readers.EARLIEST <= moment <= NOW + readers.LATEST_AHEAD
        raw.encode("utf-8")


def _feeds() -> Iterable[bytes]:
    yield b"\0" + two("seed")
    for name in dir(bodies):
        made = getattr(bodies, name)
        if name.isupper() and isinstance(made, str | bytes) and len(made) < 6000:
            yield b"\0" + (made.encode("utf-8", "replace") if isinstance(made, str) else made)
    yield (
        b"\0"
        + b"""<?xml version="1.0"?><!DOCTYPE rss><rss version="2.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xml:base="https://b.example/"><channel><title>T</title><ttl>60</ttl><link>/s</link><item><title>
 A &amp;amp; &lt;b&gt;b&lt;/b&gt;</title><link>/a</link><guid isPermaLink="false">1</guid><pubDate>
 Mon, 02 Feb 2026 10:00:00 +0100</pubDate><dc:creator>x</dc:creator>
 <description><![CDATA[<p>d</p>]]> </description><content:encoded>c</content:encoded><source url="https://r.example">R</source>
 </item></channel></rss>"""
    )
    yield (
        b"\0"
        + b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="html">T</title>
 <link rel="self" href="/f"/><entry><id>tag:1</id><title type="xhtml"><div xmlns=
 "http://www.w3.org/1999/xhtml"><b>A</b></div></title><link rel="alternate" href="a"/><updated>
 2026-02-02T10:00:00Z</updated><published>2026-02-02</published><author><name>N</name></author>
 <summary type="html">&lt;p&gt;s</summary><source><title>R</title></source></entry></feed>"""
    )
    yield (
        b"\0"
        + b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns=
 "http://purl.org/rss/1.0/"><channel><title>T</title></channel><item rdf:about="https://x.example">
 <title>A</title><link>https://x.example</link></item></rdf:RDF>"""
    )


_XML = (b"<item>", b"</item>", b"<entry>", b"</entry>", b"<title>", b"</title>", b"<link>",
        b"<guid>",
        b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='", b"utf-16", b"gb2312", b"utf-7",
        b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"&a;", b"&#0;", b"&#xD800;", b"<!--", b"-->",
        b" xmlns='x'", b" xml:base='//", b"<pubDate>", b"<updated>", b"<description>", b"</rss>",
        b"<div xmlns='http://www.w3.org/1999/xhtml'>", b" type='xhtml'", b" href='", b"<enclosure ",
        b"<source url='", b"<dc:date>", b"<media:group>", b"&nbsp;", b"&hellip;", b"\xff\xfe",
        b"\xef\xbb\xbf", b"<html><head>", b"Mon, 30 Feb 2026 25:61:61 +9999",
        b"<itunes:author>")  # fmt: skip


def _json_feeds() -> Iterable[bytes]:
    item = {"id": 1, "title": "A", "url": "/a", "content_html": "<p>b</p>", "summary": "s",
            "authors": [{"name": "N"}], "date_published": "2026-02-02T10:00:00Z",
            "external_url": "https://x.example/", "content_text": "t"}  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "/",
            "items": [item, {}, 5, None]}  # fmt: skip
    yield b"\3" + json.dumps(feed).encode()
    yield b"\3[]"
    yield b'\3{"items": {"a": 1}}'
    yield b"\3" + b'{"items":' + b"[" * 60


_JSON = (b'"title":', b'"items":[', b'"id":', b'"url":', b"null", b"true", b"1e400", b"{}", b"[]",
         b'"content_html":', b'"authors":', b'"\\ud800"', b'"\\u0000"', b"NaN", b"[[[[[[[[", b",",
         b'"date_published":', b'"9999-12-31T23:59:59+99:99"')  # fmt: skip


def _page(_stack: ExitStack) -> Target:
    def target(data: bytes) -> Hashable:
        job = {"content_type": TYPES[data[0] % len(TYPES)] if data else "", "url": URL, "links": 1}
        answer = _answer(readers, data[1:], job)
        assert answer.keys() == {"links"}, answer
        for url, title, how in answer["links"]:
            assert safe_link(url) == url and is_clean(title) and is_clean(how)
        return len(answer["links"])

    return target


def _pages() -> Iterable[bytes]:
    yield b"""\2<html><head><base href="//b.example/"><link rel="alternate" type="text/rss+xml"
 title="T" href="/feed"><link rel='feed' href=f.json><script><link rel=alternate></script><!--
 <link> --></head><body><a href="/rss.xml">RSS</a><a href="/comments/feed">c</a></body></html>"""


_HTML = (b'<link rel="alternate" type="application/atom+xml" href="', b'<base href="', b"<a href=",
         b"/feed", b"<!--", b"-->", b"<script>", b"</script", b"javascript:", b"http://[", b"//",
         b"<style>", b' title="', b"<template>", b"<svg><a href=")  # fmt: skip


# -- answers of servers ---------------------------------------------------------------

SECRET = "hunter2"
_PUBLIC, _PRIVATE = "93.184.216.34", "10.0.0.1"
NEXT = b"\n\x1f\n"
"""Between the answers of an input: one is read a request."""


class _Stream(httpcore.AsyncNetworkStream):
    """Says what it was given, in pieces, and keeps what it is sent."""

    def __init__(self, said: bytes, size: int, sent: bytearray, *, is_h2: bool) -> None:
        self._said, self._size, self._sent, self._is_h2 = said, size, sent, is_h2

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        size = min(max_bytes, self._size)
        piece, self._said = self._said[:size], self._said[size:]
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._sent += buffer

    async def aclose(self) -> None:
        pass

    async def start_tls(
        self, ssl_context: Any, server_hostname: Any = None, timeout: Any = None
    ) -> Any:
        return self

    def get_extra_info(self, info: str) -> Any:
        return self if info == "ssl_object" and self._is_h2 else None

    def selected_alpn_protocol(self) -> str:
        return "h2"


def _fetch(stack: ExitStack, *, is_h2: bool = False) -> Target:
    context = ssl.create_default_context()
    scheme = "https" if is_h2 else "http"
    listed = f"{scheme}://user:{SECRET}@feed.example/feed?token=a1b2c3d4e5f6a7b8c9"
    feed = Feed("Feed", listed, headers=(("X-Key", SECRET),))
    limits = Limits(total=4, connect=1, head=1 << 16, raw=1 << 20, decoded=1 << 21, held=1 << 16)
    loop = stack.enter_context(closing(asyncio.new_event_loop()))

    def target(data: bytes) -> Hashable:
        size = (1, 7, 300, 1 << 16)[data[0] % 4] if data else 1
        asks = bool(data and data[0] & 4)
        said = data[1:].split(NEXT)
        asked: list[tuple[str, bytearray]] = []

        async def resolve(host: str, port: int) -> list[str]:
            await asyncio.sleep(0)
            return [_PRIVATE if host.startswith("private") else _PUBLIC]

        async def connect(address: str, port: int, seconds: float | None) -> Any:
            await asyncio.sleep(0)
            assert ipaddress.ip_address(address).is_global, f"it connects to {address}"
            sent = bytearray()
            asked.append((address, sent))
            turn = said[len(asked) - 1] if len(asked) <= len(said) else b""
            return _Stream(turn, size, sent, is_h2=is_h2)

        async def run() -> Any:
            client = Client(resolve=resolve, connect=connect, verify=context, manners=Manners())
            async with client:
                state = FeedState(feed.url, etag='"e"' if asks else None)
                fetched = await fetch(client, feed, state, limits, NOW)
                fetched.close()
                return fetched

        fetched = loop.run_until_complete(run())
        assert isinstance(fetched.outcome, Outcome)
        assert is_clean(fetched.reason), fetched.reason
        assert " failed (" not in fetched.reason, f"no sentence of its own: {fetched.reason}"
        assert fetched.reason or fetched.outcome in (Outcome.ENTRIES, Outcome.UNCHANGED)
        assert bool(len(fetched.body)) == (fetched.outcome is Outcome.ENTRIES)
        for url in (fetched.final_url, fetched.moved_to):
            assert not url or safe_link(url) == url, url
        for told in (fetched.reason, fetched.final_url, fetched.moved_to or ""):
            assert SECRET not in told and "user" not in told.partition("/feed")[0]
        for validator in (fetched.etag, fetched.last_modified):
            assert validator is None or not set(validator) & set("\r\n\0"), validator
            assert validator is None or validator.encode("latin-1")
        assert fetched.asked is None or fetched.asked >= 0  # clamped where it is kept
        assert len(asked) <= limits.redirects + 1
        if not is_h2:
            for _, sent in asked:
                host = sent.lower().partition(b"host: ")[2].partition(b"\r\n")[0]
                is_secret = SECRET.encode() in sent or b"authorization" in sent.lower()
                assert not is_secret or host == b"feed.example", f"a password leaves for {host!r}"
        return fetched.outcome, fetched.status, len(asked)

    return target


def _answers() -> Iterable[bytes]:
    body = two("seed")[:300]
    packed = gzip.compress(body)
    for head in (b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nETag: \"a\"\r\n",
                 b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nCache-Control: max-age=60\r\n",
                 b"HTTP/1.0 200 OK\r\nX-%d: y\r\n",
                 b"HTTP/1.1 206 P\r\nContent-Range: bytes 0-299/%d\r\n",
                 b"HTTP/1.1 226 IM Used\r\nIM: feed\r\nContent-Length: %d\r\n"):  # fmt: skip
        yield b"\3" + head % len(body) + b"\r\n" + body
    yield (
        b"\2HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    ) + packed
    yield b"\1HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhi\r\n0\r\nT: 1\r\n\r\n"
    yield b"\1HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
    yield b"\7HTTP/1.1 304 Not Modified\r\nExpires: Mon, 30 Nov 2026 10:00:00 GMT\r\nAge: 5\r\n\r\n"
    for status in (b"429", b"503", b"410", b"999", b"403"):
        yield b"\3HTTP/1.1 " + status + b" X\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"
    for place in (b"//other.example/x", b"/again", b"https://private.example/", b"http://[::1]/",
                  b"http://2130706433/", b"javascript:1", b"?token=x#y",
                  b"http://u:p@feed.example/"):  # fmt: skip
        yield (b"\3HTTP/1.1 301 X\r\nContent-Length: 0\r\nLocation: " + place + b"\r\n\r\n" + NEXT
               + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")  # fmt: skip


_HTTP = (b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 301 X\r\n", b"Location: ", b"Content-Length: ",
         b"\r\n\r\n",
         b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate, gzip\r\n", b"ETag: ", b"W/\"",
         b"Transfer-Encoding: chunked\r\n", b"Retry-After: ", b"Cache-Control: max-age=",
         b"Expires: ",
         b"Connection: close\r\n", b"0\r\n\r\n", b"ffffffffff\r\n", b"Content-Range: bytes 0-",
         b"\r\n ",
         b"Last-Modified: ", b"http://private.example/", b"http://127.0.0.1/",
         b"http://[::ffff:7f00:1]",
         b"http://0x7f.1/", b"http://169.254.169.254/", NEXT, b"Set-Cookie: a=b\r\n",
         b"Content-Type: ", b"Trailer: x\r\n", b"HTTP/1.1 100 C\r\n\r\n")  # fmt: skip


def _frames() -> Iterable[bytes]:
    from h2.config import H2Configuration
    from h2.connection import H2Connection

    def talk(*headers: tuple[str, str], body: bytes = b"hello") -> bytes:
        client = H2Connection(H2Configuration(client_side=True))
        client.initiate_connection()
        client.send_headers(1, [(":method", "GET"), (":path", "/"), (":scheme", "https"),
                                (":authority", "feed.example")], end_stream=True)  # fmt: skip
        server = H2Connection(H2Configuration(client_side=False))
        server.initiate_connection()
        server.receive_data(client.data_to_send())
        server.send_headers(1, headers)
        server.send_data(1, body, end_stream=True)
        return server.data_to_send()

    yield b"\3" + talk((":status", "200"), ("etag", '"a"'), ("content-type", "text/xml"))
    yield b"\3" + talk((":status", "301"), ("location", "/again")) + NEXT + talk((":status", "404"))
    yield b"\3" + talk((":status", "429"), ("retry-after", "60"))
    yield b"\1" + talk(
        (":status", "200"), ("content-encoding", "gzip"), body=gzip.compress(b"x" * 99)
    )


# -- lists ------------------------------------------------------------------------------


def _list(_stack: ExitStack) -> Target:
    def target(data: bytes) -> Hashable:
        try:
            found = read_list(data)
        except NotAListError as told:
            assert is_clean(str(told)) and str(told).endswith(".")
            return str(told)[:20]
        for remark in (*found.left, *found.same, *found.notes):
            assert remark.line >= 1 and remark.what and is_clean(remark.what)
        for feed in found.feeds:
            assert feed.name and is_clean(feed.name) and all(map(is_clean, feed.tags))
            assert safe_link(feed.url) and "@" not in urlsplit(feed.url).netloc
        again = read_list(opml.write(found.feeds).encode())
        assert _told(again.feeds) == _told(found.feeds)
        assert not again.left
        return found.kind, len(found.feeds), len(found.left), len(found.same), len(found.notes)

    def _told(feeds: Iterable[Feed]) -> list[tuple[object, ...]]:
        from signalboard.links import shown

        return [(feed.name, shown(feed.url), feed.tags, feed.allow_http) for feed in feeds]

    return target


def _opmls() -> Iterable[bytes]:
    yield b"""<?xml version="1.0"?><opml version="2.0"><head><title>t</title></head><body>
<outline text="F"><outline type="rss" text="A &amp; b" xmlUrl="https://a.example/f" htmlUrl="x"/>
<outline title="N" xmlUrl='https://b.example/?token=abcdefabcdef1234' category="/x/y,z"/></outline>
<outline text="L" type="link" url="https://c.example"/><outline text="I" type="include" url="x"/>
<outline text="E" xmlUrl="exec:rm"/><!-- <outline/> --></body></opml>"""
    yield opml.write([Feed("A", "https://a.example/f", tags=("x", "y"), reliability="B",
                           user_agent="me", allow_http=True, enabled=False)]).encode()  # fmt: skip


def _urls() -> Iterable[bytes]:
    yield b"""# mine
https://a.example/feed "~A \\"name\\"" tag "two words" !hidden
"query:Q:unread = \\"yes\\"" x
exec:"rm -rf" a
filter:cat:https://b.example/ b
https://u:p@c.example/f
feed://d.example/
"""


_LIST = (b"<outline ", b"/>", b"xmlUrl=", b"text=", b'"', b"'", b"</outline>", b"<!--", b"-->",
         b"https://x.example/", b"category=", b"&#x26;", b"exec:", b"query:", b"filter:", b"~",
         b"!",
         b'xmlns:signalboard="urn:signalboard:feeds"', b"signalboard:tags='[\"a\"]'", b"feed:",
         b"<!DOCTYPE", b"http://u:p@", b"\\\"", b"<body>", b"type='link'")  # fmt: skip

DOORS = (
    Door("parse", _parse, _feeds, _XML, quick=40),
    Door("jsonfeed", _parse, _json_feeds, _JSON),
    Door("page", _page, _pages, _HTML),
    Door("fetch", _fetch, _answers, _HTTP, ("signalboard/", "/h11/", "/httpcore/"), quick=80),
    Door("fetch-h2", lambda stack: _fetch(stack, is_h2=True), _frames, (), ("signalboard/",
         "/httpcore/", "/h2/"), quick=5),
    Door("opml", _list, _opmls, _LIST),
    Door("newsboat", _list, _urls, _LIST),
)  # fmt: skip
