"""Lists of feeds: what is in the wild is read, what we write reads back the same."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard.links import safe_link
from signalboard.model import Feed
from signalboard.text import clean, is_clean
from signalboard.wire.lists import listed, opml
from signalboard.wire.lists.listed import NotAListError
from signalboard.wire.lists.reading import LARGEST, read

_MARKS = re.compile(rb"xml_?url\s*=", re.IGNORECASE)
_LOOSE_AMP = re.compile(r"&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)")

_DESCRIPTION = re.compile(r' description=".*?" xmlUrl=', re.DOTALL)


def _files(shared_data: Path) -> list[Path]:
    root = shared_data / "opml"
    return sorted(p for p in root.rglob("*") if p.suffix in {".opml", ".xml"})


def _walked(
    node: ET.Element, folders: tuple[str, ...]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Address, name and folders of each outline that has an address and no category."""
    for child in node.findall("outline"):
        name = clean(child.get("text") or child.get("title") or "", 200)
        address = child.get("xmlUrl", "")
        if not address:
            yield from _walked(child, (*folders, name))
        elif address.startswith("http") and not child.get("category"):
            yield address, name, tuple(dict.fromkeys(folders))


def wrapped(*outlines: str) -> bytes:
    return f"<opml version='2.0'><body>{''.join(outlines)}</body></opml>".encode()


def told(raw: bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(feed.name, feed.url, feed.tags) for feed in read(raw).feeds]


# -- what is in the wild ------------------------------------------------------------------


def test_every_outline_of_real_lists_is_imported_or_accounted_for(shared_data: Path) -> None:
    files = _files(shared_data)
    assert len(files) > 80
    reasons: dict[str, int] = {}
    total = 0
    for path in files:
        raw = path.read_bytes()
        found = read(raw)
        dropped = [mark for mark in found.left if mark.why in (listed.COMMAND, listed.NOT_WEB)]
        count = len(_MARKS.findall(raw))
        assert count == len(found.feeds) + len(found.same) + len(dropped), path
        for remark in (*found.left, *found.same, *found.notes):
            assert remark.line > 0 and remark.what and is_clean(remark.what), path
            reasons[remark.why] = reasons.get(remark.why, 0) + 1
        for feed in found.feeds:
            assert safe_link(feed.url) and is_clean(feed.name) and feed.name
        total += len(found.feeds)
    assert total == 1571
    assert reasons.keys() <= {
        *(listed.COMMAND, listed.SAME, listed.UNFILTERED),
        *(listed.NO_ADDRESS, listed.A_LINK, listed.A_LIST),
    }
    assert reasons[listed.COMMAND] == 1 and reasons[listed.SAME] == 2


def test_real_lists_read_as_an_xml_parser_reads_them_once_mended(shared_data: Path) -> None:
    """Names, addresses and folders, against the standard library's parser."""
    compared = mended = 0
    for path in _files(shared_data):
        raw = path.read_bytes()
        try:
            root = ET.fromstring(raw)
        except ET.ParseError:
            try:
                root = ET.fromstring(_LOOSE_AMP.sub("&amp;", raw.decode()))
            except ET.ParseError:
                without = _DESCRIPTION.sub(" xmlUrl=", raw.decode())
                root = ET.fromstring(_LOOSE_AMP.sub("&amp;", without))
            mended += 1
        body = root.find("body")
        expected: dict[str, tuple[str, tuple[str, ...]]] = {}
        for address, name, folders in _walked(body if body is not None else root, ()):
            expected.setdefault(address, (name, folders))
        feeds = {feed.url: feed for feed in read(raw).feeds}
        same = {remark.what for remark in read(raw).same}
        for address, (name, folders) in expected.items():
            if name in same:
                continue
            feed = feeds[address]
            assert feed.name == name or not name, path
            assert feed.tags == folders, path
            compared += 1
    assert compared > 1500 and mended == 54


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        ('<outline text="A & B" xmlUrl="https://a.test/f?x=1&y=2"/>',
         ("A & B", "https://a.test/f?x=1&y=2", ())),
        ('<outline text="A" xmlUrl="https://a.test/f?a=1&amp;copy=2"/>',
         ("A", "https://a.test/f?a=1&copy=2", ())),
        ('<outline text="Say "hi" & <b>go</b>" xmlUrl="https://a.test/f"/>',
         ('Say "hi" & <b>go</b>', "https://a.test/f", ())),
        ('<outline description="<a href="http://x">x</a>" text="A" xmlUrl="https://a.test/f"/>',
         ("A", "https://a.test/f", ())),
        ('<outline xmlUrl="https://a.test/f" text="A" description="<a href="http://x">x</a>"/>',
         ("A", "https://a.test/f", ())),
        ("<outline title='John's' xmlUrl='https://a.test/f'/>",
         ("John's", "https://a.test/f", ())),
        ('<OUTLINE TITLE="Up" XMLURL="HTTPS://A.test/f">', ("Up", "HTTPS://A.test/f", ())),
        ('<outline text=A xmlurl=https://a.test/f/>', ("A", "https://a.test/f", ())),
        ('<outline text="no end xmlUrl="https://a.test/f" type="rss"/>',
         ("no end", "https://a.test/f", ())),
        ('<outline text="A" xmlUrl="https://a.test/f htmlUrl="https://a.test/"/>',
         ("A", "https://a.test/f", ())),
        ('<outline text="A"xmlUrl="https://a.test/f"type="rss"/>', ("A", "https://a.test/f", ())),
        ('<outline text="A" xmlUrl = "\n https://a.test/\nf "/>', ("A", "https://a.test/f", ())),
        ('<outline text="A" type="rss" url="https://a.test/f"/>', ("A", "https://a.test/f", ())),
        ('<outline text="A" xmlUrl="feed://a.test/f"/>', ("A", "http://a.test/f", ())),
        ('<outline text="A" xmlUrl="feed:https://a.test/f"/>', ("A", "https://a.test/f", ())),
        ('<outline text="A" xmlUrl="https://a.test/ü"/>', ("A", "https://a.test/ü", ())),
        ('<outline text="A" xmlUrl="https://a.test/a b"/>', ("A", "https://a.test/a%20b", ())),
        ('<outline text="" title="" xmlUrl="https://a.test/f"/>',
         ("a.test", "https://a.test/f", ())),
        ('<outline text="https://a.test/f" title="A" xmlUrl="https://a.test/f"/>',
         ("A", "https://a.test/f", ())),
        ('<outline text="A" category="x, y z,/Food/Fish" xmlUrl="https://a.test/f"/>',
         ("A", "https://a.test/f", ("x", "y z", "Food", "Fish"))),
        ('<outline text="F"><outline title="G"><outline text="A" xmlUrl="https://a.test/f"/>'
         '</outline></outline>', ("A", "https://a.test/f", ("F", "G"))),
        ('<outline text="F"><outline title="A" xmlUrl="https://a.test/f">',
         ("A", "https://a.test/f", ("F",))),
        ('<outline text="a\x1b]52;c;x\x07\u202eb" xmlUrl="https://a.test/f"/>',
         ("a]52;c;xb", "https://a.test/f", ())),
        ('<outline text="&#27;[31mred&#x202e;" xmlUrl="https://a.test/f"/>',
         ("[31mred", "https://a.test/f", ())),
        ('<outline text="[bold]x[/]" xmlUrl="https://a.test/f"/>',
         ("[bold]x[/]", "https://a.test/f", ())),
        ('<outline text="caf&eacute; &notit; &amp;amp;" xmlUrl="https://a.test/f"/>',
         ("café &notit; &amp;", "https://a.test/f", ())),
        ('<opml:outline text="A" xmlUrl="https://a.test/f"/>', ("A", "https://a.test/f", ())),
    ],
)  # fmt: skip
def test_what_a_person_could_recognise_is_recognised(outline: str, expected: tuple) -> None:
    assert told(wrapped(outline)) == [expected]


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ('<outline text="A" xmlUrl="javascript:alert(1)"/>', listed.NOT_WEB),
        ('<outline text="A" xmlUrl="file:///etc/passwd"/>', listed.NOT_WEB),
        ('<outline text="A" xmlUrl="-P /tmp/evil"/>', listed.NOT_WEB),
        ('<outline text="A" xmlUrl="https://"/>', listed.NOT_WEB),
        ('<outline text="A" xmlUrl="https://a.test/%s"/>' % ("x" * 3000), listed.NOT_WEB),
        ('<outline text="A" xmlUrl="|~/bin/run"/>', listed.COMMAND),
        ('<outline text="A" xmlUrl="exec:~/bin/run"/>', listed.COMMAND),
        ('<outline text="A" xmlUrl="filter:~/bin/run:https://a.test/f"/>', listed.COMMAND),
        ('<outline text="A" htmlUrl="https://a.test/"/>', listed.NO_ADDRESS),
        ('<outline text="A" xmlUrl=""/>', listed.NO_ADDRESS),
        ('<outline text="A"/>', listed.NO_ADDRESS),
        ('<outline text="A"></outline>', listed.NO_ADDRESS),
        ('<outline text="A" type="link" url="https://a.test/"/>', listed.A_LINK),
        ('<outline text="A" type="link" url="https://a.test/x.opml"/>', listed.A_LIST),
        ('<outline text="A" type="include" url="https://a.test/x"/>', listed.A_LIST),
    ],
)
def test_what_is_no_feed_is_left_out_with_its_reason(outline: str, why: str) -> None:
    found = read(wrapped(outline))
    assert found.feeds == ()
    assert [(mark.line, mark.what, mark.why) for mark in found.left] == [(1, "A", why)]


def test_credentials_are_taken_off_and_said() -> None:
    found = read(wrapped('<outline text="A" xmlUrl="https://me:secret@a.test/f"/>'))
    assert [feed.url for feed in found.feeds] == ["https://a.test/f"]
    assert [mark.why for mark in found.notes] == [listed.WITHOUT_USER]
    assert "secret" not in repr(found)
    left = read(wrapped('<outline xmlUrl="ftp://me:secret@a.test/f"/>')).left
    assert "secret" not in repr(left)


def test_repetitions_are_joined_with_their_tags() -> None:
    found = read(
        wrapped(
            '<outline text="F"><outline text="A" xmlUrl="http://A.test/f/"/></outline>',
            '<outline text="G"><outline text="B" xmlUrl="https://a.test/f"/></outline>',
        )
    )
    assert [(feed.name, feed.tags) for feed in found.feeds] == [("A", ("F", "G"))]
    assert [mark.why for mark in found.same] == [listed.SAME]


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1", "cp1252"]
)
def test_a_list_in_another_encoding(codec: str) -> None:
    named = "utf-16" if codec.startswith("utf-16") else codec.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{named}"?><opml><outline text="Café" '
    raw = (text + 'xmlUrl="https://a.test/f"/></opml>').encode(codec)
    assert told(raw) == [("Café", "https://a.test/f", ())]
    wrong = raw.replace(b'encoding="iso-8859-1"', b'encoding="utf-8"')
    assert told(wrong) == [("Café", "https://a.test/f", ())]


@pytest.mark.parametrize(
    "declaration",
    ["<!DOCTYPE opml>", '<!ENTITY a "b">', '<!doctype x [<!ENTITY a SYSTEM "file:///etc/x">]>'],
)
def test_declarations_are_refused(declaration: str) -> None:
    for raw in (declaration.encode() + wrapped(), wrapped(declaration)):
        with pytest.raises(NotAListError, match="declares a DOCTYPE or entities"):
            read(raw + wrapped('<outline text="&a;" xmlUrl="https://a.test/f"/>'))


def test_comments_hide_what_is_in_them_and_keep_the_lines() -> None:
    raw = wrapped('<!-- \n<outline xmlUrl="https://a.test/f"/>\n-->\n<outline text="B"/>')
    found = read(raw)
    assert found.feeds == ()
    assert [mark.line for mark in found.left] == [4]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "no list of feeds"),
        (b'{"feeds": []}', "no list of feeds"),
        (b"hello\nworld\n", "no list of feeds"),
        (b"x" * (LARGEST + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_list_is_said(raw: bytes, said: str) -> None:
    with pytest.raises(NotAListError, match=said):
        read(raw)


@pytest.mark.parametrize(
    "piece",
    [
        "<outline ", "<outline text='", "<outline><", 'a="', "</outline>", "<!--", "<!-- ", "=",
        '<outline x="y', "<" + " " * 50, "outline ", "&#1", '" xmlUrl=', "é=" , "\n", "' />",
    ],
)  # fmt: skip
def test_a_hostile_list_takes_time_in_proportion_to_its_length(piece: str) -> None:
    raw = b"<opml>" + (piece * (2_000_000 // len(piece))).encode()
    started = time.process_time()
    try:
        read(raw)
    except NotAListError:
        pass
    assert time.process_time() - started < 8


def test_folders_within_folders_end_somewhere() -> None:
    raw = b"<opml>" + b'<outline text="f">' * 50_000 + b'<outline xmlUrl="https://a.test/f"/>'
    found = read(raw)
    assert found.feeds[0].tags == ("f",)
    raw = "".join(f'<outline text="{"t" * 150}{n}">' for n in range(100))
    found = read(b"<opml>" + raw.encode() + b'<outline text="A" xmlUrl="https://a.test/f"/>')
    assert len(found.feeds[0].tags) == opml.DEEPEST
    many = ",".join(f"{'t' * 150}{n}" for n in range(100))
    found = read(wrapped(f'<outline text="A" category="{many}" xmlUrl="https://a.test/f"/>'))
    assert sum(map(len, found.feeds[0].tags)) <= listed.MOST_TAGS
    assert [mark.why for mark in found.notes] == [listed.FEWER_TAGS]


# -- newsboat and plain lists --------------------------------------------------------------


def test_newsboats_urls() -> None:
    raw = rb"""# my feeds
https://a.test/f news "long tag" "~The \"A\" feed"
http://b.test/rss "!hidden" x
"exec:~/bin/mine.sh" news
filter:~/bin/f.pl:https://c.test/f
"query:Unread:unread = \"yes\""
|~/bin/old
file:///home/me/feed.xml
https://me:secret@d.test/f

https://a.test/f/ more
"""
    found = read(raw)
    assert found.kind == "newsboat urls"
    assert [(feed.name, feed.url, feed.tags) for feed in found.feeds] == [
        ('The "A" feed', "https://a.test/f", ("news", "long tag", "more")),
        ("b.test", "http://b.test/rss", ("x",)),
        ("d.test", "https://d.test/f", ()),
    ]
    assert [(mark.line, mark.why) for mark in found.left] == [
        (4, listed.COMMAND),
        (5, listed.COMMAND),
        (6, listed.QUERY),
        (7, listed.COMMAND),
        (8, listed.NOT_WEB),
    ]
    assert [(mark.line, mark.why) for mark in found.notes] == [
        (3, listed.SHOWN_HERE),
        (9, listed.WITHOUT_USER),
    ]
    assert [mark.line for mark in found.same] == [11]
    assert "secret" not in repr(found)


def test_an_address_a_line() -> None:
    found = read(b"\xef\xbb\xbfhttps://a.test/f\r\n\r\n  https://b.test/g  \r\nnot one\r\n")
    assert [feed.url for feed in found.feeds] == ["https://a.test/f", "https://b.test/g"]
    assert [(mark.line, mark.why) for mark in found.left] == [(4, listed.NOT_WEB)]
    assert read(b"https://a.test/f\n").kind == "addresses"


# -- there and back ------------------------------------------------------------------------

_line = st.text(max_size=60).map(lambda text: clean(text, 200)).filter(bool)
_nasty = st.sampled_from(
    ['a" xmlUrl="https://x.test/', "see xmlUrl=foo 'x'", "a, b", "/a/b", "&amp;", "<outline/>",
     "-->", "<!-- x", "<!DOCTYPE x>", "]]>", "&#27;", "a=b", "x\u200dy", "' />", 'htmlurl="', "[/]"]
)  # fmt: skip
_word = _line | _nasty
_url = st.builds(
    lambda host, path, query: f"https://{host}.test/{path}" + (f"?{query}" if query else ""),
    st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True),
    st.text("abcdefgh/._-~%41é&='", max_size=20),
    st.text("abcdefgh=&;'()+,!$", max_size=20),
).filter(lambda url: listed.admitted(url)[0] == url)
_feed = st.builds(
    Feed,
    name=_word,
    url=_url,
    origin=st.none() | _word,
    reliability=st.none() | st.sampled_from("ABCDEF"),
    tags=st.lists(_word, max_size=4, unique=True).map(tuple),
    user_agent=st.none() | st.from_regex(r"[!-~]([ -~]{0,20}[!-~])?", fullmatch=True),
    enabled=st.booleans(),
    allow_http=st.booleans(),
)
_feeds = st.lists(_feed, max_size=8, unique_by=lambda feed: feed.url)


@given(_feeds)
@settings(max_examples=400, deadline=None)
def test_what_is_exported_imports_as_it_was(feeds: list[Feed]) -> None:
    written = opml.write(feeds)
    found = read(written.encode())
    assert list(found.feeds) == feeds
    assert (found.left, found.same) == ((), ())
    assert opml.write(found.feeds) == written
    outlines = [o for o in ET.fromstring(written).iter("outline") if o.get("xmlUrl")]
    assert [(o.get("text"), o.get("xmlUrl")) for o in outlines] == [
        (feed.name, feed.url) for feed in feeds
    ]


@given(
    st.binary(max_size=400) | st.text("<>/=\"' outlinexmlUrl&;#!-", max_size=300).map(str.encode)
)
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for given_ in (raw, b"<opml>" + raw, b'<outline xmlUrl="https://a.test/f"' + raw):
        try:
            found = read(given_)
        except NotAListError:
            continue
        for feed in found.feeds:
            assert safe_link(feed.url) and is_clean(feed.name)


def test_another_reader_finds_folders_and_categories() -> None:
    feeds = [
        Feed("A", "https://a.test/f", tags=("china", "press")),
        Feed("B", "https://b.test/f", tags=("china",)),
        Feed("C", "https://c.test/f"),
    ]
    body = ET.fromstring(opml.write(feeds)).find("body")
    assert body is not None
    folder, last = list(body)
    assert folder.get("text") == "china" and len(folder) == 2
    assert folder[0].get("category") == "china,press" and last.get("text") == "C"


def test_no_credentials_leave() -> None:
    feed = Feed("A", "https://me:pw@a.test/f?token=abc", headers=(("Authorization", "Bearer s3"),))
    written = opml.write([feed])
    assert not [word for word in ("me:pw", "pw@", "abc", "s3") if word in written]
    found = read(written.encode())
    assert [mark.why for mark in found.notes] == [listed.WITHOUT_SECRET]


def test_only_our_own_lists_set_what_only_we_have() -> None:
    outline = '<outline text="A" xmlUrl="https://a.test/f" signalboard:allowHttp="true" '
    outline += 'signalboard:enabled="false" signalboard:tags="{}"/>'
    (foreign,) = read(wrapped(outline)).feeds
    assert foreign == Feed("A", "https://a.test/f")
    ours = opml.write([]).replace("  <body>", "  <body>" + outline)
    found = read(ours.encode())
    assert found.feeds == (Feed("A", "https://a.test/f", enabled=False, allow_http=True),)
    assert [mark.why for mark in found.notes] == [listed.ALLOWS_HTTP]
