"""Two boards on one home, in real terminals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui import sample
from tests.ui.terminal import Terminal


@pytest.fixture
def boards(tmp_path: Path) -> Iterator[list[Terminal]]:
    running: list[Terminal] = []
    yield running
    for terminal in running:
        terminal.close()


def opened(boards: list[Terminal], home: Path, size: tuple[int, int] = (120, 40)) -> Terminal:
    boards.append(Terminal(["-m", "signalboard", "--home", str(home)], size))
    boards[-1].until("Headlines", seconds=60)
    return boards[-1]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_second_says_that_it_only_shows_until_it_takes_over(
    boards: list[Terminal], tmp_path: Path, size: tuple[int, int]
) -> None:
    sample.home(tmp_path / "home", sample.STORIES)
    journal = tmp_path / "home" / "board" / "journal.jsonl"
    first = opened(boards, tmp_path / "home", size)
    assert "view only" not in first.text
    second = opened(boards, tmp_path / "home", size)
    second.until("view only", "Another board is open")
    before = journal.read_bytes()
    second.keys("1+")
    second.until("▌1", "nothing is")
    second.quiet()
    assert "1 slight" not in second.text
    assert journal.read_bytes() == before
    first.keys("1+")
    first.until("1 slight")
    assert journal.read_bytes() != before
    first.close()
    boards.remove(first)
    second.until("The other board has closed")
    assert "view only" not in second.text
    before = journal.read_bytes()
    second.keys("xj+")
    second.until("3/14")
    assert journal.read_bytes() != before
