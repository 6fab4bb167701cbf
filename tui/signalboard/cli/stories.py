"""Stories: print them, judge them, take it back."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from signalboard import times
from signalboard.cli import DONE, FAILED, WRONG_USE, plain, tell
from signalboard.cli.opened import desk, reading
from signalboard.cli.printed import evidence, print_json, story
from signalboard.model import Evidence, Listing, Stance, StoryRow, View, replace

if TYPE_CHECKING:
    from signalboard.desk import Desk
    from signalboard.desk.reading import Reading

_PAGE = 256


def listed(arguments: argparse.Namespace) -> int:
    """Print stories, newest first unless another order is asked for."""
    suggests = arguments.contrary or arguments.sort == "suggested"
    if not (suggests or arguments.saved or arguments.outlet):
        with reading(arguments) as opened:
            return _listed(opened, arguments, arguments.search)
    with desk(arguments) as whole:
        search = arguments.search
        if arguments.saved:
            search = f"{whole.find_search(arguments.saved).search} {search}".strip()
        if arguments.outlet:
            search = whole.narrowed(search, "outlet", arguments.outlet)
        if suggests:
            whole.suggest_all()
        return _listed(whole, arguments, search)


def _listed(opened: Reading, arguments: argparse.Namespace, search: str) -> int:
    opened.finds_names = False
    view = View(search=search, sort=arguments.sort)
    if arguments.muted:
        view = replace(view, search=f"is:muted {view.search}")
    if arguments.company:
        view = replace(view, company=opened.find_company(arguments.company))
    if arguments.unjudged and arguments.starred:
        view = replace(view, search=f"is:starred {view.search}")
    if arguments.unjudged or arguments.starred:
        view = replace(view, show="unjudged" if arguments.unjudged else "starred")
    if arguments.thesis:
        view = replace(view, thesis_id=opened.find_thesis(arguments.thesis, closed=True))
    if arguments.contrary:
        view = replace(view, thesis_id=opened.find_thesis(arguments.contrary), contrary=True)
    if arguments.since:
        try:
            view = replace(view, since_at=times.parse_since(arguments.since, opened.now()))
        except ValueError as problem:
            tell(f"--since: {problem}")
            return WRONG_USE
    listing = opened.listing(view, most=arguments.limit)
    if listing.problem:
        tell(listing.problem)
    elif view.contrary:
        looks = "looks contrary by its wording" if len(listing) else "nothing looks contrary"
        tell(f"{looks}: that says where to read, and not what a story says.")
    limit = len(listing) if arguments.limit is None else min(arguments.limit, len(listing))
    everything = listing if view.is_everything else opened.listing(View())
    for row in _rows(listing, limit):
        if arguments.json:
            found = opened.story(row.id)
            assert found is not None
            print_json(story(found, opened.evidence_of(found.id)))
        else:
            # The number is the story's place among all, so that `judge` means the same one.
            place = everything.index_of(row.id)
            number = None if place is None else place + 1
            print(plain.story_line(number, row, opened.now()))
    return FAILED if listing.problem and limit == 0 else DONE


def judge(arguments: argparse.Namespace) -> int:
    """Record evidence; prints it as JSON once it is on disk."""
    with desk(arguments) as opened:
        story_id = opened.find_story(arguments.story)
        thesis_id = opened.find_thesis(arguments.thesis)
        stood = _standing(opened, story_id, thesis_id)
        change = opened.judge(
            story_id,
            thesis_id,
            Stance(arguments.stance),
            strength=arguments.strength,
            note=arguments.note,
        )
        piece = opened.evidence_by_id(change.evidence_id or "")
        assert piece is not None
        if stood:
            _tell_before(stood, _standing(opened, story_id, thesis_id), changed=change.seq > 0)
        print_json(evidence(piece))
    return DONE


def undo(arguments: argparse.Namespace) -> int:
    """Take back the newest change."""
    with desk(arguments) as opened:
        change = opened.undo()
        if change is None:
            tell("There is nothing to undo.")
            return FAILED
        print(f"undone  {change.label}")
    return DONE


def redo(arguments: argparse.Namespace) -> int:
    """Do again what was last taken back."""
    with desk(arguments) as opened:
        change = opened.redo()
        if change is None:
            tell("There is nothing to redo.")
            return FAILED
        print(f"redone  {change.label}")
    return DONE


def _standing(opened: Desk, story_id: str, thesis_id: str) -> list[Evidence]:
    return [piece for piece in opened.evidence_of(story_id) if piece.thesis_id == thesis_id]


def _tell_before(stood: list[Evidence], stands: list[Evidence], *, changed: bool) -> None:
    """That the story was judged on the thesis before, how, and what comes of both."""
    if not changed:
        tell("it was judged so already; nothing was changed.")
        return
    tell(f"it was judged before: {'; '.join(map(plain.judged, stood))}.")
    if {Stance.SUPPORT, Stance.CONTRADICT} <= {piece.stance for piece in stands}:
        tell("it counts on both sides now; `signalboard undo` takes this back, no-bearing both.")


def _rows(listing: Listing, limit: int) -> Iterator[StoryRow]:
    for start in range(0, limit, _PAGE):
        yield from listing.rows(start, min(start + _PAGE, limit))
