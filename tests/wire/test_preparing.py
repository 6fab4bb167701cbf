"""What workers find beside parsing: the same as would be found here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from signalboard.model import Company, Entry
from signalboard.wire.companies import Finder
from signalboard.wire.parse.pool import Parser
from signalboard.wire.refresh import preparing
from signalboard.wire.refresh.preparing import LazyFinder, Prepared
from tests.faults.feeds import item, rss

NOW = 1_790_000_000
COMPANIES = (
    Company("Tencent", ("腾讯", "WeChat"), ticker="0700.HK", exclude=("Tencent Music",)),
    Company("Apple", as_written=True),
    Company("Meta", ("Facebook",), as_written=("Meta",)),
)
TITLES = ("WeChat and Apple agree", "腾讯与Meta合作", "An apple, a meta-analysis", "Tencent Music")
BODY = rss(*(item(number, title=title) for number, title in enumerate(TITLES)))


async def test_workers_find_the_companies_that_would_be_found_here() -> None:
    finder = Finder(COMPANIES)
    async with Parser(
        workers=1, worker=preparing.MODULE, given=preparing.given(COMPANIES)
    ) as parser:
        found = await parser.parse(BODY, "text/xml", "https://example.com/", NOW)
    assert len(found.entries) == len(found.prepared) == len(TITLES)
    lazy = LazyFinder(COMPANIES)
    prepared = Prepared(lazy, found.entries, found.prepared)
    expected = [finder.named(entry.title, entry.summary) for entry in found.entries]
    assert [prepared.named(entry.title, entry.summary) for entry in found.entries] == expected
    assert sorted(named.companies for named in expected) == [
        (), (), ("Tencent", "Apple"), ("Tencent", "Meta")
    ]  # fmt: skip
    assert "get" not in vars(lazy)  # nothing was looked for a second time


@pytest.mark.parametrize("made", [[], [[["Nobody"], 1]] * 3])
def test_what_was_not_prepared_is_found_all_the_same(made: list[Any]) -> None:
    entries = [Entry("1", "Apple falls", summary="WeChat rises")]
    prepared = Prepared(LazyFinder(COMPANIES), entries, made)
    assert prepared.named("Apple falls", "WeChat rises") == (("Apple", "Tencent"), 1)


def test_what_workers_are_told_of_companies_is_all_there_is() -> None:
    told = json.loads(json.dumps(preparing.given(COMPANIES)))
    assert tuple(preparing._company(each) for each in told["companies"]) == COMPANIES
