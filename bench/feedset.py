"""Feeds to measure with: the same ones every time, in the shape of real ones.

Half RSS, half Atom; summaries in HTML of a few hundred characters. Three entries in ten
report an event that other feeds report too, each in its own words.
"""

from __future__ import annotations

import html
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from bench.headlines import Language, drawn, languages, reworded, title

FEEDS, ENTRIES = 500, 40
SHARED = 0.3
EVENTS = 1500
DAY = 86_400
SPREAD = 10 * DAY
"""Seconds over which the entries of a feed lie."""


@dataclass(frozen=True)
class Made:
    """One entry: what its feed says of it."""

    ident: str
    title: str
    link: str
    summary: str
    at: int


def entries(feeds: int, each: int, until_at: int) -> Iterator[list[Made]]:
    """The entries of each feed, the newest first."""
    spoken = languages()
    dice = random.Random("feeds")
    events = []
    for _ in range(EVENTS):
        language = drawn(dice, spoken)
        events.append((language, title(dice, language), until_at - dice.randrange(SPREAD)))
    for feed in range(feeds):
        own = drawn(dice, spoken)
        shared = [event for event in dice.sample(events, 4 * each) if event[0] is own]
        made = []
        for number in range(each):
            if shared and dice.random() < SHARED:
                language, told, at = shared.pop()
                said, at = reworded(dice, language, told), at + dice.randrange(DAY // 2)
            else:
                said, at = title(dice, own), until_at - dice.randrange(SPREAD)
            named = f"feed{feed}-{number}"
            link = f"https://outlet{feed}.example/{number}-{dice.randrange(10**6)}?utm_source=rss"
            made.append(Made(named, said, link, _summary(dice, own), min(at, until_at)))
        yield sorted(made, key=lambda entry: -entry.at)


def _summary(dice: random.Random, language: Language) -> str:
    first = language.text(dice, dice.randint(120, 300))
    second = language.text(dice, dice.randint(60, 200))
    return f'<p>{first}</p><p>{second} <a href="https://example.org/more">…</a></p>'


def write(folder: Path, until_at: int, feeds: int = FEEDS, each: int = ENTRIES) -> list[str]:
    """Writes the feeds into a folder; their file names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number, made in enumerate(entries(feeds, each, until_at)):
        kind = (as_rss, as_atom)[number % 2]
        name = f"{number:03d}.{'rss' if kind is as_rss else 'atom'}"
        (folder / name).write_text(kind(f"Outlet {number}", made), encoding="utf-8")
        names.append(name)
    return names


def as_rss(name: str, made: list[Made]) -> str:
    items = "".join(
        f"<item><title>{html.escape(entry.title)}</title><link>{html.escape(entry.link)}</link>"
        f'<guid isPermaLink="false">{entry.ident}</guid>'
        f"<pubDate>{format_datetime(datetime.fromtimestamp(entry.at, UTC))}</pubDate>"
        f"<description>{html.escape(entry.summary)}</description></item>\n"
        for entry in made
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{name}</title><link>https://example.org/</link>"
        f"<description>{name}</description>\n{items}</channel></rss>\n"
    )


def as_atom(name: str, made: list[Made]) -> str:
    def moment(at: int) -> str:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    items = "".join(
        f"<entry><title>{html.escape(entry.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{html.escape(entry.link)}"/>'
        f"<id>urn:{entry.ident}</id><published>{moment(entry.at)}</published>"
        f"<updated>{moment(entry.at)}</updated><author><name>{name}</name></author>"
        f'<summary type="html">{html.escape(entry.summary)}</summary></entry>\n'
        for entry in made
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>{name}</title><id>urn:{name.replace(" ", "-")}</id><link href="https://example.org/"/>'
        f"<updated>{moment(made[0].at)}</updated>\n{items}</feed>\n"
    )
