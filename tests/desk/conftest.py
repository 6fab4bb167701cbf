"""A desk over real rooms in a temporary home, with a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk
from signalboard.model import Entry
from tests.values import NOW

FEEDS = """\
# mine
feeds:
  - name: The Wire
    url: https://wire.example/feed  # the first
companies:
  - name: Stripe
    as_written: true
  - name: Tencent
    aliases: [WeChat, 腾讯]
theses:
  - name: Web4 at velocity
    statement: agents become the main users
    negation: people stay the main users
    prior: 0.3
    keywords: [agent]
    watches:
      - question: Does it power WeChat?
        hit_if: it does
        miss_if: it does not
        void_if: nobody says
        look_up: the release notes
        within: 6 months
        h1: 0.8
        h0: 0.2
  - name: Agents get wallets
    statement: agents pay
    negation: agents do not pay
"""


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def places(tmp_path: Path) -> config.Places:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "feeds.yaml").write_text(FEEDS)
    return config.places(home, None, {})


def add(archive: Archive, number: int, title: str, *, companies: tuple[str, ...] = ()) -> str:
    with archive.writing() as writing:
        return writing.add(
            "https://wire.example/feed",
            Entry(
                id=f"entry-{number}",
                title=title,
                url=f"https://wire.example/{number}",
                summary=f"What happened in {title}.",
                published_at=NOW - number * 60,
            ),
            outlet="The Wire",
            origin="The Wire",
            canonical_url=f"wire.example/{number}",
            title_key=title.casefold(),
            companies=companies,
            story_id=None,
            seen_at=NOW,
        )


TITLES = ["Stripe lets agents pay", "Shops block agents", "Weather", "腾讯 ships", "Old news"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stories(places: config.Places) -> list[str]:
    archive = Archive.open(places.archive)
    made = [
        add(archive, n, title, companies=("Stripe",) if n == 0 else ())
        for n, title in enumerate(TITLES)
    ]
    archive.close()
    return made


@pytest.fixture
def desk(places: config.Places, stories: list[str], clock: Clock) -> Iterator[Desk]:
    opened = Desk.open(places, clock=clock)
    yield opened
    opened.close()
