"""Theses and stories as suggestions read them, made from what the rooms hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from signalboard.judge.relatedness import Rarity, Told, Topic, related, told
from signalboard.judge.stance import Claim, stance
from signalboard.judge.words import telling, tokens
from signalboard.model import Company, Stance, Suggestion, Thesis, Watch

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
        self._judged: dict[str, dict[str, tuple[Stance, tuple[str, ...]]]] = {}
        """Of each thesis the evidence that was read, by its id: which way, and its terms."""
        self._claims: dict[str, tuple[Claim, Claim]] = {}
        self.rarity = Rarity()

    def learn(self, thesis: Thesis, watches: Iterable[Watch]) -> None:
        """A thesis as it stands now; the evidence that was read of it stays."""
        said = " | ".join((thesis.name, thesis.statement, thesis.negation, *thesis.keywords))
        asked = " | ".join(
            part
            for watch in watches
            for part in (watch.question, watch.hit_if, watch.miss_if, watch.void_if)
        )
        topic = Topic(thesis, self._finder.find(said, ""), self._finder.find(asked, ""))
        for stance_of, terms in self._judged.setdefault(thesis.id, {}).values():
            topic.add(stance_of, terms)
        self._topics[thesis.id] = topic
        self._claims[thesis.id] = Claim(thesis.statement), Claim(thesis.negation)

    def follow(
        self,
        thesis_id: str,
        stances: Mapping[str, Stance],
        title: Callable[[str], str],
        most: int | None = None,
    ) -> bool:
        """Read so many more pieces of the evidence on a thesis; whether ``stances`` is all of it.

        What is not there any more, or points another way now, is taken out first.
        """
        topic, known = self._topics[thesis_id], self._judged[thesis_id]
        for ident in [i for i, (stood, _) in known.items() if stances.get(i) is not stood]:
            topic.remove(*known.pop(ident))
        for ident in islice((i for i in stances if i not in known), most):
            terms = self._terms(title(ident))
            known[ident] = stances[ident], terms
            topic.add(stances[ident], terms)
        return len(known) == len(stances)

    def keep_only(self, thesis_ids: Iterable[str]) -> None:
        """Forget all other theses."""
        kept = set(thesis_ids)
        for ident in self._topics.keys() - kept:
            del self._topics[ident], self._claims[ident], self._judged[ident]

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

    def _terms(self, title: str) -> tuple[str, ...]:
        named = self._finder.find(title, "")
        return self.told(title, "", named, len(named)).judged
