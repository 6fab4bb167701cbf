"""What the screen must never do: parse data as markup, load what it does not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import signalboard.ui

ROOM = Path(signalboard.ui.__file__).parent
FILES = sorted(ROOM.rglob("*.py"))
WORDS = {"border_title", "border_subtitle", "tooltip"}
PARSERS = {"Static", "Label", "Button", "OptionList", "Tree", "DataTable", "Link", "Markdown",
           "Collapsible", "Checkbox", "Select", "from_markup", "escape", "render_str",
           "SelectionList", "Footer", "Header", "update"}  # fmt: skip


def _calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _name(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_no_text_is_given_to_what_parses_markup(path):
    """Widgets that parse strings are not used; borders get Content; toasts say markup=False."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    own |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
            and node.module.startswith("signalboard") for alias in node.names}  # fmt: skip
    for call in _calls(tree):
        name = _name(call)
        if name == "update" and not _is_textual_update(call):
            continue
        assert name not in PARSERS - own, f"{name}(…) in line {call.lineno} may parse markup"
        if name == "notify":
            markup = {k.arg: k.value for k in call.keywords}.get("markup")
            assert isinstance(markup, ast.Constant), f"line {call.lineno}: notify without markup="
            assert markup.value is False
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in WORDS:
                    assert isinstance(node.value, ast.Call), f"line {node.lineno}: not Content"
                    assert _name(node.value) == "plain"


def _is_textual_update(call):
    """``found.update(...)`` of dicts and sets is no widget's."""
    return bool(call.args) and isinstance(call.args[0], ast.JoinedStr | ast.Constant)


def test_the_lint_finds_what_it_looks_for():
    for bad in (
        "Static(f'{title}')",
        "self.notify(text)",
        "self.notify(text, markup=True)",
        "widget.border_title = title",
        "Content.from_markup(title)",
    ):
        tree = ast.parse(f"class X:\n  def f(self): {bad}")
        path = _Fake(f"class X:\n  def f(self): {bad}")
        assert tree
        with pytest.raises(AssertionError):
            test_no_text_is_given_to_what_parses_markup(path)


class _Fake:
    def __init__(self, text):
        self.text = text

    def read_text(self, encoding):
        return self.text


def loaded(code):
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_table_of_keys_loads_no_textual():
    modules = loaded("from signalboard.ui import run; from signalboard.ui import commands")
    assert not any(name.split(".")[0] in ("textual", "rich", "httpx") for name in modules)


def test_the_first_paint_loads_only_what_it_shows(tmp_path):
    code = (
        "import asyncio, pathlib\n"
        "from tests.ui.driving import driven\n"
        "async def main():\n"
        f"    async with driven(pathlib.Path({str(tmp_path)!r})) as run:\n"
        "        assert 'Tencent' in run.text\n"
        "asyncio.run(main())\n"
    )
    loaded(code)
    modules = loaded(code)  # the second start: the settings are as they were read before
    for never in ("httpx", "feedparser", "fastfeedparser", "selectolax", "markdown_it", "lxml",
                  "textual.widgets._markdown", "textual.widgets._data_table", "signalboard.export",
                  "signalboard.ui.help", "signalboard.ui.dialogs", "ruamel.yaml", "webbrowser",
                  "signalboard.wire.refresh"):  # fmt: skip
        assert never not in modules, never


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_files_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400
