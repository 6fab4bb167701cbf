"""When circles are looked for: of late at every look, of all once it is quiet, never by itself.

What was freed goes back to the system then.
"""

from __future__ import annotations

import ctypes
import gc
import os
import platform
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bench.measure import held
from signalboard.ui import heap, workarounds


@pytest.fixture
def looked() -> Iterator[list[int]]:
    """The generations that were looked through; how Python looks by itself comes back after it."""
    seen: list[int] = []

    def saw(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            seen.append(info["generation"])

    before = gc.get_threshold()
    gc.collect()
    gc.callbacks.append(saw)
    yield seen
    gc.callbacks.remove(saw)
    gc.set_threshold(*before)
    gc.unfreeze()


def test_few_pieces_of_lines_are_kept_once_they_were_cut() -> None:
    made = workarounds.Segment
    for number in range(2_000):
        segment = made(f"headline {number} 百度")
        assert segment.split_cells(4) == (made("head"), made(segment.text[4:]))
    assert made._split_cells.cache_info().currsize < 1_000


def test_what_a_few_keys_make_is_not_looked_through_by_itself(looked: list[int]) -> None:
    heap.hold()
    made = [[each] for each in range(20_000)]
    assert looked == []
    del made


def test_the_newest_are_looked_through_between_keys_and_all_when_it_is_quiet(
    looked: list[int],
) -> None:
    heap.hold()
    for _ in range(12):
        made = [[each] for each in range(1000)]
        heap.tidy(quiet=False)
        del made
    assert looked == [0] * 12
    heap.tidy(quiet=True)
    assert looked == [0] * 12 + [2]
    heap.tidy(quiet=True)
    heap.tidy(quiet=False)
    assert looked == [0] * 12 + [2], "there is nothing new"


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it and can be told")
def test_what_was_freed_goes_back_once_it_is_quiet(looked: list[int]) -> None:
    heap.hold()
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, (ctypes.c_void_p,)
    blocks = [libc.malloc(4_000) for _ in range(4_000)]
    for each in blocks:
        ctypes.memset(each, 1, 4_000)
    last = libc.malloc(4_000)  # the C library gives back by itself only what lies above all else
    for each in blocks:
        libc.free(each)
    before = held(os.getpid(), "Anonymous")
    for _ in range(12):
        made = [[each] for each in range(1000)]
        heap.tidy(quiet=False)
        del made
    assert held(os.getpid(), "Anonymous") > before - 2_000, "not while somebody may press a key"
    rested: list[bool] = []
    heap.tidy(quiet=True, rest=lambda: rested.append(True))
    assert looked[-1] == 2 and rested, "what can be read again is let go before"
    assert held(os.getpid(), "Anonymous") < before - 12_000
    libc.free(last)


LARGE_ONES = """
import ctypes, os, sys
from bench.measure import held
from signalboard.ui import heap
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, (ctypes.c_void_p,)
heap.tidy(quiet=False)
before = held(os.getpid(), "Anonymous")
for _ in range(3):
    block = libc.malloc(8 << 20)
    ctypes.memset(block, 1, 8 << 20)
    libc.free(block)
print(held(os.getpid(), "Anonymous") - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it and can be told")
def test_a_large_list_that_was_put_away_goes_back_at_once() -> None:
    """Else the rows of a search for a common word stay as free memory until it is quiet."""
    done = subprocess.run(
        [sys.executable, "-c", LARGE_ONES], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 2_000
