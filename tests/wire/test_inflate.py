"""Content codings, undone with a bound."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from signalboard.wire.fetch.inflate import CodingError, EndMissingError, Inflater, TooLargeError


def _raw(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "": lambda data: data,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate raw": _raw,
}


def _inflated(coding: str, data: bytes, limit: int, steps: list[int]) -> bytes:
    out = bytearray()
    inflater = Inflater(coding.split(" ")[0], limit, out.extend)
    for step in steps:
        inflater.feed(data[:step])
        data = data[step:]
    inflater.feed(data)
    inflater.finish()
    return bytes(out)


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=3000), st.lists(st.integers(0, 40)))
def test_what_was_packed_comes_out_however_it_is_cut(
    coding: str, data: bytes, steps: list[int]
) -> None:
    assume(coding or not data.startswith(b"\x1f\x8b\x08"))  # that is taken for gzip
    assert _inflated(coding, PACKERS[coding](data), 3000, steps) == data


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=300), st.lists(st.integers(0, 40)))
def test_any_bytes_end_in_a_body_or_in_one_of_three_ways(
    coding: str, data: bytes, steps: list[int]
) -> None:
    try:
        assert len(_inflated(coding, data, 1000, steps)) <= 1000
    except (CodingError, EndMissingError, TooLargeError):
        pass


@given(st.binary(max_size=3000), st.lists(st.integers(0, 40)))
def test_gzip_that_nobody_announced_is_undone_once(data: bytes, steps: list[int]) -> None:
    once, twice = gzip.compress(data), gzip.compress(gzip.compress(data))
    assert _inflated("", once, 4000, steps) == data
    assert gzip.decompress(_inflated("", twice, 4000, steps)) == data
    with pytest.raises(EndMissingError):
        _inflated("", once[:-1], 4000, steps)


@pytest.mark.parametrize("data", [b"", b"\x1f", b"\x1f\x8b", b"\x1f\x8b\x07", b"<\x1f\x8b\x08"])
def test_what_begins_only_nearly_as_gzip_does_stays_as_it_is(data: bytes) -> None:
    for step in (1, 2, 3):
        assert _inflated("", data, 100, [step]) == data


@pytest.mark.parametrize("coding", ["gzip", "deflate", "deflate raw"])
def test_a_bomb_stops_at_the_limit(coding: str) -> None:
    packed = PACKERS[coding](b" " * (5 << 20))
    sizes: list[int] = []
    inflater = Inflater(coding.split(" ")[0], 1 << 20, lambda data: sizes.append(len(data)))
    with pytest.raises(TooLargeError):
        inflater.feed(packed)
    assert sum(sizes) <= 1 << 20
    assert max(sizes, default=0) <= 1 << 18, "what is handed on at a time is little"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "deflate raw"])
def test_an_end_that_is_missing_is_noticed(coding: str) -> None:
    packed = PACKERS[coding](b"something that is not short at all" * 9)
    with pytest.raises(EndMissingError):
        _inflated(coding, packed[:-1], 1000, [])


def test_more_members_than_anyone_needs_are_refused() -> None:
    with pytest.raises(CodingError):
        _inflated("gzip", gzip.compress(b"") * 2000, 1000, [])


def test_deflate_ends_where_it_ends() -> None:
    assert _inflated("deflate", zlib.compress(b"x") + b"\0\0", 10, []) == b"x"
    with pytest.raises(CodingError):
        _inflated("deflate", zlib.compress(b"x") * 2, 10, [])
