"""Archives for tests, made with few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from signalboard.archive import Archive, Selection, Writing
from signalboard.model import Entry

NOW = 1_795_500_000
FEED = "https://wire.example/feed"


def entry(ident: str, title: str = "", **fields: object) -> Entry:
    return Entry(id=ident, title=title or f"Story {ident}", **fields)  # type: ignore[arg-type]


def put(
    writing: Writing,
    ident: str,
    title: str = "",
    *,
    feed: str = FEED,
    outlet: str = "The Wire",
    origin: str = "",
    canonical: str = "",
    key: str = "",
    companies: Sequence[str] = (),
    about: int = 0,
    story: str | None = None,
    at: int | None = NOW,
    seen: int | None = None,
    terms: Sequence[str] = (),
    **fields: object,
) -> str:
    """Add an entry published at a moment, seen then too unless said otherwise."""
    return writing.add(
        feed,
        entry(ident, title, published_at=at, **fields),
        outlet=outlet,
        origin=origin or outlet,
        canonical_url=canonical,
        title_key=key,
        companies=companies,
        about=about,
        story_id=story,
        seen_at=(at or NOW) if seen is None else seen,
        terms=terms,
    )


def add(archive: Archive, ident: str, title: str = "", **fields: object) -> str:
    """The same in a transaction of its own."""
    with archive.writing() as writing:
        return put(writing, ident, title, **fields)  # type: ignore[arg-type]


def fill(archive: Archive, count: int, *, begin: int = 0, gap: int = 60) -> list[str]:
    """Stories of rising time; their ids, the newest first."""
    with archive.writing() as writing:
        made = [
            put(writing, str(number), f"Report number{number} of many", at=NOW + number * gap)
            for number in range(begin, begin + count)
        ]
    return made[::-1]


def ids(archive: Archive, selection: Selection) -> list[str]:
    """The stories of a whole selection."""
    return [row.id for row in archive.rows(selection.keys(0, len(selection)))]


def titles(archive: Archive, selection: Selection) -> list[str]:
    return [row.title for row in archive.rows(selection.keys(0, len(selection)))]


def rows_of(selection: Selection, step: int, start: int, count: int) -> Iterable[int]:
    """The rows that pressing ``n`` so often comes to."""
    for _ in range(count):
        found = selection.next_unjudged(start, 1 if step == 1 else -1)
        if found is None:
            return
        yield found
        start = found + step
