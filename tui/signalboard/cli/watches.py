"""Watches: list, show, add, edit, settle, forecast; and what forecasts were worth."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from signalboard import times
from signalboard.cli import DONE, FAILED, WRONG_USE, plain, tell
from signalboard.cli.opened import desk
from signalboard.cli.printed import moment, print_json
from signalboard.desk import PRESETS, Calibration, WatchRow
from signalboard.desk.watched import too_few
from signalboard.text import counted

if TYPE_CHECKING:
    from signalboard.desk import Desk


def listed(arguments: argparse.Namespace) -> int:
    """List the watches, due ones first."""
    with desk(arguments) as opened:
        thesis_id = ""
        if arguments.thesis:
            thesis_id = opened.find_thesis(arguments.thesis, closed=True)
        for row in opened.watches(thesis_id):
            if arguments.due and not row.is_due:
                continue
            if arguments.json:
                print_json(printed(row))
            else:
                print(line(row, opened.now()))
    return DONE


def show(arguments: argparse.Namespace) -> int:
    """Show one watch."""
    with desk(arguments) as opened:
        row = opened.watch(opened.find_watch(arguments.watch))
        if arguments.json:
            print_json(printed(row))
        else:
            print("\n".join(_whole(row, opened.now())))
    return DONE


def new(arguments: argparse.Namespace) -> int:
    """Add a watch."""
    with desk(arguments) as opened:
        thesis_id = opened.find_thesis(arguments.thesis)
        story_id = opened.find_story(arguments.story) if arguments.story else None
        chances = _chances(arguments)
        if chances is None:
            return WRONG_USE
        h1, h0 = chances
        if h1 is None or h0 is None:
            tell("A watch needs two chances: --preset hoop, or --h1 and --h0.")
            return WRONG_USE
        closes_at = _closes(opened, arguments, story_id)
        if closes_at is None:
            tell("A watch needs a date: --by 2027-05-31, or --by '6 months'.")
            return WRONG_USE
        _, ident = opened.add_watch(
            thesis_id,
            arguments.question,
            arguments.hit,
            arguments.miss,
            void_if=arguments.void or "",
            look_up=arguments.look_up or "",
            closes_at=closes_at,
            resolves_at=opened.day_meant(arguments.resolves) if arguments.resolves else None,
            h1=h1,
            h0=h0,
            story_id=story_id,
            forecast=arguments.forecast,
        )
        thesis = opened.thesis(thesis_id).thesis
        if thesis.status == "draft" and not opened.missing(thesis_id):
            tell(f"{thesis.name} may be active now: signalboard thesis activate {thesis.id}")
        _told(opened, ident, as_json=arguments.json)
    return DONE


def edit(arguments: argparse.Namespace) -> int:
    """Ask a watch otherwise."""
    with desk(arguments) as opened:
        ident = opened.find_watch(arguments.watch)
        chances = _chances(arguments)
        if chances is None:
            return WRONG_USE
        resolves = arguments.resolves
        change = opened.edit_watch(
            ident,
            question=arguments.question,
            hit_if=arguments.hit,
            miss_if=arguments.miss,
            void_if=arguments.void,
            look_up=arguments.look_up,
            closes_at=opened.day_meant(arguments.by) if arguments.by else None,
            resolves_at=opened.day_meant(resolves) if resolves else 0 if resolves == "" else None,
            h1=chances[0],
            h0=chances[1],
        )
        if change is None:
            tell("It says so already; nothing was changed.")
        _told(opened, ident, as_json=arguments.json)
    return DONE


def settle(arguments: argparse.Namespace) -> int:
    """Say how a watch came out."""
    with desk(arguments) as opened:
        ident = opened.find_watch(arguments.watch)
        due_at = opened.watch(ident).watch.due_at
        opened.settle_watch(ident, arguments.outcome, link=arguments.link, note=arguments.note)
        if due_at > opened.now() and arguments.outcome != "void":
            tell(
                f"Its date is {times.day(due_at)}: it counts in the calibration from then on, "
                "for hits come early and misses cannot."
            )
        _told(opened, ident, as_json=arguments.json)
    return DONE


def reopen(arguments: argparse.Namespace) -> int:
    """Take an answer back."""
    with desk(arguments) as opened:
        ident = opened.find_watch(arguments.watch)
        opened.reopen_watch(ident)
        _told(opened, ident, as_json=arguments.json)
    return DONE


def forecast(arguments: argparse.Namespace) -> int:
    """The person's own forecast of a hit."""
    with desk(arguments) as opened:
        ident = opened.find_watch(arguments.watch)
        if opened.forecast_watch(ident, arguments.p) is None:
            tell("It stands so already; nothing was changed.")
        _told(opened, ident, as_json=arguments.json)
    return DONE


def remove(arguments: argparse.Namespace) -> int:
    """Take away a watch that was made by mistake."""
    with desk(arguments) as opened:
        print(opened.remove_watch(opened.find_watch(arguments.watch)).label)
    return DONE


def calibration(arguments: argparse.Namespace) -> int:
    """How forecasts came out; exit status 1 where there are too few to say."""
    with desk(arguments) as opened:
        found = opened.calibration()
    if arguments.json:
        print_json(_calibration_json(found))
    else:
        print("\n".join(_calibration_lines(found)))
    return DONE if found.is_enough else FAILED


# -- what is asked for --------------------------------------------------------


def _chances(arguments: argparse.Namespace) -> tuple[float | None, float | None] | None:
    """The two chances that were given, each or None; None where a preset is unknown, told."""
    if not arguments.preset:
        return arguments.h1, arguments.h0
    asked = arguments.preset.lower().replace("-", " ")
    found = next((preset for preset in PRESETS if preset.name == asked), None)
    if found is None or arguments.h1 is not None or arguments.h0 is not None:
        names = ", ".join(f"{p.name} ({p.h1:.2f}/{p.h0:.2f})" for p in PRESETS)
        tell(
            f"No preset is called {arguments.preset!r}; there are {names}."
            if found is None
            else "--preset gives both chances; leave out --h1 and --h0."
        )
        return None
    return found.h1, found.h0


def _closes(opened: Desk, arguments: argparse.Namespace, story_id: str | None) -> int | None:
    """The date that was given, or the first that the story names."""
    if arguments.by:
        return opened.day_meant(arguments.by)
    days = opened.dates_in(story_id) if story_id is not None else ()
    if not days:
        return None
    tell(f"Its date is {times.day(days[0].at)}: the story says {days[0].phrase!r}.")
    return days[0].at


# -- what is printed ----------------------------------------------------------


def printed(row: WatchRow) -> dict[str, Any]:
    """A watch as commands print it."""
    watch, outlook = row.watch, row.outlook
    return {
        "id": watch.id,
        "thesis": watch.thesis_id,
        "question": watch.question,
        "hit_if": watch.hit_if,
        "miss_if": watch.miss_if,
        "void_if": watch.void_if,
        "look_up": watch.look_up,
        "opened": moment(watch.opened_at),
        "closes": moment(watch.closes_at),
        "resolves": moment(watch.resolves_at),
        "due": row.is_due,
        "h1": watch.h1,
        "h0": watch.h0,
        "preset": outlook.preset or None,
        "kill": outlook.is_kill,
        "hit_db": outlook.hit_db,
        "miss_db": outlook.miss_db,
        "story": watch.story_id,
        "state": watch.state,
        "forecast": None if row.forecast is None else row.forecast.p,
        "forecasts": [
            {"at": moment(made.at), "p": made.p, "own": made.is_own} for made in row.forecasts
        ],
        "settled": moment(watch.settled_at),
        "settled_db": None if watch.state == "open" else row.settled_db,
        "link": watch.link,
        "note": watch.note,
        "brier": row.score,
    }


def line(row: WatchRow, now: int) -> str:
    """A watch on one line; ``~`` before a forecast that the conviction implies."""
    watch = row.watch
    said = "" if row.forecast is None else f"{row.forecast.p:.0%}"
    if row.forecast is not None and not row.forecast.is_own:
        said = f"~{said}"
    day = watch.settled_at if watch.settled_at is not None else row.watch.due_at
    return (
        f"{times.day(day)}  {state(row, now):<10} {said:>4}  {plain.cell(watch.id, 28)} "
        f"{watch.question}"
    )


def state(row: WatchRow, now: int) -> str:
    """Whether it is open, due, or how it came out."""
    if row.watch.state != "open":
        return row.watch.state
    return (
        "due" if row.is_due else f"in {counted(times.days_between(now, row.watch.due_at), 'day')}"
    )


def _whole(row: WatchRow, now: int) -> Iterator[str]:
    watch, outlook = row.watch, row.outlook
    yield watch.question
    yield f"  {watch.id}   on {row.thesis.number} {row.thesis.name}   {state(row, now)}"
    closes = f"closes {times.day(watch.closes_at)}"
    later = "" if watch.resolves_at is None else f", known {times.day(watch.resolves_at)}"
    yield f"  opened {times.day(watch.opened_at)}, {closes}{later}"
    for name, said in (
        ("hit if", watch.hit_if),
        ("miss if", watch.miss_if),
        ("void if", watch.void_if),
        ("look up", watch.look_up),
    ):
        if said:
            yield f"  {name:<9}{said}"
    named = f"   {outlook.preset}" if outlook.preset else ""
    kill = "   a kill watch: its hit hurts" if outlook.is_kill else ""
    yield f"  chances  {watch.h1:.2f} if true, {watch.h0:.2f} if false{named}{kill}"
    if watch.state == "open":
        p = f"{outlook.p:.0%}"
        yield f"  a hit    {outlook.hit_db:+.1f} dB: {p} → {outlook.after_hit:.0%}"
        yield f"  a miss   {outlook.miss_db:+.1f} dB: {p} → {outlook.after_miss:.0%}"
    else:
        settled = "" if watch.settled_at is None else f"{times.day(watch.settled_at)}  "
        yield f"  settled  {settled}{watch.state}, {row.settled_db:+.1f} dB"
        yield from (f"           {said}" for said in (watch.link, watch.note) if said)
    for number, made in enumerate(row.forecasts):
        whose = "own" if made.is_own else "implied"
        yield f"  {'' if number else 'forecast':<9}{times.day(made.at)}  {made.p:.0%} {whose}"
    if row.score is not None:
        yield f"  score    {row.score:.4f} (0 is best, .25 is always saying 50 %)"


def _told(opened: Desk, ident: str, *, as_json: bool) -> None:
    row = opened.watch(ident)
    if as_json:
        print_json(printed(row))
    else:
        print(line(row, opened.now()))


def _calibration_json(found: Calibration) -> dict[str, Any]:
    return {
        "n": found.n,
        "early": found.early,
        "lacking": found.lacking,
        "brier": found.brier,
        "base_rate": found.base_rate,
        "on_hits": found.on_hits,
        "on_misses": found.on_misses,
        "discrimination": found.discrimination,
        "curve": [
            {
                "from": each.low,
                "to": each.high,
                "n": each.n,
                "hits": each.hits,
                "forecast": each.forecast,
                "share": each.share,
                "low": each.interval[0],
                "high": each.interval[1],
            }
            for each in found.curve
        ],
    }


def _calibration_lines(found: Calibration) -> Iterator[str]:
    if found.brier is None:
        yield too_few(found)
        return
    yield f"{counted(found.n, 'settled watch')}, {found.base_rate:.0%} of them hits"
    yield f"  Brier score     {found.brier:.4f}   0 is best, .25 is always saying 50 %"
    if found.discrimination is None:
        yield "  discrimination  -        all came out alike"
    else:
        yield (
            f"  discrimination  {found.discrimination:+.2f}    said before hits "
            f"{found.on_hits:.0%}, before misses {found.on_misses:.0%}"
        )
    yield "  said         n  hits  share   95 % of it"
    for each in found.curve:
        low, high = each.interval
        yield (
            f"  {each.low * 100:>2.0f}-{each.high * 100:.0f} %".ljust(12)
            + f"{each.n:>4}{each.hits:>6}   {each.share:>4.0%}   {low:.0%}-{high:.0%}"
        )
    if found.early:
        yield f"{counted(found.early, 'watch')} came out early and counts from its date on"
