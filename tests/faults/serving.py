"""How a behaviour becomes a case: a name, a handler, and the outcome it must have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.feeds import two
from tests.faults.server import Handler, Out, Request


@dataclass(frozen=True)
class Case:
    """One behaviour: how it is served, and what must come of the first check."""

    name: str
    handler: Handler
    outcome: str
    new: int = 0
    title: str | None = None
    """How the title of the newest entry must read."""


CASES: list[Case] = []
GOOD = [f"good_{n}" for n in range(20)]
"""Feeds that nothing is wrong with, to be read in the same run."""


async def good(request: Request, out: Out) -> None:
    """Two entries, as they should be."""
    await out.whole(two(request.path))


TARGETS: dict[str, Handler] = {}
"""What cases lead to, which are none themselves."""


def served(
    outcome: str, *, new: int | None = None, title: str | None = None
) -> Callable[[Handler], Handler]:
    """Adds a handler as a case named after it."""

    def add(handler: Handler) -> Handler:
        name = handler.__name__.removeprefix("_")
        count = (1 if title is not None else 2) if new is None else new
        counted = count if outcome == "entries" or new is not None else 0
        CASES.append(Case(name, handler, outcome, counted, title))
        return handler

    return add


def plainly(
    name: str,
    outcome: str,
    body: bytes | None = None,
    *headers: str,
    status: int = 200,
    new: int | None = None,
    title: str | None = None,
) -> None:
    """A case that is one proper answer."""
    sent = two(name) if body is None else body

    async def handler(_: Request, out: Out) -> None:
        await out.whole(sent, *headers, status=status)

    handler.__name__ = name
    served(outcome, new=new, title=title)(handler)
