"""The pictures of the docs show what the program shows."""

from __future__ import annotations

import re
from pathlib import Path

from scripts import screenshots


def test_the_pictures_are_not_stale(tmp_path: Path):
    made = screenshots.make(tmp_path)
    assert {path.name for path in made} == {path.name for path in screenshots.FOLDER.glob("*.svg")}
    for path in made:
        kept = (screenshots.FOLDER / path.name).read_text(encoding="utf-8")
        fresh = path.read_text(encoding="utf-8")
        assert screenshots.words(kept) == screenshots.words(fresh), (
            f"{path.name} shows what the board no longer does: make screenshots"
        )
        assert len(screenshots.words(kept)) > 500
        loaded = re.findall(r"url\(|@import|href=|@font-face", kept)
        assert set(loaded) <= {"url("} and "url(http" not in kept, "a picture loads nothing"
