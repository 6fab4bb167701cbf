"""Work that Ctrl-C and SIGTERM end cleanly."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine


async def stoppable(coroutine: Coroutine[None, None, int]) -> int:
    """The exit status that work comes to, or 128 + signal where one has ended it.

    The work hears of a signal by being cancelled; it keeps what came. Raises CancelledError
    only where it was cancelled otherwise.
    """
    loop, caught = asyncio.get_running_loop(), list[int]()
    work = asyncio.ensure_future(coroutine)

    def stop(number: int) -> None:
        caught.append(number)
        work.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)
    try:
        return await work
    except asyncio.CancelledError:
        if not caught:
            raise
        return 128 + caught[0]
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
