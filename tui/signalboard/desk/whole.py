"""All that is done on a board, in one class."""

from __future__ import annotations

from signalboard.desk.bulk import AtOnce
from signalboard.desk.caring import Caring
from signalboard.desk.checking import Checking
from signalboard.desk.exporting import Exporting
from signalboard.desk.grouping import Grouping
from signalboard.desk.importing import Importing
from signalboard.desk.living import Living
from signalboard.desk.muting import Muting
from signalboard.desk.publishing import Publishing
from signalboard.desk.revising import Revising
from signalboard.desk.subscribing import Subscribing
from signalboard.desk.suggesting import Suggesting
from signalboard.desk.taking import Taking
from signalboard.desk.tending import Tending
from signalboard.desk.tracking import Tracking


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
