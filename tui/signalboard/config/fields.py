"""What each field of feeds.yaml may hold: one reader of text a kind of value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from signalboard import text, times
from signalboard.config.nodes import Node
from signalboard.config.values import read_within
from signalboard.model import BUNDLED

EXAMPLE_URL = "https://example.org/feed.xml"
_LONGEST_URL = 2000
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_SHIPPED = re.compile(re.escape(BUNDLED) + r"[a-z0-9][a-z0-9-]*")
_URL = re.compile(r"https?://[^\s\"<>\\^`{|}]+", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,20}")
_HEADER = re.compile(r"[\x20-\x7e]{1,4000}")
_OWN_HEADERS = {
    *("accept-encoding", "connection", "content-length", "host", "keep-alive", "te", "trailer"),
    *("transfer-encoding", "upgrade", "user-agent"),
}


class Wrong(Exception):
    """A value that is not what its field holds."""

    def __init__(self, node: Node, expected: str, said: str = "") -> None:
        super().__init__(expected)
        self.line = node.line
        self.said = said or described(node)
        self.expected = expected


Say = Callable[[Wrong], None]
"""Tells of a mistake inside a value whose rest is used."""
Read = Callable[[Node, Say], Any]


def described(node: Node) -> str:
    """A value as a sentence names it: quoted text, or what it is instead of text."""
    if node.kind == "text":
        return "empty" if node.is_null else f'"{text.excerpt(node.text, 60)}"'
    return "a list" if node.kind == "list" else "a group of fields"


def line(example: str, limit: int = 200) -> Read:
    """One line of text that is not empty."""

    def read(node: Node, _: Say) -> str:
        expected = f"text like {example}"
        if node.kind != "text":
            raise Wrong(node, expected)
        if not (found := text.clean(node.text, limit)):
            raise Wrong(node, expected, "empty")
        return found

    return read


def lines(example: str) -> Read:
    """A list of lines, each once; one that is wrong is told and passed over."""
    each = line(example.strip("[]").partition(",")[0])

    def read(node: Node, say: Say) -> tuple[str, ...]:
        if node.kind != "list":
            raise Wrong(node, f"a list like {example}")
        found: dict[str, None] = {}
        for item in node.items:
            try:
                found[each(item, say)] = None
            except Wrong as mistake:
                say(mistake)
        return tuple(found)

    return read


def url(node: Node, _: Say) -> str:
    """An address to subscribe to: http, https or bundled. It is never put into a sentence:
    it may hold a password."""
    expected = f"an address like {EXAMPLE_URL}"
    if node.kind != "text":
        raise Wrong(node, expected)
    written = node.text.strip()
    if _SHIPPED.fullmatch(written):
        return written
    scheme = written.partition(":")[0].lower()
    if ":" in written and scheme not in {"http", "https"} and _TOKEN.fullmatch(scheme):
        raise Wrong(
            node,
            f"http:, https: or {BUNDLED}, as in {EXAMPLE_URL}",
            f'an address of the kind "{text.excerpt(scheme, 20)}:"',
        )
    try:
        parts = urlsplit(written)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole or not _URL.fullmatch(written) or text.clean(written, _LONGEST_URL) != written:
        raise Wrong(node, expected, "not a whole address")
    return written


def address(written: str) -> str:
    """What two spellings of one address have in common."""
    scheme, mark, rest = written.strip().partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{mark}{host.lower()}{slash}{path}" if mark else written.strip()


def grade(node: Node, _: Say) -> str:
    """A reliability."""
    letter = node.text.strip().upper() if node.kind == "text" else ""
    if len(letter) != 1 or letter not in "ABCDEF":
        raise Wrong(node, "a letter from A to F")
    return letter


def truth(node: Node, _: Say) -> bool:
    """True or false, in any of YAML's words for them."""
    found = _TRUTH.get(node.text.strip().lower()) if node.kind == "text" else None
    if found is None:
        raise Wrong(node, "true or false")
    return found


def truth_or_lines(example: str) -> Read:
    """True or false, or a list of those it is true of."""

    def read(node: Node, say: Say) -> bool | tuple[str, ...]:
        if node.kind == "list":
            found: tuple[str, ...] = lines(example)(node, say)
            return found or False
        try:
            return truth(node, say)
        except Wrong as mistake:
            raise Wrong(node, f"true, false or a list like {example}") from mistake

    return read


def chance(node: Node, _: Say) -> float:
    """A probability that leaves room for doubt."""
    try:
        found = float(node.text if node.kind == "text" else "")
    except ValueError:
        found = 0.0
    if not 0.01 <= found <= 0.99:
        raise Wrong(node, "a number from 0.01 to 0.99")
    return found


def discount(node: Node, _: Say) -> float:
    """What is left of each further story on a side."""
    try:
        found = float(node.text if node.kind == "text" else "")
    except ValueError:
        found = 0.0
    if not 0.1 <= found <= 1:
        raise Wrong(node, "a number from 0.1 to 1")
    return found


def within(node: Node, _: Say) -> str:
    """A span of time from the day a watch is opened."""
    found = text.clean(node.text).lower() if node.kind == "text" else ""
    if read_within(found) is None:
        raise Wrong(node, "a span like 6 months (days, weeks, months or years)")
    return found


def date(node: Node, _: Say) -> str:
    """A day, as 2027-05-31."""
    found = node.text.strip() if node.kind == "text" else ""
    try:
        moment = times.parse_iso(found)
    except (ValueError, OverflowError):
        moment = -1
    if moment < 0 or times.day(moment) != found:
        raise Wrong(node, "a day like 2027-05-31")
    return found


def header_value(node: Node, _: Say) -> str:
    """What may stand in a line of a request: nothing that could begin another line."""
    found = node.text.strip() if node.kind == "text" else ""
    if not _HEADER.fullmatch(found):
        raise Wrong(node, "one line of ASCII text", "empty" if not found else "not plain text")
    return found


def headers(node: Node, say: Say) -> tuple[tuple[str, str], ...]:
    """Lines to send with a request, by name. Values may be secret: no sentence shows one."""
    if node.kind != "map":
        raise Wrong(node, "names and values like Accept-Language: en")
    found: dict[str, tuple[str, str]] = {}
    for key, value in node.pairs:
        name = key.text.strip()
        try:
            if not _TOKEN.fullmatch(name):
                raise Wrong(key, "a name like Accept-Language")
            if name.lower() in _OWN_HEADERS:
                instead = "user_agent" if name.lower() == "user-agent" else "none of that name"
                raise Wrong(key, f"{instead}; signalboard sets this one itself")
            found.setdefault(name.lower(), (name, header_value(value, say)))
        except Wrong as mistake:
            say(mistake)
    return tuple(found.values())


def user_agents(node: Node, say: Say) -> tuple[tuple[str, str], ...]:
    """What to call ourselves, by host; a host stands for its subdomains too."""
    if node.kind != "map":
        raise Wrong(node, "hosts and what to say there, like sec.gov: Example name@example.org")
    found: dict[str, str] = {}
    for key, value in node.pairs:
        host = key.text.strip().lower().rstrip(".")
        try:
            if not _HOST.fullmatch(host):
                raise Wrong(key, "a host like sec.gov")
            found.setdefault(host, header_value(value, say))
        except Wrong as mistake:
            say(mistake)
    return tuple(found.items())
