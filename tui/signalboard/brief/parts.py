"""What the text of a brief is made of: its parts, its marks, and the way in and out of a line.

A line that begins with ``#`` is a remark. One that would be taken for a mark though it is
text has a backslash before it. Pure.
"""

from __future__ import annotations

import re

PARTS = (
    "Headline",
    "The Summary",
    "The Signal",
    "Pull quote",
    "The Implication",
    "Sources",
)
HEADLINE, SUMMARY, SIGNAL, QUOTE, IMPLICATION, SOURCES = PARTS
WATCH_KEYS = ("thesis", "question", "hit if", "miss if", "by", "weight")
SOURCE_KEYS = ("outlet", "date", "link")
NEW = "new"
"""Stands for the id of a watch that is to be opened."""

HEADING = re.compile(r"==+\s*(.*?)\s*=*")
ITEM = re.compile(r"(\d{1,3})[.)](?:\s+(.*))?")
SAID_BY = re.compile(r"(?:--+|—)\s*(.*)")
NUMBERS = re.compile(r"^(.*?)\s*\[([\d,;\s]*)\]$", re.DOTALL)
"""A point, and the numbers of its sources behind it."""
KEY = re.compile(rf"(watch|{'|'.join((*WATCH_KEYS, *SOURCE_KEYS))})\s*:\s*(.*)", re.IGNORECASE)
_MARK = re.compile(
    rf"#|==|\\|--|—|\d{{1,3}}[.)](?:\s|$)|(?:watch|{'|'.join((*WATCH_KEYS, *SOURCE_KEYS))})\s*:",
    re.IGNORECASE,
)


def as_text(line: str) -> str:
    """A line that is read as text, whatever it begins with."""
    return f"\\{line}" if _MARK.match(line) else line


def heading(part: str) -> str:
    """The line that begins a part."""
    return f"== {part} =="
