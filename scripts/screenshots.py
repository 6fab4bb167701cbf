"""Make the pictures of screenshots/: the board on the bundled feed, at a fixed moment.

The same code makes the same bytes. A test makes them again and compares what
they say, so that they cannot show what the program no longer does.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import scripts.health_home
from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk
from signalboard.model import Stance, View
from signalboard.times import HOUR, parse_iso
from signalboard.wire.refresh.run import refresh

FOLDER = Path(__file__).resolve().parents[1] / "screenshots"
NOW = parse_iso("2026-08-21T16:32:00Z")
"""A few hours after the newest entry of the bundled feed."""

S, C, N = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING
JUDGMENTS: tuple[tuple[int, str, Stance, int, str], ...] = (
    (1, "Web4", N, 1, ""),
    (3, "Web4", S, 2, "ranked on work, not on exams"),
    (4, "moat", S, 1, ""),
    (6, "wallets", S, 2, "the payer buys the router"),
    (10, "Web4", C, 1, ""),
    (12, "Web4", C, 2, "asked to do one errand, and it could not"),
    (12, "wallets", C, 1, ""),
    (18, "web closes", S, 2, ""),
    (19, "web closes", S, 1, ""),
    *((at, "Web4", S, 1, "") for at in (21, 24, 26, 29, 33, 36, 40)),
    *((at, "Web4", C, 1, "") for at in (22, 31)),
    *((at, "moat", S, 1, "") for at in (23, 28, 35, 38)),
    *((at, "China", S, 1, "") for at in (25, 32)),
    (27, "China", C, 1, ""),
    *((at, "Talent", S, 1, "") for at in (30,)),
    *((at, "web closes", C, 1, "") for at in (34, 37, 41)),
    *((at, "Web4", N, 1, "") for at in (39, 42, 43)),
)
"""Row (from 1), thesis, stance, strength, note: invented, to show how a used board looks."""

BRIEF = """\
== Headline ==
An open model for agents that stay on
== The Summary ==
1. Muse Glimmer can be run at home, through Ollama. [1]
2. It is tuned for local agents that are never switched off. [2]
3. Asked to do one errand on a platform, it could not. [2]
== The Signal ==
Who runs an agent at home asks no platform first; but an errand is not done yet.
== Pull quote ==
“An agent that stays on is of no use where no door opens to it.”
-- own
== The Implication ==
If models like it act for people, platforms will see it in their traffic within half a year.
watch: new
thesis: 1
question: Does a large platform report what share of its actions agents take?
hit if: one does, in a filing or on its own pages
miss if: none does
by: 2027-02-28
weight: telling
== Sources ==
"""
"""What is written of the story of row 12."""

HOME, SMALL = (120, 40), (80, 24)
PICTURES: tuple[tuple[str, tuple[int, int], str, tuple[str, ...]], ...] = (
    ("board", HOME, "signalboard-dark", ("1", "j", "j")),
    ("story", HOME, "signalboard-dark", ("1", *["j"] * 11, "tab")),
    ("thesis", HOME, "signalboard-dark", ("1", "T", "E", "down")),
    ("conviction", HOME, "signalboard-dark", ("1", "v")),
    ("watches", HOME, "signalboard-dark", ("1", "W")),
    ("brief", HOME, "signalboard-dark", ("1", *["j"] * 11, "b")),
    ("matrix", HOME, "signalboard-dark", ("1", "X")),
    ("search", HOME, "signalboard-dark", ("1", "/", *"agents", "PAUSE")),
    ("help", HOME, "signalboard-dark", ("?",)),
    ("narrow", SMALL, "signalboard-dark", ("1", "j", "j")),
    ("light", HOME, "signalboard-light", ("1", "j", "j")),
)
"""Name, size, theme, keys."""
OF_FEEDS: tuple[tuple[str, tuple[int, int], str, tuple[str, ...]], ...] = (
    ("health", HOME, "signalboard-dark", ("H", *["j"] * 5)),
)
"""The same, of the home of ``health_home``: feeds that are good, bad and hostile."""


def build(folder: Path) -> config.Places:
    """A home with the starter settings, the bundled feed and the judgments."""
    places = config.places(folder, None, {})
    config.ensure(places)
    settings = config.load(places.feeds_file)
    bundled = [feed for feed in settings.feeds if feed.url.startswith("bundled:")]
    archive = Archive.open(places.archive)
    try:
        asyncio.run(
            refresh(
                bundled,
                settings.companies,
                archive,
                report=lambda _event: None,
                manual=True,
                clock=lambda: NOW,
            )
        )
    finally:
        archive.close()
    now = NOW
    desk = Desk.open(places, clock=lambda: now)
    try:
        rows = desk.listing(View()).rows(0, 60)
        for at, thesis, stance, strength, note in sorted(JUDGMENTS, reverse=True):
            now = min(NOW, rows[at - 1].at + 6 * HOUR)  # the evening after it was published
            desk.judge(
                rows[at - 1].id, desk.find_thesis(thesis), stance, strength=strength, note=note
            )
        now = NOW
        text = desk.brief_text(rows[11].id)
        taken = desk.take_brief(rows[11].id, BRIEF + text.partition("== Sources ==\n")[2])
        assert not taken.unread, taken.unread
        desk.mark(rows[7].id, starred=True)
        for row in rows[:3]:
            desk.saw(row.id)
        _suggest_all(desk)
    finally:
        desk.close()
    return places


def _suggest_all(desk: Desk) -> None:
    """What is looked at between keys is looked at before them."""
    for _ in range(200):
        desk.suggest_some()


async def picture(
    places: config.Places, size: tuple[int, int], theme: str, keys: Sequence[str], now: int = NOW
) -> str:
    """One screen as SVG, at a moment."""
    from signalboard.ui.app import Signalboard

    desk = Desk.open(places, clock=lambda: now)
    desk.first_start = False
    _suggest_all(desk)
    app = Signalboard(desk, refresh=False)
    app.theme = theme
    try:
        async with app.run_test(size=size) as pilot:
            for key in keys:
                if key == "PAUSE":
                    await asyncio.sleep(0.4)
                else:
                    await pilot.press(key)
            await asyncio.sleep(0.3)
            await pilot.pause()
            svg = app.export_screenshot(title="signalboard", simplify=True)
    finally:
        desk.close()
    # The fonts of whoever looks, rather than an address to fetch one from.
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code,", "'Fira Code', 'JetBrains Mono', 'DejaVu Sans Mono', Menlo,")
    return svg if svg.endswith("\n") else svg + "\n"


def make(folder: Path) -> list[Path]:
    """Write every picture into a folder; what was written."""
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TZ": "UTC"}
    os.environ.pop("NO_COLOR", None)
    time.tzset()
    folder.mkdir(exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory() as home:
        places = build(Path(home) / "home")
        for name, size, theme, keys in PICTURES:
            path = folder / f"{name}.svg"
            path.write_text(asyncio.run(picture(places, size, theme, keys)), encoding="utf-8")
            written.append(path)
        home_of_health = scripts.health_home.build(Path(home) / "mixed", NOW)
        for name, size, theme, keys in OF_FEEDS:
            path = folder / f"{name}.svg"
            path.write_text(
                asyncio.run(picture(home_of_health, size, theme, keys)), encoding="utf-8"
            )
            written.append(path)
    return written


def words(svg: str) -> str:
    """What a picture says, without its geometry."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return "\n".join(text.replace("&#160;", " ") for text in texts)


if __name__ == "__main__":
    for path in make(FOLDER):
        print(path, file=sys.stderr)
