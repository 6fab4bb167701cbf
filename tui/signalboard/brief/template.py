"""A brief as plain text that a person fills in, with remarks on what belongs where. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from signalboard import times
from signalboard.brief import parts
from signalboard.brief.beginning import Aids
from signalboard.brief.parts import as_text, heading
from signalboard.judge import watching
from signalboard.model import (
    HEADLINE,
    POINTS,
    QUOTE,
    STRENGTHS,
    Asked,
    Bearing,
    Brief,
    Cited,
    Point,
    Stance,
    Watch,
)
from signalboard.text import wrapped

WIDTH = 70
_OF_STORY = 4000
"""Characters of a story that are shown below the text."""
_OFFERED = 8
"""Watches, and days, that are offered."""


def written(brief: Brief, aids: Aids) -> str:
    """The text to be filled in; read back as it stands it says what the brief says."""
    blocks = (
        _remarks(
            f"A brief of: {brief.snapshot.title}",
            "Lines that begin with # are remarks and are not kept. Text that begins with # or "
            "with ==, a number or --, or reads like a key below, has a \\ before it.",
        ),
        _headline(brief, aids),
        _summary(brief),
        _signal(brief),
        _quote(brief),
        _implication(brief, aids),
        _sources(brief),
        _story(aids),
    )
    return "\n\n".join("\n".join(lines) for block in blocks if (lines := list(block))) + "\n"


def told(bearing: Bearing) -> str:
    """What a story was judged to say of a thesis: ``▲ supports, moderate: 2 Name``."""
    sign = "▲ supports" if bearing.stance is Stance.SUPPORT else "▼ contradicts"
    return f"{sign}, {STRENGTHS[bearing.strength]}: {bearing.number} {bearing.name}"


def _headline(brief: Brief, aids: Aids) -> Iterator[str]:
    yield heading(parts.HEADLINE)
    yield from _remarks(f"In your own words, at most {HEADLINE} characters. Taken already:")
    yield from (f"#   {title}" for title in aids.titles)
    yield from _text(brief.headline) or [""]


def _summary(brief: Brief) -> Iterator[str]:
    yield heading(parts.SUMMARY)
    yield from _remarks("Three points; behind each, in brackets, the number of its source below.")
    points = (*brief.points, *(Point(""),) * (POINTS - len(brief.points)))
    for number, point in enumerate(points, start=1):
        named = f"[{', '.join(map(str, point.sources))}]"
        yield from _item(number, f"{point.text} {named}" if point.text else named)


def _signal(brief: Brief) -> Iterator[str]:
    yield heading(parts.SIGNAL)
    if brief.bearings:
        yield from _remarks("Named here by itself, from how the story is judged on the board:")
        yield from (f"#   {told(each)}" for each in brief.bearings)
        yield from _remarks("Below, if you like: why it is a signal, and of what.")
    else:
        yield from _remarks(
            "No thesis is named here: by what is judged on the board the story supports and "
            "contradicts none. Judge it so by one, and that is named. Below, if you like: why it "
            "is a signal, and of what."
        )
    yield from _prose(brief.signal)


def _quote(brief: Brief) -> Iterator[str]:
    yield heading(parts.QUOTE)
    yield from _remarks(
        f"At most {QUOTE} characters, word for word as the story has it ([…] for what is left "
        "out), and behind -- who said it; or your own sentence, and behind -- the word own."
    )
    yield from _text(f"“{brief.quote}”") if brief.quote else [""]
    yield f"-- {brief.quoted}".rstrip()


def _implication(brief: Brief, aids: Aids) -> Iterator[str]:
    yield heading(parts.IMPLICATION)
    yield from _remarks(
        "What follows if it is true, in a sentence or two; then at least one watch: what will "
        "show it, by when. A new one is opened on its thesis when the brief is finished."
    )
    named = {each.watch_id for each in brief.watches}
    theses = {bearing.thesis_id for bearing in brief.bearings}
    offered = [watch for watch in aids.watches if watch.id not in named]
    offered.sort(key=lambda watch: watch.thesis_id not in theses)
    if offered:
        names = {thesis.id: f"{thesis.number} {thesis.name}" for thesis in aids.theses}
        yield from _remarks("Open already; a line such as “watch: w12” takes one over:")
        for watch in offered[:_OFFERED]:
            yield f"#   {_asked(watch)} ({names.get(watch.thesis_id, watch.thesis_id)})"
    if aids.days:
        yield from _remarks("The story says of when:")
        yield from (f"#   {times.day(at)}  {phrase}" for phrase, at in aids.days[:_OFFERED])
    weights = ", ".join(f"{each.name} {each.h1:.2f}/{each.h0:.2f}" for each in watching.PRESETS)
    yield from _remarks(
        "By: a day (2027-05-24) or a span (six months). Weight, P(hit if the thesis is true) / "
        f"P(hit if false): {weights}."
    )
    yield from _prose(brief.implication)
    for asked in brief.watches or [_blank(brief)]:
        yield ""
        yield from _watch(asked, brief, aids)


def _watch(asked: Asked, brief: Brief, aids: Aids) -> Iterator[str]:
    if asked.watch_id:
        yield f"watch: {asked.watch_id}"
        yield f"#   {asked.question}"
        yield f"#   hit if: {asked.hit_if}"
        yield f"#   miss if: {asked.miss_if}"
        if asked.closes_at is not None:
            yield f"#   by: {times.day(asked.closes_at)}"
        return
    yield f"watch: {parts.NEW}"
    numbers = {thesis.id: thesis.number for thesis in aids.theses}
    numbers |= {bearing.thesis_id: bearing.number for bearing in brief.bearings}
    known = asked.thesis_id in numbers
    yield f"thesis: {numbers[asked.thesis_id] if known else asked.thesis_id}".rstrip()
    yield from _value("question", asked.question)
    yield from _value("hit if", asked.hit_if)
    yield from _value("miss if", asked.miss_if)
    yield from _value("by", "" if asked.closes_at is None else times.day(asked.closes_at))
    named = watching.preset_of(asked.h1, asked.h0)
    yield f"weight: {named.name if named else f'{asked.h1:g}/{asked.h0:g}'}"


def _sources(brief: Brief) -> Iterator[str]:
    yield heading(parts.SOURCES)
    yield from _remarks("The story's reports, and what you add: a number and a title, then these.")
    for number, source in enumerate(brief.sources, start=1):
        yield from _item(number, source.title)
        yield from _source(source)


def _source(source: Cited) -> Iterator[str]:
    day = "" if source.published_at is None else times.day(source.published_at)
    for key, said in (("outlet", source.outlet), ("date", day), ("link", source.url)):
        yield from (f"   {line}" for line in _value(key, said))


def _story(aids: Aids) -> Iterator[str]:
    if aids.texts:
        yield from _remarks("What the story says:")
        left = _OF_STORY
        for said in aids.texts:
            for paragraph in said[:left].split("\n"):
                yield from (f"#   {line}" for line in wrapped(paragraph, WIDTH - 4))
            left = max(0, left - len(said))


def _blank(brief: Brief) -> Asked:
    """A watch to be filled in, on the thesis that the story says most of."""
    most = max(brief.bearings, key=lambda each: each.strength, default=None)
    telling = watching.PRESETS[1]
    thesis = ("", "") if most is None else (most.thesis_id, most.name)
    return Asked(*thesis, "", "", "", None, telling.h1, telling.h0)


def _asked(watch: Watch) -> str:
    return f"{watch.id}  {times.day(watch.closes_at)}  {watch.question}"


def _remarks(*paragraphs: str) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from (f"# {line}" for line in wrapped(paragraph, WIDTH - 2))


def _text(text: str) -> list[str]:
    return [as_text(line) for line in wrapped(text, WIDTH)]


def _prose(paragraphs: Sequence[str]) -> list[str]:
    if not paragraphs:
        return [""]
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += ["", *_text(paragraph)] if lines else _text(paragraph)
    return lines


def _item(number: int, text: str) -> Iterator[str]:
    """A numbered text; what follows its first line is set in."""
    mark = f"{number}. "
    first, *rest = wrapped(text, WIDTH - len(mark)) or [""]
    yield f"{mark}{first}".rstrip()
    yield from (f"{' ' * len(mark)}{as_text(line)}" for line in rest)


def _value(key: str, text: str) -> Iterator[str]:
    first, *rest = wrapped(text, WIDTH - len(key) - 2) or [""]
    yield f"{key}: {first}".rstrip()
    yield from (f"  {as_text(line)}" for line in rest)
