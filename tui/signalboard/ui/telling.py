"""How a refusal of the desk reaches the person, whatever the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.widget import Widget

from signalboard.model import Problem


@contextmanager
def telling(widget: Widget) -> Iterator[None]:
    """What the desk refuses is told in its sentence; nothing else happens."""
    try:
        yield
    except Problem as problem:
        widget.notify(str(problem), severity="warning", timeout=8, markup=False)
