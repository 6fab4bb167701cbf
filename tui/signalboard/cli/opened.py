"""A desk for one command."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from signalboard.cli import WRONG_USE, tell

if TYPE_CHECKING:
    from signalboard.config import Places
    from signalboard.desk import Desk
    from signalboard.desk.reading import Reading
    from signalboard.desk.rooms import Rooms

_Rooms = TypeVar("_Rooms", bound="Rooms")


def places(arguments: argparse.Namespace) -> Places:
    """Where this home's files live."""
    from signalboard import config

    try:
        return config.places(arguments.home, arguments.feeds, os.environ)
    except config.NoHomeError as problem:
        tell(str(problem))
        raise SystemExit(WRONG_USE) from None


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Hundreds of modules are loaded and ten thousand judgments read, and all of it stays:
    Python would look through it for circles again and again as it is made (up to a fifth of
    the time), and then at some key."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextlib.contextmanager
def desk(arguments: argparse.Namespace) -> Iterator[Desk]:
    """The desk of the home that the arguments name; tells its notices first."""
    with uncollected():
        from signalboard.desk import Desk

        whole = Desk.open(places(arguments))
    with _told(whole, arguments) as opened:
        yield opened


@contextlib.contextmanager
def reading(arguments: argparse.Namespace) -> Iterator[Reading]:
    """As much of the desk as it takes to read: what judges, keeps and fetches is not loaded."""
    with uncollected():
        from signalboard.desk.reading import Reading

        whole = Reading.open(places(arguments))
    with _told(whole, arguments) as opened:
        yield opened


@contextlib.contextmanager
def _told(opened: _Rooms, arguments: argparse.Namespace) -> Iterator[_Rooms]:
    try:
        for notice in opened.notices:
            tell(notice)
        yield opened
    finally:
        arguments.has_changed = opened.has_changed
        for notice in opened.noticed():
            tell(notice)
        opened.close()
