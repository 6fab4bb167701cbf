"""What is in a body: codings, encodings, documents that are none, texts that mean harm."""

from __future__ import annotations

import gzip
import json
import zlib

from tests.faults.feeds import ATOM, item, rss, two
from tests.faults.server import Out, Request
from tests.faults.serving import plainly, served

MIB = 1 << 20

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
                    "-1",
                    "99999",
                    "-62135596800",
                    "2026-02",
                    "26-02-02",
                    "Mon",
                    "9" * 4000,
                    "",
                )
            )
        )
    ),
    new=14,
)
