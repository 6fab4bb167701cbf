"""feeds.yaml changed by the program: only the lines concerned, and never half."""

from __future__ import annotations

import difflib
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signalboard import config
from signalboard.config import ConfigProblem, edit, files
from signalboard.model import Company, Feed
from signalboard.text import clean

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


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        (
            Feed("X", "ftp://x.example/"),
            'The feed was not saved: "url" is an address of the kind "ftp:"; expected http:, '
            "https: or bundled:, as in https://example.org/feed.xml.",
        ),
        (Feed("", "https://x.example/"), 'The feed was not saved: "name" is empty'),
        (Feed("\x1bX", "https://x.example/"), "The feed was not saved: it does not read as"),
        (
            Feed("X", "https://x.example/", headers=(("A", "b\r\nC: d"),)),
            'The feed was not saved: "headers" is not plain text',
        ),
        (
            Feed("techcrunch ai", "https://x.example/"),
            'The feed was not saved: there is one named "TechCrunch AI" already. '
            "Choose another name.",
        ),
    ],
)
def test_what_would_be_a_mistake_is_refused(path: Path, feed: Feed, said: str) -> None:
    before = path.read_bytes()
    with pytest.raises(ConfigProblem) as told:
        config.put_feed(path, feed)
    assert str(told.value).startswith(said)
    assert path.read_bytes() == before


def test_a_file_that_is_not_yaml_is_not_touched(path: Path) -> None:
    write(path, "feeds:\n\t- name: x\n")
    with pytest.raises(ConfigProblem, match=r"feeds\.yaml, line 2: a tab .* mend this line first"):
        config.put_feed(path, NEW)
    assert path.read_text() == "feeds:\n\t- name: x\n"


@pytest.mark.parametrize("text", ["- a list\n", "feeds: words\n", "feeds: {a: b}\n"])
def test_a_form_that_cannot_be_changed_is_told_and_not_touched(path: Path, text: str) -> None:
    write(path, text)
    with pytest.raises(ConfigProblem, match="change it by hand"):
        config.put_feed(path, NEW)
    assert path.read_text() == text


def test_mistakes_elsewhere_stay_and_do_no_harm(path: Path) -> None:
    text = "feeds:\n  - nonsense\n  - name: A\n    url: https://a.example/\n    zzz: 1\nq: 1\n"
    write(path, text)
    problems = config.load(path).problems
    config.put_feed(path, NEW)
    assert config.load(path).problems[:2] == problems[:2]
    assert config.remove_feed(path, NEW.url) == NEW
    assert path.read_text() == text


def test_a_link_stays_a_link_and_a_mode_stays_a_mode(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "feeds.yaml"
    link.symlink_to(path)
    config.put_feed(link, NEW)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert NEW in config.load(path).feeds
    assert sorted(os.listdir(tmp_path)) == ["elsewhere", "feeds.yaml"]


def test_where_there_is_no_file_one_is_made(tmp_path: Path) -> None:
    config.put_feed(tmp_path / "feeds.yaml", NEW)
    assert (tmp_path / "feeds.yaml").stat().st_mode & 0o777 == 0o600
    assert config.load(tmp_path / "feeds.yaml").feeds == (NEW,)
    with pytest.raises(ConfigProblem, match="its folder cannot be opened: no such file"):
        config.put_feed(tmp_path / "nowhere" / "feeds.yaml", NEW)


def test_an_edit_made_meanwhile_is_read_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compose, texts = edit.compose, list[str]()

    def compose_while_an_editor_saves(text: str) -> object:
        texts.append(text)
        if len(texts) == 2:  # the first is the item by itself, the second the file
            path.write_bytes(path.read_bytes() + b"# saved by an editor\n")
        return compose(text)

    monkeypatch.setattr(edit, "compose", compose_while_an_editor_saves)
    config.put_feed(path, NEW)
    assert path.read_text().endswith("# saved by an editor\n")
    assert NEW in config.load(path).feeds


def test_a_file_that_never_rests_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(files, "fingerprint", lambda _: (0, 0))
    with pytest.raises(ConfigProblem, match="changed by another program"):
        config.put_feed(path, NEW)
    assert path.read_bytes() == before


def test_many_at_once_lose_nothing(path: Path) -> None:
    feeds = [Feed(f"Feed {number}", f"https://n{number}.example/") for number in range(16)]
    threads = [threading.Thread(target=config.put_feed, args=(path, feed)) for feed in feeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(feeds) <= set(config.load(path).feeds)
    assert os.listdir(path.parent) == ["feeds.yaml"]


@pytest.mark.parametrize("call", ["fsync", "fchmod", "open"])
def test_a_disk_that_refuses_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = path.read_bytes()
    plain: Callable[..., int] = getattr(os, call)

    def full(*arguments: object, **named: object) -> int:
        if call == "open" and not str(arguments[0]).endswith(".tmp"):
            return plain(*arguments, **named)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(ConfigProblem) as told:
        config.put_feed(path, NEW)
    monkeypatch.undo()
    assert str(told.value) == (
        f"{path} could not be written: no space left on device. It is as it was before."
    )
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["feeds.yaml"]


line = st.text(max_size=30).map(clean).filter(bool)
words = st.lists(line, max_size=3, unique=True).map(tuple)
ascii_line = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20).map(clean)
hosts = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
feeds = st.builds(
    Feed,
    name=line,
    url=st.builds("https://{}.example/{}".format, hosts, st.sampled_from(["", "a?b=c&d", "#x:y"])),
    origin=st.none() | line,
    reliability=st.none() | st.sampled_from("ABCDEF"),
    tags=words,
    user_agent=st.none() | ascii_line.filter(bool),
    headers=st.dictionaries(hosts.map("X-{}".format), ascii_line.filter(bool), max_size=2).map(
        lambda found: tuple(found.items())
    ),
    enabled=st.booleans(),
)
companies = st.builds(
    Company,
    name=line,
    aliases=words,
    ticker=st.none() | line.filter(lambda found: len(found) <= 20),
    as_written=st.booleans(),
    exclude=words,
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(feeds, max_size=4), st.lists(companies, max_size=4), st.booleans())
def test_whatever_is_put_reads_back_as_it_was(
    path: Path, feeds: list[Feed], companies: list[Company], flow: bool
) -> None:
    write(path, "feeds: [{name: Z, url: bundled:z}]\n" if flow else "# c\nfeeds: # d\ncompanies:\n")
    kept: dict[str, Feed] = {}
    for feed in feeds:
        try:
            config.put_feed(path, feed)
            kept[feed.url] = feed
        except ConfigProblem as problem:
            assert "Choose another name" in str(problem)
    named: dict[str, Company] = {}
    for company in companies:
        config.put_company(path, company)
        named[company.name.casefold()] = company
    read = config.load(path)
    assert read.problems == ()
    assert set(kept.values()) == set(read.feeds) - {Feed("Z", "bundled:z")}
    assert set(named.values()) == set(read.companies)
