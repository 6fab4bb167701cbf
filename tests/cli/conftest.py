"""The commands over a home with five stories."""

from tests.desk.conftest import clock, desk, places, stories

__all__ = ["clock", "desk", "places", "stories"]
