"""Which companies a text names. Pure; loads no HTTP."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from signalboard.model import Company

# Scripts written without spaces: a name in them, or next to them, has no word boundary there.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_LETTER = f"[^\\W{_UNSPACED}]"
_WORD = re.compile(f"{_LETTER}+")
_EXCHANGE = (
    r"(?:NASDAQ|NYSE|AMEX|OTC|OTCMKTS|HKEX|HKG|SEHK|SSE|SZSE|SHA|SHE|TSE|TYO|KRX"
    r"|LSE|LON|ASX|TSX|NSE|BSE|ETR|EPA|AMS)"
)


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to write a company's name, or (owner -1) a longer name that is not theirs."""

    pattern: re.Pattern[str]
    company: int
    excluded: bool


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    company: int


class Finder:
    """Finds companies by name, alias and ticker.

    Names match whatever their case unless the company says ``as_written``; a
    possessive (``'s``) may follow. Where two names overlap the longer one
    counts. A company's ``exclude`` names hide what they cover from it.
    """

    def __init__(self, companies: Sequence[Company]) -> None:
        self._companies = tuple(companies)
        self._by_word: dict[str, list[_Name]] = {}
        unspaced: list[_Name] = []
        starts: list[str] = []
        for index, company in enumerate(self._companies):
            for written, excluded in _names_of(company):
                name = _Name(_pattern(written, company.as_written), index, excluded)
                self._file(written, name, unspaced, starts)
            for pattern, word in _tickers_of(company):
                self._by_word.setdefault(word, []).append(_Name(pattern, index, False))
        self._unspaced = tuple(unspaced)
        self._starts = re.compile("|".join(map(re.escape, dict.fromkeys(starts))) or r"(?!)")
        self._words = frozenset(self._by_word)

    def _file(self, written: str, name: _Name, unspaced: list[_Name], starts: list[str]) -> None:
        """Puts a name under the first word that a text must have to be looked at closely."""
        if word := _WORD.search(written):
            self._by_word.setdefault(word[0].lower(), []).append(name)
        else:
            unspaced.append(name)
            starts.append(written[0])

    def find(self, title: str, summary: str) -> tuple[str, ...]:
        """The names of the companies in a story, those of the title first, each once."""
        found = dict.fromkeys(hit.company for hit in self._hits(title))
        found.update(dict.fromkeys(hit.company for hit in self._hits(summary)))
        return tuple(self._companies[index].name for index in found)

    def spans(self, title: str) -> tuple[tuple[int, int, str], ...]:
        """Where a line names companies: (start, end, name), in order, never overlapping."""
        return tuple(
            (hit.start, hit.end, self._companies[hit.company].name) for hit in self._hits(title)
        )

    def _hits(self, text: str) -> list[_Found]:
        names = list(self._likely(text))
        if not names:
            return []
        hits: list[_Found] = []
        hidden: list[_Found] = []
        for name in names:
            for match in name.pattern.finditer(text):
                found = _Found(match.start(), match.end(), name.company)
                (hidden if name.excluded else hits).append(found)
        hits = [hit for hit in hits if not any(_covers(other, hit) for other in hidden)]
        hits.sort(key=lambda hit: (hit.start - hit.end, hit.start, hit.company))
        kept: list[_Found] = []
        for hit in hits:
            if all(hit.end <= other.start or other.end <= hit.start for other in kept):
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)

    def _likely(self, text: str) -> Iterator[_Name]:
        """The names whose first word is in the text at all: most texts have none."""
        for word in self._words.intersection(_WORD.findall(text.lower())):
            yield from self._by_word[word]
        if not text.isascii() and self._starts.search(text):
            yield from self._unspaced


def _covers(outer: _Found, inner: _Found) -> bool:
    return outer.company == inner.company and outer.start <= inner.start and inner.end <= outer.end


def _names_of(company: Company) -> Iterator[tuple[str, bool]]:
    for excluded, names in ((False, (company.name, *company.aliases)), (True, company.exclude)):
        for name in dict.fromkeys(unicodedata.normalize("NFC", " ".join(n.split())) for n in names):
            if name:
                yield name, excluded


def _pattern(written: str, as_written: bool) -> re.Pattern[str]:
    before = f"(?<!{_LETTER})" if _is_letter(written[0]) else ""
    after = f"(?!{_LETTER})" if _is_letter(written[-1]) else ""
    body = r"\s+".join(re.escape(word) for word in written.split(" "))
    return re.compile(before + body + after, 0 if as_written else re.IGNORECASE)


def _is_letter(character: str) -> bool:
    return _WORD.fullmatch(character) is not None


def _tickers_of(company: Company) -> Iterator[tuple[re.Pattern[str], str]]:
    """How a ticker is marked as one: ``$TCEHY``, ``NYSE: BABA``, ``(BABA)``, ``0700.HK``."""
    for ticker in re.split(r"[\s,/]+", company.ticker or ""):
        symbol = ticker.lstrip("$")
        word = _WORD.search(symbol)
        if word is None:
            continue
        marks = [rf"\${re.escape(symbol)}", rf"\b{_EXCHANGE}\s?:\s?{re.escape(symbol)}"]
        if re.fullmatch(r"[A-Z]{3,5}", symbol):
            marks.append(rf"\({symbol}(?:\.[A-Z]{{1,2}})?(?=\))")
        if re.fullmatch(r"[0-9]{3,6}\.[A-Z]{1,3}", symbol):
            marks.append(rf"(?<![\w.]){re.escape(symbol)}")
        yield re.compile(f"(?:{'|'.join(marks)})(?!\\w)"), word[0].lower()
