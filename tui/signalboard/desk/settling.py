"""Edits of feeds.yaml, recorded as changes like any other."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.board import Op
from signalboard.desk.judging import Judging
from signalboard.desk.values import Change
from signalboard.model import Problem


class Settling(Judging):
    """What lives in feeds.yaml is changed there and in the journal, or in neither."""

    def _edit_settings(
        self,
        label: str,
        kind: str,
        key: str,
        was: dict[str, object] | None,
        now: dict[str, object] | None,
        also: Sequence[Op | None] = (),
    ) -> Change:
        """Make an edit of feeds.yaml, then record it; where either fails, neither stands."""
        op = Op("settings", f"{kind} {key}", was, now)
        self._write_settings([op])
        try:
            change = self._change(label, lambda _seq: [op, *also])
        except Problem:
            self._write_settings([op.inverse])
            raise
        assert change is not None
        return change
