"""The difference between two moments of a log, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from signalboard import times
from signalboard.export import telling
from signalboard.export.difference import Changed, Difference, Said, moved
from signalboard.export.gather import Line
from signalboard.export.literal import escape
from signalboard.export.markdown import identified, judged, source
from signalboard.text import counted


def write(between: Difference) -> str:
    """The difference as one document, ending in a line end."""
    blocks = list(_front(between))
    cited: dict[int, None] = {}
    for changed in between.theses:
        blocks += _thesis(changed, between, cited)
    if cited:
        listed = [each for each in between.now.sources if each.number in cited]
        blocks += ["## Sources", "Numbered as in the log.", "\n".join(map(source, listed))]
    blocks += ["## Method", between.now.method[0]]
    return "\n\n".join(blocks) + "\n"


def _front(between: Difference) -> Iterator[str]:
    yield "# What changed in the evidence log"
    span = f"From {telling.minute(between.since)} to {telling.minute(between.until)} (UTC)"
    if not between.theses:
        yield f"{span} nothing changed."
        return
    yield f"{span}: {counted(len(between.theses), 'thesis', 'theses')} changed."
    yield "\n".join(
        f"- **{c.entry.thesis.number} {escape(c.entry.thesis.name) or '(unnamed)'}** {moved(c)}"
        for c in between.theses
    )


def _thesis(changed: Changed, between: Difference, cited: dict[int, None]) -> Iterator[str]:
    yield f"## {escape(changed.entry.thesis.name) or '(unnamed)'}"
    yield f"Thesis {changed.entry.thesis.number}: {moved(changed)}"
    if changed.was is None:
        yield "It was not there before."
    if changed.fields:
        yield "\n".join(map(_field, changed.fields))
    for heading, lines in (("New judgments", changed.added), ("Taken back", changed.undone)):
        if lines:
            yield f"### {heading}"
        # What was taken back cites the sources of the log it stood in, which are not listed.
        log = between.now if lines is changed.added else between.was
        for line in lines:
            if log is between.now:
                cited.update(dict.fromkeys(line.sources))
            yield from judged(line, log, f"#### {_heading(line)}")
    if changed.revised:
        yield "### Judged anew"
    for line, said in changed.revised:
        yield f"#### {_heading(line)}"
        yield f"**{escape(line.evidence.snapshot.title) or '(no title)'}**"
        if said:
            yield "\n".join(map(_field, said))
    if changed.withdrawn:
        yield "### Withdrawn"
    for gone in changed.withdrawn:
        cited.update(dict.fromkeys(gone.line.sources))
        yield from judged(gone.line, between.now, f"#### {_heading(gone.line)}")
        by = f" by {identified(gone.by)}" if gone.by else ""
        yield f"{telling.gone_as(gone).capitalize()}{by}." + (
            f" Why: {escape(gone.why)}" if gone.why else ""
        )
    if changed.watches:
        yield "### Watches"
        yield "\n".join(
            f"- **{escape(what)}:** {escape(asked.watch.question) or '(no question)'} "
            f"({times.day(asked.watch.closes_at)})"
            for asked, what in changed.watches
        )


def _heading(line: Line) -> str:
    piece = line.evidence
    return f"{telling.minute(piece.judged_at)} {telling.judged_as(piece)} ({identified(piece.id)})"


def _field(said: Said) -> str:
    name, was, now = said
    return f"- {name}: “{_flat(was)}” → “{_flat(now)}”"


def _flat(text: str) -> str:
    return escape(telling.one_line(text))
