"""What the journal may not have of a feed, and that an undo has it all the same."""

from __future__ import annotations

import pytest

from signalboard import config
from signalboard.desk import Desk
from signalboard.model import Feed

KEYED = Feed("Keyed", "https://u:pw@keyed.example/feed?token=s3cret", headers=(("X-Key", "k3y"),))


def _journal(desk: Desk) -> bytes:
    return (desk.places.board / "journal.jsonl").read_bytes()


def test_a_removed_feed_comes_back_with_its_secrets(desk: Desk) -> None:
    desk.places.feeds_file.write_text("feeds: []\n")
    config.put_feed(desk.places.feeds_file, KEYED)
    desk.poll()
    desk.remove_feed("Keyed")
    assert not config.load(desk.places.feeds_file).feeds
    desk.undo()
    assert config.load(desk.places.feeds_file).feeds == (KEYED,)
    desk.redo()
    assert not config.load(desk.places.feeds_file).feeds
    for secret in (b"s3cret", b"pw@", b"k3y"):
        assert secret not in _journal(desk)


def test_a_password_changed_since_stays_changed(desk: Desk) -> None:
    text = "feeds:\n  - name: Keyed\n    url: https://u:{}@keyed.example/feed\n"
    desk.places.feeds_file.write_text(text.format("old"))
    desk.poll()
    desk.pause_feed("Keyed")
    was = desk.places.feeds_file.read_text()
    desk.places.feeds_file.write_text(was.replace("u:old", "u:new"))
    desk.poll()
    desk.undo()
    (feed,) = config.load(desk.places.feeds_file).feeds
    assert (feed.url, feed.enabled) == ("https://u:new@keyed.example/feed", True)


def test_what_was_withheld_and_is_lost_is_said(desk: Desk) -> None:
    desk.places.feeds_file.write_text("feeds: []\n")
    config.put_feed(desk.places.feeds_file, KEYED)
    desk.poll()
    desk.remove_feed("Keyed")
    desk.places.withheld.write_text("[")
    with pytest.raises(config.ConfigProblem, match="not kept any more"):
        desk.undo()
    assert not config.load(desk.places.feeds_file).feeds
