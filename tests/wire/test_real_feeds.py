"""Real feeds, served from this machine and refreshed by the real command."""

from __future__ import annotations

import asyncio
import functools
import http.server
import json
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from signalboard.config import Places, Settings
from signalboard.links import safe_link
from signalboard.model import Company, Feed, Outcome
from signalboard.text import clean, is_clean
from signalboard.wire.parse.pool import Parser
from signalboard.wire.refresh.command import run

NOW = 1_795_000_000


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def feeds(shared_data: Path) -> Iterator[tuple[Feed, ...]]:
    """All of them, by the name of their file."""
    root = shared_data / "real-feeds"
    files = sorted(path for path in root.rglob("*") if path.is_file())
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    yield tuple(Feed(path.name, f"{base}/{path.relative_to(root).as_posix()}") for path in files)
    server.shutdown()
    server.server_close()
    thread.join()


def _run(
    home: Path, feeds: tuple[Feed, ...], capsys: pytest.CaptureFixture[str]
) -> dict[str, dict[str, Any]]:
    settings = Settings(feeds=feeds, companies=(Company("OpenAI", ("ChatGPT",)),))
    places = Places(home, home / "feeds.yaml", home)
    assert run(places, settings, now=True, as_json=True, only=()) == 0
    out, err = capsys.readouterr()
    assert err == ""
    events = [json.loads(line) for line in out.splitlines()]
    return {event["name"]: event for event in events if event["event"] == "done"}


def test_every_real_feed_brings_entries_and_nothing_else(
    feeds: tuple[Feed, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(feeds) == 140
    done = _run(tmp_path, feeds, capsys)
    assert {name: event["outcome"] for name, event in done.items()} == {
        feed.name: "entries" for feed in feeds
    }
    assert [name for name, event in done.items() if event["new"] == 0] == []
    assert sum(event["new"] for event in done.values()) > 6000
    again = _run(tmp_path, feeds, capsys)
    assert {event["outcome"] for event in again.values()} == {"unchanged"}
    _check(tmp_path / "archive.db")


def _check(archive: Path) -> None:
    """Every text of the archive is clean, and every link one that may be opened."""
    connection = sqlite3.connect(archive)
    try:
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        ).fetchall()
        seen: Counter[str] = Counter()
        for table, _ in tables:
            if table.startswith(("texts_", "sqlite_")):
                continue
            rows = connection.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in rows.description]
            for row in rows:
                for name, value in zip(names, row, strict=True):
                    # The title as it was written is kept for a better door, and never shown.
                    if isinstance(value, str) and name != "title_raw":
                        seen[f"{table}.{name}"] += 1
                        assert all(clean(line, 9999) == line for line in value.split("\n"))
        assert seen["entries.title"] > 6000
        links = [url for (url,) in connection.execute("SELECT url FROM entries WHERE url <> ''")]
        assert len(links) > 6000
        assert [url for url in links if safe_link(url) != url] == []
    finally:
        connection.close()


async def test_all_feeds_of_nine_suites_are_parsed_or_refused(shared_data: Path) -> None:
    files = sorted(path for path in (shared_data / "feed-suites").rglob("*") if path.is_file())
    assert len(files) > 3000
    started = time.monotonic()
    async with Parser() as parser:
        found = await asyncio.gather(
            *(
                parser.parse(path.read_bytes(), "", "https://example.com/feed", NOW)
                for path in files
            )
        )
    assert time.monotonic() - started < 60
    by_file = dict(zip(files, found, strict=True))
    assert [str(path) for path, each in by_file.items() if each.killed] == []
    assert [each.reason for each in found if "failed" in each.reason] == []
    outcomes = Counter(each.outcome for each in found)
    assert set(outcomes) <= {Outcome.ENTRIES, Outcome.NOT_A_FEED, Outcome.PARSE}
    assert outcomes[Outcome.ENTRIES] > 3000
    # Refused: what declares entities. The rest of the suites' files are no feeds.
    assert outcomes[Outcome.PARSE] <= 5
    entries = [entry for each in found for entry in each.entries]
    assert len(entries) > 4000
    assert [entry for entry in entries if not is_clean(entry.title) or not entry.title] == []
    assert [entry for entry in entries if entry.url and safe_link(entry.url) != entry.url] == []
