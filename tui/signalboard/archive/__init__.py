"""Entries and stories, fetched and replaceable: the only SQL of the house."""

from signalboard.archive.identity import story_id_of
from signalboard.archive.muting import Matcher, mute_problem
from signalboard.archive.problem import ArchiveProblem
from signalboard.archive.replacing import alone as alone_with_archive
from signalboard.archive.search import (
    Search,
    fields,
    has_one,
    parse_search,
    with_field,
    with_one,
    without_fields,
)
from signalboard.archive.seeking import Seeking
from signalboard.archive.selection import Selection
from signalboard.archive.still import is_older
from signalboard.archive.store import Archive, sqlite_version
from signalboard.archive.tokens import hits
from signalboard.archive.values import Counts, Effect, Judged, Known, Posted, Text
from signalboard.archive.writing import Writing

__all__ = [
    "Archive",
    "ArchiveProblem",
    "Counts",
    "Effect",
    "Judged",
    "Known",
    "Matcher",
    "Posted",
    "Search",
    "Seeking",
    "Selection",
    "Text",
    "Writing",
    "alone_with_archive",
    "fields",
    "has_one",
    "hits",
    "is_older",
    "mute_problem",
    "parse_search",
    "sqlite_version",
    "story_id_of",
    "with_field",
    "with_one",
    "without_fields",
]
