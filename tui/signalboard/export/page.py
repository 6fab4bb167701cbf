"""An evidence log as one HTML page: no script, nothing remote, read on screen or printed on A4.

Text from outside is escaped and never more than text; only addresses of the web are links.
The page's own policy lets nothing in but its one style sheet.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from signalboard import times
from signalboard.export import telling
from signalboard.export.chart import chart, told
from signalboard.export.gather import Gone, Line, Log, Source, ThesisLog, stamp
from signalboard.export.sums import Question
from signalboard.links import safe_link
from signalboard.model import STRENGTHS, Evidence, Stance
from signalboard.text import counted

_STYLE = Path(__file__).with_name("page.css")
_CLASSES = {Stance.SUPPORT: "support", Stance.CONTRADICT: "contradict", Stance.NO_BEARING: "soft"}


def write(log: Log) -> str:
    """The log as one page, ending in a line end."""
    if len(log.theses) == 1:
        title = log.theses[0].thesis.name or "(unnamed)"
        body = _single(log.theses[0], log)
    else:
        title = "Evidence log"
        body = _several(log)
    return page(title, [*body, *_sources(log), "</main>", *foot(log.method)])


def page(title: str, body: list[str], skip: str = "To the log") -> str:
    """A page with a title; the body has its landmarks, ``main`` among them, and ``skip`` names
    the link that leads there."""
    style = _STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        f'<a class="skip" href="#main">{skip}</a>',
    ]
    return "\n".join([*head, *body, "</body>", "</html>"]) + "\n"


def _single(entry: ThesisLog, log: Log) -> Iterator[str]:
    yield "<header>"
    yield f"<h1 {_DIR}>{_or(entry.thesis.name, 'unnamed')}</h1>"
    yield from _opening(entry, f"Evidence log of thesis {entry.thesis.number}. ", log)
    yield "</header>"
    yield '<main id="main">'
    yield from _thesis(entry, log, 2, "t1")


def _several(log: Log) -> Iterator[str]:
    yield "<header>"
    yield "<h1>Evidence log</h1>"
    if log.theses:
        number = counted(len(log.theses), "thesis", "theses")
        yield _p(f"{number}. {telling.as_of(log)}", "soft")
    else:
        yield _p(f"There is no thesis to report on. {telling.as_of(log)}")
    yield "</header>"
    if log.theses:
        yield '<nav aria-label="Theses"><ul class="plain">'
        for at, entry in enumerate(log.theses, 1):
            name = _or(entry.thesis.name, "unnamed")
            yield (
                f'<li><a href="#t{at}" {_DIR}>{entry.thesis.number} {name}</a>: '
                f"{escape(telling.headline(entry))}</li>"
            )
        yield "</ul></nav>"
    yield '<main id="main">'
    for at, entry in enumerate(log.theses, 1):
        yield f'<section aria-labelledby="t{at}">'
        yield f'<h2 id="t{at}" {_DIR}>{_or(entry.thesis.name, "unnamed")}</h2>'
        yield from _opening(entry, f"Thesis {entry.thesis.number}. ", None)
        yield from _thesis(entry, log, 3, f"t{at}")
        yield "</section>"


def _opening(entry: ThesisLog, about: str, log: Log | None) -> Iterator[str]:
    yield f'<p class="conviction">{escape(telling.headline(entry))}</p>'
    yield _p(about + (telling.as_of(log) if log is not None else ""), "soft")


def _thesis(entry: ThesisLog, log: Log, level: int, ident: str) -> Iterator[str]:
    """All about one thesis; its headings are of a level and of the next."""
    yield _p(telling.beside(entry, log))
    yield from _about(entry, log)
    if drawn := chart(entry, log.as_of, f"{ident}-chart"):
        yield "<figure>"
        yield drawn
        yield (
            "<figcaption>▲ supports, ▼ contradicts, ◆ a settled watch, ○ counts no more, "
            "┆ a watch is due. "
            f"{escape(told(entry, log.as_of))}</figcaption>"
        )
        yield "</figure>"
    yield _heading(level, "Strongest contradiction")
    yield from _against(entry, log)
    yield _heading(level, "The sum")
    yield from _sum(entry)
    yield _heading(level, "The log")
    yield from _log(entry, log, level)
    if entry.gone:
        yield _heading(level, "Withdrawn")
        yield '<ol class="log">'
        for gone in entry.gone:
            yield from judged(gone.line, log, level + 1, withdrawn(gone))
        yield "</ol>"
    yield _heading(level, "Watches")
    if not entry.watches:
        yield _p("None is set.")
    for asked in entry.watches:
        yield from _watch(asked, log, level + 1)
    if len(entry.thesis.versions) > 1:
        yield _heading(level, "Wordings")
        yield from _wordings(entry)


def _about(entry: ThesisLog, log: Log) -> Iterator[str]:
    about = entry.thesis
    rivals = "".join(f"<li {_DIR}>{_or(rival, 'not stated')}</li>" for rival in about.rivals)
    told = [
        ("Statement", _or(about.statement, "not stated")),
        ("Negation", _or(about.negation, "not stated")),
        ("Status", f"{escape(about.status)}, {telling.prior(about)}"),
        ("Wording", escape(telling.worded(entry))),
        ("Horizon", _horizon(entry, log)),
        ("Rivals", f"<ul>{rivals}</ul>" if rivals else ""),
        ("Pre-mortem", _flat(about.pre_mortem)),
        ("Closed", "" if about.closed_at is None else _day(about.closed_at)),
        ("Post-mortem", _flat(about.post_mortem)),
        ("Tally", f"{telling.tally(entry)} {escape(telling.tally_told(entry))}"),
    ]
    yield '<dl class="about">'
    for name, text in told:
        if text:
            yield f"<dt>{name}</dt><dd {_DIR}>{text}</dd>"
    yield "</dl>"


def _horizon(entry: ThesisLog, log: Log) -> str:
    at, said = entry.thesis.horizon_at, telling.horizon(entry, log)
    return "" if at is None else f"{_day(at)}{escape(said.removeprefix(times.day(at)))}"


def _against(entry: ThesisLog, log: Log) -> Iterator[str]:
    line = entry.strongest_against
    if line is None:
        yield _p(telling.none_recorded(entry, log))
        return
    yield from _quoted(line, log)
    yield from _said(line.evidence)
    many = len(entry.contradictions)
    which = "the only one recorded" if many == 1 else f"the strongest of {many}"
    strength = STRENGTHS[line.evidence.strength].capitalize()
    day = times.day(line.evidence.judged_at)
    yield _p(f"{strength}, judged on {day} ({line.evidence.id}); {which}.")


def _sum(entry: ThesisLog) -> Iterator[str]:
    *terms, whole = telling.terms_of(entry)
    yield "<table><caption>Every term, in decibans: weight times what is left of it</caption>"
    yield '<thead><tr><th scope="col">Term</th><th scope="col" class="number">Reckoned</th>'
    yield '<th scope="col" class="number">dB</th></tr></thead><tbody>'
    for what, reckoned, db, title in terms:
        of = f'<br><bdi class="soft">{escape(title)}</bdi>' if title else ""
        yield (
            f'<tr><th scope="row">{escape(what)}{of}</th><td class="reckoned">'
            f'{escape(reckoned).replace(" x ", " × ")}</td><td class="number">{db}</td></tr>'
        )
    yield '</tbody><tfoot><tr><th scope="row">Sum</th><td></td>'
    yield f'<td class="number">{whole.db}</td></tr></tfoot></table>'
    if read := telling.read_as(entry.sum):
        yield _p(read)
    if entry.guards:
        yield _p("What the log shows of how it was judged; it corrects nothing:")
        guards = "".join(f"<li {_DIR}>{escape(g.sentence)}</li>" for g in entry.guards)
        yield f'<ul class="plain">{guards}</ul>'


def _log(entry: ThesisLog, log: Log, level: int) -> Iterator[str]:
    if not entry.lines:
        yield _p("Nothing is recorded yet.")
        return
    yield _p(
        f"{counted(len(entry.lines), 'judgment', 'judgments')}, oldest first. What is quoted is "
        "the source's, the rest is the judge's."
    )
    yield '<ol class="log">'
    for line in entry.lines:
        earlier = line.wording < len(entry.thesis.versions)
        named = f", wording {line.wording}" if earlier else ""
        yield from judged(line, log, level + 1, named=named)
    yield "</ol>"


def judged(
    line: Line,
    log: Log,
    level: int,
    more: tuple[str, ...] = (),
    named: str = "",
    *,
    is_cited: bool = True,
) -> Iterator[str]:
    """One judgment, as an item of a list; ``is_cited`` where the page lists the sources."""
    piece = line.evidence
    said = f'<span class="{_CLASSES[piece.stance]}">{escape(telling.judged_as(piece))}</span>'
    yield "<li>"
    yield (
        f"<h{level}>{_time(piece.judged_at)} {said} "
        f'<span class="soft">({escape(piece.id)}{named})</span></h{level}>'
    )
    yield from _quoted(line, log, is_cited=is_cited)
    yield from _said(piece)
    if piece.snapshot.judged_as:
        yield f"<p {_DIR}>Judged as “{escape(piece.snapshot.judged_as)}”.</p>"
    remarks = [*_remarks(line), *more]
    if remarks:
        yield f'<p class="soft" {_DIR}>{escape(" ".join(remarks))}</p>'
    yield "</li>"


def withdrawn(gone: Gone) -> tuple[str, ...]:
    """What became of a judgment that counts no more, and why."""
    by = f" by {gone.by}" if gone.by else ""
    why = (f"Why it counts no more: {gone.why}",) if gone.why else ()
    return (f"{telling.gone_as(gone).capitalize()}{by}.", *why)


def _remarks(line: Line) -> Iterator[str]:
    piece = line.evidence
    if line.split:
        yield f"Split: the same story is judged the other way in {', '.join(line.split)}."
    if line.again:
        yield f"The same story is judged in {', '.join(line.again)} too; it counts once on a side."
    if relied_on := telling.relied_on(piece):
        yield relied_on
    if changed := telling.changed(piece):
        yield changed


def _quoted(line: Line, log: Log, *, is_cited: bool = True) -> Iterator[str]:
    """What the source says."""
    snapshot = line.evidence.snapshot
    numbers: dict[str, list[int]] = {}
    for number in line.sources:
        numbers.setdefault(log.sources[number - 1].outlet, []).append(number)
    named = ", ".join(
        f"<bdi>{_or(outlet, 'outlet unknown')}</bdi>"
        + "".join(f' <a href="#source-{n}">[{n}]</a>' for n in dict.fromkeys(own) if is_cited)
        for outlet, own in numbers.items()
    )
    yield "<blockquote>"
    yield f'<p class="title" {_DIR}>{_or(snapshot.title, "no title")}</p>'
    yield f"<p>{named}: {escape(snapshot.voices)}.</p>"
    companies = ", ".join(f"<bdi>{escape(name)}</bdi>" for name in snapshot.companies)
    dated = escape(telling.dated(line))
    yield f'<p class="soft">{dated}{f" Companies: {companies}." if companies else ""}</p>'
    yield f"<p>{_link(snapshot.url)}</p>"
    yield "</blockquote>"


def _said(piece: Evidence) -> Iterator[str]:
    """What was quoted from it, and why it was judged so."""
    if piece.quote:
        who = escape(piece.quoted) or "who said so is not recorded"
        yield f"<p {_DIR}>Quote: <q>{escape(piece.quote)}</q> ({who})</p>"
    if piece.note:
        yield f"<p {_DIR}>Why: {escape(piece.note)}</p>"


def _watch(asked: Question, log: Log, level: int) -> Iterator[str]:
    watch = asked.watch
    word, rest = telling.state(asked, watch.opened_at if log.as_of is None else log.as_of)
    yield f"<h{level} {_DIR}>{_or(watch.question, 'no question')}</h{level}>"
    said = f"Settled: {watch.state}" if word == "Settled" else word
    between = {"Settled": "", "Open": ", "}.get(word, " ")
    yield f"<p><strong>{escape(said)}</strong>{between}{escape(rest)}</p>"
    told = [
        ("Hit if", _or(watch.hit_if, "not stated")),
        ("Miss if", _or(watch.miss_if, "not stated")),
        ("Void if", _or(watch.void_if, "not stated")),
        ("Look up", _or(watch.look_up, "not stated")),
        ("Weighs", escape(telling.chances(asked))),
        ("Forecast", escape(telling.forecast(asked).removeprefix("Forecast: "))),
        ("Outcome", escape(telling.outcome(asked))),
        ("Seen at", _link(watch.link) if watch.link else ""),
        ("Note", escape(watch.note)),
    ]
    yield '<dl class="about">'
    for name, text in told:
        if text:
            yield f"<dt>{name}</dt><dd {_DIR}>{text}</dd>"
    yield "</dl>"


def _wordings(entry: ThesisLog) -> Iterator[str]:
    yield '<ol class="plain">'
    for version, difference in zip(entry.thesis.versions, entry.differences, strict=True):
        yield f"<li><p><strong>{times.day(version.at)}</strong></p>"
        yield f"<p {_DIR}>Statement: {_or(version.statement, 'not stated')}</p>"
        yield f"<p {_DIR}>Negation: {_or(version.negation, 'not stated')}</p>"
        if difference:
            lines = escape("\n".join(telling.one_line(text) for text in difference))
            yield f'<pre tabindex="0" aria-label="Difference from the wording before">{lines}</pre>'
        yield "</li>"
    yield "</ol>"


def _sources(log: Log) -> Iterator[str]:
    if log.sources:
        yield '<section aria-labelledby="sources"><h2 id="sources">Sources</h2>'
        yield '<ol class="sources">'
        for source in log.sources:
            yield f'<li id="source-{source.number}">{_source(source)}</li>'
        yield "</ol></section>"


def _source(source: Source) -> str:
    day = "" if source.published_at is None else f", {_day(source.published_at)}"
    return (
        f"<bdi>{_or(source.outlet, 'Outlet unknown')}</bdi>, "
        f"“<bdi>{_or(source.title, 'no title')}</bdi>”{day}<br>{_link(source.url)}"
    )


def foot(method: tuple[str, ...]) -> Iterator[str]:
    """The foot of a page: what it claims, and what it does not."""
    yield '<footer><h2 id="method">Method</h2>'
    yield from map(_p, method)
    yield "</footer>"


# -- small things ---------------------------------------------------------------

_DIR = 'dir="auto"'
"""Text from outside runs as its own letters do."""


def _heading(level: int, text: str) -> str:
    return f"<h{level}>{text}</h{level}>"


def _p(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def _link(url: str) -> str:
    if address := safe_link(url):
        shown = escape(address)
        return f'<a href="{shown}" rel="noopener noreferrer" dir="ltr">{shown}</a>'
    return f"Not a web address: {escape(url)}" if url else "No address known."


def _time(moment: int) -> str:
    return f'<time datetime="{stamp(moment) or ""}">{telling.minute(moment)}</time>'


def _day(moment: int) -> str:
    return f'<time datetime="{stamp(moment) or ""}">{times.day(moment)}</time>'


def _flat(text: str) -> str:
    return escape(telling.one_line(text))


def _or(text: str, otherwise: str) -> str:
    return _flat(text) or f"({otherwise})"
