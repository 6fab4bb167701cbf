"""What servers do, each with the outcome it must have. Ninety ways and more."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.feeds import ATOM, item, rss, two
from tests.faults.server import Handler, Out, Request

MIB = 1 << 20


@dataclass(frozen=True)
class Case:
    """One behaviour: how it is served, and what must come of the first check."""

    name: str
    handler: Handler
    outcome: str
    new: int = 0
    title: str | None = None
    """How the title of the newest entry must read."""


CASES: list[Case] = []


def served(
    outcome: str, *, new: int | None = None, title: str | None = None
) -> Callable[[Handler], Handler]:
    """Adds a handler as a case named after it."""

    def add(handler: Handler) -> Handler:
        name = handler.__name__.removeprefix("_")
        count = (1 if title is not None else 2) if new is None else new
        counted = count if outcome == "entries" or new is not None else 0
        CASES.append(Case(name, handler, outcome, counted, title))
        return handler

    return add


def plainly(
    name: str,
    outcome: str,
    body: bytes | None = None,
    *headers: str,
    status: int = 200,
    new: int | None = None,
    title: str | None = None,
) -> None:
    """A case that is one proper answer."""
    sent = two(name) if body is None else body

    async def handler(_: Request, out: Out) -> None:
        await out.whole(sent, *headers, status=status)

    handler.__name__ = name
    served(outcome, new=new, title=title)(handler)


# -- statuses ----------------------------------------------------------------

plainly("status_200", "entries")
plainly("status_203", "entries", status=203)
plainly("status_204", "not-a-feed", b"", status=204)
plainly("status_226", "entries", None, "IM: feed", status=226)
plainly("status_226_other", "protocol", None, "IM: vcdiff", status=226)
WHOLE = two("status_206_whole")
plainly(
    "status_206_whole",
    "entries",
    WHOLE,
    f"Content-Range: bytes 0-{len(WHOLE) - 1}/{len(WHOLE)}",
    status=206,
)
plainly("status_206_part", "truncated", None, "Content-Range: bytes 0-99/9999", status=206)
plainly("status_206_unsaid", "truncated", status=206)
plainly("status_410", "gone", status=410)
for code in (400, 401, 402, 404, 405, 406, 408, 418, 451, 500, 501, 502, 503, 504, 520, 999):
    plainly(f"status_{code}", "http-error", status=code)
plainly("status_403", "wait", status=403)
plainly("status_429", "wait", status=429)
for label, value in (
    ("seconds", "120"),
    ("date", "Tue, 24 Nov 2026 12:00:00 GMT"),
    ("past_date", "Tue, 24 Nov 1998 12:00:00 GMT"),
    ("garbage", "soon; -1"),
    ("endless", "1" + "0" * 20),
    ("very_endless", "9" * 5000),
):
    plainly(f"retry_429_{label}", "wait", None, f"Retry-After: {value}", status=429)
    plainly(f"retry_503_{label}", "wait", None, f"Retry-After: {value}", status=503)


@served("unchanged", new=0)
async def status_304_unasked(_: Request, out: Out) -> None:
    await out.head(304)


@served("protocol")
async def status_1000(_: Request, out: Out) -> None:
    await out.head(1000)


# -- redirects ---------------------------------------------------------------


def redirecting(name: str, outcome: str, status: int, location: str | None) -> None:
    """A case that redirects; ``{port}`` in the location is the server's own."""

    async def handler(request: Request, out: Out) -> None:
        headers = [] if location is None else [f"Location: {location.format(port=request.port)}"]
        await out.head(status, "Content-Length: 0", *headers)

    handler.__name__ = name
    served(outcome)(handler)


async def _target(request: Request, out: Out) -> None:
    await out.whole(two(f"{request.path} target {request.count}"))


TARGETS: dict[str, Handler] = {"target": _target}
for code in (300, 301, 302, 303, 307, 308):
    TARGETS[f"target_{code}"] = _target
    redirecting(f"redirect_{code}", "entries", code, f"/target_{code}")
for label, location in (
    ("absolute", "http://127.0.0.1:{port}/target_absolute"),
    ("beside", "//127.0.0.1:{port}/target_beside"),
    ("with_user", "http://user:password@127.0.0.1:{port}/target_with_user"),
    ("with_space", "/target_with_space?a=b c"),
    ("with_fragment", "/target_with_fragment#part"),
):
    TARGETS[f"target_{label}"] = _target
    redirecting(f"redirect_{label}", "entries", 302, location)
for label, bad in (
    ("nowhere", None),
    ("empty", ""),
    ("file", "file:///etc/passwd"),
    ("javascript", "javascript:alert(1)"),
    ("data", "data:text/xml,x"),
    ("gopher", "gopher://127.0.0.1/"),
    ("bad_host", "http://[::1"),
    ("bad_port", "http://127.0.0.1:99999/"),
    ("to_itself", "/redirect_to_itself"),
):
    redirecting(f"redirect_{label}", "protocol", 302, bad)
redirecting("redirect_305", "http-error", 305, "/target")


def _chain(length: int) -> None:
    for step in range(length):
        after = f"/chain_{length}_{step + 1}" if step + 1 < length else f"/chain_{length}_end"

        async def hop(_: Request, out: Out, after: str = after) -> None:
            await out.head(302, f"Location: {after}", "Content-Length: 0")

        TARGETS[f"chain_{length}_{step}"] = hop
    TARGETS[f"chain_{length}_end"] = _target


_chain(4)
_chain(5)
redirecting("redirect_five_times", "entries", 302, "/chain_4_0")
redirecting("redirect_six_times", "protocol", 302, "/chain_5_0")


async def _to_and_fro(request: Request, out: Out) -> None:
    other = "redirect_loop" if request.path == "loop_other" else "loop_other"
    await out.head(301, f"Location: /{other}", "Content-Length: 0")


TARGETS["loop_other"] = _to_and_fro
CASES.append(Case("redirect_loop", _to_and_fro, "protocol"))


@served("protocol")
async def redirect_growing(request: Request, out: Out) -> None:
    more = "x" * 900 * (request.count + 1)
    await out.head(302, f"Location: /redirect_growing?{more}", "Content-Length: 0")


# -- lengths and framing -----------------------------------------------------


@served("truncated", new=1)
async def length_short(_: Request, out: Out) -> None:
    body = two("length_short")
    await out.head(200, f"Content-Length: {body.index(b'<item>', body.index(b'<item>') + 6)}")
    await out.raw(body)


@served("truncated")
async def length_long(_: Request, out: Out) -> None:
    body = two("length_long")
    await out.head(200, f"Content-Length: {len(body) + 50}")
    await out.raw(body)


@served("protocol")
async def length_double(_: Request, out: Out) -> None:
    body = two("length_double")
    await out.head(200, f"Content-Length: {len(body)}", f"Content-Length: {len(body) - 7}")
    await out.raw(body)


@served("entries")
async def length_twice_the_same(_: Request, out: Out) -> None:
    body = two("length_twice_the_same")
    await out.whole(body, f"Content-Length: {len(body)}")


@served("protocol")
async def length_negative(_: Request, out: Out) -> None:
    await out.head(200, "Content-Length: -5")
    await out.raw(two("length_negative"))


@served("entries")
async def length_none(_: Request, out: Out) -> None:
    await out.head(200)
    await out.raw(two("length_none"))


@served("entries")
async def chunked(_: Request, out: Out) -> None:
    await out.head(200, "Transfer-Encoding: chunked")
    for byte in two("chunked"):
        await out.raw(b"1\r\n" + bytes([byte]) + b"\r\n")
    await out.raw(b"0\r\n\r\n")


@served("protocol")
async def chunk_broken(_: Request, out: Out) -> None:
    await out.head(200, "Transfer-Encoding: chunked")
    await out.raw(b"5\r\n<rss>\r\nnonsense\r\n")


@served("truncated")
async def chunk_last_missing(_: Request, out: Out) -> None:
    body = two("chunk_last_missing")
    await out.head(200, "Transfer-Encoding: chunked")
    await out.raw(f"{len(body):x}\r\n".encode() + body + b"\r\n")


@served("network")
async def reset_in_body(_: Request, out: Out) -> None:
    await out.head(200, "Content-Length: 5000")
    await out.raw(b"<rss>" * 20)
    await asyncio.sleep(0.1)
    out.reset()


@served("network")
async def reset_at_once(_: Request, out: Out) -> None:
    out.reset()


@served("network")
async def closed_at_once(_: Request, _out: Out) -> None:
    return


@served("protocol")
async def garbage(_: Request, out: Out) -> None:
    await out.raw(bytes(range(256)) * 40)


@served("protocol")
async def http_0_9(_: Request, out: Out) -> None:
    await out.raw(two("http_0_9"))


@served("protocol")
async def header_giant(_: Request, out: Out) -> None:
    await out.head(200, "X-Big: " + "x" * MIB)
    await out.raw(two("header_giant"))


@served("protocol")
async def header_many(_: Request, out: Out) -> None:
    await out.head(200, *(f"X-{n}: {n}" for n in range(50_000)))
    await out.raw(two("header_many"))


@served("protocol")
async def header_broken(_: Request, out: Out) -> None:
    await out.head(200, "no colon here")
    await out.raw(two("header_broken"))


plainly("cookie", "entries", None, "Set-Cookie: id=1; Path=/", "Set-Cookie: x=2; Domain=localhost")


# -- time --------------------------------------------------------------------


@served("timeout")
async def hang(_: Request, _out: Out) -> None:
    await asyncio.sleep(3600)


@served("timeout")
async def hang_after_head(_: Request, out: Out) -> None:
    await out.head(200, "Content-Length: 500")
    await asyncio.sleep(3600)


@served("timeout")
async def drip(_: Request, out: Out) -> None:
    await out.head(200)
    while True:
        await out.raw(b"<rss>")
        await asyncio.sleep(0.02)


@served("timeout")
async def drip_head(_: Request, out: Out) -> None:
    await out.raw(b"HTTP/1.1 200 OK\r\n")
    while True:
        await out.raw(b"X-Slow: yes\r\n")
        await asyncio.sleep(0.02)


@served("timeout")
async def drip_redirects(request: Request, out: Out) -> None:
    await asyncio.sleep(0.9)
    await out.head(302, f"Location: /drip_redirects?{request.count}", "Content-Length: 0")


@served("protocol")
async def flood_103(_: Request, out: Out) -> None:
    while True:
        await out.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100)


@served("timeout")
async def drip_103(_: Request, out: Out) -> None:
    while True:
        await out.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
        await asyncio.sleep(0.02)


@served("entries")
async def some_103(_: Request, out: Out) -> None:
    await out.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 3)
    await out.whole(two("some_103"))


# -- size and codings --------------------------------------------------------


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 1, mtime=0)


def _bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * MIB
    return b"".join(packer.compress(block) for _ in range(size // MIB)) + packer.flush()


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@served("too-large")
async def endless(_: Request, out: Out) -> None:
    await out.head(200)
    while True:
        await out.raw(b"<item></item>" * 5000)


@served("too-large")
async def endless_chunks(_: Request, out: Out) -> None:
    await out.head(200, "Transfer-Encoding: chunked")
    while True:
        await out.raw(b"10000\r\n" + b"<item>" * 10922 + b"    \r\n")


@served("too-large")
async def length_absurd(_: Request, out: Out) -> None:
    await out.head(200, f"Content-Length: {10**18}")
    await out.raw(b"<rss>")


plainly("bomb", "too-large", _bomb(40 * MIB), "Content-Encoding: gzip")
plainly("bomb_deflate", "too-large", zlib.compress(b" " * 40 * MIB, 9), "Content-Encoding: deflate")
plainly("bomb_nested", "decode", _gzip(_bomb(40 * MIB)), "Content-Encoding: gzip, gzip")
plainly("bomb_nested_unsaid", "not-a-feed", _gzip(_bomb(40 * MIB)), "Content-Encoding: gzip")
GZIP = _gzip(two("gzip"))
plainly("gzip", "entries", GZIP, "Content-Encoding: gzip")
plainly("gzip_x", "entries", _gzip(two("gzip_x")), "Content-Encoding: X-GZip")
plainly("gzip_padded", "entries", _gzip(two("gzip_padded")) + b"\0" * 99, "Content-Encoding: gzip")
HALVES = two("gzip_members")
plainly(
    "gzip_members",
    "entries",
    _gzip(HALVES[:50]) + _gzip(HALVES[50:]),
    "Content-Encoding: gzip",
)
plainly("gzip_garbage_after", "decode", GZIP + b"garbage", "Content-Encoding: gzip")
plainly("gzip_lying", "decode", two("gzip_lying"), "Content-Encoding: gzip")
plainly("gzip_truncated", "truncated", GZIP[:-20], "Content-Encoding: gzip")
plainly("gzip_without_trailer", "truncated", GZIP[:-8], "Content-Encoding: gzip")
plainly("gzip_corrupt", "decode", GZIP[:30] + b"\xff\xff\xff" + GZIP[33:], "Content-Encoding: gzip")
plainly("gzip_wrong_sum", "decode", GZIP[:-8] + b"\0" * 8, "Content-Encoding: gzip")
plainly("gzip_empty", "truncated", b"", "Content-Encoding: gzip")
plainly("deflate", "entries", zlib.compress(two("deflate")), "Content-Encoding: deflate")
plainly("deflate_raw", "entries", _raw_deflate(two("deflate_raw")), "Content-Encoding: deflate")
plainly("deflate_one_byte", "truncated", b"x", "Content-Encoding: deflate")
plainly("identity", "entries", None, "Content-Encoding: identity")
plainly("brotli_unasked", "decode", b"\x8b\x02\x80<rss>\x03", "Content-Encoding: br")
plainly("coding_unknown", "decode", None, "Content-Encoding: rot13")
plainly("title_of_10_mb", "entries", rss(item(1, title="tall " * 2_000_000)), new=1)
plainly(
    "entries_by_the_thousand",
    "entries",
    rss(*(item(n, title=f"Thousand {n} and one more night") for n in range(6000))).replace(
        b"example.com", b"thousand.example"
    ),
    new=5000,
)


# -- encodings ---------------------------------------------------------------

CAFE = "Café au lait für 腾讯"
LATIN = "Café au lait für elf"


def _said(name: str, title: str, body: bytes, *headers: str) -> None:
    plainly(name, "entries", body, *headers, title=title)


def _alone(title: str, name: str, before: str = "") -> str:
    entry = item(1, title=title).replace("example.com", f"{name}.example")
    return rss(entry, before=before).decode()


_said("charset_unsaid", CAFE, _alone(CAFE, "cu").encode())
_said(
    "charset_wrong_in_header",
    CAFE,
    _alone(CAFE, "cw").encode(),
    "Content-Type: text/xml; charset=iso-8859-1",
)
_said(
    "charset_wrong_in_document",
    LATIN,
    _alone(LATIN, "cd", '<?xml version="1.0" encoding="utf-8"?>').encode("latin-1"),
)
_said(
    "charset_bogus",
    CAFE,
    _alone(CAFE, "cb", '<?xml version="1.0" encoding="bogus-8"?>').encode(),
    "Content-Type: text/xml; charset=nonsense",
)
_said(
    "charset_dangerous",
    CAFE,
    _alone(CAFE, "cx", '<?xml version="1.0" encoding="unicode_escape"?>').encode(),
)
_said(
    "charset_latin",
    LATIN,
    _alone(LATIN, "cl", '<?xml version="1.0" encoding="iso-8859-1"?>').encode("latin-1"),
)
_said(
    "charset_in_header_only",
    "Привет, мир",
    _alone("Привет, мир", "ch").encode("cp1251"),
    "Content-Type: text/xml; charset=windows-1251",
)
_said(
    "charset_gbk",
    "腾讯升级大模型",
    _alone("腾讯升级大模型", "cg", '<?xml version="1.0" encoding="gb2312"?>').encode("gbk"),
)
_said(
    "charset_sjis",
    "日本語の見出し",
    _alone("日本語の見出し", "cs", '<?xml version="1.0" encoding="Shift_JIS"?>').encode("cp932"),
)
_said("bom_utf8", CAFE, b"\xef\xbb\xbf" + _alone(CAFE, "b8").encode())
_said("bom_utf16", CAFE, _alone(CAFE, "b16").encode("utf-16"))
_said(
    "utf16_without_bom",
    CAFE,
    _alone(CAFE, "n16", '<?xml version="1.0" encoding="utf-16"?>').encode("utf-16-be"),
)
_said(
    "utf16_claimed_only",
    CAFE,
    _alone(CAFE, "c16", '<?xml version="1.0" encoding="utf-16"?>').encode(),
)
_said("bom_utf32", CAFE, _alone(CAFE, "b32").encode("utf-32"))
_said(
    "leading_space",
    CAFE,
    b"\r\n \t\n" + _alone(CAFE, "ls", '<?xml version="1.0"?>').encode(),
)
_said(
    "encodings_mixed",
    "Café für “elf”",
    _alone("Café für ", "em").encode().replace(b"</title><link", b"\x93elf\x94</title><link", 1),
)
_said("rss_as_html", CAFE, _alone(CAFE, "rh").encode(), "Content-Type: text/html; charset=utf-8")
_said("nul_bytes", "Zero is none here", _alone("Zero\0 is none\0 here", "nb").encode())

# -- documents ---------------------------------------------------------------

plainly("empty", "not-a-feed", b"")
plainly("white_space", "not-a-feed", b" \r\n\t ")
plainly("no_entries", "entries", rss(), new=0)
plainly(
    "soft_404",
    "not-a-feed",
    b"<!DOCTYPE html><html><head><title>Not found</title></head><body>Sorry</body></html>",
    "Content-Type: text/html",
)
plainly("soft_404_as_rss", "not-a-feed", b"<html><body>Sorry<br></html>", "Content-Type: text/xml")
plainly("kml", "not-a-feed", b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>')
plainly("opml", "not-a-feed", b'<opml version="2.0"><body><outline xmlUrl="x"/></body></opml>')
plainly("site_map", "not-a-feed", b"<urlset><url><loc>x</loc></url></urlset>")
plainly("plain_text", "not-a-feed", b"This service has moved.")
plainly("picture", "not-a-feed", b"\x89PNG\r\n\x1a\n" + bytes(500))
plainly("json_other", "not-a-feed", b'{"error": "nothing here"}')
plainly("json_damaged", "not-a-feed", b'{"version": "https://jsonfeed.org/version/1", "items": [')
plainly("json_deep", "not-a-feed", b"[" * 200_000)
plainly("xml_other", "not-a-feed", b"<catalog><book>x</book></catalog>")
plainly("not_closed", "truncated", two("not_closed").replace(b"</channel></rss>", b""), new=2)
plainly("entities", "parse", rss(item(1), before='<!DOCTYPE r [<!ENTITY a "b">]>'))
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
plainly(
    "entities_by_the_billion",
    "parse",
    rss(item(1, title="&l8;"), before=f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>'),
)
plainly("prolog_long", "parse", rss(item(1), before=f"<!--{'x' * 5000}-->"))
plainly("prolog_endless", "parse", b"<!-- " + b"x" * 90_000)
plainly("root_attributes", "parse", rss(item(1)).replace(b"<rss", b"<rss" + b' a="b"' * 300, 1))
plainly("root_endless", "parse", b"<rss " + b"x" * 90_000)
plainly(
    "nested_deeply",
    "entries",
    rss(item(1, title="Deep in the woods again", inner="<description>" + "<b>" * 99_000)).replace(
        b"example.com", b"deep.example"
    ),
    title="Deep in the woods again",
)
plainly(
    "nested_html_deeply",
    "entries",
    rss(
        item(
            1,
            title="Deep in the lists again",
            inner=f"<description><![CDATA[{'<ul><li>' * 50_000}]]></description>",
        )
    ).replace(b"example.com", b"lists.example"),
    title="Deep in the lists again",
)
plainly(
    "warning_before",
    "entries",
    b"<br />\n<b>Warning</b>: mysql in <b>/www</b><br />\n" + two("warning_before"),
)
plainly("page_after", "entries", two("page_after") + b"<script>alert(1)</script>")
plainly(
    "stray_ampersand",
    "entries",
    _alone("AT&T & caf&eacute; at last", "sa").encode(),
    title="AT&T & café at last",
)

# -- titles, ids, dates, links -----------------------------------------------

for label, written, read in (
    ("escape", "Red \x1b[31m alert \x07\x9b0m", "Red [31m alert 0m"),
    ("escape_reference", "Copy &#27;]52;c;eA==&#7; that", "Copy ]52;c;eA== that"),
    ("bidi", "Pay \u202eeod\u202c now\u200b please\ufeff", "Pay eod now please"),
    ("markup", "[@click=app.quit]Quit[/] now", "[@click=app.quit]Quit[/] now"),
    ("lines", "One\n  two\r\n\tthree", "One two three"),
    ("html", "A &lt;b&gt;bold&lt;/b&gt; claim &amp;amp; more", "A bold claim & more"),
    ("html_meant", "Why &lt;div&gt; is not &lt;section&gt;", "Why <div> is not <section>"),
    ("cdata", "<![CDATA[AT&amp;T &lt; <i>you</i> &#8217;n me]]>", "AT&T < you ’n me"),
    ("twice", "Don&amp;amp;#8217;t panic", "Don’t panic"),
    ("less_than", "If a &lt; b then c &gt; d", "If a < b then c > d"),
):
    _said(f"title_{label}", read, _alone(written, f"t-{label.replace('_', '-')}").encode())


def _atom(name: str, title: str, read: str, kind: str) -> None:
    entry = f'<entry><id>{name}</id><title type="{kind}">{title}</title></entry>'
    plainly(name, "entries", ATOM.format(entry).encode(), title=read)


_atom("atom_title_text", "Use &lt;b&gt; &amp;amp; rest", "Use <b> &amp; rest", "text")
_atom("atom_title_html", "Use &lt;b&gt;it&lt;/b&gt; &amp;amp; rest", "Use it & rest", "html")
_atom(
    "atom_title_xhtml",
    '<div xmlns="http://www.w3.org/1999/xhtml">Use <b>it</b> &amp; rest</div>',
    "Use it & rest",
    "xhtml",
)
plainly(
    "json_feed",
    "entries",
    json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "J",
            "items": [{"id": 7, "title": "Escape \x1b[2J from JSON", "content_text": "x"}],
        }
    ).encode(),
    "Content-Type: application/feed+json",
    title="Escape [2J from JSON",
)
plainly(
    "ids_twice",
    "entries",
    rss(item(1, title="First of a pair"), item(1, title="First of a pair"), item(1, title="Other")),
    new=2,
)
plainly("ids_missing", "entries", two("ids_missing").replace(b"guid>", b"x>"))
plainly(
    "nothing_but_titles",
    "entries",
    rss("<item><title>One thing</title></item>", "<item><title>Two things</title></item>"),
)
plainly("nothing_in_items", "entries", rss("<item></item>"), new=1)
plainly(
    "dates_absurd",
    "entries",
    rss(
        *(
            item(n, title=f"Dated absurdly for the {n} time", date=date).replace(
                "example.com", "absurd.example"
            )
            for n, date in enumerate(
                (
                    "Mon, 02 Feb 1926 10:00:00 GMT",
                    "Mon, 02 Feb 2126 10:00:00 GMT",
                    "Mon, 02 Feb 99999 10:00:00 GMT",
                    "0000-00-00T00:00:00Z",
                    "yesterday",
                    "1e400",
                    "9" * 4000,
                    "",
                )
            )
        )
    ),
    new=8,
)
