"""Any text in any field: 3,000 random titles a test, two tests a writer."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from signalboard import export, text
from signalboard.export.gather import Log, gather
from signalboard.export.outward import outward, web_address
from signalboard.export.table import HEADER
from signalboard.model import Evidence, Report, Snapshot, Stance, Thesis, Version, Watch
from tests.export.reading import PRESETS, read
from tests.export.sample import AS_OF

BATCH = 20
"""Titles an example."""
TITLES_EACH = int(os.environ.get("SIGNALBOARD_TITLES", "400"))
"""Titles a property is asked of; ``make fuzz`` asks it of 3,000."""
many = settings(
    max_examples=TITLES_EACH // BATCH,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

_MARKDOWN = (
    "* ** _ ` ``` ~~~ # ## > - + 1. 1) = == | || |-|-| [ ] ( ) ![x](y) [x](javascript:1) \\ ~~ "
    "[1]: [1] --- *** === <b> </b> <!-- --> <script> & &amp; &#60; www.evil.example "
    "https://evil.example me@evil.example :: $ $$ {{ }} %}"
)
_FORMULAS = "' ''= =cmd|'/C_calc'!A0 +1 -1 @x ％ ｜ ＝1 \" \"\" ; ,"
_UNICODE = "新闻 👩\u200d🚀 café \u0301 \u202e \x1b[31m \x00 \ud800 \u200b"
_SPACES = [" ", "  ", "    ", "\n", "\r", "\r\n", "\t", "\x85", "\u2028", "\u3000"]
_PIECES = st.sampled_from([*f"{_MARKDOWN} {_FORMULAS} {_UNICODE}".split(" "), *_SPACES])
HOSTILE = st.lists(_PIECES | st.text(max_size=6), max_size=8).map("".join)
TITLES = st.lists(HOSTILE.map(text.clean), min_size=BATCH, max_size=BATCH)
RAW_TITLES = st.lists(HOSTILE, min_size=BATCH, max_size=BATCH)
URLS = HOSTILE | HOSTILE.map("https://news.example/{}".format) | HOSTILE.map("//{}".format)


def log_of(titles: list[str], other: str, url: str, order: random.Random | None = None) -> Log:
    """A log with a judgment a title; every other field that holds text holds ``other``."""
    theses = [
        Thesis(
            f"t{n}",
            n,
            other,
            (Version(other, other, 0), Version(f"{other} anew", other, 86400)),
            keywords=(other,),
        )
        for n in (1, 2)
    ]
    evidence = [_piece(n, title, other, url) for n, title in enumerate(titles)]
    watches = [
        Watch(f"w{n}", f"t{n}", other, other, other, other, other, 0, 86400 * n, 0.7, 0.2)
        for n in (1, 2)
    ]
    if order is not None:
        for part in (theses, evidence, watches):
            order.shuffle(part)
    return gather(theses, evidence, watches, AS_OF)


def _piece(n: int, title: str, other: str, url: str) -> Evidence:
    report = Report("https://feed.example/", other, other, other, title, url, None, 1_700_000_000)
    return Evidence(
        f"e{n}",
        f"t{n % 2 + 1}",
        f"s{n}",
        list(Stance)[n % 3],
        n % 3 + 1,
        other,
        1_700_000_000 + n // 3,
        1_700_000_000 + n // 2,
        n % 2,
        Snapshot(title, url, 1_700_000_000, other, (other, "Tencent"), (report,)),
    )


def in_log_order(titles: list[str]) -> list[str]:
    return [*titles[0::2], *titles[1::2]]


# -- Markdown ---------------------------------------------------------------


@many
@given(TITLES, HOSTILE, URLS)
def test_markdown_titles_read_as_written_and_links_are_those_given(titles, other, url):
    markdown = export.write(log_of(titles, other, url), "md")
    address = web_address(outward(Snapshot("", url, 0, "", (), ())).url)
    for preset in PRESETS:
        seen = read(markdown, preset)
        shown = [title or "(no title)" for title in in_log_order(titles)]
        strongest = [seen.titles.pop(0), seen.titles.pop(BATCH // 2)]
        assert seen.titles == shown
        assert all(title in shown for title in strongest)
        assert set(seen.links) == ({address} if address else set())
        assert not seen.kinds & {
            "html_block",
            "html_inline",
            "image",
            "code_inline",
            "code_block",
            "em_open",
            "s_open",
            "hr",
            "table_open",
            "hardbreak",
        }


@many
@given(RAW_TITLES, HOSTILE, URLS, st.randoms(use_true_random=False))
def test_markdown_keeps_its_shape_and_its_bytes_whatever_the_text(titles, other, url, order):
    markdown = export.write(log_of(titles, other, url), "md")
    assert export.write(log_of(titles, other, url, order), "md") == markdown
    levels = [level for level, _ in read(markdown).headings]
    plain = export.write(log_of(["a"] * BATCH, "a", ""), "md")
    assert levels == [level for level, _ in read(plain).headings]
    in_columns = re.compile(r"^(`{3,})text\n(?:.*\n)*?\1$", re.MULTILINE)  # the sums
    assert len(in_columns.findall(markdown)) == 2
    for line in in_columns.sub("", markdown).split("\n"):
        assert text.clean(line.lstrip(" "), len(line) + 1) == line.strip(" ")
    markdown.encode()


# -- CSV --------------------------------------------------------------------


@many
@given(TITLES, HOSTILE, URLS)
def test_csv_comes_back_as_it_was(titles, other, url):
    other = text.clean(other)
    rows = export.read_csv(export.write(log_of(titles, other, url), "csv"))
    assert [row["title"] for row in rows] == in_log_order(titles)
    for row in rows:
        assert row["note"] == row["thesis"] == row["outlets"] == row["negation"] == other
        assert row["companies"] == f"{other}; Tencent"


@many
@given(RAW_TITLES, HOSTILE, URLS, st.randoms(use_true_random=False))
def test_csv_holds_no_formula_and_keeps_its_shape_and_its_bytes(titles, other, url, order):
    table = export.write(log_of(titles, other, url), "csv")
    assert export.write(log_of(titles, other, url, order), "csv") == table
    rows = list(csv.reader(io.StringIO(table, newline=""), strict=True))
    assert [len(row) for row in rows] == [len(HEADER)] * (BATCH + 1)
    formula = re.compile("(?!-[0-9.]+\\Z)[=+\\-@%|\t\r\n＝＋－＠％｜]")  # a number below 0 is none
    assert not [cell for row in rows for cell in row if formula.match(cell)]
    assert table.endswith("\r\n")
    table.encode()


# -- JSON -------------------------------------------------------------------

_VALIDATOR = Draft202012Validator(json.loads(export.SCHEMA.read_text(encoding="utf-8")))


@many
@given(TITLES, HOSTILE, URLS)
def test_json_titles_come_back_and_the_log_validates(titles, other, url):
    log = json.loads(export.write(log_of(titles, other, url), "json"))
    _VALIDATOR.validate(log)
    pieces = [piece for thesis in log["theses"] for piece in thesis["evidence"]]
    assert [piece["snapshot"]["title"] for piece in pieces] == in_log_order(titles)
    assert {piece["snapshot"]["excerpt"] for piece in pieces} == {
        text.clean_paragraphs(other, 10_000)
    }


@many
@given(RAW_TITLES, HOSTILE, URLS, st.randoms(use_true_random=False))
def test_json_keeps_its_bytes_and_is_clean_whatever_the_text(titles, other, url, order):
    written = export.write(log_of(titles, other, url), "json")
    assert export.write(log_of(titles, other, url, order), "json") == written
    again = json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"
    assert again.encode() == written.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", written)
