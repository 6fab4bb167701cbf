"""When Python looks for circles among what a refresh reads: seldom."""

from __future__ import annotations

import gc

_MADE, _ROUNDS = 20_000, 20


def collect_rarely() -> None:
    """Has Python look for circles less often, and never among what is there already.

    What comes in and is stored makes few; by itself Python would look through all that
    was imported again and again, a fourteenth of a run.
    """
    gc.freeze()
    gc.set_threshold(_MADE, _ROUNDS, _ROUNDS)
