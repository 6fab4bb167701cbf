"""Which story an arriving entry belongs to, given those it may belong to. Pure.

``neighbours`` finds those; ``similarity`` says how alike two titles are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from signalboard.values import dataclass
from signalboard.wire import wordclasses as known
from signalboard.wire.similarity import PRIOR, Headline, Weights, headline, is_turned, similarity

SAME_EVENT: Final = 0.27
"""The one operating point: the similarity to a story from which an entry joins it."""
LINKS: Final = 3
"""A story is as near as its so many nearest members are on the mean: one link would chain
reports into a topic, all of them would close a large story."""
FADING: Final = 0.10
"""How much more it takes, as a share, for every day after the first that an entry is apart."""
ONE_VOICE: Final = 0.4
"""What the similarity to an entry of the same feed and outlet is multiplied by: nobody reports
an event twice in like words, but courses, columns and series are titled alike."""
WINDOW: Final = 14 * 86400
SERIES: Final = 3 * 86400
"""Seconds after which a story takes no more entries; and after which the same words again
are the next part of a series."""
FEWEST: Final = 3
"""Words that are no stop words, in a title that says enough to be one event with another."""

_DAY: Final = 86400


class Member(NamedTuple):
    """An entry of a story: its title, its moment, and who says it (feed and outlet) if known."""

    title: str
    at: int
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A story as far as an arriving entry may belong to it.

    ``members``: those the index found, and of the others the newest until there are
    ``LINKS``. A ``settled`` one (judged, starred, or put together by hand) takes entries
    but is never merged into another. ``began``: the smaller, the earlier.
    """

    story: str
    members: tuple[Member, ...]
    settled: bool = False
    began: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """The story to join (None: a new one) and the others it shows to be that same story."""

    story: str | None
    same: tuple[str, ...] = ()


def join(entry: Member, stories: Iterable[Told], weights: Weights) -> Joined:
    """Where an entry belongs: to the story it is nearest to, if that is near enough.

    Nearness is the mean of the ``LINKS`` highest similarities to members. It takes
    SAME_EVENT x (1 + FADING x days, after the first, to the nearest member). A title of
    fewer than FEWEST words, or less telling than it takes to single out one entry ("Business
    in brief"), joins nothing.
    Two stories are one where the entry would join either and their members, on the mean and
    seen from both sides, would too: all go to the settled one, else to the earliest.
    """
    read = headline(entry.title)
    says = set(read.words) - known.STOPS
    telling = math.fsum(map(weights.information, says))
    if len(says) < FEWEST or telling < math.log(weights.entries + PRIOR):
        return Joined(None)
    near = []
    for told in stories:
        apart = min([abs(entry.at - member.at) for member in told.members], default=WINDOW + 1)
        if apart > WINDOW:
            continue
        others = [headline(member.title) for member in told.members]
        pairs = list(zip(others, told.members, strict=True))
        if any(_is_other(read, entry, other, member) for other, member in pairs):
            continue
        needed = SAME_EVENT * (1 + FADING * max(0.0, apart / _DAY - 1))
        ratio = _nearness(read, entry, pairs, weights) / needed
        if ratio >= 1:
            near.append((-round(ratio, 9), told.story, told))  # equal but for the last digits
    near.sort(key=lambda found: found[:2])
    if not near:
        return Joined(None)
    best = near[0][2]
    one = [best, *(other for _, _, other in near[1:] if _are_one(best, other, weights))]
    into = min(one, key=lambda told: (not told.settled, told is not best, told.began))
    if not into.settled:
        into = min(one, key=lambda told: (told.began, told.story))
    return Joined(
        into.story,
        tuple(told.story for told in one if told is not into and not told.settled),
    )


def _is_other(read: Headline, entry: Member, other: Headline, member: Member) -> bool:
    """Whether a member, however alike, is of another event.

    It turns what the entry says, or is another part of a series: the same words days apart,
    or in one voice, which reports no event twice in the same words but for the numbers.
    """
    if is_turned(read, other):
        return True
    if entry.voice and entry.voice == member.voice:
        return _unnumbered(read.words) == _unnumbered(other.words)
    return abs(entry.at - member.at) > SERIES and read.words == other.words


def _unnumbered(read: Sequence[str]) -> list[str]:
    return [word for word in read if word[0] != "#"]


def _nearness(
    read: Headline,
    entry: Member,
    members: Sequence[tuple[Headline, Member]],
    weights: Weights,
) -> float:
    found = []
    for other, member in members:
        alike = similarity(read, other, weights)
        is_one_voice = entry.voice and entry.voice == member.voice
        found.append(alike * ONE_VOICE if is_one_voice else alike)
    if len(found) > LINKS:
        found = sorted(found)[-LINKS:]
    return math.fsum(found) / len(found) if found else 0.0


def _are_one(one: Told, other: Told, weights: Weights) -> bool:
    if one.settled and other.settled:
        return False
    mine = [(headline(member.title), member) for member in one.members]
    theirs = [(headline(member.title), member) for member in other.members]
    if any(is_turned(each, own) for each, _ in theirs for own, _ in mine):
        return False
    return all(
        math.fsum(_nearness(read, each, to, weights) for read, each in of) >= SAME_EVENT * len(of)
        for of, to in ((mine, theirs), (theirs, mine))
    )
