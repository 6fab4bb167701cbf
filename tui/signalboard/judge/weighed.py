"""What the evidence on a thesis adds up to, kept as it comes and goes. Pure.

It says what ``judge.conviction`` and ``judge.history`` say of all of it, without going
through all of it: adding one judgment to ten thousand takes microseconds.
"""

from __future__ import annotations

import bisect
import heapq
from collections.abc import Callable, Iterable

from signalboard.judge.conviction import DISCOUNT, Conviction, shown, summed, word
from signalboard.judge.decibans import probability
from signalboard.judge.guards import FEWEST, GuardName
from signalboard.judge.history import LATELY, Settled
from signalboard.judge.running import Running, Vote
from signalboard.judge.sides import Side
from signalboard.model import Stance

Votes = Iterable[tuple[str, Vote]]


class Sums:
    """Both sides of a thesis."""

    def __init__(self) -> None:
        self._sides = {Stance.SUPPORT: Side(), Stance.CONTRADICT: Side()}

    def add(self, stance: Stance, story_id: str, weight: float) -> None:
        """A judgment that counts now, and did not; one without bearing counts nowhere."""
        side = self._sides.get(stance)
        if side is not None:
            side.add(story_id, weight)

    def remove(self, stance: Stance, story_id: str, weight: float) -> None:
        """A judgment that counts no more, as it was added."""
        side = self._sides.get(stance)
        if side is not None:
            side.remove(story_id, weight)

    def conviction(
        self, prior: float, settled: Iterable[float], discount: float
    ) -> Conviction | None:
        """What they add up to, with settled watches; None where there is nothing."""
        up, down = self._sides.values()
        squares = up.squares(discount) + down.squares(discount)
        tally = len(up), len(down)
        return summed(prior, settled, up.db(discount), down.db(discount), squares, tally)

    def has_linchpin(self, prior: float, settled: Iterable[float], discount: float) -> bool:
        """Whether the word would be another without some one judgment."""
        weights = tuple(settled)
        whole = self.conviction(prior, weights, discount)
        if whole is None:
            return False
        up, down = self._sides.values()
        if up.judgments + down.judgments == 1 and not any(weights):
            return True
        without = (
            whole.db - whole.support_db + up.without_one(discount),
            whole.db + whole.contradict_db - down.without_one(discount),
        )
        return any(word(shown(probability(db))) != whole.word for db in without)


class Ago:
    """The sums as they stood at a moment that goes forward with time."""

    def __init__(self, votes: Votes, moment: int) -> None:
        self._votes = dict(votes)
        self._moment = moment
        self._sums = Sums()
        self._counted: dict[str, Vote] = {}
        self._coming: list[tuple[int, str]] = []
        """A heap of moments ahead at which a vote begins or ceases to count."""
        for ident, vote in self._votes.items():
            self._take(ident, vote, self._coming.append)
        heapq.heapify(self._coming)

    def put(self, ident: str, vote: Vote | None) -> None:
        """A vote stands now, or none does any more."""
        if vote is None:
            self._votes.pop(ident, None)
        else:
            self._votes[ident] = vote
        self._look(ident)

    def at(self, moment: int) -> Sums:
        """The sums of a moment; to go back takes a look at every vote."""
        back, self._moment = moment < self._moment, moment
        if back:
            self._coming.clear()
            for ident in self._votes:
                self._look(ident)
        while self._coming and self._coming[0][0] <= moment:
            self._look(heapq.heappop(self._coming)[1])
        return self._sums

    def _look(self, ident: str) -> None:
        """Count a vote as it stands at the moment."""
        counted = self._counted.pop(ident, None)
        if counted is not None:
            self._sums.remove(counted.stance, counted.story_id, counted.weight)
        vote = self._votes.get(ident)
        if vote is not None:
            self._take(ident, vote, lambda coming: heapq.heappush(self._coming, coming))

    def _take(self, ident: str, vote: Vote, ahead: Callable[[tuple[int, str]], None]) -> None:
        begins, until = vote.judged_at, vote.until_at
        if begins > self._moment:
            ahead((begins, ident))
        elif until is None or until > self._moment:
            self._counted[ident] = vote
            self._sums.add(vote.stance, vote.story_id, vote.weight)
            if until is not None:
                ahead((until, ident))


class Lately:
    """The stories that were judged as support last."""

    def __init__(self, votes: Votes) -> None:
        self._supports = sorted(_support(vote) for _, vote in votes if _counts(vote))

    def add(self, vote: Vote) -> None:
        """A vote that stands now, and did not."""
        if _counts(vote):
            bisect.insort(self._supports, _support(vote))

    def remove(self, vote: Vote) -> None:
        """A vote that stands no more, as it was added."""
        if _counts(vote):
            del self._supports[bisect.bisect_left(self._supports, _support(vote))]

    def are_many(self, since: int) -> bool:
        """Whether so many stories were judged as support since then that a guard tells of it."""
        stories: set[str] = set()
        for at, story_id in reversed(self._supports):
            if at <= since or len(stories) == FEWEST:
                break
            stories.add(story_id)
        return len(stories) == FEWEST


def _counts(vote: Vote) -> bool:
    return vote.stance is Stance.SUPPORT and vote.until_at is None


def _support(vote: Vote) -> tuple[int, str]:
    return vote.judged_at, vote.story_id


class Weighed(Running):
    """What the evidence on one thesis counts up to and weighs; of the wording of now."""

    def __init__(self, votes: Callable[[], Votes] = tuple) -> None:
        """``votes``: all that ever counted, asked for when the past is."""
        super().__init__()
        self.earlier = 0
        """Judgments that stay with an earlier wording: they do not count until affirmed."""
        self._sums = Sums()
        self._all = votes
        self._ago: Ago | None = None
        self._lately: Lately | None = None

    def add(self, ident: str, vote: Vote) -> None:
        """A piece that stands now, and did not."""
        if self._ago is not None:
            self._ago.put(ident, vote)
        if self._lately is not None:
            self._lately.add(vote)
        if vote.until_at is not None:
            self.earlier += 1
            self._tally = None
            return
        super().add(ident, vote)
        self._sums.add(vote.stance, vote.story_id, vote.weight)

    def weigh(self, stance: Stance, story_id: str, weight: float) -> None:
        """As ``add`` at a start, for a piece of the wording of now that is no contradiction."""
        self.count(stance, story_id)
        self._sums.add(stance, story_id, weight)

    def remove(self, ident: str, vote: Vote) -> None:
        """A piece that stands no more, as it was added."""
        if self._ago is not None:
            self._ago.put(ident, None)
        if self._lately is not None:
            self._lately.remove(vote)
        if vote.until_at is not None:
            self.earlier -= 1
            self._tally = None
            return
        super().remove(ident, vote)
        self._sums.remove(vote.stance, vote.story_id, vote.weight)

    def forget_past(self) -> None:
        """What counted before and does no more has changed."""
        self._ago = None

    def conviction(
        self, prior: float, settled: Iterable[float] = (), discount: float = DISCOUNT
    ) -> Conviction | None:
        """What it adds up to; None where there is nothing."""
        return self._sums.conviction(prior, settled, discount)

    def guards(
        self,
        now: int,
        prior: float,
        settled: Iterable[float] = (),
        discount: float = DISCOUNT,
    ) -> tuple[GuardName, ...]:
        """Which of ``judge.guards`` tell of something, of those that need no wording."""
        found: list[GuardName] = []
        if self._lately is None:
            self._lately = Lately(self._all())
        last = self.last_contradiction_at
        if (last is None or last <= now - LATELY) and self._lately.are_many(now - LATELY):
            found.append("one-sided")
        if self._sums.has_linchpin(prior, settled, discount):
            found.append("linchpin")
        return tuple(found)

    def change(
        self,
        prior: float,
        now: int,
        settled: Iterable[Settled] = (),
        discount: float = DISCOUNT,
        span: int = LATELY,
    ) -> float | None:
        """By how many decibans the sum is another than it was; None where nothing counts."""
        watches = tuple(settled)
        here = self.conviction(prior, (watch.db for watch in watches), discount)
        if here is None:
            return None
        if self._ago is None:
            self._ago = Ago(self._all(), now - span)
        then = self._ago.at(now - span).conviction(
            prior, (watch.db for watch in watches if watch.at <= now - span), discount
        )
        return here.db - (here.prior_db if then is None else then.db)
