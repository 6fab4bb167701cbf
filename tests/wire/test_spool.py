"""Large bodies: received into files without a name, read there, in little memory and at once."""

from __future__ import annotations

import asyncio
import errno
import gzip
import mmap
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signalboard.model import Feed, FeedState, Outcome
from signalboard.wire.fetch.fetched import Fetched, Limits, body_hash
from signalboard.wire.fetch.fetching import fetch
from signalboard.wire.fetch.transport import Client
from signalboard.wire.parse import readers
from signalboard.wire.parse.mapped import Mapped
from signalboard.wire.parse.pool import Parser
from signalboard.wire.spool import Incoming, NoRoomError, Spool
from tests.faults.feeds import ATOM, item, rss
from tests.faults.server import FaultServer, Handler, Out, Request
from tests.faults.serving import good
from tests.wire.running import NOW, Desk, serving

LONG = "<description>" + "What was said of it. " * 60 + "</description>"
ITEMS = [item(n, title=f"Entry {n} of många", inner=LONG) for n in range(1200)]
LARGE = rss(*ITEMS)
LIMITS = Limits(total=5.0, connect=1.0, held=1000)


def _spooled(body: bytes, folder: Path | None = None) -> Spool:
    spool = Spool(folder)
    spool.write(body)
    return spool


async def _fetched(client: Client, url: str, limits: Limits = LIMITS) -> Fetched:
    return await fetch(client, Feed("Feed", url), FeedState(url), limits, NOW)


def _open_files() -> set[str]:
    found = set()
    for name in os.listdir("/proc/self/fd"):
        try:
            found.add(os.readlink(f"/proc/self/fd/{name}"))
        except OSError:
            continue
    return {path for path in found if "body-" in path or "(deleted)" in path}


# -- the file ------------------------------------------------------------------


def test_a_spool_has_no_name_and_is_for_its_owner_only(tmp_path: Path) -> None:
    spool = _spooled(b"some bytes", tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert stat.S_IMODE(os.fstat(spool.fileno()).st_mode) == 0o600
    assert (len(spool), spool[:4], spool[5:], spool[20:30]) == (10, b"some", b"bytes", b"")
    spool.close()
    spool.close()


def test_what_comes_is_held_while_it_is_little_and_known_by_the_same_hash(tmp_path: Path) -> None:
    incoming = Incoming(tmp_path, 10)
    incoming.write(b" \n")
    assert incoming.is_blank
    incoming.write(b"12345678")
    assert incoming.body == b" \n12345678"
    assert not incoming.is_blank
    incoming.write(b"9" * 3000)
    body = incoming.body
    assert isinstance(body, Spool)
    assert body[:] == b" \n12345678" + b"9" * 3000
    assert incoming.hash == body_hash(b" \n12345678" + b"9" * 3000)
    incoming.close()
    with pytest.raises(ValueError, match="closed"):
        body.fileno()


def test_no_room_is_said_in_our_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoRoomError):
        Spool(tmp_path / "missing")
    spool = Spool(tmp_path)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(NoRoomError):
        spool.write(b"x")
    spool.close()


def test_a_disk_that_takes_a_little_at_a_time_gets_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: whole(file, bytes(data[:7]), at))
    spool = _spooled(b"0123456789" * 10, tmp_path)
    assert spool[:] == b"0123456789" * 10
    spool.close()


# -- receiving ------------------------------------------------------------------


async def test_many_large_bodies_are_received_at_once_into_files(tmp_path: Path) -> None:
    together = asyncio.Barrier(8)

    async def handler(_: Request, out: Out) -> None:
        await out.head(200, f"Content-Length: {len(LARGE)}")
        await out.raw(LARGE[:-100])
        await together.wait()  # no server goes on before all are large
        await out.raw(LARGE[-100:])

    async with FaultServer({"feed": handler}) as server, Client(folder=tmp_path) as client:
        urls = [f"{server.url('feed')}?{n}" for n in range(8)]
        fetched = await asyncio.gather(*(_fetched(client, url) for url in urls))
    for each in fetched:
        assert isinstance(each.body, Spool)
        assert each.outcome is Outcome.ENTRIES
        assert each.body_hash == body_hash(LARGE)
        assert each.body[:] == LARGE
        each.close()
    assert list(tmp_path.iterdir()) == []


async def _cut(_: Request, out: Out) -> None:
    await out.head(200, f"Content-Length: {len(LARGE)}")
    await out.raw(LARGE[:-100])


async def _stalled(_: Request, out: Out) -> None:
    await out.head(200, f"Content-Length: {len(LARGE)}")
    await out.raw(LARGE[:-100])
    await asyncio.sleep(60)


@pytest.mark.parametrize(
    ("handler", "limits", "outcome"),
    [
        (_cut, LIMITS, Outcome.TRUNCATED),
        (_stalled, Limits(total=0.5, held=1000), Outcome.TIMEOUT),
        (serving(LARGE), Limits(held=1000, decoded=100_000), Outcome.TOO_LARGE),
        (serving(b" " * 5000), LIMITS, Outcome.NOT_A_FEED),
        (
            serving(gzip.compress(LARGE)[:-9], headers=("Content-Encoding: gzip",)),
            LIMITS,
            Outcome.TRUNCATED,
        ),
    ],
    ids=["cut", "stalled", "too large", "blank", "gzip"],
)
async def test_what_fails_leaves_no_file(
    handler: Handler, limits: Limits, outcome: Outcome, tmp_path: Path
) -> None:
    before = _open_files()
    async with FaultServer({"feed": handler}) as server, Client(folder=tmp_path) as client:
        fetched = await _fetched(client, server.url("feed"), limits)
    assert (fetched.outcome, fetched.body) == (outcome, b"")
    assert _open_files() <= before


async def test_a_large_body_that_is_the_same_as_before_leaves_no_file(tmp_path: Path) -> None:
    before = _open_files()
    async with FaultServer({"feed": serving(LARGE)}) as server, Client(folder=tmp_path) as client:
        url = server.url("feed")
        state = FeedState(url, body_hash=body_hash(LARGE))
        fetched = await fetch(client, Feed("Feed", url), state, LIMITS, NOW)
    assert (fetched.outcome, fetched.body) == (Outcome.UNCHANGED, b"")
    assert _open_files() <= before


async def test_without_room_that_feed_alone_fails_and_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.pwrite

    def full(file: int, data: bytes, at: int) -> int:
        if at > 1 << 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(file, data, at)

    monkeypatch.setattr(os, "pwrite", full)
    desk = Desk(tmp_path)
    async with FaultServer({"large": serving(LARGE), "good": good}) as server:
        desk.feeds = [Feed(name, server.url(name)) for name in ("large", "good")]
        done = await desk.refresh()
        assert done["large"]["outcome"] == "no-room"
        assert done["large"]["reason"] == "it is large, and the disk has no room to receive it"
        assert (done["good"]["outcome"], done["good"]["new"]) == ("entries", 2)
        state = desk.archive.feed_states()[server.url("large")]
        assert (state.outcome, state.kills, state.etag) == (Outcome.NO_ROOM, 0, None)
        monkeypatch.setattr(os, "pwrite", whole)
        done = await desk.refresh(only=("large",))
        assert (done["large"]["outcome"], done["large"]["new"]) == ("entries", 1200)
    desk.archive.close()


async def test_a_slow_large_body_holds_up_no_other(tmp_path: Path) -> None:
    ended: list[str] = []

    async def slow(_: Request, out: Out) -> None:
        await out.head(200, f"Content-Length: {len(LARGE)}")
        await out.raw(LARGE[:-100])
        while "large" not in ended:
            await asyncio.sleep(0.01)
        await out.raw(LARGE[-100:])

    desk = Desk(tmp_path)
    async with FaultServer({"slow": slow, "large": serving(LARGE)}) as server:
        desk.feeds = [Feed(name, server.url(name)) for name in ("slow", "large")]
        events: list[dict[str, Any]] = []

        class _Told(list[dict[str, Any]]):
            def append(self, event: dict[str, Any]) -> None:
                events.append(event)
                if event["event"] == "done":
                    ended.append(event["name"])

        from signalboard.wire.refresh.run import refresh

        await refresh(
            desk.feeds,
            (),
            desk.archive,
            report=_Told().append,
            clock=lambda: NOW,
            limits=Limits(total=20),
            gap=0.0,
        )
    assert ended == ["large", "slow"]
    assert {e["outcome"] for e in events if e["event"] == "done"} == {"entries"}
    desk.archive.close()


# -- reading --------------------------------------------------------------------


def _mapped(body: bytes, use: Callable[[Mapped], readers.Read]) -> readers.Read:
    spool = _spooled(body)
    try:
        return use(Mapped.of(spool.fileno(), len(body)))
    finally:
        spool.close()


@pytest.mark.parametrize(
    "body",
    [
        LARGE,
        LARGE.decode().encode("utf-16"),
        LARGE.decode().encode("utf-16-be"),
        b"\xef\xbb\xbf" + LARGE,
        b"\n  " + LARGE,
        LARGE.replace(b"What", b"Wh\xe4t"),
        b'<?xml version="1.0" encoding="iso-8859-1"?>' + LARGE.decode().encode("latin-1"),
        ATOM.format("".join(ITEMS)).replace("item>", "entry>").encode(),
        LARGE[: LARGE.rindex(b"<link>")],
        rss(item(1, inner=LONG * 900)),
        rss(*ITEMS, channel="<a/>" * 100_000),
    ],
    ids=["utf8", "utf16", "big", "bom", "space", "mixed", "latin", "atom", "cut", "one", "frame"],
)
def test_a_file_is_read_as_the_same_bytes_in_memory_are(body: bytes) -> None:
    def read(document: bytes | Mapped) -> readers.Read:
        return readers.read(document, "", "https://example.com/feed", NOW)

    found = _mapped(body, read)
    assert found == read(body)
    assert len(found.entries) in {1, 1200}


def test_what_was_read_of_a_file_is_not_held() -> None:
    wide = rss(*ITEMS * 6)
    spool = _spooled(wide)
    document = Mapped.of(spool.fileno(), len(wide))

    number = str(os.fstat(spool.fileno()).st_ino)

    def held() -> int:
        said = Path("/proc/self/smaps").read_text().partition(f" {number} ")[2]
        return int(said.partition("Rss:")[2].split()[0]) * 1024

    document.find(b"no such word")
    assert held() > len(wide) // 2
    readers.read(document, "", "https://example.com/feed", NOW)
    assert held() < 1 << 20
    spool.close()


def test_what_is_rewritten_follows_in_the_same_file() -> None:
    spool = _spooled(b"x" * 5000)
    document = Mapped.of(spool.fileno(), 5000)
    first = document.rewritten(iter([b"one", b"", b" and two"]))
    second = first.rewritten([b"three"])
    assert (first[:], second[:], document[:3]) == (b"one and two", b"three", b"xxx")
    assert os.fstat(spool.fileno()).st_size < 3 * mmap.ALLOCATIONGRANULARITY + 5000
    spool.close()


async def test_a_worker_takes_files_and_bytes_in_turn_and_closes_what_it_opened() -> None:
    before = _open_files()
    async with Parser(workers=1) as parser:
        for _ in range(3):
            spool = _spooled(LARGE)
            large, small = await asyncio.gather(
                parser.parse(spool, "", "https://example.com/feed", NOW),
                parser.parse(rss(item(1)), "", "https://example.com/feed", NOW),
            )
            spool.close()
            assert (len(large.entries), len(small.entries)) == (1200, 1)
        page = _spooled(
            b'<html><head><link rel="alternate" type="application/rss+xml" href="/f"></head>'
            + b"<p>" * 500_000
        )
        (offer,) = await parser.links(page, "text/html", "https://example.com/")
        page.close()
        assert offer.url == "https://example.com/f"
    assert _open_files() <= before
