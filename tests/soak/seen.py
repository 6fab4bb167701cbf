"""What was seen in weeks of use, and whether anything grew."""

from __future__ import annotations

from dataclasses import dataclass, field

GROWTH = 1.1
"""Memory at the end, in that of the first hour, at most."""


@dataclass
class Seen:
    """What was measured of a board at rest."""

    hour: int
    memory_mb: float
    """What it holds; of files that other programs read too, its part."""
    own_mb: float
    """What it wrote itself."""
    files: int


@dataclass
class Report:
    """What came of it."""

    hours: int = 0
    judged: int = 0
    undone: int = 0
    searches: int = 0
    boards: int = 0
    stories: int = 0
    seen: list[Seen] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    """Of ``seen``, where each board began."""
    anew: Seen | None = None
    """A board that was opened anew at the end, in its first hour."""
    wrong: list[str] = field(default_factory=list)

    def growth(self, first: Seen) -> tuple[float, float]:
        """Memory at the end, in that of another moment: all it holds, and what it wrote itself."""
        last = self.seen[-1]
        return last.memory_mb / first.memory_mb, last.own_mb / first.own_mb


def grown(report: Report) -> list[str]:
    """What grew that must not."""
    wrong = []
    begun = report.seen[report.begun[-1] :]
    for name, first in (("the first hour", report.seen[0]), ("its first hour", begun[0])):
        held_, own = report.growth(first)
        if own > GROWTH:
            wrong.append(f"memory grew to {own:.2f} of that of {name} ({held_:.2f} with files)")
    if (most := max(each.files for each in begun)) > begun[0].files:
        wrong.append(f"open files grew from {begun[0].files} to {most}")
    return wrong


def said(report: Report, seconds: float, seed: int) -> str:
    """What came of it, for a reader and for the table of promises."""
    first, of_last, last = report.seen[0], report.seen[report.begun[-1]], report.seen[-1]
    lines = [
        f"{report.hours} hours, {report.boards} boards, {report.stories:,} stories, "
        f"{report.judged} judged, {report.undone} undone, {report.searches} searches, in "
        f"{seconds:.0f} s (seed {seed})",
        f"memory of its own {first.own_mb:.1f} MB in the first hour, {last.own_mb:.1f} MB at the "
        f"end: {report.growth(first)[1]:.2f}, and {report.growth(of_last)[1]:.2f} of that board's "
        "first hour",
        f"with its part of what other programs have in memory too {first.memory_mb:.1f} MB and "
        f"{last.memory_mb:.1f} MB: {report.growth(first)[0]:.2f}",
        f"open files {of_last.files} and {last.files}",
    ]
    if (anew := report.anew) is not None:
        lines.insert(
            3,
            f"a board opened anew on the home as it is then {anew.own_mb:.1f} MB: "
            f"{anew.own_mb / first.own_mb:.2f} of the first hour is the home's growth",
        )
    return "\n".join(lines)
