"""What was on the screen is let go of: memory does not grow with what was looked at."""

from __future__ import annotations

import gc

import pytest
from textual._styles_cache import StylesCache


@pytest.mark.parametrize("key", ["v", "W", "H", "X", "?"])
async def test_a_screen_that_was_left_holds_nothing(open_board, key):
    async with open_board() as run:
        await run.keys("1", "+", "-")

        async def looked(times: int) -> int:
            for _ in range(times):
                await run.keys(key)
                assert run.app.screen is not run.board
                await run.keys("q")
            gc.collect()
            return sum(type(each) is StylesCache for each in gc.get_objects())

        once = await looked(2)
        assert await looked(4) <= once
