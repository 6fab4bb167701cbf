"""What can be known of entries without the archive, found where they are parsed.

The workers have the other cores; whoever stores has one, and only stores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from typing import Any

from signalboard.model import Company, Entry
from signalboard.wire.companies import Finder, Named
from signalboard.wire.parse import worker

MODULE = __name__


def given(companies: Sequence[Company]) -> dict[str, Any]:
    """What a worker must know: values of JSON."""
    return {"companies": [asdict(company) for company in companies]}


def main(memory: int) -> None:
    """A worker that parses and prepares."""
    worker.main(memory, _preparing)


def _preparing(told: Mapping[str, Any]) -> worker.Prepare:
    finder = Finder([_company(each) for each in told["companies"]])

    def prepare(entries: Sequence[Entry], _: Mapping[str, Any]) -> list[Any]:
        return [finder.named(entry.title, entry.summary) for entry in entries]

    return prepare


def _company(told: Mapping[str, Any]) -> Company:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
    return Company(**values)


class Prepared:
    """The companies of one body's entries: as its worker found them, else found here."""

    def __init__(self, finder: LazyFinder, entries: Sequence[Entry], made: Sequence[Any]) -> None:
        self._finder = finder
        self._named: dict[tuple[str, str], Named] = {}
        if len(made) == len(entries):
            for entry, (companies, about) in zip(entries, made, strict=True):
                self._named[entry.title, entry.summary] = Named(tuple(companies), about)

    def named(self, title: str, summary: str) -> Named:
        """The companies of a story, and how many of them its title names."""
        return self._named.get((title, summary)) or self._finder.get.named(title, summary)


class LazyFinder:
    """A finder that is made where somebody needs it: usually the workers have done its work."""

    def __init__(self, companies: Sequence[Company]) -> None:
        self._companies = companies

    @cached_property
    def get(self) -> Finder:
        """The finder."""
        return Finder(self._companies)
