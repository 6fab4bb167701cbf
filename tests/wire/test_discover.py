"""Which feeds an address offers: by rule, and by what its page names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard.links import safe_link
from signalboard.text import is_clean
from signalboard.wire.discover.offers import MOST_OFFERS, guesses, kind_of, understood
from signalboard.wire.discover.places import offers
from signalboard.wire.parse.pages import links
from signalboard.wire.parse.pool import Parser
from tests.faults.feeds import two

SITE = "https://site.test/blog/page.html"
YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"
EDGAR = "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany"
CHANNEL = "UC" + "a-_1" * 5 + "bb"


def found(page: str, url: str = SITE) -> list[tuple[str, str]]:
    return [(o.url, o.title) for o in links(page.encode(), "text/html; charset=utf-8", url)]


def head(*tags: str) -> str:
    return f"<!doctype html><html><head>{''.join(tags)}</head><body>hello</body></html>"


def alternate(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


# -- addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://a.test", "https://a.test/"),
        ("  HTTP://A.test/x#y ", "http://a.test/x"),
        ("a.test", "https://a.test/"),
        ("a.test/x?y=1", "https://a.test/x?y=1"),
        ("localhost:8000/x", "https://localhost:8000/x"),
        ("127.0.0.1:8000", "https://127.0.0.1:8000/"),
        ("feed://a.test/f", "http://a.test/f"),
        ("feed:https://a.test/f", "https://a.test/f"),
        ("<https://a.test/f>", "https://a.test/f"),
        ("@me@social.test", "https://social.test/@me"),
        ("me@social.test", "https://social.test/@me"),
        ("edgar: TCEHY", f"{EDGAR}&CIK=TCEHY"),
        ("edgar:Apple & Co", f"{EDGAR}&CIK=Apple%20%26%20Co"),
        ("https://me:pw@a.test/f", "https://a.test/f"),
        ("日本.test", "https://xn--wgv71a.test/"),
    ],
)
def test_an_address_is_understood(typed: str, url: str) -> None:
    read = understood(typed)
    assert read is not None and read.url == url
    assert read.lost_user == ("pw" in typed)
    assert read.has_scheme or "://" not in typed


@pytest.mark.parametrize(
    "typed",
    ["", "hello", "two words.test", "javascript:alert(1)", "file:///etc/passwd", "-P x",
     "https://", "|ls", "ftp://a.test/", "https://a b.test/", "a.test\n\x1b[31m", "edgar:",
     "x" * 5000 + ".test"],
)  # fmt: skip
def test_what_is_no_address_is_none(typed: str) -> None:
    assert understood(typed) is None


@pytest.mark.parametrize(
    ("url", "first"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}", f"{YOUTUBE}channel_id={CHANNEL}"),
        (f"https://youtube.com/channel/{CHANNEL}/videos", f"{YOUTUBE}channel_id={CHANNEL}"),
        ("https://www.youtube.com/playlist?list=PLabc-123_xyz",
         f"{YOUTUBE}playlist_id=PLabc-123_xyz"),
        ("https://www.youtube.com/user/name", f"{YOUTUBE}user=name"),
        ("https://www.reddit.com/r/python", "https://www.reddit.com/r/python/.rss"),
        ("https://old.reddit.com/r/python/top/?t=week",
         "https://www.reddit.com/r/python/top/.rss?t=week"),
        ("https://reddit.com/u/spez", "https://www.reddit.com/user/spez/.rss"),
        ("https://www.reddit.com/search?q=x", "https://www.reddit.com/search.rss?q=x"),
        ("https://github.com/o/r", "https://github.com/o/r/releases.atom"),
        ("https://github.com/o/r.git", "https://github.com/o/r/releases.atom"),
        ("https://github.com/o/r/tags", "https://github.com/o/r/tags.atom"),
        ("https://github.com/o/r/commits/a/b", "https://github.com/o/r/commits/a/b.atom"),
        ("https://github.com/o", "https://github.com/o.atom"),
        ("https://name.substack.com/p/post", "https://name.substack.com/feed"),
        ("https://medium.com/@me/post-1", "https://medium.com/feed/@me"),
        ("https://medium.com/tag/ai", "https://medium.com/feed/tag/ai"),
        ("https://me.medium.com/", "https://me.medium.com/feed"),
        ("https://social.test/@me", "https://social.test/@me.rss"),
        ("https://news.ycombinator.com/", "https://hnrss.org/frontpage"),
        ("https://news.ycombinator.com/newest", "https://hnrss.org/newest"),
        ("https://hn.algolia.com/?q=a+b%26c", "https://hnrss.org/newest?q=a%20b%26c"),
        ("https://news.google.com/search?q=agents&hl=en", "https://news.google.com/rss/search?q=agents&hl=en"),
        ("https://news.google.com/topics/ABC?hl=en", "https://news.google.com/rss/topics/ABC?hl=en"),
        ("https://arxiv.org/list/cs.AI/recent", "https://rss.arxiv.org/atom/cs.AI"),
        ("https://arxiv.org/a/name_x_1", "https://arxiv.org/a/name_x_1.atom2"),
        (f"{EDGAR}&CIK=TCEHY", f"{EDGAR}&CIK=TCEHY&type=8-K&count=40&output=atom"),
        (f"{EDGAR}&CIK=Apple%20Inc&type=10-K",
         f"{EDGAR}&company=Apple%20Inc&type=10-K&count=40&output=atom"),
        ("https://www.sec.gov/edgar/browse/?CIK=320193&owner=x",
         f"{EDGAR}&CIK=320193&type=8-K&count=40&output=atom"),
        (f"{EDGAR}&CIK=1&type=", f"{EDGAR}&CIK=1&type=&count=40&output=atom"),
        ("https://bsky.app/profile/me.test", "https://bsky.app/profile/me.test/rss"),
        ("https://pypi.org/project/textual/", "https://pypi.org/rss/project/textual/releases.xml"),
        ("https://me.blogspot.com/2020/x.html", "https://me.blogspot.com/feeds/posts/default"),
    ],
)  # fmt: skip
def test_known_sites_need_no_page(url: str, first: str) -> None:
    made = offers(url)
    assert made and made[0].url == first and not made[0].waits
    assert all(is_clean(offer.title) and safe_link(offer.url) == offer.url for offer in made)


@pytest.mark.parametrize(
    "url",
    ["https://www.youtube.com/@handle", "https://www.youtube.com/watch?v=x", "https://a.test/",
     "https://www.reddit.com/r/python/.rss", "https://github.com/o/r/releases.atom",
     "https://github.com/features", "https://name.substack.com/feed", "https://medium.com/feed/x",
     "https://news.google.com/rss/search?q=x", f"{EDGAR}&CIK=1&output=atom", "https://arxiv.org/",
     "https://arxiv.org/list/..%2f/x", "https://a.test/@me/post", "https://pypi.org/"],
)  # fmt: skip
def test_what_no_rule_knows_is_left_to_the_page(url: str) -> None:
    assert offers(url) == ()


def test_github_offers_tags_and_commits_but_asks_for_them_only_when_chosen() -> None:
    made = offers("https://github.com/o/r")
    assert [(o.url.rpartition("/")[2], o.waits) for o in made] == [
        ("releases.atom", False), ("tags.atom", True), ("commits.atom", True),
    ]  # fmt: skip


def test_a_name_at_edgar_is_a_ticker_first_and_then_a_name() -> None:
    made = offers(f"{EDGAR}&CIK=apple")
    assert ["CIK=apple" in o.url for o in made] == [True, False]
    assert "company=apple" in made[1].url and not made[1].waits


def test_guesses_are_few_and_on_the_same_site() -> None:
    made = guesses("https://a.test/blog/2020/x?y=1")
    assert made[:3] == (
        "https://a.test/blog/feed", "https://a.test/blog/rss", "https://a.test/feed",
    )  # fmt: skip
    assert len(made) <= 9 and all(url.startswith("https://a.test/") for url in made)
    assert len(guesses("https://a.test/")) == 7


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (two("x"), "RSS"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">', "Atom"),
        (b"<rdf:RDF xmlns='x'>", "RDF"),
        (b' {"version": "https://jsonfeed.org/version/1"}', "JSON Feed"),
        ('<feed xmlns="a">'.encode("utf-16"), "Atom"),
        (b"hello", "feed"),
    ],
)
def test_the_kind_of_a_feed_is_told(body: bytes, kind: str) -> None:
    assert kind_of(body) == kind


# -- pages --------------------------------------------------------------------------------


def test_a_page_names_its_feeds_in_its_order_and_comments_last() -> None:
    page = head(
        alternate("/comments/feed/", "Site » Comments Feed"),
        alternate("https://site.test/p/feed", "Post: Comments"),
        alternate("feed.xml", "Site &raquo; Feed"),
        alternate("//cdn.test/atom", "Atom", "application/atom+xml"),
        alternate("/feed.json", "", "application/feed+json"),
        alternate("feed.xml", "the same again"),
    )
    assert found(page) == [
        ("https://site.test/blog/feed.xml", "Site » Feed"),
        ("https://cdn.test/atom", "Atom"),
        ("https://site.test/feed.json", ""),
        ("https://site.test/comments/feed/", "Site » Comments Feed"),
        ("https://site.test/p/feed", "Post: Comments"),
    ]


@pytest.mark.parametrize(
    "tag",
    [
        '<LINK REL=alternate TYPE=application/rss+xml HREF=/f>',
        "<link href='/f' type='application/rss+xml; charset=utf-8' rel='x alternate'/>",
        '<link\n rel="ALTERNATE"\n type=" Application/RSS+XML "\n href="\n/f">',
        '<link rel="feed" href="/f">',
        '<link title="a > b" rel="alternate" type="application/rss+xml" href="/f">',
        '<link title=it\'s rel="alternate" type="application/rss+xml" href="/f">',
        '<base href="https://site.test/"><link rel="feed" type="text/xml" href="f">',
        '<base href="/"><base href="/x/"><link rel="alternate" type="text/xml" href="feed.xml">'
        .replace("feed.xml", "f/feed.xml"),
    ],
)  # fmt: skip
def test_a_link_is_read_however_it_is_written(tag: str) -> None:
    ((url, _),) = found(head(tag))
    assert url in ("https://site.test/f", "https://site.test/f/feed.xml")


@pytest.mark.parametrize(
    "tag",
    [
        alternate("javascript:alert(1)"),
        alternate("file:///etc/passwd"),
        alternate("https://me:pw@site.test/f"),
        alternate("data:text/xml,<rss/>"),
        alternate("http://[::1"),
        alternate(""),
        alternate("/o", "", "application/json+oembed"),
        alternate("/wp-json/wp/v2/pages/1", "", "application/json"),
        alternate("/de/", "", "text/html"),
        '<link rel="stylesheet alternate" type="application/rss+xml" href="/f">',
        '<link rel="stylesheet" type="text/css" href="/rss">',
        f"<!-- {alternate('/f')} -->",
        f"<script>var x = '{alternate('/f')}'</script>",
        f"<SCRIPT>'{alternate('/f')}'",
        f"<style>{alternate('/f')}</style>",
    ],
)
def test_what_names_no_feed_is_passed_over(tag: str) -> None:
    named = [(url, title) for url, title in found(head(tag)) if url != SITE]
    assert named == []


def test_links_in_the_text_count_where_the_head_names_none() -> None:
    body = (
        '<a href="/about">About</a> <a href="/feed/">Follow <b>us</b></a>'
        '<a href="news.rss">RSS</a><a href="/feedback">x</a><a href="/x?next=/rss">y</a>'
    )
    assert found(body) == [
        ("https://site.test/feed/", "Follow"),
        ("https://site.test/blog/news.rss", "RSS"),
    ]
    assert found(alternate("/f") + body) == [("https://site.test/f", "")]


@pytest.mark.parametrize(
    "page",
    [
        f'<meta itemprop="identifier" content="{CHANNEL}">',
        f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">',
        f'<script>var d = {{"channelId":"{CHANNEL}"}}</script>',
    ],
)
def test_a_youtube_page_tells_its_channel(page: str) -> None:
    (one,) = links(page.encode(), "text/html", "https://www.youtube.com/@handle")
    assert one.url == f"{YOUTUBE}channel_id={CHANNEL}"
    assert links(page.encode(), "text/html", SITE) == ()


def test_titles_are_clean() -> None:
    ((_, title),) = found(head(alternate("/f", "a\x1b]52;c;x\x07 [bold]\u202e&#27;[31m")))
    assert is_clean(title) and "[bold]" in title


@pytest.mark.parametrize(
    "page",
    [
        head(*(alternate(f"/f{n}") for n in range(10_000))),
        '<a href="/x/feed">x</a>' * 400_000,
        "<div>" * 2_000_000,
        "<a " * 3_000_000,
        '<a href="' * 1_000_000,
        "<!--" * 2_000_000,
        "<script>" * 1_000_000,
        '<link "' * 1_000_000,
        "<link rel=alternate " + "x=y " * 2_000_000,
    ],
    ids=["links", "anchors", "deep", "open", "quotes", "comments", "scripts", "odd", "attributes"],
)
def test_a_hostile_page_is_bounded(page: str) -> None:
    started = time.process_time()
    made = found(page)
    assert time.process_time() - started < 4
    assert len(made) <= MOST_OFFERS


@given(st.text("<>/=\"' linkarefscripthtyp!-&;", max_size=400) | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_page_gives_clean_offers_or_none(page: str) -> None:
    for text in (page, head(alternate("/f", page)), f"<link rel=feed href={page}>"):
        for offer in links(text.encode("utf-8", "replace"), "", SITE):
            assert safe_link(offer.url) == offer.url and is_clean(offer.title)


async def test_pages_are_read_in_the_worker_like_feeds() -> None:
    page = head(alternate("/f", "F")).encode()
    async with Parser(workers=1) as parser:
        assert (await parser.parse(page, "text/html", SITE, 0)).outcome == "not-a-feed"
        (offer,) = await parser.links(page, "text/html", SITE)
        assert (offer.url, offer.title) == ("https://site.test/f", "F")
        assert len((await parser.parse(two("x"), "", SITE, 0)).entries) == 2
