"""Muting and saved searches: what a person does not want to see, and what again and again."""

from __future__ import annotations

from signalboard.desk.reading import Reading
from signalboard.desk.settling import Settling


class Muting(Settling, Reading):
    """Mute rules and saved searches; they live in feeds.yaml."""
