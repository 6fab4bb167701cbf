"""The archive's stories kept in line with the mutes of feeds.yaml, a part at a time."""

from __future__ import annotations

from time import monotonic

from signalboard.archive import Effect, mute_problem
from signalboard.archive.muting import Mutes
from signalboard.config import Settings
from signalboard.text import counted

A_MOMENT, AT_ONCE = 0.03, 0.3
"""Seconds for it between two keys, and where a person changed what is muted."""
_PART = 500
"""Stories of one transaction."""
MOST_LOOKED_AT = 5_000
"""Stories of a rule that are read to say what it would do while somebody waits."""


def problems(settings: Settings) -> list[str]:
    """Mutes that can mute nothing, each as a sentence."""
    return [
        f"The mute by {rule.kind} “{rule.value}” in feeds.yaml mutes nothing: {said}"
        for rule in settings.mutes
        if (said := mute_problem(rule))
    ]


def follow(mutes: Mutes, settings: Settings, seconds: float, notices: list[str] | None) -> bool:
    """Take over the mutes and go through some stories; whether there was anything to do.

    Raises a busy ArchiveProblem at once where another process writes.
    """
    if settings.is_unread:
        return False  # it says nothing of what is muted
    wanted = frozenset(settings.mutes)
    if wanted != mutes.rules:
        if notices is not None and (said := told(mutes.effect(wanted, most=MOST_LOOKED_AT))):
            notices.append(f"What feeds.yaml mutes has changed: {said}.")
        mutes.follow(wanted, wait=False)
    elif not mutes.is_behind:
        return False
    until = monotonic() + seconds
    while mutes.go_on(_PART, wait=False) and monotonic() < until:
        pass
    return True


def told(effect: Effect) -> str:
    """What an effect is, in a few words; empty where it is none."""
    at_least = "at least " if effect.partial else ""
    parts = [
        f"{at_least}{counted(count, 'story')} {what}"
        for count, what in ((effect.hides, "hidden"), (effect.shows, "shown again"))
        if count
    ]
    return ", ".join(parts)


def would(effect: Effect, stories: int) -> list[str]:
    """What a change of the mutes would do, in sentences; titles begin with two spaces."""
    lines = []
    if effect.shows:
        lines.append(f"would show {counted(effect.shows, 'hidden story')} again")
    if effect.hides or not effect.shows:
        lines.append(f"would hide {effect.hides:,} of {counted(stories, 'story')}")
    if effect.partial:
        lines[0] = lines[0].replace("would hide", "would hide at least")
        lines[0] = lines[0].replace("would show", "would show at least")
    stay = [
        f"{count:,} {what}"
        for count, what in ((effect.judged, "judged"), (effect.starred, "starred"))
        if count
    ]
    if stay:
        ones = "one stays" if effect.judged + effect.starred == 1 else "ones stay"
        lines.append(f"{' and '.join(stay)} {ones} in sight: evidence is never hidden")
    if effect.already:
        more = "1 more is" if effect.already == 1 else f"{effect.already:,} more are"
        lines.append(f"{more} hidden by another mute already")
    if effect.samples:
        if stay or effect.already:
            lines.append("e.g.:")
        else:
            lines[-1] += ", e.g.:"
        lines += [f"  {title}" for title in effect.samples]
    return lines
