"""Words as the index cuts them, and where in a text those of a search stand. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

import apsw

from signalboard.archive.search import Search, Term, fold

Tokens = tuple[tuple[str, ...], bool]
"""The words of a term, and whether the last may go on."""
Span = tuple[int, int]
"""[start, end) in characters."""


def groups_of(wanted: Sequence[Sequence[Term]]) -> list[list[Tokens]]:
    """The words of each group; what has none for the index counts for nothing there either."""
    groups = [[made for term in group if (made := tokens_of(term))] for group in wanted]
    return [group for group in groups if group]


def tokens_of(term: Term) -> Tokens | None:
    """The words of a term; None where it has none."""
    tokens = tuple(tokenized(term.text))
    return (tokens, term.prefix) if tokens else None


def stands(term: Tokens, tokens: Sequence[str]) -> bool:
    """Whether these words stand in a row somewhere."""
    return next(iter(_places(term, tokens)), None) is not None


def tokenized(folded: str) -> list[str]:
    """The words of a folded text, cut where the index cuts them."""
    made: list[str] = _tokenizer()(
        folded.encode(), apsw.FTS5_TOKENIZE_DOCUMENT, None, include_offsets=False,
        include_colocated=False,
    )  # fmt: skip
    return made


def hits(search: Search) -> Callable[[str], tuple[Span, ...]]:
    """Tells where in a text the words and phrases stand that a search looks for anywhere.

    In order, apart from each other. What it looks for in outlets or companies
    alone is no hit, nor is what it leaves out.
    """
    terms = [
        made
        for group in search.wanted
        for term in group
        if not term.column and (made := tokens_of(term))
    ]
    return partial(_found, terms)


def _found(terms: Sequence[Tokens], text: str) -> tuple[Span, ...]:
    if not terms or not text:
        return ()
    folded, origins = _traced(text)
    located = _tokenizer()(
        folded.encode(), apsw.FTS5_TOKENIZE_DOCUMENT, None, include_offsets=True,
        include_colocated=False,
    )  # fmt: skip
    tokens = [token for _, _, token in located]
    found = sorted(
        (origins[located[at][0]], origins[located[at + len(term[0]) - 1][1] - 1] + 1)
        for term in terms
        for at in _places(term, tokens)
    )
    return _apart(found)


def _places(term: Tokens, tokens: Sequence[str]) -> Iterable[int]:
    """Where these words stand in a row: the number of the first."""
    (*words, last), prefix = term
    for start in range(len(tokens) - len(words)):
        end = tokens[start + len(words)]
        if (end == last or (prefix and end.startswith(last))) and (
            list(tokens[start : start + len(words)]) == words
        ):
            yield start


def _traced(text: str) -> tuple[str, Sequence[int]]:
    """A text folded, and for each of its bytes the character of the text it came from."""
    if text.isascii():
        return text, range(len(text))
    parts: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        folded = fold(character)
        parts.append(folded)
        origins += [place] * len(folded.encode())
    return "".join(parts), origins


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap as one."""
    made: list[Span] = []
    for start, end in spans:
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return tuple(made)


@cache
def _tokenizer() -> Any:
    return apsw.Connection(":memory:").fts5_tokenizer("unicode61", ["remove_diacritics", "2"])
