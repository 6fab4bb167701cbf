"""Suggesting: what a story might be about, which hints were seen, and what that shows.

Nothing is ever judged by itself. In blind mode nothing is shown and nothing noted.
"""

from __future__ import annotations

from collections.abc import Iterable

from signalboard import config
from signalboard.desk.reading import BLIND
from signalboard.desk.summing import Summing
from signalboard.judge.gap import Gap
from signalboard.judge.guards import Guard
from signalboard.judge.matrix import Matrix, matrix
from signalboard.model import Evidence, Hint, Story, Suggestion, Thesis, replace


class Suggesting(Summing):
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
        self._suggester.hints.saw(story_id, suggestions, self.now())

    def suggest_some(self) -> bool:
        """Look at some more stories, while no key is pressed; whether there were any."""
        return self._suggester.go_on()

    @property
    def suggested(self) -> int:
        """A number that grows as more is suggested."""
        return self._suggester.found

    def learn_to_suggest(self) -> None:
        """Read as much as it takes to suggest something of one story; a second at most."""
        self._suggester.learn()

    def suggest_all(self) -> None:
        """Look at all that there is to look at, for who waits for it: a second or two."""
        while self._suggester.go_on(1):
            pass

    @property
    def has_suggested(self) -> bool:
        """Whether there is an order of what is suggested."""
        return not self.is_blind and self._archive.has_suggested

    def hints_seen(self, thesis_id: str) -> tuple[Hint, ...]:
        """The hints on a thesis that were on screen."""
        return self._suggester.hints.on(thesis_id)

    def gap(self, thesis_id: str) -> Gap:
        """What became of the hints on a thesis that were seen."""
        return self._suggester.hints.gap(thesis_id)

    def guards(self, thesis_id: str) -> tuple[Guard, ...]:
        """What is to be told of how a thesis is judged: what the log shows, how far hints were
        followed, and what looks contrary and was passed over."""
        more = (self.gap(thesis_id).guard, self.passed(thesis_id))
        return (*super().guards(thesis_id), *(guard for guard in more if guard is not None))

    def passed(self, thesis_id: str) -> Guard | None:
        """What looks contrary to a thesis and was passed over; in blind mode without a title."""
        found = self._suggester.passed(thesis_id)
        return (replace(found, newest="") if self.is_blind else found).guard

    def matrix(self) -> Matrix:
        """The theses in play, and all stories that were judged by them."""
        theses = [thesis for thesis in self._board.theses() if not thesis.is_closed]
        return matrix(theses, {t.id: self._counting(t) for t in theses})

    def _counting(self, thesis: Thesis) -> list[Evidence]:
        """The evidence of the wording of now."""
        now = len(thesis.versions) - 1
        return [piece for piece in self._board.evidence_on(thesis.id) if piece.version >= now]
