"""Companies: list, add, edit, remove; try their names; find them in the archive."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from signalboard.cli import DONE, WRONG_USE, plain, tell
from signalboard.cli.opened import desk, places
from signalboard.cli.printed import moment, print_json
from signalboard.desk import DeskProblem
from signalboard.model import Company, replace
from signalboard.text import clean, counted

if TYPE_CHECKING:
    from signalboard.desk import Desk, Sighting
    from signalboard.desk.scanning import Scanned

LONGEST = 100_000
"""Characters of one line to look for companies in."""
_AROUND = 110
"""Characters of a match with what is around it."""


def listed(arguments: argparse.Namespace) -> int:
    """List the companies."""
    with desk(arguments) as opened:
        for row in opened.companies():
            if arguments.json:
                company = row.company
                print_json(
                    {
                        "name": company.name,
                        "aliases": list(company.aliases),
                        "ticker": company.ticker,
                        "as_written": company.as_written,
                        "exclude": list(company.exclude),
                        "tracked": row.tracked,
                        "mentions_14_days": row.activity.total,
                        "change": row.activity.change,
                        "tally": [row.tally.supports, row.tally.contradictions],
                    }
                )
            else:
                print(plain.company_line(row))
    return DONE


def add(arguments: argparse.Namespace) -> int:
    """Add a company, track it, and find it in the archive."""
    with desk(arguments) as opened:
        print(opened.add_company(_given(arguments)).label)
    return _searched(arguments)


def edit(arguments: argparse.Namespace) -> int:
    """Change the names a company is found by, and find it anew."""
    with desk(arguments) as opened:
        before = opened.company_called(arguments.name)
        missing = [
            name
            for kept, gone in (
                (before.aliases, arguments.remove_alias),
                (before.exclude, arguments.remove_exclude),
            )
            for name in gone
            if name not in kept
        ]
        if missing:
            tell(f"{before.name} has no {missing[0]!r}, so nothing was changed.")
            return WRONG_USE
        change = opened.edit_company(_edited(before, arguments))
        if change is None:
            tell(f"{before.name} has these names already; nothing was changed.")
            return DONE
        print(change.label)
    return _searched(arguments)


def remove(arguments: argparse.Namespace) -> int:
    """Take a company out of feeds.yaml."""
    with desk(arguments) as opened:
        print(opened.remove_company(arguments.name).label)
    return _searched(arguments)


def match(arguments: argparse.Namespace) -> int:
    """Print the companies that a text names, or each line of the standard input."""
    with desk(arguments) as opened:
        if arguments.text != "-":
            for company, words in opened.matches(clean(arguments.text, LONGEST)):
                print_json({"company": company, "matched": list(words)})
            return DONE
        for number, text in enumerate(_lines(), start=1):
            for company, words in opened.matches(text):
                print_json(
                    {"line": number, "text": text, "company": company, "matched": list(words)}
                )
            sys.stdout.flush()  # who pipes lines in may wait for the answer to each
    return DONE


def check(arguments: argparse.Namespace) -> int:
    """Show what the names of a company find in the archive, with the words around."""
    with desk(arguments) as opened:
        company = _given(arguments)
        if not arguments.only_given:
            with contextlib.suppress(DeskProblem):
                company = _edited(opened.company_called(arguments.name), arguments)
        if not company.name:
            tell("A company needs a name.")
            return WRONG_USE
        count = _shown(opened, opened.sightings(company), arguments)
        if arguments.json:
            print_json({"company": company.name, "stories": count})
        else:
            stories = counted(count, "story")
            more = f"; the newest {arguments.limit} are shown" if count > arguments.limit else ""
            tell(f"{company.name}: {stories} in the archive{more}.")
    return DONE


def scan(arguments: argparse.Namespace) -> int:
    """Find the companies anew in the whole archive, as far as their names have changed."""
    from signalboard.desk import errands

    caught: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _frame: caught.append(got))
    result = errands.search_for_companies(
        places(arguments), _told(as_json=arguments.json), is_stopped=lambda: bool(caught)
    )
    if result is None:
        tell("Another search of the archive is at work; it is left to it.")
        return DONE
    if arguments.json:
        print_json({"event": "total", **asdict(result)})
    else:
        stopped = "; stopped, the next search begins again" if result.stopped else ""
        tell(
            f"{counted(result.done, 'story')} searched, "
            f"{counted(result.changed, 'entry')} with other companies "
            f"now{stopped}."
        )
    return 128 + caught[0] if caught else DONE


def _searched(arguments: argparse.Namespace) -> int:
    """After a change of names: what is there already is searched for them."""
    arguments.json = False
    return scan(arguments)


def _told(*, as_json: bool) -> Callable[[Scanned], None]:
    def report(scanned: Scanned) -> None:
        if as_json:
            print_json({"event": "progress", **asdict(scanned)})
            sys.stdout.flush()
        elif sys.stderr.isatty() and scanned.stories:
            share = 100 * scanned.done // scanned.stories
            end = "\n" if scanned.done == scanned.stories else "\r"
            print(f"searching the archive: {share:>3} %", end=end, file=sys.stderr, flush=True)

    return report


def _shown(opened: Desk, found: Iterable[Sighting], arguments: argparse.Namespace) -> int:
    count = 0
    for count, sighting in enumerate(found, start=1):
        if count > arguments.limit:
            continue
        before, matched, after = sighting.around(_AROUND)
        if arguments.json:
            print_json(
                {
                    "story": sighting.story_id,
                    "at": moment(sighting.at),
                    "where": "title" if sighting.in_title else "summary",
                    "before": before,
                    "matched": matched,
                    "after": after,
                }
            )
        else:
            print(plain.sighting_line(sighting, opened.now(), _AROUND))
        sys.stdout.flush()
    return count


def _given(arguments: argparse.Namespace) -> Company:
    return Company(
        name=arguments.name,
        aliases=tuple(arguments.alias),
        ticker=arguments.ticker,
        as_written=True if arguments.as_written else tuple(arguments.word) or False,
        exclude=tuple(arguments.exclude),
    )


def _edited(before: Company, arguments: argparse.Namespace) -> Company:
    """A company with what the arguments add and take away."""
    gone = set(getattr(arguments, "remove_alias", ()))
    kept = set(getattr(arguments, "remove_exclude", ()))
    as_written = before.as_written
    if arguments.as_written:
        as_written = True
    elif arguments.word and as_written is not True:
        as_written = tuple(dict.fromkeys((*before.words, *arguments.word)))
    if isinstance(as_written, tuple):
        as_written = tuple(word for word in as_written if word not in gone) or False
    return replace(
        before,
        aliases=_joined(before.aliases, gone, arguments.alias),
        ticker=before.ticker if arguments.ticker is None else arguments.ticker or None,
        as_written=as_written,
        exclude=_joined(before.exclude, kept, arguments.exclude),
    )


def _joined(before: Iterable[str], gone: set[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(name for name in before if name not in gone), *more)))


def _lines() -> Iterator[str]:
    """The lines of the standard input, each when it is there; what is not UTF-8 is marked."""
    for line in sys.stdin.buffer:
        yield clean(line.decode("utf-8", errors="replace"), LONGEST)
