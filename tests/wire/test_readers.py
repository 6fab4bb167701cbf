"""Feeds of every kind to entries, by whichever reader can."""

from __future__ import annotations

import json

import pytest

from signalboard.model import Entry
from signalboard.text import is_clean
from signalboard.wire.parse.raw import MOST_ENTRIES, NotAFeedError, RefusedError
from signalboard.wire.parse.readers import LONGEST_SUMMARY, Read, read
from tests.faults.feeds import ATOM, item, rss

NOW = 1_790_000_000
URL = "https://example.com/news/feed.xml"


def _read(document: str | bytes) -> Read:
    body = document.encode() if isinstance(document, str) else document
    return read(body, "", URL, NOW)


def _entry(inner: str, channel: str = "") -> Entry:
    (entry,) = _read(rss(f"<item>{inner}</item>", channel=channel)).entries
    return entry


def _atom(inner: str, more: str = "") -> Entry:
    (entry,) = _read(
        ATOM.replace("<feed", f"<feed {more}").format(f"<entry>{inner}</entry>")
    ).entries
    return entry


RSS_FULL = """
<title>Tencent upgrades its model</title><link> https://example.com/a </link>
<guid isPermaLink="false">tag:1</guid><pubDate>Mon, 02 Feb 2026 10:00:00 +0100</pubDate>
<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</description>
<author>someone@example.com (Some One)</author><source url="https://r.example">Reuters</source>"""
ATOM_FULL = """
<title>Tencent upgrades its model</title><id>tag:1</id>
<link rel="enclosure" href="https://example.com/a.mp3"/><link rel="self" href="/self"/>
<link href="https://example.com/a"/><published>2026-02-02T10:00:00+01:00</published>
<summary type="html">&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</summary>
<author><name>someone@example.com (Some One)</name></author>
<source><id>x</id><title>Reuters</title></source>"""
EXPECTED = Entry(
    id="tag:1",
    title="Tencent upgrades its model",
    url="https://example.com/a",
    summary="One\n\ntwo",
    author="someone@example.com (Some One)",
    outlet="Reuters",
    published_at=1_770_022_800,
)


def test_rss_and_atom_say_the_same() -> None:
    assert _entry(RSS_FULL) == EXPECTED
    assert _atom(ATOM_FULL) == EXPECTED


def test_json_feed_says_the_same() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A feed",
        "home_page_url": "/",
        "items": [
            {
                "id": "tag:1",
                "title": EXPECTED.title,
                "url": EXPECTED.url,
                "content_html": "<p>One</p><p>two</p>",
                "authors": [{"name": "A"}, {"name": "B"}, {}, 5],
                "date_published": "2026-02-02T10:00:00+01:00",
                "date_modified": "nonsense",
            },
            {"id": 5, "content_text": "No title & <b>no</b> link", "author": {"name": "A"}},
            {"id": 5.5, "external_url": "https://e.example/", "summary": "S", "title": 7},
            "no item",
        ],
    }
    found = _read(json.dumps(feed))
    first, second, third = found.entries
    assert (found.title, found.site) == ("A feed", "https://example.com/")
    assert (first.title, first.url, first.summary) == (EXPECTED.title, EXPECTED.url, "One\n\ntwo")
    assert (first.author, first.published_at) == ("A, B", EXPECTED.published_at)
    assert (second.id, second.title, second.author) == ("5", "No title & <b>no</b> link", "A")
    assert (third.id, third.title, third.url) == ("5.5", "7", "https://e.example/")


@pytest.mark.parametrize(
    "document",
    [
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>T</title></channel>'
        '<item rdf:about="https://example.com/a"><title>One thing</title>'
        "<link>https://example.com/a</link></item></rdf:RDF>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel>'
        "<item><title>One thing</title><link>https://example.com/a</link></item></rdf:RDF>",
        '<rss version="0.91"><channel><title>T</title><item><title>One thing</title>'
        "<link>https://example.com/a</link></item></channel></rss>",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>One thing</title>'
        '<link rel="alternate" href="https://example.com/a"/><id>x</id></entry></feed>',
        "<feed><entry><title>One thing</title><link href='https://example.com/a'/></entry></feed>",
        "<CHANNEL><ITEM HREF='https://example.com/a'><TITLE>One thing</TITLE></ITEM></CHANNEL>",
        '<rss version="2.0"><channel><item><title>One thing<link>https://example.com/a</item>',
        '<rss:rss xmlns:rss="http://purl.org/net/rss"><rss:channel><rss:item>'
        "<rss:title>One thing</rss:title><rss:link>https://example.com/a</rss:link>"
        "</rss:item></rss:channel></rss:rss>",
    ],
)
def test_old_and_broken_kinds_are_read_too(document: str) -> None:
    (entry,) = _read(document).entries
    assert entry.title.startswith("One thing")


@pytest.mark.parametrize(
    ("link", "more", "expected"),
    [
        ("/a", "", "https://example.com/a"),
        ("a?b=c", "", "https://example.com/news/a?b=c"),
        ("//other.example/a", "", "https://other.example/a"),
        ("https://example.com/a\n  b", "", "https://example.com/a%20%20%20b"),
        ("a", 'xml:base="https://base.example/x/"', "https://base.example/x/a"),
        ("a", 'xml:base="/x/"', "https://example.com/x/a"),
        ("javascript:alert(1)", "", ""),
        ("file:///etc/passwd", "", ""),
        ("https://user:password@example.com/", "", ""),
        ("-P evil", "", "https://example.com/news/-P%20evil"),
        ("http://[::1", "", ""),
        ("mailto:a@example.com", "", ""),
        ("", "", ""),
    ],
)
def test_links_are_made_absolute_and_safe(link: str, more: str, expected: str) -> None:
    assert _atom(f'<id>x</id><title>T</title><link href="{link}"/>', more).url == expected


def test_a_link_broken_over_lines_is_one() -> None:
    assert (
        _entry("<link>\n https://example.com/\n\tlong\n</link>").url == "https://example.com/long"
    )


def test_a_link_may_stand_in_the_id_or_with_a_middleman() -> None:
    inner = "<title>T</title><guid isPermaLink='false'>https://example.com/?p=1</guid>"
    assert _entry(inner).url == "https://example.com/?p=1"
    assert _atom("<title>T</title><id>https://example.com/now a</id>").url.endswith("/now%20a")
    assert _atom("<title>T</title><id>tag:x</id>").url == ""
    origin = (
        "<title>T</title><link>https://feedproxy.example/~r/1</link>"
        "<f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>"
        "https://example.com/own</f:origLink>"
    )
    assert _entry(origin).url == "https://example.com/own"
    enclosed = '<title>T</title><id>x</id><link rel="enclosure" href="https://e.example/a.mp3"/>'
    assert _atom(enclosed).url == ""


def test_of_several_links_the_page_is_taken() -> None:
    links = (
        '<link rel="replies" href="/replies"/><link rel="alternate" type="text/plain" href="/txt"/>'
        '<link rel="alternate" type="text/html" href="/page"/><link rel="related" href="/rel"/>'
    )
    assert _atom(f"<id>x</id><title>T</title>{links}").url == "https://example.com/page"


def test_ids_are_the_own_one_else_the_link_else_a_mark() -> None:
    assert _entry("<guid> a </guid><link>https://e.example/</link>").id == "a"
    assert _entry("<link>https://e.example/a</link>").id == "https://e.example/a"
    marked = _entry("<title>T</title><pubDate>Mon, 02 Feb 2026 10:00:00 GMT</pubDate>")
    assert marked.id.startswith("mark:")
    assert marked.id != _entry("<title>T</title>").id
    assert _entry(f"<guid>{'x' * 900}</guid>").id.startswith("mark:")
    assert _entry("<guid>a\u202eb</guid>").id.startswith("mark:")


def test_of_equal_ids_equal_entries_are_one_and_others_are_told_apart() -> None:
    document = rss(
        item(1, title="One"), item(1, title="One"), item(1, title="Other"), item(1, title="Third")
    )
    one, other, third = _read(document).entries
    assert (one.id, one.title) == ("id-1", "One")
    assert other.id.startswith("id-1#")
    assert len({one.id, other.id, third.id}) == 3
    again = _read(rss(item(1, title="One"), item(1, title="Third"), item(1, title="Other")))
    assert {entry.id for entry in again.entries} == {one.id, other.id, third.id}


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Mon, 02 Feb 2026 10:00:00 GMT", 1_770_026_400),
        ("2026-02-02T10:00:00Z", 1_770_026_400),
        ("2026-02-02 10:00:00 +0100", 1_770_022_800),
        ("Mon, 01 Jan 1990 00:00:00 GMT", 631_152_000),
        ("Sun, 31 Dec 1989 23:59:59 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Mon, 21 Sep 2026 13:00:00 GMT", 1_789_995_600),
        ("Tue, 22 Sep 2026 13:00:00 GMT", 1_790_082_000),
        ("Tue, 22 Sep 2026 14:13:21 GMT", None),
        ("Mon, 02 Feb 2126 10:00:00 GMT", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_dates_count_from_1990_to_tomorrow(date: str, expected: int | None) -> None:
    assert (
        _entry(f"<title>T</title><guid>x</guid><pubDate>{date}</pubDate>").published_at == expected
    )


@pytest.mark.parametrize(
    "date",
    [
        *("-1", "0", "5", "12", "99999", "2026", "2026-02", "26-02-02", "Feb", "Monday", "10:00"),
        *("1.5", "10:00:00", "-62135596800", "1790000000", "0000-00-00T00:00:00Z"),
    ],
)
def test_what_a_date_leaves_out_is_not_taken_from_today(date: str) -> None:
    rss_entry = f"<title>T</title><guid>x</guid><pubDate>{date}</pubDate>"
    assert _entry(rss_entry).published_at is None
    atom = f"<feed><entry><title>T</title><updated>{date}</updated></entry></feed>"
    assert _read(atom).entries[0].published_at is None
    assert _entry(rss_entry + "<broken").published_at is None


@pytest.mark.parametrize(
    "date",
    [
        *("2 Feb 2026", "Mon, 02 Feb 26 00:00:00 GMT", "2026-02-02", "20260202", "2026/02/02"),
        *("February 2, 2026", "2026-02-02T00:00:00.123Z", "20260202T000000Z"),
    ],
)
def test_dates_are_read_however_they_are_written(date: str) -> None:
    entry = _entry(f"<title>T</title><guid>x</guid><pubDate>{date}</pubDate>")
    assert entry.published_at == 1_769_990_400


def test_a_date_is_not_read_out_of_an_id() -> None:
    assert _entry("<title>T</title><guid>2024-05-05</guid>").published_at is None


def test_a_title_is_the_entrys_own() -> None:
    inner = (
        "<m:title xmlns:m='http://search.yahoo.com/mrss/'>Media</m:title><title>Own</title>"
        "<i:title xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd'>iTunes</i:title>"
    )
    assert _entry(inner).title == "Own"
    assert _entry("<title>A <b>bold</b> claim</title>").title == "A bold claim"


def test_a_title_that_is_missing_is_taken_from_what_there_is() -> None:
    assert _entry("<description>&lt;p&gt;Some words&lt;/p&gt;</description>").title == "Some words"
    assert _entry("<link>https://example.com/a</link>").title == "https://example.com/a"
    long = _entry(f"<link>https://example.com/{'a' * 1500}</link>")
    assert len(long.url) > 1500 and is_clean(long.title) and long.url.startswith(long.title[:-1])
    assert _entry("").title == "(without a title)"


def test_the_title_as_written_is_kept_where_cleaning_changed_it() -> None:
    assert _entry("<title>Plain</title>").title_raw == ""
    dressed = _entry("<title>A &lt;b&gt;b&lt;/b&gt; &#x202e;c</title>")
    assert (dressed.title, dressed.title_raw) == ("A b c", "A <b>b</b> \u202ec")


@pytest.mark.parametrize(
    ("inner", "summary"),
    [
        ("<description>Short</description><c:encoded>Long</c:encoded>", "Short"),
        ("<c:encoded>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</c:encoded>", "One\n\ntwo"),
        ("<description></description><c:encoded>Long</c:encoded>", "Long"),
        ("<m:group><m:description>Of a video</m:description></m:group>", "Of a video"),
        ("<m:description>Of a video</m:description>", "Of a video"),
        ("", ""),
    ],
)
def test_a_summary_is_the_summary_else_the_content(inner: str, summary: str) -> None:
    spaces = (
        "xmlns:c='http://purl.org/rss/1.0/modules/content/' xmlns:m='http://search.yahoo.com/mrss/'"
    )
    document = rss(f"<item><title>T</title>{inner}</item>").replace(
        b"<rss", f"<rss {spaces}".encode()
    )
    assert _read(document).entries[0].summary == summary


def test_a_summary_is_not_endless() -> None:
    assert len(_entry(f"<description>{'word ' * 9000}</description>").summary) <= LONGEST_SUMMARY


def test_atom_texts_are_what_their_type_says() -> None:
    xhtml = '<div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>t<b>w</b>o</p></div>'
    for name in ("summary", "content"):
        entry = _atom(f"<id>x</id><title>T</title><{name} type='xhtml'>{xhtml}</{name}>")
        assert entry.summary == "One\n\ntwo"
    plain = _atom("<id>x</id><title>T</title><summary type='text'>a &lt;b&gt; &amp;amp;</summary>")
    assert plain.summary == "a <b> &amp;"


def test_a_forum_that_names_the_topic_as_source_has_no_outlet() -> None:
    assert _entry("<title>Topic</title><source url='x'>Topic</source>").outlet == ""
    assert _entry(f"<title>T</title><source url='x'>{'long ' * 30}</source>").outlet == ""


@pytest.mark.parametrize(
    ("channel", "asked"),
    [
        ("", None),
        ("<ttl>90</ttl>", 5400),
        ("<ttl> 90 </ttl>", 5400),
        ("<ttl>soon</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>99999999999999</ttl>", 999_999_999 * 60),
        ("<s:updatePeriod>daily</s:updatePeriod>", 86_400),
        ("<s:updatePeriod>daily</s:updatePeriod><s:updateFrequency>4</s:updateFrequency>", 21_600),
        ("<s:updatePeriod>daily</s:updatePeriod><s:updateFrequency>0</s:updateFrequency>", 86_400),
        ("<s:updatePeriod>often</s:updatePeriod>", None),
        ("<s:updatePeriod>hourly</s:updatePeriod><ttl>600</ttl>", 36_000),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(channel: str, asked: int | None) -> None:
    space = b"<rss xmlns:s='http://purl.org/rss/1.0/modules/syndication/'"
    document = rss(item(1), channel=channel).replace(b"<rss", space)
    assert _read(document).asked == asked


def test_the_newest_of_too_many_are_taken() -> None:
    items = [
        item(n, date=f"Mon, 02 Feb 2026 {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02} GMT")
        for n in range(MOST_ENTRIES + 50)
    ]
    found = _read(rss(*items))
    assert len(found.entries) == MOST_ENTRIES
    assert min(int(entry.id.removeprefix("id-")) for entry in found.entries) == 50


def test_a_document_that_stops_in_the_middle_says_so() -> None:
    document = rss(item(1), item(2))
    assert _read(document).is_whole
    assert not _read("<rss>").is_whole
    cut = _read(document[: document.index(b"</item>") + 20])
    assert not cut.is_whole
    assert cut.entries[0].title == "Entry number 1 of the feed"


def test_an_item_is_found_again_where_the_readers_count_differently() -> None:
    nested = f"<x>{item(1, title='Hidden')}</x>"
    own = item(2, title="A &lt;b&gt;b&lt;/b&gt;", inner="<source url='x'>Reuters</source>")
    bare = "<item><title>Bare</title></item>"
    entries = _read(rss(nested, own, bare)).entries
    assert [(entry.title, entry.outlet) for entry in entries] == [("A b", "Reuters"), ("Bare", "")]


def test_the_second_reader_reads_dates_and_links_too() -> None:
    document = (
        "<CHANNEL><TITLE>T</TITLE><ITEM HREF='/a' LASTMOD='2002-11-14T12:30:45'><TITLE>One</TITLE>"
        "<ABSTRACT>Words</ABSTRACT></ITEM></CHANNEL>"
    )
    (entry,) = _read(document).entries
    assert (entry.title, entry.url, entry.summary) == ("One", "https://example.com/a", "Words")
    undated = "<feed><entry><title>One</title><published>nonsense</published></entry></feed>"
    assert _read(undated).entries[0].published_at is None
    dated = (
        "<feed><entry><title>One</title><published>2026-02-02T10:00:00Z</published></entry></feed>"
    )
    assert _read(dated).entries[0].published_at == 1_770_026_400


def test_undeclared_prefixes_do_no_harm() -> None:
    entry = _entry("<title>T</title><itunes:summary>S</itunes:summary><media:title>M</media:title>")
    assert entry.title == "T"


@pytest.mark.parametrize(
    "document",
    [
        "",
        "   ",
        "\ufeff",
        "<html></html>",
        '{"a": 1}',
        '{"a"',
        "[]",
        "<x/>",
        "<x><item/></x>",
    ],
)
def test_what_is_no_feed_is_said(document: str) -> None:
    with pytest.raises(NotAFeedError):
        _read(document)


def test_entities_that_hide_from_the_prolog_never_reach_the_second_reader() -> None:
    with pytest.raises(RefusedError):
        _read("<CHANNEL><!ENTITY a 'b'><ITEM><TITLE>&a;</TITLE></ITEM></CHANNEL>")
