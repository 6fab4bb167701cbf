"""What the first screen waits for, and what it does not."""

from collections import Counter

from textual import _compositor
from textual.css import stylesheet

from signalboard.desk import Desk


async def test_the_headlines_are_painted_before_the_theses_are_added_up(open_board, monkeypatch):
    told = []
    theses, render = Desk.theses, _compositor.Compositor.render_full_update

    def counted(desk):
        told.append("theses")
        return theses(desk)

    def painted(compositor, **asked):
        told.append("painted")
        return render(compositor, **asked)

    monkeypatch.setattr(Desk, "theses", counted)
    monkeypatch.setattr(_compositor.Compositor, "render_full_update", painted)
    async with open_board() as run:
        assert run.row("upgrades")
        assert "Web4 at velocity" in run.text
    assert told.index("painted") < told.index("theses")


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
        assert set(read.values()) == {1}
        before = sum(read.values())
        run.app.action_use_theme("textual-light")
        await run.wait(0.1)
        assert sum(read.values()) > before  # other colours: read again
