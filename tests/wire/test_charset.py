"""From bytes to characters, whatever they claim about themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.wire.parse.charset import decoded

CAFE = "<rss>Café für 腾讯</rss>"
LATIN = "<rss>Café für “elf” ÿ</rss>"


def _declared(label: str, text: str) -> str:
    return f'<?xml version="1.0" encoding="{label}"?>{text}'


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (CAFE.encode(), "", CAFE),
        (CAFE.encode(), "text/xml; charset=iso-8859-1", CAFE),
        (CAFE.encode(), 'text/xml; charset="UTF-8"', CAFE),
        (CAFE.encode(), "text/xml; charset=bogus", CAFE),
        (CAFE.encode(), "text/xml; charset=utf-7", CAFE),
        (CAFE.encode(), "text/xml; charset=base64", CAFE),
        (CAFE.encode(), "text/xml; charset=utf-16", CAFE),
        (LATIN.encode("cp1252"), "", LATIN),
        (LATIN.encode("cp1252"), "text/xml; charset=utf-8", LATIN),
        (LATIN.encode("cp1252"), "text/xml; charset=us-ascii", LATIN),
        (LATIN.encode("cp1252"), "text/xml; charset=ISO-8859-1", LATIN),
        ("<rss>Привет</rss>".encode("koi8-r"), "text/xml; charset=koi8-r", "<rss>Привет</rss>"),
        ("<rss>日本</rss>".encode("iso2022_jp"), "x/y; charset=iso-2022-jp", "<rss>日本</rss>"),
        ("<rss>腾讯</rss>".encode("gbk"), "text/xml; charset=gb2312", "<rss>腾讯</rss>"),
        ("<rss>腾讯</rss>".encode("gbk"), "text/xml; charset=utf-8", None),
        (b"\xef\xbb\xbf" + CAFE.encode(), "", CAFE),
        (CAFE.encode("utf-16"), "text/xml; charset=utf-8", CAFE),
        (CAFE.encode("utf-16-le"), "", CAFE),
        (CAFE.encode("utf-16-be"), "", CAFE),
        (CAFE.encode("utf-32"), "", CAFE),
        (CAFE.encode("utf-32-be"), "", CAFE),
        (b"<rss>\x00a\x1bb\xef\xbb\xbfc\xef\xbf\xbe</rss>", "", "<rss>abc</rss>"),
        (b"<rss>\xe2\x80\x93 and \x96</rss>", "", "<rss>– and –</rss>"),
        (b"", "", ""),
    ],
)
def test_decoded(body: bytes, content_type: str, expected: str | None) -> None:
    if expected is None:
        assert decoded(body, content_type).startswith("<rss>")
    else:
        assert decoded(body, content_type) == expected


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-8", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("utf-16", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("no such thing", "utf-8"),
    ],
)
def test_a_declaration_counts_only_where_the_bytes_agree(label: str, codec: str) -> None:
    text = _declared(label, LATIN)
    assert decoded(text.encode(codec), "") == text


def test_the_document_is_asked_before_the_server() -> None:
    text = _declared("windows-1251", "<rss>Привет</rss>")
    assert decoded(text.encode("cp1251"), "text/xml; charset=iso-8859-1") == text


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_become_characters_that_xml_may_have(body: bytes, content_type: str) -> None:
    text = decoded(body, content_type)
    assert not set(map(chr, range(32))) - set("\t\r\n") & set(text)
    assert text.encode().decode() == text
