"""What servers answer: statuses, redirects, frames that break, and time."""

from __future__ import annotations

import asyncio

from tests.faults.feeds import two
from tests.faults.server import Out, Request
from tests.faults.serving import CASES, TARGETS, Case, plainly, served

MIB = 1 << 20

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


TARGETS["target"] = _target
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
    await asyncio.sleep(6)
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
