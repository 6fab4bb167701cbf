"""Which addresses may be opened, and how they are shown."""

from __future__ import annotations

import re
from typing import NamedTuple
from unittest import mock
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard import links
from signalboard.links import (
    LONGEST,
    canonical_url,
    feed_key,
    feeds_meant,
    has_lost_secret,
    is_of_site,
    safe_link,
    shown,
    shown_host,
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        ("https://example.com", "https://example.com/"),
        (" https://example.com/ ", "https://example.com/"),
        ("HTTP://Example.COM:80/A", "http://example.com/A"),
        ("https://example.com:443/", "https://example.com/"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("https://example.com:/", "https://example.com/"),
        ("https://example.com/a b", "https://example.com/a%20b"),
        ("https://example.com/%41%zz", "https://example.com/%41%25zz"),
        ("https://example.com/\"<>`{}|^\\'", "https://example.com/%22%3C%3E%60%7B%7D%7C%5E%5C'"),
        ("https://腾讯.com/路?q=é", "https://xn--r70as2s.com/%E8%B7%AF?q=%C3%A9"),
        ("http://ａｂ。com/", "http://ab.com/"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("http://127.0.0.1:8000/feed", "http://127.0.0.1:8000/feed"),
        ("http://localhost/feed", "http://localhost/feed"),
        ("https://example.com./", "https://example.com./"),
    ],
)
def test_a_safe_address_is_re_encoded_and_stays_the_same_after(url: str, expected: str) -> None:
    assert safe_link(url) == expected
    assert safe_link(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "-P evil",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://example.com/",
        "//example.com/",
        "/feed",
        "http:example.com",
        "http:///feed",
        "https://user@example.com/",
        "https://user:password@example.com/",
        "https://good.example\\@evil.example/",
        "https://good.example\\evil.example/",
        "https://exa mple.com/",
        "https://%65xample.com/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://example.com:http/",
        "https://-example.com/",
        "https://a..b/",
        "https://" + "a" * 64 + ".com/",
        "https://℀.com/",
        "https://example.com/\n",
        "https://exam\nple.com/",
        "https://example.com/\x1b[2J",
        "https://example.com/\x9b",
        "https://example.com/\u2028",
        "https://\u202eexample.com/",
        "https://example.com/\ud800",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://[nonsense]/",
        "http://bank.example[::1]/",
        "http://&token=[::]?",
        "http://[::1]bank.example/",
        "http://[v1.example]/",
        "https://example.com/" + "a" * LONGEST,
        "https://example.com/" + "é" * (LONGEST // 3),
    ],
)
def test_anything_else_is_refused(url: str) -> None:
    assert safe_link(url) is None
    assert shown_host(url) == ""


def test_a_host_is_no_secret_whatever_it_is_called() -> None:
    url = "https://private-abcdef0123456789.example.com/private-abcdef0123456789/x"
    assert shown(url).startswith("https://private-abcdef0123456789.example.com/private-~")
    assert shown(f" {url}") == shown(url)
    assert shown("HTTP://eyJhbGciOiJ/eyJhbGciOiJ").startswith("HTTP://eyJhbGciOiJ/~")


@pytest.mark.parametrize("url", ["&t=?e=%", "http://a.example/?u=" + "%25" * 900 + "41"])
def test_what_is_encoded_again_and_again_is_looked_into_a_few_times(url: str) -> None:
    assert shown(shown(url)) == shown(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.com/a", "www.example.com"),
        ("https://müller.example/", "müller.example"),
        ("https://腾讯.com/", "腾讯.com"),
        ("https://яндекс.рф/", "яндекс.рф"),
        ("https://аpple.com/", "xn--pple-43d.com"),
        ("https://яндекс.com/", "xn--d1acpjx3f.com"),
        ("http://xn--a/", "xn--a"),
        ("http://ไม่.ไทย/", "ไม่.ไทย"),
        ("http://b" + "\u0301" * 4, "xn--b-xbbaaa"),
        ("http://[::1]/", "::1"),
    ],
)
def test_a_host_is_shown_in_its_script_unless_scripts_are_mixed(url: str, host: str) -> None:
    assert shown_host(url) == host


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/feed?page=2", "https://example.com/feed?page=2"),
        ("https://u:p@example.com/feed", "https://example.com/feed"),
        ("https://u:p@ss@example.com/feed", "https://example.com/feed"),
        ("//u@example.com", "//example.com"),
        (" https://u:p@example.com/feed\n", "https://example.com/feed"),
        ("https://example.com/@name", "https://example.com/@name"),
        ("bundled:agent-economy", "bundled:agent-economy"),
    ],
)
def test_an_address_is_shown_without_user_and_password(url: str, expected: str) -> None:
    assert shown(url) == expected


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "access_token",
        "api_key",
        "apikey",
        "key",
        "auth",
        "password",
        "secret",
        "personal_access_token",
        "accessToken",
        "authToken",
        "accesstoken",
        "secretkey",
        "authkey",
        "user_auth_token",
        "X-Amz-Signature",
        "X-Amz-Credential",
        "X-Amz-Security-Token",
        "jwt",
        "bearer",
        "token[]",
        "token[0]",
        "%74oken",
        "to%6Ben",
        "%54%4F%4B%45%4E",
        "TOKEN",
        "ToKeN",
        "os_password",
        "passphrase",
        "pass_word",
        "passWord",
        "pwd",
        "sig",
        "Signature",
        "oauth",
        "oauthToken",
        "APIKey",
        "apiKeys",
        "credentials",
        "session",
        "PHPSESSID",
        "jsessionid",
        "sessionId",
        "ｔｏｋｅｎ",
        "rsskey",
        "x.token",
        "+token",
        "user:token",
        "rss_token2",
        "tokens",
        "auth2",
        "private_token",
        "feed_token",
    ],
)
def test_a_secret_in_the_query_is_marked_not_shown(name: str) -> None:
    one = shown(f"https://example.com/feed?a=1&{name}=hunter2&b=2")
    other = shown(f"https://example.com/feed?a=1&{name}=hunter3&b=2")
    assert "hunter" not in one + other
    assert one != other
    assert one.startswith("https://example.com/feed?a=1&")
    assert one.endswith("&b=2")
    assert shown(one) == one


@pytest.mark.parametrize(
    "url",
    [
        "https://e.example/feed#token={}",
        "https://e.example/#/feed?token={}",
        "https://e.example/feed;jsessionid={}?a=1",
        "https://e.example/feed?a=1&amp;token={}",
        "https://e.example/feed?a=1;token={}",
        "https://e.example/filter?url=https://f.example/?token={}",
        "https://e.example/filter?url=https%3A%2F%2Ff.example%2F%3Fa%3D1%26token%3D{}&n=1",
        "https://e.example/filter?url=https%253A%252F%252Ff.example%252F%253Ftoken%253D{}",
        "https://e.example/filter?url=https%3A%2F%2Fme%3A{}%40f.example%2F",
        "https://e.example/filter?url=https://me:{}@f.example/rss",
        "https://pinboard.example/rss/secret:{}/u:me/",
        "https://calendar.example/ical/me%40e.example/private-{}/basic.ics",
        "https://letters.example/feed/private/{}.rss",
        "https://e.example/.rss?feed={}&user=me",
        "https://e.example/rss?code={}",
        "https://e.example/rss?sid={}",
        "https://e.example/rss?anything=eyJ{}.eyJ0",
        "https://e.example/rss/eyJ{}/feed",
        "https://e.example/rss?{}",
        "https://e.example/rss?{}==",
        "https://e.example/rss?{}&format=rss",
        "https://e.example/rss?format=rss&{}",
        "https://e.example/rss?9b1deb4d-3b7d-{}",
        "https://e.example/rss;{}",
        "https://e.example/rss;{}/feed.xml",
        "https://e.example/rss;v=1;{}?a=1",
        "https://e.example/rss;token={}/feed.xml",
        "https://e.example/rss;jsessionid={}",
        "https://e.example/filter?url=https%3A%2F%2Ff.example%2F%3F{}",
    ],
)
def test_a_secret_elsewhere_in_an_address_is_marked_too(url: str) -> None:
    one, other = (shown(url.format(f"0f1e2d3c4b5a697887{n}abc")) for n in "12")
    assert "2d3c4b5a" not in one + other
    assert one != other
    assert shown(one) == one
    assert has_lost_secret(one) or "private" not in url
    assert one.startswith(url[:16])


@pytest.mark.parametrize(
    "rest",
    [
        "?keyword=ai&keywords=a,b",
        "?key_words=a",
        "?author=bob&authors=x&authority=1",
        "?monkey=1&turkey=2&hockey=3",
        "?code=de&hash=news&sid=4711&feed=rss2",
        "?channel_id=UC0123456789abcdefghij&playlist_id=PL0123456789abcdef",
        "?compass=n&bypass=1&passage=2&tokenize=no",
        "?q=token&tag=secret#key",
        "/token/secret/private/feed.xml",
        "/secret-garden/private-equity/feed",
        "/private/equity-and-venture-capital/rss",
        "?token=&a=1",
        "?url=https%3A%2F%2Ff.example%2F%3Fa%3D1",
        "?feed=rss2",
        "?p=123",
        "?rss",
        "?rss2",
        "?12345678901234567890",
        "?2024-11-24-gpt-4-and-claude-3-5-compared",
        "?20241124T120000Z",
        "?LatestNewsFromTheWholeBoard",
        "?technology-and-science-feed&all-the-latest-headlines",
        ";stories-of-the-year-2024/feed",
        "/a1b2c3d4e5f6a7b8c9d0/feed.xml",
        "#a1b2c3d4e5f6a7b8c9d0",
    ],
)
def test_what_is_no_secret_is_shown_as_it_is(rest: str) -> None:
    assert shown("https://e.example" + rest) == "https://e.example" + rest


@given(
    st.lists(
        st.sampled_from(
            [
                "?",
                "&",
                ";",
                "#",
                "=",
                "/",
                ":",
                "@",
                "%",
                "%3D",
                "%26",
                "%3F",
                "%2F",
                "%25",
                "~",
                "token",
                "key",
                "a",
                "1",
                "eyJhbGciOiJI",
                "~0a1b2c3d",
                "url",
                "https://",
                "https%3A%2F%2F",
                "/private-",
                "/secret:",
                "0f1e2d3c4b5a69788",
                "-9b1deb4d3b7d",
                ".",
                "é",
            ]
        ),
        max_size=12,
    )
)
def test_what_is_shown_stays_the_same_when_it_is_shown_again(parts: list[str]) -> None:
    once = shown("https://e.example/" + "".join(parts))
    assert shown(once) == once


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_called_safe_is_plain_ascii_without_user_info(host: str, path: str) -> None:
    for url in (host, f"https://{host}/{path}", f"https://example.com/{path}"):
        link = safe_link(url)
        if link is not None:
            assert re.fullmatch(r"https?://[^\s@\"'<>\\/]+/[!-~]*", link)
            assert safe_link(link) == link
            assert shown_host(link)


_ADDRESS = st.builds(
    lambda host, parts: f"http{host}{''.join(parts)}",
    st.sampled_from(
        "://a.example/ s://a.b-c.example/ ://a-.example/ ://127.0.0.1/ s://x.com./ ://a.example"
        f" s://A.example/ s://x_y.com/ ://a.example:80/ ://[::1]/ ://{'a' * 64}.example/"
        f" s://{'abcd.' * 60}com/".split()
    ),
    st.lists(st.sampled_from([*"/?#&=%.~@:;'\"[]aé ", "%41", "%zz", "//", "x=y", "_"]), max_size=8),
)


@given(_ADDRESS)
def test_the_short_way_for_usual_addresses_leads_where_the_long_one_does(url: str) -> None:
    short = safe_link(url)
    with mock.patch.object(links, "_SAFE_ALREADY", re.compile("(?!)")):
        assert safe_link(url) == short


class Listed(NamedTuple):
    name: str
    url: str


WIRES = (
    Listed("The Wire", "https://a.example/rss?token=hunter2"),
    Listed("Wire", "https://b.example/rss"),
    Listed("Wire Two", "https://c.example/RSS"),
    Listed("Ships", "bundled:agents-2026"),
)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("wire", ["Wire"]),
        (" WIRE TWO ", ["Wire Two"]),
        ("wir", ["The Wire", "Wire", "Wire Two"]),
        ("two", ["Wire Two"]),
        ("HTTPS://B.EXAMPLE/RSS", ["Wire"]),
        ("http://c.example/rss/#top", ["Wire Two"]),
        ("https://a.example/rss?token=hunter2", ["The Wire"]),
        (shown("https://a.example/rss?token=hunter2"), ["The Wire"]),
        ("a.example", ["The Wire"]),
        ("hunter2", []),
        ("bundled:agents-2026", ["Ships"]),
        (".example", ["The Wire", "Wire", "Wire Two"]),
        ("https://a.example", []),
        (" ", []),
        ("", []),
    ],
)
def test_one_rule_says_which_feed_is_meant(said: str, names: list[str]) -> None:
    assert [feed.name for feed in feeds_meant(said, WIRES)] == names


@pytest.mark.parametrize(
    ("said", "names"),
    [("wire", ["Wire"]), ("b.example", []), ("two", []), ("https://B.example/rss", ["Wire"])],
)
def test_where_parts_do_not_count_a_feed_is_named_whole(said: str, names: list[str]) -> None:
    assert [feed.name for feed in feeds_meant(said, WIRES, parts=False)] == names


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/story/one",
        "http://example.com/story/one",
        "https://www.example.com/story/one",
        "https://EXAMPLE.com:443/story/one/",
        "https://example.com//story//one",
        "https://example.com/story/one?utm_source=rss&utm_medium=feed",
        "https://example.com/story/one?fbclid=1&gclid=2&mc_cid=3&ref=x&UTM_Campaign=y",
        "https://example.com/story/one#comments",
        "https://example.com/story/one/amp",
        "https://example.com/story/one/amp/",
        "https://example.com/story/one?amp=1",
        "https://amp.example.com/story/one",
        "https://m.example.com/story/one/index.html",
    ],
)
def test_two_links_to_one_page_are_one_address(url: str) -> None:
    assert canonical_url(url) == "https://example.com/story/one"


def test_what_tells_pages_apart_is_kept() -> None:
    kept = "https://example.com/read?id=7&page=2"
    assert canonical_url(kept + "&utm_term=x") == kept
    assert canonical_url("https://example.com/Amp") != canonical_url("https://example.com/amplify")
    assert canonical_url("https://example.com/amplify") == "https://example.com/amplify"
    assert canonical_url("https://example.com/a#v2", keep_fragment=True).endswith("/a#v2")
    assert canonical_url("https://www.com/a") == "https://www.com/a"


@pytest.mark.parametrize(
    "url", ["", "javascript:x", "https://example.com", "https://www.example.com/?utm_source=rss"]
)
def test_no_page_and_a_front_page_name_no_story(url: str) -> None:
    assert canonical_url(url) == ""


@given(st.text(max_size=80))
def test_a_canonical_address_is_its_own(text: str) -> None:
    canonical = canonical_url(f"https://example.com/{text}")
    if canonical:
        assert canonical_url(canonical) in {canonical, ""} or "amp" in canonical.lower()


@pytest.mark.parametrize(
    ("page", "site", "is_of"),
    [
        ("https://news.example/a", "https://feeds.news.example/rss", True),
        ("https://blog.news.example/a", "https://news.example/rss", True),
        ("https://news.example/a", "https://blog.news.example/rss", True),
        ("https://other.example/a", "https://news.example/rss", False),
        ("https://news.example/a", "bundled:agents", False),
        ("", "", False),
    ],
)
def test_a_page_is_of_a_site_or_of_a_part_of_it(page: str, site: str, is_of: bool) -> None:
    assert is_of_site(page, site) is is_of


@pytest.mark.parametrize("depth", range(7))
def test_an_address_within_addresses_is_looked_into_as_far_as_anybody_nests_them(
    depth: int,
) -> None:
    url = "https://e.example/f?token=hunter2"
    for _ in range(depth):
        url = f"https://e.example/f?u={quote(url, safe='')}"
    assert depth > 3 or "hunter2" not in shown(url)
    assert shown(shown(url)) == shown(url)


def test_a_secret_and_its_mark_are_one_feed_where_marks_make_it_too_long_too() -> None:
    url = "http://a.example/?u=http://b.example/%3F" + ":" * 1500 + "%26token%3Dx1y2z3"
    long = shown(url)
    assert safe_link(url) is not None and len(long) > LONGEST and safe_link(long) is None
    assert feed_key(url) == feed_key(long) and "x1y2z3" not in long


def test_a_secret_and_its_mark_are_one_feed() -> None:
    url = "https://e.example/rss?0f1e2d3c4b5a69788"
    assert feed_key(url) == feed_key(shown(url)) != feed_key("https://e.example/rss")
    assert feed_key("not an address") == "not an address"
