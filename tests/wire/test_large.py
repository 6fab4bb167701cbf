"""Large documents, read in portions: the same entries as of small ones."""

from __future__ import annotations

import pytest

from signalboard.wire.parse import large, readers
from signalboard.wire.parse.large import LARGE, portions
from signalboard.wire.parse.raw import RefusedError
from tests.faults.feeds import ATOM, item, rss

NOW = 1_790_000_000
URL = "https://example.com/feed"
LONG = "<description>" + "What was said of it. " * 60 + "</description>"
ITEMS = [item(n, title=f"Entry {n} of many", inner=LONG) for n in range(1200)]


def _read(body: bytes, content_type: str = "") -> readers.Read:
    assert len(body) > LARGE
    return readers.read(body, content_type, URL, NOW)


def _titles(read: readers.Read) -> list[str]:
    return [entry.title for entry in read.entries]


def test_a_large_feed_reads_as_it_would_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    body = rss(*ITEMS, channel="<link>https://example.com/</link><ttl>90</ttl>")
    found = portions(body)
    assert found is not None
    assert (len(found.spans) > 1, found.items, found.is_cut) == (True, 1200, False)
    in_portions = _read(body)
    monkeypatch.setattr(readers, "portions", lambda _: None)
    assert in_portions == _read(body)
    assert (in_portions.asked, in_portions.site) == (5400, "https://example.com/")
    assert len(in_portions.entries) == 1200


@pytest.mark.parametrize(
    "body",
    [
        rss(*ITEMS).replace(b"<item>", b"<item rdf:about='x'>").replace(b"rss", b"rdf:RDF"),
        ATOM.format("".join(ITEMS)).replace("item>", "entry>").encode(),
        rss(*ITEMS).decode().encode("utf-16"),
        b"\xef\xbb\xbf" + rss(*ITEMS),
        rss(*ITEMS).replace(b"What", b"Wh\xe4t"),
        rss(*ITEMS, channel="<!-- <item> --><description><![CDATA[<item>]]></description>"),
        rss(*(each.replace("What", "<![CDATA[</item> & ]]>") for each in ITEMS)),
        rss(*ITEMS[:600], "<item/>", *ITEMS[600:]),
        rss(*ITEMS).replace(b"</item><item>", b"</item> & <item>"),
    ],
    ids=["rdf", "atom", "utf16", "bom", "latin", "hidden", "cdata", "empty", "loose"],
)
def test_every_entry_of_any_kind_is_found(body: bytes) -> None:
    titles = _titles(_read(body))
    assert [title for title in titles if title.startswith("Entry")] == [
        f"Entry {n} of many" for n in range(1200)
    ]


def test_a_large_feed_that_was_cut_off_says_so_and_gives_what_came() -> None:
    body = rss(*ITEMS)
    read = _read(body[: body.rindex(b"<link>")])
    assert not read.is_whole
    assert len(read.entries) == 1200
    assert _read(body).is_whole


def test_of_very_many_the_newest_are_kept_wherever_they_stand() -> None:
    def dated(number: int) -> str:
        date = f"2026-01-{number // 1000 + 1:02}T{number // 60 % 24:02}:{number % 60:02}:00Z"
        return item(number, title=f"Entry {number} of many", date=date)

    items = [dated(number) for number in range(20_000)]
    upwards, downwards = _read(rss(*items)), _read(rss(*reversed(items)))
    assert len(upwards.entries) == len(downwards.entries) == readers.MOST_ENTRIES
    assert {entry.id for entry in upwards.entries} == {entry.id for entry in downwards.entries}
    assert "id-19999" in {entry.id for entry in upwards.entries}
    assert "id-1" not in {entry.id for entry in upwards.entries}


def test_summaries_are_cut_alike_where_they_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MOST_SUMMARIES", 300_000)
    lengths = {len(entry.summary) for entry in _read(rss(*ITEMS)).entries}
    assert len(lengths) == 1
    assert 100 < lengths.pop() <= 250


@pytest.mark.parametrize(
    "body",
    [
        rss(item(1, inner=LONG * 900)),
        rss(*ITEMS, channel="<a/>" * 100_000),
        rss(*ITEMS) + b" " * large.MOST_FRAME,
        b"<rss><channel>" + b"x" * LARGE,
        b"<rss><!-- " + rss(*ITEMS),
    ],
)
def test_what_has_no_portions_is_left_whole(body: bytes) -> None:
    assert portions(body) is None


def test_a_section_without_an_end_hides_what_follows() -> None:
    body = rss(*ITEMS[:900], "<item><![CDATA[", *ITEMS[900:])
    found = portions(body)
    assert found is not None
    assert (found.items, found.is_cut) == (900, True)


def test_a_large_feed_is_refused_like_any_other() -> None:
    with pytest.raises(RefusedError):
        _read(rss(*ITEMS, before='<!DOCTYPE x [<!ENTITY a "b">]>'))
