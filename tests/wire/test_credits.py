"""Which agency an entry credits: hand-written cases, with what only looks like a credit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.model import Entry
from signalboard.wire.agencies import AGENCIES, printed
from signalboard.wire.credits import agency, credited, origin

BYLINES = [
    ("Reuters", "Reuters"),
    ("Reuters Staff", "Reuters"),
    ("By Reuters", "Reuters"),
    ("By Reuters Staff", "Reuters"),
    ("By Jane Doe, Reuters", "Reuters"),
    ("Jane Doe and John Roe, Reuters", "Reuters"),
    ("JANE DOE | REUTERS", "Reuters"),
    ("Jane Doe / Reuters", "Reuters"),
    ("Jane Doe (Reuters)", "Reuters"),
    ("none@none.example (AFP)", "AFP"),
    ("Reuters in Washington", "Reuters"),
    ("Thomson Reuters", "Reuters"),
    ("The Associated Press", "AP"),
    ("Associated Press", "AP"),
    ("THE ASSOCIATED PRESS", "AP"),
    ("By JANE DOE Associated Press", "AP"),
    ("By JANE DOE, AP Technology Writer", "AP"),
    ("Jane Doe, AP", "AP"),
    ("AP News", "AP"),
    ("Associated Press in New York", "AP"),
    ("AFP", "AFP"),
    ("Agence France-Presse", "AFP"),
    ("Agence France-Presse in Paris", "AFP"),
    ("FRANCE 24 with AFP", "AFP"),
    ("Le Matin avec AFP", "AFP"),
    ("Jane Doe, Bloomberg", "Bloomberg"),
    ("Jane Doe Bloomberg News", "Bloomberg"),
    ("Bloomberg News", "Bloomberg"),
    ("Jane Doe • Bloomberg", "Bloomberg"),
    ("Xinhua", "Xinhua"),
    ("Xinhua News Agency", "Xinhua"),
    ("新华社", "Xinhua"),
    ("新华社记者 张三", "Xinhua"),
    ("PR Newswire", "PR Newswire"),
    ("PRNewswire", "PR Newswire"),
    ("Business Wire", "Business Wire"),
    ("BusinessWire", "Business Wire"),
    ("GlobeNewswire Inc.", "GlobeNewswire"),
    ("Kyodo News", "Kyodo"),
    # Not a credit, or not of one agency.
    ("", None),
    ("Jane Doe", None),
    ("Michael Bloomberg", None),
    ("By Michael Bloomberg", None),
    ("Bloomberg Philanthropies", None),
    ("Jane Doe, Bloomberg Philanthropies", None),
    ("Emma Bloomberg and Jane Doe", None),
    ("AP Moller", None),
    ("A.P. Moller-Maersk", None),
    ("Reuters Institute", None),
    ("Jane Doe, Reuters Institute for the Study of Journalism", None),
    ("/u/bloomberg", None),
    ("/u/ap", None),
    ("none@none.example (Reuters | AFP)", None),
    ("AP and Reuters", None),
    ("Kap Reuterson", None),
]

SUMMARIES = [
    ("LONDON (Reuters) - Shares of a shop fell.", "Reuters"),
    ("LONDON, Nov 24 (Reuters) - Shares of a shop fell.", "Reuters"),
    ("SAN FRANCISCO/LONDON, Nov. 24 (Reuters) – Shares of a shop fell.", "Reuters"),
    ("Nov 24 (Reuters) - Shares of a shop fell.", "Reuters"),
    ("(Reuters) - Shares of a shop fell.", "Reuters"),
    ("By Jane Doe and John Roe BEIJING, Nov 24 (Reuters) - An agent paid.", "Reuters"),
    ("NEW YORK, Nov 24 (Reuters Breakingviews) - Agents pay.", "Reuters"),
    ("NEW YORK (AP) — An agent paid for lunch.", "AP"),
    ("ALLENTOWN, Pa. (AP) — An agent paid for lunch.", "AP"),
    ("WASHINGTON (AP) -- An agent paid for lunch.", "AP"),
    ("(AP) An agent paid for lunch.", "AP"),
    ("Paris (AFP) – An agent paid for lunch.", "AFP"),
    ("Rio de Janeiro (AFP) - An agent paid for lunch.", "AFP"),
    ("(Bloomberg) -- An agent paid for lunch.", "Bloomberg"),
    ("BEIJING, Nov. 24 (Xinhua) -- An agent paid for lunch.", "Xinhua"),
    ("新华社北京11月24日电(记者张三)智能体付款。", "Xinhua"),
    ("新华社北京11月24日电 智能体付款。", "Xinhua"),
    ("路透北京11月24日电 智能体付款。", "Reuters"),
    ("［東京 24日 ロイター］ - エージェントが払った。", "Reuters"),
    ("AUSTIN, Texas, Nov. 24, 2026 /PRNewswire/ -- A shop lets agents pay.", "PR Newswire"),
    ("LONDON, Nov. 24, 2026 /PRNewswire-PRWeb/ -- A shop lets agents pay.", "PR Newswire"),
    ("SAN FRANCISCO--(BUSINESS WIRE)--A shop lets agents pay.", "Business Wire"),
    ("SAN FRANCISCO, Nov. 24, 2026 (GLOBE NEWSWIRE) -- A shop lets agents pay.", "GlobeNewswire"),
    ("By Jane Doe, Bloomberg — An agent paid for lunch.", "Bloomberg"),
    ("An agent paid for lunch. — Associated Press", "AP"),
    ("An agent paid for lunch. - Reuters", "Reuters"),
    ("An agent paid for lunch. © AFP", "AFP"),
    ("An agent paid for lunch. © 2026 AFP", "AFP"),
    ("An agent paid for lunch. ©2026 Bloomberg L.P.", "Bloomberg"),
    ("Lunch. Copyright 2026 The Associated Press. All rights reserved.", "AP"),
    ("An agent paid for lunch. (Reuters)", "Reuters"),
    ("An agent paid for lunch. [AFP]", "AFP"),
    ("An agent paid for lunch. Source: Xinhua", "Xinhua"),
    ("智能体付款。（新华社）", "Xinhua"),
    ("智能体付款。来源：新华社", "Xinhua"),
    # A mention is not a credit, nor is another's name.
    ("Reuters reported that an agent paid for lunch.", None),
    ("An agent paid for lunch, Reuters reported.", None),
    ("An agent paid for lunch, sources told Bloomberg.", None),
    ("An agent paid for lunch, according to the Associated Press.", None),
    ("AP Moller - Maersk lets agents book containers.", None),
    ("AP Moller-Maersk (AP) - is an unlikely abbreviation for a carrier of boxes.", None),
    ("Bloomberg Philanthropies - a foundation - gave money.", None),
    ("Michael Bloomberg - a former mayor - spoke.", None),
    ("Thomson Reuters (TRI) - the owner of a news agency - bought a start-up.", None),
    ("Reuters, the news agency, lets agents read its archive.", None),
    ("The Associated Press (AP) - founded in 1846 - licensed its archive.", None),
    ("Accounts Payable (AP) – agents that pay bills.", None),
    ("ACCOUNTS PAYABLE (AP) — AGENTS THAT PAY BILLS", None),
    ("An access point (AP) - is a radio.", None),
    ("据新华社报道，智能体付款。", None),
    ("With files from The Associated Press and our own staff, a look at agents.", None),
    ("The Associated Press contributed to this report.", None),
    ("An agent paid for lunch. Photo: © AFP", None),
    ("An agent paid for lunch. Image credit: Reuters", None),
    ("An agent paid for lunch. File photo by (AP)", None),
    ("Our reporter found it out herself before anyone; later (Reuters) - confirmed it.", None),
    ("The Bloomberg terminal has an agent now.", None),
    ("See how the gap closes", None),
]  # fmt: skip

TITLES = [
    ("Tencent hires - Reuters", "Google News: Tencent", "Reuters"),
    ("Tencent hires - AP News", "Yahoo", "AP"),
    ("Tencent hires | Bloomberg.com", "Google News", "Bloomberg"),
    ("Tencent hires - The Associated Press", "Google News", "AP"),
    ("Tencent hires a researcher (Jane Doe/Bloomberg)", "Techmeme", "Bloomberg"),
    ("Tencent hires (Reuters)", "Hacker News", "Reuters"),
    ("Tencent hires - Reuters", "Der Tag", None),
    ("Tencent hires - Bloomberg Philanthropies", "Google News", None),
    ("What is wrong with Bloomberg", "Google News", None),
    ("Reuters lets agents in", "Google News", None),
    ("An interview with Michael Bloomberg", "Yahoo", None),
    ("Tencent hires (Jane Doe/The Verge)", "Techmeme", None),
]


@pytest.mark.parametrize(("author", "name"), BYLINES)
def test_a_byline_credits(author: str, name: str | None) -> None:
    assert credited(Entry("1", "An agent paid", author=author), "Der Tag") == name


@pytest.mark.parametrize(("summary", "name"), SUMMARIES)
def test_a_text_credits(summary: str, name: str | None) -> None:
    assert credited(Entry("1", "An agent paid", summary=summary), "Der Tag") == name


@pytest.mark.parametrize(("title", "outlet", "name"), TITLES)
def test_a_title_credits_in_an_aggregator(title: str, outlet: str, name: str | None) -> None:
    assert credited(Entry("1", title), outlet) == name


def test_the_byline_counts_before_the_text() -> None:
    entry = Entry("1", "Paid", author="Jane Doe, AFP", summary="Lunch. © Reuters")
    assert credited(entry) == "AFP"


@pytest.mark.parametrize(
    ("outlet", "name"),
    [
        ("Associated Press", "AP"),
        ("The Associated Press", "AP"),
        ("AP News", "AP"),
        ("Bloomberg Technology", "Bloomberg"),
        ("Bloomberg.com", "Bloomberg"),
        ("Reuters: World News", "Reuters"),
        ("PRNewswire", "PR Newswire"),
        ("新华网", "Xinhua"),
        ("Bloomberg Philanthropies", None),
        ("AP Moller", None),
        ("Reuters Institute", None),
        ("The Verge", None),
        ("", None),
    ],
)
def test_an_agency_has_one_name(outlet: str, name: str | None) -> None:
    assert agency(outlet) == name


def test_an_agency_printed_by_others_is_told_from_its_own_word() -> None:
    assert printed("The Daily", "Reuters") == "Reuters"
    assert printed("Reuters", "Reuters") == printed("Associated Press", "AP") == ""
    assert printed("The Daily", "The Group") == ""


def test_every_spelling_is_its_agency() -> None:
    for name, spellings in AGENCIES.items():
        assert {agency(spelling) for spelling in spellings} == {name}


@pytest.mark.parametrize(
    ("author", "outlet", "feed_origin", "who"),
    [
        ("Jane Doe, Reuters", "The Daily", "The Group", "Reuters"),
        ("Jane Doe", "The Daily", "The Group", "The Group"),
        ("Jane Doe", "The Daily", None, "The Daily"),
        ("Jane Doe", "Bloomberg Technology", None, "Bloomberg"),
        ("Jane Doe", "AP News", "Associated Press", "AP"),
    ],
)
def test_who_an_entry_goes_back_to(
    author: str, outlet: str, feed_origin: str | None, who: str
) -> None:
    assert origin(Entry("1", "An agent paid", author=author), outlet, feed_origin) == who


@given(st.text(), st.text(), st.text(max_size=400), st.text(max_size=40))
def test_any_text_can_be_looked_at(author: str, title: str, summary: str, outlet: str) -> None:
    found = credited(Entry("1", title, author=author, summary=summary), outlet)
    assert found is None or found in AGENCIES
