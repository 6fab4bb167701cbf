"""An evidence log as Markdown (CommonMark): to be read raw or rendered.

Text from outside is never syntax: what CommonMark, GFM and the usual readers would
act on is escaped, and addresses become links only where they are http or https.
What is quoted in the document is the source's, what is not is the judge's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from signalboard import times
from signalboard.export import telling
from signalboard.export.gather import Gone, Line, Log, Source, ThesisLog
from signalboard.export.literal import escape, escape_all
from signalboard.export.outward import web_address
from signalboard.export.sums import Question
from signalboard.export.telling import minute
from signalboard.model import STRENGTHS, Evidence, Snapshot
from signalboard.text import counted

_OWN_ID = re.compile(r"[a-z0-9-]+")
_WIDTH = 96
"""Columns that sentences of our own are filled to; a quoted text stays on its line."""


def write(log: Log) -> str:
    """The log as one document, ending in a line end."""
    blocks: list[str] = []
    if len(log.theses) == 1:
        blocks += thesis(log.theses[0], log, level=1)
    else:
        blocks += _front(log)
        for entry in log.theses:
            blocks += thesis(entry, log, level=2)
    if log.sources:
        blocks += ["## Sources", "\n".join(map(source, log.sources))]
    blocks += ["## Method", *(fill(paragraph) for paragraph in log.method)]
    return "\n\n".join(blocks) + "\n"


def _front(log: Log) -> Iterator[str]:
    yield "# Evidence log"
    if not log.theses:
        yield f"There is no thesis to report on.\n{telling.as_of(log)}"
        return
    yield f"{counted(len(log.theses), 'thesis', 'theses')}.\n{telling.as_of(log)}"
    yield "\n".join(
        f"- **{entry.thesis.number} {_name(entry)}** {telling.headline(entry)}"
        for entry in log.theses
    )


def thesis(entry: ThesisLog, log: Log, level: int) -> Iterator[str]:
    """One thesis, under a heading of a level."""
    about = entry.thesis
    section, sub = "#" * (level + 1), "#" * (level + 2)
    yield f"{'#' * level} {_name(entry)}"
    said = f"hesis {about.number} ({escape(about.status)}, {telling.prior(about)})."
    yield f"Evidence log of t{said}\n{telling.as_of(log)}" if level == 1 else f"T{said}"
    yield f"**Conviction: {telling.headline(entry)}**"
    yield fill(telling.beside(entry, log))
    yield f"**Statement:** {_or(about.statement, 'not stated')}"
    yield f"**Negation:** {_or(about.negation, 'not stated')}"
    yield telling.worded(entry)
    yield from _around(entry, log)
    yield fill(f"**{telling.tally(entry)}** {telling.tally_told(entry)}")
    yield f"{section} Strongest contradiction"
    yield from _against(entry, log)
    yield f"{section} The sum"
    yield from _sum(entry)
    yield f"{section} The log"
    yield from _log(entry, log, sub)
    if entry.gone:
        yield f"{section} Withdrawn"
        yield from _gone(entry, log, sub)
    yield f"{section} Watches"
    if not entry.watches:
        yield "None is set."
    for watch in entry.watches:
        yield from _watch(watch, log, sub)
    if len(about.versions) > 1:
        yield f"{section} Wordings"
        yield from _wordings(entry)


def _around(entry: ThesisLog, log: Log) -> Iterator[str]:
    """What a thesis says of itself beside its wording."""
    about = entry.thesis
    if said := telling.horizon(entry, log):
        yield fill(f"**Horizon:** {said}")
    if about.rivals:
        rivals = "\n".join(f"- {_or(rival, 'not stated')}" for rival in about.rivals)
        yield f"**Rivals**, other explanations of the same stories:\n\n{rivals}"
    if about.pre_mortem:
        yield f"**Pre-mortem**, supposing that it turned out false: {_flat(about.pre_mortem)}"
    if about.closed_at is not None:
        yield f"**Closed** on {times.day(about.closed_at)} as {escape(about.status)}."
    if about.post_mortem:
        yield f"**Post-mortem:** {_flat(about.post_mortem)}"


def _against(entry: ThesisLog, log: Log) -> Iterator[str]:
    line = entry.strongest_against
    if line is None:
        yield fill(telling.none_recorded(entry, log))
        return
    yield _quoted(line, log)
    yield from _said(line.evidence)
    told = f"{STRENGTHS[line.evidence.strength].capitalize()}, judged on "
    told += f"{times.day(line.evidence.judged_at)} ({identified(line.evidence.id)}); "
    if len(entry.contradictions) == 1:
        told += "the only one recorded."
    else:
        newest = entry.contradictions[-1].evidence
        told += f"the strongest of {len(entry.contradictions)}. The latest is of "
        told += f"{times.day(newest.judged_at)} ({identified(newest.id)})."
    yield fill(told)


def _sum(entry: ThesisLog) -> Iterator[str]:
    """The sum as a block of lines, so that anyone can redo it."""
    rows = list(telling.terms_of(entry))
    left = max(len(row.what) for row in rows)
    middle = max(len(row.reckoned) for row in rows)
    right = max(len(row.db) for row in rows)
    lines = [
        f"{row.what:{left}}  {row.reckoned:>{middle}}  {row.db:>{right}} dB  {row.of}".rstrip()
        for row in rows
    ]
    rule = "-" * len(lines[-1])
    yield _fenced([*lines[:-1], rule, lines[-1]], "text")
    if read := telling.read_as(entry.sum):
        yield fill(read)
    if entry.guards:
        yield "What the log shows of how it was judged; it corrects nothing:"
        yield "\n".join(f"- {escape(guard.sentence)}" for guard in entry.guards)


def _log(entry: ThesisLog, log: Log, sub: str) -> Iterator[str]:
    if not entry.lines:
        yield "Nothing is recorded yet."
        return
    yield fill(
        f"{counted(len(entry.lines), 'judgment', 'judgments')}, oldest first. A heading says when "
        "and how a story was judged; what is quoted is the source's, the rest is the judge's."
    )
    for line in entry.lines:
        named = identified(line.evidence.id)
        if line.wording < len(entry.thesis.versions):
            named += f", wording {line.wording}"
        yield from judged(line, log, f"{sub} {_heading(line.evidence)} ({named})")


def judged(line: Line, log: Log, heading: str) -> Iterator[str]:
    """One judgment under a heading."""
    piece = line.evidence
    yield heading
    yield _quoted(line, log)
    yield from _said(piece)
    if piece.snapshot.judged_as:
        yield f'Judged as "{escape(piece.snapshot.judged_as)}".'
    if remarks := list(_remarks(line)):
        yield fill(" ".join(remarks))


def _heading(piece: Evidence) -> str:
    return f"{minute(piece.judged_at)} {telling.judged_as(piece)}"


def _gone(entry: ThesisLog, log: Log, sub: str) -> Iterator[str]:
    count = counted(len(entry.gone), "judgment counts", "judgments count")
    yield fill(f"{count} no more, in the order withdrawn. They are kept as they were.")
    for gone in entry.gone:
        piece = gone.line.evidence
        yield from judged(gone.line, log, f"{sub} {_heading(piece)} ({identified(piece.id)})")
        yield fill(_withdrawn(gone))
        if gone.why:
            yield f"Why it counts no more: {escape(gone.why)}"


def _withdrawn(gone: Gone) -> str:
    told = telling.gone_as(gone)
    return f"{told[0].upper()}{told[1:]}{f' by {identified(gone.by)}' if gone.by else ''}."


def _quoted(line: Line, log: Log) -> str:
    """What the source says, as a block quote."""
    snapshot = line.evidence.snapshot
    dated = telling.dated(line)
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


def _said(piece: Evidence) -> Iterator[str]:
    """What was quoted from it, and why it was judged so."""
    if piece.quote:
        who = escape(piece.quoted) or "who said so is not recorded"
        yield f"Quote: “{escape(piece.quote)}” ({who})"
    if piece.note:
        yield f"Why: {escape(piece.note)}"


def _remarks(line: Line) -> Iterator[str]:
    piece = line.evidence
    if line.split:
        yield f"Split: the same story is judged the other way in {_ids(line.split)}."
    if line.again:
        yield f"The same story is judged in {_ids(line.again)} too; it counts once on a side."
    if relied_on := telling.relied_on(piece):
        yield relied_on
    if changed := telling.changed(piece, escape):
        yield changed


def _watch(asked: Question, log: Log, sub: str) -> Iterator[str]:
    watch = asked.watch
    yield f"{sub} {_or(watch.question, 'no question')}"
    word, rest = telling.state(asked, watch.opened_at if log.as_of is None else log.as_of)
    if word == "Settled":
        yield f"Settled: **{escape(watch.state)}**{rest}"
    else:
        yield f"**{word}**{',' if word == 'Open' else ''} {rest}"
    told = [
        f"- Hit if: {_or(watch.hit_if, 'not stated')}",
        f"- Miss if: {_or(watch.miss_if, 'not stated')}",
        f"- Void if: {_or(watch.void_if, 'not stated')}",
        f"- Look up: {_or(watch.look_up, 'not stated')}",
        f"- {telling.chances(asked)}",
    ]
    told += [f"- {said}" for said in (telling.forecast(asked), telling.outcome(asked)) if said]
    if watch.link:
        told.append(f"- Seen at: {_link(watch.link)}")
    if watch.note:
        told.append(f"- Note: {escape(watch.note)}")
    yield "\n".join(told)


def _wordings(entry: ThesisLog) -> Iterator[str]:
    versions = entry.thesis.versions
    earlier = sum(line.wording < len(versions) for line in entry.lines)
    if earlier:
        made = counted(earlier, "judgment was", "judgments were")
        yield fill(f"{made} made on an earlier wording; evidence stays with the wording it met.")
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


def _fenced(lines: Sequence[str], of: str = "diff") -> str:
    """Lines as a code block, of a difference unless told otherwise, which none can close."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}{of}", *lines, fence])


def source(source: Source) -> str:
    """A source with its number, as an item of a list."""
    mark = f"{source.number}. "
    day = "" if source.published_at is None else f", {times.day(source.published_at)}"
    told = f"{mark}{_or(source.outlet, 'Outlet unknown')}, “{_or(source.title, 'no title')}”{day}"
    return f"{told}\n{' ' * len(mark)}{_link(source.url)}"


def _link(url: str) -> str:
    if address := web_address(url):
        return f"<{address}>"
    return f"Not a web address: {escape(url)}" if url else "No address known."


def _name(entry: ThesisLog) -> str:
    return _or(entry.thesis.name, "unnamed")


def _flat(text: str) -> str:
    """Paragraphs on one line."""
    return escape(telling.one_line(text))


def _or(text: str, otherwise: str) -> str:
    return escape(text) or f"({otherwise})"


def identified(ident: str) -> str:
    """An id, escaped where it is not one of ours."""
    return ident if _OWN_ID.fullmatch(ident) else escape_all(ident)


def _ids(idents: Sequence[str]) -> str:
    return ", ".join(map(identified, idents))


def fill(text: str) -> str:
    """A paragraph broken between words."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)
