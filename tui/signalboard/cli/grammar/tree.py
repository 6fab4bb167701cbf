"""The command line: names, options and help. The names are a contract."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module

from signalboard import __version__
from signalboard.cli import DONE
from signalboard.cli.grammar.common import Command, Grammar, Run, count, verb, where
from signalboard.model import FORMATS, SORTS
from signalboard.text import clean

_PLACES = ("--home", "--feeds")
_STANCES = ("support", "contradict", "no-bearing")


def build(typed: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser of every command; each sets ``run``.

    ``typed``: the words that are going to be parsed. Where they name a command, only what is
    about it is made, and none where they name none: the others' modules would take most of the
    time a command takes.
    """
    parser = Grammar(
        prog="signalboard",
        description="Judge the news against theses that can turn out false. "
        "Without a command: open the board.",
        epilog="Example: signalboard --home ~/boards/agents",
    )
    parser.add_argument("-V", "--version", action="version", version=f"signalboard {__version__}")
    where(parser, top=True)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Run, about: str, example: str) -> argparse.ArgumentParser:
        return verb(commands, name, run, about, example)

    first = None if typed is None else _first(typed)
    wanted = [add for names, add in SECTIONS if first in names]
    if not wanted:
        from signalboard.cli import house

        parser.set_defaults(run=house.board)
        wanted = [] if first == "" else [add for _, add in SECTIONS]
    for add in wanted:
        add(command)
    return parser


def _first(typed: Sequence[str]) -> str:
    """The first word that is neither --home nor --feeds nor theirs; empty where there is none."""
    words = iter(typed)
    for word in words:
        if word in _PLACES:
            next(words, None)
        elif word.partition("=")[0] not in _PLACES:
            return word
    return ""


def _refresh(command: Command) -> None:
    from signalboard.cli import feeds

    refresh = command(
        "refresh",
        feeds.refresh,
        "Fetch what is new from the feeds.",
        "signalboard refresh --now --json",
    )
    refresh.add_argument("feed", nargs="*", type=clean, metavar="FEED", help="only these feeds")
    refresh.add_argument("--now", action="store_true", help="do not wait for the schedule")
    refresh.add_argument("--json", action="store_true", help="a JSON object a line")


def _stories(command: Command) -> None:
    from signalboard.cli import stories

    listed = command(
        "stories",
        stories.listed,
        "Print stories, newest first or in another order.",
        "signalboard stories --search 'wallet -crypto' --since 2w --json",
    )
    listed.add_argument(
        "--search",
        type=clean,
        default="",
        metavar="Q",
        help="words to find; --search=-word to begin with a minus",
    )
    listed.add_argument("--company", type=clean, metavar="C", help="stories naming a company")
    listed.add_argument("--outlet", type=clean, metavar="O", help="stories an outlet has")
    listed.add_argument("--thesis", type=clean, metavar="T", help="stories judged on a thesis")
    listed.add_argument(
        "--contrary",
        type=clean,
        metavar="T",
        help="what looks contrary to a thesis by its wording, and was not judged to bear on it",
    )
    listed.add_argument("--unjudged", action="store_true", help="not judged yet")
    listed.add_argument("--starred", action="store_true", help="with a star")
    listed.add_argument("--muted", action="store_true", help="hidden by a mute")
    listed.add_argument("--saved", type=clean, metavar="NAME", help="a saved search")
    listed.add_argument(
        "--since", type=clean, metavar="DATE", help="2026-01-31, or 3d, 2w, 6m back from now"
    )
    listed.add_argument(
        "--sort",
        choices=SORTS,
        default="newest",
        help="the order: by time, by how well words match, by outlets, companies or suggestions",
    )
    listed.add_argument("--limit", type=count, metavar="N", help="at most so many")
    listed.add_argument("--json", action="store_true", help="a JSON object a line")

    judge = command(
        "judge",
        stories.judge,
        "Record what a story says about a thesis; prints the evidence as JSON once it is on disk.",
        "signalboard judge 3 web4 support --strength 2 --note 'used, not demoed'",
    )
    judge.add_argument("story", type=clean, metavar="STORY", help="id, number or part of its title")
    judge.add_argument(
        "thesis", type=clean, metavar="THESIS", help="id, number or part of its name"
    )
    judge.add_argument("stance", choices=_STANCES)
    judge.add_argument("--strength", type=int, choices=(1, 2, 3), help="slight, moderate, strong")
    judge.add_argument("--note", type=clean, help="why")

    command("undo", stories.undo, "Take back the newest change.", "signalboard undo")
    command("redo", stories.redo, "Do again what was last taken back.", "signalboard redo")


def _house(command: Command) -> None:
    from signalboard.cli import house

    export = command(
        "export",
        house.export,
        "Write the evidence log of some theses, or of all.",
        "signalboard export web4 --format md --as-of 2026-10-31 --output web4.md",
    )
    export.add_argument(
        "thesis", nargs="*", type=clean, metavar="THESIS", help="id, number or part of its name"
    )
    export.add_argument(
        "--format", choices=tuple(FORMATS), default="md", help="md unless told otherwise"
    )
    export.add_argument(
        "--as-of",
        type=clean,
        metavar="DATE",
        help="what the log said at the end of that day (2026-01-31, or 3d, 2w, 6m back)",
    )
    export.add_argument(
        "--since",
        type=clean,
        metavar="DATE",
        help="what became of it since then: md, html and json; of others export both dates",
    )
    export.add_argument(
        "--output", metavar="PATH", help="a file or folder; - or nothing: standard output"
    )
    export.add_argument("--force", action="store_true", help="overwrite the file without asking")

    taken = command(
        "import",
        house.taken,
        "Take over an evidence log that was exported as JSON.",
        "signalboard import evidence-log-2026-11-24.json --dry-run",
    )
    taken.add_argument("file", metavar="FILE", help="the JSON; - reads standard input")
    taken.add_argument("--dry-run", action="store_true", help="say what it would do, and do not")

    command(
        "doctor",
        house.doctor,
        "Say what is where, how large, how well.",
        "signalboard doctor",
    )
    keys = command("keys", house.keys, "Print every key of the board.", "signalboard keys")
    keys.add_argument("--markdown", action="store_true", help="as the table of the documents")
    completion = command(
        "completion",
        _completion,
        "Print the completion script of a shell.",
        "signalboard completion bash > ~/.local/share/bash-completion/completions/signalboard",
    )
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))


def _completion(arguments: argparse.Namespace) -> int:
    """Print the completion script of a shell."""
    import shtab

    print(shtab.complete(build(), shell=arguments.shell))
    return DONE


def _of(module: str) -> Callable[[Command], None]:
    """What adds the commands of a grammar, loaded when it is needed."""

    def add(command: Command) -> None:
        import_module(f"signalboard.cli.grammar.{module}").add(command)

    return add


SECTIONS: tuple[tuple[tuple[str, ...], Callable[[Command], None]], ...] = (
    (("refresh",), _refresh),
    (("stories", "judge", "undo", "redo"), _stories),
    (("story", "merge", "split"), _of("grouping")),
    (("thesis",), _of("theses")),
    (("evidence",), _of("evidence")),
    (("watch", "calibration"), _of("watches")),
    (("company",), _of("companies")),
    (("mute", "search"), _of("mutes")),
    (("feed",), _of("feeds")),
    (("archive",), _of("archive")),
    (("brief", "digest"), _of("briefs")),
    (("backup", "restore", "verify"), _of("backups")),
    (("export", "import", "doctor", "keys", "completion"), _house),
)
"""The commands, in the order of the help, by what adds them."""
