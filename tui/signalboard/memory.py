"""How this process's memory goes back to the system: pure of all but the C library.

Where that has no such settings (not on Linux) nothing is done.
"""

from __future__ import annotations

import contextlib
from functools import cache

LARGE = 1 << 18
_M_MMAP_THRESHOLD = -3


@cache  # once is enough
def lend_only() -> None:
    """Has every large block come from the system by itself, and go back when it is free.

    The C library of Linux raises that bound with each large block it sees, and then keeps
    tens of megabytes for the next.
    """
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Lets the system have what is free now."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
