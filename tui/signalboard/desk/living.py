"""The life of a thesis: a draft, active, then confirmed, refuted or retired; and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from signalboard import text
from signalboard.board import Op, codec, rewrite
from signalboard.desk.theses import Theses
from signalboard.desk.values import Change, DeskProblem
from signalboard.desk.watches import Watches
from signalboard.model import Thesis, replace

Ending = Literal["confirmed", "refuted", "retired"]
LESSON = 2000
"""Characters of a post-mortem."""


class Living(Theses, Watches):
    """What becomes of a thesis. Each step is one change, and one undo takes it back."""

    def activate_thesis(self, thesis_id: str) -> Change | None:
        """A draft is put to the test; None where it is active already.

        Raises DeskProblem that says what is missing where nothing could turn it.
        """

        def active(stood: Thesis) -> Thesis:
            if stood.is_closed:
                raise DeskProblem(f"{stood.name} is closed ({stood.status}): reopen it first.")
            lacks = self.missing(stood.id)
            if lacks and stood.status != "active":
                raise DeskProblem(
                    f"{stood.name} cannot be active yet. What is missing: {' '.join(lacks)} It "
                    "stays a draft, which collects evidence too."
                )
            return replace(stood, status="active")

        return self._becomes(thesis_id, "active", active)

    def close_thesis(self, thesis_id: str, ending: Ending, post_mortem: str = "") -> Change | None:
        """Say how it ended, and what was learned; None where it ended so already.

        Its evidence and its watches stay; those still come due. What was never active cannot
        turn out, only be retired. Whoever confirms or refutes says what was learned.
        """
        learned = text.clean(post_mortem, LESSON)

        def closed(stood: Thesis) -> Thesis:
            if stood.is_closed:
                if stood.status == ending and learned in ("", stood.post_mortem):
                    return stood
                if stood.status != ending:
                    raise DeskProblem(
                        f"{stood.name} is closed already ({stood.status}): reopen it first."
                    )
                return replace(stood, post_mortem=learned)
            if ending != "retired" and stood.status != "active":
                raise DeskProblem(
                    f"{stood.name} is a draft: what was never put to the test cannot be "
                    f"{ending}. Activate it first, or retire it."
                )
            if ending != "retired" and not learned:
                raise DeskProblem(
                    "Closing a thesis takes a post-mortem: what was right, what was wrong, what "
                    "would you do otherwise?"
                )
            return replace(stood, status=ending, post_mortem=learned, closed_at=self.now())

        return self._becomes(thesis_id, ending, closed)

    def retire_thesis(self, thesis_id: str, post_mortem: str = "") -> Change | None:
        """Take a thesis out of play without a verdict; see ``close_thesis``."""
        return self.close_thesis(thesis_id, "retired", post_mortem)

    def reopen_thesis(self, thesis_id: str) -> Change:
        """Back into play: active where it still may be, else a draft. The end is taken back."""

        def again(stood: Thesis) -> Thesis:
            if not stood.is_closed:
                raise DeskProblem(f"{stood.name} is not closed; nothing was changed.")
            status: Literal["active", "draft"] = "draft" if self.missing(stood.id) else "active"
            return replace(stood, status=status, post_mortem="", closed_at=None)

        change = self._becomes(thesis_id, "reopened", again)
        assert change is not None
        return change

    def _becomes(
        self, thesis_id: str, did: str, wanted: Callable[[Thesis], Thesis]
    ) -> Change | None:
        """Make of a thesis what ``wanted`` says of it; None where that changes nothing."""
        name = self._thesis(thesis_id).name

        def build(_seq: int) -> Sequence[Op | None]:
            stood = self._thesis(thesis_id)
            document = codec.thesis_out(stood)
            return [rewrite("theses", thesis_id, document, codec.thesis_out(wanted(stood)))]

        return self._change(f"{did} thesis: {name}", build)
