"""Subscribing: who is tracked and what is read; both live in feeds.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard import config, text
from signalboard.board import Op, make, revise
from signalboard.desk import subscriptions
from signalboard.desk.judging import Judging
from signalboard.desk.reading import Reading
from signalboard.desk.values import Change, DeskProblem
from signalboard.links import safe_link, shown
from signalboard.model import Company, Feed, Problem


class Subscribing(Judging, Reading):
    """Companies and feeds. An edit of feeds.yaml is a change like any other: it can be undone."""

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

    def add_feed(self, feed: Feed) -> Change:
        """A new subscription, written to feeds.yaml."""
        if safe_link(feed.url) is None:
            raise DeskProblem(
                f"{text.clean(feed.url, 200)!r} is no address of a feed: it begins with "
                "https:// or http:// and names a host."
            )
        if any(
            config.address(known.url) == config.address(feed.url) for known in self._settings.feeds
        ):
            raise DeskProblem(f"{feed.name} is subscribed to already.")
        return self._edit_settings(
            f"new feed: {feed.name}", "feed", feed.url, None, subscriptions.document(feed)
        )

    def remove_feed(self, named: str) -> Change:
        """Take a subscription out of feeds.yaml, by address or name; its stories stay."""
        asked = text.clean(named)
        feeds = self._settings.feeds
        found = [f for f in feeds if asked in (f.url, shown(f.url), f.name)]
        found = found or [f for f in feeds if asked and asked.lower() in f.name.lower()]
        if len(found) != 1:
            several = "Several feeds fit" if found else "No feed is called"
            raise DeskProblem(f"{several} {asked!r}; name it by its address or whole name.")
        return self._edit_settings(
            f"removed feed: {found[0].name}",
            "feed",
            found[0].url,
            subscriptions.document(found[0]),
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

    def _edit_settings(
        self,
        label: str,
        kind: str,
        key: str,
        was: dict[str, object] | None,
        now: dict[str, object] | None,
        also: Sequence[Op | None] = (),
    ) -> Change:
        """Make an edit of feeds.yaml, then record it; where either fails, neither stands."""
        op = Op("settings", f"{kind} {key}", was, now)
        self._write_settings([op])
        try:
            change = self._change(label, lambda _seq: [op, *also])
        except Problem:
            self._write_settings([op.inverse])
            raise
        assert change is not None
        return change


def _clean_company(company: Company) -> Company:
    return Company(
        name=text.clean(company.name, 80),
        aliases=tuple(alias for a in company.aliases if (alias := text.clean(a, 80))),
        ticker=text.clean(company.ticker, 20) if company.ticker else None,
        as_written=company.as_written,
        exclude=tuple(other for e in company.exclude if (other := text.clean(e, 80))),
    )
