"""Inputs made from inputs: bytes turned, cut, doubled, joined, and words put among them."""

from __future__ import annotations

import random
from collections.abc import Sequence

LONGEST = 1 << 16
"""Bytes of an input."""
_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"4294967296", b"99999999999999999999", b"1e999",
            b"0.0", b"NaN", b"-0", b"\xd9\xa3")  # fmt: skip
WORST = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        "\x1b]52;c;cHduZWQ=\x07", "\x1b[31m", "\x9b31m", "\u202e", "\u2066", "\u200b", "\ufeff",
        "\x00", "\x7f", "\x85", "\u2028", "\ud800", "\udfff", "\U000e0041", "\ufff9", "\u0301" * 12,
        "👩\u200d👩\u200d👧", "\u200d\u200c", "İ", "ß", "ﬃ", "ﷺ", "𝟘", "٣", "百度", "ﾃﾞ", "각",
        "\u115f",
        "[/]", "[@click=app.quit]", "[INFO]", "<script>", "-->", "]]>", "&#x1b;", "&amp;lt;", "%00",
        "=cmd|' /C calc'!A0", "＝1", "javascript:alert(1)", "file:///etc/passwd", "${x}", "{{x}}",
        "\\", '"', "'", "`", "\r\n", "\n\n", "\t", " ", "\u3000", "../", "nul", "::", "- ", "#",
    )
)  # fmt: skip
"""What has done harm somewhere."""


def mutated(
    parent: bytes, pool: Sequence[bytes], words: Sequence[bytes], chance: random.Random
) -> bytes:
    """Another input like that one; ``pool`` lends parts of others, ``words`` are its own."""
    data = bytearray(parent)
    for _ in range(1 << chance.randrange(4)):
        chance.choice(_WAYS)(data, pool, words, chance)
        if len(data) > LONGEST:
            del data[LONGEST:]
    return bytes(data)


def _at(data: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _span(data: bytearray, chance: random.Random) -> tuple[int, int]:
    start = _at(data, chance)
    return start, min(len(data), start + 1 + int(chance.expovariate(0.12)))


def _turned(data: bytearray, pool, words, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _set(data: bytearray, pool, words, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(data: bytearray, pool, words, chance: random.Random) -> None:
    start, end = _span(data, chance)
    del data[start:end]


def _ended(data: bytearray, pool, words, chance: random.Random) -> None:
    if chance.random() < 0.2:
        del data[_at(data, chance) :]


def _doubled(data: bytearray, pool, words, chance: random.Random) -> None:
    start, end = _span(data, chance)
    times = chance.choice((1, 1, 1, 2, 3, 20, 200))
    at = _at(data, chance)
    data[at:at] = bytes(data[start:end]) * times


def _word(data: bytearray, pool, words, chance: random.Random) -> None:
    at = _at(data, chance)
    word = chance.choice(words if words and chance.random() < 0.6 else WORST)
    data[at : at + (len(word) if chance.random() < 0.3 else 0)] = word


def _number(data: bytearray, pool, words, chance: random.Random) -> None:
    digits = [at for at, byte in enumerate(data[:4096]) if 48 <= byte < 58]
    at = chance.choice(digits) if digits else _at(data, chance)
    data[at : at + 1] = chance.choice(_NUMBERS)


def _letter(data: bytearray, pool, words, chance: random.Random) -> None:
    """Any character of Unicode, surrogates as well."""
    at = _at(data, chance)
    code = chance.choice((0x80, 0x800, 0x3000, 0x10000, 0x110000))
    data[at:at] = chr(chance.randrange(code)).encode("utf-8", "surrogatepass")


def _lent(data: bytearray, pool, words, chance: random.Random) -> None:
    if pool:
        other = bytearray(chance.choice(pool))
        start, end = _span(other, chance)
        at = _at(data, chance)
        data[at:at] = other[start : max(end, start + len(other) // 4)]


def _crossed(data: bytearray, pool, words, chance: random.Random) -> None:
    if pool:
        other = chance.choice(pool)
        data[_at(data, chance) :] = other[chance.randrange(len(other) + 1) :]


_WAYS = (_turned, _set, _cut, _ended, _doubled, _word, _word, _number, _letter, _lent, _crossed)
