"""The commands: parse, ask the desk, print. Data on stdout, narration on stderr."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence

from signalboard import __version__

DONE, FAILED, WRONG_USE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["--version"], ["-V"]):
        print(f"signalboard {__version__}")
        return DONE
    from signalboard.cli.grammar.tree import build

    _speak_utf8()
    parsed = build().parse_args(arguments)
    from signalboard.model import Problem

    try:
        status = int(parsed.run(parsed))
        sys.stdout.flush()
    except Problem as problem:
        tell(str(problem))
        return FAILED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Whoever read us has enough; what is left must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status


def _speak_utf8() -> None:
    """Data is UTF-8 whatever the locale; a terminal of another mind shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(sentence: str) -> None:
    """Narration: to stderr, so that stdout stays data."""
    print(f"signalboard: {sentence}", file=sys.stderr)
