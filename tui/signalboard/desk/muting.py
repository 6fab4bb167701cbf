"""Muting and saved searches: what a person does not want to see, and what again and again."""

from __future__ import annotations

from collections.abc import Callable

from signalboard import text, times
from signalboard.archive import (
    fields,
    has_one,
    mute_problem,
    with_field,
    with_one,
    without_fields,
)
from signalboard.board import Op
from signalboard.desk import documents, following
from signalboard.desk.editing import Editing
from signalboard.desk.reading import Reading
from signalboard.desk.values import NAMED, Change, DeskProblem, Effect, MuteRow
from signalboard.links import feeds_meant, shown
from signalboard.model import Mute, SavedSearch, View

_PART = 2000
"""Stories gone through between two words about how far it is."""


class Muting(Editing, Reading):
    """Mutes and saved searches; they live in feeds.yaml. What is judged or starred is never hidden.

    A change of them can be undone like any other.
    """

    # -- mutes ------------------------------------------------------------

    def mutes(self) -> tuple[MuteRow, ...]:
        """The mutes in the order of feeds.yaml, each with how many stories it hides."""
        rules = self._settings.mutes
        return tuple(
            MuteRow(
                rule,
                self.mute_name(rule),
                self._archive.mutes.hidden_by(rule, rules),
                mute_problem(rule),
            )
            for rule in rules
        )

    def mutes_of(self, story_id: str) -> tuple[Mute, ...]:
        """The mutes that fit a story; those by feed and outlet fit together."""
        return self._archive.mutes.fitting(story_id, self._settings.mutes)

    def mute_name(self, rule: Mute) -> str:
        """What is muted, for people: the words, the feed's name, the company's."""
        if rule.kind != "feed":
            return rule.value
        names = (feed.name for feed in self._settings.feeds if shown(feed.url) == rule.value)
        return next(names, rule.value)

    def mute_of(self, kind: str, said: str) -> Mute:
        """The mute that somebody means: a feed by name or address, a company by name or alias,
        an outlet by its whole name, in any case.

        Raises DeskProblem where there is no such thing, or nothing can be muted so.
        """
        asked = text.clean(said, 400)
        if not asked:
            raise DeskProblem("Say what to mute.")
        if kind == "company":
            return Mute("company", self.find_company(asked))
        if kind == "feed":
            # An address that is not listed may have been: its stories are still there.
            if "://" in asked and not feeds_meant(asked, self._settings.feeds):
                return Mute("feed", shown(asked))
            return Mute("feed", shown(self.find_feed(asked).url))
        if kind == "outlet":
            if problem := mute_problem(Mute("outlet", asked)):
                raise DeskProblem(problem)
            if (called := self._archive.mutes.outlet_called(asked)) is None:
                raise DeskProblem(
                    f"No story here is from an outlet called {text.clean(asked, NAMED)!r}."
                )
            return Mute("outlet", called)
        rule = Mute("words", asked)
        if problem := mute_problem(rule):
            raise DeskProblem(problem)
        return rule

    def find_mute(self, named: str) -> Mute:
        """The mute meant by its number in ``mutes`` or by what it says; raises DeskProblem."""
        asked = text.clean(named, 400)
        rules = self._settings.mutes
        if asked.isascii() and asked.isdecimal() and 0 < int(asked[:6]) <= len(rules):
            return rules[int(asked) - 1]
        for rule in rules:
            said = {rule.value.lower(), self.mute_name(rule).lower()}
            if asked.lower() in said | {f"{rule.kind} {each}" for each in said}:
                return rule
        raise DeskProblem(f"Nothing is muted by {asked!r}; `signalboard mute list` lists what is.")

    def mute_effect(
        self, add: Mute | None = None, remove: Mute | None = None, *, quick: bool = False
    ) -> Effect:
        """What one more mute, or one less, would do, before it does.

        ``quick``: only the newest 5,000 stories that it may fit are looked at.
        """
        rules = {rule for rule in self._settings.mutes if rule != remove}
        most = following.MOST_LOOKED_AT if quick else None
        return self._archive.mutes.effect(rules | ({add} if add else set()), most=most)

    def add_mute(self, rule: Mute) -> Change | None:
        """Mute from now on; None where it is muted already. Many stories are hidden by and by."""
        if problem := mute_problem(rule):
            raise DeskProblem(problem)
        if rule in self._settings.mutes:
            return None
        return self._edit_settings(
            f"muted {rule.kind}: {self.mute_name(rule)}",
            "mute",
            f"{rule.kind} {rule.value}",
            None,
            documents.document(rule),
        )

    def remove_mute(self, rule: Mute) -> Change | None:
        """Mute no longer; None where it is not muted."""
        if rule not in self._settings.mutes:
            return None
        return self._edit_settings(
            f"no longer muted, {rule.kind}: {self.mute_name(rule)}",
            "mute",
            f"{rule.kind} {rule.value}",
            documents.document(rule),
            None,
        )

    def finish_muting(self, told: Callable[[int], None]) -> None:
        """Go through all stories that the mutes concern; ``told`` hears how many were looked at."""
        self._archive.mutes.follow(self._settings.mutes)
        done = 0
        while self._archive.mutes.go_on(_PART):
            done += _PART
            told(done)

    # -- saved searches ----------------------------------------------------

    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches in the order of feeds.yaml."""
        return self._settings.searches

    def find_search(self, named: str) -> SavedSearch:
        """The saved search of a name, or with that in its name; raises DeskProblem."""
        asked = text.clean(named).casefold()
        exact = [s for s in self._settings.searches if s.name.casefold() == asked]
        found = exact or [s for s in self._settings.searches if asked in s.name.casefold()]
        if not asked or len(found) != 1:
            several = (
                "Several saved searches fit" if found and asked else "No saved search is called"
            )
            raise DeskProblem(f"{several} {text.clean(named, NAMED)!r}.")
        return found[0]

    def search_of(self, view: View) -> str:
        """A view as a search says it: its search, and what else it leaves out."""
        parts = [view.search.strip()] if view.search.strip() else []
        if view.show != "all":
            parts.append(f"is:{view.show}")
        if view.company is not None:
            parts.append(f'company:"{view.company}"')
        if view.thesis_id is not None:
            parts.append(f"thesis:{view.thesis_id}")
        if view.since_at is not None:
            parts.append(f"since:{times.iso(view.since_at)}")
        if view.sort != "newest":
            parts.append(f"sort:{view.sort}")
        return " ".join(parts)

    def fields_of(self, search: str) -> dict[str, str]:
        """What the fields of a search say, by name: ``{"outlet": "Reuters"}``."""
        return fields(search)

    def narrowed(self, search: str, field: str, value: str) -> str:
        """A search with that field, in place of one of that name; an empty value takes it out."""
        return with_field(search, field, value)

    def searches_for(self, search: str, field: str, value: str) -> bool:
        """Whether a search has that field with that value: ``is:starred``, ``-thesis:2``."""
        return has_one(search, field, value)

    def searching_for(self, search: str, field: str, value: str, *, wanted: bool) -> str:
        """A search with that field and value besides others of its name, or without it."""
        return with_one(search, field, value, wanted=wanted)

    def words_of(self, search: str) -> str:
        """A search without its fields."""
        return without_fields(search)

    def save_search(self, name: str, search: str) -> Change | None:
        """Keep a search under a name, in place of the one of that name; None if it is so kept."""
        name, search = text.clean(name, 60), text.clean(search)
        if not name:
            raise DeskProblem("A saved search needs a name.")
        if not search:
            raise DeskProblem("There is nothing to save: search or filter first.")
        made = SavedSearch(name, search)
        before = next((s for s in self.searches() if s.name.casefold() == name.casefold()), None)
        if made == before:
            return None
        return self._edit_settings(
            f"saved search: {name}",
            "search",
            name,
            None if before is None else documents.document(before),
            documents.document(made),
        )

    def rename_search(self, named: str, name: str) -> Change | None:
        """Another name for a saved search; None where it has that."""
        before = self.find_search(named)
        name = text.clean(name, 60)
        if not name:
            raise DeskProblem("A saved search needs a name.")
        if name == before.name:
            return None
        if any(s.name.casefold() == name.casefold() and s != before for s in self.searches()):
            raise DeskProblem(f"There is a saved search called {name} already.")
        was = documents.document(before)
        now = documents.document(SavedSearch(name, before.search))
        ops = [
            Op("settings", f"search {before.name}", was, None),
            Op("settings", f"search {name}", None, now),
        ]
        if name.casefold() == before.name.casefold():  # one and the same for feeds.yaml
            ops = [Op("settings", f"search {name}", was, now)]
        return self._edit_many(f"renamed search: {before.name} is {name}", ops)

    def remove_search(self, named: str) -> Change:
        """Forget a saved search."""
        search = self.find_search(named)
        return self._edit_settings(
            f"forgot search: {search.name}",
            "search",
            search.name,
            documents.document(search),
            None,
        )
