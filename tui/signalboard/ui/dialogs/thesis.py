"""A thesis to word: the claim, and what would be the case if it were false."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signalboard.model import Thesis
from signalboard.ui.dialogs.form import Field, Form


def thesis_form(thesis: Thesis | None, save: Callable[[Mapping[str, str], float], None]) -> Form:
    """The form of a new thesis, or of one to edit."""

    def checked(values: Mapping[str, str]) -> None:
        save(values, read_prior(values["prior"]))

    prior = f"{thesis.prior * 100:g}" if thesis else "50"
    fields = (
        Field("name", "name", thesis.name if thesis else "",
              "A short name for lists: “Agents get wallets”.", 60),
        Field("statement", "statement", thesis.statement if thesis else "",
              "What is claimed, so that it can turn out false. It follows “if”."),
        Field("negation", "negation", thesis.negation if thesis else "",
              "What is the case if it is false. Every story is judged between the two."),
        Field("prior", "prior, %", prior,
              "How likely it was before any evidence, 1 to 99. Fifty says nothing.", 6),
    )  # fmt: skip
    title = f"Edit {thesis.number} {thesis.name}" if thesis else "New thesis"
    teach = "A new wording after the first evidence is a new version; the old one is kept."
    return Form(title, fields, checked, teach=teach if thesis else "")


def read_prior(written: str) -> float:
    """A probability from per cent; raises ValueError with a sentence."""
    try:
        percent = float(written.strip().rstrip("%").replace(",", "."))
    except ValueError:
        percent = 0.0
    if not 1 <= percent <= 99:
        raise ValueError("The prior is a number of per cent, from 1 to 99.")
    return round(percent / 100, 4)
