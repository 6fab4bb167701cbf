"""What a story can say about a thesis, and how strongly."""

from __future__ import annotations

from enum import StrEnum

STRENGTHS = {1: "slight", 2: "moderate", 3: "strong"}
"""The word of each strength of evidence."""


class Stance(StrEnum):
    """What a story says about a thesis, in one person's judgment."""

    SUPPORT = "support"
    CONTRADICT = "contradict"
    NO_BEARING = "no-bearing"
