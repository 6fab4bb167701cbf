"""Any text in any field, on every screen: it acts on nothing, and reads as it was written."""

from __future__ import annotations

import itertools

import pytest
from textual import events

from tests.ui.planting import Planted, obeyed, walk

WORST = (
    "clip\x1b]52;c;cHduZWQ=\x1b\\x", "bell\x1b]0;pwned\x07x", "\x1b[31mred", "\x9b31mc1\x9dx\x9c",
    "bi\u202egnp.exe\u2066", "\u200b\u200e\u2067zero", "so\x0eout\x0f\x00\x08\x7f",
    "a\ntwo\rx\x85y", "\u2028sep\u2029", "\U000e0041tags\ufeff\ufff9", "\ud800lone\udfff",
    "q\u0323\u0323\u0323x", "👩\u200d👩\u200d👧", "a\u200db\u200dc", "می\u200cخواهم", "百度ﾃﾞ각",
    "ﷺ\u0301", "\x1bP1$r\x1b\\dcs", "\x1b[?1049l",
    "\x1b[2J\x1b[H", "\x1bc", "\x1b[6n", "%s %n {0}", "\\x1b[0m", "&#27;[0m",
)  # fmt: skip
"""The known worst: each did harm to some program of this kind."""
MARKUP = ("[@click=app.quit]x[/]", "a [/] b", "[INFO] said", "[bold red]b",
          "[link=file:///x]y[/link]", "[$error]z", "[@click='app.bell']",
          "\\[x] \\", "[Reuters] 5%")  # fmt: skip


@pytest.mark.parametrize("texts", [WORST, MARKUP], ids=["worst", "markup"])
def test_text_in_every_field_acts_on_nothing_and_reads_as_written_on_every_screen(tmp_path, texts):
    planted = Planted(tmp_path / "home", itertools.cycle(texts))
    terminal, shown = walk(planted)
    assert obeyed(bytes(terminal.output)) == []
    if planted.unseen(shown):  # a machine that is busy shows some screens too late
        shown += walk(planted, 0.3)[1]
    assert planted.unseen(shown) == {}


async def test_what_is_pasted_on_a_line_goes_through_the_door_and_its_spaces_stay(open_board):
    async with open_board() as run:
        await run.keys("/")
        run.app.post_message(events.Paste("two  words \x1b]52;c;eA==\x07\u202e\x9b31m"))
        await run.settle()
        assert run.app.focused.value == "two  words ]52;c;eA==31m"
        await run.keys("space", "x")
        assert run.app.focused.value == "two  words ]52;c;eA==31m x"
