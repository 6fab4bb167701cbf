"""The one door of the core: all that a screen or a command can ask for."""

from signalboard.desk.briefs import BriefRow
from signalboard.desk.bulk import AtOnce, Bulk, Wish
from signalboard.desk.caring import Caring
from signalboard.desk.checking import Checking
from signalboard.desk.exporting import Exporting
from signalboard.desk.grouping import Grouping
from signalboard.desk.importing import Importing
from signalboard.desk.living import Ending, Living
from signalboard.desk.muting import Muting
from signalboard.desk.publishing import Publishing, Taken
from signalboard.desk.revising import Quoted, Revising
from signalboard.desk.subscribing import Subscribing
from signalboard.desk.suggesting import Suggesting
from signalboard.desk.taking import TakenOver, Taking
from signalboard.desk.tending import Tending
from signalboard.desk.tracking import Tracking
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
from signalboard.judge.calibration import Calibration
from signalboard.judge.watching import PRESETS


class Desk(
    Tending,
    Tracking,
    Checking,
    Subscribing,
    Importing,
    Exporting,
    Taking,
    Grouping,
    Muting,
    AtOnce,
    Caring,
    Publishing,
    Suggesting,
    Living,
    Revising,
):
    """All that is done on a board, over the rooms of one home.

    Every method is synchronous and quick; what cannot be done as asked raises
    DeskProblem with a sentence for people.
    """


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
