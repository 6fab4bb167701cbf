"""How a name may stand in a text: its spellings as patterns. Pure.

Text and names are folded alike before they are compared: full-width letters
to plain ones, typographic marks to ASCII, accents and joiners away. Case is
left: of some names it tells them from words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from signalboard.model import Company

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Scripts written without spaces: a name in them, or next to them, has no boundary there."""
_HANGUL = "\uac00-\ud7af"
"""Korean has spaces, but particles stick to the end of a name: a boundary before it only."""
APART = re.compile(f"[{_UNSPACED}{_HANGUL}]+")
"""What stands in such a script."""
WORD = re.compile(f"[^\\W\\d_{_UNSPACED}{_HANGUL}]+")
"""A run of letters of a script with word boundaries: what names are looked up by."""

_EXCHANGES = (
    r"(?i:NASDAQ(?:GS|GM|CM)?|NYSE(?:ARCA)?|AMEX|OTC(?:MKTS|QX|PK)?|HKEX|HKG|HKSE|SEHK|HK|SSE|SZSE"
    r"|SHA|SHE|TSE|TYO|KRX|KOSPI|LSE|LON|ASX|TSX|TSXV|NSE|BSE|ETR|FRA|EPA|AMS|EURONEXT|XETRA|SGX"
    r"|TWSE|TPE|SIX|BIT|BME|STO|US)"
)
_MARKETS = {
    "HK": ("hk", "hkex", "hkg", "hkse", "sehk"),
    "T": ("t", "tse", "tyo"),
    "SS": ("ss", "sse", "sha"),
    "SZ": ("sz", "szse", "she"),
    "KS": ("ks", "krx", "kospi"),
    "TW": ("tw", "twse", "tpe"),
}
"""Suffixes of numbered stocks, with the marks of their exchanges."""

# "Apple-backed" is said of the company, "Visa-free" and "Meta-analysis" of the word.
_OF_OWNERS = (
    "acquired|affiliated|approved|aligned|backed|branded|built|certified|compatible|controlled"
    "|created|designed|developed|exclusive|founded|funded|hosted|issued|led|licensed|linked|made"
    "|listed|managed|operated|owned|powered|provided|run|sponsored|supplied|supported|trained|which"
)
_OF_WORDS = (
    "analys[ie]s|analytic|class|coloured|exempt|fiction|free|less|like|on-arrival|shaped|sized|style"
    "|type|wide"
)
"""What makes a word of it in a headline of capitals too: Visa-Free Travel."""
_LIKE_A_WORD = f"(?!-(?!(?:{_OF_OWNERS})\\b)[a-z]|-(?i:{_OF_WORDS})\\b)"
_NOT_ELECTRONIC = r"(?<!\b[eE]-)"
"""An e-Visa is none of Visa's."""
_NOT_PLURAL = re.compile(r"(?:[^aeiou]y|s|x|z|ch|sh)$", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TAIL = re.compile(r"(?<=[a-z])(?=[A-Z]{2,4}\d*$)")


class _Folds(dict[int, str]):
    """What each character is compared as; made as characters come up."""

    def __init__(self) -> None:
        super().__init__(
            {ord(c): to for to, some in _PLAIN.items() for c in some}
            | {ord(c): "" for c in "\u200b\u200c\u200d\u2060\u00ad\ufe0e\ufe0f\ufeff"}
        )
        self.odd = {code for code, to in self.items() if not to}
        """Characters that are compared as none or several: they shift the places after them."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        to = unicodedata.normalize("NFKC", character)
        if unicodedata.combining(character) and code < 0x370:
            to = ""
        elif code < 0x2000 or 0x2C60 <= code < 0x2C80 or 0xA720 <= code < 0xA800:
            bare = unicodedata.normalize("NFD", to)
            if bare[:1].isascii() or "\u0370" <= bare[:1] < "\u0400":
                to = "".join(c for c in bare if not unicodedata.combining(c))
        if len(to) != 1:
            self.odd.add(code)
        if len(self) < 70_000:
            self[code] = to
        return to


_PLAIN = {
    "'": "‘’‚‛ʼ′`´",
    '"': "“”„‟«»″",
    "-": "‐‑‒–—―−﹘﹣－",
    " ": "\u00a0\u2002\u2003\u2009\u200a\u202f\u3000™®©℠",
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "d": "đ", "D": "Đ", "i": "ı",
}  # fmt: skip
_FOLDS = _Folds()
_OTHERS = re.compile("[^\\x00-\\x7f\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""All but ASCII and the signs that are compared as they are."""


def fold(text: str) -> str:
    """Text as it is compared; case stays."""
    return text if text.isascii() else _OTHERS.sub(_folded, text)


def _folded(run: re.Match[str]) -> str:
    return run[0].translate(_FOLDS)


def places(text: str) -> list[int] | None:
    """Where each character of the folded text stands in the text, and its end.

    None where they stand at the same places, as they nearly always do.
    """
    if text.isascii() or _FOLDS.odd.isdisjoint(map(ord, text)):
        return None
    found: list[int] = []
    for at, character in enumerate(text):
        found += [at] * len(fold(character))
    return [*found, len(text)]


def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals, so that they say nothing: ``APPLE TO OPEN A BANK``."""
    upper = sum(map(str.isupper, text))
    return upper >= 8 and " " in text and upper >= 9 * sum(map(str.islower, text))


@dataclass(frozen=True)
class Name:
    """One spelling of a company's name, or of a longer name that is not theirs."""

    written: str
    """Folded."""
    company: int
    excluded: bool = False
    body: str = ""
    """The pattern, without its boundaries."""
    cased: bool = False
    """Capitals and small letters must stand as written."""
    word: bool = False
    """Also a word: as written, and not before a hyphen that makes another word of it."""
    bounded: bool = True
    probes: tuple[str, ...] = ()
    """Words of which every text with it has one, as the index of the archive is asked."""

    def places(self, text: str, *, capitals: bool) -> Iterator[tuple[int, int]]:
        """Where it stands in a folded text: start, end. ``capitals``: the text is set in them."""
        yield from self._standing(self._pattern, text)
        if capitals and self.cased and self.bounded:
            yield from self._standing(self._in_capitals, text)

    @property
    def is_list(self) -> bool:
        """Whether it is several names, which it then does not hide."""
        return ", " in self.written

    # Made when a text first has the key: of a thousand names few ever are.
    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._whole(self.body), 0 if self.cased else re.IGNORECASE)

    @cached_property
    def _in_capitals(self) -> re.Pattern[str]:
        return re.compile(self._whole(_capitals(self.body)))

    def _whole(self, body: str) -> str:
        if self.word and not self.written.isupper():
            return f"{_NOT_ELECTRONIC}{body}{_LIKE_A_WORD}"
        return body

    def _standing(self, pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not self.bounded or (_may_begin(text, start) and _may_end(text, end)):
                yield start, end


def _may_begin(text: str, at: int) -> bool:
    """Whether no word goes on from before: checked here, since patterns of it compile slowly."""
    before, first = text[at - 1 : at], text[at]
    if not (before.isalnum() or before == "_") or not first.isalnum():
        return True
    if "\uac00" <= first <= "\ud7af":
        return not "\uac00" <= before <= "\ud7af"
    return bool(APART.match(before) or APART.match(first))


def _may_end(text: str, end: int) -> bool:
    """Whether no word goes on; a number may be glued to a word: Qwen3, Gemini2.5."""
    last, after = text[end - 1], text[end : end + 1]
    if not (after.isalnum() or after == "_") or not last.isalnum():
        return True
    if after.isdigit() and not last.isdigit():
        return True
    return bool(APART.match(after) or APART.match(last))


def spellings(company: Company, number: int) -> Iterator[tuple[str, Name]]:
    """Every way a company's names are written, each with the key a text must have.

    The key is a run of letters in small ones, or where the name has none, its
    first character.
    """
    names = [fold(" ".join(name.split())) for name in (company.name, *company.aliases)]
    words = {fold(" ".join(name.split())) for name in company.words}
    for name in dict.fromkeys(filter(None, names)):
        yield from _named(name, number, word=name in words)
    own = {word for name in names for word in WORD.findall(name.lower())}
    for other in company.exclude:
        if other := fold(" ".join(other.split())):
            # Where the name is known by its case, so is the longer one: "Big Apple" is not
            # in "a big Apple deal", but what is written small there may be in capitals.
            cased = any(word in other for word in words)
            body = _body(other, smart=cased) + _glued(other)
            made = Name(other, number, excluded=True, body=body, cased=cased)
            # By a word that is not the name's: of Apple's hundred few are then tried.
            for key in _keys(other, own):
                yield key, made
    yield from _tickers(company, number, words)


def _named(name: str, number: int, *, word: bool) -> Iterator[tuple[str, Name]]:
    ends = _glued(name) if not word or _is_glued_safely(name) else ""
    made = Name(
        name, number, body=_body(name) + ends, cased=word, word=word, probes=(_probe(name),)
    )
    for key in _keys(name):
        yield key, made
    for other in _variants(name):
        made = Name(
            other,
            number,
            body=_body(other) + _glued(other),
            cased=True,
            word=word,
            probes=(_probe(other),),
        )
        for key in _keys(other):
            yield key, made


def _variants(name: str) -> Iterator[str]:
    """Other spellings, which are found with their capitals only."""
    if (split := _TAIL.sub(" ", name)) != name:
        yield split  # OpenAI: Open AI, Open-AI
    elif (split := _CAMEL.sub("-", name)) != name:
        yield split  # PayPal: Pay-Pal
    first, _, last = name.rpartition(" ")
    if first and last.isupper() and len(last) <= 3 and " " not in first:
        yield first + last  # Mistral AI: MistralAI
    if (bare := name.replace("'", "")) != name:
        yield bare  # Moody's: Moodys


def _body(name: str, *, smart: bool = False) -> str:
    """A name's words with what may stand between them; ``smart``: small letters match capitals."""
    parts: list[str] = []
    for piece in re.findall(r"(?:[A-Z]\.){2,}|[A-Z]\.(?= )|\s*&\s*|\s+|-|.", name):
        if _INITIALS.fullmatch(piece):
            parts.append("".join(rf"{letter}\.?" for letter in piece if letter != "."))
        elif "&" in piece:
            parts.append(r"(?:\s*&\s*|\s+and\s+)")
        elif piece.isspace() or piece == "-":
            parts.append(r"(?:-|\s+)")
        elif smart and piece.islower():
            parts.append(f"[{piece}{piece.upper()}]" if len(piece.upper()) == 1 else piece)
        else:
            parts.append(re.escape(piece))
    return "".join(parts)


def _capitals(body: str) -> str:
    """The pattern of the same name in capitals; what begins with a backslash stays."""
    return re.sub(r"\\.|[a-z]+", lambda m: m[0] if m[0][0] == "\\" else m[0].upper(), body)


def _is_glued_safely(name: str) -> bool:
    """Whether an ``s`` at the end of a word cannot be the word's plural: HULs, Niftys."""
    return " " in name or (name.isupper() and len(name) > 1) or bool(_NOT_PLURAL.search(name))


def _glued(name: str) -> str:
    """A plural, or a possessive that lost its apostrophe."""
    return "s?" if len(name) > 1 and WORD.fullmatch(name[-1]) else ""


def _probe(name: str) -> str:
    """The name in a row, whose last word may go on: Qwen, Qwen3. Or a word that stays whole."""
    spelled = "&" in name or "." in name
    return f"{_keys(name)[0] if spelled else name}*"


def _keys(name: str, common: AbstractSet[str] = frozenset()) -> list[str]:
    """The longest word, one that is not common if there is; at the end it may have an ``s``."""
    words = WORD.findall(name.lower())
    if not words:
        return [name[0]]
    longest = max(words, key=lambda word: (word not in common, len(word)))
    ends_it = name.lower().endswith(longest)
    return [longest, longest + "s"] if ends_it else [longest]


def _tickers(company: Company, number: int, words: set[str]) -> Iterator[tuple[str, Name]]:
    """How a ticker is marked as one: ``$TCEHY``, ``NYSE: BABA``, ``(BABA)``, ``0700.HK``."""
    for ticker in re.split(r"[\s,/]+", fold(company.ticker or "")):
        symbol = ticker.lstrip("$")
        if numbered := re.fullmatch(r"0*(\d{1,6})\.([A-Z]{1,3})", symbol):
            yield from _numbered(symbol, numbered[1], numbered[2], number)
        elif found := WORD.findall(symbol.lower()):
            this = re.escape(symbol)
            marks = [
                rf"(?<![\w$])\${this}",
                rf"(?<!\w){_EXCHANGES}(?:\s?:\s?|\.){this}",
                rf"(?<![\w.]){this}(?::US|\.(?:N|O|OQ|K|US))",
            ]
            if re.fullmatch(r"[A-Z]{3,5}", symbol) and symbol not in words:
                marks.append(rf"(?<=[(\[<]){this}(?:\.[A-Z]{{1,2}})?(?=[)\]>])")
            body = f"(?:{'|'.join(marks)})(?!\\w)"
            yield (
                max(found, key=len),
                Name(symbol, number, body=body, cased=True, bounded=False, probes=(symbol,)),
            )


def _numbered(symbol: str, digits: str, market: str, number: int) -> Iterator[tuple[str, Name]]:
    """A stock that goes by a number: 0700.HK, 700 HK, HKEX: 0700, HK00700."""
    marks = _MARKETS.get(market, (market.lower(),))
    exchanges = "|".join(marks)
    body = (
        rf"(?:(?<![\w.])(?:0*{digits}\.|0+{digits} ){market}"
        rf"|(?<!\w)(?i:{exchanges})(?:\s?[:.]\s?|\s)?0*{digits})(?![\w])"
    )
    zeros = [digits.zfill(length) for length in range(len(digits), 6)]
    probes = [f"{one} {market}" for one in zeros]
    probes += [f"{mark}{between}{one}" for mark in marks for one in zeros for between in (" ", "")]
    made = Name(symbol, number, body=body, cased=True, bounded=False, probes=tuple(probes))
    for key in dict.fromkeys((market.lower(), *marks)):
        yield key, made
