"""The archive itself: how large it is, pruning, compacting, a check for damage."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from signalboard import times
from signalboard.cli import DONE, FAILED, WRONG_USE, tell
from signalboard.cli.asking import can_ask, yes
from signalboard.cli.opened import desk
from signalboard.cli.printed import moment, print_json
from signalboard.cli.progress import Line, progress
from signalboard.text import counted, sized

if TYPE_CHECKING:
    from signalboard.desk.caring import Figures, PruningPlan


def shown(arguments: argparse.Namespace) -> int:
    """Say how large the archive is, what is in it, and what could go."""
    with desk(arguments) as opened:
        figures = opened.archive_figures()
        if arguments.json:
            print_json(_as_json(figures))
        else:
            print(f"archive   {opened.places.archive}")
            print("\n".join(_lines(figures)))
    return DONE


def prune(arguments: argparse.Namespace) -> int:
    """Take out old stories that nobody said anything of, after saying how many."""
    with desk(arguments) as opened:
        try:
            before = times.parse_since(arguments.before, opened.now())
        except ValueError as problem:
            tell(f"--before: {problem}")
            return WRONG_USE
        if before > opened.now():
            tell(f"--before: {times.day(before)} is still to come; nothing was removed.")
            return WRONG_USE
        if not arguments.yes and not can_ask():
            tell("Nothing was removed: there is no terminal to ask at; --yes removes without.")
            return WRONG_USE
        plan = opened.prune_plan(before, _so_many("counting"))
        if not plan.stories:
            tell(f"Nothing before {times.day(before)} can go; nothing was removed.")
            return DONE
        tell("\n".join(would(plan)))
        if not arguments.yes and not yes("Remove them for good? [y/N] "):
            tell("Nothing was removed.")
            return FAILED
        done, told = 0, _so_many("removing")

        def report(so_far: int, expected: int) -> None:
            nonlocal done
            done = so_far
            told(so_far, expected)

        try:
            run = opened.prune(plan, report)
        except KeyboardInterrupt:
            tell(f"Stopped: {counted(done, 'story')} went, all others are there.")
            raise
        finally:
            arguments.has_changed = opened.has_changed or done > 0
        if arguments.json:
            print_json({"stories": run.stories, "entries": run.entries, "before": moment(before)})
        else:
            print(f"pruned {counted(run.stories, 'story')}, {counted(run.entries, 'entry')}")
        tell("What comes in uses their room; `signalboard archive vacuum` gives it to the disk.")
    return DONE


def vacuum(arguments: argparse.Namespace) -> int:
    """Give the room of what is gone back to the disk."""
    with desk(arguments) as opened:
        before, after = opened.vacuum(progress())
        if arguments.json:
            print_json({"before": asdict(before), "after": asdict(after)})
        else:
            print(f"{sized(before.file)} before, {sized(after.file)} now")
    return DONE


def check(arguments: argparse.Namespace) -> int:
    """Look for damage and for what does not agree; exit 1 if there is any."""
    with desk(arguments) as opened:
        wrong = opened.check_archive(progress())
    if arguments.json:
        print_json({"wrong": wrong})
    else:
        print("\n".join(wrong or ["nothing is wrong with the archive"]))
    return FAILED if wrong else DONE


def would(plan: PruningPlan) -> list[str]:
    """What a pruning would do, in sentences."""
    lines = [
        f"{counted(plan.stories, 'story')} with "
        f"{counted(plan.entries, 'entry')} from before {times.day(plan.before_at)}:"
    ]
    lines += [
        f"  {year.year}  {counted(year.stories, 'story')}, {counted(year.entries, 'entry')}"
        for year in plan.years
    ]
    lines.append(
        "What is judged, starred, marked unread, merged or split by hand or named by a watch stays."
    )
    return lines


def _lines(figures: Figures) -> list[str]:
    size = figures.size
    lines = [
        f"on disk   {sized(size.file + size.log)}: file {sized(size.file)}, "
        f"log {sized(size.log)}; {sized(size.free)} of the file is free",
        f"stories   {figures.stories:,}: {figures.unjudged:,} not judged, "
        f"{figures.judged:,} judged, {figures.starred:,} starred, {figures.muted:,} muted",
        f"entries   {figures.entries:,}",
        f"evidence  {counted(figures.evidence, 'story')}; pruning takes none of them",
    ]
    if figures.oldest_at is not None and figures.newest_at is not None:
        lines.append(
            f"oldest    {times.day(figures.oldest_at)}, newest {times.day(figures.newest_at)}"
        )
    lines += ["", "year         stories      entries"]
    lines += [f"{year.year}    {year.stories:>12,} {year.entries:>12,}" for year in figures.years]
    lines += ["", "prune --before   would take about"]
    lines += [
        f"{age:>14}   {extent.stories:,} stories, {extent.entries:,} entries, "
        f"{sized(round(extent.share * size.used))}"
        for age, extent in figures.prunable
    ]
    for pruning in figures.prunings[:3]:
        lines.append(
            f"pruned {times.day(pruning.at)}: {pruning.stories:,} stories, {pruning.entries:,} "
            f"entries from before {times.day(pruning.before_at)}"
        )
    return lines


def _as_json(figures: Figures) -> dict[str, object]:
    plain = asdict(figures)
    size = plain.pop("size")
    del plain["oldest_at"], plain["newest_at"], plain["prunable"], plain["prunings"]
    return {
        "size": size,
        **plain,
        "oldest": moment(figures.oldest_at),
        "newest": moment(figures.newest_at),
        "prunable": [
            {
                "before": age,
                "stories": extent.stories,
                "entries": extent.entries,
                "bytes": round(extent.share * figures.size.used),
            }
            for age, extent in figures.prunable
        ],
        "prunings": [
            {
                "at": moment(each.at),
                "before": moment(each.before_at),
                "stories": each.stories,
                "entries": each.entries,
            }
            for each in figures.prunings
        ],
    }


def _so_many(doing: str) -> Callable[[int, int], None]:
    """Says on a terminal how many stories of how many are done."""
    line = Line()

    def report(done: int, expected: int) -> None:
        line.say(f"{doing}: {done:,} of about {expected:,} stories", last=done >= expected)

    return report
