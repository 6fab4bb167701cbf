"""A steady world for the screen, and its goldens: ``pytest tests/ui --update-golden``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from signalboard.ui import seeking
from tests.ui.driving import Driven, driven

GOLDEN = Path(__file__).with_name("golden")
Open = Callable[..., AbstractAsyncContextManager[Driven]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the goldens anew")


@pytest.fixture(autouse=True)
def steady(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A truecolor terminal in UTC, whatever runs the tests."""
    for name in ("NO_COLOR", "TEXTUAL", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TZ", "UTC")
    # However busy the machine: a key that asks for a list waits for it here.
    monkeypatch.setattr(seeking, "MOMENT", 10.0)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def open_board(tmp_path: Path) -> Open:
    """Opens a board over a home in a temporary folder."""
    return partial(driven, tmp_path / "home")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Driven], None]:
    """Compares what is on the screen, with its styles, with the file of a name."""

    def check(name: str, run: Driven) -> None:
        path = GOLDEN / f"{name}.txt"
        shown = _picture(run)
        if request.config.getoption("--update-golden", default=False):
            GOLDEN.mkdir(exist_ok=True)
            path.write_text(shown, encoding="utf-8")
        assert path.exists(), f"there is no {path.name}; run pytest tests/ui --update-golden"
        assert shown == path.read_text(encoding="utf-8")

    return check


def _picture(run: Driven) -> str:
    """The rows of the screen, then the same rows as letters of styles, then the styles."""
    letters: dict[str, str] = {}
    rows, styles = [], []
    for strip in run.app.screen._compositor.render_strips():
        rows.append(strip.text.rstrip())
        line = ""
        for segment in strip:
            if segment.text:
                style = str(segment.style)
                letter = letters.setdefault(style, chr(ord("a") + len(letters)))
                line += letter * segment.cell_length
        styles.append(line)
    legend = [f"{letter} {style}" for style, letter in letters.items()]
    return "\n".join([*rows, "", *styles, "", *legend]) + "\n"
