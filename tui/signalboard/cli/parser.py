"""The command line: names, options and help. The names are a contract."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from signalboard import __version__
from signalboard.cli import DONE, companies, feeds, house, stories, theses
from signalboard.text import clean

Run = Callable[[argparse.Namespace], int]
_FORMATS = ("md", "csv", "json")
_STANCES = ("support", "contradict", "no-bearing")


def build() -> argparse.ArgumentParser:
    """The parser of every command; each sets ``run``."""
    parser = argparse.ArgumentParser(
        prog="signalboard",
        description="Judge the news against theses that can turn out false. "
        "Without a command: open the board.",
        epilog="Example: signalboard --home ~/boards/agents",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-V", "--version", action="version", version=f"signalboard {__version__}")
    _where(parser, top=True)
    parser.set_defaults(run=house.board)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Run, about: str, example: str) -> argparse.ArgumentParser:
        return _command(commands, name, run, about, example)

    refresh = command(
        "refresh",
        feeds.refresh,
        "Fetch what is new from the feeds.",
        "signalboard refresh --now --json",
    )
    refresh.add_argument("feed", nargs="*", type=clean, metavar="FEED", help="only these feeds")
    refresh.add_argument("--now", action="store_true", help="do not wait for the schedule")
    refresh.add_argument("--json", action="store_true", help="a JSON object a line")

    listed = command(
        "stories",
        stories.listed,
        "Print stories, newest first.",
        "signalboard stories --search 'wallet -crypto' --since 2w --json",
    )
    listed.add_argument("--search", type=clean, default="", metavar="Q", help="words to find")
    listed.add_argument("--company", type=clean, metavar="C", help="stories naming a company")
    listed.add_argument("--thesis", type=clean, metavar="T", help="stories judged on a thesis")
    listed.add_argument("--unjudged", action="store_true", help="not judged yet")
    listed.add_argument("--starred", action="store_true", help="with a star")
    listed.add_argument(
        "--since", type=clean, metavar="DATE", help="2026-01-31, or 3d, 2w, 6m back from now"
    )
    listed.add_argument("--limit", type=_count, metavar="N", help="at most so many")
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

    _thesis(command)
    _company(command)
    _feed(command)

    export = command(
        "export",
        house.export,
        "Write the evidence log of some theses, or of all.",
        "signalboard export web4 --format md --output web4.md",
    )
    export.add_argument(
        "thesis", nargs="*", type=clean, metavar="THESIS", help="id, number or part of its name"
    )
    export.add_argument("--format", choices=_FORMATS, default="md", help="md unless told otherwise")
    export.add_argument(
        "--output", metavar="PATH", help="a file or folder; - or nothing: standard output"
    )
    export.add_argument("--force", action="store_true", help="overwrite the file without asking")

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
    return parser


Command = Callable[[str, Run, str, str], argparse.ArgumentParser]


def _thesis(command: Command) -> None:
    thesis = command(
        "thesis",
        theses.listed,
        "List, show, add, edit or retire theses.",
        "signalboard thesis show web4 --json",
    )
    verbs = thesis.add_subparsers(title="commands", metavar="COMMAND")
    thesis.set_defaults(json=False)
    every = _command(verbs, "list", theses.listed, "List the theses.", "signalboard thesis list")
    every.add_argument("--json", action="store_true", help="a JSON object a line")
    show = _command(
        verbs,
        "show",
        theses.show,
        "Show a thesis with its evidence.",
        "signalboard thesis show 1 --json",
    )
    show.add_argument("thesis", type=clean, metavar="THESIS", help="id, number or part of its name")
    show.add_argument("--json", action="store_true", help="one JSON object")
    add = _command(
        verbs,
        "add",
        theses.add,
        "Add a thesis.",
        "signalboard thesis add 'Agents tip waiters' "
        "--statement 'agents tip' --negation 'they do not'",
    )
    add.add_argument("name", type=clean, metavar="NAME")
    _wording(add, required=True)
    add.add_argument("--keyword", type=clean, action="append", default=[], help="repeatable")
    add.add_argument("--json", action="store_true", help="print the thesis as JSON")
    edit = _command(
        verbs,
        "edit",
        theses.edit,
        "Change a thesis; a new wording after evidence is a new version.",
        "signalboard thesis edit web4 --prior .3",
    )
    edit.add_argument("thesis", type=clean, metavar="THESIS", help="id, number or part of its name")
    edit.add_argument("--name", type=clean)
    _wording(edit, required=False)
    edit.add_argument("--keyword", type=clean, action="append", help="repeatable; replaces them")
    edit.add_argument("--json", action="store_true", help="print the thesis as JSON")
    retire = _command(
        verbs,
        "retire",
        theses.retire,
        "Take a thesis out of play; its evidence stays.",
        "signalboard thesis retire 5",
    )
    retire.add_argument(
        "thesis", type=clean, metavar="THESIS", help="id, number or part of its name"
    )
    retire.add_argument("--json", action="store_true", help="print the thesis as JSON")


def _company(command: Command) -> None:
    company = command(
        "company",
        companies.listed,
        "List, add or remove companies.",
        "signalboard company add Klarna --alias 'Klarna Bank'",
    )
    company.set_defaults(json=False)
    verbs = company.add_subparsers(title="commands", metavar="COMMAND")
    every = _command(
        verbs, "list", companies.listed, "List the companies.", "signalboard company list"
    )
    every.add_argument("--json", action="store_true", help="a JSON object a line")
    add = _command(
        verbs,
        "add",
        companies.add,
        "Add a company to feeds.yaml and track it.",
        "signalboard company add Arm --ticker ARM --as-written --exclude 'Arm & Hammer'",
    )
    add.add_argument("name", type=clean, metavar="NAME")
    add.add_argument("--alias", type=clean, action="append", default=[], help="repeatable")
    add.add_argument("--ticker", type=clean)
    add.add_argument("--as-written", action="store_true", help="the names are also words")
    add.add_argument(
        "--exclude", type=clean, action="append", default=[], help="somebody else's longer name"
    )
    remove = _command(
        verbs,
        "remove",
        companies.remove,
        "Take a company out of feeds.yaml.",
        "signalboard company remove Klarna",
    )
    remove.add_argument("name", type=clean, metavar="NAME")


def _feed(command: Command) -> None:
    feed = command(
        "feed",
        feeds.listed,
        "List, add or remove feeds.",
        "signalboard feed add https://example.org/feed.xml --name Example",
    )
    feed.set_defaults(json=False)
    verbs = feed.add_subparsers(title="commands", metavar="COMMAND")
    every = _command(
        verbs,
        "list",
        feeds.listed,
        "List the feeds and how they are.",
        "signalboard feed list",
    )
    every.add_argument("--json", action="store_true", help="a JSON object a line")
    add = _command(
        verbs,
        "add",
        feeds.add,
        "Add a feed to feeds.yaml.",
        "signalboard feed add https://example.org/feed.xml --name Example",
    )
    add.add_argument("url", type=_address, metavar="URL")
    add.add_argument("--name", type=clean, help="what you call it; the host unless told")
    add.add_argument("--origin", type=clean, help="who owns or wires it")
    add.add_argument("--reliability", choices=tuple("ABCDEF"))
    add.add_argument("--tag", type=clean, action="append", default=[], help="repeatable")
    remove = _command(
        verbs,
        "remove",
        feeds.remove,
        "Take a feed out of feeds.yaml; its stories stay.",
        "signalboard feed remove Example",
    )
    remove.add_argument("feed", type=clean, metavar="FEED", help="its address or name")


def _command(
    commands: Any, name: str, run: Run, about: str, example: str
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=about,
        description=about,
        epilog=f"Example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _where(made, top=False)
    made.set_defaults(run=run)
    return made


def _completion(arguments: argparse.Namespace) -> int:
    """Print the completion script of a shell."""
    import shtab

    print(shtab.complete(build(), shell=arguments.shell))
    return DONE


def _where(parser: argparse.ArgumentParser, *, top: bool) -> None:
    """--home and --feeds, before a command or after it."""
    default: Any = None if top else argparse.SUPPRESS
    parser.add_argument(
        "--home",
        type=Path,
        metavar="DIR",
        default=default,
        help="one folder for everything (or SIGNALBOARD_HOME)",
    )
    parser.add_argument(
        "--feeds", type=Path, metavar="FILE", default=default, help="another feeds.yaml"
    )


def _wording(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--statement", type=clean, required=required, help="what is claimed")
    parser.add_argument(
        "--negation", type=clean, required=required, help="what is the case if it is false"
    )
    parser.add_argument("--prior", type=_probability, help=".01 to .99")


def _address(written: str) -> str:
    """An address is refused where it is no good, never shortened to something else."""
    return clean(written, 100_000)


def _count(written: str) -> int:
    try:
        count = int(written)
    except ValueError:
        count = -1
    if count < 0:
        raise argparse.ArgumentTypeError(f"{clean(written)!r} is not a number of stories")
    return count


def _probability(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{clean(written)!r} is not a probability from .01 to .99"
        ) from None
