"""A screen of a list over what is under its cursor in full: how one moves there."""

from __future__ import annotations

from signalboard.ui.common import Common
from signalboard.ui.over import STYLES
from signalboard.ui.sheet import Rows


class Listed(Common):
    """The feeds, or the watches: the list has the cursor, the speaker below is read on."""

    CSS_PATH = STYLES

    @property
    def listed(self) -> Rows:
        """The list."""
        raise NotImplementedError

    def action_down(self, by: int) -> None:
        """The cursor, by lines."""
        self.listed.move_to(self.listed.cursor + by)

    def action_half(self, way: int) -> None:
        """Half a page."""
        self.action_down(way * max(1, self.listed.page // 2))

    def action_page(self, way: int) -> None:
        """A page."""
        self.action_down(way * max(1, self.listed.page - 1))

    def action_top(self) -> None:
        """The first one."""
        self.listed.move_to(0)

    def action_bottom(self) -> None:
        """The last one."""
        self.listed.move_to(self.listed.item_count() - 1)

    def action_read_on(self) -> None:
        """A page of what is read in full; from its end, back to its beginning."""
        if not self.speaker.scroll_lines(max(1, self.speaker.page - 1)):
            self.speaker.scroll_to_line(0)
