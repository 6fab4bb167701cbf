"""Where a brief or a digest is written to: the ending of the path says in which form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from signalboard import times
from signalboard.ui.dialogs.form import Field, Form

if TYPE_CHECKING:
    from signalboard.desk import Desk

Save = Callable[[Mapping[str, str], Path, str, bool], Path]
"""Writes in a form, told whether a file that is there may be replaced."""
_FORMS = {".md": "md", ".html": "html", ".htm": "html", ".txt": "txt"}


def file_form(
    title: str,
    name: str,
    save: Save,
    done: Callable[[str], None],
    fields: Sequence[Field] = (),
) -> Form:
    """The form; ``fields`` come before the path. A file that is there is replaced when it is
    saved once more as it was asked."""
    asked: list[Path] = []

    def saved(values: Mapping[str, str]) -> None:
        path = Path(values["to"]).expanduser()
        form = _FORMS.get(path.suffix.lower())
        if form is None:
            raise ValueError("The path ends in .md, .html or .txt: that says the form.")
        try:
            written = save(values, path, form, path in asked)
        except FileExistsError:
            asked[:] = [path]
            raise ValueError(f"{path} is there already. Enter again replaces it.") from None
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise ValueError(f"It could not be written: {why}.") from error
        done(str(written))

    help_ = "Ending .md, .html or .txt says the form."
    where = Field("to", "to", str(Path.cwd() / name), help_, 1000)
    return Form(title, (*fields, where), saved)


def digest_form(desk: Desk, done: Callable[[str], None]) -> Form:
    """The days of a digest, and where it goes."""
    now = desk.now()
    week = times.parse_since("1w", now)

    def save(values: Mapping[str, str], path: Path, form: str, overwrite: bool) -> Path:
        since = times.parse_since(values["since"] or "1w", now)
        until = times.parse_as_of(values["until"], now) if values["until"] else now
        return desk.save_digest(since, until, form, path, overwrite=overwrite)

    fields = (
        Field("since", "since", times.day(week), "A day like 2026-01-31, or 3d, 2w, 6m back.", 30),
        Field("until", "until", "", "The last day, with all its hours; empty: until now.", 30),
    )
    return file_form("Write a digest", desk.digest_name(week, now, "html"), save, done, fields)
