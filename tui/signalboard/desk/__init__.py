"""The one door of the core: all that a screen or a command can ask for."""

from signalboard.desk.keeping import Keeping
from signalboard.desk.values import (
    Change,
    Changed,
    CompanyRow,
    DeskProblem,
    FeedRow,
    Summary,
    Tally,
    ThesisRow,
)


class Desk(Keeping):
    """Reading, judging and keeping, over the rooms of one home.

    Every method is synchronous and quick; what cannot be done as asked raises
    DeskProblem with a sentence for people.
    """


__all__ = [
    "Change",
    "Changed",
    "CompanyRow",
    "Desk",
    "DeskProblem",
    "FeedRow",
    "Summary",
    "Tally",
    "ThesisRow",
]
