"""The difference between two moments of a log, as one HTML page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from signalboard import times
from signalboard.export import telling
from signalboard.export.difference import Changed, Difference, Said, moved
from signalboard.export.page import foot, judged, page, withdrawn
from signalboard.text import counted

_TITLE = "What changed in the evidence log"


def write(between: Difference) -> str:
    """The difference as one page, ending in a line end."""
    return page(_TITLE, [*_body(between), "</main>", *foot(between.now.method[:1])])


def _body(between: Difference) -> Iterator[str]:
    span = f"From {telling.minute(between.since)} to {telling.minute(between.until)} (UTC)"
    many = counted(len(between.theses), "thesis", "theses")
    told = f"{span}: {many} changed." if between.theses else f"{span} nothing changed."
    yield f"<header><h1>{_TITLE}</h1><p>{escape(told)}</p></header>"
    yield '<main id="main">'
    for at, changed in enumerate(between.theses, 1):
        yield f'<section aria-labelledby="t{at}">'
        yield f'<h2 id="t{at}" dir="auto">{escape(changed.entry.thesis.name) or "(unnamed)"}</h2>'
        yield f"<p>Thesis {changed.entry.thesis.number}: {escape(moved(changed))}</p>"
        yield from _fields(changed.fields)
        yield from _judgments(changed, between)
        yield from _watches(changed)
        yield "</section>"


def _judgments(changed: Changed, between: Difference) -> Iterator[str]:
    for heading, lines, log in (
        ("New judgments", changed.added, between.now),
        ("Taken back", changed.undone, between.was),
    ):
        if lines:
            yield f'<h3>{heading}</h3><ol class="log">'
            for line in lines:
                yield from judged(line, log, 4, is_cited=False)
            yield "</ol>"
    if changed.revised:
        yield "<h3>Judged anew</h3>"
    for line, said in changed.revised:
        piece = line.evidence
        title = escape(piece.snapshot.title) or "(no title)"
        yield f'<h4 dir="auto">{title} <span class="soft">({escape(piece.id)})</span></h4>'
        yield from _fields(said)
    if changed.withdrawn:
        yield '<h3>Withdrawn</h3><ol class="log">'
        for gone in changed.withdrawn:
            yield from judged(gone.line, between.now, 4, withdrawn(gone), is_cited=False)
        yield "</ol>"


def _fields(fields: tuple[Said, ...]) -> Iterator[str]:
    if fields:
        yield "<table><caption>What says something else now</caption>"
        yield '<thead><tr><th scope="col">Of</th><th scope="col">Was</th>'
        yield '<th scope="col">Is</th></tr></thead><tbody>'
        for name, was, now in fields:
            cells = "".join(
                f'<td dir="auto">{escape(telling.one_line(x))}</td>' for x in (was, now)
            )
            yield f'<tr><th scope="row">{name}</th>{cells}</tr>'
        yield "</tbody></table>"


def _watches(changed: Changed) -> Iterator[str]:
    if changed.watches:
        yield '<h3>Watches</h3><ul class="plain">'
        for asked, what in changed.watches:
            question = escape(telling.one_line(asked.watch.question)) or "(no question)"
            day = times.day(asked.watch.closes_at)
            yield f"<li><strong>{escape(what)}:</strong> <bdi>{question}</bdi> ({day})</li>"
        yield "</ul>"
