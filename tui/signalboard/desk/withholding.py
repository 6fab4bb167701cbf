"""What of a feed does not go into the journal: passwords and keys in its address or headers.

The journal is kept for years, copied and shown; a secret in it could not be taken out again.
So it names a feed by its address as shown, and what that leaves out stands in a file only its
owner can read, for an undo to put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from signalboard.board import Op
from signalboard.board.changes import Document
from signalboard.config import ConfigProblem
from signalboard.links import shown

Secrets = dict[str, dict[str, Any]]
"""Address and headers of feeds, by their address as shown."""

_FEED = "feed "
_WITHHELD = "withheld"


def withheld(ops: Iterable[Op]) -> tuple[list[Op], Secrets]:
    """The operations as the journal may have them, and what was left out of them."""
    left_out: Secrets = {}
    return [_without(op, left_out) for op in ops], left_out


def put_back(ops: Iterable[Op], secrets: Mapping[str, Mapping[str, Any]]) -> list[Op]:
    """The operations as feeds.yaml has them.

    Raises ConfigProblem where what was left out is needed and not there any more.
    """
    return [_with(op, secrets) for op in ops]


def _without(op: Op, left_out: Secrets) -> Op:
    if not op.id.startswith(_FEED):
        return op
    url = op.id.removeprefix(_FEED)
    found = [document for document in (op.was, op.now) if document is not None]
    if shown(url) == url and not any(document.get("headers") for document in found):
        return op
    for document in found:
        left_out[shown(url)] = {"url": url, "headers": document.get("headers") or ()}
    return Op(op.table, _FEED + shown(url), _masked(op.was), _masked(op.now), op.whole)


def _masked(document: Document | None) -> Document | None:
    if document is None:
        return None
    return {**document, "url": shown(str(document["url"])), "headers": [], _WITHHELD: True}


def _with(op: Op, secrets: Mapping[str, Mapping[str, Any]]) -> Op:
    documents = [document for document in (op.was, op.now) if document is not None]
    if not any(document.get(_WITHHELD) for document in documents):
        return op
    key = shown(op.id.removeprefix(_FEED))  # less of it was marked once
    kept = secrets.get(key)
    if kept is None:
        raise ConfigProblem(
            f"The password or key of {key} is not kept any more, so feeds.yaml was left as it is. "
            "Add the feed again."
        )

    def whole(document: Document | None) -> Document | None:
        if document is None:
            return None
        rest = {name: value for name, value in document.items() if name != _WITHHELD}
        return {**rest, "url": kept["url"], "headers": kept["headers"]}

    return Op(op.table, f"{_FEED}{kept['url']}", whole(op.was), whole(op.now), op.whole)
