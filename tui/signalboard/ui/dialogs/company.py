"""A company to look for, and the names it goes by."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signalboard.model import Company
from signalboard.ui.dialogs.form import Field, Form


def company_form(save: Callable[[Company], None]) -> Form:
    """The form of a new company."""

    def checked(values: Mapping[str, str]) -> None:
        save(
            Company(
                name=values["name"],
                aliases=_listed(values["aliases"]),
                ticker=values["ticker"] or None,
                as_written=values["as_written"].lower() in ("y", "yes"),
                exclude=_listed(values["exclude"]),
            )
        )

    fields = (
        Field("name", "name", "", "As it is mostly written.", 80),
        Field("aliases", "also", "", "Other names, between commas: WeChat, 腾讯, Hunyuan"),
        Field("ticker", "ticker", "", "If it has one.", 20),
        Field("as_written", "a word too?", "",
              "y where the name is also a word (Meta, Stripe): then only as written.", 3),
        Field("exclude", "but not", "",
              "Longer names that are somebody else, between commas: Tencent Music"),
    )  # fmt: skip
    teach = "It is written to feeds.yaml and found in headlines from the next refresh on."
    return Form("New company", fields, checked, teach=teach)


def _listed(written: str) -> tuple[str, ...]:
    return tuple(name for part in written.split(",") if (name := part.strip()))
