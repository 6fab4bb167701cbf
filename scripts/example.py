"""The starter board with thirty judgments of the bundled feed, and its logs in every format.

    python -m scripts.example [FOLDER]     docs/example unless told otherwise

Nothing is fetched, and the clock is the script's: the same program writes the same bytes.
What was judged is made up to show what a log looks like; what is quoted is the bundled feed's.
"""

from __future__ import annotations

import asyncio
import csv
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from signalboard import config, export, times
from signalboard.archive import Archive
from signalboard.desk import Desk
from signalboard.model import FORMATS, Stance, View
from signalboard.wire.refresh.run import refresh

FOLDER = Path(__file__).parents[1] / "docs" / "example"
BEGINS = times.parse_iso("2026-08-24T07:30:00")
"""When the board is first opened: three days after the newest entry of the bundled feed."""
SINCE = times.parse_iso("2026-10-01")
"""The difference that is shown begins here."""

JUDGED = Path(__file__).with_name("example.tsv")
"""What is judged: on which day, the story by how a title of it begins, the thesis by how its name
does, stance, strength and why. One more than thirty, since one is retracted."""
WRONG = "Nvidia's coding agent"
"""The story whose judgment is retracted."""


@dataclass
class Clock:
    """The time on the board."""

    at: int

    def __call__(self) -> int:
        return self.at


def main(arguments: list[str]) -> int:
    """Write the example; returns the exit status."""
    folder = Path(arguments[0]) if arguments else FOLDER
    with tempfile.TemporaryDirectory() as home:
        places = config.places(Path(home), None, {})
        clock = Clock(BEGINS)
        config.ensure(places)
        _read_bundled(places, clock)
        desk = Desk.open(places, clock=clock)
        try:
            _judge(desk, clock)
            _write(desk, folder)
        finally:
            desk.close()
    return 0


def _read_bundled(places: config.Places, clock: Clock) -> None:
    """The entries of the bundled feed, as the first start files them."""
    settings = config.load(places.feeds_file)
    feeds = [feed for feed in settings.feeds if feed.is_bundled]
    archive = Archive.open(places.archive)
    try:
        asyncio.run(refresh(feeds, settings.companies, archive, report=lambda _: None, clock=clock))
    finally:
        archive.close()


def _judge(desk: Desk, clock: Clock) -> None:
    titles = [
        (report.title, row.id)
        for row in desk.listing(View()).rows(0, 1000)
        if (story := desk.story(row.id)) is not None
        for report in story.reports
    ]
    theses = {row.thesis.name: row.thesis.id for row in desk.theses()}
    desk.suggest_all()
    (wechat,) = (row.watch for row in desk.watches() if "WeChat" in row.watch.question)
    wrong = ""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        judged = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(judged):
        clock.at = BEGINS + int(row["day"]) * times.DAY + number * 73
        (story,) = {ident for title, ident in titles if title.startswith(row["title"])}
        (thesis,) = (ident for name, ident in theses.items() if name.startswith(row["thesis"]))
        strength = int(row["strength"]) if row["strength"] else None
        seen = desk.story(story)
        assert seen is not None
        desk.saw_hints(story, desk.suggestions(seen))  # as it was in view, it was suggested
        change = desk.judge(
            story, thesis, Stance(row["stance"]), strength=strength, note=row["why"]
        )
        if row["title"] == WRONG:
            wrong = change.evidence_id or ""
            clock.at += 30
            desk.forecast_watch(wechat.id, 0.55)
    clock.at += 30
    desk.retract(wrong, why="A benchmark is nobody's use of a platform.")


def _write(desk: Desk, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = export.FILE_SUFFIXES
    for fmt in FORMATS:
        if fmt == "obsidian":
            shutil.rmtree(folder / "notes", ignore_errors=True)
            desk.save_export([], fmt, folder / "notes")
            (folder / "notes").chmod(0o755)
        else:
            text = desk.export([], fmt)
            (folder / f"evidence-log.{name[fmt]}").write_bytes(text.encode())
    for fmt in ("md", "html", "json"):
        text = desk.export([], fmt, since=SINCE)
        (folder / f"changed-since-october.{fmt}").write_bytes(text.encode())
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            assert not re.search("[\x00\x1b]", path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
