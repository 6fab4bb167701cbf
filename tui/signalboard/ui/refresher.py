"""Refreshing, seen from the board: a child process whose progress lines are read."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextvars import Context
from typing import Protocol, runtime_checkable

from signalboard.model import BUNDLED, Outcome
from signalboard.text import clean
from signalboard.ui.child import events, give_way, last_words, see_off, send
from signalboard.values import dataclass, replace

LONGEST_LINE = 64 * 1024
LONGEST_RUN = 30 * 60
"""Seconds after which a refresh is stopped, whatever it does."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a refresh is, or how the last one ended."""

    running: bool = False
    total: int = 0
    done: int = 0
    failed: int = 0
    new: int = 0
    silent: int = 0
    """Feeds that could not be reached at all."""
    heard: int = 0
    """Feeds on the network that answered, whatever they said."""
    waits: int = 0
    """Feeds that were not asked, since their server wants to be left alone."""
    began: bool = False
    """Whether it got to work; not where another refresh is at work."""
    problem: str = ""
    asking: frozenset[str] = frozenset()
    """Addresses, as shown, of the feeds that are being asked at this moment."""
    notice: str = ""
    """What the refresh says of the network as a whole, such as a sign-in page in its way."""

    @property
    def offline(self) -> bool:
        """Whether feeds were asked over the network and none answered; one alone says nothing."""
        return not self.running and self.silent > 1 and self.heard == 0


IDLE = Progress()


@runtime_checkable
class Told(Protocol):
    """A screen that shows how a refresh goes."""

    def on_progress(self, progress: Progress) -> None:
        """A refresh went on, or ended."""
        ...


def after(progress: Progress, event: dict[str, object]) -> Progress:
    """The progress after one line of the child. Unknown events change nothing."""
    kind = event.get("event")
    if kind == "start":
        return replace(progress, began=True, total=_count(event.get("feeds")) or progress.total)
    if kind == "notice":
        return replace(progress, notice=clean(str(event.get("text")), 300))
    if kind == "started":
        return replace(progress, asking=progress.asking | {str(event.get("feed"))})
    if kind == "done":
        outcome = _outcome(event.get("outcome"))
        silent = outcome is not None and outcome.is_silent
        at_home = str(event.get("feed", "")).startswith(BUNDLED)
        well = outcome is not None and outcome.is_well
        return replace(
            progress,
            asking=progress.asking - {str(event.get("feed"))},
            done=progress.done + 1,
            total=max(progress.total, progress.done + 1),
            failed=progress.failed + (not well),
            new=progress.new + _count(event.get("new")),
            silent=progress.silent + silent,
            waits=progress.waits + (outcome is Outcome.WAIT),
            heard=progress.heard + (not silent and not at_home),
        )
    return progress


class Refresher:
    """Runs one refresh at a time, and tells how it goes."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._process: asyncio.subprocess.Process | None = None
        self.progress = Progress()

    async def run(self, command: Sequence[str]) -> Progress:
        """Run a refresh to its end; whatever happens to it ends in a Progress."""
        if self.progress.running:
            return self.progress
        self._note(Progress(running=True))
        problem = ""
        try:
            async with asyncio.timeout(None) as limit:
                # The loop keeps a timer that was called off until its time, and with it the
                # context it was set in, which holds this run: it is set in one that holds nothing.
                end = asyncio.get_running_loop().time() + LONGEST_RUN
                Context().run(limit.reschedule, end)
                problem = await self._follow(command)
        except TimeoutError:
            problem = "The refresh took over half an hour and was stopped; what came is kept."
        except OSError as error:
            problem = f"The refresh could not be started: {error}"
        finally:
            self._note(replace(self.progress, running=False, problem=problem, asking=frozenset()))
        return self.progress

    def stop(self) -> None:
        """End the child now; what it has stored is kept."""
        if self._process is not None and self._process.returncode is None:
            send(self._process, signal.SIGTERM)

    async def _follow(self, command: Sequence[str]) -> str:
        """Run the child and read it; what there is to complain of."""
        process = self._process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        give_way(process)
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            _, said = await asyncio.gather(self._listen(process.stdout), last_words(process.stderr))
            status = await process.wait()
        finally:
            await see_off(process)
        if status > 0 and not self.progress.done:
            return said or f"The refresh ended with status {status}."
        return ""

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        async for event in events(stream, LONGEST_LINE):
            self._note(after(self.progress, event))

    def _note(self, progress: Progress) -> None:
        if progress != self.progress:
            self.progress = progress
            self._tell(progress)


def _outcome(value: object) -> Outcome | None:
    try:
        return Outcome(str(value))
    except ValueError:
        return None


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 1_000_000 else 0
