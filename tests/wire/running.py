"""What tests of a run share: an archive with a clock, and servers that answer in turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from signalboard.archive import Archive
from signalboard.model import Feed, View
from signalboard.wire.fetch.fetched import Limits
from signalboard.wire.refresh.run import refresh
from tests.faults.feeds import two
from tests.faults.server import Handler, Out, Request

NOW = 1_795_000_000
HOUR, DAY = 3600, 86_400
BUNDLED = Feed("Bundled", "bundled:agent-economy")


class Desk:
    """Feeds, an archive and a clock of their own."""

    def __init__(self, folder: Path) -> None:
        self.archive = Archive.open(folder / "archive.db")
        self.now = NOW
        self.feeds: list[Feed] = []
        self.events: list[dict[str, Any]] = []

    async def refresh(self, **more: Any) -> dict[str, dict[str, Any]]:
        """Runs once; what was done, by name."""
        self.events = []
        options = {"limits": Limits(total=5), "gap": 0.0, **more}
        companies = options.pop("companies", ())
        await refresh(
            self.feeds,
            companies,
            self.archive,
            report=self.events.append,
            clock=lambda: self.now,
            **options,
        )
        return {event["name"]: event for event in self.events if event["event"] == "done"}

    def stories(self) -> list[tuple[str, ...]]:
        """Each story as the outlets that report it, newest first."""
        selection = self.archive.select(View(), now=self.now)
        rows = self.archive.rows(selection.keys(0, len(selection)))
        stories = [self.archive.story(row.id) for row in rows]
        return [story.outlets for story in stories if story is not None]


def serving(*bodies: bytes, headers: tuple[str, ...] = ()) -> Handler:
    """Serves one body after the other, then the last for ever."""

    async def handler(request: Request, out: Out) -> None:
        await out.whole(bodies[min(request.count, len(bodies) - 1)], *headers)

    return handler


def conditional(tag: str = '"one"') -> Handler:
    async def handler(request: Request, out: Out) -> None:
        if request.headers.get("if-none-match") == tag:
            await out.head(304)
        else:
            await out.whole(two(request.path), f"ETag: {tag}")

    return handler
