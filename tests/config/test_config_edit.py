"""feeds.yaml changed by the program: only the lines concerned, and never half."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

import pytest

from signalboard import config
from signalboard.model import Company, Feed

NEW = Feed("New: feed", "https://new.example/feed", tags=("press", "a: b"), enabled=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.yaml"
    file.write_bytes(config.starter())
    return file


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def difference(before: bytes, after: bytes) -> list[str]:
    lines = difflib.ndiff(before.decode().splitlines(True), after.decode().splitlines(True))
    return [line for line in lines if line[0] in "+-"]


def test_adding_a_feed_adds_its_lines_only(path: Path) -> None:
    before = path.read_bytes()
    config.put_feed(path, NEW)
    assert difference(before, path.read_bytes()) == [
        '+   - name: "New: feed"\n',
        "+     url: https://new.example/feed\n",
        '+     tags: [press, "a: b"]\n',
        "+     enabled: false\n",
    ]
    assert config.load(path).feeds[-1] == NEW
    assert config.load(path).problems == ()


def test_what_is_added_and_removed_leaves_the_file_as_it_was(path: Path) -> None:
    before = path.read_bytes()
    config.put_feed(path, NEW)
    config.put_company(path, Company("Block", ("Square",), "XYZ", True, ("Block Island",)))
    assert config.remove_feed(path, "HTTPS://NEW.example/feed") == NEW
    assert config.remove_company(path, "BLOCK") is not None
    assert path.read_bytes() == before


def test_removing_takes_an_items_lines_and_no_comment_around_them(path: Path) -> None:
    before = path.read_bytes()
    hn = next(feed for feed in config.load(path).feeds if "hnrss" in feed.url)
    assert config.remove_feed(path, hn.url) == hn
    assert difference(before, path.read_bytes()) == [
        "-   - name: HN front page  # a JSON Feed\n",
        "-     url: https://hnrss.org/frontpage.jsonfeed\n",
        "-     tags: [community]\n",
    ]
    assert hn not in config.load(path).feeds


def test_every_item_can_be_taken_out_and_the_comments_stay(path: Path) -> None:
    read = config.load(path)
    comments = [line for line in path.read_text().splitlines() if line.lstrip().startswith("#")]
    for feed in read.feeds:
        assert config.remove_feed(path, feed.url) == feed
    for company in read.companies:
        assert config.remove_company(path, company.name) == company
    after = config.load(path)
    assert (after.feeds, after.companies, after.theses) == ((), (), read.theses)
    assert after.problems == ()
    assert comments == [
        line for line in path.read_text().splitlines() if line.lstrip().startswith("#")
    ]
    config.put_feed(path, NEW)
    assert config.load(path).feeds == (NEW,)


def test_changing_a_feed_changes_its_field_only(path: Path) -> None:
    before = path.read_bytes()
    scmp = next(feed for feed in config.load(path).feeds if feed.name == "SCMP Tech")
    changed = replace(scmp, origin="Its owner", reliability="B", enabled=False)
    config.put_feed(path, changed)
    assert difference(before, path.read_bytes()) == [
        "-     origin: Alibaba  # which owns the paper: its word on Alibaba is Alibaba's\n",
        "+     origin: Its owner  # which owns the paper: its word on Alibaba is Alibaba's\n",
        "+     reliability: B\n",
        "+     enabled: false\n",
    ]
    config.put_feed(path, replace(changed, enabled=True, reliability=None, tags=()))
    assert "    reliability: null\n    enabled: true\n" in path.read_text()
    assert changed not in config.load(path).feeds
    assert config.load(path).problems == ()


def test_changing_nothing_writes_nothing(path: Path) -> None:
    stamp = path.stat()
    for feed in config.load(path).feeds:
        config.put_feed(path, feed)
    assert config.remove_feed(path, "https://nowhere.example/") is None
    assert config.remove_company(path, "Nobody") is None
    assert path.stat().st_mtime_ns == stamp.st_mtime_ns
    assert path.stat().st_ino == stamp.st_ino


HAND = """\
# mine
feeds:
-   url: 'https://a.example/'   # first
    tags:   # of my own
      - one
      # between
      - two

    name: "A"
    origin:
    headers:
      X-Key: v
# the middle
-
    name: B   # bee
    url: https://b.example/

# the end
companies: # none yet
theses: []
"""


def test_a_file_written_another_way_keeps_its_ways(path: Path) -> None:
    write(path, HAND)
    config.put_feed(
        path, Feed("A2", "https://a.example/", "O", "A", ("x",), "me", (("X-Key", "w"),))
    )
    config.put_company(path, Company("Acme", as_written=True))
    assert config.load(path).problems == ()
    assert path.read_text() == HAND.replace('"A"', "A2").replace(
        "    tags:   # of my own\n      - one\n      # between\n      - two\n",
        "    tags:   # of my own\n      [x]\n",
    ).replace("    origin:\n", "    origin: O\n").replace(
        "      X-Key: v\n", "      {X-Key: w}\n    reliability: A\n    user_agent: me\n"
    ).replace("    headers:\n      {", "    headers: {").replace(
        "companies: # none yet\n", "companies: # none yet\n  - name: Acme\n    as_written: true\n"
    )
    assert config.remove_feed(path, "https://b.example/") == Feed("B", "https://b.example/")
    assert "# the middle\n\n# the end\n" in path.read_text()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "feeds:\n  - name: Nu\n    url: https://n.example/\n"),
        ("# c", "# c\nfeeds:\n  - name: Nu\n    url: https://n.example/\n"),
        ("feeds:", "feeds:\n  - name: Nu\n    url: https://n.example/\n"),
        ("feeds: ~\n# c\n", "feeds:\n  - name: Nu\n    url: https://n.example/\n# c\n"),
        ("feeds: []  # c\n", "feeds:  # c\n  - name: Nu\n    url: https://n.example/\n"),
        ("theses:\n", "theses:\n\nfeeds:\n  - name: Nu\n    url: https://n.example/\n"),
        (
            "feeds:\r\n- name: M\r\n  url: https://m.example/",
            "feeds:\r\n- name: M\r\n  url: https://m.example/\r\n"
            "- name: Nu\r\n  url: https://n.example/\r\n",
        ),
        (
            "\ufefffeeds:\n  - {name: M, url: https://m.example/}\n",
            "\ufefffeeds:\n  - {name: M, url: https://m.example/}\n"
            "  - name: Nu\n    url: https://n.example/\n",
        ),
        (
            "  feeds:\n    - {name: M, url: https://m.example/}\n  companies:\n",
            "  feeds:\n    - {name: M, url: https://m.example/}\n"
            "    - name: Nu\n      url: https://n.example/\n  companies:\n",
        ),
        (
            "feeds:\n  - {url: https://n.example/, name: O}  # c\n",
            "feeds:\n  - {name: Nu, url: https://n.example/}  # c\n",
        ),
        (  # what was no feed for want of a name becomes one
            "feeds:\n  - url: https://n.example/\n",
            "feeds:\n  - url: https://n.example/\n    name: Nu\n",
        ),
    ],
)
def test_adding_to_whatever_is_there(path: Path, before: str, after: str) -> None:
    write(path, before)
    config.put_feed(path, Feed("Nu", "https://n.example/"))
    assert path.read_bytes().decode() == after
    assert config.load(path).problems == ()


def test_what_cannot_be_cut_and_pasted_goes_through_a_round_trip(path: Path) -> None:
    write(
        path,
        "# top\nagent: &me 'me'\n"
        "feeds: [{name: A, url: 'https://a.example/', user_agent: *me}]  # a\n"
        'companies: [{name: "C", aliases: [c]}]\n',
    )
    config.put_feed(path, NEW)
    config.put_feed(path, Feed("A", "https://a.example/", tags=("t",)))
    config.put_company(path, Company("C", ticker="C"))
    assert config.load(path).feeds == (Feed("A", "https://a.example/", tags=("t",)), NEW)
    assert config.load(path).companies == (Company("C", ticker="C"),)
    assert "# top\n" in path.read_text()
    assert "# a\n" in path.read_text()
    assert config.remove_feed(path, NEW.url) == NEW
    assert config.remove_company(path, "C") == Company("C", ticker="C")
    assert config.load(path).companies == ()


def test_a_value_that_is_shared_is_unshared_for_the_one_that_changes(path: Path) -> None:
    item = "  - {name: %s, url: https://%s.example/, tags: %s}\n"
    write(
        path,
        "feeds:\n  - name: A\n    url: https://a.example/\n    tags: &t [x]\n"
        "  - name: B\n    url: https://b.example/\n    tags: *t\n" + item % ("C", "c", "*t"),
    )
    changed = Feed("B", "https://b.example/", tags=("y", "a: b"), headers=(("X-A", "?b"),))
    config.put_feed(path, changed)
    config.put_company(path, Company("C"))
    assert config.load(path).feeds == (
        Feed("A", "https://a.example/", tags=("x",)),
        changed,
        Feed("C", "https://c.example/", tags=("x",)),
    )
    write(path, "x: &all\n  - {name: A, url: https://a.example/}\nfeeds: *all\n")
    config.put_feed(path, changed)
    assert changed in config.load(path).feeds
    write(path, "x: &a {name: A, url: https://a.example/}\nfeeds:\n  - *a\n")
    config.put_feed(path, Feed("A", "https://a.example/", origin="O"))
    assert config.load(path).feeds == (Feed("A", "https://a.example/", origin="O"),)


def test_taking_out_what_others_refer_to_keeps_them_right(path: Path) -> None:
    write(
        path,
        "feeds:\n  - {name: A, url: https://a.example/, tags: &t [x]}\n"
        "  - {name: B, url: https://b.example/, tags: *t}\n",
    )
    assert config.remove_feed(path, "https://a.example/") is not None
    assert config.load(path).feeds == (Feed("B", "https://b.example/", tags=("x",)),)


def test_a_feed_that_stands_twice_is_taken_out_twice(path: Path) -> None:
    item = "  - name: A\n    url: https://a.example/\n"
    write(path, f"feeds:\n{item}  - name: B\n    url: https://b.example/\n{item}")
    assert config.remove_feed(path, "https://a.example/") == Feed("A", "https://a.example/")
    assert config.load(path).feeds == (Feed("B", "https://b.example/"),)
    assert config.load(path).problems == ()
