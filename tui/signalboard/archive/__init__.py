"""Entries and stories, fetched and replaceable: the only SQL of the house."""

from signalboard.archive.problem import ArchiveProblem
from signalboard.archive.search import Search, parse_search
from signalboard.archive.selection import Selection
from signalboard.archive.store import Archive, sqlite_version
from signalboard.archive.values import Counts, Judged, Known, Text
from signalboard.archive.writing import Writing

__all__ = [
    "Archive",
    "ArchiveProblem",
    "Counts",
    "Judged",
    "Known",
    "Search",
    "Selection",
    "Text",
    "Writing",
    "parse_search",
    "sqlite_version",
]
