"""The text of a brief read back: what it says, and a sentence for each line that says nothing.

All that comes in goes through ``text.clean``; what would be cut is told instead. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from signalboard import times
from signalboard.brief import parts
from signalboard.brief.beginning import Aids, of_watch
from signalboard.judge import watching
from signalboard.judge.deadlines import deadlines
from signalboard.links import safe_link
from signalboard.model import OWN, Asked, Brief, Cited, Point, Thesis, replace
from signalboard.text import clean
from signalboard.values import dataclass, field

LONGEST, MOST_LINES = 4000, 2000
"""Characters of a paragraph, lines of the whole."""
_CHANCES = re.compile(r"(0?\.\d+)\s*/\s*(0?\.\d+)")


class Unread(NamedTuple):
    """A line that could not be read, and why."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.why}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says. With anything unread it is not to be taken for the whole."""

    brief: Brief
    unread: tuple[Unread, ...] = ()


class _Line(NamedTuple):
    number: int
    text: str
    is_text: bool
    """Whether a backslash stood before it: then nothing in it is a mark."""


@dataclass(slots=True)
class _Item:
    """A numbered text or a watch, with its keys."""

    line: int
    named: str
    words: list[str] = field(default_factory=list)
    keys: dict[str, tuple[int, list[str]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join(self.words).strip()

    def value(self, key: str) -> str:
        return " ".join(self.keys[key][1]).strip() if key in self.keys else ""

    def at(self, key: str) -> int:
        return self.keys[key][0] if key in self.keys else self.line


def read(text: str, brief: Brief, aids: Aids, now: int) -> Reading:
    """The brief as a text has it; what no text says (its story, its bearings) stays.

    A span such as "six months" counts from ``now``.
    """
    return _Reader(brief, aids, now).read(text)


class _Reader:
    def __init__(self, brief: Brief, aids: Aids, now: int) -> None:
        self._brief, self._aids, self._now = brief, aids, now
        self._unread: list[Unread] = []

    def read(self, text: str) -> Reading:
        found = self._parts(text)
        sources, numbers = self._sources(found[parts.SOURCES])
        quote, quoted = self._quote(found[parts.QUOTE])
        implication, watches = self._implication(found[parts.IMPLICATION])
        brief = replace(
            self._brief,
            headline=self._joined(found[parts.HEADLINE]),
            points=self._points(found[parts.SUMMARY], numbers),
            signal=self._prose(found[parts.SIGNAL]),
            quote=quote,
            quoted=quoted,
            implication=implication,
            watches=watches,
            sources=sources,
        )
        return Reading(brief, tuple(sorted(self._unread)))

    def _wrong(self, line: int, why: str) -> None:
        self._unread.append(Unread(line, why))

    # -- the parts --------------------------------------------------------

    def _parts(self, text: str) -> dict[str, list[_Line]]:
        found: dict[str, list[_Line]] = {part: [] for part in parts.PARTS}
        names = {part.casefold(): part for part in parts.PARTS}
        here: list[_Line] | None = None
        met: set[str] = set()
        told = False
        for line in self._lines(text):
            if not line.is_text and (match := parts.HEADING.fullmatch(line.text)):
                part = names.get(match[1].casefold())
                here = None if part is None or part in met else found[part]
                told = here is None
                if part is None:
                    known = ", ".join(parts.PARTS)
                    said = clean(match[1], 60)
                    self._wrong(line.number, f"no part is called “{said}”. They are: {known}.")
                elif part in met:
                    self._wrong(line.number, f"the part “{part}” has begun above already.")
                else:
                    met.add(part)
            elif here is not None:
                here.append(line)
            elif line.text and not told:
                told = True
                self._wrong(line.number, "this stands before the first part, == Headline ==.")
        return found

    def _lines(self, text: str) -> Iterator[_Line]:
        lines = re.split(r"\r\n|[\n\r]", text)
        if len(lines) > MOST_LINES:
            self._wrong(MOST_LINES + 1, f"there are more than {MOST_LINES:,} lines.")
        for number, raw in enumerate(lines[:MOST_LINES], start=1):
            if len(raw) > LONGEST:
                self._too_long(number)
                continue
            line = clean(raw, LONGEST)
            if line.startswith("\\"):
                yield _Line(number, line[1:], is_text=True)
            elif not line.startswith("#"):
                yield _Line(number, line, is_text=False)

    def _too_long(self, number: int) -> None:
        self._wrong(number, f"longer than {LONGEST:,} characters; make it several paragraphs.")

    def _joined(self, lines: Iterable[_Line]) -> str:
        kept = [line for line in lines if line.text]
        whole = " ".join(line.text for line in kept)
        if len(whole) > LONGEST:
            self._too_long(kept[0].number)
        return clean(whole, LONGEST)

    def _prose(self, lines: Sequence[_Line]) -> tuple[str, ...]:
        paragraphs: list[list[_Line]] = [[]]
        for line in lines:
            if line.text:
                paragraphs[-1].append(line)
            elif paragraphs[-1]:
                paragraphs.append([])
        return tuple(self._joined(paragraph) for paragraph in paragraphs if paragraph)

    # -- numbered texts ---------------------------------------------------

    def _items(self, lines: Sequence[_Line], keys: Sequence[str]) -> list[_Item]:
        items: list[_Item] = []
        key = ""
        for line in lines:
            if not line.text:
                continue
            marked = None if line.is_text else parts.ITEM.fullmatch(line.text)
            if marked is not None:
                items.append(_Item(line.number, marked[1], [marked[2] or ""]))
                key = ""
            elif not items:
                self._wrong(line.number, "this stands before the first number, such as “1.”.")
            else:
                key = self._more(items[-1], line, key, keys)
        return items

    def _more(self, item: _Item, line: _Line, key: str, keys: Sequence[str]) -> str:
        """Take a line into an item: a key and its value, or more of what stands before it."""
        match = None if line.is_text else parts.KEY.fullmatch(line.text)
        if match is not None and (named := match[1].lower()) in keys:
            if named in item.keys:
                self._wrong(line.number, f"“{named}” was said above already.")
            else:
                item.keys[named] = line.number, [match[2]]
            return named
        (item.keys[key][1] if key else item.words).append(line.text)
        return key

    def _points(self, lines: Sequence[_Line], numbers: dict[str, int]) -> tuple[Point, ...]:
        points = []
        for item in self._items(lines, ()):
            text, named = item.text, ""
            if match := parts.NUMBERS.fullmatch(text):
                text, named = match[1], match[2]
            sources = []
            for number in re.findall(r"\d+", named):
                if number in numbers:
                    sources.append(numbers[number])
                else:
                    self._wrong(item.line, f"there is no source {number[:9]} below.")
            if len(text) > LONGEST:
                self._too_long(item.line)
            points.append(Point(clean(text, LONGEST), tuple(dict.fromkeys(sources))))
        return tuple(points)

    def _sources(self, lines: Sequence[_Line]) -> tuple[tuple[Cited, ...], dict[str, int]]:
        sources: list[Cited] = []
        numbers: dict[str, int] = {}
        for item in self._items(lines, parts.SOURCE_KEYS):
            source = self._source(item)
            if source == Cited(""):
                continue
            if item.named in numbers:
                self._wrong(item.line, f"there is a source {item.named} above already.")
            sources.append(source)
            numbers[item.named] = len(sources)
        return tuple(sources), numbers

    def _source(self, item: _Item) -> Cited:
        at = None
        if written := item.value("date"):
            at = _day(written)
            if at is None:
                self._wrong(
                    item.at("date"), f"“{clean(written, 60)}” is no day; write it like 2026-01-31."
                )
        url = ""
        if address := item.value("link"):
            url = safe_link(address) or ""
            if not url:
                self._wrong(item.at("link"), f"“{clean(address, 60)}” is no address of the web.")
        title, outlet = clean(item.text, LONGEST), clean(item.value("outlet"), LONGEST)
        return Cited(title, outlet, url, None if at is None else times.midnight(at))

    # -- quote and watches ------------------------------------------------

    def _quote(self, lines: Sequence[_Line]) -> tuple[str, str]:
        said: list[_Line] = []
        quoted: str | None = None
        for line in lines:
            match = None if line.is_text else parts.SAID_BY.fullmatch(line.text)
            if quoted is not None:
                if line.text:
                    self._wrong(line.number, "this stands behind who said the quote.")
            elif match is not None:
                quoted = match[1]
            else:
                said.append(line)
        quote = self._joined(said)
        if len(quote) > 1 and (quote[0], quote[-1]) in {("“", "”"), ('"', '"'), ("„", "“")}:
            quote = quote[1:-1].strip()
        quoted = quoted or ""
        return quote, OWN if quoted.lower() == OWN else quoted

    def _implication(self, lines: Sequence[_Line]) -> tuple[tuple[str, ...], tuple[Asked, ...]]:
        prose: list[_Line] = []
        blocks: list[_Item] = []
        block: _Item | None = None
        key = ""
        for line in lines:
            match = None if line.is_text else parts.KEY.fullmatch(line.text)
            if match is not None and match[1].lower() == "watch":
                block, key = _Item(line.number, match[2]), ""
                blocks.append(block)
                prose.append(_Line(line.number, "", is_text=True))
            elif not line.text:
                block = None
                prose.append(line)
            elif block is not None:
                key = self._more(block, line, key, parts.WATCH_KEYS)
            elif match is not None and match[1].lower() in parts.WATCH_KEYS:
                self._wrong(
                    line.number,
                    f"“{match[1]}” belongs to a watch: put it below a line “watch: new”, without "
                    "an empty line between.",
                )
            else:
                prose.append(line)
        watches = [asked for each in blocks if (asked := self._watch(each)) is not None]
        return self._prose(prose), tuple(watches)

    def _watch(self, item: _Item) -> Asked | None:
        if item.text:
            self._wrong(item.line, "behind a watch's id, or “new”, its keys follow: question, …")
        if item.named.lower() not in {"", parts.NEW}:
            return self._open_watch(item)
        said = [item.value(key) for key in ("question", "hit if", "miss if", "by")]
        if not any(said):
            return None
        thesis = self._thesis(item)
        h1, h0 = self._chances(item)
        question, hit_if, miss_if = (clean(each, LONGEST) for each in said[:3])
        return Asked(
            "" if thesis is None else thesis.id,
            "" if thesis is None else thesis.name,
            question,
            hit_if,
            miss_if,
            self._by(item),
            h1,
            h0,
        )

    def _open_watch(self, item: _Item) -> Asked | None:
        """One that is on the board; its keys, if any, say nothing new."""
        known = next((each for each in self._brief.watches if each.watch_id == item.named), None)
        watch = next((each for each in self._aids.watches if each.id == item.named), None)
        if watch is None and known is None:
            self._wrong(
                item.line,
                f"no open watch is called “{clean(item.named, 60)}”; “watch: new” begins one.",
            )
            return None
        if item.keys:
            self._wrong(
                item.at(next(iter(item.keys))),
                f"{item.named} is open already and is worded on the board; this line would "
                "change nothing.",
            )
        if watch is None:
            return known
        return of_watch(watch, self._aids.theses)

    def _thesis(self, item: _Item) -> Thesis | None:
        asked = item.value("thesis")
        found = [t for t in self._aids.theses if asked in (str(t.number), t.id)] or [
            t for t in self._aids.theses if asked and asked.casefold() in t.name.casefold()
        ]
        if len(found) == 1:
            return found[0]
        if not asked:
            why = "this watch names no thesis"
        elif found:
            why = f"several theses fit “{clean(asked, 60)}”"
        else:
            why = f"no thesis in play is called “{clean(asked, 60)}”"
        known = "; ".join(f"{thesis.number} {thesis.name}" for thesis in self._aids.theses)
        self._wrong(item.at("thesis"), f"{why}. They are: {known or 'none'}.")
        return None

    def _by(self, item: _Item) -> int | None:
        written = item.value("by")
        if not written:
            return None
        at = _day(written)
        if at is None:
            found = deadlines(written, self._now) or deadlines(f"within {written}", self._now)
            at = found[0].at if found else None
        if at is None:
            self._wrong(
                item.at("by"),
                f"“{clean(written, 60)}” is no day; write it like 2027-05-24 or six months.",
            )
        return at

    def _chances(self, item: _Item) -> tuple[float, float]:
        written = item.value("weight")
        named = watching.preset(written or watching.PRESETS[1].name)
        if named is not None:
            return named.h1, named.h0
        if match := _CHANCES.fullmatch(written):
            h1, h0 = float(match[1]), float(match[2])
            if why := watching.wrong_chances(h1, h0):
                self._wrong(item.at("weight"), why)
            return h1, h0
        names = ", ".join(each.name for each in watching.PRESETS)
        self._wrong(
            item.at("weight"),
            f"“{clean(written, 60)}” is no weight. It is one of {names}, or two chances: .80/.20.",
        )
        return watching.PRESETS[1].h1, watching.PRESETS[1].h0


def _day(written: str) -> int | None:
    """The last second of a day written in full."""
    try:
        return times.day_ends(times.parse_iso(written))
    except (ValueError, OverflowError):
        return None
