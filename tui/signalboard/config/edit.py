"""feeds.yaml changed by the program as a careful person would: only the lines concerned.

Comments, order, quoting and white space elsewhere stay byte for byte, since the text is
cut and pasted at the places the parser names. What is written in a form that this cannot
do (a list within brackets, aliases) goes through ruamel.yaml's round trip, which keeps
comments and order. Either way the result is read back before the file is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from signalboard.config import files, splice
from signalboard.config.fields import address
from signalboard.config.files import ConfigProblem
from signalboard.config.keys import MUTE
from signalboard.config.nodes import Node, NotYaml, compose, decode
from signalboard.config.reading import Reader, mute_value
from signalboard.config.splice import Fields
from signalboard.config.values import Settings
from signalboard.model import Company, Feed, Mute, SavedSearch

ATTEMPTS = 5
BOM = b"\xef\xbb\xbf"
_Item = TypeVar("_Item", Feed, Company, Mute, SavedSearch)
_Said = Callable[[str], str | None]
"""What an item of the file says in a field; None where it has none of that name."""


@dataclass(frozen=True)
class _Kind(Generic[_Item]):
    """What sets the sections apart."""

    section: str
    one: str
    mark: str
    """The field that an item is known by."""
    same: Callable[[str], str]
    """What two spellings of a mark have in common."""
    items: Callable[[Settings], tuple[_Item, ...]]
    read: Callable[[Reader, Node], _Item | None]
    fields: Callable[[_Item], Fields]

    def key(self, item: _Item) -> str:
        return self.same(getattr(item, self.mark))

    def said(self, said: _Said, known: Settings) -> str | None:  # noqa: ARG002
        """The key of an item as the file has it; ``known``: what else stands there."""
        mark = said(self.mark)
        return None if mark is None else self.same(mark)

    def nodes(self, root: Node | None, key: str, known: Settings) -> list[Node]:
        section = root.get(self.section) if root is not None else None

        def said(node: Node) -> _Said:
            return lambda name: None if (field := node.get(name)) is None else field.text

        items = section.items if section is not None else ()
        return [node for node in items if self.said(said(node), known) == key]


class _OfMutes(_Kind[Mute]):
    """A mute is known by all that it says."""

    def key(self, item: Mute) -> str:
        return f"{item.kind} {item.value}"

    def said(self, said: _Said, known: Settings) -> str | None:
        for kind in MUTE:
            if (written := said(kind)) is not None:
                return f"{kind} {mute_value(kind, written, known)}"
        return None


FEEDS: _Kind[Feed] = _Kind(
    section="feeds",
    one="feed",
    mark="url",
    same=address,
    items=lambda settings: settings.feeds,
    read=Reader.feed,
    fields=lambda feed: {
        "name": feed.name,
        "url": feed.url,
        "origin": feed.origin,
        "reliability": feed.reliability,
        "tags": feed.tags,
        "user_agent": feed.user_agent,
        "headers": dict(feed.headers),
        "enabled": None if feed.enabled else False,
        "allow_http": feed.allow_http or None,
    },
)
_COMPANIES: _Kind[Company] = _Kind(
    section="companies",
    one="company",
    mark="name",
    same=lambda name: name.strip().casefold(),
    items=lambda settings: settings.companies,
    read=Reader.company,
    fields=lambda company: {
        "name": company.name,
        "aliases": company.aliases,
        "ticker": company.ticker,
        "as_written": company.as_written or None,
        "exclude": company.exclude,
    },
)
_MUTES = _OfMutes(
    section="mutes",
    one="mute",
    mark="",
    same=str,
    items=lambda settings: settings.mutes,
    read=Reader.mute,
    fields=lambda mute: {kind: mute.value if kind == mute.kind else None for kind in MUTE},
)
_SEARCHES: _Kind[SavedSearch] = _Kind(
    section="searches",
    one="search",
    mark="name",
    same=lambda name: name.strip().casefold(),
    items=lambda settings: settings.searches,
    read=Reader.search,
    fields=lambda search: {"name": search.name, "search": search.search},
)


def put_feed(path: Path, feed: Feed) -> None:
    """Adds a subscription, or changes the one of the same address. Raises ConfigProblem."""
    _put(path, FEEDS, feed)


def remove_feed(path: Path, url: str) -> Feed | None:
    """Takes a subscription out; what it was, or None if there is none of that address.

    Raises ConfigProblem.
    """
    return _change(path, FEEDS, address(url), None)


def put_company(path: Path, company: Company) -> None:
    """Adds a company, or changes the one of the same name. Raises ConfigProblem."""
    _put(path, _COMPANIES, company)


def remove_company(path: Path, name: str) -> Company | None:
    """Takes a company out; what it was, or None if there is none of that name.

    Raises ConfigProblem.
    """
    return _change(path, _COMPANIES, name.strip().casefold(), None)


def not_yaml(path: Path, error: NotYaml) -> str:
    """Why a file that is no YAML was not changed, and what to do."""
    return (
        f"{path.name}, line {error.line}: {error.said}. Nothing was changed; mend this line first."
    )


def read_before(path: Path, root: Node | None) -> Settings:
    """What a file says that is to be changed; raises ConfigProblem where it is newer than we."""
    reader = Reader()
    before = reader.settings(root)
    if reader.is_newer:
        raise ConfigProblem(
            f"{path.name}, line {reader.problems[-1].line}: {reader.problems[-1].told} "
            "Nothing was changed; update signalboard."
        )
    return before


def put_mute(path: Path, mute: Mute) -> None:
    """Adds a mute, where it is not there. Raises ConfigProblem."""
    _put(path, _MUTES, mute)


def remove_mute(path: Path, mute: Mute) -> Mute | None:
    """Takes a mute out; what it was, or None if there is no such one. Raises ConfigProblem."""
    return _change(path, _MUTES, _MUTES.key(mute), None)


def put_search(path: Path, search: SavedSearch) -> None:
    """Saves a search, or changes the one of the same name. Raises ConfigProblem."""
    _put(path, _SEARCHES, search)


def remove_search(path: Path, name: str) -> SavedSearch | None:
    """Takes a search out; what it was, or None if there is none of that name.

    Raises ConfigProblem.
    """
    return _change(path, _SEARCHES, name.strip().casefold(), None)


def _put(path: Path, kind: _Kind[_Item], wanted: _Item) -> None:
    """Refuses beforehand what would be a mistake in the file."""
    reader = Reader()
    root = compose(splice.add("", None, kind.section, kind.fields(wanted)) or "")
    (node,) = root.get(kind.section).items  # type: ignore[union-attr]
    if kind.read(reader, node) != wanted:
        told = reader.problems[0].told if reader.problems else "it does not read as it was given."
        raise ConfigProblem(f"The {kind.one} was not saved: {told}")
    _change(path, kind, kind.key(wanted), wanted)


def _change(path: Path, kind: _Kind[_Item], key: str, wanted: _Item | None) -> _Item | None:
    """Puts one item (or takes it out, where none is wanted); what it was before."""
    with files.alone(path):
        for _ in range(ATTEMPTS):
            try:
                raw, stamp = files.read_to_change(path)
                text = decode(raw)
                root = compose(text)
            except NotYaml as error:
                raise ConfigProblem(not_yaml(path, error)) from None
            before = read_before(path, root)
            old = next((item for item in kind.items(before) if kind.key(item) == key), None)
            if old == wanted:
                return old
            _refuse_name_taken(kind, before, key, wanted)
            written = _edited(text, root, before, kind, key, wanted)
            if written is None:
                raise ConfigProblem(
                    f"The {kind.section} in {path.name} are written in a form that signalboard "
                    "cannot change safely. Nothing was changed; change it by hand."
                )
            if files.fingerprint(path) == stamp:
                mark = BOM if raw.startswith(BOM) else b""
                files.replace(path, mark + written.encode())
                return old
    raise ConfigProblem(
        f"{path.name} is being changed by another program. Nothing was changed; try again."
    )


def _refuse_name_taken(
    kind: _Kind[_Item], before: Settings, key: str, wanted: _Item | None
) -> None:
    if wanted is None:
        return
    if isinstance(wanted, Mute):
        return
    for item in kind.items(before):
        if isinstance(item, Mute):
            continue
        if kind.key(item) != key and item.name.casefold() == wanted.name.casefold():
            raise ConfigProblem(
                f'The {kind.one} was not saved: there is one named "{item.name}" already. '
                "Choose another name."
            )


def _edited(
    text: str,
    root: Node | None,
    before: Settings,
    kind: _Kind[_Item],
    key: str,
    wanted: _Item | None,
) -> str | None:
    """The new text, read back and found right; None if no way of writing it is."""
    nodes = kind.nodes(root, key, before)
    fields = kind.fields(wanted) if wanted is not None else None
    ways: Sequence[Callable[[], str | None]] = (
        lambda: _spliced(text, root, before, kind, nodes, fields),
        lambda: splice.round_trip(
            text,
            kind.section,
            lambda item: (
                key
                == kind.said(
                    lambda name: str(item[name]) if item.get(name) is not None else None, before
                )
            ),
            fields,
        ),
    )
    for way in ways:
        written = way()
        if written is not None and _as_meant(written, before, kind, key, wanted):
            return written
    return None


def _spliced(
    text: str,
    root: Node | None,
    before: Settings,
    kind: _Kind[_Item],
    nodes: list[Node],
    fields: Fields | None,
) -> str | None:
    if fields is None:
        return splice.remove(text, nodes)
    if not nodes:
        return splice.add(text, root, kind.section, fields)
    # Of several that share a mark the first that can be read is the one in use.
    reads = [(node, kind.read(Reader(before), node)) for node in nodes]
    node, read = next(((node, read) for node, read in reads if read is not None), (nodes[0], None))
    return splice.change(text, node, kind.fields(read) if read is not None else {}, fields)


def _as_meant(
    written: str, before: Settings, kind: _Kind[_Item], key: str, wanted: _Item | None
) -> bool:
    """Whether the item reads as wanted and everything else as before."""
    try:
        after = Reader().settings(compose(decode(written.encode())))
    except NotYaml:
        return False
    items = {kind.key(item): item for item in kind.items(after)}
    others = [item for item in kind.items(before) if kind.key(item) != key]
    return (
        items.get(key) == wanted
        # With a feed gone, one that was left out for sharing its name may come into use.
        and [item for item in kind.items(after) if item in others] == others
        and all(
            getattr(after, section) == getattr(before, section)
            for section in ("feeds", "companies", "theses", "mutes", "searches")
            # A mute names feeds and companies: what it means may go with them.
            if section != kind.section and (section != "mutes" or kind.section == "searches")
        )
    )
