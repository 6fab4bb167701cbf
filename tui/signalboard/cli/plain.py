"""What commands print for people: plain lines, columns aligned by width on screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from signalboard import times
from signalboard.model import (
    STRENGTHS,
    Evidence,
    Report,
    Stance,
    Story,
    StoryRow,
    Suggestion,
    Thesis,
    View,
)
from signalboard.text import counted

if TYPE_CHECKING:
    from signalboard.desk import CompanyRow, Conviction, Desk, Sighting, TakenOver, ThesisRow
    from signalboard.desk.summing import Entry
    from signalboard.desk.values import Cell, Matrix

SIGNS = {Stance.SUPPORT: "▲", Stance.CONTRADICT: "▼", Stance.NO_BEARING: "·"}
_BARS = "▁▂▃▄▅▆▇█"
_HEADLINES = 20
_REMARKS = 20
"""Lines of one kind; the rest is counted."""


def board(desk: Desk) -> str:
    """The whole board once: headlines, theses with tallies, companies, what to do next."""
    now, summary = desk.now(), desk.summary()
    listing = desk.listing(View())
    lines = [
        f"signalboard   {summary.unjudged:,} unjudged of {counted(summary.stories, 'story')}   "
        f"{f'{summary.muted:,} muted   ' if summary.muted else ''}"
        f"{summary.feeds_well} of {counted(summary.feeds_enabled, 'feed')} answered   "
        f"{times.local(now)}",
        "",
        "Headlines",
    ]
    rows = listing.rows(0, _HEADLINES)
    lines += [f"  {story_line(n, row, now)}" for n, row in enumerate(rows, start=1)]
    if not rows:
        lines.append("  none yet; signalboard refresh fetches them")
    if len(listing) > len(rows):
        lines.append(f"  … and {len(listing) - len(rows):,} more: signalboard stories")
    lines += ["", "Theses"]
    lines += [f"  {thesis_line(row, now)}" for row in desk.theses()] or ["  none yet"]
    if due := desk.due_watches():
        lines += ["", "Due"]
        lines += [f"  {times.day(w.due_at)}  {w.id}  {w.question}" for w in due]
    tracked = [row for row in desk.companies() if row.tracked]
    lines += ["", "Companies, 14 days"]
    lines += [f"  {company_line(row)}" for row in tracked] or ["  none yet"]
    lines += [
        "",
        "Next",
        "  signalboard                          in a terminal: the board, a key a judgment",
        "  signalboard refresh                  fetch what is new",
        "  signalboard judge 1 1 support        story 1 supports thesis 1 (undo takes it back)",
        *(
            ["  signalboard watch settle WATCH hit   what came true; or miss, or void"]
            if due
            else []
        ),
        "  signalboard export --output log.md   the evidence log",
    ]
    return "\n".join(lines)


def story_line(number: int | None, row: StoryRow, now: int) -> str:
    """A story on one line, free text last; a muted one has no number."""
    stances = {mark.stance for mark in row.marks}
    sign = "±" if {Stance.SUPPORT, Stance.CONTRADICT} <= stances else " "
    if sign == " ":
        sign = next((SIGNS[s] for s in SIGNS if s in stances), " ")
    copies = f"×{row.outlets}" if row.outlets > 1 else ""
    star = "★" if row.starred else " "
    age = times.age(row.at, now)
    place = "-" if number is None else number
    return (
        f"{place:>4} {row.id} {sign}{star}{age:>4}  {cell(row.outlet, 14)} {copies:>4} {row.title}"
    )


def story(
    found: Story, evidence: Sequence[Evidence], via: Callable[[Report], str], now: int
) -> str:
    """A story with its reports, numbered as ``split`` knows them, and how they read before."""
    lines = [found.title]
    told = [found.voices, *found.companies, *(["grouped by hand"] if found.fixed else [])]
    lines += [f"  {found.id}  {'   '.join(told)}"]
    if found.url:
        lines.append(f"  {found.url}")
    for number, report in enumerate(found.reports, start=1):
        age = times.age(report.published_at or report.first_seen_at, now)
        agency = via(report)
        said = report.title if report.title != found.title else ""
        line = f"{number:>4} {age:>4}  {cell(report.outlet, 18)} {said}"
        lines.append(f"{line.rstrip()}{f'  via {agency}' if agency else ''}")
    for revision, is_headline in found.rewordings:
        at = times.local(revision.until_at)
        what = f"headline until {at}: {revision.title}" if is_headline else f"text until {at}"
        lines.append(f"     was  {cell(revision.outlet, 18)} {what}")
    for piece in evidence:
        note = f"  “{piece.note}”" if piece.note else ""
        word = "" if piece.stance is Stance.NO_BEARING else STRENGTHS[piece.strength]
        lines.append(f"   {SIGNS[piece.stance]} {piece.thesis_id}  {word}{note}".rstrip())
    return "\n".join(lines)


def suggested(hint: Suggestion, thesis: Thesis) -> str:
    """What is suggested of a story; ``?`` where its wording does not say which way."""
    way = "?" if hint.stance is None else SIGNS[hint.stance]
    told = ", ".join(hint.about) + (f"; “{hint.said}”" if hint.said else "")
    return f"   suggested {way} {thesis.number} {thesis.name}   {told}"


def judged(piece: Evidence) -> str:
    """How a story was judged, in words."""
    if piece.stance is Stance.NO_BEARING:
        return "no bearing"
    return f"{piece.stance}, {STRENGTHS[piece.strength]}"


def thesis_line(row: ThesisRow, now: int) -> str:
    """A thesis on one line."""
    thesis, tally = row.thesis, row.tally
    against = (
        "no contradiction yet"
        if row.last_contradiction_at is None
        else f"last contradiction {times.ago(row.last_contradiction_at, now)}"
    )
    state = "" if thesis.status == "active" else f"  ({ended(thesis)})"
    state += "  (horizon passed)" if thesis.is_overdue(now) else ""
    return (
        f"{thesis.number:>2} {cell(thesis.name, 28)} {cell(conviction(row.conviction), 28)} "
        f"{cell(f'[+{tally.supports}/-{tally.contradictions}]', 10)} {against}{state}"
    )


def ended(thesis: Thesis) -> str:
    """How a thesis stands, and since when where it is closed."""
    since = "" if thesis.closed_at is None else f" {times.day(thesis.closed_at)}"
    return f"{thesis.status}{since}"


def conviction(found: Conviction | None) -> str:
    """What the evidence adds up to: ``very likely      88% 65-97%``; a dash where there is none."""
    if found is None:
        return "—"
    return f"{found.word:<16} {found.percent:>2}% {band(found)}"


def band(found: Conviction) -> str:
    """The band in whole percents: ``65-97%``."""
    return f"{found.low * 100:.0f}-{found.high * 100:.0f}%"


def thesis(row: ThesisRow, evidence: Sequence[Evidence], said: Sequence[str], now: int) -> str:
    """A thesis with its wording, sum, what the guards said, watches and evidence."""
    lines = [
        thesis_line(row, now),
        said_of("statement", row.thesis.statement),
        said_of("negation", row.thesis.negation),
        said_of("prior", f"{row.thesis.prior:.0%}{'' if row.thesis.prior_said else ' (not said)'}"),
        *(said_of(name, told) for name, told in _life(row.thesis, now) if told),
    ]
    if row.conviction is not None:
        change = "" if row.change is None else f", {row.change:+.1f} dB in 30 days"
        lines.append(said_of("adds up", f"{row.conviction.db:+.1f} dB{change}"))
    if row.earlier:
        lines.append(
            said_of("earlier", f"{counted(row.earlier, 'judgment')} of an earlier wording")
        )
    lines += [said_of("guard", sentence) for sentence in said]
    lines += [said_of("watch", f"{times.day(w.closes_at)}  {w.question}") for w in row.watches]
    if row.strongest_against is not None:
        piece = row.strongest_against
        lines.append(said_of("against", f"{SIGNS[piece.stance]} {piece.snapshot.title}"))
    for piece in evidence:
        word = "" if piece.stance is Stance.NO_BEARING else STRENGTHS[piece.strength]
        note = f"  “{piece.note}”" if piece.note else ""
        lines.append(
            f"   {piece.id:>5}  {times.day(piece.judged_at)}  {SIGNS[piece.stance]} "
            f"{word:<8}  {piece.snapshot.title}{note}"
        )
    return "\n".join(lines)


def said_of(label: str, text: str) -> str:
    """A line about a thesis, behind the word for what it says."""
    return f"   {label:<12} {text}"


def entry(told: Entry, number: int) -> str:
    """A piece of evidence with what it adds to thesis ``number``."""
    piece = told.piece
    adds = told.why_not if told.db is None else f"{told.db:.2f} dB"
    marks = ("  strongest contradiction" if told.is_strongest_against else "") + (
        "  linchpin" if told.is_linchpin else ""
    )
    return (
        f"{piece.id:>6} {number:>2} {SIGNS[piece.stance]} {cell(adds, 22)} "
        f"{times.day(piece.judged_at)}  {piece.snapshot.title}{marks}"
    )


def _life(thesis: Thesis, now: int) -> tuple[tuple[str, str], ...]:
    """What else is said of a thesis, from its horizon to its end."""
    horizon = "" if thesis.horizon_at is None else times.day(thesis.horizon_at)
    if thesis.is_overdue(now):
        horizon += ", passed: by then it should have shown whether it is true"
    return (
        ("horizon", horizon),
        *(("rival", rival) for rival in thesis.rivals),
        ("pre-mortem", thesis.pre_mortem),
        ("post-mortem", thesis.post_mortem),
    )


def company_line(row: CompanyRow) -> str:
    """A company on one line."""
    activity, tally = row.activity, row.tally
    off = "" if row.tracked else "  (not tracked)"
    return (
        f"{cell(row.company.name, 16)} {sparkline(activity.days)} {activity.total:>4} "
        f"{activity.change:>+5}   [+{tally.supports}/-{tally.contradictions}]{off}"
    )


def sighting_line(sighting: Sighting, now: int, room: int) -> str:
    """A story that names a company, the words in brackets; ``~`` where only the summary does."""
    before, matched, after = sighting.around(room)
    where = " " if sighting.in_title else "~"
    return f"{times.age(sighting.at, now):>4} {where} {before}[{matched}]{after}"


def offer_line(offer: Mapping[str, Any]) -> str:
    """A feed that a look found, on one line."""
    title = offer["title"] or "(no title)"
    there = f"  (subscribed to as {offer['known']})" if offer["known"] else ""
    return f"{cell(title, 32)} {offer['url']}{there}"


def looked(shown: Mapping[str, Any]) -> list[str]:
    """A feed that a look found, with its newest entries where it was read."""
    lines = [offer_line(shown)]
    if "entries" not in shown:
        return [*lines, f"  {shown['found']}; not read"]
    count = shown["count"]
    entries = "no entries yet" if not count else counted(count, "entry")
    lines.append(f"  {shown['kind']}, {entries}, {shown['found']}")
    return lines + [
        f"  {(entry['published'] or 'no date')[:10]:10}  {entry['title']}"
        for entry in shown["entries"]
    ]


def taken(told: TakenOver) -> list[str]:
    """What taking over a log did, or would do, beside the counts."""
    lines = []
    if told.gone:
        lines.append(
            f"{counted(told.gone, 'thesis', 'theses')} nobody has judged by on this board give way."
        )
    if told.known:
        lines.append(f"{told.known:,} judgments, watches and briefs are here already.")
    if told.renamed:
        lines.append(f"{told.renamed:,} got another id: theirs means something else here.")
    lines += told.kept[:_REMARKS]
    if len(told.kept) > _REMARKS:
        lines.append(f"… and {len(told.kept) - _REMARKS:,} more that stay as they are here.")
    if told.extra:
        lines.append(f"{counted(told.extra, 'key')} of others (x-...) left out.")
    if told.mismatches:
        lines.append("Computed again, and not what the file says:")
        lines += [f"  {each}" for each in told.mismatches[:_REMARKS]]
    if len(told.mismatches) > _REMARKS:
        lines.append(f"  … and {len(told.mismatches) - _REMARKS:,} more.")
    return lines


def sparkline(days: Sequence[int]) -> str:
    """Counts as bars; the highest day fills a cell, no story is a blank baseline."""
    most = max(days, default=0)
    return "".join(_BARS[0] if not n else _BARS[max(1, round(n / most * 7))] for n in days)


def cell(text: str, width: int) -> str:
    """Text cut (with an ellipsis) or filled to so many columns."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
    return set_cell_size(text, width)


def matrix(found: Matrix) -> str:
    """Stories against theses: a column a thesis, by number; = fits all that it was judged by."""
    lines = [
        f"{thesis.number:>2}  {thesis.name}, against it {against}"
        for thesis, against in zip(found.theses, found.inconsistencies, strict=True)
    ]
    heads = "".join(f"{thesis.number:>4}" for thesis in found.theses)
    lines += ["", f"  {heads}" if found.columns else "No story was judged by any of them yet."]
    for column in found.columns:
        marks = "".join(f"{_mark(cell):>4}" for cell in column.cells)
        apart = "" if column.judged < 2 else f"{column.diagnosticity:4.1f} dB apart"
        lines.append(f"{'=' if column.fits_all else ' '} {marks}  {apart:<14}{column.title}")
    if found.columns:
        lines += ["", "= weighs the same on all it was judged by: it fits everything."]
        lines += ["This shows where judgments differ, and not that one of them is right."]
    return "\n".join(lines)


def _mark(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.support and cell.contradiction:
        return "±"
    if not cell.support and not cell.contradiction:
        return SIGNS[Stance.NO_BEARING]
    stance = Stance.SUPPORT if cell.support else Stance.CONTRADICT
    return f"{SIGNS[stance]}{max(cell.support, cell.contradiction)}"
