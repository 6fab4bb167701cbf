"""Many feeds put into feeds.yaml or taken out of it at once: the file is written once.

What ``edit`` promises holds: only the lines concerned change, and the result is read back
before the file is replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from signalboard.config import edit, files, splice
from signalboard.config.edit import FEEDS
from signalboard.config.fields import address
from signalboard.config.files import LONGEST, ConfigProblem
from signalboard.config.nodes import Node, NotYaml, TooMuch, compose, decode
from signalboard.config.reading import Reader
from signalboard.config.splice import Fields
from signalboard.config.values import Settings
from signalboard.model import Feed


def unsound(feed: Feed) -> str | None:
    """Why feeds.yaml cannot hold a feed as it is, as a sentence; None if it can."""
    reader = Reader()
    if reader.feed(_node(FEEDS.fields(feed))) == feed:
        return None
    return reader.problems[0].told if reader.problems else "It does not read as it was given."


def change_feeds(path: Path, put: Iterable[Feed], take: Iterable[str]) -> None:
    """Adds feeds that are not there yet, and takes out those of some addresses.

    Raises ConfigProblem; the file is then as it was.
    """
    new = {address(feed.url): feed for feed in put}
    gone = {address(url) for url in take}
    for _ in range(edit.ATTEMPTS):
        with files.alone(path):
            try:
                raw, stamp = files.read_to_change(path)
                text = decode(raw)
                root = compose(text)
            except NotYaml as error:
                raise ConfigProblem(edit.not_yaml(path, error)) from None
            before = edit.read_before(path, root)
            _refuse_taken(before, new, gone)
            written = _written(text, root, new, gone)
            if written is None:
                raise _not_changed(path)
            encoded = (edit.BOM if raw.startswith(edit.BOM) else b"") + written.encode()
            if len(encoded) > LONGEST:
                raise ConfigProblem(
                    f"{path.name} would be larger than {LONGEST // (1024 * 1024)} MiB, more than "
                    "is read of it. Nothing was changed; add fewer feeds."
                )
            if not _as_meant(path, written, before, new, gone):
                raise _not_changed(path)
            if files.fingerprint(path) == stamp:
                files.replace(path, encoded)
                return
    raise ConfigProblem(
        f"{path.name} is being changed by another program. Nothing was changed; try again."
    )


def _refuse_taken(before: Settings, new: Mapping[str, Feed], gone: set[str]) -> None:
    """Two feeds of one address or name would be a mistake in the file."""
    staying = [feed for feed in before.feeds if address(feed.url) not in gone]
    names = {feed.name.casefold() for feed in staying}
    addresses = {address(feed.url) for feed in staying}
    for key, feed in new.items():
        if key in addresses or feed.name.casefold() in names:
            raise ConfigProblem(
                f'The feed "{feed.name}" is there already, by its name or its address. '
                "Nothing was changed."
            )
        names.add(feed.name.casefold())


def _written(text: str, root: Node | None, new: Mapping[str, Feed], gone: set[str]) -> str | None:
    section = root.get(FEEDS.section) if root is not None else None
    old = [
        node
        for node in (section.items if section is not None else ())
        if (mark := node.get(FEEDS.mark)) is not None and address(mark.text) in gone
    ]
    # The end of the file first: what stands before it keeps its place.
    added = text
    if new:
        fields = [FEEDS.fields(feed) for feed in new.values()]
        made = splice.add_all(text, root, FEEDS.section, fields)
        if made is None:
            return None
        added = made
    return splice.remove(added, old) if old else added


def _not_changed(path: Path) -> ConfigProblem:
    return ConfigProblem(
        f"The feeds in {path.name} are written in a form that signalboard cannot "
        "change many at a time. Nothing was changed; change it by hand."
    )


def _as_meant(
    path: Path, written: str, before: Settings, new: Mapping[str, Feed], gone: set[str]
) -> bool:
    try:
        after = Reader().settings(compose(decode(written.encode())))
    except TooMuch as error:
        raise ConfigProblem(
            f"With these feeds, {path.name} would hold {error.said}. "
            "Nothing was changed; add fewer feeds."
        ) from None
    except NotYaml:
        return False
    staying = [feed for feed in before.feeds if address(feed.url) not in gone]
    stays = frozenset(staying)
    come = {address(feed.url): feed for feed in after.feeds}
    return (
        all(come.get(key) == feed for key, feed in new.items())
        and [feed for feed in after.feeds if feed in stays] == staying
        and not gone & (come.keys() - new.keys())
        and _rest(after) == _rest(before)
    )


def _rest(settings: Settings) -> tuple[object, ...]:
    return settings.companies, settings.theses, settings.mutes, settings.searches, settings.network


def _node(fields: Fields) -> Node:
    """Fields as the parser of YAML would give them, without writing and reading them."""
    at = 1, 0, 0, 0

    def made(value: object) -> Node:
        if isinstance(value, bool):
            return Node("text", *at, text="true" if value else "false", plain=True)
        if isinstance(value, str):
            return Node("text", *at, text=value)
        if isinstance(value, Mapping):
            return Node("map", *at, pairs=[(made(key), made(each)) for key, each in value.items()])
        assert isinstance(value, tuple)
        return Node("list", *at, items=[made(each) for each in value])

    kept = {name: value for name, value in fields.items() if value not in (None, (), {})}
    return Node("map", *at, pairs=[(made(name), made(value)) for name, value in kept.items()])
