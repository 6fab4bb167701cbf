"""What is written to be read: briefs and digests, in each of their formats. Pure."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from signalboard import times
from signalboard.brief.digest import Digest
from signalboard.export import brief as brief_page
from signalboard.export import digest as digest_page
from signalboard.export.pages import Page
from signalboard.model import READING_FORMATS, Brief
from signalboard.text import slug

_WRITERS = {"md": "page_markdown", "html": "page_html", "txt": "page_plain"}


def brief(written: Brief, fmt: str) -> str:
    """A brief in a format; raises ValueError with a sentence where there is no such one."""
    return _writer(fmt)(brief_page.page(written))


def digest(gathered: Digest, fmt: str) -> str:
    """A digest in a format; raises ValueError with a sentence where there is no such one."""
    return _writer(fmt)(digest_page.page(gathered))


def brief_name(written: Brief, fmt: str) -> str:
    """A name for the file of a brief: the day and the headline."""
    _writer(fmt)
    at = written.changed_at if written.finished_at is None else written.finished_at
    stem = slug(written.title)
    # With a day before it no name is one that a system keeps for a device.
    return f"{times.day(at)}-{'brief' if stem == 'unnamed' else stem}.{fmt}"


def digest_name(gathered: Digest, fmt: str) -> str:
    """A name for the file of a digest: its days."""
    _writer(fmt)
    return f"digest-{times.day(gathered.since_at)}-to-{times.day(gathered.until_at)}.{fmt}"


def _writer(fmt: str) -> Callable[[Page], str]:
    if fmt not in _WRITERS:
        known = ", ".join(READING_FORMATS)
        raise ValueError(f"There is no format {fmt!r}: what is to be read is one of {known}.")
    module = import_module(f"signalboard.export.{_WRITERS[fmt]}")  # only what is asked for
    writer: Callable[[Page], str] = module.write
    return writer
