"""Tells how a refresh goes: a line of JSON for programs, a bar or plain lines for people."""

from __future__ import annotations

import json
from typing import Any, Protocol, TextIO

from signalboard.text import counted

Event = dict[str, Any]

_WORDS = {
    "entries": "",
    "unchanged": "nothing new",
    "gone": "is gone for good",
    "wait": "asks for patience",
    "not-a-feed": "is not a feed",
}


class Teller(Protocol):
    """Takes the events of a refresh, one after the other."""

    def __call__(self, event: Event) -> None: ...
    def close(self) -> None:
        """The run has ended, however it did."""
        ...


class JsonLines:
    """Each event as a line of JSON, at once."""

    def __init__(self, out: TextIO) -> None:
        self._out: TextIO | None = out

    def __call__(self, event: Event) -> None:
        if self._out is None:
            return
        try:
            self._out.write(json.dumps(event, ensure_ascii=False) + "\n")
            self._out.flush()
        except (BrokenPipeError, ValueError):
            self._out = None  # nobody listens any more; what was asked for is still done

    def close(self) -> None:
        """Nothing is held back."""


class PlainLines:
    """A line a feed, and one for all of it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def __call__(self, event: Event) -> None:
        line = line_of(event)
        if line:
            self._out.write(line + "\n")
            self._out.flush()

    def close(self) -> None:
        """Nothing is held back."""


class Bar:
    """A progress bar on a terminal; below it stays what went wrong, and the sum."""

    def __init__(self, out: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(file=out, markup=False, highlight=False, emoji=False)
        # Names of feeds are data: nothing in them may be taken for markup.
        self._progress = Progress(
            TextColumn("{task.fields[label]}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[feed]}", markup=False),
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, label="Refreshing", feed="")

    def __call__(self, event: Event) -> None:
        if event["event"] == "start":
            self._progress.update(self._task, total=event["feeds"])
            self._progress.start()
        elif event["event"] == "started":
            self._progress.update(self._task, feed=event["name"])
        elif event["event"] == "done":
            self._progress.update(self._task, advance=1)
            if event["outcome"] not in {"entries", "unchanged"}:
                self._progress.console.print(line_of(event))
        elif event["event"] == "notice":
            self._progress.console.print(line_of(event))
        else:
            self._progress.stop()
            self._progress.console.print(line_of(event))

    def close(self) -> None:
        """Gives the terminal back."""
        self._progress.stop()


def line_of(event: Event) -> str:
    """An event as a line for people; empty for those that say nothing yet."""
    if event["event"] == "done":
        said = _WORDS.get(event["outcome"], "could not be read")
        counts = [f"{event[name]:,} {name}" for name in ("new", "changed") if event[name]]
        said = ", ".join(counts) or said or "nothing new"
        return f"{event['name']}: {said}" + (f": {event['reason']}" if event["reason"] else "")
    if event["event"] == "total":
        feeds = counted(event["feeds"], "feed")
        sums = f"{feeds}: {event['new']:,} new, {event['changed']:,} changed"
        failed = f", {event['failed']:,} could not be read" if event["failed"] else ""
        return sums + failed + ("; stopped" if event["stopped"] else "")
    if event["event"] == "notice":
        return str(event["text"])
    return ""
