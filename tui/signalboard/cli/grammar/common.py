"""What the grammars of several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from signalboard.cli import safe
from signalboard.text import clean

Run = Callable[[argparse.Namespace], int]
Command = Callable[[str, Run, str, str], argparse.ArgumentParser]
"""Adds a command: (name, what runs, one line about it, an example)."""


def _unmeasured(prog: str) -> argparse.HelpFormatter:
    """What lays out arguments as they are added, whatever the terminal's width."""
    return argparse.HelpFormatter(prog, width=80)


class Grammar(argparse.ArgumentParser):
    """A parser whose errors quote what was typed so that no terminal obeys it.

    How wide the terminal is, is asked when help is printed: argparse asks for each argument
    that is added, and loads what packs and unpacks files for it.
    """

    def __init__(self, **said: Any) -> None:
        super().__init__(**said, formatter_class=_unmeasured)

    def format_help(self) -> str:
        """Laid out for this terminal."""
        self.formatter_class = argparse.RawDescriptionHelpFormatter
        return super().format_help()

    def format_usage(self) -> str:
        """Laid out for this terminal."""
        self.formatter_class = argparse.RawDescriptionHelpFormatter
        return super().format_usage()

    def error(self, message: str) -> NoReturn:
        """End with exit status 2 and a sentence."""
        super().error(safe(message))


def some_path(written: str) -> Path:
    """A path that was given; an empty one would be the current folder, which nobody meant."""
    if not written:
        raise argparse.ArgumentTypeError("it is empty; name a path")
    return Path(written)


def verb(commands: Any, name: str, run: Run, about: str, example: str) -> argparse.ArgumentParser:
    """A command with its help, its example, --home and --feeds."""
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=about,
        description=about,
        epilog=f"Example: {example}",
    )
    where(made, top=False)
    made.set_defaults(run=run)
    return made


def where(parser: argparse.ArgumentParser, *, top: bool) -> None:
    """--home and --feeds, before a command or after it."""
    default: Any = None if top else argparse.SUPPRESS
    parser.add_argument(
        "--home",
        type=some_path,
        metavar="DIR",
        default=default,
        help="one folder for everything (or SIGNALBOARD_HOME)",
    )
    parser.add_argument(
        "--feeds", type=some_path, metavar="FILE", default=default, help="another feeds.yaml"
    )


def address(written: str) -> str:
    """An address is refused where it is no good, never shortened to something else."""
    return clean(written, 100_000)


def count(written: str) -> int:
    """A number of stories."""
    try:
        found = int(written)
    except ValueError:
        found = -1
    if found < 0:
        raise argparse.ArgumentTypeError(f"{clean(written)!r} is not a number of stories")
    return found


def probability(written: str) -> float:
    """A number; whether it is a probability, the desk says."""
    try:
        return float(written)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{clean(written)!r} is not a probability from .01 to .99"
        ) from None
