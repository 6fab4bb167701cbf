"""A board to export in tests. Every title, outlet and number in it is made up."""

from __future__ import annotations

from signalboard import times
from signalboard.model import (
    Evidence,
    Forecast,
    Original,
    Report,
    Snapshot,
    Stance,
    Thesis,
    Version,
    Watch,
    Withdrawn,
)

AS_OF = times.parse_iso("2026-11-24T03:31:54")
SUPPORT, CONTRADICT, NO_BEARING = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING


def moment(written: str) -> int:
    """A moment as ISO 8601."""
    return times.parse_iso(written)


def report(
    title: str,
    outlet: str,
    published: str | None,
    *,
    origin: str | None = None,
    url: str | None = None,
    seen: str | None = None,
    rated: str = "",
) -> Report:
    """One report; its address is made from the outlet and the title."""
    host = "".join(c for c in outlet.lower() if c.isascii() and c.isalnum()) or "outlet"
    path = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split()[:6])
    first_seen = seen or published or "2026-09-01T00:00"
    return Report(
        feed_url=f"https://{host}.example/feed.xml",
        entry_id=f"tag:{host}.example,2026:{path}",
        outlet=outlet,
        origin=origin or outlet,
        title=title,
        url=f"https://www.{host}.example/2026/{path}" if url is None else url,
        published_at=None if published is None else moment(published),
        first_seen_at=moment(first_seen) + (0 if seen else 1260),
        reliability=rated,
    )


def piece(
    ident: str,
    stance: Stance,
    strength: int,
    judged: str,
    *reports: Report,
    note: str = "",
    companies: tuple[str, ...] = (),
    excerpt: str = "",
    story: str | None = None,
    thesis: str = "web4-at-velocity",
    version: int = 1,
    changed: str | None = None,
    quote: str = "",
    quoted: str = "",
    original: Original | None = None,
) -> Evidence:
    """One judgment; the story has the title and address of its first report."""
    first = reports[0]
    return Evidence(
        id=ident,
        thesis_id=thesis,
        story_id=story or f"s{abs(sum(map(ord, first.title))):011d}",
        stance=stance,
        strength=strength,
        note=note,
        judged_at=moment(judged),
        changed_at=moment(changed or judged),
        version=version,
        snapshot=Snapshot(
            title=first.title,
            url=first.url,
            at=first.first_seen_at if first.published_at is None else first.published_at,
            excerpt=excerpt,
            companies=companies,
            reports=reports,
        ),
        quote=quote,
        quoted=quoted,
        original=original,
    )


WEB4 = Thesis(
    id="web4-at-velocity",
    number=1,
    name="Web4 at velocity",
    versions=(
        Version(
            "By the end of 2028 software agents, not people, are the main users of consumer "
            "platforms.",
            "At the end of 2028 most use of consumer platforms is still by people.",
            moment("2026-09-01T08:00"),
        ),
        Version(
            "By the end of 2028 at least half of the requests to the ten largest consumer "
            "platforms are made by software agents on a person's behalf.",
            "At the end of 2028 most requests to the ten largest consumer platforms are still "
            "made by people themselves.",
            moment("2026-10-20T09:30"),
        ),
    ),
    prior=0.35,
    keywords=("agent", "assistant"),
    status="active",
    created_at=moment("2026-09-01T08:00"),
    horizon_at=moment("2028-12-31"),
    rivals=(
        "Agents grow, but on platforms of their own.",
        "Platforms count their own automation as agents.",
    ),
    pre_mortem="Liability was never settled, so platforms kept a person in every loop.",
)

_RETURNS = "Alibaba's Qwen agents now handle returns on Taobao"
_PILOTS = "Why agent pilots stall: three banks, one pattern"
_CHECKOUT = "Retailer blocks shopping agents at checkout"
_SPLIT = "Messaging app opens to agents, and asks a person to confirm every payment"

EVIDENCE = (
    piece(
        "e9",
        SUPPORT,
        1,
        "2026-09-03T07:42",
        report(
            "Booking site reports one reservation in nine made by an assistant",
            "TechNode",
            "2026-09-02T22:10",
        ),
        note="One site, its own count; but it is use, not a demo.",
        version=0,
    ),
    piece(
        "e10",
        CONTRADICT,
        1,
        "2026-09-03T07:44",
        report(_CHECKOUT, "The Verge", "2026-09-02T16:05"),
        report(_CHECKOUT, "Hacker News", "2026-09-02T17:20"),
        note="A large shop sees agents as a cost.",
        companies=("Amazon",),
        version=0,
    ),
    piece(
        "e14-1",
        NO_BEARING,
        1,
        "2026-09-09T18:20",
        report("A robot vacuum that maps your furniture", "Ars Technica", "2026-09-09T12:00"),
        version=0,
    ),
    piece(
        "e14-2",
        NO_BEARING,
        1,
        "2026-09-09T18:20",
        report(
            "Chip maker's data-centre revenue up a third on the year", "Reuters", "2026-09-08T20:31"
        ),
        companies=("Nvidia",),
        note="Spending on agents is not use of agents.",
        version=0,
    ),
    piece(
        "e21",
        SUPPORT,
        2,
        "2026-09-28T06:55",
        report(_RETURNS, "SCMP", "2026-09-27T23:40", origin="Alibaba Group"),
        report("Qwen takes over Taobao returns", "KrASIA", "2026-09-28T01:15"),
        report("阿里巴巴：通义智能体可在淘宝处理退货", "财新", "2026-09-28T02:02"),
        note="Used by shoppers, not demoed; the count is the company's own.",
        companies=("Alibaba",),
        excerpt="Shoppers can hand a return to an agent that argues with the merchant, books the "
        "courier and tracks the refund.",
        version=0,
        changed="2026-10-02T08:12",
        original=Original(strength=1, note="", reports=1),
    ),
    piece(
        "e30",
        SUPPORT,
        1,
        "2026-10-14T12:03",
        report("Payment firm lets agents hold a balance", "Stripe", "2026-10-14T09:00"),
        companies=("Stripe",),
        version=0,
    ),
    piece(
        "e38",
        SUPPORT,
        2,
        "2026-10-22T07:15",
        report(_SPLIT, "Bloomberg", "2026-10-21T10:30", rated="B"),
        report(_SPLIT, "Yahoo Finance", "2026-10-21T10:55", origin="Bloomberg", rated="C"),
        note="A billion users get an agent in the app they already live in.",
        companies=("Tencent",),
        story="s-messaging",
    ),
    piece(
        "e39",
        CONTRADICT,
        1,
        "2026-10-22T07:16",
        report(_SPLIT, "Bloomberg", "2026-10-21T10:30", rated="B"),
        report(_SPLIT, "Yahoo Finance", "2026-10-21T10:55", origin="Bloomberg", rated="C"),
        note="If a person must confirm each payment, the person is still the user.",
        companies=("Tencent",),
        story="s-messaging",
    ),
    piece(
        "e52",
        CONTRADICT,
        2,
        "2026-11-05T19:48",
        report(_PILOTS, "Snake Oil", "2026-11-05T14:00"),
        note="Three independent accounts, the same obstacle: liability, not ability.",
        excerpt="None of the three went past the pilot; in each the open question was who pays for "
        "a mistake.",
        quote="The agent could do it in March. Nobody could say who pays when it is wrong.",
        quoted="head of a bank's pilot, unnamed",
    ),
    piece(
        "e53",
        SUPPORT,
        1,
        "2026-11-12T08:30",
        report(
            "Tencent upgrades its foundation model",
            "Bloomberg Technology",
            None,
            url="",
            seen="2026-11-11T23:05",
        ),
        note="Only if it reaches WeChat; see the watch.",
        companies=("Tencent", "OpenAI"),
    ),
    piece(
        "e60",
        CONTRADICT,
        1,
        "2026-11-20T17:22",
        report(
            "[Update] Court sides with shop over assistant's *automated* purchases",
            "The Decoder",
            "2026-11-20T13:37",
        ),
        companies=("Perplexity", "Amazon"),
    ),
    piece(
        "e61",
        SUPPORT,
        3,
        "2026-11-24T03:31",
        report(
            "Agents make 22% of requests at six of ten platforms, measurement study finds",
            "Import AI",
            "2026-11-23T11:00",
            url="https://importai.example/p/22?utm=a&b=(c)",
        ),
        report(
            "Study: a fifth of platform traffic is agents", "MIT Tech Review", "2026-11-23T18:45"
        ),
        note="First outside measurement; method published; still under half.",
        companies=("Cloudflare",),
    ),
)

WALLETS = Thesis(
    id="agents-get-wallets",
    number=3,
    name="Agents get wallets",
    versions=(
        Version(
            "By mid-2028 agents pay for at least one online checkout in twenty.",
            "By mid-2028 agents pay for fewer than one online checkout in twenty.",
            moment("2026-09-01T08:00"),
        ),
    ),
    status="draft",
    created_at=moment("2026-09-01T08:00"),
)
WALLETS_EVIDENCE = (
    piece(
        "e31",
        SUPPORT,
        2,
        "2026-10-14T12:05",
        report("Payment firm lets agents hold a balance", "Stripe", "2026-10-14T09:00"),
        note="A wallet exists; nobody has said how many are filled.",
        companies=("Stripe",),
        thesis="agents-get-wallets",
        version=0,
    ),
)

TALENT = Thesis(
    id="talent-moves-frontiers",
    number=5,
    name="Talent moves frontiers",
    versions=(
        Version(
            "Hiring a senior researcher shows up in a shipped model within a year.",
            "A senior researcher's move changes no shipped model within a year.",
            moment("2026-11-02T10:00"),
        ),
    ),
    created_at=moment("2026-11-02T10:00"),
)

WATCHES = (
    Watch(
        id="w3",
        thesis_id="web4-at-velocity",
        question="Does the upgraded model power a feature of WeChat by 11 May 2027?",
        hit_if="A feature that anyone in WeChat can use is said by Tencent to run on it.",
        miss_if="No such feature by the date, or only a test by invitation.",
        void_if="The model is renamed or withdrawn before the date.",
        look_up="Tencent's release notes and results calls",
        opened_at=moment("2026-11-12T08:35"),
        closes_at=moment("2027-05-11T08:35"),
        h1=0.7,
        h0=0.15,
        story_id=EVIDENCE[9].story_id,
    ),
    Watch(
        id="w1",
        thesis_id="web4-at-velocity",
        question="Do three of the ten largest shops turn agents away by 15 November 2026?",
        hit_if="Three say so in their terms, or measurably do it.",
        miss_if="Fewer than three by the date.",
        void_if="",
        look_up="Terms of use; the monthly crawl of a neutral index",
        opened_at=moment("2026-09-03T07:50"),
        closes_at=moment("2026-11-15T00:00"),
        h1=0.3,
        h0=0.6,
    ),
    Watch(
        id="w2",
        thesis_id="web4-at-velocity",
        question="Does any platform report agents in its quarterly figures by 1 November 2026?",
        hit_if="A number for agents stands in a quarterly report.",
        miss_if="No number in any of the ten reports.",
        void_if="Fewer than five of the ten report in time.",
        look_up="Quarterly reports of the ten",
        opened_at=moment("2026-09-03T07:55"),
        closes_at=moment("2026-11-01T00:00"),
        h1=0.6,
        h0=0.4,
        state="hit",
        resolves_at=moment("2026-11-20T00:00"),
        forecasts=(
            Forecast(moment("2026-09-03T07:55"), 0.47, False),
            Forecast(moment("2026-10-15T09:00"), 0.7, True),
        ),
        settled_at=moment("2026-11-21T08:00"),
        link="https://www.platform.example/reports/2026-q3",
        note="One of the ten, on page 14.",
    ),
)

WITHDRAWN = (
    Withdrawn(
        piece(
            "e12",
            SUPPORT,
            2,
            "2026-09-05T10:00",
            report("Assistant books a third of all trips", "Travel Wire", "2026-09-05T08:00"),
            note="A third would be a lot.",
            version=0,
        ),
        moment("2026-09-12T10:00"),
        "The outlet corrected it: a third of the trips that were asked about.",
    ),
    Withdrawn(
        piece(
            "e44",
            SUPPORT,
            1,
            "2026-10-30T10:00",
            report("Early figures hint at a fifth", "Import AI", "2026-10-29T08:00"),
        ),
        moment("2026-11-24T03:31:54"),
        by="e61",
    ),
)

THESES = (WEB4, WALLETS, TALENT)
ALL_EVIDENCE = EVIDENCE + WALLETS_EVIDENCE
