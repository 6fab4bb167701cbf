"""What goes out: each writer held to the properties that its own tests ask of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from contextlib import ExitStack
from typing import Any

from signalboard import text
from tests.export import (
    test_export_back,
    test_export_bibliography,
    test_export_difference,
    test_export_hostile,
    test_export_notes,
    test_export_page,
    test_export_pages,
    test_export_series,
)
from tests.export.test_export_hostile import BATCH
from tests.fuzz.engine import Target
from tests.fuzz.targets import Door, bytes_of, text_of

PART = "\x1e"
"""Between an address, the text of every other field, and titles."""


def _held(*tests: Callable[..., None]) -> Callable[[ExitStack], Target]:
    """The properties of a writer, asked of titles and texts made from bytes."""

    def made(_stack: ExitStack) -> Target:
        def target(data: bytes) -> Hashable:
            # Longer texts are cut at the door, which the properties do not reckon with.
            parts = [part[:400] for part in text_of(data).split(PART)]
            url, other, *raw = (*parts, "", "")[: max(2, len(parts))]
            titles = (raw * BATCH)[:BATCH] if raw else [""] * BATCH
            for test in tests:
                asked: Any = test
                names = asked.hypothesis.inner_test.__code__.co_varnames
                count = asked.hypothesis.inner_test.__code__.co_argcount
                given: dict[str, Any] = {"titles": titles, "other": other, "url": url}
                if test.__name__ in _CLEAN:
                    given["titles"] = [text.clean(title) for title in titles]
                if test.__name__ in _CLEAN_OTHER:
                    given["other"] = text.clean(other)
                if "order" in names[:count]:
                    import random

                    given["order"] = random.Random(len(data))
                asked.hypothesis.inner_test(**given)
            return len(parts)

        return target

    return made


_CLEAN = {
    "test_markdown_titles_read_as_written_and_links_are_those_given",
    "test_csv_comes_back_as_it_was",
    "test_json_titles_come_back_and_the_log_validates",
    "test_titles_read_as_written_and_links_are_those_given",
    "test_titles_read_as_written_and_nothing_of_obsidian_acts",
    "test_titles_read_as_written_in_every_form",
    "test_bibtex_titles_come_back_and_nothing_else_is_there",
    "test_ris_titles_come_back_and_nothing_else_is_there",
    "test_csl_json_titles_come_back_and_hold_no_markup",
    "test_any_text_is_only_text_in_markdown",
    "test_series_titles_come_back_and_hold_no_formula",
}
"""Properties of titles that went through the door."""
_CLEAN_OTHER = {"test_any_text_is_only_text_in_markdown"}


def _seeds() -> Iterable[bytes]:
    yield bytes_of(
        PART.join(("https://x.example/a?b=c", "other", "A title", "Another: [x](y) *z*"))
    )
    yield bytes_of(
        PART.join(("javascript:1", "=1+1", "<b>&amp;", "- [ ] x", "1. y", "# z", "| a |"))
    )


_WORDS = (b"\x1e", b"](", b"```", b"~~~", b"***", b"[[", b"]]", b"![", b"<!--", b"{{", b"%%",
          b"$$", b"\\", b"@",
          b"{", b"}", b"\\input", b"TY  - ", b"ER  - ", b"\nER  -", b'","', b'""', b"</style>",
          b"&lt;", b"^[", b"==",
          b"::", b"#tag", b"---", b"+++", b"=HYPERLINK(", b"http://www.x.example",
          b"www.y.example", b"a@b.example",
          b"<i>", b"<span class=\"nocase\">", b"^block", b"| --- |", b"[^1]: ", b"- [x] ",
          b"&#x202e;")  # fmt: skip
_HOSTILE = test_export_hostile
_BIB = test_export_bibliography


def _door(name: str, *tests: Callable[..., None]) -> Door:
    return Door(f"export-{name}", _held(*tests), _seeds, _WORDS, quick=0)


DOORS = (
    _door("md", _HOSTILE.test_markdown_titles_read_as_written_and_links_are_those_given,
          _HOSTILE.test_markdown_keeps_its_shape_and_its_bytes_whatever_the_text),
    _door("csv", _HOSTILE.test_csv_comes_back_as_it_was,
          _HOSTILE.test_csv_holds_no_formula_and_keeps_its_shape_and_its_bytes),
    _door("series", test_export_series.test_series_titles_come_back_and_hold_no_formula),
    _door("json", _HOSTILE.test_json_titles_come_back_and_the_log_validates,
          _HOSTILE.test_json_keeps_its_bytes_and_is_clean_whatever_the_text,
          test_export_back.test_any_text_comes_back_as_it_was_written),
    _door("html", test_export_page.test_titles_read_as_written_and_links_are_those_given,
          test_export_page.test_no_text_makes_an_element_or_an_attribute),
    _door("obsidian", test_export_notes.test_titles_read_as_written_and_nothing_of_obsidian_acts,
          test_export_notes.test_a_note_keeps_its_shape_and_its_marks_whatever_the_text),
    _door("bibtex", _BIB.test_bibtex_titles_come_back_and_nothing_else_is_there,
          _BIB.test_bibtex_keeps_its_shape_whatever_the_text),
    _door("ris", _BIB.test_ris_titles_come_back_and_nothing_else_is_there,
          _BIB.test_ris_is_tags_and_records_whatever_the_text),
    _door("csl-json", _BIB.test_csl_json_titles_come_back_and_hold_no_markup,
          _BIB.test_csl_json_is_clean_whatever_the_text),
    _door("difference", test_export_difference.test_titles_read_as_written_in_every_form,
          test_export_difference.test_no_text_makes_an_element),
    _door("brief-digest", test_export_pages.test_any_text_is_only_text_in_html,
          test_export_pages.test_any_text_is_only_text_in_markdown,
          test_export_pages.test_any_text_is_only_lines_in_plain_text),
)  # fmt: skip
