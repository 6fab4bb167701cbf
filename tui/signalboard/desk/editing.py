"""Edits of feeds.yaml, recorded as changes like any other."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard import config
from signalboard.board import Op
from signalboard.desk import withholding
from signalboard.desk.judging import Judging
from signalboard.desk.values import Change


class Editing(Judging):
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
        return self._edit_many(label, [Op("settings", f"{kind} {key}", was, now)], also)

    def _edit_many(self, label: str, ops: Sequence[Op], also: Sequence[Op | None] = ()) -> Change:
        """Several edits of feeds.yaml as one change: one undo takes all of them back."""
        recorded, secrets = withholding.withheld(ops)
        if secrets:
            config.withhold(self.places, secrets)
        change = self._change(
            label, lambda _seq: [*recorded, *also], lambda _recorded: self._settings_written(ops)
        )
        assert change is not None
        return change
