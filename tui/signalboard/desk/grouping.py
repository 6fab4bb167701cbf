"""Grouping: a person's word on which entries report one event. It is never overruled."""

from __future__ import annotations

from signalboard.desk.judging import Judging
from signalboard.desk.reading import Reading


class Grouping(Judging, Reading):
    """Merging stories and splitting reports off them."""
