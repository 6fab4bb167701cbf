"""An evidence log as Markdown (CommonMark): to be read raw or rendered.

Text from outside is never syntax: what CommonMark, GFM and the usual readers would
act on is escaped, and addresses become links only where they are http or https.
What is quoted in the document is the source's, what is not is the judge's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC

from signalboard import times
from signalboard.export.gather import Line, Log, Source, ThesisLog
from signalboard.export.literal import escape, escape_all
from signalboard.export.outward import web_address
from signalboard.model import STRENGTHS, Snapshot, Stance, Watch
from signalboard.text import counted

_OWN_ID = re.compile(r"[a-z0-9-]+")
_STANCES = {
    Stance.SUPPORT: "▲ supports",
    Stance.CONTRADICT: "▼ contradicts",
    Stance.NO_BEARING: "· no bearing",
}
_WIDTH = 96
"""Columns that sentences of our own are filled to; a quoted text stays on its line."""


def write(log: Log) -> str:
    """The log as one document, ending in a line end."""
    blocks: list[str] = []
    if len(log.theses) == 1:
        blocks += _thesis(log.theses[0], log, level=1)
    else:
        blocks += _front(log)
        for thesis in log.theses:
            blocks += _thesis(thesis, log, level=2)
    if log.sources:
        blocks += ["## Sources", "\n".join(_source(source) for source in log.sources)]
    blocks += ["## Method", *(_fill(paragraph) for paragraph in log.method)]
    return "\n\n".join(blocks) + "\n"


def _front(log: Log) -> Iterator[str]:
    yield "# Evidence log"
    if not log.theses:
        yield f"There is no thesis to report on.\n{_as_of(log)}"
        return
    yield f"{counted(len(log.theses), 'thesis', 'theses')}.\n{_as_of(log)}"
    yield "\n".join(
        f"- **{entry.thesis.number} {_name(entry)}** {_tally(entry)}" for entry in log.theses
    )


def _thesis(entry: ThesisLog, log: Log, level: int) -> Iterator[str]:
    thesis = entry.thesis
    section, sub = "#" * (level + 1), "#" * (level + 2)
    yield f"{'#' * level} {_name(entry)}"
    about = f"hesis {thesis.number} ({escape(thesis.status)}, prior {_percent(thesis.prior)})."
    yield f"Evidence log of t{about}\n{_as_of(log)}" if level == 1 else f"T{about}"
    yield f"**Statement:** {_or(thesis.statement, 'not stated')}"
    yield f"**Negation:** {_or(thesis.negation, 'not stated')}"
    yield _worded(entry)
    yield _tally_told(entry)
    yield f"{section} Strongest contradiction"
    yield from _against(entry, log)
    yield f"{section} The log"
    yield from _log(entry, log, sub)
    yield f"{section} Watches"
    if not entry.watches:
        yield "None is set."
    for watch in entry.watches:
        yield from _watch(watch, log, sub)
    if len(thesis.versions) > 1:
        yield f"{section} Wordings"
        yield from _wordings(entry)


def _worded(entry: ThesisLog) -> str:
    first, *later = entry.thesis.versions
    told = f"Worded on {times.day(first.at)}"
    if not later:
        return f"{told}, unchanged since."
    days = ", ".join(times.day(version.at) for version in later)
    return f"{told}, reworded on {days}; see Wordings."


def _tally_told(entry: ThesisLog) -> str:
    tally = entry.tally
    if not entry.lines:
        return f"**{_tally(entry)}** No story has been judged against this thesis yet."
    told = (
        f"**{_tally(entry)}** {counted(tally.supports, 'story supports', 'stories support')} it, "
        f"{counted(tally.contradictions, 'contradicts', 'contradict')} it, "
        f"{counted(tally.no_bearing, 'was', 'were')} judged to have no bearing."
    )
    if entry.split:
        told += f" {counted(entry.split, 'story is', 'stories are')} judged both ways (split) and "
        told += f"{'counts' if entry.split == 1 else 'count'} on both sides."
    return _fill(told)


def _against(entry: ThesisLog, log: Log) -> Iterator[str]:
    line = entry.strongest_against
    if line is None:
        yield _fill(_none_recorded(entry, log))
        return
    yield _quoted(line, log)
    if line.evidence.note:
        yield f"Why: {escape(line.evidence.note)}"
    told = f"{STRENGTHS[line.evidence.strength].capitalize()}, judged on "
    told += f"{times.day(line.evidence.judged_at)} ({_id(line.evidence.id)}); "
    if len(entry.contradictions) == 1:
        told += "the only one recorded."
    else:
        newest = entry.contradictions[-1].evidence
        told += f"the strongest of {len(entry.contradictions)}. The latest is of "
        told += f"{times.day(newest.judged_at)} ({_id(newest.id)})."
    yield _fill(told)


def _none_recorded(entry: ThesisLog, log: Log) -> str:
    if not entry.lines:
        return "None recorded: no story has been judged yet."
    first = entry.lines[0].evidence.judged_at
    until = max(first, first if log.as_of is None else log.as_of)
    span = _days(first, until)
    judged = counted(len(entry.lines), "judgment", "judgments")
    return (
        f"None recorded in {span}: {judged} from {times.day(first)} to {times.day(until)}, "
        "not one of them a contradiction."
    )


def _log(entry: ThesisLog, log: Log, sub: str) -> Iterator[str]:
    if not entry.lines:
        yield "Nothing is recorded yet."
        return
    yield _fill(
        f"{counted(len(entry.lines), 'judgment', 'judgments')}, oldest first. A heading says when "
        "and how a story was judged; what is quoted is the source's, the rest is the judge's."
    )
    for line in entry.lines:
        piece = line.evidence
        judged = _STANCES[piece.stance]
        if piece.stance is not Stance.NO_BEARING:
            judged += f", {STRENGTHS[piece.strength]}"
        named = _id(piece.id)
        if line.wording < len(entry.thesis.versions):
            named += f", wording {line.wording}"
        yield f"{sub} {_minute(piece.judged_at)} {judged} ({named})"
        yield _quoted(line, log)
        if piece.note:
            yield f"Why: {escape(piece.note)}"
        if piece.snapshot.judged_as:
            yield f'Judged as "{escape(piece.snapshot.judged_as)}".'
        if remarks := list(_remarks(line)):
            yield _fill(" ".join(remarks))


def _quoted(line: Line, log: Log) -> str:
    """What the source says, as a block quote."""
    snapshot = line.evidence.snapshot
    if line.published_at is None:
        dated = f"Date of publication unknown, first seen {_minute(line.first_seen_at)}."
    else:
        dated = f"Published {_minute(line.published_at)}."
    if snapshot.companies:
        dated += f" Companies: {', '.join(map(escape, snapshot.companies))}."
    title = f"**{_or(snapshot.title, 'no title')}**"
    told = [title, "", _outlets(line, log), dated, _link(snapshot.url)]
    return "\n".join(f"> {text}".rstrip() for text in told)


def _outlets(line: Line, log: Log) -> str:
    """Who published it, each with its numbers among the sources, and how many they are."""
    snapshot = line.evidence.snapshot
    numbers: dict[str, list[int]] = {}
    for number in line.sources:
        numbers.setdefault(log.sources[number - 1].outlet, []).append(number)
    named = ", ".join(
        " ".join([_or(outlet, "outlet unknown"), *(f"[{number}]" for number in dict.fromkeys(own))])
        for outlet, own in numbers.items()
    )
    return f"{named}: {_voices(snapshot)}."


def _voices(snapshot: Snapshot) -> str:
    outlets, origins = snapshot.outlets, snapshot.origins
    told = snapshot.voices
    if set(origins) - set(outlets):
        told += f" ({', '.join(_or(origin, 'unknown') for origin in origins)})"
    return told


def _remarks(line: Line) -> Iterator[str]:
    piece = line.evidence
    if line.split:
        yield f"Split: the same story is judged the other way in {_ids(line.split)}."
    if line.again:
        yield f"The same story is judged in {_ids(line.again)} too; it counts once on a side."
    if piece.changed_at > piece.judged_at:
        yield f"Changed {_minute(piece.changed_at)}."


def _watch(watch: Watch, log: Log, sub: str) -> Iterator[str]:
    yield f"{sub} {_or(watch.question, 'no question')}"
    opened, closes = times.day(watch.opened_at), times.day(watch.closes_at)
    now = watch.opened_at if log.as_of is None else log.as_of
    if watch.state != "open":
        state = f"Settled: **{escape(watch.state)}**. Opened {opened}, closing {closes}."
    elif watch.closes_at < now:
        state = f"**Due** since {closes}, not settled yet. Opened {opened}."
    else:
        state = f"**Open**, closes {closes}, in {_days(now, watch.closes_at)}. Opened {opened}."
    yield state
    chances = f"P(hit | true) {_percent(watch.h1)}, P(hit | false) {_percent(watch.h0)}"
    if watch.h1 < watch.h0:
        chances += "; a hit would count against the thesis"
    yield "\n".join(
        [
            f"- Hit if: {_or(watch.hit_if, 'not stated')}",
            f"- Miss if: {_or(watch.miss_if, 'not stated')}",
            f"- Void if: {_or(watch.void_if, 'not stated')}",
            f"- Look up: {_or(watch.look_up, 'not stated')}",
            f"- {chances}",
        ]
    )


def _wordings(entry: ThesisLog) -> Iterator[str]:
    versions = entry.thesis.versions
    earlier = sum(line.wording < len(versions) for line in entry.lines)
    if earlier:
        made = counted(earlier, "judgment was", "judgments were")
        yield _fill(f"{made} made on an earlier wording; evidence stays with the wording it met.")
    for number, (version, difference) in enumerate(
        zip(versions, entry.differences, strict=True), 1
    ):
        yield "\n".join(
            [
                f"- **Wording {number}**, {times.day(version.at)}",
                f"  - Statement: {_or(version.statement, 'not stated')}",
                f"  - Negation: {_or(version.negation, 'not stated')}",
            ]
        )
        if difference:
            yield _fenced(difference)


def _fenced(lines: Sequence[str]) -> str:
    """Lines as a code block of a difference, which none of them can close."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}diff", *lines, fence])


def _source(source: Source) -> str:
    mark = f"{source.number}. "
    day = "" if source.published_at is None else f", {times.day(source.published_at)}"
    told = f"{mark}{_or(source.outlet, 'Outlet unknown')}, “{_or(source.title, 'no title')}”{day}"
    return f"{told}\n{' ' * len(mark)}{_link(source.url)}"


def _link(url: str) -> str:
    if address := web_address(url):
        return f"<{address}>"
    return f"Not a web address: {escape(url)}" if url else "No address known."


def _as_of(log: Log) -> str:
    if log.as_of is None:
        return "Nothing has been recorded yet."
    return f"As of the latest change, {_minute(log.as_of)}; all times are UTC."


def _name(entry: ThesisLog) -> str:
    return _or(entry.thesis.name, "unnamed")


def _tally(entry: ThesisLog) -> str:
    return f"[+{entry.tally.supports}/-{entry.tally.contradictions}]"


def _or(text: str, otherwise: str) -> str:
    return escape(text) or f"({otherwise})"


def _id(ident: str) -> str:
    return ident if _OWN_ID.fullmatch(ident) else escape_all(ident)


def _ids(idents: Sequence[str]) -> str:
    return ", ".join(map(_id, idents))


def _minute(moment: int) -> str:
    return times.local(moment, UTC)


def _days(earlier: int, later: int) -> str:
    """Days from date to date, as a reader of both would count them."""
    days = times.days_between(times.midnight(earlier), times.midnight(later))
    return counted(days, "day", "days")


def _percent(share: float) -> str:
    return f"{share * 100:.4g} %"


def _fill(text: str) -> str:
    """A paragraph broken between words."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)
