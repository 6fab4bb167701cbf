"""The one door for text, and addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable
from contextlib import ExitStack
from urllib.parse import urlsplit

from signalboard import links, text, times
from tests.fuzz.engine import Target
from tests.fuzz.mutation import WORST
from tests.fuzz.targets import Door, bytes_of, text_of
from tests.test_text import FORBIDDEN


def _clean(_stack: ExitStack) -> Target:
    def target(data: bytes) -> Hashable:
        given = text_of(data)
        once = text.clean(given)
        assert text.clean(once) == once and text.is_clean(once)
        assert not FORBIDDEN & set(map(ord, once)), ascii(once)
        assert len(once) <= text.LONGEST and once == once.strip() and "  " not in once
        assert unicodedata.is_normalized("NFC", once)
        once.encode("utf-8")
        if given.isascii() and given.isprintable() and len(given) <= text.LONGEST:
            assert once == " ".join(given.split()), "it does not read as it was written"
        for limit in (1, 2, 40):
            short = text.clean(given, limit)
            assert len(short) <= limit and text.clean(short, limit) == short
            assert len(text.excerpt(given, limit)) <= limit
            assert text.is_clean(text.excerpt(given, limit))
        for whole in (text.clean_paragraphs(given, 5000), text.clean_lines(given)):
            assert not (FORBIDDEN - {10}) & set(map(ord, whole)), ascii(whole)
        whole = text.clean_paragraphs(given, 5000)
        assert text.clean_paragraphs(whole, 5000) == whole
        assert "\n\n\n" not in whole
        laid = text.clean_lines(given)
        assert text.clean_lines(laid) == laid
        for width in (2, 20):
            lines = text.wrapped(once, width)
            assert " ".join(lines) == once
            assert all(text.cells(line) <= width or " " not in line for line in lines)
            broken = text.wrapped(once, width, breaks_wide=True)
            assert "".join(broken).replace(" ", "") == once.replace(" ", "")
        assert re.fullmatch(r"[a-z0-9-]{1,60}", text.slug(given))
        return len(once) == len(given), unicodedata.category(once[0]) if once else ""

    return target


def _links(_stack: ExitStack) -> Target:
    def target(data: bytes) -> Hashable:
        given = text_of(data)
        link = links.safe_link(given)
        shown = links.shown(given)
        assert links.shown(shown) == shown, "what is shown is no secret of its own"
        key = links.feed_key(given)
        assert links.feed_key(shown) == key or links.safe_link(given) is None
        host = links.shown_host(given)
        assert text.is_clean(host)
        if link is None:
            assert host == "" and links.canonical_url(given) == ""
            return None
        assert links.safe_link(link) == link
        assert link.isascii() and link.isprintable() and len(link) <= links.LONGEST
        assert not re.search(r"[\s\"'<>\\^`{|}]", link.replace("'", "")), link
        parts = urlsplit(link)
        assert parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
        assert host and (parts.port or 1) > 0
        veiled = links.shown(link)
        assert links.safe_link(veiled) is not None or len(veiled) > links.LONGEST
        assert links.feed_key(link) == links.feed_key(veiled)
        same = links.canonical_url(link)
        assert same == "" or same.startswith("https://")
        links.is_of_site(same, link)
        return parts.scheme, bool(parts.query), bool(parts.fragment), same == "", veiled == link

    return target


def _dates(_stack: ExitStack) -> Target:
    def target(data: bytes) -> Hashable:
        given = text_of(data)
        ends = []
        for read in (
            times.parse_iso,
            lambda w: times.parse_since(w, _NOW),
            lambda w: times.parse_as_of(w, _NOW),
        ):
            try:
                moment = read(given)
            except (ValueError, OverflowError) as told:
                ends.append(type(told).__name__)
                continue
            assert isinstance(moment, int)
            ends.append("")
            try:
                assert times.parse_iso(times.iso(moment)) == moment
            except (ValueError, OverflowError):
                assert not 0 <= moment < 253_402_300_800, moment
        return tuple(ends)

    return target


_NOW = 1_795_530_720
_URLS = (b"http://", b"https://", b"://", b"@", b":80", b":443", b":0", b"?", b"#", b"%", b"%2e",
         b"/../", b"//",
         b"[::1]", b"xn--", b"token=", b"key=abcdefgh12345678", b"utm_source=x", b"/amp",
         b"www.", b"\\", b"/index.html",
         b"?eyJhbGciOiJI", b";sid=", b"/private-abcdef0123456789", b"~0123abcd", b"www.www.",
         b".amp.html")  # fmt: skip


def _urls() -> list[bytes]:
    return [
        b"https://www.example.com:443/a/b/index.html?utm_source=x&token=abcd1234efgh5678#f",
        b"http://u:p@x.example/", bytes_of("https://пример.example/ä?ö=ü"), b"HTTP://EXAMPLE.COM",
        b"https://[2001:db8::1]:8080/x", b"https://cal.example/private-0123456789abcdef0/basic.ics",
        b"javascript:alert(1)", b"https://example.com./?a=1&&b;c=%zz", b"https://m.x.example/amp/",
    ]  # fmt: skip


DOORS = (
    Door("clean", _clean, lambda: [*WORST, b"plain words, and more of them", b"a\n\nb\r\nc"],
         quick=150),
    Door("links", _links, _urls, _URLS, quick=200),
    Door("dates", _dates, lambda: [b"2026-11-24", b"2026-11-24T20:00:00Z", b"3d", b"2 weeks",
         b"2026-11-24T20:00:00.5+05:30"],
         (b"d", b"w", b"T", b"Z", b"+", b"-", b":", b"W", b"today", b"months"), quick=200),
)  # fmt: skip
