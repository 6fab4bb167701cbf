"""What is looked at before any parser is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.wire.parse.document import is_whole, repaired, root_of
from signalboard.wire.parse.raw import NotAFeedError, RefusedError

RSS = '<rss version="2.0"><channel></channel></rss>'


@pytest.mark.parametrize(
    "before",
    [
        "",
        '<?xml version="1.0" encoding="utf-8"?>\n',
        "junk before ",
        "<!-- a comment with <rss> in it -->",
        "<?xml-stylesheet href='x'?>",
        "<!DOCTYPE html>",
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x/rss-0.91.dtd">',
        "<!DOCTYPE rss [<!ELEMENT rss (x)> <!ATTLIST rss a CDATA '>'>]>",
        "< <> <1 ",
        "<br />\n<b>Warning</b>: x<br />",
        "<html><body>\n",
        "<?xml?xml version='1.0'?>",
    ],
)
def test_the_prolog_goes(before: str) -> None:
    assert root_of(before + RSS) == RSS


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<html><body>x</body></html>", "a web page"),
        ("<!DOCTYPE html><HTML>", "a web page"),
        ("<head></head>", "a web page"),
        ("<div>&lt;rss version</div>", "a web page"),
        ("<kml xmlns='x'/>", "a map (KML)"),
        ("<x:kml xmlns:x='x'/>", "a map (KML)"),
        ("<opml/>", "a list of feeds (OPML)"),
        ("<urlset/>", "a site map"),
        ("no tag at all", "no feed, but text"),
        ("a < b and <3", "no feed, but text"),
        ("", "empty"),
        ("<!-- only this -->", "no feed, but text"),
    ],
)
def test_what_is_no_feed_is_named(text: str, what: str) -> None:
    with pytest.raises(NotAFeedError, match=f"^{what.replace('(', '[(]').replace(')', '[)]')}$"):
        root_of(text)


@pytest.mark.parametrize(
    "text",
    [
        f"<!DOCTYPE rss [<!ENTITY a 'b'>]>{RSS}",
        f"<!DOCTYPE rss [<!entity a 'b'>]>{RSS}",
        f"<!-- <rss> --><!DOCTYPE rss [ ]><!DOCTYPE rss [<!ENTITY a 'b'>]>{RSS}",
        f"<!ENTITY a 'b'>{RSS}",
        "<!DOCTYPE rss [<!ENTITY a 'b'" + " " * 9000,
    ],
)
def test_entities_are_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="entities"):
        root_of(text)


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- {'x' * 4100} -->{RSS}",
        f"<!-- {'x' * 99_000}",
        f"{'<?x y?>' * 900}{RSS}",
        f"<?x {'y' * 5000}",
        f"<!DOCTYPE {'y' * 5000}",
        f"<!DOCTYPE x [ {'<' * 5000}",
        "<" * 9000 + RSS,
    ],
)
def test_too_much_before_the_first_element_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="too much before"):
        root_of(text)


def test_a_root_with_too_many_attributes_or_no_end_is_refused() -> None:
    root_of("<rss " + "a='=' " * 256 + ">")
    with pytest.raises(RefusedError, match="too many attributes"):
        root_of("<rss " + "a='x' " * 257 + ">")
    with pytest.raises(RefusedError, match="too many attributes"):
        root_of("<rss " + "a=x " * 257 + ">")
    with pytest.raises(RefusedError, match="no end"):
        root_of("<rss " + "a" * 70_000)
    assert root_of("<rss a='>'") == "<rss a='>'"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (RSS, True),
        (RSS + "<script>x</script>", True),
        ("<feed><entry></feed>", True),
        ("<FEED></Feed>", True),
        ("<rdf:RDF></rdf:RDF>", True),
        ("<rss><channel><item>", False),
        ("<rss><channel></channel>", False),
        ("text", True),
    ],
)
def test_is_whole(document: str, expected: bool) -> None:
    assert is_whole(document) is expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("AT&T &amp; &lt; &#8217; &#x27;", "AT&amp;T &amp; &lt; &#8217; &#x27;"),
        ("caf&eacute;&nbsp;&hellip;", "café\xa0…"),
        ("&unknown; &LT; &AMP;", "&unknown; &LT; &AMP;"),
        ("a & <![CDATA[b & c]]> & d", "a &amp; <![CDATA[b & c]]> &amp; d"),
        ("<![CDATA[never & closed", "<![CDATA[never & closed"),
        ("a &#xD83D;&#xDE00;&#55357;&#56832; b", "a 😀😀 b"),
        ("a &#xd83d; &#xDE00; &#xD7FF;&#57344; b", "a   &#xD7FF;&#57344; b"),
    ],
)
def test_repaired(document: str, expected: str) -> None:
    assert repaired(document) == expected


@given(st.text(alphabet="<>!-?[]&;\"' =abENTITYDOCrssfeed", max_size=300))
def test_any_document_is_looked_at_without_a_fault(text: str) -> None:
    try:
        document = root_of(text)
    except (NotAFeedError, RefusedError):
        return
    repaired(document)
    is_whole(document)


@pytest.mark.parametrize("unit", ["<", "<!--", "<?", "<!", "&", "<![CDATA[", "<a ", "<rss "])
def test_looking_takes_no_time(unit: str) -> None:
    started = time.monotonic()
    text = unit * 300_000
    try:
        document = root_of(text)
    except (NotAFeedError, RefusedError):
        document = text
    repaired(document)
    is_whole(document)
    assert time.monotonic() - started < 2
