"""When Python looks for circles: never on the way of a key.

By itself it looks through all that lives whenever enough was made, for 20 ms and more, and a
key does make enough. Here the few things of late are looked through behind a key, once it is
answered, and all of them once no key has been pressed for a while. What was freed goes back to the
system then: the C library keeps it otherwise, a few megabytes more by the day.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from signalboard import memory

_MADE, _ROUNDS = 30_000, 50
"""Objects from which it looks by itself after all; of how many such looks one goes deeper."""
_LATE = 500
_OFTEN = 10
"""Looks at the newest after which all are looked through."""


def hold() -> None:
    """What there is stays to the end and is never looked through."""
    gc.freeze()
    gc.set_threshold(_MADE, _ROUNDS, _ROUNDS)
    gc.enable()


def tidy(*, quiet: bool, rest: Callable[[], object] = int) -> None:
    """Look through the newest, if there are enough of them; where it is quiet through all.

    ``rest`` lets go of what can be read again, before what is free goes back to the system.
    """
    memory.lend_only()  # here rather than at the start, which is waited for
    newest, looks, _ = gc.get_count()
    if quiet and looks >= _OFTEN:
        gc.collect()
        rest()
        memory.give_back()
    elif newest >= _LATE:
        gc.collect(0)
