"""Suggesting: what a story might be about, which hints were seen, and what that shows.

Nothing is ever judged by itself. In blind mode nothing is shown and nothing noted.
"""

from __future__ import annotations

from collections.abc import Iterable

from signalboard import config
from signalboard.desk.reading import BLIND, Reading
from signalboard.judge.gap import Gap, gap
from signalboard.judge.matrix import Matrix, matrix
from signalboard.model import Hint, Story, Suggestion


class Suggesting(Reading):
    """Hints for the story in view."""

    def set_blind(self, blind: bool) -> None:
        """Show hints no more, or again; it stays so after a restart."""
        self._is_blind = blind
        config.set_preference(self.places, BLIND, "on" if blind else "off")

    @property
    def wording_accuracy(self) -> float:
        """How often a stance is suggested rightly of headlines about rumours."""
        from signalboard.judge.learned import ACCURACY  # for who asks for help only

        return ACCURACY

    def suggestions(self, story: Story) -> tuple[Suggestion, ...]:
        """The likeliest theses of a story that it was not judged by, the likeliest first."""
        return () if self.is_blind else self._suggester.of(story)

    def saw_hints(self, story_id: str, suggestions: Iterable[Suggestion]) -> None:
        """Hints were on screen: noted in the archive, as what was read is, at the next poll."""
        self._suggester.saw(story_id, suggestions, self.now())

    def suggest_some(self) -> int:
        """Look at some more stories, between two keys; a number that grows as more is suggested."""
        self._suggester.go_on(self.now())
        return self._suggester.found

    @property
    def has_suggested(self) -> bool:
        """Whether there is an order of what is suggested."""
        return not self.is_blind and self._archive.has_suggested

    def hints_seen(self, thesis_id: str) -> tuple[Hint, ...]:
        """The hints on a thesis that were on screen."""
        self._suggester.write()
        return self._archive.hints(thesis_id)

    def gap(self, thesis_id: str) -> Gap:
        """What became of the hints on a thesis that were seen."""
        return gap(self.hints_seen(thesis_id), self._board.evidence_on(thesis_id))

    def matrix(self) -> Matrix:
        """The theses in play, and all stories that were judged by them."""
        theses = [thesis for thesis in self._board.theses() if not thesis.is_closed]
        return matrix(theses, {t.id: self._board.evidence_on(t.id) for t in theses})
