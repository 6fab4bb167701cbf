"""Lists of feeds at the desk: shown first, one change, one undo."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from signalboard import config
from signalboard.desk import Desk, DeskProblem
from signalboard.model import Feed, Problem

LIST = b"""<opml><body>
<outline text="News"><outline text="The Wire" xmlUrl="http://wire.example/feed/"/>
<outline text="the wire" xmlUrl="https://other.test/f"/>
<outline text="The Wire" xmlUrl="https://third.test/f"/></outline>
<outline text="Run" xmlUrl="|rm -rf /"/>
</body></opml>"""


def _journal(desk: Desk) -> list[dict[str, object]]:
    lines = (desk.places.board / "journal.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def test_a_plan_says_what_would_happen_and_changes_nothing(desk: Desk) -> None:
    before = desk.places.feeds_file.read_bytes(), len(_journal(desk))
    plan = desk.plan_import(LIST)
    assert [(feed.name, feed.url, feed.tags) for feed in plan.new] == [
        ("the wire (other.test)", "https://other.test/f", ("News",)),
        ("The Wire (third.test)", "https://third.test/f", ("News",)),
    ]
    assert [(theirs.url, ours.name) for theirs, ours in plan.known] == [
        ("http://wire.example/feed/", "The Wire")
    ]
    assert [(mark.what, mark.line) for mark in plan.left] == [("Run", 5)]
    assert (desk.places.feeds_file.read_bytes(), len(_journal(desk))) == before


def test_an_import_is_one_change_and_one_undo_takes_it_back(desk: Desk) -> None:
    before, lines = desk.places.feeds_file.read_bytes(), len(_journal(desk))
    feeds = [Feed(f"F{n}", f"https://h{n}.test/f", tags=("x",)) for n in range(1000)]
    change = desk.import_feeds(feeds)
    assert change.label == "imported: 1,000 feeds"
    assert len(_journal(desk)) == lines + 1
    assert [row.feed for row in desk.feeds()][-1000:] == feeds
    assert desk.undo() is not None
    assert desk.places.feeds_file.read_bytes() == before
    assert len(desk.feeds()) == 1
    assert desk.redo() is not None
    assert [row.feed for row in desk.feeds()][-1000:] == feeds


def test_an_undo_after_another_hand_changed_the_file_keeps_that(desk: Desk) -> None:
    desk.import_feeds([Feed("A", "https://a.test/f"), Feed("B", "https://b.test/f")])
    text = desk.places.feeds_file.read_text()
    desk.places.feeds_file.write_text(text + "# mine\n")
    desk.poll()
    assert desk.undo() is not None
    assert desk.places.feeds_file.read_text().endswith("# mine\n")
    assert "a.test" not in desk.places.feeds_file.read_text()


def test_where_the_journal_refuses_feeds_yaml_is_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.places.feeds_file.read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise DeskProblem("The disk is full.")

    monkeypatch.setattr(desk._board, "change", refuse)
    with pytest.raises(Problem, match="disk is full"):
        desk.import_feeds([Feed("A", "https://a.test/f"), Feed("B", "https://b.test/f")])
    assert desk.places.feeds_file.read_bytes() == before


def test_many_feeds_of_one_name_get_names_of_their_own_in_good_time(desk: Desk) -> None:
    count = 20_000
    lines = "".join(f'<outline text="A" xmlUrl="https://a.test/{n}"/>' for n in range(count))
    started = time.process_time()
    plan = desk.plan_import(f"<opml>{lines}</opml>".encode())
    assert time.process_time() - started < 10
    names = [feed.name for feed in plan.new]
    assert names[:3] == ["A", "A (a.test)", "A (a.test, 2)"]
    assert len({name.casefold() for name in names}) == count == len(names)


def test_nothing_to_import_is_said(desk: Desk) -> None:
    with pytest.raises(DeskProblem, match="no new feed"):
        desk.import_feeds([])


def test_an_export_comes_back_in_another_home_as_it_was(desk: Desk, tmp_path: Path) -> None:
    desk.import_feeds(
        [
            Feed("A & B", "https://a.test/f?x=1&y=2", "Reuters", "B", ("china", "a, b"), "me/1"),
            Feed("C", "https://c.test/f", tags=("china",), enabled=False),
            Feed("K", "https://k.test/f?token=hush", headers=(("Authorization", "hush"),)),
        ]
    )
    path, said = desk.save_feeds(tmp_path / "out.opml")
    written = path.read_text()
    assert "hush" not in written and path.stat().st_mode & 0o777 == 0o600
    assert said == (
        "1 address without the password or key in it.",
        "1 feed without the headers set for it.",
    )
    with pytest.raises(FileExistsError):
        desk.save_feeds(path)
    known = desk.plan_import(path.read_bytes())
    assert known.new == () and len(known.known) == 4, "the one without its key is known too"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "feeds.yaml").write_text("feeds: []\n")
    other = Desk.open(config.places(tmp_path / "other", None, {}))
    try:
        other.import_feeds(other.plan_import(path.read_bytes()).new)
        assert other.export_feeds()[0] == written
        ours = [row.feed for row in desk.feeds()]
        assert [row.feed for row in other.feeds()][:-1] == ours[:-1]
    finally:
        other.close()


@pytest.mark.parametrize(
    "url",
    ["http://wire.example/feed", "https://WIRE.example/feed/", "https://wire.example:443/feed#x"],
)
def test_a_known_feed_is_known_however_it_is_spelled(desk: Desk, url: str) -> None:
    with pytest.raises(DeskProblem, match="already, as The Wire"):
        desk.add_feed(Feed("Another", url))
