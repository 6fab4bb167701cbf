"""From nodes to settings: what is right is used, every mistake becomes a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from signalboard.config import fields
from signalboard.config.fields import EXAMPLE_URL, Read, Wrong, described
from signalboard.config.keys import (
    COMPANY,
    EXAMPLES,
    FEED,
    METHOD,
    MUTE,
    NETWORK,
    SEARCH,
    THESIS,
    WATCH,
)
from signalboard.config.nodes import Node, NotYaml, compose, decode
from signalboard.config.values import Method, Network, Settings, ThesisSeed, WatchSeed
from signalboard.links import feeds_meant, shown
from signalboard.model import BUNDLED, Company, Feed, Mute, SavedSearch
from signalboard.text import clean
from signalboard.values import dataclass, replace

MOST_PROBLEMS = 30
VERSION = 1
"""Of settings files; one that does not say is of this one."""
_DIGITS = 18
"""The most that a version has."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, what is wrong and was expected, what was kept."""

    line: int
    said: str
    kept: str
    """A sentence of its own, without its full stop, as is ``said``."""

    @property
    def told(self) -> str:
        """What is wrong and what was expected, as a whole sentence."""
        return self.said if self.said.endswith((".", "?")) else f"{self.said}."


_Item = TypeVar("_Item")


def mute_value(kind: str, written: str, known: Settings) -> str | None:
    """What a mute of this kind says, feeds by their address as shown; None for no known feed."""
    asked = clean(written, 2000)
    if kind == "feed":
        if meant := feeds_meant(asked, known.feeds, parts=False):
            return shown(meant[0].url)
        is_address = "://" in asked or asked.startswith(BUNDLED)
        return shown(asked) if is_address else None
    if kind == "company":
        for company in known.companies:
            if asked.casefold() in (n.casefold() for n in (company.name, *company.aliases)):
                return company.name
    return asked


def parse(raw: bytes, name: str) -> Settings:
    """A settings file's content; ``name`` is what the sentences call it. Never raises."""
    reader = Reader()
    try:
        root = compose(decode(raw))
    except NotYaml as error:
        kept = "Nothing in it is used until this line is mended; the file is left as it is."
        return Settings(problems=(f"{name}, line {error.line}: {error.said}. {kept}",))
    settings = reader.settings(root)
    told = [
        f"{name}, line {each.line}: {each.told} {each.kept}."
        for each in sorted(reader.problems, key=lambda each: each.line)
    ]
    if len(told) > MOST_PROBLEMS:
        more = len(told) - MOST_PROBLEMS
        told = [*told[:MOST_PROBLEMS], f"{name}: {more} more mistakes, not listed here."]
    return replace(settings, problems=tuple(told))


class Reader:
    """Reads one file's nodes and gathers what is wrong with them."""

    def __init__(self, known: Settings | None = None) -> None:
        """``known``: the feeds and companies that a mute may name."""
        self.problems: list[Problem] = []
        self._known = known or Settings()
        self.is_newer = False
        """Whether the file is of a version that only a newer program knows."""

    def settings(self, root: Node | None) -> Settings:
        """All sections. What is not a mapping at all reads as empty."""
        sections = ("feeds", "companies", "theses", "mutes", "searches", "network", "method")
        if root is None or root.is_null:
            return Settings()
        if root.kind != "map":
            self._say(
                root.line,
                f"the file is {described(root)}; expected feeds:, companies: and theses:",
                "Nothing in it is used",
            )
            return Settings()
        for key, _ in self._unique(root, "section of this file"):
            if key.text not in (*sections, "version"):
                self._unknown(key, "section of this file", sections)
        self._look_at_version(root.get("version"))
        if self.is_newer:
            return Settings()
        read = Settings(
            feeds=self._section(
                root,
                "feeds",
                self.feed,
                lambda feed: [("url", fields.address(feed.url)), ("name", feed.name.casefold())],
            ),
            companies=self._section(
                root, "companies", self.company, lambda company: [("name", company.name.casefold())]
            ),
            theses=self._section(
                root, "theses", self.thesis, lambda thesis: [("name", thesis.name.casefold())]
            ),
            searches=self._section(
                root, "searches", self.search, lambda search: [("name", search.name.casefold())]
            ),
            network=self.network(root.get("network")),
            method=self.method(root.get("method")),
        )
        self._known = read
        mutes = self._section(root, "mutes", self.mute, lambda mute: [(mute.kind, mute.value)])
        return replace(read, mutes=mutes)

    def _look_at_version(self, node: Node | None) -> None:
        if node is None or node.is_null or node.text == str(VERSION):
            return
        # What has more digits than a version has ever had is not read as a number: that may fail.
        is_number = node.text.isdecimal() and len(node.text) <= _DIGITS
        self.is_newer = is_number and int(node.text) > VERSION
        if self.is_newer:
            self._say(
                node.line,
                f"this file is of version {int(node.text)}, of a newer signalboard; this one knows "
                f"{VERSION}",
                "Nothing in it is used, and it is left as it is: update signalboard",
            )
        else:
            self._say(
                node.line, f'"version" is {described(node)}; expected {VERSION}', "It is read"
            )

    def feed(self, node: Node) -> Feed | None:
        """A subscription, or None with a problem told."""
        got = self._record(node, "feed", FEED, ("name", "url"))
        return Feed(**got) if got is not None else None

    def network(self, node: Node | None) -> Network:
        """How feeds are asked; what is wrong in it is told and passed over."""
        if node is None or node.is_null:
            return Network()
        return Network(**(self._record(node, "network", NETWORK, ()) or {}))

    def method(self, node: Node | None) -> Method:
        """How judgments are added up; what is wrong in it is told and passed over."""
        if node is None or node.is_null:
            return Method()
        return Method(**(self._record(node, "method", METHOD, ()) or {}))

    def company(self, node: Node) -> Company | None:
        """Somebody tracked, or None with a problem told."""
        got = self._record(node, "company", COMPANY, ("name",))
        return Company(**got) if got is not None else None

    def mute(self, node: Node) -> Mute | None:
        """What is muted, or None with a problem told."""
        told = len(self.problems)
        got = self._record(node, "mute", MUTE, ())
        if got is None or (not got and len(self.problems) > told):
            return None
        if len(got) != 1:
            said = (
                "several of words:, feed:, outlet: and company: stand in one mute"
                if got
                else "it is empty"
            )
            self._say(node.line, f"{said}; expected one of them", "This mute is left out")
            return None
        ((kind, written),) = got.items()
        value = mute_value(kind, written, self._known)
        if value is None:
            field = node.get(kind)
            self._say(
                field.line if field else node.line,
                f'"{kind}" names no feed of this file; expected the name of one or an address like '
                f"{EXAMPLE_URL}",
                "This mute is left out",
            )
            return None
        return Mute(kind, value)  # type: ignore[arg-type]

    def search(self, node: Node) -> SavedSearch | None:
        """A search with a name, or None with a problem told."""
        got = self._record(node, "search", SEARCH, ("name", "search"))
        return SavedSearch(**got) if got is not None else None

    def thesis(self, node: Node) -> ThesisSeed | None:
        """A thesis for a new board with its watches, or None with a problem told."""
        got = self._record(node, "thesis", THESIS, ("name", "statement", "negation"))
        if got is None:
            return None
        watches = got.pop("watches", None)
        if watches is not None and watches.kind != "list":
            self._mistake("watches", Wrong(watches, "a list of watches"), what="thesis")
            watches = None
        found = [self.watch(item) for item in (watches.items if watches else ())]
        return ThesisSeed(**got, watches=tuple(watch for watch in found if watch))

    def watch(self, node: Node) -> WatchSeed | None:
        """A dated question, or None with a problem told."""
        got = self._record(node, "watch", WATCH, ("question", "hit_if", "miss_if", "h1", "h0"))
        if got is None:
            return None
        if "within" not in got and "by" not in got:
            self._say(
                node.line,
                '"within" is missing; expected a span like 6 months, or by: and a day '
                "like 2027-05-31",
                "This watch is left out",
            )
            return None
        if "within" in got and "by" in got:
            self._say(
                node.line,
                '"within" and "by" both stand here; expected one of them',
                "The day is used",
            )
            del got["within"]
        if got["h1"] == got["h0"]:
            self._say(
                node.line,
                '"h1" and "h0" are equal; expected two numbers that differ, or the answer '
                "would say nothing",
                "This watch is left out",
            )
            return None
        if "opened" in got and got.get("by", "9") <= got["opened"]:
            self._say(
                node.line,
                f'"by" is {got["by"]}, and "opened" is not before it; expected a later day',
                "This watch is left out",
            )
            return None
        return WatchSeed(**{"void_if": "", "look_up": ""} | got)

    def _section(
        self,
        root: Node,
        name: str,
        read: Callable[[Node], _Item | None],
        marks: Callable[[_Item], list[tuple[str, str]]],
    ) -> tuple[_Item, ...]:
        """A list's items; of two that share a mark (a name, an address) the first is kept."""
        node = root.get(name)
        if node is None or node.is_null:
            return ()
        if node.kind != "list":
            self._say(
                node.line,
                f'"{name}" is {described(node)}; expected a list, each item after a "- "',
                "Nothing of it is used",
            )
            return ()
        kept: list[_Item] = []
        lines: dict[tuple[str, str], int] = {}
        for item in node.items:
            value = read(item)
            if value is None:
                continue
            for label, mark in marks(value):
                if (earlier := lines.get((label, mark))) is not None:
                    self._say(
                        item.line,
                        f'"{label}" is the same as in line {earlier}; expected one of its own',
                        "The first is used",
                    )
                    break
            else:
                lines |= dict.fromkeys(marks(value), item.line)
                kept.append(value)
        return tuple(kept)

    def _record(
        self, node: Node, what: str, known: Mapping[str, Read], needed: tuple[str, ...]
    ) -> dict[str, Any] | None:
        if node.kind != "map":
            first = next(iter(known))
            self._say(
                node.line,
                f"{described(node)} stands here; expected a {what} with fields like {first}:",
                "It is left out",
            )
            return None
        got: dict[str, Any] = {}
        told: set[str] = set()
        for key, value in self._unique(node, what):
            if (read := known.get(key.text)) is None:
                self._unknown(key, f"field of a {what}", tuple(known))
            elif not value.is_null:
                try:
                    got[key.text] = read(value, partial(self._mistake, key.text, what=what))
                except Wrong as mistake:
                    lost = key.text in needed
                    self._mistake(key.text, mistake, what=what, lost=lost)
                    told |= {key.text} if lost else set()
        for name in needed:
            if name not in got and name not in told:
                expected = EXAMPLES.get(name, "it")
                self._say(
                    node.line,
                    f'"{name}" is missing; expected {expected}',
                    f"This {what} is left out",
                )
        return got if got.keys() >= set(needed) else None

    def _unique(self, node: Node, what: str) -> list[tuple[Node, Node]]:
        found: dict[str, tuple[Node, Node]] = {}
        for key, value in node.pairs:
            if key.text in found:
                self._say(
                    key.line,
                    f"{described(key)} stands twice in one {what}; expected it once",
                    "The first is used",
                )
            else:
                found[key.text] = (key, value)
        return list(found.values())

    def _unknown(self, key: Node, what: str, known: tuple[str, ...]) -> None:
        from difflib import get_close_matches

        near = get_close_matches(key.text.lower().replace("-", "_"), known, 1)
        expected = f'did you mean "{near[0]}"?' if near else f"expected one of {', '.join(known)}"
        self._say(key.line, f"{described(key)} is not a {what}; {expected}", "It is passed over")

    def _mistake(self, name: str, mistake: Wrong, *, what: str, lost: bool = False) -> None:
        rest = f"This {what} is left out" if lost else f"The rest of this {what} is used"
        self._say(mistake.line, f'"{name}" is {mistake.said}; expected {mistake.expected}', rest)

    def _say(self, line: int, said: str, kept: str) -> None:
        self.problems.append(Problem(line, said, kept))
