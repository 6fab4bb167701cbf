"""feeds.yaml changed while anything goes wrong: never half, never what would be a mistake."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
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
    as_written=st.booleans() | words.filter(bool),
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


def test_a_device_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    try:
        link = tmp_path / "preferences.json"
        link.symlink_to(os.ttyname(theirs))
        with pytest.raises(ConfigProblem, match="it is a device"):
            files.replace(link, b"{}")
        assert link.is_symlink() and link.is_char_device()
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_folder_that_another_will_not_let_go_of_is_not_waited_for_long(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    holder = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    try:
        monkeypatch.setattr(files, "PATIENCE", 0.05)
        with pytest.raises(ConfigProblem, match=r"held its folder for 0\.05 seconds. Try again"):
            config.put_company(path, Company("Newcomer"))
    finally:
        os.close(holder)
    assert path.read_bytes() == before
    config.put_company(path, Company("Newcomer"))


async def test_a_screen_waits_a_moment_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert files.MOMENT < files.PATIENCE
    monkeypatch.setattr(files, "MOMENT", 0.02)
    holder = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    try:
        with pytest.raises(ConfigProblem, match=r"for 0\.02 seconds"):
            config.put_company(path, Company("Newcomer"))
    finally:
        os.close(holder)
