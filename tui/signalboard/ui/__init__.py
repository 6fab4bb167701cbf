"""The screen: the only room with Textual, imported when the board opens and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signalboard.desk import Desk

__all__ = ["run"]


def run(desk: Desk) -> int:
    """Open the board over a desk until the person leaves; the exit status of the program."""
    from signalboard.ui.app import Signalboard

    return Signalboard(desk).run_to_end()
