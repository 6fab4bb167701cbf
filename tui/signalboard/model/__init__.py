"""The values every room speaks of: frozen, without I/O, without a clock.

Moments are whole seconds of Unix time (UTC) in fields that end in ``_at``;
``None`` means unknown. Text in these values has been through ``text.clean``.
"""

from __future__ import annotations

from signalboard.model.briefs import (
    HEADLINE,
    OWN,
    POINTS,
    QUOTE,
    Asked,
    Bearing,
    Brief,
    Cited,
    Point,
)
from signalboard.model.feeds import BUNDLED, MOVED_CHECKS, Check, Feed, FeedState, Outcome
from signalboard.model.formats import FORMATS, READING_FORMATS
from signalboard.model.problem import Problem
from signalboard.model.stances import STRENGTHS, Stance
from signalboard.model.stories import (
    Activity,
    Candidate,
    Company,
    Entry,
    Mark,
    Report,
    Reported,
    Revision,
    Story,
    StoryRow,
    origin_of_each,
    origins,
)
from signalboard.model.suggestions import Hint, Suggestion
from signalboard.model.theses import (
    Evidence,
    Forecast,
    Original,
    Snapshot,
    Status,
    Thesis,
    Version,
    Watch,
    WatchState,
    Withdrawn,
)
from signalboard.model.views import MOST_WAITING, SORTS, Listing, Mute, SavedSearch, Sort, View
from signalboard.values import replace

__all__ = [
    "BUNDLED",
    "FORMATS",
    "HEADLINE",
    "MOST_WAITING",
    "MOVED_CHECKS",
    "OWN",
    "POINTS",
    "QUOTE",
    "READING_FORMATS",
    "SORTS",
    "STRENGTHS",
    "Activity",
    "Asked",
    "Bearing",
    "Brief",
    "Candidate",
    "Check",
    "Cited",
    "Company",
    "Entry",
    "Evidence",
    "Feed",
    "FeedState",
    "Forecast",
    "Hint",
    "Listing",
    "Mark",
    "Mute",
    "Original",
    "Outcome",
    "Point",
    "Problem",
    "Report",
    "Reported",
    "Revision",
    "SavedSearch",
    "Snapshot",
    "Sort",
    "Stance",
    "Status",
    "Story",
    "StoryRow",
    "Suggestion",
    "Thesis",
    "Version",
    "View",
    "Watch",
    "WatchState",
    "Withdrawn",
    "origin_of_each",
    "origins",
    "replace",
]
