"""The example in the documents is what the program writes now."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from jsonschema import Draft202012Validator

from scripts import example
from signalboard import config, export
from signalboard.desk import Desk
from tests.desk.conftest import Clock

BY_HAND = {"README.md", ".gitattributes"}


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in BY_HAND
    }


def test_the_example_is_written_the_same_again(tmp_path):
    assert example.main([str(tmp_path / "example")]) == 0
    again, committed = files(tmp_path / "example"), files(example.FOLDER)
    assert sorted(again) == sorted(committed), "run make example"
    for name, data in again.items():
        assert data == committed[name], f"{name}: run make example, and look at it"


def test_it_has_thirty_judgments_of_every_thesis_and_nobody_settled_the_watch_of_the_mission():
    log = json.loads((example.FOLDER / "evidence-log.json").read_text(encoding="utf-8"))
    Draft202012Validator(json.loads(export.SCHEMA.read_text(encoding="utf-8"))).validate(log)
    assert sum(len(thesis["evidence"]) for thesis in log["theses"]) == 30
    assert all(thesis["evidence"] for thesis in log["theses"])
    (wechat,) = (
        watch
        for thesis in log["theses"]
        for watch in thesis["watches"]
        if "WeChat" in watch["question"]
    )
    assert (wechat["state"], wechat["due"]) == ("open", True)
    with example.JUDGED.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file, delimiter="\t"))) == 32


def test_it_can_be_taken_over_by_a_new_board(tmp_path):
    raw = (example.FOLDER / "evidence-log.json").read_bytes()
    places = config.places(tmp_path, None, {})
    config.ensure(places)
    desk = Desk.open(places, clock=Clock())
    try:
        _, taken = desk.take_log(raw)
        assert (taken.evidence, taken.withdrawn, taken.mismatches) == (30, 1, ())
        assert desk.export([], "json").encode() == raw
    finally:
        desk.close()


def test_every_file_of_it_is_linked():
    readme = (example.FOLDER / "README.md").read_text(encoding="utf-8")
    names = files(example.FOLDER)
    assert "README.md" not in names and len(names) > 3
    for name in names:
        top = name if "/" not in name else "notes/evidence-log.md"
        assert f"({top})" in readme, name
