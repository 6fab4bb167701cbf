"""The main screen: its panes with everything a person can do in them."""

from __future__ import annotations

from signalboard.ui.acts.living import Living
from signalboard.ui.acts.suggesting import Suggesting
from signalboard.ui.bindings import bindings


class Board(Living, Suggesting):
    """The board. What it shows is in panes.py, what it does in acts/."""

    BINDINGS = bindings("board")
