"""The commands on companies: matches, checks, edits and searches of the archive."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys

import pytest

from signalboard import config
from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]


def test_a_text_gives_a_line_for_each_company(shell: Shell) -> None:
    assert shell.lines("company", "match", "腾讯 (WeChat) pays Stripe; WeChat again") == [
        {"company": "Tencent", "matched": ["腾讯", "WeChat"]},
        {"company": "Stripe", "matched": ["Stripe"]},
    ]
    assert shell("company", "match", "nobody here") == ""
    assert shell("company", "match", "") == ""


def test_lines_of_the_input_are_answered_with_their_number(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        buffer = io.BytesIO("Stripe\n\nnobody\nStripe \x1b[31mand 腾讯\n\xff Stripe".encode())

    monkeypatch.setattr(sys, "stdin", Input)
    assert shell.lines("company", "match", "-") == [
        {"line": 1, "text": "Stripe", "company": "Stripe", "matched": ["Stripe"]},
        {"line": 4, "text": "Stripe [31mand 腾讯", "company": "Stripe", "matched": ["Stripe"]},
        {"line": 4, "text": "Stripe [31mand 腾讯", "company": "Tencent", "matched": ["腾讯"]},
        {"line": 5, "text": "ÿ Stripe", "company": "Stripe", "matched": ["Stripe"]},
    ]


def test_each_line_is_answered_before_the_next_is_read(
    places: config.Places, stories: list[str]
) -> None:
    command = [sys.executable, "-m", "signalboard", "--home", str(places.home), "company", "match"]
    with subprocess.Popen(
        [*command, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for number in (1, 2):
            child.stdin.write(b"Stripe, \xff\xfe and so on\n")
            answer = json.loads(child.stdout.readline())
            assert (answer["line"], answer["matched"]) == (number, ["Stripe"])
        child.stdin.close()
        assert child.wait(timeout=30) == 0


def test_a_check_shows_matches_with_what_is_around_and_the_count(shell: Shell) -> None:
    out = shell("company", "check", "Shops", "--alias", "news")
    assert [line[7:] for line in out.splitlines()] == ["[Shops] block agents", "Old [news]"]
    assert "Shops: 2 stories in the archive." in shell.err
    assert (
        len(shell("company", "check", "Shops", "--alias", "news", "--limit", "1").split("\n")) == 2
    )
    assert "the newest 1 are shown" in shell.err
    first, second, last = shell.lines("company", "check", "Shops", "--alias", "news", "--json")
    assert (first["before"], first["matched"], first["after"]) == ("", "Shops", " block agents")
    assert (first["where"], second["matched"]) == ("title", "news")
    assert last == {"company": "Shops", "stories": 2}
    assert shell("company", "check", "Shops", "--word", "Shops", "--exclude", "Shops block") == ""
    assert "Shops" not in shell("company", "list")


def test_a_check_of_a_company_of_the_board_takes_the_names_it_has(shell: Shell) -> None:
    assert "[腾讯] ships" in shell("company", "check", "wechat")
    assert shell("company", "check", "Tencent", "--only-given") == ""
    out = shell("company", "check", "Tencent", "--alias", "Old news")
    assert len(out.splitlines()) == 2


def test_names_are_added_and_taken_away_and_found(shell: Shell) -> None:
    shell("company", "scan")
    assert "5 stories searched" in shell.err
    shell(
        "company", "edit", "tencent", "--alias", "Weather", "--word", "Weather", "--ticker", "X.Y"
    )
    assert "1 entry with other companies now" in shell.err
    shell("company", "edit", "Tencent", "--remove-alias", "WeChat", "--exclude", "Tencent Music")
    row = next(c for c in shell.lines("company", "list", "--json") if c["name"] == "Tencent")
    assert row["aliases"] == ["腾讯", "Weather"]
    assert (row["as_written"], row["ticker"]) == (["Weather"], "X.Y")
    assert row["exclude"] == ["Tencent Music"]
    titles = [s["title"] for s in shell.lines("stories", "--company", "Tencent", "--json")]
    assert titles == ["Weather", "腾讯 ships"]
    shell("undo")
    shell("undo")
    assert shell.lines("company", "scan", "--json")[-1] == {
        "event": "total", "stories": 2, "done": 2, "changed": 1, "stopped": False,
    }  # fmt: skip
    assert len(shell.lines("stories", "--company", "Tencent", "--json")) == 1


def test_what_cannot_be_edited_is_said(shell: Shell) -> None:
    shell("company", "edit", "Nobody", "--alias", "x", status=1)
    assert "No company is called 'Nobody'" in shell.err
    shell("company", "edit", "Tencent", "--remove-alias", "QQ", status=2)
    assert "has no 'QQ'" in shell.err
    shell("company", "edit", "Tencent", "--alias", "WeChat")
    assert "nothing was changed" in shell.err
    shell("company", "check", "", status=2)


def test_who_a_story_is_about_and_whom_it_mentions(shell: Shell) -> None:
    shell("company", "add", "Weather Co", "--alias", "Weather", "--alias", "happened")
    first, *_ = shell.lines("stories", "--json")
    assert (first["companies"], first["about"]) == (["Stripe", "Weather Co"], ["Stripe"])


def test_a_second_search_beside_another_leaves_it_alone(
    shell: Shell, places: config.Places
) -> None:
    with config.only_one(places.scan_lock) as is_alone:
        assert is_alone
        assert shell("company", "scan", "--json") == ""
    assert "another search" in shell.err.lower()


@pytest.fixture(autouse=True)
def _signals():
    """A command in this process leaves its own ways with signals behind."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, was in before.items():
        signal.signal(number, was)
