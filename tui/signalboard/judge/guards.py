"""What the log of judgments itself shows of how a person judges. Pure.

A guard shows a pattern and corrects nothing: whether it misleads, only the person can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from signalboard import times
from signalboard.judge.conviction import DISCOUNT, conviction
from signalboard.judge.history import LATELY
from signalboard.judge.weights import weight
from signalboard.model import Evidence, Stance, Thesis
from signalboard.text import counted
from signalboard.values import dataclass

GuardName = Literal["one-sided", "selection gap", "contrary queue", "linchpin", "drift"]
FEWEST = 5
"""Supports in thirty days, without a contradiction, that are told of as one-sided."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A pattern in the log."""

    name: GuardName
    seen: str
    """What was seen, as a sentence."""
    unproven: str
    """What that does not prove, as a sentence."""
    evidence_id: str = ""
    """The judgment it is about, where it is about one."""

    @property
    def sentence(self) -> str:
        """Both."""
        return f"{self.seen} {self.unproven}"


def one_sided(evidence: Iterable[Evidence], now: int) -> Guard | None:
    """Many stories lately judged as support, and none as a contradiction."""
    lately = [piece for piece in evidence if piece.judged_at > now - LATELY]
    sides = {
        stance: {piece.story_id for piece in lately if piece.stance is stance} for stance in Stance
    }
    supports = len(sides[Stance.SUPPORT])
    if supports < FEWEST or sides[Stance.CONTRADICT]:
        return None
    return Guard(
        "one-sided",
        f"{counted(supports, 'story')} were judged as support in the last 30 days, none as a "
        "contradiction.",
        "The news may have been so, or it was read so: the count alone does not tell which.",
    )


def linchpin(
    evidence: Sequence[Evidence],
    *,
    prior: float,
    settled: Sequence[float] = (),
    discount: float = DISCOUNT,
) -> Guard | None:
    """The judgment without which the word would change; of several the one that moves most.

    Of equals it is the one judged last.
    """
    whole = conviction(evidence, prior=prior, settled=settled, discount=discount)
    if whole is None:
        return None
    pieces = [piece for piece in evidence if piece.stance is not Stance.NO_BEARING]
    # Judgments that weigh the same, of stories that fall back on the same, make one difference.
    votes: dict[tuple[str, Stance], list[float]] = {}
    for piece in pieces:
        votes.setdefault((piece.story_id, piece.stance), []).append(weight(piece))
    alike: dict[tuple[Stance, float, float], list[Evidence]] = {}
    for piece in pieces:
        others = votes[piece.story_id, piece.stance]
        heavy = weight(piece)
        strongest = sorted(others, reverse=True)
        if heavy == strongest[0] and strongest[1:2] != [heavy]:
            fallen = strongest[1] if len(strongest) > 1 else -1.0
            alike.setdefault((piece.stance, heavy, fallen), []).append(piece)
    found: list[tuple[float, int, str, Evidence, str]] = []
    for same in alike.values():
        last = max(same, key=lambda piece: (piece.judged_at, piece.id))
        rest = [piece for piece in pieces if piece is not last]
        without = conviction(rest, prior=prior, settled=settled, discount=discount)
        reads = "nothing at all" if without is None else f"“{without.word}”"
        if without is None or without.word != whole.word:
            moved = abs(whole.db - (whole.prior_db if without is None else without.db))
            found.append((moved, last.judged_at, last.id, last, reads))
    if not found:
        return None
    *_, piece, reads = max(found, key=lambda each: each[:3])
    return Guard(
        "linchpin",
        f"Without “{piece.snapshot.title}” it would read {reads}, not “{whole.word}”.",
        "That does not make the judgment wrong: it says which one to look at again first.",
        piece.id,
    )


def drift(thesis: Thesis, evidence: Iterable[Evidence]) -> Guard | None:
    """A statement reworded after its first evidence; the evidence is that of all wordings."""
    if len(thesis.versions) < 2:
        return None
    now = len(thesis.versions) - 1
    stay = sum(piece.version < now for piece in evidence)
    often = "once" if now == 1 else f"{now} times, last"
    left = (
        f"; {counted(stay, 'judgment')} {'stays' if stay == 1 else 'stay'} with an earlier wording"
        if stay
        else ""
    )
    return Guard(
        "drift",
        f"The thesis was reworded after its first evidence, {often} on "
        f"{times.day(thesis.versions[-1].at)}{left}.",
        "A sharper claim is no worse one; one that moves with its evidence cannot turn out false.",
    )


def guards(
    thesis: Thesis,
    evidence: Sequence[Evidence],
    now: int,
    *,
    settled: Sequence[float] = (),
    discount: float = DISCOUNT,
) -> tuple[Guard, ...]:
    """All that the log of a thesis shows; the evidence is that of all its wordings."""
    wording = len(thesis.versions) - 1
    counting = [piece for piece in evidence if piece.version >= wording]
    found = (
        one_sided(counting, now),
        linchpin(counting, prior=thesis.prior, settled=settled, discount=discount),
        drift(thesis, evidence),
    )
    return tuple(guard for guard in found if guard is not None)
