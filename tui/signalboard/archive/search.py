"""What a person types to search, read into an expression of the full text index. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from signalboard import times
from signalboard.model import SORTS, Sort
from signalboard.text import clean, excerpt
from signalboard.values import dataclass, field

MOST_TERMS = 40
"""Words, phrases and fields of one search that are used."""
_SHOWN = 40
"""Characters of a word that are told again where it could not be used."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_TERM = (
    r"(?i)(?P<minus>-?)(?:(?P<field>(?a:outlet|company|thesis|is|since|before|sort)):\s*)?"
    r'(?:"(?P<quoted>[^"]*)(?:"(?P<star>\*?)|$)|(?P<bare>[^\s"]*))'
)
_PLAIN = r"[\w.:-]+"
_CJK = (
    "([\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af])"
)


@cache  # a command that searches nothing does without
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_COLUMNS = {"outlet": "outlets", "company": "companies"}
_STATES = {
    "unjudged": ("unjudged", True),
    "judged": ("unjudged", False),
    "starred": ("starred", True),
    "linked": ("linked", True),
    "read": ("read", True),
    "unread": ("read", False),
    "muted": ("hidden", True),
}
_EXAMPLES = {
    "outlet": "outlet:reuters",
    "company": 'company:"Tencent Music"',
    "thesis": "thesis:2",
    "is": "is:unjudged, is:starred, is:read, is:linked or is:muted",
    "since": "since:2026-01-31 or since:3d",
    "before": "before:2026-01-31 or before:3d",
    "sort": "sort:newest, sort:match, sort:outlets or sort:companies",
}
_OR = "OR joins words, outlet: and company: only; everything else holds for the whole search."


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a search."""

    text: str
    """Folded, its words apart; never empty."""
    column: str = ""
    """Where alone it is looked for; empty: anywhere."""
    prefix: bool = False
    """Whether the last word may go on."""

    @property
    def expression(self) -> str:
        """It in the language of FTS5."""
        where = f"{self.column} : " if self.column else ""
        return f'{where}"{self.text}"' + (" *" if self.prefix else "")


@dataclass(frozen=True, slots=True)
class Search:
    """A search as it was understood."""

    text: str = ""
    words: tuple[str, ...] = ()
    """Words and phrases looked for, as written: what a hit may be shown by."""
    wanted: tuple[tuple[Term, ...], ...] = field(default=(), compare=False)
    """All of these groups, of each at least one: what ``match`` is made of."""
    unwanted: tuple[Term, ...] = field(default=(), compare=False)
    """None of these: what ``match`` or ``exclude`` leaves out."""
    match: str = ""
    """FTS5 expression of the stories wanted; empty: any story."""
    exclude: str = ""
    """FTS5 expression of stories not wanted, where there is no ``match`` to say it in."""
    states: frozenset[tuple[str, bool]] = frozenset()
    """unjudged, starred, linked, read or hidden, each with whether it is to be so."""
    theses: tuple[str, ...] = ()
    """Theses as named; the archive knows none, the desk resolves them."""
    not_theses: tuple[str, ...] = ()
    """Theses on which a story was not judged."""
    since: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    sort: Sort = "newest"
    problem: str = ""
    """What could not be taken as written, as a sentence; the rest holds."""

    def between(self, now: int) -> tuple[int | None, int | None]:
        """The moments [from, to) that ``since:`` and ``before:`` leave, spans counted from now."""
        since = [moment for s in self.since if (moment := _moment(s, now)) is not None]
        before = [moment for s in self.before if (moment := _moment(s, now)) is not None]
        return max(since, default=None), min(before, default=None)


def parse_search(text: str) -> Search:
    """Read a search as people type it.

    Words must all be there; ``"a phrase"``, ``-not``, ``this OR that``,
    ``begin*``, ``outlet:`` ``company:`` ``thesis:`` ``-thesis:`` ``is:`` ``since:`` ``before:``
    ``sort:``.
    The last word, where no space follows it, may be the beginning of a word.
    Never raises: what cannot be used is left out, and ``problem`` says so.
    """
    line = clean(text.translate(_QUOTES))
    reader = _Reader(typing=bool(line) and not text[-1].isspace())
    for term in _terms(line):
        if reader.terms == MOST_TERMS:
            reader.complain(f"Only the first {MOST_TERMS} words of the search are used.")
            break
        reader.read(term, last=term.end() == len(line))
    return reader.result(line)


def fields(text: str) -> dict[str, str]:
    """What the fields of a search say, by name; of one that stands several times the last."""
    return {
        term["field"].lower(): (term["quoted"] or term["bare"] or "").strip()
        for term in _terms(clean(text.translate(_QUOTES)))
        if term["field"] and not term["minus"]
    }


def with_field(text: str, named: str, value: str) -> str:
    """A search with one field in place of all of that name; an empty value takes it out.

    It stands first: the last word of a search may go on, and is to stay the last.
    """
    kept = _without(text, lambda term: term["field"].lower() == named and not term["minus"])
    said = " ".join(clean(value.translate(_QUOTES)).replace('"', " ").split())
    if not said:
        return kept
    # A bare word might be read as one that goes on.
    written = (
        f'"{said}"' if named in _COLUMNS or _compiled(_PLAIN).fullmatch(said) is None else said
    )
    return f"{named}:{written} {kept}".strip()


def has_one(text: str, named: str, value: str) -> bool:
    """Whether a search has the field with this value; ``-is`` and the like: it is negated."""
    return any(
        _is_one(term, named, value)
        for term in _terms(clean(text.translate(_QUOTES)))
        if term["field"]
    )


def with_one(text: str, named: str, value: str, *, wanted: bool) -> str:
    """A search with the field of this value besides others of its name, or without it."""
    kept = _without(text, lambda term: _is_one(term, named, value))
    return f"{named}:{value} {kept}".strip() if wanted else kept


def _is_one(term: re.Match[str], named: str, value: str) -> bool:
    said = (term["quoted"] or term["bare"] or "").strip()
    return f"{term['minus']}{term['field']}".lower() == named and said.lower() == value.lower()


def without_fields(text: str) -> str:
    """Only the words and phrases of a search."""
    return _without(text, lambda _: True)


def _without(text: str, is_gone: Callable[[re.Match[str]], bool]) -> str:
    """A search without some of its fields, nor an OR or NOT that stood by them."""
    kept: list[str] = []
    skips = False
    for term in _terms(clean(text.translate(_QUOTES))):
        if term["field"] and is_gone(term):
            skips = True
            if kept and kept[-1] in ("OR", "NOT"):
                kept.pop()
        elif not (skips and term[0] == "OR"):
            kept.append(term[0])
            skips = False
    return " ".join(kept)


def _terms(line: str) -> Iterator[re.Match[str]]:
    """The words, phrases and fields of a cleaned line."""
    position = 0
    while position < len(line):
        term = _compiled(_TERM).match(line, position)
        if term is None or term.end() == position:
            position += 1
        else:
            position = term.end()
            yield term


def fold(text: str) -> str:
    """Text as it is indexed and asked for: compatible forms and case alike, each CJK sign apart.

    The index has no words for scripts that write none apart; signs in a row are
    found as a phrase.
    """
    if "…" in text:  # NFKC reads it so; by far the most usual sign that keeps texts from
        text = text.replace("…", "...")  # being told compatible at one look
    if text.isascii():
        return text
    return " ".join(_compiled(_CJK).split(unicodedata.normalize("NFKC", text).casefold()))


def phrase(text: str, *, column: str = "", prefix: bool = False) -> str:
    """An FTS5 expression for these words in a row; empty where there is no letter or digit."""
    term = _term(text, column, prefix)
    return "" if term is None else term.expression


def _term(text: str, column: str, prefix: bool) -> Term | None:
    folded = " ".join(fold(text).replace('"', " ").split())
    if not any(unicodedata.category(c)[0] in "LN" for c in folded):
        return None
    return Term(folded, column, prefix)


def all_of(groups: Sequence[Sequence[Term]]) -> str:
    """The FTS5 expression of stories that have something of each group."""
    return " AND ".join(
        group[0].expression if len(group) == 1 else f"({any_of(group)})" for group in groups
    )


def any_of(terms: Sequence[Term]) -> str:
    """The FTS5 expression of stories that have one of these."""
    return " OR ".join(term.expression for term in terms)


@dataclass(slots=True)
class _Reader:
    """What was read so far."""

    typing: bool
    terms: int = 0
    words: list[str] = field(default_factory=list)
    wanted: list[list[Term]] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    states: set[tuple[str, bool]] = field(default_factory=set)
    theses: list[str] = field(default_factory=list)
    not_theses: list[str] = field(default_factory=list)
    since: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    sort: Sort = "newest"
    problem: str = ""
    joins: bool = False
    """An OR was read and waits for what follows it."""
    joinable: bool = False
    """The last term is one that OR can join."""
    negates: bool = False

    def complain(self, sentence: str) -> None:
        self.problem = self.problem or sentence

    def read(self, term: re.Match[str], *, last: bool) -> None:
        named = (term["field"] or "").lower()
        quoted = term["quoted"] is not None
        value = (term["quoted"] if quoted else term["bare"]) or ""
        if not named and not quoted and self._connects(term[0]):
            return
        negative = bool(term["minus"]) or self.negates
        self.negates = False
        open_end = last and self.typing and not term[0].endswith('"')
        if not value:
            if named:
                self.complain(f"After {named}: something is missing, as in {_EXAMPLES[named]}.")
            return
        self.terms += 1
        if named in ("", *_COLUMNS):
            star = bool(term["star"]) or (not quoted and value.endswith("*"))
            self._word(named, value.rstrip("*") or value, negative, star, open_end)
            return
        if self.joins:
            self.complain(_OR)
        self.joins = self.joinable = False
        self._field(named, value, negative=negative)

    def result(self, line: str) -> Search:
        match = all_of(self.wanted)
        exclude = any_of(self.unwanted)
        if match and exclude:
            match, exclude = f"({match}) NOT ({exclude})", ""
        if line and not (self.terms or self.problem):
            self.complain("There is no word in this search yet.")
        return Search(
            text=line,
            words=tuple(self.words),
            wanted=tuple(map(tuple, self.wanted)),
            unwanted=tuple(self.unwanted),
            match=match,
            exclude=exclude,
            states=frozenset(self.states),
            theses=tuple(self.theses),
            not_theses=tuple(self.not_theses),
            since=tuple(self.since),
            before=tuple(self.before),
            sort=self.sort,
            problem=self.problem,
        )

    def _connects(self, word: str) -> bool:
        if word == "OR":
            if self.terms and not self.joinable:
                self.complain(_OR)
            self.joins = self.joinable
        elif word == "NOT":
            self.negates = True
        return word in ("OR", "AND", "NOT")

    def _word(self, named: str, value: str, negative: bool, prefix: bool, open_end: bool) -> None:
        # Two letters begin very many words, and are one often enough; a sign of CJK is a word.
        begins = open_end and not negative and len(value) > (2 if value.isascii() else 1)
        made = _term(value, _COLUMNS.get(named, ""), prefix or begins)
        if made is None:
            said = excerpt(value, _SHOWN)
            self.complain(f"There is no letter or digit in {said}, so it was left out.")
            return
        if negative:
            if self.joins:
                self.complain(_OR)
            self.unwanted.append(made)
            self.joinable = False
        else:
            if self.joins:
                self.wanted[-1].append(made)
            else:
                self.wanted.append([made])
            self.joinable = True
            if not named:
                self.words.append(value)
        self.joins = False

    def _field(self, named: str, value: str, *, negative: bool) -> None:
        if named == "is":
            state = _STATES.get(value.lower())
            if state is None:
                self.complain(f"is:{excerpt(value, _SHOWN)} is not known: write {_EXAMPLES['is']}.")
            else:
                self.states.add((state[0], state[1] is not negative))
        elif named == "thesis":
            (self.not_theses if negative else self.theses).append(value)
        elif negative:
            self.complain(f"-{named}: cannot be used: write {_EXAMPLES[named]}.")
        elif named == "sort":
            sort = next((each for each in SORTS if each == value.lower()), None)
            if sort is None:
                self.complain(
                    f"sort:{excerpt(value, _SHOWN)} is not known: write {_EXAMPLES['sort']}."
                )
            else:
                self.sort = sort
        elif _moment(value, times.DAY * 365 * 50) is None:
            self.complain(
                f"{named}:{excerpt(value, _SHOWN)} is no date, so it was left out: "
                f"write {_EXAMPLES[named]}."
            )
        else:
            (self.since if named == "since" else self.before).append(value)


def _moment(written: str, now: int) -> int | None:
    try:
        return max(0, times.parse_since(written, now))
    except (ValueError, OverflowError):
        return None
