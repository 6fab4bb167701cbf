"""How this process's memory goes back: to the system at once, where it was a lot."""

from __future__ import annotations

import contextlib
import gc

LARGE = 1 << 18
_M_MMAP_THRESHOLD = -3
_MADE, _ROUNDS = 20_000, 20


def lend_only() -> None:
    """Has every large block come from the system by itself, and go back when it is free.

    The C library of Linux raises that bound with each large block it sees, and then keeps
    tens of megabytes for the next. Where there is no such setting nothing is done.
    """
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Lets the system have what is free now."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def collect_rarely() -> None:
    """Has Python look for circles less often, and never among what is there already.

    What comes in and is stored makes few; by itself Python would look through all that
    was imported again and again, a fourteenth of a run.
    """
    gc.freeze()
    gc.set_threshold(_MADE, _ROUNDS, _ROUNDS)
