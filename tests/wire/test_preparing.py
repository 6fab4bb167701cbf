"""What workers find beside parsing: the same as would be found here."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from signalboard.model import Company, Entry
from signalboard.wire.companies import Finder
from signalboard.wire.refresh import preparing
from signalboard.wire.refresh.preparing import Preparing, prepared
from tests.faults.feeds import item, rss

NOW = 1_790_000_000
COMPANIES = (
    Company("Tencent", ("腾讯", "WeChat"), ticker="0700.HK", exclude=("Tencent Music",)),
    Company("Apple", as_written=True),
    Company("Meta", ("Facebook",), as_written=("Meta",)),
)
TITLES = ("WeChat and Apple agree", "腾讯与Meta合作", "An apple, a meta-analysis", "Tencent Music")
BODY = rss(*(item(number, title=title) for number, title in enumerate(TITLES)))


async def test_workers_make_of_entries_what_would_be_made_here() -> None:
    ours = Preparing(COMPANIES)
    async with ours.parser(workers=1) as parser:
        found = await parser.parse(
            BODY, "text/xml", "https://example.com/", NOW, name="Outlet", feed_origin="Owner"
        )
    assert len(found.entries) == len(found.prepared) == len(TITLES)
    made = ours.of("Outlet", "Owner", found.entries, found.prepared)
    assert "finder" not in vars(ours)  # nothing was looked for a second time
    assert made == prepared("Outlet", "Owner", found.entries, Finder(COMPANIES))
    assert made == ours.of("Outlet", "Owner", found.entries, ())
    assert [each.companies for each in made] == [
        ("Tencent", "Apple"), ("Tencent", "Meta"), (), ()
    ]  # fmt: skip
    assert {each.origin for each in made} == {"Owner"}
    assert len({each.url_key for each in made}) == len(made)
    assert made[2].terms == ("appl", "meta", "analys")


@pytest.mark.parametrize("made", [[], [["", "", "", ["Nobody"], 1, []]] * 3])
def test_what_was_not_prepared_is_made_all_the_same(made: list[Any]) -> None:
    entries = [Entry("1", "Apple falls", summary="WeChat rises")]
    (found,) = Preparing(COMPANIES).of("Outlet", None, entries, made)
    assert (found.companies, found.about) == (("Apple", "Tencent"), 1)


def test_what_workers_are_told_of_companies_is_all_there_is() -> None:
    told = json.loads(json.dumps([asdict(company) for company in COMPANIES]))
    assert tuple(preparing._company(each) for each in told) == COMPANIES
