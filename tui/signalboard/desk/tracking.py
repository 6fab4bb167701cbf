"""Tracking: the companies of a board; they live in feeds.yaml."""

from __future__ import annotations

from signalboard import text
from signalboard.board import Op, make, revise
from signalboard.desk import subscriptions
from signalboard.desk.reading import Reading
from signalboard.desk.settling import Settling
from signalboard.desk.values import Change, DeskProblem
from signalboard.model import Company


class Tracking(Settling, Reading):
    """Who is tracked, and under which names they are found."""

    def track(self, name: str, on: bool) -> Change | None:
        """Show a company on the board, or no longer; None where it is so already."""
        company = self._company(name)
        if self._tracked(company.name) == on:
            return None
        return self._change(
            f"{'track' if on else 'stop tracking'}: {company.name}",
            lambda _seq: [self._tracking(company.name, on)],
        )

    def add_company(self, company: Company) -> Change:
        """A new company, written to feeds.yaml and tracked."""
        company = _clean_company(company)
        if not company.name:
            raise DeskProblem("A company needs a name.")
        if any(c.name.lower() == company.name.lower() for c in self._settings.companies):
            raise DeskProblem(f"{company.name} is a company of this board already.")
        change = self._edit_settings(
            f"new company: {company.name}",
            "company",
            company.name,
            None,
            subscriptions.document(company),
            [self._tracking(company.name, True)],
        )
        self._find_in_archive(company)
        return change

    def remove_company(self, name: str) -> Change:
        """Take a company out of feeds.yaml; stories keep its name."""
        company = self._company(name)
        return self._edit_settings(
            f"removed company: {company.name}",
            "company",
            company.name,
            subscriptions.document(company),
            None,
        )

    # -- how -------------------------------------------------------------

    def _find_in_archive(self, company: Company) -> None:
        """Name a new company in the stories that are there already."""
        from signalboard.wire.companies import Finder

        finder = Finder(self._settings.companies)
        texts = self._archive.naming((company.name, *company.aliases))
        found = [(text, finder.find(text.title, text.summary)) for text in texts]
        with self._archive.writing() as writing:
            for text, names in found:
                if names != text.companies:
                    writing.name_companies(text.feed_url, text.entry_id, names)

    def _company(self, name: str) -> Company:
        asked = text.clean(name)
        for company in self._settings.companies:
            if company.name.lower() == asked.lower():
                return company
        raise DeskProblem(f"No company is called {asked!r}.")

    def _tracking(self, name: str, on: bool) -> Op | None:
        known = self._board.document("companies", name)
        if known is None:
            return make("companies", name, {"tracked": on})
        return revise("companies", name, known, {"tracked": on})


def _clean_company(company: Company) -> Company:
    return Company(
        name=text.clean(company.name, 80),
        aliases=tuple(alias for a in company.aliases if (alias := text.clean(a, 80))),
        ticker=text.clean(company.ticker, 20) if company.ticker else None,
        as_written=company.as_written,
        exclude=tuple(other for e in company.exclude if (other := text.clean(e, 80))),
    )
