"""The screen: the only room with Textual, imported when the board opens and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signalboard.desk import Desk

__all__ = ["run"]


def run(desk: Desk) -> int:
    """Open the board over a desk until the person leaves; the exit status of the program.

    What was loaded so far stays to the end: Python looks for circles among what comes later.
    """
    from signalboard.ui import heap
    from signalboard.ui.app import Signalboard

    heap.hold()
    return Signalboard(desk).run_to_end()
