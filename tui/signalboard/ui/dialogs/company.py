"""A company to look for, the names it goes by, and what they find while they are typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from signalboard.model import Company
from signalboard.text import clean, counted
from signalboard.ui.dialogs.form import Field, Form
from signalboard.ui.ink import Inked, Line, crop_line
from signalboard.ui.scanner import heard

PAUSE = 0.4
"""Seconds without a key before the archive is searched for what is typed."""
_SHOWN = 5
_BEFORE = 24
"""Characters shown before a match, so that it is seen in a narrow form too."""


class Found(Inked):
    """How many stories the names find, and the newest of them."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []

    def show(self, *lines: Line) -> None:
        """Other lines."""
        self._lines = list(lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        width = self.size.width
        return self.strip_of(
            crop_line(self._lines[y], width) if y < len(self._lines) else (), width
        )


class CompanyForm(Form):
    """The form of a company. What its names find is searched by a child, never on a key's way."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[Company], None],
        command: Callable[[Company, int], list[str]],
        *,
        known: Company | None,
        listed: Sequence[Company],
        teach: str,
    ) -> None:
        super().__init__(title, fields, lambda values: save(_read(values, known)), teach=teach)
        self._known = known
        self._others = [each for each in listed if known is None or each.name != known.name]
        self._command = command
        self._found = Found()
        self._asked: Company | None = None
        self._matches: list[Line] = []

    def extra(self) -> Iterable[Widget]:
        """Below the lines: what they find."""
        yield self._found

    def on_mount(self) -> None:
        """There may be names to try already."""
        super().on_mount()
        self._found.styles.height = 1 + (_SHOWN if self.app.size.height >= 22 else 2)
        self._found.styles.margin = (1, 0, 0, 0)
        self._look()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed is tried once the typing rests."""
        super().on_input_changed(event)
        self._look()

    def _look(self) -> None:
        values = {
            field.name: clean(line.value, field.limit)
            for field, line in zip(self._fields, self._inputs, strict=True)
        }
        company = _read(values, self._known)
        if company == self._asked:
            return
        self._asked = company
        if not company.name:
            self.workers.cancel_group(self, "try")
            self._found.show([("What these names find is shown here.", "soft")])
            return
        self.run_worker(self._try(company), group="try", exclusive=True, exit_on_error=False)

    async def _try(self, company: Company) -> None:
        await asyncio.sleep(PAUSE)
        self._matches = []
        self._found.show([("searching the archive …", "soft")])
        problem = await heard(self._command(company, _SHOWN), self._hear)
        if problem:
            self._found.show([(problem, "warn")])

    def _hear(self, event: dict[str, Any]) -> None:
        if "matched" in event:
            before, matched, after = (str(event.get(k, "")) for k in ("before", "matched", "after"))
            before = before if len(before) <= _BEFORE else f"…{before[1 - _BEFORE :]}"
            self._matches.append(
                [("  ", ""), (before, "soft"), (f"[{clean(matched)}]", "company"), (after, "soft")]
            )
            self._found.show([("searching the archive …", "soft")], *self._matches)
        elif "stories" in event:
            count = event["stories"] if isinstance(event["stories"], int) else 0
            said = "no story here" if not count else counted(count, "story")
            newest = ", the newest:" if count > len(self._matches) else ":" if count else ""
            head: Line = [("These names find ", "soft"), (said, ""), (newest, "soft")]
            shared = _shared(self._asked or Company(""), self._others)
            if shared:
                self._found.show(head, [(shared, "warn")], *self._matches[: _SHOWN - 1])
            else:
                self._found.show(head, *self._matches)


def company_form(
    known: Company | None,
    save: Callable[[Company], None],
    command: Callable[[Company, int], list[str]],
    listed: Sequence[Company] = (),
) -> CompanyForm:
    """The form of a new company, or of one to edit.

    ``command`` is what shows so many matches of a company as it is typed; ``listed`` are the
    companies there are.
    """
    company = known or Company("")
    words = company.as_written
    word = ", ".join(words) if isinstance(words, tuple) else "y" if words else ""
    name = Field("name", "name", "", "As it is mostly written.", 80)
    fields = (
        *(() if known else (name,)),
        Field("aliases", "also", _told(company.aliases),
              "Other names, between commas: WeChat, 腾讯, Hunyuan", 4000),
        Field("ticker", "ticker", company.ticker or "", "If it has one: 0700.HK", 20),
        Field("as_written", "a word too?", word,
              "y, or which of the names are also words (Comet): then only as written.", 400),
        Field("exclude", "but not", _told(company.exclude),
              "Longer names that are somebody else, between commas: Tencent Music", 20_000),
    )  # fmt: skip
    teach = "It is written to feeds.yaml, and found in what is here already."
    title = f"Edit {known.name}" if known else "New company"
    return CompanyForm(title, fields, save, command, known=known, listed=listed, teach=teach)


def _shared(company: Company, others: Sequence[Company]) -> str:
    """Which name is another company's too: a place in a text is one company's only."""
    for name in (company.name, *company.aliases):
        for other in others:
            if name.casefold() in (each.casefold() for each in (other.name, *other.aliases)):
                return f"“{name}” is {other.name}'s too: each place goes to one of them."
    return ""


def _read(values: Mapping[str, str], known: Company | None) -> Company:
    word = values["as_written"]
    yes, no = word.lower() in ("y", "yes"), word.lower() in ("", "n", "no")
    return Company(
        name=known.name if known else values["name"],
        aliases=_listed(values["aliases"]),
        ticker=values["ticker"] or None,
        as_written=yes if yes or no else _listed(word) or False,
        exclude=_listed(values["exclude"]),
    )


def _told(names: Sequence[str]) -> str:
    """Names between commas; one that has a comma in quotes."""
    return ", ".join(f'"{name}"' if "," in name else name for name in names)


def _listed(written: str) -> tuple[str, ...]:
    """Names between commas; what is in quotes is one."""
    found: list[str] = []
    for number, part in enumerate(written.split('"')):
        found += [part] if number % 2 else part.split(",")
    return tuple(dict.fromkeys(name for part in found if (name := part.strip())))
