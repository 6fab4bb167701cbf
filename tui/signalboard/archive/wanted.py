"""What a view and its search ask for together, and how that is said in SQL."""

from __future__ import annotations

from collections.abc import Collection

from signalboard.archive import schema
from signalboard.archive.identity import storable
from signalboard.archive.search import Search
from signalboard.model import Sort, View
from signalboard.values import dataclass

State = tuple[str, bool]

STATES: dict[State, str] = {
    ("unjudged", True): "s.judged = 0",
    ("unjudged", False): "s.judged > 0",
    ("starred", True): "s.starred = 1",
    ("starred", False): "s.starred = 0",
    ("linked", True): "s.judged = 2",
    ("linked", False): "s.judged <> 2",
    ("read", True): "s.read = 1",
    ("read", False): "s.read = 0",
    ("hidden", True): "s.hidden = 1",
    ("hidden", False): "s.hidden = 0",
}
FEW = {
    ("starred", True): "stories_starred",
    ("linked", True): "stories_judged",
    ("unjudged", False): "stories_judged",
    ("read", True): "stories_read",
    ("hidden", True): "stories_hidden",
}
"""States that few stories have, and the index that lists them."""
OPPOSITES = {
    ("starred", False): ("starred", True),
    ("linked", False): ("linked", True),
    ("read", False): ("read", True),
}
HIDDEN = "SELECT 1 FROM stories h INDEXED BY stories_hidden WHERE h.hidden = 1"
_NEVER_HIDDEN = {("starred", True), ("linked", True), ("unjudged", False)}
BY_INDEX: dict[State, tuple[str, str]] = {
    **{state: (index, STATES[state]) for state, index in FEW.items()},
    # The index of the judged is asked by its own condition.
    ("linked", True): ("stories_judged", "s.judged > 0 AND s.judged = 2"),
    ("unjudged", True): ("stories_unjudged", "s.judged = 0 AND s.hidden = 0"),
}
"""The index that lists the stories ``s`` of a state, and its condition, where there is one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a view and its search ask together: all of it."""

    match: str
    exclude: str
    company: str | None
    states: frozenset[State]
    low: int
    high: int
    among: frozenset[str] | None
    but: frozenset[str]
    """Judged stories that are left out, by id."""
    sort: Sort

    @classmethod
    def read(
        cls,
        view: View,
        search: Search,
        among: Collection[str] | None,
        now: int,
        but: Collection[str] = (),
    ) -> Wanted:
        """Bring together what the fields of a view and of its search say."""
        states = set(search.states)
        if view.show == "muted":
            states.add(("hidden", True))
        elif view.show != "all":
            states.add((view.show, True))
        if ("hidden", True) not in states and not states & _NEVER_HIDDEN:
            states.add(("hidden", False))
        since, before = search.between(now)
        lows = [schema.first_key(at) for at in (view.since_at, since) if at is not None]
        sort = search.sort if view.sort == "newest" else view.sort
        return cls(
            match=search.match,
            exclude=search.exclude,
            company=None if view.company is None else storable(view.company),
            states=frozenset(states),
            low=min(max(lows, default=0), schema.ENDLESS),
            high=min(
                schema.ENDLESS if before is None else schema.first_key(before), schema.ENDLESS
            ),
            among=None if among is None else frozenset(among).difference(but),
            but=frozenset(but) if among is None else frozenset(),
            sort="newest" if sort == "match" and not search.match else sort,
        )

    @property
    def is_nearly_everything(self) -> bool:
        """Whether the list may be about as long as all stories, or all unjudged ones."""
        chosen = self.match or self.company is not None or self.among is not None
        return not chosen and not self.states & FEW.keys()

    @property
    def is_long(self) -> bool:
        """Whether spans alone say what is in the list."""
        plain = not self.exclude and not self.but and not self.states & OPPOSITES.keys()
        return self.is_nearly_everything and plain and self.sort == "newest"

    @property
    def shows_hidden(self) -> bool:
        """Whether the list is one of hidden stories."""
        return ("hidden", True) in self.states

    @property
    def asks_the_row(self) -> bool:
        """Whether a story must be read to know if it fits; of the hidden a small index knows."""
        return any(named != "hidden" for named, _ in self.states)

    @property
    def few(self) -> State:
        """The first of its states that few stories have."""
        return next(state for state in FEW if state in self.states)

    def fits(self, key: str, but: State | None = None, *, row: bool = True) -> str:
        """States and company as a condition; ``+`` keeps the states from choosing an index.

        ``key``: what holds the key. ``but``: a state that need not be asked.
        ``row``: whether the story ``s`` is read; else only its key is known.
        The company, where one is wanted, is bound to the one ``?`` of it.
        """
        if row:
            parts = [f"+{STATES[state]}" for state in sorted(self.states) if state != but]
        else:
            parts = [
                f"{'' if hidden else 'NOT '}EXISTS ({HIDDEN} AND h.key = {key})"
                for named, hidden in sorted(self.states)
                if named == "hidden"
            ]
        if self.company is not None:
            parts.append(
                "EXISTS (SELECT 1 FROM story_companies c WHERE c.story = "  # noqa: S608
                f"{key} AND c.company = (SELECT company FROM companies WHERE name = ?))"
            )
        return " AND ".join(parts) or "1"

    @property
    def bindings(self) -> tuple[str, ...]:
        """What ``fits`` needs bound."""
        return () if self.company is None else (self.company,)
