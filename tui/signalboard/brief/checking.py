"""What a brief lacks to be one: a sentence for each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from signalboard import times
from signalboard.brief.beginning import Aids
from signalboard.judge import watching
from signalboard.model import HEADLINE, POINTS, QUOTE, Asked, Brief, Thesis
from signalboard.text import clean, counted

_LEFT_OUT = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]")
_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)
"""Quotation marks and dashes, which every outlet sets in its own way."""
_MANY_WORDS = 4
"""Words of a headline that are somebody's own."""


def missing(brief: Brief, aids: Aids, now: int) -> tuple[str, ...]:
    """What is missing or wrong, in the order of the parts; nothing where the brief is whole."""
    return (
        *_headline(brief, aids.titles),
        *_points(brief),
        *_signal(brief),
        *_quote(brief, aids.texts),
        *_watches(brief, aids, now),
        *_sources(brief),
    )


def stands_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether words stand in one of the texts as they are, and in their order.

    ``[…]`` stands for what was left out; white space, and how quotation marks and dashes are
    set, does not count.
    """
    pieces = [piece for part in _LEFT_OUT.split(quote) if (piece := _even(part))]
    return bool(pieces) and any(_in_order(pieces, _even(text)) for text in texts)


def is_theirs(headline: str, titles: Iterable[str]) -> str:
    """The title of an outlet that a headline has word for word; empty where it has none."""
    words = _words(headline)
    for title in titles:
        own = _words(title)
        longer = len(own) >= _MANY_WORDS and f" {' '.join(own)} " in f" {' '.join(words)} "
        if own and (own == words or longer):
            return title
    return ""


def _headline(brief: Brief, titles: Iterable[str]) -> Iterator[str]:
    if not brief.headline:
        yield "The headline is missing: say in your own words what happened."
        return
    if len(brief.headline) > HEADLINE:
        yield f"The headline has {len(brief.headline)} characters; {HEADLINE} at most."
    if title := is_theirs(brief.headline, titles):
        yield f"The headline is an outlet's own, “{clean(title, 80)}”: say it in your own words."


def _points(brief: Brief) -> Iterator[str]:
    said = [point for point in brief.points if point.text]
    if len(said) != POINTS or len(brief.points) != POINTS:
        yield f"The Summary has {counted(len(said), 'point')}; it is {POINTS}."
    for number, point in enumerate(brief.points, start=1):
        if point.text and not point.sources:
            yield f"Point {number} names no source: put its number in brackets behind it."


def remarks(brief: Brief) -> tuple[str, ...]:
    """What is nothing that a brief lacks, and yet perhaps not meant; a sentence each."""
    signal = {bearing.thesis_id for bearing in brief.bearings}
    others = [
        asked.watch_id or f"Watch {number}"
        for number, asked in enumerate(brief.watches, start=1)
        if signal and asked.thesis_id and asked.thesis_id not in signal
    ]
    return tuple(f"{name} is on another thesis than those the Signal names." for name in others)


def _signal(brief: Brief) -> Iterator[str]:
    if not brief.bearings:
        yield "The Signal names no thesis: judge the story by one that it supports or contradicts."


def _quote(brief: Brief, texts: Iterable[str]) -> Iterator[str]:
    if not brief.quote:
        yield "The pull quote is missing."
        return
    if len(brief.quote) > QUOTE:
        yield f"The pull quote has {len(brief.quote)} characters; {QUOTE} at most."
    if not brief.quoted:
        yield "Nobody is named for the pull quote: say behind -- who said it, or own."
    elif not brief.is_own and not stands_in(brief.quote, texts):
        yield (
            "The pull quote does not stand in the story word for word: quote what does, or mark "
            "it as own."
        )


def _watches(brief: Brief, aids: Aids, now: int) -> Iterator[str]:
    if not brief.watches:
        yield (
            "The Implication has no watch: what will show whether it came true (hit if, miss "
            "if), and by when?"
        )
    is_open = {watch.id for watch in aids.watches}
    for number, asked in enumerate(brief.watches, start=1):
        name = asked.watch_id or f"Watch {number}"
        if not asked.watch_id:
            yield from (f"{name} {why}" for why in _new(asked, aids.theses, now))
        elif asked.watch_id not in is_open and brief.finished_at is None:
            yield f"{name} is not open any more: take another, or ask a new one."


def _new(asked: Asked, theses: Iterable[Thesis], now: int) -> Iterator[str]:
    if asked.thesis_id not in {thesis.id for thesis in theses}:
        yield "names no thesis in play."
    if not asked.question:
        yield "asks no question: what will be known by its date?"
    if not asked.hit_if:
        yield "does not say when it is a hit."
    if not asked.miss_if:
        yield "does not say when it is a miss."
    if asked.closes_at is None:
        yield "has no date: by when will it be known?"
    elif asked.closes_at <= now:
        yield f"closed on {times.day(asked.closes_at)}: it has to ask what is not known yet."
    if why := watching.wrong_chances(asked.h1, asked.h0):
        yield f"weighs nothing that can be told. {why}"


def _sources(brief: Brief) -> Iterator[str]:
    for number, source in enumerate(brief.sources, start=1):
        if not source.title and not source.url:
            yield f"Source {number} has neither a title nor an address."
    if not brief.sources:
        yield "There is no source."


def _even(text: str) -> str:
    return " ".join(text.translate(_SAME).split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _in_order(pieces: Iterable[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
