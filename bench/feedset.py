"""Feeds to measure with: the same ones every time, in the shape of real ones.

Made-up words in the proportions of headlines: a few very common, many rare; five
languages; half RSS, half Atom; summaries in HTML of a few hundred characters. Three
entries in ten report an event that other feeds report too, each in its own words.
"""

from __future__ import annotations

import html
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import accumulate
from pathlib import Path

FEEDS, ENTRIES = 500, 40
SHARED = 0.3
EVENTS = 1500
DAY = 86_400
SPREAD = 10 * DAY
"""Seconds over which the entries of a feed lie."""
COMPANIES = ("Tencent", "Alibaba", "OpenAI", "Anthropic", "Nvidia", "Stripe", "Baidu", "Meta")

_SYLLABLES = {
    "en": "an ber con der el fin gar hol in jor ken lan mar nor or pel quin ron sol ter ul van wes",
    "de": "auf bau druck eis für geld haus jahr kraft land maß netz öl preis rück stadt über wahl",
    "ru": "бан вер год дом ен жар за ин кор лан мир нов ор пол рос сто тур ук фон ход цен шко",
    "ar": "ال با تر جم حر خط در سل شر صن طا عم فن قل كت لب مد نص هد وز",
    "zh": "新 大 中 国 市 场 公 司 科 技 能 力 发 布 计 划 增 长 资 金 平 台 用 户 数 据 模 型 云",
}
_COMMON = (  # in the order of how common they are
    "the of to in and for on a with as at by from new after over says is us china will ai up market"
    " bank deal first more year tech plan court how shares stocks trade growth global rise chief"
    " data oil government billion model report sales police state talks cut house profit price"
    " agents rates law cloud bill fund two business world tax network users study party search"
    " group launch week rally test record power union risk health drug energy work war capital"
    " minister week city car home school election budget app chip video time day media job"
    " president loss fall leader strike people call team top gain back open vote set sell buy offer"
    " investors quarter outlook supply demand index security safety rule ban fine lawsuit"
)
_SHARES = {"en": 70, "de": 9, "ru": 8, "ar": 4, "zh": 9}
_FRAMES = (
    "{0} {1} says {2} {3} will {4} after {5}",
    "{0} to {1} {2} {3} in {4} deal worth {n} million",
    "{0} shares {1} as {2} {3} {4} {5}",
    "Why the {0} {1} {2} on {3} {4}",
    "{0} launches {1} {2} for {3} {4}, {5}",
    "{0} {1} {2} {3} {4} {5} {6}",
)


@dataclass(frozen=True)
class Made:
    """One entry: what its feed says of it."""

    ident: str
    title: str
    link: str
    summary: str
    at: int


class Language:
    """Words of one script, each rarer than the one before."""

    def __init__(self, code: str, words: int) -> None:
        dice = random.Random(f"words {code}")
        syllables = _SYLLABLES[code].split()
        made = dict.fromkeys(_COMMON.split() if code == "en" else ())
        while len(made) < words:
            word = "".join(dice.choices(syllables, k=dice.choice((1, 2, 2, 3))))
            made[word.capitalize() if code != "zh" and dice.random() < 0.3 else word] = None
        self.code = code
        self.words = tuple(made)
        self.weights = tuple(accumulate(1 / (rank + 4) ** 0.85 for rank in range(words)))

    def some(self, dice: random.Random, count: int) -> list[str]:
        """So many words, common ones more often."""
        return dice.choices(self.words, cum_weights=self.weights, k=count)

    def text(self, dice: random.Random, length: int) -> str:
        """A sentence or more, of about so many characters."""
        sign = len(self.words[0]) + 1
        words = self.some(dice, max(3, length // max(5, sign)))
        return ("" if self.code == "zh" else " ").join(words).capitalize() + "."


def languages() -> list[Language]:
    """The languages, the first far more often than the others."""
    return [Language(code, 12_000 if code == "en" else 4_000) for code in _SHARES]


def drawn(dice: random.Random, spoken: list[Language]) -> Language:
    """One of the languages."""
    return dice.choices(spoken, weights=list(_SHARES.values()))[0]


def title(dice: random.Random, language: Language) -> str:
    """A headline, one in six with a company that is tracked."""
    words = language.some(dice, 7)
    if dice.random() < 1 / 6:
        words[0] = dice.choice(COMPANIES)
    if language.code == "en":
        return dice.choice(_FRAMES).format(*words, n=dice.randint(2, 900))
    return ("" if language.code == "zh" else " ").join(words)


def reworded(dice: random.Random, language: Language, told: str) -> str:
    """The same event as another outlet puts it: a word fewer, another order, another word."""
    if language.code == "zh":
        cut = dice.randint(1, 3)
        return told[cut:] + "".join(language.some(dice, 1)) if dice.random() < 0.6 else told
    words = told.split()
    how = dice.random()
    if how < 0.3:
        return told
    if how < 0.6:
        words[-1:] = language.some(dice, 2)
    elif how < 0.8:
        del words[dice.randrange(len(words))]
    else:
        words = [*words[3:], *words[:3]]
    return " ".join(words)


def entries(feeds: int, each: int, until_at: int) -> Iterator[list[Made]]:
    """The entries of each feed, the newest first."""
    spoken = languages()
    dice = random.Random("feeds")
    events = []
    for _ in range(EVENTS):
        language = drawn(dice, spoken)
        events.append((language, title(dice, language), until_at - dice.randrange(SPREAD)))
    for feed in range(feeds):
        own = drawn(dice, spoken)
        shared = [event for event in dice.sample(events, 4 * each) if event[0] is own]
        made = []
        for number in range(each):
            if shared and dice.random() < SHARED:
                language, told, at = shared.pop()
                said, at = reworded(dice, language, told), at + dice.randrange(DAY // 2)
            else:
                said, at = title(dice, own), until_at - dice.randrange(SPREAD)
            named = f"feed{feed}-{number}"
            link = f"https://outlet{feed}.example/{number}-{dice.randrange(10**6)}?utm_source=rss"
            made.append(Made(named, said, link, _summary(dice, own), min(at, until_at)))
        yield sorted(made, key=lambda entry: -entry.at)


def _summary(dice: random.Random, language: Language) -> str:
    first = language.text(dice, dice.randint(120, 300))
    second = language.text(dice, dice.randint(60, 200))
    return f'<p>{first}</p><p>{second} <a href="https://example.org/more">…</a></p>'


def write(folder: Path, until_at: int, feeds: int = FEEDS, each: int = ENTRIES) -> list[str]:
    """Writes the feeds into a folder; their file names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number, made in enumerate(entries(feeds, each, until_at)):
        kind = (_rss, _atom)[number % 2]
        name = f"{number:03d}.{'rss' if kind is _rss else 'atom'}"
        (folder / name).write_text(kind(f"Outlet {number}", made), encoding="utf-8")
        names.append(name)
    return names


def _rss(name: str, made: list[Made]) -> str:
    items = "".join(
        f"<item><title>{html.escape(entry.title)}</title><link>{html.escape(entry.link)}</link>"
        f'<guid isPermaLink="false">{entry.ident}</guid>'
        f"<pubDate>{format_datetime(datetime.fromtimestamp(entry.at, UTC))}</pubDate>"
        f"<description>{html.escape(entry.summary)}</description></item>\n"
        for entry in made
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{name}</title><link>https://example.org/</link>"
        f"<description>{name}</description>\n{items}</channel></rss>\n"
    )


def _atom(name: str, made: list[Made]) -> str:
    def moment(at: int) -> str:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    items = "".join(
        f"<entry><title>{html.escape(entry.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{html.escape(entry.link)}"/>'
        f"<id>urn:{entry.ident}</id><published>{moment(entry.at)}</published>"
        f"<updated>{moment(entry.at)}</updated><author><name>{name}</name></author>"
        f'<summary type="html">{html.escape(entry.summary)}</summary></entry>\n'
        for entry in made
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>{name}</title><id>urn:{name.replace(" ", "-")}</id><link href="https://example.org/"/>'
        f"<updated>{moment(made[0].at)}</updated>\n{items}</feed>\n"
    )
