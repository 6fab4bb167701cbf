"""YAML as it stands in a file: nodes that know their line and their place in the text.

Values stay text here (``0700``, ``no`` and ``2027-05-31`` are what was written); what a
field makes of its text is decided where the field is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from signalboard.values import dataclass, field, replace

DEEPEST = 16
MOST = 200_000
"""Nodes in a file, each alias counted with all that it stands for: aliases of aliases of
aliases would otherwise make a small file a very large one."""

_LONG_LINE = 10_000
"""Characters of a line; the parser needs minutes for some that are much longer."""

_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_HINTS = (
    ("found character '\\t'", "a tab stands where only spaces may; expected spaces"),
    ("mapping values are not allowed", 'a text with ": " in it; expected quotes around it'),
    ("could not find expected ':'", "a name without its colon; expected a line like name: value"),
    ("expected <block end>", "the line does not stand under the one it belongs to; "
     "expected the same number of spaces before each"),
    ("end of stream", "a quote or a bracket is opened here and not closed; expected its end"),
    ("expected ',' or ", "a quote or a bracket is opened here and not closed; expected its end"),
    ("undefined alias", "an alias (*) of something not named before; expected the text itself"),
)  # fmt: skip


class NotYaml(Exception):
    """A file that cannot be read as YAML: the line, and what was expected."""

    def __init__(self, line: int, said: str) -> None:
        super().__init__(said)
        self.line = line
        self.said = said


class TooMuch(NotYaml):
    """A file with more values than are read of one."""


@dataclass(slots=True, eq=False)
class Node:
    """A value as written: text, a list or a mapping."""

    kind: Literal["text", "list", "map"]
    line: int
    """Counted from 1."""
    column: int
    """Counted from 0."""
    start: int
    end: int
    """The characters [start, end) of the file, without comments or white space after it."""
    text: str = ""
    plain: bool = False
    """Text without quotes."""
    flow: bool = False
    """Within brackets or braces."""
    shared: bool = False
    """An alias, or anchored for one."""
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    weight: int = 1

    @property
    def is_null(self) -> bool:
        """Nothing there: left empty, ``~`` or ``null``."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}

    def get(self, name: str) -> Node | None:
        """The value of a mapping's first key of that name."""
        return next((value for key, value in self.pairs if key.text == name), None)

    def _add(self, child: Node) -> None:
        self.items.append(child)
        self.weight += child.weight
        if not self.flow:
            self.end = max(self.end, child.end)


def decode(raw: bytes) -> str:
    """A settings file's text. Raises NotYaml where it is not UTF-8, or has controls."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise NotYaml(line, "a character that is not UTF-8; expected UTF-8 text") from None
    if found := re.search(_UNPRINTABLE, text):
        line = text.count("\n", 0, found.start()) + 1
        raise NotYaml(line, "a control character; expected plain text")
    for line, written in enumerate(text.split("\n"), 1):
        if len(written) > _LONG_LINE:
            raise NotYaml(line, f"a very long line; expected at most {_LONG_LINE:,} characters")
    return text


def compose(text: str) -> Node | None:
    """The first document's root, or None where there is nothing. Raises NotYaml."""
    from ruamel.yaml import YAML  # 30 ms: not on the way of a start with unchanged settings
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return _build(YAML(typ="safe", pure=True).parse(text), text)
    except MarkedYAMLError as error:
        raise _explained(error) from None
    except (YAMLError, ValueError, AssertionError):
        # The library raises these beside its own, without a line, on \U00110000 and the like.
        said = "not YAML (a %YAML line or a \\ in quotes that means nothing)"
        raise NotYaml(1, f"{said}; expected lines like name: value") from None


def _build(events: Iterator[Any], text: str) -> Node | None:
    """Stacks, not calls within calls: no depth of nesting can exhaust the interpreter."""
    open_nodes: list[Node] = []
    names: list[str | None] = []
    anchors: dict[str, Node] = {}
    root: Node | None = None
    for event in events:
        kind = type(event).__name__
        line = event.start_mark.line + 1
        if kind == "DocumentStartEvent" and root is not None:
            raise NotYaml(line, "a second document begins here; expected one")
        if kind.startswith(("Stream", "Document")):
            continue
        anchor = getattr(event, "anchor", None)
        if kind in {"SequenceStartEvent", "MappingStartEvent"}:
            open_nodes.append(_start(event, kind))
            names.append(anchor)
            if len(open_nodes) > DEEPEST:
                raise NotYaml(line, f"nested too deep; expected at most {DEEPEST} levels")
            continue
        if kind in {"SequenceEndEvent", "MappingEndEvent"}:
            node, anchor = _closed(open_nodes.pop(), event, text), names.pop()
        elif kind == "AliasEvent":
            node = _alias(anchors.get(event.anchor), event)
        else:
            node = _scalar(event, text)
        if anchor is not None and kind != "AliasEvent":
            anchors[anchor] = node
        if open_nodes:
            open_nodes[-1]._add(node)
            if open_nodes[-1].weight > MOST:
                raise TooMuch(line, f"too much in one file; expected at most {MOST:,} values")
        else:
            root = node
    return root


def _start(event: Any, kind: str) -> Node:
    mark = event.start_mark
    return Node(
        "list" if kind == "SequenceStartEvent" else "map",
        line=mark.line + 1,
        column=mark.column,
        start=mark.index,
        end=mark.index,
        flow=bool(event.flow_style),
        shared=event.anchor is not None,
    )


def _closed(node: Node, event: Any, text: str) -> Node:
    if node.flow:
        node.end = event.end_mark.index
    if node.kind == "map":
        node.pairs = list(zip(node.items[::2], node.items[1::2], strict=True))
        node.items = []
        for key, value in node.pairs:
            if value.start == value.end:  # the parser puts an empty value at the next token
                colon = text.find(":", key.end, value.start) + 1
                value.start = value.end = colon or value.start
                value.line = key.line
        if not node.flow and node.pairs:
            node.end = node.pairs[-1][1].end
    return node


def _scalar(event: Any, text: str) -> Node:
    start, end = event.start_mark, event.end_mark
    written = text[start.index : end.index]
    return Node(
        "text",
        line=start.line + 1,
        column=start.column,
        start=start.index,
        # A block text ends, for the parser, after the empty lines that follow it.
        end=start.index + len(written.rstrip() if event.style in ("|", ">") else written),
        text=event.value,
        plain=event.style is None,
        shared=event.anchor is not None,
    )


def _alias(target: Node | None, event: Any) -> Node:
    line = event.start_mark.line + 1
    if target is None:
        raise NotYaml(line, dict(_HINTS)["undefined alias"])
    mark = event.start_mark
    return replace(
        target,
        line=line,
        column=mark.column,
        start=mark.index,
        end=event.end_mark.index,
        shared=True,
    )


def _explained(error: Any) -> NotYaml:
    problem = str(error.problem or error.context or "")
    # Of these the parser only notices further down that something began and never ended.
    began = any(part in problem for part in ("end of stream", "expected ',' or ", "expected ':'"))
    marks = (error.problem_mark, error.context_mark)
    mark = next((mark for mark in (reversed(marks) if began else marks) if mark is not None), None)
    line = mark.line + 1 if mark is not None else 1
    for part, said in _HINTS:
        if part in problem:
            return NotYaml(line, said)
    return NotYaml(line, f"not YAML ({problem}); expected lines like name: value")
