"""Check the bundled feed: its form, and its facts against the data they were taken from.

    python scripts/check_bundled.py [DATA_DIR]

DATA_DIR holds lab-posts.jsonl and reddit-titles.jsonl, one object with date,
source, title and url a line; by default ../shared/data/ai-news, seen from the
root of the repository. Without it only the form is checked, and that is said.
Each error is printed as a sentence, and the exit status is then 1.
"""

from __future__ import annotations

import html
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FEED = ROOT / "tui" / "signalboard" / "bundled" / "agent-economy.atom"
DATA = ROOT.parent / "shared" / "data" / "ai-news"
DATA_FILES = ("lab-posts.jsonl", "reddit-titles.jsonl")

FEED_ID = "tag:signalboard,2026:agent-economy"
SINCE = date(2024, 1, 1)
FEWEST = 120
LONGEST_TITLE = 110
UNLINKED = "Tencent"
"""The one company whose story has no known address."""

COMPANIES: dict[str, tuple[str, str]] = {
    "Alibaba": (r"Alibaba", r"Qwen\w*"),
    "Amazon": (r"Amazon", r"AWS"),
    "Anthropic": (r"Anthropic", r"Claude"),
    "Apple": (r"Apple", r"Siri"),
    "Baidu": (r"Baidu", r"Ernie"),
    "ByteDance": (r"ByteDance", r"Doubao"),
    "Cloudflare": (r"Cloudflare", ""),
    "Coinbase": (r"Coinbase", ""),
    "DeepSeek": (r"DeepSeek", ""),
    "Google": (r"Google", r"Gemini"),
    "Mastercard": (r"Mastercard", ""),
    "Meta": (r"(?-i:Meta)", r"Llama"),
    "Microsoft": (r"Microsoft", r"Copilot"),
    "Mistral": (r"Mistral", ""),
    "Moonshot AI": (r"Moonshot AI", r"Kimi"),
    "Nvidia": (r"Nvidia", ""),
    "OpenAI": (r"OpenAI", r"ChatGPT"),
    "PayPal": (r"PayPal", ""),
    "Perplexity": (r"Perplexity", ""),
    "Salesforce": (r"Salesforce", ""),
    "Shopify": (r"Shopify", ""),
    "Stripe": (r"Stripe", ""),
    "Tencent": (r"Tencent", r"Hunyuan\w*"),
    "Visa": (r"(?-i:Visa)", ""),
    "xAI": (r"xAI", r"Grok"),
    "Zhipu": (r"Zhipu|Z\.ai", r"GLM"),
}
"""The names of each company, and of what it makes: either one makes it occur in the data."""

_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Entry:
    """One entry of the feed, as its text stands there; what is missing is empty."""

    id: str
    title: str
    link: str
    published: str
    updated: str
    author: str
    source: str
    summary: str


@dataclass(frozen=True)
class Fact:
    """One line of the data."""

    date: str
    source: str
    title: str
    url: str


def normal(title: str) -> str:
    """A title as it is compared: entities resolved, case folded, white space made one space."""
    return " ".join(html.unescape(title).casefold().split())


def names(company: str, title: str, *, products: bool = False) -> bool:
    """Whether a title names a company, or, where asked for, something it makes."""
    own, made = COMPANIES[company]
    either = f"{own}|{made}" if products and made else own
    return re.search(rf"\b(?:{either})\b", title, re.IGNORECASE) is not None


def read_feed(feed_path: Path) -> tuple[ET.Element, list[Entry]]:
    """The feed element and its entries; raises OSError or ParseError."""
    feed = ET.parse(feed_path).getroot()
    return feed, [_entry(element) for element in feed.iter(f"{_ATOM}entry")]


def _entry(element: ET.Element) -> Entry:
    def text(*path: str) -> str:
        found = element.findtext("/".join(f"{_ATOM}{name}" for name in path), "")
        return " ".join(found.split())

    links = [link for link in element.iter(f"{_ATOM}link") if link.get("rel") == "alternate"]
    return Entry(
        id=text("id"),
        title=text("title"),
        link=links[0].get("href", "") if links else "",
        published=text("published"),
        updated=text("updated"),
        author=text("author", "name"),
        source=text("source", "title"),
        summary=text("summary"),
    )


def absent(data_dir: Path) -> list[str]:
    """The files of the data that are not there."""
    return [name for name in DATA_FILES if not (data_dir / name).is_file()]


def read_facts(data_dir: Path) -> list[Fact]:
    """All lines of the data; raises OSError, or ValueError for a line that is no fact."""
    facts = []
    for name in DATA_FILES:
        lines = (data_dir / name).read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
                fact = Fact(found["date"], found["source"], found["title"], found["url"])
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"line {number} of {name} is not a fact") from error
            facts.append(fact)
    return facts


def form_problems(feed: ET.Element, entries: list[Entry]) -> list[str]:
    """What is wrong with the feed as such."""
    found = []
    if feed.tag != f"{_ATOM}feed":
        found.append("The outermost element is not an Atom feed.")
    if feed.findtext(f"{_ATOM}id") != FEED_ID:
        found.append(f"The id of the feed is not {FEED_ID}.")
    if not feed.findtext(f"{_ATOM}title", "").strip():
        found.append("The feed has no title.")
    if _moment(feed.findtext(f"{_ATOM}updated", "")) is None:
        found.append("The feed does not say when it was updated.")
    if len(entries) < FEWEST:
        found.append(f"The feed has {len(entries)} entries, fewer than {FEWEST}.")
    counts = Counter(entry.id for entry in entries)
    found += [f"The id {id_!r} occurs {n} times." for id_, n in counts.items() if n > 1]
    if any(newer.updated < older.updated for newer, older in pairwise(entries)):
        found.append("The entries do not stand newest first.")
    unlinked = [entry for entry in entries if not entry.link]
    if len(unlinked) != 1 or not names(UNLINKED, unlinked[0].title):
        titles = ", ".join(repr(entry.title) for entry in unlinked) or "none"
        found.append(f"The only entry without a link should be {UNLINKED}'s, but it is: {titles}.")
    for entry in entries:
        found += _entry_problems(entry)
    return found


def _entry_problems(entry: Entry) -> list[str]:
    name = repr(entry.title or entry.id)
    found = [
        f"The entry {name} has no {field}."
        for field in ("id", "title", "author", "source", "summary")
        if not getattr(entry, field)
    ]
    if len(entry.title) > LONGEST_TITLE:
        found.append(f"The title {name} has more than {LONGEST_TITLE} characters.")
    if entry.author != entry.source:
        found.append(f"The author and the source of {name} are not the same.")
    if _moment(entry.updated) is None:
        found.append(f"The entry {name} does not say when it was updated.")
    if not entry.published and not entry.link:
        day = "undated"
    else:
        published = _moment(entry.published)
        if published is None:
            found.append(f"The entry {name} does not say when it was published.")
            return found
        if published.date() < SINCE:
            found.append(f"The entry {name} was published before {SINCE}.")
        if entry.updated != entry.published:
            found.append(f"The entry {name} was not updated when it was published.")
        day = published.date().isoformat()
    if not re.fullmatch(rf"{re.escape(FEED_ID)}/{day}/[a-z0-9-]+", entry.id):
        found.append(f"The id of {name} is not {FEED_ID}/{day}/ and a slug.")
    return found


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def data_problems(entries: list[Entry], facts: list[Fact]) -> list[str]:
    """Where the feed and the data disagree."""
    found = []
    by_url: dict[str, list[Fact]] = {}
    for fact in facts:
        by_url.setdefault(fact.url, []).append(fact)
    for entry in entries:
        if not entry.link:
            continue
        same = by_url.get(entry.link, [])
        if not same:
            found.append(f"The link of {entry.title!r}, {entry.link}, is not in the data.")
        elif not any((entry.published[:10], entry.source) == (f.date, f.source) for f in same):
            known = " or ".join(f"{fact.date}, {fact.source}" for fact in same)
            found.append(f"The date and source of {entry.title!r} are in the data as {known}.")
        if any(normal(entry.title) == normal(fact.title) for fact in same):
            found.append(f"The title {entry.title!r} is the source's own.")
    recent = [fact.title for fact in facts if fact.date >= SINCE.isoformat()]
    found += [
        f"The data names {company}, but no title of the feed does."
        for company in COMPANIES
        if any(names(company, title, products=True) for title in recent)
        and not any(names(company, entry.title) for entry in entries)
    ]
    return found


def problems(feed_path: Path, data_dir: Path | None) -> list[str]:
    """All that is wrong with a feed, as sentences; without data, with its form alone."""
    try:
        feed, entries = read_feed(feed_path)
    except ET.ParseError as error:
        return [f"{feed_path.name} is not well-formed: {error}."]
    except OSError as error:
        return [f"{feed_path.name} cannot be read: {error.strerror}."]
    found = form_problems(feed, entries)
    if data_dir is None:
        return found
    try:
        facts = read_facts(data_dir)
    except (OSError, ValueError) as error:
        return [*found, f"The data cannot be read: {error}."]
    return found + data_problems(entries, facts)


def main(arguments: list[str]) -> int:
    """Check the bundled feed, print what is wrong, and give the exit status."""
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print("Usage: python scripts/check_bundled.py [DATA_DIR]", file=sys.stderr)
        return 2
    data_dir: Path | None = Path(arguments[0]) if arguments else DATA
    if data_dir is not None and (missing := absent(data_dir)):
        print(
            f"Links, dates, sources, titles and companies were not checked against the data:"
            f" {data_dir} has no {' and no '.join(missing)}.",
            file=sys.stderr,
        )
        data_dir = None
    found = problems(FEED, data_dir)
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
