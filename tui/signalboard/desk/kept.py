"""What is read of many feeds, companies and theses, kept until something it tells of changes.

A judgment changes the counts of one thesis and a few companies: only those rows are made
anew. What a refresh changes is read again when ``poll`` has seen it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from signalboard.board import Board
from signalboard.desk.standing import is_offline, standing
from signalboard.desk.values import CompanyRow, ThesisRow
from signalboard.judge import tally as judge
from signalboard.judge import watching
from signalboard.judge.history import Settled
from signalboard.links import shown
from signalboard.model import Activity, Company, Feed, FeedState, Thesis, Watch, replace
from signalboard.times import MINUTE
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """How the feeds that are asked stand, in numbers."""

    enabled: int
    well: int
    broken: int
    offline: bool
    heard_at: int | None


def settlements(watches: Iterable[Watch]) -> tuple[Settled, ...]:
    """The watches that were a hit or a miss, and what that weighs."""
    return tuple(
        Settled(watch.id, watch.settled_at, db)
        for watch in watches
        if watch.settled_at is not None and (db := watching.settled_weight(watch))
    )


class Kept:
    """Rows of one desk."""

    def __init__(self, board: Board, has_gap: Callable[[str], bool]) -> None:
        self._board = board
        self._has_gap = has_gap
        self._gaps: dict[str, tuple[int, bool]] = {}
        """Whether hints on a thesis are followed more one way, and in which minute it was seen."""
        self._theses: dict[str, ThesisRow] = {}
        self._watches: tuple[Watch, ...] = ()
        self._settled: dict[str, tuple[Settled, ...]] = {}
        self._discount = 0.0
        self._looked: dict[str, int] = {}
        """The minute in which it was last looked what time makes of each thesis."""
        self._asked: Asked | None = None
        self._ratings: dict[str, str] | None = None
        self._companies: tuple[CompanyRow, ...] = ()
        self._midnight: int | None = None

    def forget(self) -> None:
        """Stories, feeds or settings have changed; theses are looked at anyway."""
        self._asked = None
        self._ratings = None
        self._midnight = None

    def thesis(self, thesis: Thesis, now: int, discount: float) -> ThesisRow:
        """A thesis with what its evidence adds up to."""
        self._look_at_watches(discount)
        counted, row = self._board.counted_on(thesis.id), self._theses.get(thesis.id)
        settled = self._settled.get(thesis.id, ())
        weights = [watch.db for watch in settled]
        if row is None or row.thesis is not thesis or row.tally is not counted.tally:
            against = counted.strongest_against
            row = ThesisRow(
                thesis=thesis,
                tally=counted.tally,
                last_contradiction_at=counted.last_contradiction_at,
                strongest_against=None if against is None else self._board.evidence(against),
                watches=watching.open_watches(w for w in self._watches if w.thesis_id == thesis.id),
                conviction=counted.conviction(thesis.prior, weights, discount),
                earlier=counted.earlier,
            )
            self._looked.pop(thesis.id, None)
        if self._looked.get(thesis.id) != now // MINUTE:  # what passes with time
            self._looked[thesis.id] = now // MINUTE
            found = replace(
                row,
                due=len(watching.due_watches(row.watches, now)),
                change=counted.change(thesis.prior, now, settled, discount),
                guards=(
                    *counted.guards(now, thesis.prior, weights, discount),
                    *(("selection gap",) if self._gap(thesis.id, now // MINUTE) else ()),
                    *(("drift",) if len(thesis.versions) > 1 else ()),
                ),
            )
            row = row if found == row else found
        self._theses[thesis.id] = row
        return row

    def _gap(self, thesis_id: str, minute: int) -> bool:
        """Counted anew each minute, not at each judgment: all hints are gone through for it."""
        seen_in, told = self._gaps.get(thesis_id, (-1, False))
        if seen_in != minute:
            told = self._has_gap(thesis_id)
            self._gaps[thesis_id] = minute, told
        return told

    def _look_at_watches(self, discount: float) -> None:
        """Rows are made anew where a watch or the way of adding up has changed."""
        watches = self._board.watches()
        if self._watches is not watches or self._discount != discount:
            self._watches, self._discount = watches, discount
            of: dict[str, list[Watch]] = {}
            for watch in watches:
                of.setdefault(watch.thesis_id, []).append(watch)
            self._settled = {thesis: settlements(known) for thesis, known in of.items()}
            self._theses.clear()

    def companies(
        self,
        companies: Iterable[Company],
        midnight: int,
        tracked: Callable[[str], bool],
        activity: Callable[[list[str]], dict[str, Activity]],
    ) -> tuple[CompanyRow, ...]:
        """The companies, tracked ones first, the most named lately first."""
        if self._midnight != midnight:
            known = list(companies)
            named = activity([company.name for company in known])
            rows = (
                CompanyRow(c, tracked(c.name), named[c.name], self._tally(c.name)) for c in known
            )
            self._companies = tuple(
                sorted(
                    rows, key=lambda row: (not row.tracked, -row.activity.total, row.company.name)
                )
            )
            self._midnight = midnight
            return self._companies
        tallies = [self._tally(row.company.name) for row in self._companies]
        if any(row.tally is not tally for row, tally in zip(self._companies, tallies, strict=True)):
            self._companies = tuple(
                row if row.tally is tally else replace(row, tally=tally)
                for row, tally in zip(self._companies, tallies, strict=True)
            )
        return self._companies

    def asked(self, feeds: Iterable[Feed], states: Callable[[], dict[str, FeedState]]) -> Asked:
        """How the enabled feeds stand."""
        if self._asked is None:
            known, enabled = states(), [feed for feed in feeds if feed.enabled]
            stood = [(feed, state) for feed in enabled if (state := known.get(shown(feed.url)))]
            far = [state for feed, state in stood if not feed.is_bundled]
            heard = [state.succeeded_at for state in far if state.succeeded_at is not None]
            self._asked = Asked(
                enabled=len(enabled),
                well=sum(s.outcome is not None and s.outcome.is_well for _, s in stood),
                broken=sum(standing(feed, state).is_broken for feed, state in stood),
                offline=is_offline([state for state in far if state.outcome is not None]),
                heard_at=max(heard, default=None),
            )
        return self._asked

    def ratings(self, feeds: Iterable[Feed]) -> Mapping[str, str]:
        """The reliability of the feeds that were rated, by address as shown."""
        if self._ratings is None:
            self._ratings = {shown(f.url): f.reliability for f in feeds if f.reliability}
        return self._ratings

    def _tally(self, company: str) -> judge.Tally:
        return self._board.counted_naming(company).tally
