"""How a refresh is told."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from signalboard.wire.refresh.progress import Bar, JsonLines, PlainLines, line_of

START = {"event": "start", "feeds": 2}
TOTAL = {
    "event": "total",
    "feeds": 2,
    "new": 1200,
    "changed": 1,
    "unchanged": 0,
    "failed": 0,
    "stopped": False,
}


def _done(outcome: str, new: int = 0, changed: int = 0, reason: str = "") -> dict[str, Any]:
    counts = {"new": new, "changed": changed, "unchanged": 3}
    head = {"event": "done", "feed": "https://e.example/", "name": "[b]Name[/b]"}
    return {**head, "outcome": outcome, **counts, "reason": reason}


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (START, ""),
        (_done("entries", 3), "[b]Name[/b]: 3 new"),
        (_done("entries", 1200, 2), "[b]Name[/b]: 1,200 new, 2 changed"),
        (_done("entries"), "[b]Name[/b]: nothing new"),
        (_done("unchanged"), "[b]Name[/b]: nothing new"),
        (_done("gone", reason="why"), "[b]Name[/b]: is gone for good: why"),
        (_done("wait", reason="why"), "[b]Name[/b]: asks for patience: why"),
        (_done("not-a-feed", reason="why"), "[b]Name[/b]: is not a feed: why"),
        (_done("tls", reason="why"), "[b]Name[/b]: could not be read: why"),
        (_done("truncated", 2, reason="why"), "[b]Name[/b]: 2 new: why"),
        (TOTAL, "2 feeds: 1,200 new, 1 changed"),
        (
            {**TOTAL, "feeds": 1, "failed": 1, "stopped": True},
            "1 feed: 1,200 new, 1 changed, 1 could not be read; stopped",
        ),
    ],
)
def test_a_line_for_people(event: dict[str, Any], line: str) -> None:
    assert line_of(event) == line


def test_json_goes_out_line_by_line() -> None:
    out = io.StringIO()
    teller = JsonLines(out)
    teller(_done("entries", reason="腾讯"))
    teller(TOTAL)
    teller.close()
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        _done("entries", reason="腾讯"),
        TOTAL,
    ]


def test_json_for_nobody_is_no_fault() -> None:
    class Closed(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    teller = JsonLines(Closed())
    teller(TOTAL)
    teller(TOTAL)


def test_plain_lines_leave_out_what_says_nothing() -> None:
    out = io.StringIO()
    teller = PlainLines(out)
    for event in (START, _done("entries", 3), TOTAL):
        teller(event)
    teller.close()
    assert out.getvalue() == "[b]Name[/b]: 3 new\n2 feeds: 1,200 new, 1 changed\n"


def test_a_bar_leaves_what_went_wrong_and_the_sum() -> None:
    out = io.StringIO()
    teller = Bar(out)
    for event in (
        START,
        {"event": "started", "feed": "x", "name": "[b]"},
        _done("entries", 3),
        _done("tls", reason="why"),
        TOTAL,
    ):
        teller(event)
    teller.close()
    assert "[b]Name[/b]: could not be read: why" in out.getvalue()
    assert "2 feeds: 1,200 new, 1 changed" in out.getvalue()
    assert "3 new" not in out.getvalue()
