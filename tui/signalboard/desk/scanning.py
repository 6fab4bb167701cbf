"""Looking through the whole archive for companies whose names have changed.

A process of its own on the board, as the refresh is. Whatever ends it, what it
found stays, and the next one begins again: it is done when the marks say so.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from signalboard.archive import Archive
from signalboard.model import Company
from signalboard.values import dataclass, replace
from signalboard.wire.companies import Finder, fingerprint, probes

BATCH = 1000
"""Stories looked at between two words on the progress; a stop waits for no more."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """How far a search of the archive is."""

    stories: int
    """Stories where a company concerned may be named."""
    done: int = 0
    changed: int = 0
    """Entries that name other companies now."""
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What is different since the archive was last searched."""

    companies: tuple[Company, ...]
    """New, or found by other names now."""
    gone: tuple[str, ...]
    """Names of companies that are no more."""
    first: bool
    """Whether the archive was never searched."""

    def __bool__(self) -> bool:
        return bool(self.companies or self.gone)


def due(archive: Archive, companies: Sequence[Company]) -> Due:
    """What a search of the archive would be for; false where there is nothing."""
    found_by = archive.found_by()
    changed = tuple(c for c in companies if found_by.get(c.name) != fingerprint(c))
    gone = tuple(found_by.keys() - {company.name for company in companies})
    return Due(changed, gone, first=not found_by)


def scan(
    archive: Archive,
    companies: Sequence[Company],
    report: Callable[[Scanned], None],
    *,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Scanned:
    """Name the companies as they are found now in every entry they may concern.

    Each batch is a transaction of its own, so that others can write meanwhile.
    Raises ArchiveProblem.
    """
    wanted = due(archive, companies)
    if not wanted:
        return Scanned(0)
    keys = _concerned(archive, wanted)
    finder = Finder(companies)
    so_far = Scanned(len(keys))
    report(so_far)
    for begin in range(0, len(keys), BATCH):
        if is_stopped():
            return replace(so_far, stopped=True)
        some = keys[begin : begin + BATCH]
        changed = so_far.changed + _renamed(archive, finder, some)
        so_far = replace(so_far, done=begin + len(some), changed=changed)
        report(so_far)
    archive.set_found_by({company.name: fingerprint(company) for company in companies}, wanted.gone)
    return so_far


def _concerned(archive: Archive, wanted: Due) -> array[int]:
    if wanted.first:
        return archive.all_keys()
    words = [probe for company in wanted.companies for probe in probes(company)]
    names = [company.name for company in wanted.companies]
    return archive.naming(words, [*names, *wanted.gone])


def _renamed(archive: Archive, finder: Finder, keys: Sequence[int]) -> int:
    """How many entries of these stories name others than the archive says; they are set right."""
    different = []
    for text in archive.texts(keys):
        found = finder.named(text.title, text.summary)
        if found != (text.companies, text.about):
            different.append((text, found))
    if not different:
        return 0
    with archive.writing() as writing:
        return sum(
            writing.name_companies(text, found.companies, found.about) for text, found in different
        )
