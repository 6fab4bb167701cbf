"""A feeds.yaml that is broken, hostile or no YAML at all: read as far as it is right, and told."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard.config import Settings, reading
from signalboard.model import Feed
from signalboard.text import is_clean

GOOD = "  - name: Good\n    url: https://good.example/feed\n"


def parse(text: str | bytes) -> Settings:
    return reading.parse(text if isinstance(text, bytes) else text.encode(), "feeds.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ()),
        ("# nothing yet\n", ()),
        ("feeds:\ncompanies:\n", ()),
        (
            "feed:\n",
            (
                'feeds.yaml, line 1: "feed" is not a section of this file; did you mean "feeds"? '
                "It is passed over.",
            ),
        ),
        (
            "feeds: {a: b}\n",
            (
                'feeds.yaml, line 1: "feeds" is a group of fields; expected a list, each item '
                'after a "- ". Nothing of it is used.',
            ),
        ),
        (
            "- a\n",
            (
                "feeds.yaml, line 1: the file is a list; expected feeds:, companies: and theses:. "
                "Nothing in it is used.",
            ),
        ),
    ],
)
def test_the_file_as_a_whole(text: str, told: tuple[str, ...]) -> None:
    assert parse(text) == Settings(problems=told)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("feeds:\n\t- name: x\n", 2, "a tab stands where only spaces may; expected spaces"),
        ("feeds:\n  - name: a: b\n", 2, 'a text with ": " in it; expected quotes around it'),
        ("feeds:\n  - name: x\n   url: y\n", 3, "the line does not stand under the one it"),
        ('feeds:\n  - name: "x\n    url: y\n\n', 2, "a quote or a bracket is opened here"),
        ("feeds:\n  - [a, b\n\n", 2, "a quote or a bracket is opened here"),
        ("feeds:\n  - *nobody\n", 2, "an alias (*) of something not named before"),
        ("feeds: &all\n  - *all\n", 2, "an alias (*) of something not named before"),
        ("feeds:\n---\nfeeds:\n", 2, "a second document begins here; expected one"),
        ("feeds:\nabc\n", 2, "a name without its colon; expected a line like name: value"),
        ("%YAML 9\n", 1, "not YAML"),
        ("%YAML 1.9\nfeeds:\n", 1, "not YAML (a %YAML line or a \\ in quotes that means nothing)"),
        ('feeds: "\\U00110000"\n', 1, "not YAML (a %YAML line or a \\ in quotes that means"),
        (b"feeds:\n  - name: caf\xe9\n", 2, "a character that is not UTF-8; expected UTF-8 text"),
        (b"feeds:\n# \x00\n", 2, "a control character; expected plain text"),
        ("#\n" + "x" * 20_000, 2, "a very long line; expected at most 10,000 characters"),
        ("[" * 5000, 1, "nested too deep; expected at most 16 levels"),
        ("a:\n" + "- - - - - - - - - - - - - - - - - x\n", 2, "nested too deep"),
        ("- a\n" * 200_001, 200_000, "too much in one file; expected at most 200,000 values"),
    ],
)
def test_what_is_not_yaml_is_named_and_nothing_is_used(
    text: str | bytes, line: int, said: str
) -> None:
    read = parse(text)
    assert (read.feeds, read.companies, read.theses) == ((), (), ())
    (problem,) = read.problems
    assert problem.startswith(f"feeds.yaml, line {line}: {said}")
    assert problem.endswith(
        "Nothing in it is used until this line is mended; the file is left as it is."
    )


def test_aliases_are_read_and_aliases_of_aliases_do_not_explode() -> None:
    feed = "{name: A, url: https://a.example/, user_agent: *agent}"
    assert parse(f"x: &agent me\nfeeds: [{feed}]\n").feeds[0].user_agent == "me"
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for step in range(1, 12):
        bomb += f"a{step}: &a{step} [{', '.join([f'*a{step - 1}'] * 9)}]\n"
    started = time.perf_counter()
    (problem,) = parse(bomb + "feeds: *a11\n").problems
    assert "too much in one file" in problem
    assert time.perf_counter() - started < 5


def test_a_byte_order_mark_and_windows_lines_are_taken() -> None:
    read = parse(b"\xef\xbb\xbf" + f"feeds:\n{GOOD}".replace("\n", "\r\n").encode())
    assert read.problems == ()
    assert read.feeds == (Feed("Good", "https://good.example/feed"),)


def test_many_mistakes_are_counted_not_listed() -> None:
    read = parse("feeds:\n" + "  - x\n" * 100)
    assert len(read.problems) == reading.MOST_PROBLEMS + 1
    assert read.problems[-1] == "feeds.yaml: 70 more mistakes, not listed here."


def test_text_goes_through_the_one_door() -> None:
    read = parse('feeds:\n  - name: "a\\e]52;c;x\\a\\u202Eb"\n    url: https://a.example/\n')
    assert read.problems == ()
    assert read.feeds[0].name == "a]52;c;xb"


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https:///feed",
        "https://x.example:99999/",
        "https://x.example:0/",
        "http://[::1",
        '"https://x.example/\\r\\nHost: y"',
        "https://x.example/a b",
        '"https://x.example/\\u202E"',
        "javascript:alert(1)",
        "file:///etc/passwd",
        "bundled:../secret",
        "https://x.example/" + "a" * 2000,
        "//x.example/feed",
    ],
)
def test_what_is_no_address_to_subscribe_to(url: str) -> None:
    read = parse(f"feeds:\n  - name: X\n    url: {url}\n")
    assert read.feeds == ()
    assert '"url" is ' in read.problems[0]


def test_no_sentence_shows_an_address_or_a_header() -> None:
    read = parse(
        "feeds:\n"
        "  - {name: X, url: 'https://me:secret@x.example/a b'}\n"
        "  - {name: X, url: 'https://me:secret@x.example/'}\n"
        "  - {name: Y, url: 'https://me:secret@x.example/'}\n"
        '  - {name: Z, url: https://z.example/, headers: {Authorization: "secret\\n"}}\n'
        '  - {name: W, url: https://w.example/, user_agent: "secret\\x07"}\n'
    )
    assert len(read.problems) == 3
    assert "secret" not in " ".join(read.problems)


ALPHABET = st.sampled_from(
    [*"ab:-[]{}#&*!|>'\"%@`,?~ \n\t\r\x85\u2028\x1b\x00é腾", "feeds:", "\n  - ", "name: ", "url: "]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(ALPHABET, max_size=60).map("".join) | st.binary(max_size=80))
def test_anything_at_all_is_read_or_told(text: str | bytes) -> None:
    read = parse(text)
    assert all(is_clean(problem) and problem.endswith(".") for problem in read.problems)
    assert all(is_clean(feed.name) for feed in read.feeds)
