"""Filters by a key: the thesis, company, outlet or date that the stories are to have.

Outlet and date are written into the search, as a person would: what a search can say
is shown, saved, undone and explained in one way, wherever it came from.
"""

from __future__ import annotations

from signalboard import times
from signalboard.model import View, replace
from signalboard.ui.acts.finding import LETTERS, Show
from signalboard.ui.acts.grouping import Grouping

THESIS, NOT_THESIS, COMPANY, OUTLET, SINCE, ORDER = "t", "T", "c", "O", "d", "o"
EXAMPLES = "2026-01-31 or 3d, 2w, 6m"
_EXCLUDES = {
    "unjudged": ("linked",),
    "linked": ("unjudged", "muted"),
    "starred": ("muted",),
    "muted": ("linked", "starred"),
}
"""The states that no story has which has this one: what is muted and judged or starred is shown."""


class Filtering(Grouping):
    """Each filter joins the present view; the letter that set it takes it out again."""

    def filter_choices(self) -> list[tuple[str, str]]:
        """The letters that filter, each with what it does now."""
        view = self.asked
        on = self.desk.fields_of(view.search)
        choices = [
            (sign, f"{said} off" if self._shows(view, said) else said) for sign, said in LETTERS
        ]
        if view.thesis_id is not None:
            choices.append((THESIS, "any thesis"))
        elif self.armed is not None:
            choices.append((THESIS, "thesis"))
        if self._not_armed(view):
            choices.append((NOT_THESIS, "not by it off"))
        elif self.armed is not None:
            choices.append((NOT_THESIS, "not by it"))
        choices.append((COMPANY, "company" if view.company is None else "any company"))
        if "outlet" in on:
            choices.append((OUTLET, "any outlet"))
        elif self.headlines.current is not None:
            choices.append((OUTLET, "outlet"))
        choices.append((SINCE, "date" if "since" not in on else "another date"))
        return [*choices, (ORDER, "order")]

    def filter_by(self, letter: str) -> None:
        """What a letter of the menu stands for."""
        if letter == THESIS:
            self.action_filter_thesis()
        elif letter == NOT_THESIS:
            self.action_filter_not_thesis()
        elif letter == COMPANY:
            self.action_filter_named()
        elif letter == OUTLET:
            self.action_filter_outlet()
        elif letter == SINCE:
            self.action_filter_since()
        elif letter == ORDER:
            self.action_choose_order()
        else:
            self.action_show(dict(LETTERS)[letter])  # type: ignore[arg-type]

    def action_show(self, which: Show) -> None:
        """Only stories of a state besides what is asked, or again any.

        all: without every filter, then without the search.
        """
        view = self.asked
        if which == "all":
            words = self.desk.words_of(view.search)
            wider = View(search=words, sort=view.sort if words else "newest")
            self.look_at(View() if wider == view else wider, clears=True)
            return
        search, show, gone = view.search, view.show, ""
        if self._shows(view, which):
            search = self.desk.searching_for(search, "is", which, wanted=False)
            show = "all" if show == which else show
        else:
            for other in _EXCLUDES[which]:
                if self._shows(view, other):
                    search = self.desk.searching_for(search, "is", other, wanted=False)
                    show, gone = "all" if show == other else show, other
            if show == "all":
                show = which
            else:
                search = self.desk.searching_for(search, "is", which, wanted=True)
        self.look_at(replace(view, search=search, show=show))
        if gone:
            self.mention((f"no story is {gone} and {which}: {gone} is off", "soft"))

    def _shows(self, view: View, state: str) -> bool:
        return state == view.show != "all" or self.desk.searches_for(view.search, "is", state)

    def _not_armed(self, view: View) -> str:
        """The armed thesis, as a search names it, where the view has what it has not judged."""
        row = self.armed_row
        number = "" if row is None else str(row.thesis.number)
        is_on = number and self.desk.searches_for(view.search, "-thesis", number)
        return number if is_on else ""

    def action_filter_not_thesis(self) -> None:
        """The stories that the armed thesis has not judged; again, any."""
        view, row = self.asked, self.armed_row
        if row is None:
            self.mention(("no thesis is armed", "soft"))
            return
        wanted = not self._not_armed(view)
        search = self.desk.searching_for(
            view.search, "-thesis", str(row.thesis.number), wanted=wanted
        )
        self.look_at(replace(view, search=search))

    def action_filter_thesis(self) -> None:
        """The stories judged on the armed thesis; again, on any or none."""
        if self.asked.thesis_id is not None:
            self.look_at(replace(self.asked, thesis_id=None, contrary=False))
        else:
            self.action_show_armed()

    def action_filter_named(self) -> None:
        """The stories of the company that this story names; which, where it is not one."""
        self._met(self.headlines)
        if self.asked.company is not None:
            self.look_at(replace(self.asked, company=None))
            return
        row = self.headlines.current
        if row is None:
            self.mention(("there is no story here whose company could be meant", "soft"))
            return
        known = [each.company.name for each in self.companies_pane.rows]
        named = [name for name in row.companies if name in known]
        if len(named) == 1:
            self.look_at(replace(self.asked, company=named[0]))
        else:
            self.call_later(self._pick_company, known, named)

    async def _pick_company(self, known: list[str], named: list[str]) -> None:
        from signalboard.ui.dialogs.picker import Choice, Picker

        choices = [
            Choice(name, [(name, "")], [("named here", "soft")] if name in named else [], name)
            for name in (*named, *(name for name in known if name not in named))
        ]

        def picked(name: str | None) -> None:
            if name is not None:
                self.look_at(replace(self.asked, company=name))

        empty = "No companies yet: c then a adds one."
        picker = Picker("Stories of which company?", choices, empty=empty)
        await self.app.push_screen(picker, picked)

    def action_filter_outlet(self) -> None:
        """The stories that the outlet of this one has; again, of any."""
        self._met(self.headlines)
        view, row = self.asked, self.headlines.current
        if "outlet" in self.desk.fields_of(view.search):
            self._narrow("outlet", "")
        elif row is None:
            self.mention(("there is no story here whose outlet could be meant", "soft"))
        elif not any(letter.isalnum() for letter in row.outlet):
            self.mention(("this outlet has no name that could be searched for", "soft"))
        else:
            self._narrow("outlet", row.outlet)

    def action_filter_since(self) -> None:
        """The stories since a date that is asked for; none: of any date."""
        self._ask_since(self.desk.fields_of(self.asked.search).get("since", ""), "")

    def _ask_since(self, written: str, problem: str) -> None:
        def ended(said: str, kept: bool) -> None:
            said = said.strip()
            try:
                if kept and said:
                    times.parse_since(said, self.now)
            except (ValueError, OverflowError):
                self._ask_since(said, f"that is no date: {EXAMPLES}")
                return
            self.go_to(self.pane)
            if kept:
                self._narrow("since", said)

        self.prompt.ask([(" since ", "key")], written, ended=ended)
        if problem:
            self.prompt.note([(problem, "warn")])
        else:
            ends = "empty: any date" if written else "Esc leaves"
            self.prompt.note([(f"{EXAMPLES}   {ends}", "soft")])
        self.see_hints()

    def _narrow(self, field: str, value: str) -> None:
        view = self.asked
        self.look_at(replace(view, search=self.desk.narrowed(view.search, field, value)))
