"""Theses: new ones, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from signalboard import text, times
from signalboard.board import Op, codec, make, revise
from signalboard.desk.judging import Judging
from signalboard.desk.reading import Reading
from signalboard.desk.values import Change, DeskProblem
from signalboard.model import Thesis, Version

_STATEMENT = 400
_PROSE = 2000
"""Characters of a pre-mortem or a post-mortem."""


class Theses(Judging, Reading):
    """What a thesis is called, claims and is counted from. Each change is one line."""

    def add_thesis(
        self,
        name: str,
        statement: str,
        negation: str,
        *,
        prior: float | None = None,
        keywords: Sequence[str] = (),
        horizon_at: int | None = None,
        rivals: Sequence[str] = (),
        pre_mortem: str = "",
    ) -> Change:
        """A new thesis, as a draft that already collects evidence.

        Without a prior it counts from even odds, which say nothing: it stays a draft then.
        """
        fields = _thesis_fields(name, statement, negation, 0.5 if prior is None else prior)
        now = self.now()
        _check_horizon(horizon_at, now)

        def build(_seq: int) -> list[Op]:
            known = self._board.theses()
            self._name_is_free(fields[0], known)
            ident = _free_id(fields[0], (thesis.id for thesis in known))
            thesis = Thesis(
                id=ident,
                number=max((thesis.number for thesis in known), default=0) + 1,
                name=fields[0],
                versions=(Version(fields[1], fields[2], now),),
                prior=fields[3],
                prior_said=prior is not None,
                keywords=tuple(_keywords(keywords)),
                created_at=now,
                horizon_at=horizon_at,
                rivals=tuple(_clauses(rivals)),
                pre_mortem=text.clean(pre_mortem, _PROSE),
            )
            return [make("theses", ident, codec.thesis_out(thesis))]

        change = self._change(f"new thesis: {fields[0]}", build)
        assert change is not None
        return change

    def edit_thesis(
        self,
        thesis_id: str,
        *,
        name: str | None = None,
        statement: str | None = None,
        negation: str | None = None,
        prior: float | None = None,
        keywords: Sequence[str] | None = None,
        horizon_at: int | None = None,
        rivals: Sequence[str] | None = None,
        pre_mortem: str | None = None,
    ) -> Change | None:
        """Change a thesis; None where it is so already. A horizon of 0 takes it away.

        A new wording after the first evidence is a new version: what was
        judged stays with the wording it was judged by.
        """
        now = self.now()

        def build(_seq: int) -> list[Op | None]:
            old = self._thesis(thesis_id)
            fields = _thesis_fields(
                old.name if name is None else name,
                old.statement if statement is None else statement,
                old.negation if negation is None else negation,
                old.prior if prior is None else prior,
            )
            self._name_is_free(fields[0], (t for t in self._board.theses() if t.id != old.id))
            document = codec.thesis_out(old)
            changed = _changed(old, fields[0], fields[3], prior is not None)
            if keywords is not None:
                changed["keywords"] = _keywords(keywords)
            if horizon_at is not None and horizon_at != old.horizon_at:
                _check_horizon(horizon_at or None, now)
                changed["horizon"] = times.iso(horizon_at) if horizon_at else None
            if rivals is not None and tuple(_clauses(rivals)) != old.rivals:
                changed["rivals"] = _clauses(rivals)
            if pre_mortem is not None and text.clean(pre_mortem, _PROSE) != old.pre_mortem:
                changed["pre_mortem"] = text.clean(pre_mortem, _PROSE)
            if (fields[1], fields[2]) != (old.statement, old.negation):
                wording = Version(fields[1], fields[2], now)
                kept = old.versions if self._board.evidence_on(old.id) else old.versions[:-1]
                worded = codec.thesis_out(
                    Thesis(old.id, old.number, old.name, versions=(*kept, wording))
                )
                changed["versions"] = worded["versions"]
            return [revise("theses", thesis_id, document, changed)]

        return self._change(f"edited thesis: {self._thesis(thesis_id).name}", build)

    # -- how -------------------------------------------------------------

    def _thesis(self, thesis_id: str) -> Thesis:
        thesis = self._board.thesis(thesis_id)
        if thesis is None:
            raise DeskProblem(f"There is no thesis {thesis_id!r}.")
        return thesis

    def _name_is_free(self, name: str, theses: Iterable[Thesis]) -> None:
        if any(thesis.name.lower() == name.lower() for thesis in theses):
            raise DeskProblem(f"There is a thesis called {name} already.")


def _keywords(words: Sequence[str]) -> list[str]:
    return [word for given in words if (word := text.clean(given, 60))]


def _clauses(given: Sequence[str]) -> list[str]:
    return [said for each in given if (said := text.clean(each, _STATEMENT))]


def _check_horizon(at: int | None, now: int) -> None:
    if at is not None and not now < at < times.year_begins(9000):
        raise DeskProblem("The horizon is a day to come: by when it should have shown.")


def _changed(old: Thesis, name: str, prior: float, is_said: bool) -> dict[str, object]:
    """Name and prior as they are to be, in the words of the document."""
    changed: dict[str, object] = {"name": name, "prior": prior}
    if is_said and not old.prior_said:
        changed["prior_unsaid"] = None
    return changed


def _thesis_fields(
    name: str, statement: str, negation: str, prior: float
) -> tuple[str, str, str, float]:
    name, statement, negation = (
        text.clean(name, 60),
        text.clean(statement, _STATEMENT),
        text.clean(negation, _STATEMENT),
    )
    if not name:
        raise DeskProblem("A thesis needs a name.")
    if not statement:
        raise DeskProblem("A thesis needs a statement: what is claimed?")
    if not negation:
        raise DeskProblem("A thesis needs its negation: what is the case if it is false?")
    if statement.lower() == negation.lower():
        raise DeskProblem("The negation says the same as the statement.")
    if not 0.01 <= prior <= 0.99:
        raise DeskProblem("The prior is a probability from .01 to .99.")
    return name, statement, negation, prior


def _free_id(name: str, taken: Iterable[str]) -> str:
    """A readable id that nothing else has."""
    ident, used, number = text.slug(name), set(taken), 2
    while ident in used:
        ident = f"{text.slug(name)}-{number}"
        number += 1
    return ident
