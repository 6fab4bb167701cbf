"""What suggesting costs is measured on a copy of a home, part by part."""

from __future__ import annotations

from bench import make_home, suggesting
from bench.make_home import Asked
from signalboard import config
from signalboard.archive import Archive


def test_every_part_is_measured_and_the_home_is_left_as_it_was(tmp_path):
    home = tmp_path / "home"
    make_home.make(home, Asked(300, 20, theses=4, companies=10, feeds=5, until_at=1_795_500_000))
    found = suggesting.measured(home)
    assert list(found) == [
        "learn", "a story, median", "a story, slowest", "a page of 40", "look at 2,000",
        "suggested first, a page",
    ]  # fmt: skip
    assert all(milliseconds >= 0 for milliseconds in found.values())
    assert found["look at 2,000"] > 0
    archive = Archive.open(config.places(home, None, {}).archive)
    try:
        assert not archive.has_suggested, "it was measured on a copy"
    finally:
        archive.close()
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
