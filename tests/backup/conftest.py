"""A home with five stories, some judgments and everything else that a backup holds."""

from __future__ import annotations

import pytest

from signalboard import config
from signalboard.desk import Desk
from signalboard.model import Stance
from tests.desk.conftest import clock, desk, places, stories

__all__ = ["clock", "desk", "home", "judge", "places", "stories"]


def judge(where: config.Places, story: str, thesis: str = "web4") -> None:
    opened = Desk.open(where)
    opened.judge(story, opened.find_thesis(thesis), Stance.SUPPORT)
    opened.close()


@pytest.fixture
def home(places: config.Places, stories: list[str]) -> config.Places:
    judge(places, stories[0])
    config.set_login(places, "https://wire.example/feed", ("me", "secret"))
    config.set_preference(places, "theme", "nord")
    places.briefs.mkdir(mode=0o700)
    (places.briefs / "a-story.txt").write_text("a draft")
    return places
