"""The commands: names, data on stdout, narration on stderr, exit status."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from signalboard import __version__, config
from signalboard.cli import asking, main, plain
from signalboard.cli.grammar.tree import build
from tests.desk.conftest import TITLES

COMMANDS = [
    "refresh",
    "stories",
    "judge",
    "story",
    "merge",
    "split",
    "undo",
    "redo",
    "thesis",
    "evidence",
    "watch",
    "calibration",
    "company",
    "mute",
    "search",
    "feed",
    "archive",
    "brief",
    "digest",
    "backup",
    "restore",
    "verify",
    "export",
    "import",
    "doctor",
    "keys",
    "completion",
]


class Shell:
    def __init__(self, places: config.Places, capsys: pytest.CaptureFixture[str]) -> None:
        self.places = places
        self._capsys = capsys
        self.err = ""

    def __call__(self, *words: str, status: int = 0) -> str:
        try:
            came = main(["--home", str(self.places.home), *words])
        except SystemExit as stop:
            came = int(stop.code or 0)
        out, self.err = self._capsys.readouterr()
        assert came == status, (words, out, self.err)
        return out

    def lines(self, *words: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self(*words).splitlines()]


@pytest.fixture
def shell(places: config.Places, stories: list[str], capsys) -> Shell:
    return Shell(places, capsys)


def test_stories_print_what_the_contract_names(shell: Shell, stories: list[str]) -> None:
    shell("judge", stories[0], "web4", "support")
    first = shell.lines("stories", "--json")[0]
    assert list(first) == [
        "id",
        "title",
        "url",
        "outlet",
        "outlets",
        "origins",
        "published",
        "first_seen",
        "companies",
        "about",
        "evidence",
    ]
    assert first["title"] == TITLES[0] and first["outlets"] == ["The Wire"]
    assert first["published"] == "2026-11-24T12:00:00Z" and first["companies"] == ["Stripe"]
    assert first["evidence"][0]["stance"] == "support"  # type: ignore[index]
    for line, title in zip(shell("stories").splitlines(), TITLES, strict=True):
        assert line.endswith(title)


def test_a_storys_number_is_its_place_among_all_however_it_was_found(shell: Shell) -> None:
    shell("judge", "1", "web4", "support")
    (line,) = shell("stories", "--search", "weather").splitlines()
    assert line.split()[0] == "3"
    assert json.loads(shell("judge", "3", "1", "no-bearing", "--strength", "3"))["strength"] == 1
    assert shell("stories", "--unjudged").splitlines()[0].split()[0] == "2"
    shell("judge", "²", "1", "support", status=1)


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--search", "agents -block"], [TITLES[0]]),
        (["--company", "stripe"], [TITLES[0]]),
        (["--company", "WeChat"], []),
        (["--thesis", "web4"], [TITLES[2]]),
        (["--unjudged"], [TITLES[0], TITLES[1], TITLES[3], TITLES[4]]),
        (["--limit", "2"], TITLES[:2]),
        (["--limit", "0"], []),
        (["--since", "2026-11-24"], TITLES),
        (["--since", "2030-01-01"], []),
        (["--outlet", "nobody"], []),
        (["--starred"], [TITLES[1]]),
        (["--starred", "--unjudged"], [TITLES[1]]),
        (["--starred", "--unjudged", "--search", '"block ag'], [TITLES[1]]),
    ],
)
def test_stories_can_be_narrowed(shell: Shell, desk, stories, options, titles) -> None:
    desk.judge(stories[2], "web4-at-velocity", "no-bearing")
    desk.mark(stories[1], starred=True)
    assert [line["title"] for line in shell.lines("stories", "--json", *options)] == titles


@pytest.mark.parametrize("date", ["soon", "9999-12-31T23:59:59-23:00", "9999y", "0001-01-01T00+01"])
@pytest.mark.parametrize(
    "words",
    [
        ("stories", "--since"),
        ("export", "--since"),
        ("export", "--as-of"),
        ("digest", "--since"),
        ("digest", "--until"),
        ("archive", "prune", "--yes", "--before"),
    ],
)
def test_a_date_nobody_can_read_is_wrong_use(shell: Shell, words, date: str) -> None:
    assert shell(*words, date, status=2) == ""
    assert "write it like 2026-01-31" in shell.err


@pytest.mark.parametrize("date", ["0001-01-01", "0999-12-31", "1969-12-31", "9999-12-31"])
def test_any_day_of_the_calendar_is_a_date(shell: Shell, date: str) -> None:
    shell("judge", "1", "web4", "support")
    for fmt in ("md", "html", "json"):
        shell("export", "--format", fmt, "--since", date, status=0 if date < "2026" else 1)
        shell("export", "--format", fmt, "--as-of", date)
    assert bool(shell("stories", "--search", f"since:{date}")) is (date < "2026")
    assert bool(shell("stories", "--search", f"before:{date}")) is (date > "2026")


def test_a_search_nobody_can_answer_says_why(shell: Shell) -> None:
    assert shell("stories", "--search", "thesis:nothing", status=1) == ""
    assert "No thesis is called" in shell.err
    assert shell("stories", "--company", "Nobody", status=1) == ""
    assert "No company is called" in shell.err


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        (("thesis", "show", "Web5"), " Did you mean 'Web4 at velocity'?"),
        (("thesis", "show", "web4-at-veloctiy"), " Did you mean 'web4-at-velocity'?"),
        (("thesis", "show", "something else"), ""),
        (("stories", "--company", "Tencemt"), " Did you mean 'Tencent'?"),
    ],
)
def test_a_name_nobody_has_leads_to_those_there_are(shell: Shell, asked, near) -> None:
    assert shell(*asked, status=1) == ""
    one = "thesis" if asked[0] == "thesis" else "company"
    assert shell.err == (
        f"signalboard: No {one} is called {asked[-1]!r}.{near} "
        f"`signalboard {one} list` shows them all.\n"
    )


def test_judging_prints_the_evidence_once_it_is_on_disk(shell: Shell, stories) -> None:
    said = json.loads(
        shell("judge", "1", "2", "contradict", "--strength", "3", "--note", "a\x1b]52;c;x\x07b")
    )
    assert said["id"] == "e2" and said["story"] == stories[0]
    assert (said["stance"], said["strength"], said["note"]) == ("contradict", 3, "a]52;c;xb")
    journal = (shell.places.board / "journal.jsonl").read_text()
    assert '"id":"e2"' in journal
    assert shell("undo") == "undone  contradict: Agents get wallets\n"
    assert shell("undo", status=1) == "" and "nothing to undo" in shell.err
    assert shell("redo") == "redone  contradict: Agents get wallets\n"
    assert shell("redo", status=1) == "" and "nothing to redo" in shell.err


def test_undoing_says_what_a_revision_changed(shell: Shell) -> None:
    shell("judge", "1", "web4", "no-bearing")
    shell("judge", "1", "web4", "support", "--strength", "3")
    shell("judge", "1", "web4", "support", "--strength", "1")
    shell("judge", "1", "web4", "support", "--note", "why")
    shell("judge", "1", "web4", "contradict")
    assert [shell("undo") for _ in range(5)] == [
        "undone  contradict: Web4 at velocity\n",
        "undone  note: Web4 at velocity\n",
        "undone  strength: strong → slight: Web4 at velocity\n",
        "undone  stance: no bearing → support: Web4 at velocity\n",
        "undone  no bearing: Web4 at velocity\n",
    ]
    assert shell("redo") == "redone  no bearing: Web4 at velocity\n"


def test_judging_again_says_what_stood_and_what_counts_on_both_sides(shell: Shell) -> None:
    shell("judge", "1", "web4", "contradict", "--strength", "3")
    assert shell.err == ""
    shell("judge", "1", "wallets", "support")
    assert shell.err == "", "another thesis is no judgment before"
    shell("judge", "1", "web4", "contradict")
    assert "so already; nothing was changed" in shell.err
    shell("judge", "1", "web4", "contradict", "--strength", "2")
    assert shell.err == "signalboard: it was judged before: contradict, strong.\n"
    shell("judge", "1", "web4", "support")
    assert "before: contradict, moderate." in shell.err and "on both sides now" in shell.err
    shell("judge", "1", "web4", "no-bearing")
    assert "before: contradict, moderate; support, slight." in shell.err
    assert "both sides" not in shell.err
    shell("judge", "1", "web4", "support")
    assert shell.err == "signalboard: it was judged before: no bearing.\n"


def test_the_walk_through_the_shell_in_the_readme_works_on_a_new_board(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    walk = readme.partition("In a shell the same")[2].split("```")[1].strip().splitlines()
    home = tmp_path / "home"
    config.ensure(config.places(home, None, {}))
    feeds = config.load(home / "feeds.yaml").feeds
    bundled = next(feed.name for feed in feeds if feed.is_bundled)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIGNALBOARD_HOME", str(home))
    assert main(["refresh", "--now", bundled]) == 0
    capsys.readouterr()
    for line in walk:
        first, *words = shlex.split(line)
        assert first == "signalboard" and main(words) == 0, (line, capsys.readouterr().err)
    assert (tmp_path / "web4.md").is_file()
    stories, judged = capsys.readouterr().out.splitlines()[:10], walk[1].split('"')[1]
    assert sum(judged in line for line in stories) == 1, "what is judged was listed"


def test_what_is_not_there_fails_in_a_sentence(shell: Shell) -> None:
    shell("judge", "zzz", "1", "support", status=1)
    assert shell.err == "signalboard: No story is called 'zzz'.\n"
    shell("judge", "1", "9", "support", status=1)
    shell("judge", "1", "1", "maybe", status=2)
    shell("judge", "1", "1", "support", "--strength", "4", status=2)
    shell("nothing", status=2)


def test_theses_are_added_shown_edited_and_retired(shell: Shell, stories) -> None:
    made = json.loads(
        shell(
            "thesis",
            "add",
            "Tips",
            "--statement",
            "agents tip",
            "--negation",
            "they do not",
            "--prior",
            ".2",
            "--keyword",
            "tip",
            "--json",
        )
    )
    assert (made["id"], made["number"], made["prior"]) == ("tips", 3, 0.2)
    shell("judge", "1", "tips", "support")
    assert "statement    agents tip" in shell("thesis", "show", "tips")
    shown = json.loads(shell("thesis", "show", "3", "--json"))
    assert shown["tally"] == [1, 0] and shown["evidence"][0]["title"] == TITLES[0]
    assert "Tipping" in shell("thesis", "edit", "tips", "--name", "Tipping")
    shell("thesis", "edit", "tips", "--name", "Tipping")
    assert "already" in shell.err
    assert json.loads(shell("thesis", "retire", "tips", "--json"))["status"] == "retired"
    assert [t["id"] for t in shell.lines("thesis", "list", "--json")] == [
        "web4-at-velocity",
        "agents-get-wallets",
    ]
    assert len(shell("thesis").splitlines()) == 2 == len(shell("thesis", "list").splitlines())
    shell("thesis", "add", "X", "--statement", "a", "--negation", "a", status=1)
    shell("thesis", "add", "X", "--statement", "a", status=2)
    shell("thesis", "edit", "1", "--prior", "much", status=2)


def test_companies_and_feeds_are_edited_in_feeds_yaml(shell: Shell) -> None:
    shell("company", "add", "Klarna", "--alias", "Klarna Bank", "--ticker", "KLAR", "--as-written")
    assert "Klarna" in shell("company") and "Klarna" in shell("company", "list")
    row = next(c for c in shell.lines("company", "list", "--json") if c["name"] == "Klarna")
    assert row["aliases"] == ["Klarna Bank"] and row["tracked"] and row["as_written"]
    shell("company", "remove", "klarna")
    shell("company", "remove", "klarna", status=1)
    shell("feed", "add", "https://other.example/feed.xml", "--tag", "x", "--reliability", "B")
    row = next(f for f in shell.lines("feed", "list", "--json") if f["name"] == "other.example")
    assert (row["name"], row["reliability"], row["tags"]) == ("other.example", "B", ["x"])
    assert "not read" in shell("feed")
    shell("feed", "remove", "other.example")
    shell("feed", "add", "javascript:alert(1)", status=1)
    assert "no address" in shell.err
    shell("feed", "add", "https://x.example/" + "a" * 5000, status=1)
    shell("feed", "add", "HTTPS://Wire.example/feed", status=1)
    assert "already" in shell.err


def test_the_log_goes_where_it_is_told(shell: Shell, tmp_path: Path) -> None:
    shell("judge", "1", "1", "support")
    out = shell("export", "web4")
    assert out.startswith("#") and TITLES[0] in out
    assert shell("export", "web4", "--output", "-") == out
    log = tmp_path / "log.md"
    assert shell("export", "web4", "--output", str(log)) == f"{log}\n"
    assert log.read_text() == out
    log.write_text("mine")
    shell("export", "--output", str(log), status=1)
    assert log.read_text() == "mine" and "--force" in shell.err
    shell("export", "web4", "--output", str(log), "--force")
    assert log.read_text() == out
    named = shell("export", "web4", "--format", "csv", "--output", str(tmp_path)).strip()
    assert Path(named).parent == tmp_path and Path(named).suffix == ".csv"
    assert json.loads(shell("export", "--format", "json"))["theses"]
    shell("export", "--output", str(tmp_path / "no" / "where.md"), status=1)
    assert "could not be written" in shell.err
    then = shell("export", "web4", "--as-of", "2001-01-01", status=1)
    assert then == "" and "was not on the board yet" in shell.err
    assert shell("export", "web4", "--as-of", "2100-01-01") == out
    assert "nothing changed" in shell("export", "--since", "2099-01-01", "--as-of", "2100-01-01")
    assert shell("export", "--since", "2001-01-01").startswith("# What changed")
    shell("export", "--as-of", "yesterday", status=2)
    assert "'yesterday' is not a date" in shell.err
    shell("export", "--format", "csv", "--since", "2001-01-01", status=1)
    assert "is written as md, html, json, not as csv:" in shell.err
    shell("export", "nothing", status=1)


def test_notes_go_into_a_folder_and_are_brought_up_to_date(shell, tmp_path):
    vault = tmp_path / "vault"
    words = ("export", "--format", "obsidian", "--output", str(vault))
    assert shell(*words) == f"{vault}\n"
    note = vault / "web4-at-velocity.md"
    shell("judge", "1", "web4", "support")
    assert shell(*words) == f"{vault}\n"
    assert "\n\n^e" in note.read_text()
    note.write_text(note.read_text() + "changed")
    shell(*words, status=1)
    assert "was left as it is" in shell.err
    shell(*words, "--force")
    assert "changed" not in note.read_text().rsplit("## Own notes", 1)[1]
    assert shell("export", "--format", "obsidian").count("signalboard-check: ") > 2


def test_a_log_is_taken_over(shell, tmp_path):
    shell("judge", "1", "web4", "support", "--note", "used, not demoed")
    log, text = tmp_path / "log.json", shell("export", "--format", "json")
    log.write_text(text)
    assert shell("import", str(log)) == "nothing: all of it is here\n"
    assert "1 judgments and watches are here" in shell.err or "are here already" in shell.err
    shell("undo")
    bare = shell("export", "--format", "json")
    assert shell("import", str(log), "--dry-run").startswith("would take over: ")
    assert shell("export", "--format", "json") == bare
    assert "1 judgment" in shell("import", str(log))
    assert shell("export", "--format", "json") == text
    shell("undo")
    assert shell("export", "--format", "json") == bare
    wrong = json.loads(text)
    wrong["theses"][0]["conviction"]["db"] = 99
    wrong["x-mine"] = 1
    log.write_text(json.dumps(wrong))
    shell("import", str(log))
    assert "theses[0].conviction.db: the file says 99; by what is recorded" in shell.err
    assert "1 key of others (x-...) left out." in shell.err
    log.write_text(text[:-300])
    shell("import", str(log), status=1)
    assert "This is no evidence log in JSON" in shell.err
    shell("import", str(tmp_path / "none.json"), status=1)
    assert "could not be read: No such file or directory. Nothing was changed." in shell.err
    shell("export", "--format", "docx", status=2)


def test_the_doctor_fails_when_something_is_wrong(shell: Shell) -> None:
    told = shell("doctor")
    assert "Where" in told and "nothing" in told
    shell.places.feeds_file.write_text("feeds: 3\n")
    told = shell("doctor", status=1)
    assert "line 1" in told and "line 1" in shell.err


def test_the_board_is_printed_once_where_there_is_no_terminal(shell: Shell) -> None:
    shell("judge", "1", "1", "support")
    out = shell()
    assert all(title in out for title in TITLES)
    assert "[+1/-0]" in out and "Stripe" in out and "signalboard judge 1 1 support" in out


def test_every_command_has_help_with_an_example(capsys) -> None:
    for words in [[], *[[name] for name in COMMANDS], ["thesis", "add"], ["feed", "remove"]]:
        with pytest.raises(SystemExit) as stop:
            main([*words, "--help"])
        assert stop.value.code == 0
        assert "Example: signalboard" in capsys.readouterr().out


def test_options_of_the_home_may_stand_behind_the_command(places, stories, capsys) -> None:
    assert main(["stories", "--limit", "1", "--home", str(places.home)]) == 0
    assert TITLES[0] in capsys.readouterr().out


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_the_version_is_told(flag: str, capsys) -> None:
    assert main([flag]) == 0
    assert capsys.readouterr().out == f"signalboard {__version__}\n"


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "tcsh"])
def test_completion_names_every_command(shell_name: str, capsys) -> None:
    assert main(["completion", shell_name]) == 0
    script = capsys.readouterr().out
    assert all(name in script for name in COMMANDS)


def test_keys_are_printed_for_people_and_for_the_documents(capsys) -> None:
    assert main(["keys"]) == 0
    assert "supports" in capsys.readouterr().out
    assert main(["keys", "--markdown"]) == 0
    assert "| key |" in capsys.readouterr().out


def run(places: config.Places, *words: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "signalboard", "--home", str(places.home), *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
        **more,  # type: ignore[call-overload]
    )


def test_a_reader_that_has_enough_is_no_error(places, stories) -> None:
    command = f"{sys.executable} -m signalboard --home '{places.home}' stories --json | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stderr == ""
    assert json.loads(done.stdout)["title"] == TITLES[0]


def test_the_module_and_a_bad_home_end_in_a_sentence(places, tmp_path) -> None:
    done = run(places, "stories", "--limit", "1")
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "signalboard", "--home", str(tmp_path / "file"), "stories"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("signalboard: ") and "Traceback" not in done.stderr


def test_every_command_of_the_parser_is_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    (commands,) = (a for a in build()._actions if a.choices and "refresh" in a.choices)
    assert sorted(commands.choices or ()) == sorted(COMMANDS)
    assert all(f"`{name}" in readme for name in COMMANDS)


def test_every_document_is_linked_from_the_readme() -> None:
    root = Path(__file__).parents[2]
    more = (root / "README.md").read_text().partition("## More")[2]
    named = set(re.findall(r"\((docs/[a-z-]+\.md)\)", more))
    assert named == {f"docs/{path.name}" for path in (root / "docs").glob("*.md")}


def _verbs(parser: argparse.ArgumentParser) -> Iterator[tuple[str, ...]]:
    """The words of every command of a parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield (name,)
                yield from ((name, *words) for words in _verbs(below))


def test_every_verb_of_a_noun_is_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    commands = readme.partition("## Commands")[2].partition("\n## ")[0]
    rows = re.findall(r"(?m)^\| `(.*?)` \|", commands)
    verbs = [words for words in _verbs(build()) if len(words) > 1]
    assert ("feed", "login") in verbs and ("mute", "add") in verbs
    for noun, *words in verbs:
        of_noun = [set(re.findall("[a-z]+", row)) for row in rows if row.startswith(noun)]
        assert any(seen >= set(words) for seen in of_noun), (noun, words)


def test_cells_count_columns_not_characters() -> None:
    assert plain.cell("百度百度", 5) == "百度…"
    assert plain.cell("ab", 4) == "ab  "
    assert plain.sparkline([0, 1, 7, 14]) == "▁▂▅█"
    assert plain.sparkline([0, 0]) == "▁▁"


def test_the_key_table_of_the_readme_is_the_one_of_the_commands() -> None:
    from scripts.readme_keys import README, with_keys

    assert README.read_text() == with_keys(README.read_text()), "run: make keys"


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("n", False), ("", False)])
@pytest.mark.parametrize("words", [("export",), ("feed", "export")])
def test_a_file_that_is_there_is_overwritten_after_a_yes(
    shell: Shell, tmp_path, monkeypatch, words, answer, written
) -> None:
    path = tmp_path / "out"
    path.write_text("mine")
    monkeypatch.setattr(asking, "can_ask", lambda: True)
    monkeypatch.setattr(asking, "answer", lambda question: answer)
    shell(*words, "--output", str(path), status=0 if written else 1)
    assert (path.read_text() != "mine") == written
    assert ("left as it is" in shell.err) != written
