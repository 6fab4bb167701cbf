"""Mistakes in feeds.yaml: each is told with file, line and what was expected; the rest is used."""

from __future__ import annotations

import pytest

from signalboard.config import Settings, WatchSeed, reading
from signalboard.config.values import Method, Network
from signalboard.model import Company, Feed
from signalboard.times import parse_iso

GOOD = "  - name: Good\n    url: https://good.example/feed\n"


def parse(text: str) -> Settings:
    return reading.parse(text.encode(), "feeds.yaml")


def test_every_field_of_a_feed() -> None:
    read = parse(
        "feeds:\n"
        "  - name: A feed\n"
        "    url: HTTPS://user@Example.org:8443/x?y=1\n"
        "    origin: Its Owner\n"
        "    reliability: b\n"
        "    tags: [press, china, press]\n"
        "    user_agent: signalboard me@example.org\n"
        "    headers:\n"
        "      Accept-Language: en\n"
        "      X-Key: 'a b'\n"
        "    enabled: no\n"
        "    allow_http: yes\n"
    )
    assert read.problems == ()
    assert read.feeds == (
        Feed(
            name="A feed",
            url="HTTPS://user@Example.org:8443/x?y=1",
            origin="Its Owner",
            reliability="B",
            tags=("press", "china"),
            user_agent="signalboard me@example.org",
            headers=(("Accept-Language", "en"), ("X-Key", "a b")),
            enabled=False,
            allow_http=True,
        ),
    )


def test_how_feeds_are_asked() -> None:
    read = parse(
        "network:\n"
        "  use_proxy: on\n"
        "  user_agents:\n"
        "    SEC.gov.: Example Desk desk@example.org\n"
        "    example.org: 'a reader'\n"
    )
    assert read.problems == ()
    assert read.network == Network(
        True, (("sec.gov", "Example Desk desk@example.org"), ("example.org", "a reader"))
    )


def test_how_judgments_are_added_up() -> None:
    assert parse("").method == parse("method:\n").method == Method(0.8)
    for written, discount in (("1", 1.0), ("1.0", 1.0), ("0.1", 0.1), (".65", 0.65)):
        read = parse(f"method:\n  discount: {written}\n")
        assert (read.problems, read.method) == ((), Method(discount))


@pytest.mark.parametrize("wrong", ["0", "0.05", "1.2", "nan", "much", "[1]", "-1"])
def test_a_discount_that_is_none_leaves_the_usual_one(wrong: str) -> None:
    read = parse(f"method: {{discount: {wrong}}}\n")
    assert read.method == Method()
    assert '"discount" is' in read.problems[0]
    assert "expected a number from 0.1 to 1. The rest of this method is used" in read.problems[0]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("network: []", "line 1: a list stands here; expected a network with fields like"),
        ("network: {proxy: yes}", '"proxy" is not a field of a network'),
        ("network: {use_proxy: maybe}", '"use_proxy" is "maybe"; expected true or false'),
        ("network: {user_agents: Me}", '"user_agents" is "Me"; expected hosts and what to say'),
        ("network: {user_agents: {'https://x.org/': Me}}", "expected a host like sec.gov"),
        ('network: {user_agents: {x.org: "a\\nb"}}', "expected one line of ASCII text"),
    ],
)
def test_a_mistake_in_how_feeds_are_asked(written: str, told: str) -> None:
    read = parse(written)
    assert told in read.problems[0]
    assert read.network == Network()


def test_every_field_of_a_company_as_it_was_written() -> None:
    read = parse(
        "companies:\n"
        "  - {name: 360, aliases: [腾讯, no, 'null'], ticker: 0700, as_written: on,\n"
        "     exclude: [X Y]}\n"
        "  - name: Bare\n"
        "    ticker: ~\n"
        "    aliases:\n"
        "  - {name: xAI, aliases: [Grok], as_written: [Grok]}\n"
        "  - {name: None of them, as_written: []}\n"
    )
    assert read.problems == ()
    assert read.companies == (
        Company("360", ("腾讯", "no", "null"), "0700", True, ("X Y",)),
        Company("Bare"),
        Company("xAI", ("Grok",), as_written=("Grok",)),
        Company("None of them"),
    )
    assert [company.words for company in read.companies] == [
        ("360", "腾讯", "no", "null"),
        (),
        ("Grok",),
        (),
    ]


def test_what_is_neither_true_nor_a_list_of_names_is_said() -> None:
    read = parse("companies:\n  - {name: xAI, as_written: perhaps}\n")
    assert read.companies == (Company("xAI"),)
    assert "true, false or a list like [Comet, Grok]" in read.problems[0]


THESIS = (
    "theses:\n"
    "  - name: T\n"
    "    statement: >-\n"
    "      It is\n"
    "      so.\n"
    "    negation: It is not so.\n"
    "    prior: .3\n"
    "    keywords: [a, b]\n"
    "    watches:\n"
    "      - question: Is it?\n"
    "        hit_if: yes\n"
    "        miss_if: no\n"
    "        h1: 0.9\n"
    "        h0: 0.5\n"
)


def test_every_field_of_a_thesis() -> None:
    read = parse(THESIS + "        void_if: v\n        look_up: l\n        within: 6  Months\n")
    assert read.problems == ()
    (thesis,) = read.theses
    assert thesis.statement == "It is so."
    assert (thesis.prior, thesis.keywords) == (0.3, ("a", "b"))
    assert thesis.watches == (
        WatchSeed("Is it?", "yes", "no", "v", "l", 0.9, 0.5, within="6 months"),
    )


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ({"within": "6 months"}, "2026-02-28T23:59:59Z"),
        ({"within": "1 year"}, "2026-08-31T23:59:59Z"),
        ({"within": "2 weeks"}, "2025-09-14T23:59:59Z"),
        ({"within": "1 day"}, "2025-09-01T23:59:59Z"),
        ({"by": "2025-12-31"}, "2025-12-31T23:59:59Z"),
    ],
)
def test_a_watch_comes_due_on_the_calendar(when: dict[str, str], day: str) -> None:
    watch = WatchSeed("q", "h", "m", "", "", 0.9, 0.5, **when)
    assert watch.closes_at(parse_iso("2025-08-31T12:00:00Z")) == parse_iso(day)


def test_a_watch_may_have_been_asked_before_the_first_start() -> None:
    now = parse_iso("2026-12-01T12:00:00Z")
    watch = WatchSeed("q", "h", "m", "", "", 0.9, 0.5, within="6 months", opened="2026-04-23")
    assert watch.opened_at(now) == parse_iso("2026-04-23")
    assert watch.closes_at(watch.opened_at(now)) == parse_iso("2026-10-23T23:59:59Z")
    assert WatchSeed("q", "h", "m", "", "", 0.9, 0.5, by="2027-01-01").opened_at(now) == now
    read = parse(THESIS + "        within: 6 months\n        opened: 2026-04-23\n")
    assert read.problems == () and read.theses[0].watches == (
        WatchSeed("Is it?", "yes", "no", "", "", 0.9, 0.5, within="6 months", opened="2026-04-23"),
    )
    read = parse(THESIS + "        by: 2026-04-23\n        opened: 2026-04-23\n")
    assert read.theses[0].watches == () and "expected a later day" in read.problems[0]


def test_a_watch_without_a_time_says_so() -> None:
    with pytest.raises(ValueError, match="span like 6 months"):
        WatchSeed("q", "h", "m", "", "", 0.9, 0.5).closes_at(0)


ITEM = "    url: https://x.example/\n"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "  - name: X\n",
            'line 4: "url" is missing; expected an address like https://example.org/feed.xml. '
            "This feed is left out.",
        ),
        (
            "  - name: X\n    url:\n",
            'line 4: "url" is missing; expected an address like https://example.org/feed.xml. '
            "This feed is left out.",
        ),
        (
            "  - url: https://x.example/\n",
            'line 4: "name" is missing; expected a line like name: The Decoder. '
            "This feed is left out.",
        ),
        (
            "  - name: ''\n" + ITEM,
            'line 4: "name" is empty; expected text like The Decoder. This feed is left out.',
        ),
        (
            "  - name: [a]\n" + ITEM,
            'line 4: "name" is a list; expected text like The Decoder. This feed is left out.',
        ),
        (
            "  - name: X\n    url: ftp://x.example/\n",
            'line 5: "url" is an address of the kind "ftp:"; expected http:, https: or bundled:, '
            "as in https://example.org/feed.xml. This feed is left out.",
        ),
        (
            "  - name: X\n    url: x.example/feed\n",
            'line 5: "url" is not a whole address; expected an address like '
            "https://example.org/feed.xml. This feed is left out.",
        ),
        (
            "  - name: X\n    url: {a: b}\n",
            'line 5: "url" is a group of fields; expected an address like '
            "https://example.org/feed.xml. This feed is left out.",
        ),
        (
            "  - Just words\n",
            'line 4: "Just words" stands here; expected a feed with fields like name:. '
            "It is left out.",
        ),
        (
            "  - name: X\n" + ITEM + "    relability: A\n",
            'line 6: "relability" is not a field of a feed; did you mean "reliability"? '
            "It is passed over.",
        ),
        (
            "  - name: X\n" + ITEM + "    zzz: A\n",
            'line 6: "zzz" is not a field of a feed; expected one of name, url, origin, '
            "reliability, tags, user_agent, headers, enabled, allow_http. It is passed over.",
        ),
        (
            "  - name: X\n" + ITEM + "    reliability: G\n",
            'line 6: "reliability" is "G"; expected a letter from A to F. '
            "The rest of this feed is used.",
        ),
        (
            "  - name: X\n" + ITEM + "    tags: press\n",
            'line 6: "tags" is "press"; expected a list like [press, china]. '
            "The rest of this feed is used.",
        ),
        (
            "  - name: X\n" + ITEM + "    tags: [press, [a]]\n",
            'line 6: "tags" is a list; expected text like press. The rest of this feed is used.',
        ),
        (
            "  - name: X\n" + ITEM + "    enabled: perhaps\n",
            'line 6: "enabled" is "perhaps"; expected true or false. '
            "The rest of this feed is used.",
        ),
        (
            "  - name: X\n" + ITEM + "    headers: [a]\n",
            'line 6: "headers" is a list; expected names and values like Accept-Language: en. '
            "The rest of this feed is used.",
        ),
        (
            "  - name: X\n" + ITEM + '    headers:\n      A: "b\\r\\nC: d"\n',
            'line 7: "headers" is not plain text; expected one line of ASCII text. '
            "The rest of this feed is used.",
        ),
        (
            "  - name: X\n" + ITEM + "    headers: {a b: c}\n",
            'line 6: "headers" is "a b"; expected a name like Accept-Language. '
            "The rest of this feed is used.",
        ),
        (
            "  - name: X\n" + ITEM + "    headers: {Host: c}\n",
            'line 6: "headers" is "Host"; expected none of that name; signalboard sets this one '
            "itself. The rest of this feed is used.",
        ),
        (
            "  - name: X\n" + ITEM + "    headers: {User-Agent: c}\n",
            'line 6: "headers" is "User-Agent"; expected user_agent; signalboard sets this one '
            "itself. The rest of this feed is used.",
        ),
        (
            "  - name: X\n" + ITEM + '    user_agent: "a\\x1b[2J"\n',
            'line 6: "user_agent" is not plain text; expected one line of ASCII text. '
            "The rest of this feed is used.",
        ),
        (
            "  - name: X\n    name: Y\n" + ITEM,
            'line 5: "name" stands twice in one feed; expected it once. The first is used.',
        ),
        (
            "  - name: X\n    url: HTTPS://Good.example/feed\n",
            'line 4: "url" is the same as in line 2; expected one of its own. The first is used.',
        ),
        (
            "  - name: GOOD\n" + ITEM,
            'line 4: "name" is the same as in line 2; expected one of its own. The first is used.',
        ),
    ],
)
def test_a_mistake_in_a_feed(written: str, told: str) -> None:
    read = parse(f"feeds:\n{GOOD}{written}")
    assert read.problems == (f"feeds.yaml, {told}",)
    assert read.feeds[0] == Feed("Good", "https://good.example/feed")
    kept = "left out" not in told and "The first is used" not in told
    assert len(read.feeds) == (2 if kept or "stands twice" in told else 1)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("prior: maybe", '"prior" is "maybe"; expected a number from 0.01 to 0.99'),
        ("prior: nan", '"prior" is "nan"; expected a number from 0.01 to 0.99'),
        ("prior: 1", '"prior" is "1"; expected a number from 0.01 to 0.99'),
        ("prior: []", '"prior" is a list; expected a number from 0.01 to 0.99'),
        ("watches: soon", '"watches" is "soon"; expected a list of watches'),
    ],
)
def test_a_mistake_in_a_thesis(written: str, told: str) -> None:
    read = parse(f"theses:\n  - name: T\n    statement: S\n    negation: N\n    {written}\n")
    assert read.problems == (f"feeds.yaml, line 5: {told}. The rest of this thesis is used.",)
    assert [thesis.name for thesis in read.theses] == ["T"]


def test_a_thesis_without_its_negation_is_left_out() -> None:
    read = parse("theses:\n  - name: T\n    statement: S\n  - name: T\n")
    assert read.theses == ()
    assert read.problems == (
        'feeds.yaml, line 2: "negation" is missing; expected what is the case if the statement is '
        "false. This thesis is left out.",
        'feeds.yaml, line 4: "statement" is missing; expected a claim that can turn out false, '
        "like Agents become the main users by the end of 2029. This thesis is left out.",
        'feeds.yaml, line 4: "negation" is missing; expected what is the case if the statement is '
        "false. This thesis is left out.",
    )


@pytest.mark.parametrize(
    ("written", "line", "told", "kept"),
    [
        ("", 10, '"within" is missing; expected a span like 6 months', 0),
        ("        within: soon\n", 15, '"within" is "soon"; expected a span like 6 months', 0),
        ("        within: 0 days\n", 15, '"within" is "0 days"; expected a span like', 0),
        ("        by: 31.12.2026\n", 15, '"by" is "31.12.2026"; expected a day like', 0),
        ("        by: 2026-02-30\n", 15, '"by" is "2026-02-30"; expected a day like', 0),
        ("        by: 2026-02-28\n        within: 1 day\n", 10, '"within" and "by" both stand', 1),
        ("        within: 1 day\n        h1: 0.5\n", 16, '"h1" stands twice', 1),
    ],
)
def test_a_mistake_in_a_watch(written: str, line: int, told: str, kept: int) -> None:
    read = parse(THESIS + written)
    assert any(said.startswith(f"feeds.yaml, line {line}: {told}") for said in read.problems)
    assert len(read.theses[0].watches) == kept


def test_a_watch_that_is_none_is_told() -> None:
    read = parse(THESIS + "      - soon\n")
    assert read.theses[0].watches == ()
    assert (
        'feeds.yaml, line 15: "soon" stands here; expected a watch with fields like question:. '
        "It is left out."
    ) in read.problems


def test_a_watch_whose_answer_would_say_nothing_is_left_out() -> None:
    read = parse(THESIS.replace("h0: 0.5", "h0: 0.9") + "        within: 1 day\n")
    assert read.theses[0].watches == ()
    assert '"h1" and "h0" are equal' in read.problems[0]


def test_both_a_day_and_a_span_the_day_is_used() -> None:
    (watch,) = parse(THESIS + "        by: 2026-02-28\n        within: 1 day\n").theses[0].watches
    assert (watch.by, watch.within) == ("2026-02-28", "")
