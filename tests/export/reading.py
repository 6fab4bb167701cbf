"""Reading a Markdown log as a program that renders it would."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt

PRESETS = ("commonmark", "gfm-like")
"""Strict CommonMark with HTML let through, and what most sites render: tables, bare links."""


@dataclass
class Read:
    """What a reader would see."""

    titles: list[str] = field(default_factory=list)
    """The bold title of each block quote."""
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    fences: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    """The types of all tokens."""


def read(markdown: str, preset: str = "commonmark") -> Read:
    """What the document says once rendered."""
    seen = Read()
    tokens = MarkdownIt(preset).parse(markdown)
    for place, token in enumerate(tokens):
        seen.kinds.add(token.type)
        if token.type == "fence":
            seen.fences.append(token.content)
        if token.type != "inline":
            continue
        children = token.children or []
        seen.kinds |= {child.type for child in children}
        seen.links += [str(c.attrs["href"]) for c in children if c.type == "link_open"]
        before = tokens[place - 1]
        if before.type == "heading_open":
            seen.headings.append((int(before.tag[1]), text(children)))
        else:
            seen.paragraphs.append(text(children))
        if place > 1 and tokens[place - 2].type == "blockquote_open":
            assert children[0].type == "text" and not children[0].content
            assert (children[1].type, children[-2].type) == ("strong_open", "strong_close")
            seen.titles.append(text(children))
    return seen


def text(children: list[Any]) -> str:
    """The text of inline tokens, line ends as spaces."""
    return "".join(" " if c.type == "softbreak" else c.content for c in children)
