"""Lists of feeds: what other readers exported comes in, ours goes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from signalboard import config
from signalboard.board import Op
from signalboard.desk import documents
from signalboard.desk.editing import Editing
from signalboard.desk.values import Change, DeskProblem
from signalboard.links import feed_key, safe_link, shown
from signalboard.model import Feed, replace
from signalboard.text import counted
from signalboard.values import dataclass

if TYPE_CHECKING:
    from signalboard.wire.lists.listed import Remark


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What importing a list would do. Nothing was changed or fetched to know it."""

    kind: str
    """What the list is: ``OPML``, ``newsboat urls``, ``addresses``."""
    new: tuple[Feed, ...]
    """The feeds that would be added, each under a name of its own."""
    known: tuple[tuple[Feed, Feed], ...] = ()
    """Feeds of the list that are subscribed to already, each with ours."""
    left: tuple[Remark, ...] = ()
    """What of the list is left out, and why."""
    same: tuple[Remark, ...] = ()
    """Repetitions within the list."""
    notes: tuple[Remark, ...] = ()
    """What of a feed does not come with it."""


class Importing(Editing):
    """Many feeds at once. An import is one change: one undo takes all of it back."""

    def plan_import(self, raw: bytes) -> ListPlan:
        """What a file says: OPML, newsboat's urls, or an address a line.

        Raises NotAListError where it is none of these.
        """
        from signalboard.wire.lists.listed import Names, Remark
        from signalboard.wire.lists.reading import read

        listed = read(raw)
        ours = {feed_key(feed.url): feed for feed in self._settings.feeds}
        names = Names(feed.name for feed in self._settings.feeds)
        new: list[Feed] = []
        known: list[tuple[Feed, Feed]] = []
        left = list(listed.left)
        for feed in listed.feeds:
            there = ours.get(feed_key(feed.url))
            if there is not None:
                known.append((feed, there))
                continue
            named = replace(feed, name=names.free(feed.name, feed.url))
            why = config.unsound(named)
            if why is not None:
                left.append(Remark(0, feed.name, f"cannot stand in feeds.yaml: {why}"))
                continue
            new.append(named)
        return ListPlan(
            listed.kind, tuple(new), tuple(known), tuple(left), listed.same, listed.notes
        )

    def import_feeds(self, feeds: Sequence[Feed]) -> Change:
        """Add the feeds of a plan to feeds.yaml, all of them or none."""
        if not feeds:
            raise DeskProblem("There is no new feed to add.")
        ops = [Op("settings", f"feed {feed.url}", None, documents.document(feed)) for feed in feeds]
        count = counted(len(feeds), "feed") if len(feeds) > 1 else feeds[0].name
        return self._edit_many(f"imported: {count}", ops)

    def export_feeds(self) -> tuple[str, tuple[str, ...]]:
        """The feeds as OPML, and sentences about what does not leave with them.

        Raises DeskProblem where feeds.yaml cannot be read.
        """
        from signalboard.wire.lists import opml

        if self._settings.problems and not self._settings.feeds:
            raise DeskProblem("No feed can be read from feeds.yaml: nothing was exported.")
        leaving = [feed for feed in self._settings.feeds if safe_link(shown(feed.url)) is not None]
        said = []
        staying = len(self._settings.feeds) - len(leaving)
        if staying:
            said.append(f"{counted(staying, 'feed')} left out: signalboard brings what is in it.")
        secret = sum(shown(feed.url) != feed.url for feed in leaving)
        if secret:
            said.append(f"{counted(secret, 'address')} without the password or key in it.")
        if headers := sum(bool(feed.headers) for feed in leaving):
            said.append(f"{counted(headers, 'feed')} without the headers set for it.")
        return opml.write(leaving), tuple(said)

    def save_feeds(self, path: Path, *, overwrite: bool = False) -> tuple[Path, tuple[str, ...]]:
        """Write the list to a file; raises FileExistsError rather than overwrite unasked."""
        from signalboard import export

        written, said = self.export_feeds()
        return export.save(written, path, overwrite=overwrite), said
