"""The first theses and watches of a new board, from what feeds.yaml proposes."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.board import Op, codec, make
from signalboard.config import ThesisSeed, WatchSeed
from signalboard.judge.watching import missing
from signalboard.model import Thesis, Version, Watch, replace
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
        watches = [
            _watch(f"{ident}-w{count}", ident, watch, now)
            for count, watch in enumerate(proposed.watches, start=1)
        ]
        thesis = Thesis(
            id=ident,
            number=number,
            name=proposed.name,
            versions=(Version(proposed.statement, proposed.negation, now),),
            prior=0.5 if proposed.prior is None else proposed.prior,
            prior_said=proposed.prior is not None,
            keywords=proposed.keywords,
            created_at=now,
        )
        if not missing(thesis, watches):
            thesis = replace(thesis, status="active")
        ops.append(make("theses", ident, codec.thesis_out(thesis)))
        ops += [make("watches", watch.id, codec.watch_out(watch)) for watch in watches]
    return ops


def since(watch: Watch, thesis: Thesis) -> int:
    """From when on the conviction implies a forecast of a watch.

    One that came with the board may say that it was opened long before; nobody held it then.
    """
    return thesis.created_at if watch.id.startswith(f"{thesis.id}-w") else 0


def _watch(ident: str, thesis_id: str, proposed: WatchSeed, now: int) -> Watch:
    opened_at = proposed.opened_at(now)
    return Watch(
        id=ident,
        thesis_id=thesis_id,
        question=proposed.question,
        hit_if=proposed.hit_if,
        miss_if=proposed.miss_if,
        void_if=proposed.void_if,
        look_up=proposed.look_up,
        opened_at=opened_at,
        closes_at=proposed.closes_at(opened_at),
        h1=proposed.h1,
        h0=proposed.h0,
    )
