"""The first theses and watches of a new board, from what feeds.yaml proposes."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.board import Op, codec, make
from signalboard.config import ThesisSeed, WatchSeed
from signalboard.model import Thesis, Version, Watch
from signalboard.text import slug


def seed(theses: Sequence[ThesisSeed], now: int) -> list[Op]:
    """The operations that put theses and their watches on a board."""
    ops: list[Op] = []
    used: set[str] = set()
    for number, proposed in enumerate(theses, start=1):
        ident = slug(proposed.name)
        while ident in used:
            ident += "-2"
        used.add(ident)
        thesis = Thesis(
            id=ident,
            number=number,
            name=proposed.name,
            versions=(Version(proposed.statement, proposed.negation, now),),
            prior=proposed.prior,
            keywords=proposed.keywords,
            status="active" if proposed.watches else "draft",
            created_at=now,
        )
        ops.append(make("theses", ident, codec.thesis_out(thesis)))
        for count, watch in enumerate(proposed.watches, start=1):
            made = _watch(f"{ident}-w{count}", ident, watch, now)
            ops.append(make("watches", made.id, codec.watch_out(made)))
    return ops


def _watch(ident: str, thesis_id: str, proposed: WatchSeed, now: int) -> Watch:
    return Watch(
        id=ident,
        thesis_id=thesis_id,
        question=proposed.question,
        hit_if=proposed.hit_if,
        miss_if=proposed.miss_if,
        void_if=proposed.void_if,
        look_up=proposed.look_up,
        opened_at=now,
        closes_at=proposed.closes_at(now),
        h1=proposed.h1,
        h0=proposed.h0,
    )
