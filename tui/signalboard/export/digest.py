"""A digest as a page: what comes due, the briefs, and how each thesis moved. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from signalboard import times
from signalboard.brief.digest import Ahead, Digest, Moved, Stood
from signalboard.export import brief
from signalboard.export.gather import METHOD
from signalboard.export.outward import outward
from signalboard.export.pages import Block, Heading, Items, Line, Page, Paragraph, line, strong
from signalboard.judge.conviction import percent, shown, word
from signalboard.model import STRENGTHS
from signalboard.text import counted


def page(digest: Digest) -> Page:
    """The whole digest."""
    out = outward(digest)
    since, until = times.day(out.since_at), times.day(out.until_at)
    title = f"Digest, {since} to {until}"
    return Page(
        title,
        (
            Heading(1, title),
            *_ahead(out),
            *_briefs(out),
            *_theses(out),
            Paragraph(line(METHOD[0]), is_small=True),
        ),
    )


def _ahead(digest: Digest) -> Iterator[Block]:
    yield Heading(2, "Watches due in 30 days")
    if digest.ahead:
        yield Items(tuple(_watch(each, digest.until_at) for each in digest.ahead))
    else:
        last = times.day(digest.until_at + 30 * times.DAY)
        yield Paragraph(line(f"None is due by {last}."))


def _watch(each: Ahead, now: int) -> tuple[Line, ...]:
    watch = each.watch
    day = times.day(each.at)
    left = times.days_between(times.midnight(now), times.midnight(each.at))
    due = f"due since {day}" if each.at <= now else f"{day}, in {counted(left, 'day')}"
    return (
        line(strong(watch.question or "(no question)"), f"— {due}, on", _name(each.thesis.name)),
        line(strong("Hit if:"), watch.hit_if or "(not stated)"),
        line(strong("Miss if:"), watch.miss_if or "(not stated)"),
    )


def _briefs(digest: Digest) -> Iterator[Block]:
    yield Heading(2, "Briefs")
    if not digest.briefs:
        yield Paragraph(line("None was finished."))
    for each in digest.briefs:
        yield from brief.blocks(each, 3)
    if digest.drafts:
        told = counted(digest.drafts, "draft is", "drafts are")
        yield Paragraph(line(f"{told} not finished and left out."), is_small=True)


def _theses(digest: Digest) -> Iterator[Block]:
    yield Heading(2, "What changed")
    changed = [each for each in digest.theses if each.is_changed]
    if changed:
        yield Items(tuple(_thesis(each) for each in changed))
    same = [f"{each.thesis.number} {_name(each.thesis.name)}" for each in digest.theses
            if not each.is_changed]  # fmt: skip
    if same:
        yield Paragraph(line(f"Nothing changed on {'; '.join(same)}."))
    elif not changed:
        yield Paragraph(line("There is no thesis yet."))


def _thesis(each: Moved) -> tuple[Line, ...]:
    thesis, before, after = each.thesis, each.before, each.after
    below = [line(_conviction_moved(before, after))]
    tally = f"Stories for and against: {_tally(after)}"
    below.append(line(f"{tally}, as before." if _tally(before) == _tally(after) else
                      f"{tally}; before: {_tally(before)}."))  # fmt: skip
    if each.judged:
        below.append(line(f"{counted(each.judged, 'judgment')} in this time."))
    if each.against is not None:
        strength = STRENGTHS.get(each.against.strength, "")
        title = each.against.snapshot.title or "(no title)"
        below.append(line(f"Strongest contradiction, {strength}:", f"“{title}”"))
    below += [
        line("Settled:", strong(watch.state), f"— {watch.question or '(no question)'}")
        for watch in each.settled
    ]
    return (line(strong(f"{thesis.number} {_name(thesis.name)}")), *below)


def _conviction_moved(before: Stood, after: Stood) -> str:
    told = f"Conviction: {_conviction(after)}"
    if _conviction(before) == _conviction(after):
        return f"{told}, as before."
    by = ""
    if before.db is not None and after.db is not None:
        by = f" ({after.db - before.db:+.1f} dB)"
    return f"{told}; before: {_conviction(before)}{by}."


def _conviction(stood: Stood) -> str:
    if stood.p is None:
        return "none yet"
    return f"{word(shown(stood.p))}, {percent(shown(stood.p))} %"


def _tally(stood: Stood) -> str:
    return f"[+{stood.supports}/-{stood.contradictions}]"


def _name(name: str) -> str:
    return name or "(unnamed)"
