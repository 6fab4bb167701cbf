"""The grammar of the commands on evidence."""

from __future__ import annotations

from signalboard.cli import evidence
from signalboard.cli.grammar.common import Command, verb
from signalboard.text import clean

_ID = "its id, as `thesis show` and `judge` print it"


def add(command: Command) -> None:
    """The command and its verbs."""
    group = command(
        "evidence",
        evidence.listed,
        "List evidence; quote, affirm, supersede or retract a piece of it.",
        "signalboard evidence retract e12 --why 'the report was withdrawn'",
    )
    group.set_defaults(json=False, thesis="")
    verbs = group.add_subparsers(title="commands", metavar="COMMAND")
    listed = verb(
        verbs,
        "list",
        evidence.listed,
        "List all evidence, or that on a thesis, with what each adds.",
        "signalboard evidence list --thesis web4",
    )
    listed.add_argument("--thesis", type=clean, default="", help="id, number or part of its name")
    listed.add_argument("--json", action="store_true", help="a JSON object a line")
    quote = verb(
        verbs,
        "quote",
        evidence.quote,
        "Keep what somebody says in the story, verbatim; says where the words do not stand there.",
        "signalboard evidence quote e12 'We ship in May.' --by 'the chief executive'",
    )
    quote.add_argument("evidence", type=clean, metavar="EVIDENCE", help=_ID)
    quote.add_argument("text", metavar="TEXT", help="at most 300 characters; empty takes it away")
    quote.add_argument("--by", type=clean, default="", metavar="WHO", help="who said it")
    affirm = verb(
        verbs,
        "affirm",
        evidence.affirm,
        "Say that evidence on an earlier wording holds for the wording of now.",
        "signalboard evidence affirm web4",
    )
    affirm.add_argument("thesis", type=clean, metavar="THESIS", help="id, number, part of its name")
    affirm.add_argument(
        "evidence", nargs="*", type=clean, metavar="EVIDENCE", help="only these; none: all of it"
    )
    retract = verb(
        verbs,
        "retract",
        evidence.retract,
        "Let evidence count no more; it stays in the log.",
        "signalboard evidence retract e12 --by e15 --why 'the court ruled'",
    )
    retract.add_argument("evidence", type=clean, metavar="EVIDENCE", help=_ID)
    retract.add_argument("--why", type=clean, default="", help="what a reader of the log is told")
    retract.add_argument(
        "--by", type=clean, default="", metavar="EVIDENCE", help="what supersedes it"
    )
