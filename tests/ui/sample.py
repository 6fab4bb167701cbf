"""A home with invented stories at a fixed moment, for driving the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk
from signalboard.links import canonical_url
from signalboard.model import Entry
from signalboard.wire.companies import Finder
from signalboard.wire.stories import title_key

NOW = 1_795_530_720
"""Tuesday 2026-11-24 14:32 UTC."""
MINUTE, HOUR, DAY = 60, 3600, 86400

FEEDS = """\
feeds:
  - {name: SCMP, url: "http://127.0.0.1:9/scmp"}
  - {name: The Verge, url: "http://127.0.0.1:9/verge"}
companies:
  - {name: Tencent, aliases: [WeChat, 腾讯]}
  - {name: Alibaba, aliases: [Qwen]}
  - {name: OpenAI, aliases: [ChatGPT]}
  - {name: Anthropic, aliases: [Claude]}
  - {name: Baidu, aliases: [Ernie, 百度]}
  - {name: Nvidia}
  - {name: Perplexity}
  - {name: Stripe, as_written: true}
theses:
"""
THESES = (
    ("Web4 at velocity", "agents become the main users", "people stay the main users"),
    ("China ships agents first", "a super-app in China is first", "it happens elsewhere first"),
    ("Agents get wallets", "agents pay at a share of checkouts", "people keep paying themselves"),
    ("Infrastructure is the moat", "compute and distribution decide", "model quality decides"),
    ("Talent moves frontiers", "a senior hire ships within a year", "hires do not show"),
    ("The web closes to agents", "sites block agents faster", "sites welcome agents faster"),
)


@dataclass(frozen=True)
class Told:
    """An invented story: title, summary, and who had it how many seconds ago."""

    title: str
    reports: tuple[tuple[str, int], ...]
    summary: str = ""
    url: str | None = None


STORIES = (
    Told("Tencent upgrades its foundation model, first since OpenAI hire",
         (("Bloomberg", 9 * MINUTE), ("Reuters", 5 * MINUTE), ("CNBC", 4 * MINUTE),
          ("SCMP", 3 * MINUTE)),
         "The company gave its foundation model a first upgrade since it hired a senior "
         "researcher from OpenAI."),
    Told("Alibaba's Qwen agents now handle returns on Taobao",
         (("SCMP", 22 * MINUTE), ("KrASIA", 19 * MINUTE)),
         "Shoppers can hand a return to an agent that argues with the merchant, books the "
         "courier and tracks the refund. The company says one return in nine was handled this "
         "way in the trial.\n\nMerchants can appeal to a person."),
    Told("Retailer blocks shopping agents at checkout", (("The Verge", 41 * MINUTE),),
         "The shop turns away visitors that it takes for programs."),
    Told("Codex as a platform: build on the open harness", (("OpenAI", HOUR),)),
    Told("How are agents used? 177,000 tools examined", (("AISI", HOUR + 60),)),
    Told("A robot vacuum that maps your furniture", (("Ars Technica", 2 * HOUR),)),
    Told("百度 opens Ernie agents to merchants in two cities",
         (("TechNode", 2 * HOUR + 60), ("Pandaily", 2 * HOUR), ("SCMP", HOUR))),
    Told("Agents can now hold a balance", (("Stripe", 3 * HOUR),)),
    Told("Import AI 441: on whether benchmarks measure work", (("Import AI", 3 * HOUR + 60),)),
    Told("Nvidia's data-centre revenue up a third on the year",
         tuple((f"Outlet {n}", 4 * HOUR - n * 60) for n in range(12))),
    Told("Anthropic and Amazon agree five gigawatts of compute", (("Anthropic", 5 * HOUR),)),
    Told("Show HN: my agent negotiated my phone bill", (("HN", 6 * HOUR),)),
    Told("Why agent pilots stall: three banks, one pattern", (("Snake Oil", 8 * HOUR),)),
    Told("Perplexity argues with a court over its browser", (("The Decoder", 9 * HOUR),)),
)  # fmt: skip


def many(count: int) -> tuple[Told, ...]:
    """Plenty of stories, all different, older than the others."""
    return tuple(
        Told(
            f"Agents at work, report {n}: a company tries number {n * 7 % 100}",
            ((f"Outlet {n % 9}", 10 * HOUR + n * 20 * MINUTE),),
            f"Summary of report {n}.",
        )
        for n in range(count)
    )


def home(
    folder: Path, stories: Sequence[Told] = STORIES, *, theses: int = len(THESES)
) -> config.Places:
    """A home of its own with these stories."""
    places = places_of(folder)
    folder.mkdir(parents=True, exist_ok=True)
    seeds = [
        f'  - {{name: "{n}", statement: "{yes}", negation: "{no}"}}\n'
        for n, yes, no in THESES[:theses]
    ]
    text = FEEDS + "".join(seeds) if theses else FEEDS.replace("theses:\n", "")
    places.feeds_file.write_text(text, encoding="utf-8")
    config.ensure(places)
    add(places, stories)
    return places


def places_of(folder: Path) -> config.Places:
    """The files of a home."""
    return config.places(folder, None, {})


def add(places: config.Places, stories: Sequence[Told], now: int = NOW) -> list[str]:
    """Put stories in the archive of a home, as a refresh would; their ids."""
    finder = Finder(config.load(places.feeds_file).companies)
    archive = Archive.open(places.archive)
    ids: list[str] = []
    try:
        with archive.writing() as writing:
            for told in stories:
                story_id: str | None = None
                for number, (outlet, ago) in enumerate(told.reports):
                    url = told.url
                    if url is None:
                        host = outlet.lower().replace(" ", "")
                        url = f"https://{host}.test/{abs(hash_of(told.title)):x}/{number}"
                    entry = Entry(
                        id=f"{outlet}-{told.title}",
                        title=told.title,
                        url=url,
                        summary=told.summary,
                        outlet=outlet,
                        published_at=now - ago,
                    )
                    named, about = finder.named(told.title, told.summary)
                    story_id = writing.add(
                        f"https://{number}.test/feed",
                        entry,
                        outlet=outlet,
                        origin=outlet,
                        canonical_url=canonical_url(url),
                        title_key=title_key(told.title),
                        companies=named,
                        about=about,
                        story_id=story_id,
                        seen_at=now,
                    )
                assert story_id is not None
                ids.append(story_id)
    finally:
        archive.close()
    return ids


def hash_of(text: str) -> int:
    """A number that is the same in every run."""
    return sum(ord(c) * (at + 1) for at, c in enumerate(text))


def desk(places: config.Places, now: int = NOW) -> Desk:
    """A desk over a home whose clock stands still."""
    return Desk.open(places, clock=lambda: now)
