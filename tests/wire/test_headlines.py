"""Headlines with traps, against the companies that ship with the starter board."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalboard import config
from signalboard.config import reading
from signalboard.wire.companies import Finder

LINES = [
    line.split("\t")
    for line in Path(__file__).with_name("headlines.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
TABLE = [(text, () if names == "-" else tuple(names.split(", "))) for names, text in LINES]
SHIPPED = reading.parse(config.starter(), "feeds.yaml").companies
FINDER = Finder(SHIPPED)


def test_the_table_is_long_and_says_each_once() -> None:
    assert len(TABLE) >= 150
    assert len({text for text, _ in TABLE}) == len(TABLE)
    named = {name for _, names in TABLE for name in names}
    assert named == {company.name for company in SHIPPED}


@pytest.mark.parametrize(("headline", "names"), TABLE)
def test_a_headline_names(headline: str, names: tuple[str, ...]) -> None:
    assert FINDER.find(headline, "") == names
    assert set(FINDER.find("", headline)) == set(names)
