"""What a further judgment makes of those that stand: pure.

One story has one judgment a stance on a thesis, or several where stories were
merged: then the strongest counts. The same stance again revises it; the
opposite stands beside it, and both count; "no bearing" takes the place of
either, and they of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from signalboard.model import Evidence, Stance, replace
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be recorded: one of ``added`` and ``revised``, and what makes room."""

    added: Evidence | None = None
    revised: Evidence | None = None
    """What stood, as it is to be now; equal to what stood where nothing changes."""
    removed: tuple[Evidence, ...] = ()


def judged(
    known: Iterable[Evidence], new: Evidence, *, strength: int | None, note: str | None
) -> Verdict:
    """The verdict of ``new`` beside the ``known`` evidence of the same story and thesis.

    ``strength`` and ``note`` are what the person said of them; None keeps what
    a judgment that is revised says. A judgment made again is of the wording of
    the thesis as it is now. A story without bearing has strength 1.
    """
    standing = tuple(known)
    if new.stance is Stance.NO_BEARING:
        strength = None
    same = max(
        (piece for piece in standing if piece.stance is new.stance),
        key=lambda piece: piece.strength,
        default=None,
    )
    if same is not None:
        return Verdict(
            revised=replace(
                same,
                strength=same.strength if strength is None else strength,
                note=same.note if note is None else note,
                version=new.version,
            )
        )
    return Verdict(
        added=replace(new, strength=strength or 1, note=note or ""),
        removed=tuple(
            piece for piece in standing if Stance.NO_BEARING in (new.stance, piece.stance)
        ),
    )
