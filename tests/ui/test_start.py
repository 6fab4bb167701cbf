"""What the first screen waits for, and what it does not."""

import importlib
import pkgutil
from collections import Counter

from textual import _compositor
from textual.css import stylesheet
from textual.screen import Screen

from signalboard import ui
from signalboard.desk import Desk
from signalboard.ui.board import Board
from signalboard.ui.over import STYLES


def in_turn(monkeypatch, **said):
    """What is told of calls of the desk, each by what it is to be called, and of each painting."""
    told = []

    def tells(owner, method, word):
        real = getattr(owner, method)

        def telling(*given, **asked):
            told.append(word)
            return real(*given, **asked)

        monkeypatch.setattr(owner, method, telling)

    tells(_compositor.Compositor, "render_full_update", "painted")
    for method, word in said.items():
        tells(Desk, method, word)
    return told


async def test_the_headlines_are_painted_before_the_theses_are_added_up(open_board, monkeypatch):
    told = in_turn(monkeypatch, theses="theses")
    async with open_board() as run:
        assert run.row("upgrades")
        assert "Web4 at velocity" in run.text
    assert told.index("painted") < told.index("theses")


async def test_the_headlines_are_painted_before_companies_are_found_in_them(
    open_board, monkeypatch
):
    told = in_turn(monkeypatch, _tracked_finder="found")
    async with open_board() as run:
        spans = [
            run.board.headlines._row(at).spans for at in range(len(run.board.headlines.listing))
        ]
    assert told.index("painted") < told.index("found")
    assert any(spans)


async def test_keys_wait_until_they_are(open_board):
    """The first key may arm a thesis: it has to know which there are."""
    async with open_board() as run:
        await run.keys("1")
        assert run.board.armed == run.board.theses[0].thesis.id


async def test_no_pane_says_that_there_is_nothing_before_it_was_looked(open_board, monkeypatch):
    seen = []
    render = _compositor.Compositor.render_full_update

    def painted(compositor, **asked):
        update = render(compositor, **asked)
        seen.append("".join(strip.text for strip in compositor.render_strips()))
        return update

    monkeypatch.setattr(_compositor.Compositor, "render_full_update", painted)
    async with open_board():
        pass
    assert seen
    assert not [text for text in seen if "No theses" in text or "No companies" in text]


async def test_styles_are_looked_up_once(open_board, monkeypatch):
    applied = Counter()
    apply, render = stylesheet.Stylesheet.apply, _compositor.Compositor.render_full_update
    is_painted = False

    def counted(sheets, node, **more):
        if not is_painted:
            applied[node] += 1
        return apply(sheets, node, **more)

    def painted(compositor, **asked):
        nonlocal is_painted
        is_painted = True
        return render(compositor, **asked)

    monkeypatch.setattr(stylesheet.Stylesheet, "apply", counted)
    monkeypatch.setattr(_compositor.Compositor, "render_full_update", painted)
    async with open_board() as run:
        board = run.board
        assert applied[board.theses_pane] == applied[board.companies_pane] == 1
        assert is_painted


async def test_each_style_sheet_is_read_once(open_board, monkeypatch):
    read = Counter()
    parse = stylesheet.parse

    def counted(scope, css, read_from, *rest, **more):
        read[read_from] += 1
        return parse(scope, css, read_from, *rest, **more)

    monkeypatch.setattr(stylesheet, "parse", counted)
    async with open_board() as run:
        assert any("board.tcss" in path for path, _ in read)
        assert not any("over.tcss" in path for path, _ in read)
        for key in ("?", "q", "H", "q", "?"):  # the styles of all that lies over it: with the first
            await run.keys(key)
            assert any("over.tcss" in path for path, _ in read)
        await run.keys("q")
        assert set(read.values()) == {1}
        before = sum(read.values())
        run.app.action_use_theme("textual-light")
        await run.wait(0.1)
        assert sum(read.values()) > before  # other colours: read again


def test_every_screen_over_the_board_knows_its_styles():
    for found in pkgutil.walk_packages(ui.__path__, "signalboard.ui."):
        importlib.import_module(found.name)
    over = [each for each in _kinds_of(Screen) if each.__module__.startswith("signalboard.ui.")]
    others = set(over) - set(Board.__mro__)
    assert len(others) > 10
    assert {each.CSS_PATH for each in others} == {STYLES}


def _kinds_of(kind):
    return {kind, *(each for sub in kind.__subclasses__() for each in _kinds_of(sub))}
