"""Tracking: the companies of a board; they live in feeds.yaml."""

from __future__ import annotations

from signalboard import text
from signalboard.board import Op, make, revise
from signalboard.desk import documents
from signalboard.desk.children import command
from signalboard.desk.editing import Editing
from signalboard.desk.reading import Reading
from signalboard.desk.values import Change, DeskProblem
from signalboard.model import Company, replace


class Tracking(Editing, Reading):
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
        return self._edit_settings(
            f"new company: {company.name}",
            "company",
            company.name,
            None,
            documents.document(company),
            [self._tracking(company.name, True)],
        )

    def edit_company(self, company: Company) -> Change | None:
        """Other names, ticker or exclusions for the company of this name; None: it has these."""
        company = _clean_company(company)
        before = self._company(company.name)
        company = replace(company, name=before.name)
        if company == before:
            return None
        return self._edit_settings(
            f"edited company: {company.name}",
            "company",
            company.name,
            documents.document(before),
            documents.document(company),
        )

    def remove_company(self, name: str) -> Change:
        """Take a company out of feeds.yaml; evidence keeps its name, other stories lose it."""
        company = self._company(name)
        return self._edit_settings(
            f"removed company: {company.name}",
            "company",
            company.name,
            documents.document(company),
            None,
        )

    # -- finding them in what is there already -----------------------------

    def scan_is_due(self) -> bool:
        """Whether companies changed since the whole archive was last searched for them."""
        from signalboard.desk.scanning import due

        return bool(due(self._archive, self._settings.companies))

    def scan_command(self) -> list[str]:
        """The command that searches the archive, with a line of JSON for each step."""
        return command(self.places, "company", "scan", "--json")

    def check_command(self, company: Company, *, limit: int) -> list[str]:
        """The command that shows what the names of a company find, as lines of JSON."""
        company = _clean_company(company)
        asked = ["company", "check", "--json", "--only-given", "--limit", str(limit)]
        asked += [f"--alias={alias}" for alias in company.aliases]
        asked += [f"--word={word}" for word in company.words]
        asked += [f"--exclude={other}" for other in company.exclude]
        asked += [f"--ticker={company.ticker}"] if company.ticker else []
        return command(self.places, *asked, "--", company.name)

    # -- how -------------------------------------------------------------

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
        aliases=_clean_names(company.aliases),
        ticker=text.clean(company.ticker, 20) if company.ticker else None,
        as_written=_clean_names(company.as_written) or False
        if isinstance(company.as_written, tuple)
        else company.as_written,
        exclude=_clean_names(company.exclude),
    )


def _clean_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in names if (name := text.clean(each, 80))))
