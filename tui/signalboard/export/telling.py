"""What a log says in sentences of its own, for the writers that are read by people. Pure.

No text from outside is in what these return, so each writer sets it as it is; only what a term
of the sum is of (``Row.of``) is quoted, and each writer sets that as it sets a title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from typing import NamedTuple

from signalboard import times
from signalboard.export.gather import Gone, Line, Log, ThesisLog
from signalboard.export.sums import Question, Sum, settled_at
from signalboard.judge import original
from signalboard.judge.conviction import percent as whole_percent
from signalboard.judge.weights import RELIABILITY, STRENGTH_DB, is_rated, reliability, weight
from signalboard.model import STRENGTHS, Evidence, Stance, Thesis
from signalboard.text import counted, excerpt

STANCES = {
    Stance.SUPPORT: "▲ supports",
    Stance.CONTRADICT: "▼ contradicts",
    Stance.NO_BEARING: "· no bearing",
}


_SHORT = 48
"""Characters of a title that stand beside a term of the sum: enough to know the story again."""


class Row(NamedTuple):
    """A row of the sum."""

    what: str
    reckoned: str
    """How it is reckoned; empty where it is not."""
    db: str
    of: str = ""
    """The short title of the story, or the question of the watch."""


def as_of(log: Log) -> str:
    """What moment the log speaks of."""
    if log.as_of is None:
        return "Nothing has been recorded yet."
    return f"As of the latest change, {minute(log.as_of)}; all times are UTC."


def worded(entry: ThesisLog) -> str:
    """When it was worded, and whether anew since."""
    first, *later = entry.thesis.versions
    told = f"Worded on {times.day(first.at)}"
    if not later:
        return f"{told}, unchanged since."
    days = ", ".join(times.day(version.at) for version in later)
    return f"{told}, reworded on {days}; see Wordings."


def horizon(entry: ThesisLog, log: Log) -> str:
    """By when it should have shown whether it is true; whether that has passed."""
    about = entry.thesis
    if about.horizon_at is None:
        return ""
    day = times.day(about.horizon_at)
    if log.as_of is None or not about.is_overdue(log.as_of):
        return day
    return f"{day}, passed: by then it should have shown whether it is true, and it is not closed"


def headline(entry: ThesisLog) -> str:
    """The conviction in a line: ``very likely, 88 % (64 to 97 %), +8.7 dB [+3/-2]``."""
    said = entry.sum.conviction
    if said is None:
        return f"— {tally(entry)}"
    low, high = whole_percent(said.low), whole_percent(said.high)
    return f"{said.word}, {said.percent} % ({low} to {high} %), {signed(said.db)} dB {tally(entry)}"


def beside(entry: ThesisLog, log: Log) -> str:
    """What stands beside every conviction: the change of 30 days, the last contradiction."""
    summed = entry.sum
    if summed.conviction is None:
        return "No evidence counts yet, so there is no conviction to tell of."
    changed = 0.0 if summed.change is None else summed.change
    told = f"Change in 30 days: {signed(changed)} dB. "
    if summed.last_contradiction_at is None:
        return f"{told}No contradiction is recorded."
    at = summed.last_contradiction_at
    return f"{told}Last contradiction: {times.day(at)}, {ago(at, log.as_of)}."


def tally(entry: ThesisLog) -> str:
    """Stories for and against."""
    return f"[+{entry.tally.supports}/-{entry.tally.contradictions}]"


def tally_told(entry: ThesisLog) -> str:
    """The tally in words."""
    stories = entry.tally
    if not entry.lines:
        return "No story has been judged against this thesis yet."
    told = (
        f"{counted(stories.supports, 'story supports', 'stories support')} it, "
        f"{counted(stories.contradictions, 'contradicts', 'contradict')} it, "
        f"{counted(stories.no_bearing, 'was', 'were')} judged to have no bearing."
    )
    if entry.split:
        told += f" {counted(entry.split, 'story is', 'stories are')} judged both ways (split) and "
        told += f"{'counts' if entry.split == 1 else 'count'} on both sides."
    return told


def none_recorded(entry: ThesisLog, log: Log) -> str:
    """That there is no contradiction, and for how long."""
    if not entry.lines:
        return "None recorded: no story has been judged yet."
    first = entry.lines[0].evidence.judged_at
    until = max(first, first if log.as_of is None else log.as_of)
    judged = counted(len(entry.lines), "judgment", "judgments")
    return (
        f"None recorded in {days(first, until)}: {judged} from {times.day(first)} to "
        f"{times.day(until)}, not one of them a contradiction."
    )


def judged_as(piece: Evidence) -> str:
    """The stance, and how strong it was judged to be."""
    if piece.stance is Stance.NO_BEARING:
        return STANCES[piece.stance]
    return f"{STANCES[piece.stance]}, {STRENGTHS[piece.strength]}"


def dated(line: Line) -> str:
    """When it was published, if that is known."""
    if line.published_at is None:
        return f"Date of publication unknown, first seen {minute(line.first_seen_at)}."
    return f"Published {minute(line.published_at)}."


def relied_on(piece: Evidence) -> str:
    """How its reports were rated and what that makes of its weight; empty where none was."""
    reports = piece.snapshot.reports
    if piece.stance is Stance.NO_BEARING or not is_rated(reports):
        return ""
    ratings = sorted({r.reliability for r in reports if r.reliability in RELIABILITY})
    told = f"Reliability {', '.join(ratings)}"
    if any(r.reliability not in RELIABILITY for r in reports):
        told += " and unrated (counted in full)"
    full, counts = STRENGTH_DB[piece.strength], weight(piece)
    return f"{told}: r {reliability(reports):.3g}, {counts:.2f} dB of {full:.0f}."


def changed(piece: Evidence, as_set: Callable[[str], str] = str) -> str:
    """When it was changed last, and what of it reads otherwise than when it was judged; or empty.

    ``as_set`` makes of the texts that are quoted what they are in a format.
    """
    if piece.changed_at <= piece.judged_at:
        return ""
    what = original.told(piece, as_set)
    return f"Changed {minute(piece.changed_at)}{f': {what}' if what else ''}."


def terms_of(entry: ThesisLog) -> Iterator[Row]:
    """The sum, a row a term: what it is, how it is reckoned, what it adds in dB, what it is of."""
    summed = entry.sum
    questions = {asked.watch.id: asked.watch.question for asked in entry.watches}
    yield Row("prior", "", signed(summed.prior_db, 2))
    for sign, side, word in (
        (1, summed.supports, "supports"),
        (-1, summed.contradictions, "contradicts"),
    ):
        for term in side:
            piece = term.piece
            reckoned = f"{term.weight:.2f} x {term.factor:.4g}"
            told = f"{word}, {STRENGTHS[piece.strength]}"
            yield Row(
                f"{one_line(piece.id)} {told}",
                reckoned,
                signed(sign * term.db, 2),
                excerpt(piece.snapshot.title, _SHORT),
            )
    for each in summed.settled:
        of = excerpt(questions[each.watch_id], _SHORT)
        yield Row(f"{one_line(each.watch_id)} settled", "", signed(each.db, 2), of)
    yield Row("sum", "", signed(summed.db, 2))


def read_as(summed: Sum) -> str:
    """How the sum becomes a percentage and a band; empty where nothing counts."""
    said = summed.conviction
    if said is None:
        return ""
    earlier = counted(summed.earlier, "judgment stays", "judgments stay")
    kept = f" {earlier} with an earlier wording and {'is' if summed.earlier == 1 else 'are'}"
    kept = f"{kept} not in the sum." if summed.earlier else ""
    return (
        f"Read as odds that is {said.p * 100:.1f} %: {said.word}. Half of the root of the summed "
        f"squares of the terms of evidence is {said.sigma:.2f} dB, so the band is "
        f"{said.low * 100:.1f} to {said.high * 100:.1f} %.{kept}"
    )


def gone_as(gone: Gone) -> str:
    """What became of a judgment that counts no more."""
    return f"{'superseded' if gone.by else 'retracted'} on {times.day(gone.at)}"


def state(asked: Question, now: int) -> tuple[str, str]:
    """How a watch stands: the word, and what goes with it."""
    watch = asked.watch
    opened, closes = times.day(watch.opened_at), times.day(watch.closes_at)
    resolves = ""
    if watch.resolves_at is not None and watch.resolves_at != watch.closes_at:
        resolves = f", to be looked up from {times.day(watch.resolves_at)}"
    if watch.state != "open":
        when = f" on {times.day(settled_at(watch))}" if watch.settled_at is not None else ""
        return "Settled", f"{when}. Opened {opened}, closing {closes}{resolves}."
    if asked.is_due:
        since = times.day(watch.due_at)
        return "Due", f"since {since}, not settled yet. Opened {opened}."
    left = days(now, watch.due_at)
    return "Open", f"closes {closes}{resolves}, in {left}. Opened {opened}."


def chances(asked: Question) -> str:
    """The two chances of a watch, and what its answers weigh."""
    watch = asked.watch
    told = (
        f"P(hit | true) {percent(watch.h1)}, P(hit | false) {percent(watch.h0)}: a hit weighs "
        f"{signed(asked.hit_db)} dB, a miss {signed(asked.miss_db)} dB"
    )
    return f"{told}; a hit would count against the thesis" if watch.h1 < watch.h0 else told


def forecast(asked: Question) -> str:
    """How likely a hit was held to be; empty where nothing is known of that."""
    if asked.forecast is None:
        return ""
    how = "own" if asked.is_own else "as the conviction implies"
    told = f"Forecast: {percent(round(asked.forecast, 3))} ({how})"
    own = [said for said in asked.watch.forecasts if said.is_own]
    if len(own) > 1 or (own and not asked.is_own):
        steps = ", ".join(f"{times.day(said.at)} {percent(said.p)}" for said in own)
        told += f"; own forecasts: {steps}"
    return told


def outcome(asked: Question) -> str:
    """What a settled watch weighs and scores."""
    if asked.settled_db is None:
        return ""
    told = f"Weighs {signed(asked.settled_db)} dB"
    if asked.score is not None:
        told += f"; Brier score {asked.score:.4g} (0 is best, .25 what 50 % always gives)"
    return told


def minute(moment: int) -> str:
    """A moment in UTC, to the minute."""
    return times.local(moment, UTC)


def days(earlier: int, later: int) -> str:
    """Days from date to date, as a reader of both would count them."""
    between = times.days_between(times.midnight(earlier), times.midnight(later))
    return counted(between, "day", "days")


def ago(moment: int, now: int | None) -> str:
    """How many days before."""
    since = days(moment, moment if now is None else now)
    return "the same day" if since == "0 days" else f"{since} before"


def percent(share: float) -> str:
    """A chance a person gave, as they gave it."""
    return f"{share * 100:.4g} %"


def prior(thesis: Thesis) -> str:
    """The prior, and whether it was said."""
    told = f"prior {percent(thesis.prior)}"
    return told if thesis.prior_said else f"{told}, not said"


def signed(value: float, digits: int = 1) -> str:
    """Decibans with their sign; what rounds to nothing has none."""
    told = f"{value:+.{digits}f}"
    return told[1:] if not float(told) else told


def one_line(text: str) -> str:
    """Text without line ends."""
    return " ".join(text.split())
