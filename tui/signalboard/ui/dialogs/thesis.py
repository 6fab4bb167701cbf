"""A thesis to word: the claim, what would be the case if it were false, and what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from textual.widget import Widget

from signalboard import times
from signalboard.desk import Ending
from signalboard.model import Problem, Thesis
from signalboard.text import clean
from signalboard.ui.dialogs.form import Field, Form, Worth
from signalboard.ui.ink import Line

if TYPE_CHECKING:
    from signalboard.desk import Desk
    from signalboard.desk.values import Change

PRIOR = 3
"""Which line holds the prior."""


class ThesisForm(Form):
    """The form of a new thesis, or of one to edit; ``changed`` hears what was changed."""

    def __init__(
        self, desk: Desk, changed: Callable[[Change | None], None], thesis: Thesis | None = None
    ) -> None:
        self._desk, self._changed, self._thesis = desk, changed, thesis
        said = thesis is not None and thesis.prior_said
        prior = f"{thesis.prior * 100:g}" if thesis is not None and said else ""
        horizon = thesis.horizon_at if thesis is not None else None
        fields = (
            Field("name", "name", thesis.name if thesis else "",
                  "A short name for lists: “Agents get wallets”.", 60),
            Field("statement", "statement", thesis.statement if thesis else "",
                  "What is claimed, so that it can turn out false. It follows “if”."),
            Field("negation", "negation", thesis.negation if thesis else "",
                  "What is the case if it is false. Every story is judged between the two."),
            Field("prior", "prior, %", prior,
                  "How likely it was before any evidence, 1 to 99. A draft may leave it open.", 6),
            Field("horizon", "horizon", times.day(horizon) if horizon is not None else "",
                  "By when it should have shown: 2028-12-31, 2 years, or end of 2028.", 40),
            Field("rivals", "rivals", "; ".join(thesis.rivals) if thesis else "",
                  "Other explanations of the same stories, between semicolons.", 2000),
            Field("pre_mortem", "pre-mortem", thesis.pre_mortem if thesis else "",
                  "Suppose that it turned out false: why did it?", 2000),
            Field("keywords", "keywords", ", ".join(thesis.keywords) if thesis else "",
                  "Words that suggest a story to it, between commas.", 2000),
        )  # fmt: skip
        title = f"Edit {thesis.number} {thesis.name}" if thesis else "New thesis"
        teach = "A new wording after the first evidence is a new version; the old one is kept."
        super().__init__(title, fields, self._kept, teach=teach if thesis else "")
        self._lacks = Worth()

    def extra(self) -> Iterable[Widget]:
        """Below the lines: what it lacks to be active."""
        yield self._lacks

    def on_mount(self) -> None:
        """Room for what it lacks."""
        self._lacks.styles.height = 3
        self._lacks.styles.margin = (1, 0, 0, 0)

    def _show(self) -> None:
        super()._show()
        self._lacks.show(*self._missing())

    def _missing(self) -> list[Line]:
        """What is missing for it to be active, as it is typed now."""
        status = "draft" if self._thesis is None else self._thesis.status
        lacks = []
        if not clean(self._inputs[PRIOR].value):
            lacks.append("a prior")
        if self._thesis is None or any("watch" in said for said in self._watchless()):
            lacks.append("a watch that could move it 5 dB the other way (w in Theses)")
        if status != "draft":
            return [[(f"it is {status}", "soft")]]
        if not lacks:
            return [[("a draft, and nothing is missing: L in Theses makes it active", "soft")]]
        return [
            [("a draft: it collects evidence; to be active it lacks", "soft")],
            *([("  ", ""), (lack, "warn")] for lack in lacks),
        ]

    def _watchless(self) -> tuple[str, ...]:
        assert self._thesis is not None
        try:
            return self._desk.missing(self._thesis.id)
        except Problem:
            return ()

    def _kept(self, values: Mapping[str, str]) -> None:
        prior = read_prior(values["prior"]) if values["prior"] else None
        rivals = [said for each in values["rivals"].split(";") if (said := each.strip())]
        keywords = [said for each in values["keywords"].split(",") if (said := each.strip())]
        horizon = self._horizon(values["horizon"])
        if self._thesis is None:
            change = self._desk.add_thesis(
                values["name"],
                values["statement"],
                values["negation"],
                prior=prior,
                keywords=keywords,
                horizon_at=horizon or None,
                rivals=rivals,
                pre_mortem=values["pre_mortem"],
            )
            self._changed(change)
            return
        edited = self._desk.edit_thesis(
            self._thesis.id,
            name=values["name"],
            statement=values["statement"],
            negation=values["negation"],
            prior=prior,
            keywords=keywords,
            horizon_at=horizon,
            rivals=rivals,
            pre_mortem=values["pre_mortem"],
        )
        self._changed(edited)

    def _horizon(self, written: str) -> int:
        """The moment that the line says, the one that stands where it says that; 0: none."""
        stood = self._thesis.horizon_at if self._thesis is not None else None
        if stood is not None and written == times.day(stood):
            return stood
        return self._desk.day_meant(written) if written else 0


def closing_form(thesis: Thesis, ending: Ending, save: Callable[[str], None]) -> Form:
    """How a thesis ended: what was learned."""
    help_ = "What was right, what was wrong, what would you do otherwise?"
    if ending == "retired":
        help_ = "Why it is let go, if that is worth a word: no verdict is given."
    field = Field("post_mortem", "post-mortem", thesis.post_mortem, help_, 2000)
    return Form(
        f"{ending.capitalize()}: {thesis.name}",
        (field,),
        lambda values: save(values["post_mortem"]),
        teach="Its evidence and its watches stay; those still come due.",
    )


def read_prior(written: str) -> float:
    """A probability from per cent; raises ValueError with a sentence."""
    try:
        percent = float(written.strip().rstrip("%").replace(",", "."))
    except ValueError:
        percent = 0.0
    if not 1 <= percent <= 99:
        raise ValueError("The prior is a number of per cent, from 1 to 99.")
    return round(percent / 100, 4)
