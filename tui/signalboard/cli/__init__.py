"""The commands: parse, ask the desk, print. Data on stdout, narration on stderr."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import signal
import sys
from collections.abc import Sequence

from signalboard import __version__
from signalboard.cli import streams

DONE, FAILED, WRONG_USE = 0, 1, 2
_LONGEST_WORD = 200
"""Characters of a word, such as a path or an argument, that a sentence quotes."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    streams.take()
    given = argparse.Namespace()
    try:
        try:
            status = _status(arguments, given)
        except SystemExit:
            sys.stdout.flush()
            if streams.failure() is None:
                raise
            status = FAILED
        sys.stdout.flush()
    except BrokenPipeError:
        status = DONE  # whoever read us has enough
    except OSError:
        status = FAILED
    if (error := streams.failure()) is not None:
        status = _unprinted(error, given)
    streams.settle()
    return status


def _status(arguments: list[str], given: argparse.Namespace) -> int:
    """How a command ended. Raises OSError only where the standard output failed."""
    if arguments in (["--version"], ["-V"]):
        print(f"signalboard {__version__}")
        return DONE
    from signalboard.cli.grammar.tree import build

    _speak_utf8()
    from signalboard.model import Problem

    try:
        parsed = build(arguments).parse_args(arguments, given)
        return int(parsed.run(parsed))
    except Problem as problem:
        tell(str(problem))
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        raise
    except OSError as error:
        if streams.is_of_output(error):
            raise
        why = (error.strerror or str(error) or type(error).__name__).lower()
        where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
        tell(f"This could not be done: {where}{why}.")
    except MemoryError:
        tell("There was not enough memory for this. What was recorded before is safe; try again.")
    except Exception as error:
        _unexpected(error, given)
    return FAILED


def _unprinted(error: OSError, given: argparse.Namespace) -> int:
    why = (error.strerror or str(error)).lower()
    done = " What was asked for was done." if getattr(given, "has_changed", False) else ""
    tell(f"Not everything could be written to standard output: {why}.{done}")
    return FAILED


def _unexpected(error: Exception, given: argparse.Namespace) -> None:
    sentence = f"signalboard stopped on an error it did not expect ({type(error).__name__})."
    where = ""
    with contextlib.suppress(Exception):  # telling of an error must not end in another
        from signalboard.cli.opened import places
        from signalboard.desk import crashes

        where = crashes.written(places(given).crash_log, error)
    tell(sentence + where)


def _speak_utf8() -> None:
    """Data is UTF-8 whatever the locale; a terminal of another mind shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(sentence: str) -> None:
    """Narration: to stderr, so that stdout stays data. What it quotes cannot steer a terminal."""
    with contextlib.suppress(OSError):  # nobody hears it
        print(f"signalboard: {safe(sentence)}", file=sys.stderr)


def safe(told: str) -> str:
    """Lines that are safe to show, whatever they quote, and no longer than anybody reads."""
    from signalboard.text import clean

    lines: list[str] = []
    for line in told.split("\n"):
        short = re.sub(
            rf"\S{{{_LONGEST_WORD + 1},}}", lambda word: word[0][:_LONGEST_WORD] + "…", line
        )
        margin = len(line) - len(line.lstrip(" "))
        lines.append(" " * min(margin, 40) + clean(short, 2000))
    return "\n".join(lines)
