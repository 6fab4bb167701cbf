"""What is read of many feeds, companies and theses, kept until something it tells of changes.

A judgment changes the counts of one thesis and a few companies: only those rows are made
anew. What a refresh changes is read again when ``poll`` has seen it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from signalboard.board import Board
from signalboard.desk.standing import is_offline, standing
from signalboard.desk.values import CompanyRow, ThesisRow
from signalboard.judge import tally as judge
from signalboard.judge import watching
from signalboard.links import shown
from signalboard.model import Activity, Company, Feed, FeedState, Thesis, Watch, replace


@dataclass(frozen=True, slots=True)
class Asked:
    """How the feeds that are asked stand, in numbers."""

    enabled: int
    well: int
    broken: int
    offline: bool
    heard_at: int | None


class Kept:
    """Rows of one desk."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._theses: dict[str, ThesisRow] = {}
        self._watches: tuple[Watch, ...] = ()
        self._asked: Asked | None = None
        self._ratings: dict[str, str] | None = None
        self._companies: tuple[CompanyRow, ...] = ()
        self._midnight: int | None = None

    def forget(self) -> None:
        """Stories, feeds or settings have changed; theses are looked at anyway."""
        self._asked = None
        self._ratings = None
        self._midnight = None

    def thesis(self, thesis: Thesis, now: int) -> ThesisRow:
        """A thesis with what its evidence adds up to."""
        counted, row = self._board.counted_on(thesis.id), self._theses.get(thesis.id)
        if self._watches is not (watches := self._board.watches()):
            self._watches, row = watches, None
            self._theses.clear()
        if row is None or row.thesis is not thesis or row.tally is not counted.tally:
            against = counted.strongest_against
            row = ThesisRow(
                thesis=thesis,
                tally=counted.tally,
                last_contradiction_at=counted.last_contradiction_at,
                strongest_against=None if against is None else self._board.evidence(against),
                watches=watching.open_watches(w for w in watches if w.thesis_id == thesis.id),
            )
        if (due := len(watching.due_watches(row.watches, now))) != row.due:
            row = replace(row, due=due)
        self._theses[thesis.id] = row
        return row

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
