"""The table of docs/promises.md, and what a person reads when something is wrong."""

from __future__ import annotations

import re
import sys

import pytest

from scripts import promises
from scripts.promises import PAGE, TRIALS, figure, main, written
from scripts.recovery import SCENES, messages
from tests.conftest import ROOT


def test_each_trial_has_its_row_and_its_command() -> None:
    page, makefile = PAGE.read_text(), (ROOT / "Makefile").read_text()
    for name in TRIALS:
        assert written(page, name, "x") != page, f"{name} has no row"
    for target in re.findall(r"`make ([a-z-]+)", page):
        assert f"\n{target}:" in makefile, f"there is no make {target}"
    for module in (word for trial in TRIALS.values() for word in trial.words):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists()


@pytest.mark.parametrize(
    ("name", "printed", "told"),
    [
        ("kill", "seed 3\n\r\x1b[Kboard at 100: 500 kills, every acknowledged change there\n  9  x",
         "board at 100: 500 kills, every acknowledged change there"),
        ("power", "b: 4 calls, 9 cuts, nothing lost\nb that does not sync: loses, as it must",
         "b: 4 calls, 9 cuts, nothing lost; b that does not sync: loses, as it must"),
        ("weeks", "hour 1 of 2\rhour 2 of 2\n672 hours, 8 boards\nopen files 16 and 16",
         "672 hours, 8 boards; open files 16 and 16"),
        ("fuzz", "seed 1\n\r  opml       120 inputs     90 lines, slowest 1 ms\n"
         "2 doors, 60 s each, 240 inputs: nothing broke\nheld too: board",
         "2 doors, 60 s each, 240 inputs: nothing broke; held too: board"),
        ("wire", "row\n\n271 behaviours, 0 wrong; 20 good feeds among them, 0 affected",
         "271 behaviours, 0 wrong; 20 good feeds among them, 0 affected"),
        ("together", "seed 1\nnothing of it", ""),
    ],
)  # fmt: skip
def test_a_figure_is_what_the_trial_printed(name: str, printed: str, told: str) -> None:
    assert figure(TRIALS[name], printed) == told


def test_a_page_without_the_row_and_a_trial_without_a_name_are_told(capsys) -> None:
    with pytest.raises(KeyError):
        written("no row", "kill", "x")
    assert main(["nonesuch"]) == 2
    assert "No trial is called nonesuch" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("printed", "status", "told"),
    [
        ("72 calls, nothing lost", 0, "72 calls, nothing lost ("),
        ("72 calls, nothing lost", 1, "**missed**: 72 calls, nothing lost ("),
        ("Traceback", 1, "as it was"),
    ],
)
def test_a_row_says_when_its_trial_failed(
    tmp_path, monkeypatch, capsys, printed: str, status: int, told: str
) -> None:
    page = tmp_path / "promises.md"
    page.write_text("<!--power-->as it was<!--/power-->")
    monkeypatch.setattr(promises, "PAGE", page)
    code = f"print({printed!r}); raise SystemExit({status})"
    monkeypatch.setattr(promises, "MODULE", [sys.executable, "-c", code])
    assert main(["power"]) == status
    assert f"<!--power-->{told}" in page.read_text()
    assert ("ended with 1" in capsys.readouterr().out) == bool(status)


def test_each_message_says_what_happened_what_was_kept_and_what_to_do() -> None:
    told = messages()
    assert "Traceback" not in told and str(ROOT) not in told and "/tmp" not in told
    parts = dict(zip((s.__doc__ for s in SCENES), told.split("```\n")[1::2], strict=True))
    wanted = {
        "in the middle of a write": ("was never finished", "were moved to", "quarantine"),
        "not what it was": ("could not be read everywhere", "brought back", "is kept in"),
        "changed a judgment": ("line 4 of 5 is the first that is wrong", "expected", "kept 3"),
        "noise": ("is not an archive", "It was moved to", "judgments are safe", "next refresh"),
        "newer version": ("newer signalboard", "left as it is", "update signalboard"),
    }
    for name, words in wanted.items():
        text = next(text for doc, text in parts.items() if name in str(doc))
        assert [word for word in words if word not in text] == []
    assert "left as it is" not in next(t for doc, t in parts.items() if "noise" in str(doc))
