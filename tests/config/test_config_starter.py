"""The feeds.yaml that ships."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from signalboard import config, times
from signalboard.config import Settings, keys, reading
from signalboard.wire.companies import Finder

STARTER = config.starter().decode()
HEADER = STARTER[: STARTER.index("\nfeeds:")]
NEVER = (
    "anthropic.com/rss.xml",
    "anthropic.com/news/rss.xml",
    "ai.meta.com/blog/rss/",
    "mistral.ai/news/rss",
    "x.ai/news/rss.xml",
)


@pytest.fixture(scope="module")
def shipped() -> Settings:
    return reading.parse(STARTER.encode(), "feeds.yaml")


@pytest.fixture(scope="module")
def everything() -> Settings:
    """The same with every feed that stands ready in a comment taken in."""
    ready = re.sub(r"(?m)^  # (- name:|  \S)", r"  \1", STARTER)
    return reading.parse(ready.encode(), "feeds.yaml")


def test_it_is_read_without_a_mistake(shipped: Settings) -> None:
    assert shipped.problems == ()


def test_the_bundled_feed_is_first(shipped: Settings) -> None:
    first = shipped.feeds[0]
    assert (first.name, first.url) == ("Agent economy, 2024-2026", "bundled:agent-economy")


def test_at_most_twenty_are_enabled_and_two_of_them_are_contrary(shipped: Settings) -> None:
    enabled = [feed for feed in shipped.feeds if feed.enabled]
    assert 10 <= len(enabled) <= 20
    assert sum("contra" in feed.tags for feed in enabled) >= 2
    assert "https://feeds.bloomberg.com/technology/news.rss" in [feed.url for feed in enabled]


def test_what_stands_ready_is_right_too(everything: Settings) -> None:
    assert everything.problems == ()
    assert len(everything.feeds) >= 47
    assert not [feed.url for feed in everything.feeds for never in NEVER if never in feed.url]


def test_scrapes_by_third_parties_say_so(everything: Settings) -> None:
    scrapes = [feed for feed in everything.feeds if "Olshansk" in feed.url]
    assert len(scrapes) == 6
    assert all("(generated)" in feed.name and "generated" in feed.tags for feed in scrapes)


def test_papers_and_queries_are_off(shipped: Settings, everything: Settings) -> None:
    on = {feed.url for feed in shipped.feeds}
    off = [feed for feed in everything.feeds if feed.url not in on]
    assert any("arxiv.org" in feed.url for feed in off)
    assert sum("query" in feed.tags for feed in off) == 3
    assert not any("arxiv" in url or "hnrss.org/newest" in url or "sec.gov" in url for url in on)


def test_the_sec_is_asked_as_it_wants_to_be(everything: Settings) -> None:
    agents = [feed.user_agent or "" for feed in everything.feeds if "sec.gov" in feed.url]
    assert len(agents) == 2
    assert all("@" in agent and not re.search(r"[()]|://", agent) for agent in agents)


def test_it_has_every_feed_and_company_it_was_to_have(
    shared_data: Path, shipped: Settings, everything: Settings
) -> None:
    listed = (shared_data.parent / "starter-feeds.md").read_text()
    urls = re.findall(r"^\| \d+ \|[^|]*\| (\S+) \|", listed, re.MULTILINE)
    assert len(urls) == 46
    assert set(urls) <= {feed.url for feed in everything.feeds}
    names = listed[listed.index("starter board:") : listed.index("Names that are also")]
    names = re.sub(r"\([^)]*\)", "", names.removeprefix("starter board:").replace("\n", " "))
    wanted = {name.strip(" .") for name in names.split(",")}
    assert len(wanted) == 26
    assert wanted == {company.name for company in shipped.companies}


def test_the_head_explains_every_field_and_that_nothing_was_verified() -> None:
    version, *lines = HEADER.splitlines()
    assert version == "version: 1"
    assert all(line.startswith("#") for line in lines)
    assert len([line for line in lines if line.strip("# ")]) <= 20
    assert "unverified" in HEADER
    known = {*keys.FEED, *keys.COMPANY, *keys.THESIS, *keys.WATCH}
    known |= {*keys.MUTE, *keys.SEARCH, *keys.NETWORK}
    assert not [field for field in known if not re.search(rf"\b{field}\b", HEADER)]


def test_each_thesis_can_turn_out_false(shipped: Settings) -> None:
    assert len(shipped.theses) == 6
    for thesis in shipped.theses:
        assert thesis.statement != thesis.negation
        assert re.search(r"20\d\d|within a year", thesis.statement), thesis.name
        assert 0.2 <= thesis.prior <= 0.5
        assert len(thesis.keywords) >= 5


def test_each_thesis_has_a_watch_that_could_move_it_five_decibans_the_other_way(
    shipped: Settings,
) -> None:
    assert shipped.theses
    for thesis in shipped.theses:
        (watch,) = thesis.watches
        hit = 10 * math.log10(watch.h1 / watch.h0)
        miss = 10 * math.log10((1 - watch.h1) / (1 - watch.h0))
        assert min(hit, miss) <= -5, thesis.name
        assert all((watch.question, watch.hit_if, watch.miss_if, watch.void_if, watch.look_up))
        assert watch.within


def test_the_tencent_watch_is_the_seed_storys(shipped: Settings) -> None:
    watch = shipped.theses[0].watches[0]
    assert shipped.theses[0].name == "Web4 at velocity"
    # Six months from the day that the story was reported, whenever the board is first opened.
    assert (watch.opened, watch.within, watch.by) == ("2026-04-23", "6 months", "")
    assert times.iso(watch.closes_at(watch.opened_at(0))) == "2026-10-23T23:59:59Z"
    assert "Tencent" in watch.question
    assert "WeChat" in watch.question
    assert "the hire worked" in watch.hit_if
    assert "press release" in watch.miss_if


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("微信 opens mini programs to agents", ("Tencent",)),
        ("Tencent Music profit falls", ()),
        ("Tencent buys more of Tencent Music", ("Tencent",)),
        ("混元 goes open source", ("Tencent",)),
        ("An apple a day; she met a visa officer", ()),
        ("Apple and Visa let agents pay", ("Apple", "Visa")),
        ("Fires spread in the Amazon rainforest", ()),
        ("A meta-analysis of agents", ()),
        ("Meta-analysis of agents finds little", ()),
        ("Kimi Antonelli wins in Suzuka", ()),
        ("Alexa+ orders for you", ("Amazon",)),
        ("Student Visa rules tighten", ()),
        ("The comet returns; a stripe of paint", ()),
        ("Perplexity's Comet and xAI's Grok", ("Perplexity", "xAI")),
        ("BABA and NVDA rise", ()),
    ],
)
def test_companies_are_found_and_words_are_not(
    shipped: Settings, title: str, named: tuple[str, ...]
) -> None:
    assert Finder(shipped.companies).find(title, "") == named
