"""An answer that came already is filed as one of a refresh, without a further request."""

from __future__ import annotations

from pathlib import Path

from signalboard.model import Feed, FeedState
from signalboard.wire.fetch.fetched import Limits
from signalboard.wire.fetch.fetching import fetch
from signalboard.wire.fetch.transport import Client
from tests.faults.server import FaultServer
from tests.wire.running import HOUR, Desk, conditional


async def test_what_was_brought_is_filed_with_its_validators(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with FaultServer({"feed": conditional()}) as server:
        feed = Feed("Feed", server.url("feed"))
        desk.feeds = [feed]
        async with Client() as client:
            fetched = await fetch(client, feed, FeedState(feed.url), Limits(), desk.now)
        done = await desk.refresh(only=["Feed"], brought={feed.url: fetched})
        assert (done["Feed"]["outcome"], done["Feed"]["new"]) == ("entries", 2)
        assert len(server.asked) == 1
        state = desk.archive.feed_states()[feed.url]
        assert state.etag == '"one"' and state.succeeded_at == desk.now
        assert await desk.refresh() == {}, "it is not due"
        desk.now += 30 * HOUR  # a day, and what it is put off by chance
        assert (await desk.refresh())["Feed"]["outcome"] == "unchanged"
        assert server.asked[-1].headers["if-none-match"] == '"one"'
    desk.archive.close()
