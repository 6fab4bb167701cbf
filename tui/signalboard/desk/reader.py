"""Theses and stories as suggestions read them, made from what the rooms hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from signalboard.judge.relatedness import Rarity, Told, Topic, related, told
from signalboard.judge.stance import Claim, stance
from signalboard.judge.words import telling, tokens
from signalboard.model import Company, Evidence, Snapshot, Suggestion, Thesis, Watch

if TYPE_CHECKING:
    from signalboard.wire.companies import Finder


class Reader:
    """Reads stories by the theses of one board."""

    def __init__(self, companies: Sequence[Company], finder: Finder) -> None:
        self._finder = finder
        self._names = frozenset(
            stem
            for company in companies
            for name in (company.name, *company.aliases)
            for stem in telling(tokens(name))
        )
        self._topics: dict[str, Topic] = {}
        self._titles: dict[str, Told] = {}
        """What was read of titles that were judged: they are counted again at each judgment."""
        self._claims: dict[str, tuple[Claim, Claim]] = {}
        self.rarity = Rarity()

    def learn(self, thesis: Thesis, watches: Iterable[Watch], evidence: Sequence[Evidence]) -> None:
        """A thesis as it stands now, with what was judged of it."""
        said = " | ".join((thesis.name, thesis.statement, thesis.negation, *thesis.keywords))
        asked = " | ".join(
            part
            for watch in watches
            for part in (watch.question, watch.hit_if, watch.miss_if, watch.void_if)
        )
        self._topics[thesis.id] = Topic(
            thesis,
            self._finder.find(said, ""),
            self._finder.find(asked, ""),
            [(piece.stance, self._judged(piece.snapshot)) for piece in evidence],
        )
        self._claims[thesis.id] = Claim(thesis.statement), Claim(thesis.negation)

    def keep_only(self, thesis_ids: Iterable[str]) -> None:
        """Forget all other theses."""
        kept = set(thesis_ids)
        for ident in self._topics.keys() - kept:
            del self._topics[ident], self._claims[ident]

    def told(self, title: str, summary: str, companies: Sequence[str], about: int) -> Told:
        """What is read of a story: ``about`` of its companies, the first ones, are in the title."""
        return told(
            title,
            summary,
            frozenset(companies[:about]),
            frozenset(companies[about:]),
            self._names,
        )

    def suggested(
        self, story: Told, title: str, summary: str, without: Iterable[str] = ()
    ) -> tuple[Suggestion, ...]:
        """The likeliest theses of a story, each with a stance; none of those in ``without``."""
        found = []
        for one in related(tuple(self._topics.values()), story, self.rarity):
            if one.thesis_id in without:
                continue
            statement, negation = self._claims[one.thesis_id]
            way = stance(statement, negation, title, summary)
            given = way.stance if way.restates else None
            said = way.why if way.restates else ""
            found.append(
                Suggestion(
                    one.thesis_id, given, one.worth, way.likely, one.why, said, way.is_contrary
                )
            )
        return tuple(found)

    def looks_contrary(self, thesis_id: str, title: str, summary: str) -> bool:
        """Whether a story that is about a thesis is worth a look as a contradiction."""
        return stance(*self._claims[thesis_id], title, summary).is_contrary

    def _judged(self, snapshot: Snapshot) -> Told:
        """Of evidence only the title is read: summaries say too much that is chance."""
        title = snapshot.title
        if title not in self._titles:
            named = self._finder.find(title, "")
            self._titles[title] = self.told(title, "", named, len(named))
        return self._titles[title]
