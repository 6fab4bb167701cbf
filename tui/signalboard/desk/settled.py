"""What feeds.yaml says, read and written together with the journal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from signalboard import config
from signalboard.board import Board, Line, Op
from signalboard.desk import documents, following, withholding
from signalboard.desk.kept import Kept
from signalboard.desk.suggester import Suggester
from signalboard.links import shown

if TYPE_CHECKING:
    from signalboard.wire.companies import Finder


class Settled:
    """The settings of one home, as they were read last, and what they are wanted for."""

    _kept: Kept
    _suggester: Suggester

    def __init__(self, places: config.Places, board: Board) -> None:
        self.places = places
        self._board = board
        self._settings = config.load(places.feeds_file, places.cache)
        self._mistakes = [*self._settings.problems, *following.problems(self._settings)]
        """What is wrong in feeds.yaml as it was read last."""
        self._judged_settings = self._settings
        """The settings that these are of: a change made here reads the file as well."""
        self._notices = [*self._mistakes]
        self._finder: Finder | None = None
        self._finder_of_all: Finder | None = None

    def preference(self, name: str) -> str | None:
        """Something the screen remembers, such as the theme."""
        return config.preference(self.places, name)

    def set_preference(self, name: str, value: str) -> None:
        """Remember something of the screen; a failure to write it is no matter."""
        config.set_preference(self.places, name, value)

    @property
    def _discount(self) -> float:
        """What each further story on a side counts of the one before it."""
        return self._settings.method.discount

    def _tracked(self, name: str) -> bool:
        document = self._board.document("companies", name)
        return document is None or bool(document["tracked"])

    def _reload(self, notices: list[str]) -> tuple[bool, tuple[str, ...]]:
        """Reads feeds.yaml again where it is another: whether it is, and what is right by now.

        ``notices`` hears what is wrong that was not before.
        """
        is_other = config.fingerprint(self.places.feeds_file) != self._settings.fingerprint
        if is_other:
            self._reread()
        before = self._mistakes
        if self._judged_settings is self._settings:
            return is_other, ()
        self._judged_settings = self._settings
        self._mistakes = [*self._settings.problems, *following.problems(self._settings)]
        notices.extend(each for each in self._mistakes if each not in before)
        settled = tuple(each for each in before if each not in self._mistakes)
        self._notices = [each for each in self._notices if each not in settled]
        return is_other, settled

    @contextlib.contextmanager
    def _settings_written(self, ops: Iterable[Op]) -> Iterator[None]:
        """What lives in feeds.yaml is made there what a change says; an error takes it back."""
        said = [op for op in ops if op.table == "settings"]
        if any(op.id.startswith("feed ") for op in said):
            said = withholding.put_back(said, self._secrets())
        done: list[Op] = []
        try:
            documents.write_all(self.places.feeds_file, said, done)
            yield
        except BaseException:
            back = [op.inverse for op in reversed(done)]
            documents.write_all(self.places.feeds_file, back, [])
            raise

    def _reread(self) -> None:
        self._settings = config.load(self.places.feeds_file, self.places.cache)
        self._finder = self._finder_of_all = None
        self._kept.forget()
        self._suggester.forget()

    def _settle(self) -> None:
        """A change of feeds.yaml that a kill cut short is recorded now, or taken back."""

        def stands(line: Line) -> bool | None:
            if self._settings.is_unread:
                self._notices.append(
                    f"signalboard was stopped while it changed feeds.yaml: {line.label}. Whether "
                    "that stands there is looked for when the file can be read again."
                )
                return None
            ops = [op for op in line.ops if op.table == "settings"]
            whole = withholding.put_back(ops, self._secrets())
            made = documents.standing(self._settings, whole)
            if len(made) == len(whole):
                self._notices.append(
                    f"signalboard was stopped while it changed feeds.yaml: {line.label}. "
                    "That stands there and is recorded now; `signalboard undo` takes it back."
                )
                return True
            if made:
                back = [op.inverse for op in reversed(made)]
                documents.write_all(self.places.feeds_file, back, [])
                self._reread()
            self._notices.append(
                f"signalboard was stopped before it had changed feeds.yaml: {line.label}. "
                "Nothing of it was kept; do it again."
            )
            return False

        self._board.settle(stands)

    def _secrets(self) -> withholding.Secrets:
        """What the journal leaves out of feeds: as they stand now, else as they last stood."""
        here = {
            shown(feed.url): {"url": feed.url, "headers": feed.headers}
            for feed in self._settings.feeds
        }
        return {**config.withheld(self.places), **here}

    def _tracked_finder(self) -> Finder:
        if self._finder is None:
            from signalboard.wire.companies import Finder

            tracked = [c for c in self._settings.companies if self._tracked(c.name)]
            self._finder = Finder(tracked)
        return self._finder

    def _every_finder(self) -> Finder:
        """Of all companies, tracked or not: as the refresh finds them."""
        if self._finder_of_all is None:
            from signalboard.wire.companies import Finder

            self._finder_of_all = Finder(self._settings.companies)
        return self._finder_of_all
