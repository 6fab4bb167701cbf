"""Checking: what the names of a company find, before they are kept and after."""

from __future__ import annotations

from collections.abc import Iterator

from signalboard.desk.reading import Reading
from signalboard.desk.values import Sighting
from signalboard.model import Company

_BATCH = 500


class Checking(Reading):
    """Nothing here changes anything."""

    def matches(self, text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The companies a text names, in order, each with the words as they stand in it."""
        found: dict[str, dict[str, None]] = {}
        for start, end, name in self._every_finder().matches(text):
            found.setdefault(name, {})[text[start:end]] = None
        return tuple((name, tuple(words)) for name, words in found.items())

    def sightings(self, company: Company) -> Iterator[Sighting]:
        """Every story in the archive that names a company as given, the newest first.

        It stands among the companies of the board, in the place of the one of its name.
        """
        from signalboard.wire.companies import Finder, probes

        others = [c for c in self._settings.companies if c.name.lower() != company.name.lower()]
        finder = Finder((company, *others))
        keys = self._archive.naming(probes(company))
        for begin in range(0, len(keys), _BATCH):
            some = keys[begin : begin + _BATCH]
            ids = self._archive.ids(some)
            seen: set[int] = set()
            for text in self._archive.texts(some):
                if text.story in seen or text.story not in ids:
                    continue
                for in_title, said in ((True, text.title), (False, text.summary)):
                    spans = [span for span in finder.matches(said) if span[2] == company.name]
                    if spans:
                        seen.add(text.story)
                        ident, at = ids[text.story]
                        yield Sighting(ident, at, in_title, said, *spans[0][:2])
                        break
