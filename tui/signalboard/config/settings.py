"""The settings file read, quickly where it has not changed since it was last read."""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

from signalboard import __version__, text
from signalboard.config import files
from signalboard.config.files import ConfigProblem
from signalboard.config.values import Method, Network, Settings, ThesisSeed, WatchSeed
from signalboard.model import Company, Feed, Mute, SavedSearch
from signalboard.values import replace

_FORMAT = f"signalboard settings 3 {__version__}"


def load(path: Path, cache: Path | None = None) -> Settings:
    """What a settings file says, as far as it is right. Never raises; see ``problems``.

    Reading YAML takes some 60 ms, most of a start. ``cache`` names a file (0600) that keeps
    what was read, bound to the very bytes of the settings, so that an unchanged file takes 1 ms.
    A cache that is missing, broken or of another version is made anew; it may be lost at any time.
    """
    try:
        raw, stamp = files.read(path)
    except ConfigProblem as problem:
        return Settings(problems=(text.clean(f"{problem}. No settings are used."),))
    key = _digest(f"{_FORMAT}\n".encode(), os.fsencode(path.name), b"\n", raw)
    if cache is not None and (kept := _recalled(cache, key)) is not None:
        return replace(kept, fingerprint=stamp)
    from signalboard.config.reading import parse

    settings = parse(raw, text.clean(path.name))
    if cache is not None:
        _keep(cache, key, settings)
    return replace(settings, fingerprint=stamp)


def _recalled(cache: Path, key: str) -> Settings | None:
    """What was kept for the same bytes; None if it is not all there, unchanged."""
    if not cache.is_file():  # nor a pipe, which would be waited for
        return None
    try:
        head, _, body = cache.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head != f"{key} {_digest(body)}".encode():
        return None
    feeds, companies, theses, mutes, searches, network, method, problems = _tuples(json.loads(body))
    return Settings(
        feeds=tuple(Feed(*row) for row in feeds),
        companies=tuple(Company(*row) for row in companies),
        theses=tuple(
            ThesisSeed(*[*row, tuple(WatchSeed(*watch) for watch in watches)])
            for *row, watches in theses
        ),
        mutes=tuple(Mute(*row) for row in mutes),
        searches=tuple(SavedSearch(*row) for row in searches),
        network=Network(*network),
        method=Method(*method),
        problems=problems,
    )


def _keep(cache: Path, key: str, settings: Settings) -> None:
    from dataclasses import astuple  # most starts only recall

    body = json.dumps(astuple(settings)[:-1], ensure_ascii=False, separators=(",", ":")).encode()
    try:
        files.replace(cache, f"{key} {_digest(body)}\n".encode() + body)
    except ConfigProblem:
        pass  # a full or read-only disk: the next start is a little slower, nothing is lost


def _digest(*parts: bytes) -> str:
    digest = blake2b(digest_size=20)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _tuples(read: Any) -> Any:
    return tuple(_tuples(item) for item in read) if isinstance(read, list) else read
