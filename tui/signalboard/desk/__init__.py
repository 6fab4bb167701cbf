"""The one door of the core: all that a screen or a command can ask for.

What is asked for is loaded then: a command that prints stories needs half of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from signalboard.desk.briefs import BriefRow
    from signalboard.desk.bulk import Bulk, Wish
    from signalboard.desk.living import Ending
    from signalboard.desk.publishing import Taken
    from signalboard.desk.revising import Quoted
    from signalboard.desk.taking import TakenOver
    from signalboard.desk.values import (
        Change,
        Changed,
        CompanyRow,
        Conviction,
        DeskProblem,
        Effect,
        FeedHealth,
        FeedRow,
        Health,
        MuteRow,
        Sighting,
        Standing,
        Summary,
        Tally,
        ThesisRow,
    )
    from signalboard.desk.watched import Outlook, WatchRow
    from signalboard.desk.watches import Outcome
    from signalboard.desk.whole import Desk
    from signalboard.judge.calibration import Calibration
    from signalboard.judge.watching import PRESETS

_ROOMS = {
    "signalboard.desk.briefs": ("BriefRow",),
    "signalboard.desk.bulk": (
        "Bulk",
        "Wish",
    ),
    "signalboard.desk.living": ("Ending",),
    "signalboard.desk.publishing": ("Taken",),
    "signalboard.desk.revising": ("Quoted",),
    "signalboard.desk.taking": ("TakenOver",),
    "signalboard.desk.values": (
        "Change",
        "Changed",
        "CompanyRow",
        "Conviction",
        "DeskProblem",
        "Effect",
        "FeedHealth",
        "FeedRow",
        "Health",
        "MuteRow",
        "Sighting",
        "Standing",
        "Summary",
        "Tally",
        "ThesisRow",
    ),
    "signalboard.desk.watched": (
        "Outlook",
        "WatchRow",
    ),
    "signalboard.desk.watches": ("Outcome",),
    "signalboard.desk.whole": ("Desk",),
    "signalboard.judge.calibration": ("Calibration",),
    "signalboard.judge.watching": ("PRESETS",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_ROOM_OF[name]), name)
    return found


__all__ = [
    "PRESETS",
    "BriefRow",
    "Bulk",
    "Calibration",
    "Change",
    "Changed",
    "CompanyRow",
    "Conviction",
    "Desk",
    "DeskProblem",
    "Effect",
    "Ending",
    "FeedHealth",
    "FeedRow",
    "Health",
    "MuteRow",
    "Outcome",
    "Outlook",
    "Quoted",
    "Sighting",
    "Standing",
    "Summary",
    "Taken",
    "TakenOver",
    "Tally",
    "ThesisRow",
    "WatchRow",
    "Wish",
]
