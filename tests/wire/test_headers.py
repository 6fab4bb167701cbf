"""What a server says about its answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.wire.fetch.headers import Headers, named

NOW = 1_795_000_000  # 2026-11-18T11:06:40Z


def _headers(**values: str) -> Headers:
    return Headers([(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in values.items()])


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("9" * 5000, 10**20 - 1),
        ("Wed, 18 Nov 2026 11:07:40 GMT", 60),
        ("Wednesday, 18-Nov-26 11:07:40 GMT", 60),
        ("Wed, 18 Nov 1998 11:07:40 GMT", 0),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("²", None),
        ("Wed, 99 Nov 2026 11:07:40 GMT", None),
    ],
)
def test_retry_after(written: str, seconds: int | None) -> None:
    assert _headers(Retry_After=written).retry_after(NOW) == seconds


@pytest.mark.parametrize(
    ("values", "seconds"),
    [
        ({}, None),
        ({"cache_control": "max-age=600"}, 600),
        ({"cache_control": 'public, max-age="600", must-revalidate'}, 600),
        ({"cache_control": "s-maxage=600"}, None),
        ({"cache_control": "no-cache"}, None),
        ({"cache_control": "max-age=x"}, None),
        ({"expires": "Wed, 18 Nov 2026 11:07:40 GMT"}, 60),
        ({"expires": "0"}, None),
        ({"expires": "Wed, 18 Nov 1998 11:07:40 GMT"}, None),
        ({"cache_control": "max-age=30", "expires": "Wed, 18 Nov 2026 11:07:40 GMT"}, 60),
    ],
)
def test_fresh_for(values: dict[str, str], seconds: int | None) -> None:
    assert _headers(**values).fresh_for(NOW) == seconds


@pytest.mark.parametrize(
    ("written", "codings"),
    [
        ("", []),
        ("identity", []),
        ("GZip", ["gzip"]),
        ("x-gzip", ["gzip"]),
        ("gzip, gzip", ["gzip", "gzip"]),
        ("br , identity", ["br"]),
        ("none", []),
        ("identity, UTF-8", []),
        ("rot13", ["rot13"]),
    ],
)
def test_codings(written: str, codings: list[str]) -> None:
    assert _headers(content_encoding=written).codings() == codings


def test_values_of_one_name_are_one() -> None:
    headers = Headers([(b"ETag", b"a"), (b"etag", b"b")])
    assert headers.get("etag") == "a, b"
    assert headers.get("expires") is None


@pytest.mark.parametrize(
    ("written", "is_whole"),
    [
        ("bytes 0-99/100", True),
        ("BYTES 0-99/100", True),
        ("bytes 0-99/200", False),
        ("bytes 1-99/100", False),
        ("bytes 0-99/*", False),
        ("", False),
    ],
)
def test_a_part_is_whole_only_if_it_says_so(written: str, is_whole: bool) -> None:
    assert _headers(content_range=written).is_whole(100) is is_whole


def test_a_status_is_named_where_it_has_a_name() -> None:
    assert named(404) == "404, not found"
    assert named(999) == "999"


@given(st.binary(max_size=80))
def test_nothing_a_header_says_is_a_fault_of_ours(value: bytes) -> None:
    names = (b"retry-after", b"expires", b"cache-control", b"content-range", b"content-length")
    headers = Headers([(name, value) for name in names])
    headers.retry_after(NOW)
    headers.fresh_for(NOW)
    headers.is_whole(5)
    headers.number("content-length")
