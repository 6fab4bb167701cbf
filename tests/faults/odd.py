"""What else servers do: old protocols, odd frames, strange alphabets, great appetite."""

from __future__ import annotations

import asyncio
import gzip
import zlib

from tests.faults.feeds import item, rss, two
from tests.faults.great import great, stalled
from tests.faults.server import Out, Request
from tests.faults.serving import TARGETS, good, plainly, served

MIB = 1 << 20
CAFE = "Café au lait für 腾讯"


def raw(name: str, outcome: str, *pieces: bytes, new: int | None = None) -> None:
    """A case that is these bytes, and then the end of the connection."""

    async def handler(_: Request, out: Out) -> None:
        for piece in pieces:
            await out.raw(piece)

    handler.__name__ = name
    served(outcome, new=new)(handler)


def headed(name: str, *headers: str) -> bytes:
    """A whole answer to a case of this name, with these headers."""
    body = two(name)
    lines = ["HTTP/1.1 200 OK", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


# -- protocol ------------------------------------------------------------------

raw("http_1_0", "entries", b"HTTP/1.0 200 OK\r\n\r\n" + two("http_1_0"))
raw("http_3_9", "entries", headed("http_3_9").replace(b"HTTP/1.1", b"HTTP/3.9", 1))
raw("status_lower_case", "protocol", headed("status_lower_case").replace(b"HTTP", b"http", 1))
raw("status_without_reason", "entries", headed("status_without_reason").replace(b" OK", b"", 1))
raw("status_of_letters", "protocol", headed("status_of_letters").replace(b"200", b"two", 1))
raw(
    "line_feeds_only",
    "entries",
    headed("line_feeds_only").replace(b"\r\n", b"\n"),
)
raw("header_folded", "entries", headed("header_folded", "X-Long: one", "  two"))
raw("header_nul", "protocol", headed("header_nul", "X-Zero: a\0b"))
raw("header_space_before_colon", "protocol", headed("header_space_before_colon", "X-Odd : a"))
raw("header_empty_name", "protocol", headed("header_empty_name", ": a"))
raw("header_high_bytes", "entries", headed("header_high_bytes", "X-Word: caf\xe9"))
raw("garbage_after", "entries", headed("garbage_after") + b"\0\xff" * 5000)
raw("garbage_before", "protocol", b"\r\nhello\r\n" + headed("garbage_before"))
raw("answer_twice", "entries", headed("answer_twice") * 2)
raw("continue_first", "entries", b"HTTP/1.1 100 Continue\r\n\r\n" + headed("continue_first"))
raw("switching", "protocol", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")
raw("head_cut_short", "protocol", b"HTTP/1.1 200 OK\r\nContent-Type: text/x")
raw("head_only", "truncated", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n")
raw("head_only_unsized", "not-a-feed", b"HTTP/1.1 200 OK\r\n\r\n")
raw("length_of_letters", "protocol", headed("length_of_letters", "Content-Length: many"))
raw("length_signed", "protocol", b"HTTP/1.1 200 OK\r\nContent-Length: +50\r\n\r\n" + b"x" * 50)

_CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def _chunk(body: bytes, extension: bytes = b"") -> bytes:
    return f"{len(body):x}".encode() + extension + b"\r\n" + body + b"\r\n"


raw(
    "chunk_extensions",
    "entries",
    _CHUNKS + _chunk(two("chunk_extensions"), b";name=value") + b"0\r\n\r\n",
)
raw("trailers", "entries", _CHUNKS + _chunk(two("trailers")) + b"0\r\nX-Sum: 1\r\n\r\n")
raw("chunk_size_absurd", "protocol", _CHUNKS + b"f" * 40 + b"\r\n" + two("chunk_size_absurd"))
raw("chunk_size_negative", "protocol", _CHUNKS + b"-5\r\n" + two("chunk_size_negative"))
raw("chunk_and_length", "entries",
    _CHUNKS.replace(b"\r\n\r\n", b"\r\nContent-Length: 9\r\n\r\n")
    + _chunk(two("chunk_and_length")) + b"0\r\n\r\n")  # fmt: skip
raw(
    "transfer_gzip",
    "protocol",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
    + _chunk(gzip.compress(two("transfer_gzip")))
    + b"0\r\n\r\n",
)


@served("too-large")
async def chunk_sizes_endless(_: Request, out: Out) -> None:
    await out.raw(_CHUNKS)
    while True:
        await out.raw(b"1;" + b"x" * 4000 + b"\r\n \r\n")


@served("timeout")
async def drip_chunks(_: Request, out: Out) -> None:
    await out.raw(_CHUNKS)
    while True:
        await out.raw(b"1\r\n \r\n")
        await asyncio.sleep(0.02)


@served("timeout")
async def drip_gzip(_: Request, out: Out) -> None:
    await out.head(200, "Content-Encoding: gzip")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    while True:
        await out.raw(packer.compress(b"<rss>") + packer.flush(zlib.Z_SYNC_FLUSH))
        await asyncio.sleep(0.02)


# -- codings -------------------------------------------------------------------

plainly("coding_none", "entries", None, "Content-Encoding: none")
plainly("coding_empty", "entries", None, "Content-Encoding: ")
plainly("coding_utf8", "entries", None, "Content-Encoding: utf-8")
plainly("coding_identity_and_utf8", "entries", None, "Content-Encoding: identity, UTF-8")
plainly("coding_binary", "entries", None, "Content-Encoding: binary")
plainly("coding_twice_in_two_lines", "decode", gzip.compress(two("x")),
        "Content-Encoding: gzip", "Content-Encoding: gzip")  # fmt: skip
plainly("coding_identity_and_gzip", "entries", gzip.compress(two("coding_identity_and_gzip")),
        "Content-Encoding: identity, gzip")  # fmt: skip
plainly("gzip_of_nothing", "not-a-feed", gzip.compress(b""), "Content-Encoding: gzip")
PACKED = gzip.compress(two("gzip_unsaid"))
plainly("gzip_unsaid", "entries", PACKED)
plainly("gzip_as_a_file", "entries", gzip.compress(two("gzip_as_a_file")),
        "Content-Type: application/gzip", "Content-Encoding: none")  # fmt: skip
plainly("gzip_unsaid_truncated", "truncated", PACKED[:-20])
plainly("gzip_unsaid_corrupt", "decode", PACKED[:30] + b"\xff\xff\xff" + PACKED[33:])
plainly("gzip_unsaid_twice", "not-a-feed", gzip.compress(PACKED))
plainly("gzip_unsaid_bomb", "too-large", gzip.compress(b" " * 40 * MIB, 9))
plainly("zstd_unasked", "decode", b"\x28\xb5\x2f\xfd\x04\x00", "Content-Encoding: zstd")

# -- redirects -----------------------------------------------------------------


def _to(name: str, outcome: str, location: str, *more: str, status: int = 302) -> None:
    async def handler(request: Request, out: Out) -> None:
        lines = [f"Location: {location.format(port=request.port)}", *more]
        await out.head(status, "Content-Length: 0", *lines)

    handler.__name__ = name
    served(outcome)(handler)


_to("redirect_long", "protocol", "/" + "x" * 5000)
_to("redirect_two_locations", "http-error", "/one", "Location: http://[x")
_to("redirect_controls", "protocol", "/a\x01b")
_to("redirect_backslash", "http-error", "http:\\\\127.0.0.1\\feed")
_to("redirect_port_0", "protocol", "http://127.0.0.1:0/")
_to("redirect_ftp", "protocol", "ftp://127.0.0.1/feed")
_to("redirect_feed_scheme", "protocol", "feed://127.0.0.1/feed")
_to("redirect_bundled", "protocol", "bundled:agent-economy")
_to("redirect_tls_to_plain_port", "tls", "https://127.0.0.1:{port}/x")
_to("redirect_304_with_location", "unchanged", "/x", status=304)
TARGETS["target_body"] = good


@served("entries")
async def redirect_with_endless_body(_: Request, out: Out) -> None:
    await out.head(302, "Location: /target_body")
    while True:
        await out.raw(b"x" * 65536)


# -- alphabets and prologs -------------------------------------------------------


def _feed(name: str, title: str, before: str = "") -> str:
    entry = item(1, title=title).replace("example.com", f"{name.replace('_', '-')}.example")
    return rss(entry, before=before).decode()


def _said(name: str, title: str, body: bytes, *headers: str) -> None:
    plainly(name, "entries", body, *headers, title=title)


_said("utf16_le_without_bom", CAFE, _feed("u16l", CAFE).encode("utf-16-le"))
_said("utf32_without_bom", CAFE, _feed("u32", CAFE).encode("utf-32-be"))
plainly("utf7", "entries", b'<?xml version="1.0" encoding="utf-7"?>' + two("utf7"))
plainly("ebcdic", "not-a-feed", two("ebcdic").decode().encode("cp037"))
_said("xml_1_1", CAFE, _feed("x11", CAFE, '<?xml version="1.1"?>').encode())
_said("xml_9", CAFE, _feed("x9", CAFE, '<?xml version="9.9"?>').encode())
_said("doctype_plain", CAFE, _feed("dp", CAFE, "<!DOCTYPE rss>").encode())
_said("doctype_elements", CAFE, _feed("de", CAFE, "<!DOCTYPE rss [<!ELEMENT rss ANY>]>").encode())
_said("doctype_outside", CAFE,
      _feed("do", CAFE, '<!DOCTYPE rss SYSTEM "file:///etc/passwd">').encode())  # fmt: skip
_said("stylesheet", CAFE, _feed("st", CAFE, '<?xml-stylesheet href="x.xsl"?>').encode())
PARAMETER = '<!DOCTYPE r [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>'
plainly("entity_parameter", "parse", _feed("ep", CAFE, PARAMETER).encode())
plainly("entity_in_utf16", "parse",
        _feed("e16", "&a;", '<!DOCTYPE r [<!ENTITY a "b">]>').encode("utf-16"))  # fmt: skip
_said("entity_unknown", "One &nobody; two", _feed("eu", "One &nobody; two").encode())
_said("charset_of_500_letters", CAFE,
      _feed("c5", CAFE, f'<?xml version="1.0" encoding="{"x" * 500}"?>').encode())  # fmt: skip
_said("cdata_open", "Cut off", _feed("co", "Cut off").encode() + b"<![CDATA[")

# -- documents of great appetite ------------------------------------------------


def _packed(name: str, outcome: str, body: bytes, new: int | None = None) -> None:
    plainly(name, outcome, gzip.compress(body, 1), "Content-Encoding: gzip", new=new)


ATTRIBUTES = " ".join(f'a{n}="b"' for n in range(100_000))
NAMESPACES = "".join(f'<x xmlns:n{n}="urn:{n}"/>' for n in range(100_000))
MANY = rss(*(item(n, title=f"Thousand {n} of a hundred") for n in range(100_000)))
_packed("instructions_by_the_thousand", "parse", b"<?a b?>" * 900_000 + two("i"))
_packed("comments_by_the_thousand", "entries", rss(item(1), channel="<!-- x -->" * 900_000), 1)
_packed("attributes_by_the_thousand", "parse", rss(item(1, inner=f"<x {ATTRIBUTES}/>")))
_packed("namespaces_by_the_thousand", "entries", rss(item(1, inner=NAMESPACES)), 1)
_packed("elements_by_the_million", "parse", rss(item(1), channel="<a/>" * 6_000_000))
_packed("one_word_of_20_mb", "entries", rss(item(1, inner=f"<x>{'a' * 20_000_000}</x>")), 1)
_packed("entries_100_000", "entries", MANY.replace(b"example.com", b"hundred.example"), 5000)
for label, new in (("many", 5000), ("oldest_first", 5000), ("long_wide", 1000), ("utf16", 500)):
    served("entries", new=new)(great(f"great_{label}"))
served("entries", new=5000)(great("great_json"))
served("parse", new=0)(great("great_item"))
for label in ("many", "long"):
    served("timeout")(stalled(f"great_{label}_stalled"))
_packed("json_by_the_million", "parse", b'{"a":[' + b"[]," * 5_000_000 + b"[]]}")
plainly("page_instead", "not-a-feed", b"<!doctype html><html><body>Maintenance</body></html>")
PAGE = b"<html><body><p>" + b"x" * 9000 + two("within") + b"</body></html>"
plainly("feed_within_a_page", "not-a-feed", PAGE)
LOGIN = "WWW-Authenticate: Basic realm=x"
plainly("login_page", "http-error", b"<html>Who are you?</html>", LOGIN, status=401)
