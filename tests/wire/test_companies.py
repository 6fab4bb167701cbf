"""Which companies a text names."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.companies import recall
from signalboard.model import Company
from signalboard.wire.companies import Finder

COMPANIES = (
    Company(
        "Tencent",
        ("WeChat", "Weixin", "Tencent Cloud", "腾讯", "微信"),
        ticker="TCEHY, 0700.HK",
        exclude=("Tencent Music", "腾讯音乐"),
    ),
    Company("Alibaba", ("Qwen", "Alibaba Cloud", "阿里巴巴", "通义"), ticker="BABA"),
    Company("OpenAI", ("Open AI", "ChatGPT")),
    Company("Apple", as_written=True, ticker="$AAPL", exclude=("Apple Records",)),
    Company("Meta", as_written=True, exclude=("Meta Linguistics",)),
    Company("Amazon", ("AWS", "Alexa+")),
    Company("Zhipu", ("Z.ai",)),
    Company("Visa", as_written=True, ticker="V"),
    Company("Moonshot AI", ("Kimi",)),
    Company("Société Générale", ("SocGen",)),
    Company("Яндекс", ("Yandex",)),
)
FINDER = Finder(COMPANIES)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("Nothing of note happened today", ()),
        ("Tencent upgrades its foundation model", ("Tencent",)),
        ("TENCENT UPGRADES ITS MODEL", ("Tencent",)),
        ("Tencent's model, OpenAI’s answer", ("Tencent", "OpenAI")),
        ("A model by (Tencent), 'OpenAI' and \"Alibaba\"", ("Tencent", "OpenAI", "Alibaba")),
        ("OpenAI-backed startup", ("OpenAI",)),
        ("Open AI is two words here", ("OpenAI",)),
        ("An open  ai letter", ("OpenAI",)),
        ("腾讯升级混元大模型", ("Tencent",)),
        ("据悉腾讯与阿里巴巴合作", ("Tencent", "Alibaba")),
        ("微信WeChat发布新功能", ("Tencent",)),
        ("用Qwen写代码", ("Alibaba",)),
        ("腾讯音乐发布财报", ()),
        ("腾讯音乐之外，腾讯也涨了", ("Tencent",)),
        ("Tencent Music reports a profit", ()),
        ("tencent music reports a profit", ()),
        ("Tencent Music and Tencent both rose", ("Tencent",)),
        ("Tencent Musicians Club", ("Tencent",)),
        ("Tencentish", ()),
        ("SuperTencent", ()),
        ("tencent_cloud", ()),
        ("Apple unveils a phone", ("Apple",)),
        ("How to bake an apple pie", ()),
        ("APPLE of my eye", ()),
        ("Pineapple and Apples", ()),
        ("Apple Records reissues an album", ()),
        ("A meta-analysis of agents", ()),
        ("Meta opens Llama", ("Meta",)),
        ("Metadata", ()),
        ("Visa rules for students: a visa is needed", ("Visa",)),
        ("visa free travel", ()),
        ("Alexa+ ships", ("Amazon",)),
        ("Alexa ships", ()),
        ("AWS, Z.ai and Kimi", ("Amazon", "Zhipu", "Moonshot AI")),
        ("Zoai is not Z.ai", ("Zhipu",)),
        ("Zxai", ()),
        ("Alibaba Cloud grows", ("Alibaba",)),
        ("$TCEHY and $BABA rise", ("Tencent", "Alibaba")),
        ("$tcehy in lower case", ()),
        ("$BABAX is another", ()),
        ("Shares (NYSE: BABA) rise", ("Alibaba",)),
        ("Shares (BABA) and (BABA.N) rise", ("Alibaba",)),
        ("0700.HK closes higher", ("Tencent",)),
        ("10700.HK is another", ()),
        ("$AAPL and $V", ("Apple", "Visa")),
        ("V for victory", ()),
        ("Société Générale, then SocGen", ("Société Générale",)),
        ("Акции Яндекс растут", ("Яндекс",)),
        ("ЯНДЕКС растёт", ("Яндекс",)),
        ("WeChat without its owner", ("Tencent",)),
    ],
)
def test_a_title_names(text: str, names: tuple[str, ...]) -> None:
    assert FINDER.find(text, "") == names
    assert FINDER.find("", text) == names


def test_the_title_comes_first_and_each_company_once() -> None:
    found = FINDER.find("OpenAI answers", "Tencent asked OpenAI and Alibaba")
    assert found == ("OpenAI", "Tencent", "Alibaba")


def test_whom_the_title_names_and_whom_only_the_summary() -> None:
    assert FINDER.named("OpenAI answers Tencent", "OpenAI, Alibaba") == (
        ("OpenAI", "Tencent", "Alibaba"),
        2,
    )
    assert FINDER.named("", "OpenAI") == (("OpenAI",), 0)
    assert FINDER.named("Nobody", "") == ((), 0)


def test_spans_say_where_and_never_overlap() -> None:
    title = "Alibaba Cloud and 腾讯: OpenAI’s $BABA bet"
    spans = FINDER.spans(title)
    assert [(title[start:end], name) for start, end, name in spans] == [
        ("Alibaba Cloud", "Alibaba"),
        ("腾讯", "Tencent"),
        ("OpenAI", "OpenAI"),
        ("$BABA", "Alibaba"),
    ]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_the_longer_name_counts_where_two_companies_share_words() -> None:
    finder = Finder((Company("Amazon"), Company("Amazon Robotics"), Company("Robotics Weekly")))
    assert finder.find("Amazon Robotics Weekly", "") == ("Amazon Robotics",) or finder.find(
        "Amazon Robotics Weekly", ""
    ) == ("Amazon", "Robotics Weekly")
    assert finder.find("Amazon Robotics hires", "") == ("Amazon Robotics",)


def test_an_exclusion_hides_from_its_own_company_only() -> None:
    finder = Finder((Company("Tencent", exclude=("Tencent Music",)), Company("Tencent Music")))
    assert finder.find("Tencent Music reports", "") == ("Tencent Music",)


def test_an_exclusion_is_known_by_its_case_where_the_name_is() -> None:
    finder = Finder((Company("Apple", as_written=True, exclude=("Big Apple", "Apple pie")),))
    assert finder.find("A night in the Big Apple", "Apple Pie, apple pies, APPLE PIE") == ()
    assert finder.find("A big Apple event", "") == ("Apple",)


def test_a_longer_name_of_its_own_wins_over_what_is_excluded() -> None:
    finder = Finder((Company("Visa", ("Visa rules out",), exclude=("Visa rules",)),))
    assert finder.find("Visa rules for students", "") == ()
    assert finder.find("Visa rules out a bid", "") == ("Visa",)


@pytest.mark.parametrize(
    ("headline", "is_named"),
    [
        ("Visa-backed startup", True),
        ("Visa-Backed Startup Opens", True),
        ("Visa-Mastercard settlement", True),
        ("An ex-Visa banker, a pre-Visa age", True),
        ("Visa-free travel", False),
        ("Visa-Free Travel for Forty Countries", False),
        ("VISA-FREE TRAVEL FOR FORTY COUNTRIES", False),
        ("VISA-MASTERCARD SETTLEMENT IS NEAR", True),
        ("Visa-like papers", False),
        ("An e-Visa, E-Visa or eVisa", False),
    ],
)
def test_a_hyphen_may_make_a_word_of_a_name(headline: str, is_named: bool) -> None:
    assert (FINDER.find(headline, "") == ("Visa",)) is is_named


def test_names_are_words_one_by_one() -> None:
    finder = Finder((Company("OpenAI", ("Strawberry",), as_written=("Strawberry",)),))
    assert finder.find("openai and OPENAI", "") == ("OpenAI",)
    assert finder.find("strawberry fields", "Strawberry-flavoured") == ()
    assert finder.find("Strawberry, its model", "") == ("OpenAI",)


def test_a_list_or_added_small_words_leave_the_names_inside() -> None:
    names = ("Gold", "Gold futures", "BSE", "NSE", "BSE, NSE", "Gold Fields")
    finder = Finder([Company(name, as_written=True) for name in names])
    assert set(finder.find("Gold futures fall", "")) == {"Gold", "Gold futures"}
    assert set(finder.find("BSE, NSE to close", "")) == {"BSE", "NSE", "BSE, NSE"}
    assert finder.find("Gold Fields digs", "") == ("Gold Fields",)
    assert finder.spans("Gold futures fall") == ((0, 12, "Gold futures"),)


def test_of_two_companies_the_one_written_so_is_meant() -> None:
    finder = Finder((Company("Kaveri Seed"), Company("Kaveri Seeds"), Company("Mid Cap")))
    assert finder.find("Kaveri Seeds falls, Mid-cap rises", "") == ("Kaveri Seeds", "Mid Cap")


def test_places_are_those_of_the_text_however_it_is_folded() -> None:
    title = "ﬁrst: Open\u200dAI’s e\u0301lan, ＯｐｅｎＡＩ, then Café OpenAI®"
    spans = FINDER.spans(title)
    assert [title[start:end] for start, end, _ in spans] == [
        "Open\u200dAI",
        "ＯｐｅｎＡＩ",
        "OpenAI",
    ]


_PIECES = st.sampled_from(
    [
        *("Tencent", "tencent", "腾讯", "音乐", "Tencent Music", "Apple", "APPLE", "Meta-", "-"),
        *("'s", "s", " ", "$BABA", "(", ")", "Ｔ", "é", "\u200d", "0700.HK", "HKEX: 700"),
        *("Open AI", "ﬁ", "İ", "구글"),
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_any_text_is_read_to_its_end_and_spans_lie_in_it(text: str) -> None:
    spans = FINDER.spans(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert set(FINDER.find(text, "")) == {name for _, _, name in FINDER.matches(text)}
    assert {name for _, _, name in spans} <= set(FINDER.find(text, ""))


def test_what_people_marked_in_headlines_is_found(shared_data: Path) -> None:
    measured = recall(shared_data / "companies/sentfin.csv")
    assert measured["marked"] > 7000
    assert measured["recall"] >= 0.985 > measured["recall_of_a_plain_alternation"]


def test_no_companies_and_empty_names_find_nothing() -> None:
    assert Finder(()).find("Tencent 腾讯", "OpenAI") == ()
    assert Finder((Company("X", ("", "  ")),)).find("nothing", "") == ()
    assert Finder((Company("X", ticker=" , "),)).find("nothing , at all", "") == ()


def test_finding_companies_loads_no_http() -> None:
    code = (
        "import sys, signalboard.wire.companies, signalboard.wire.stories;"
        "import signalboard.wire.schedule;"
        "bad = {'httpx', 'httpcore', 'lxml', 'feedparser', 'fastfeedparser', 'selectolax',"
        "'asyncio', 'ssl', 'idna'} & set(sys.modules); sys.exit(', '.join(bad) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
