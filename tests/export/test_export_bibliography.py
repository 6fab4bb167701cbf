"""The sources for reference managers: what their own parsers read is what was written."""

from __future__ import annotations

import json
import re
from typing import Any

import bibtexparser
import pytest
import rispy
from hypothesis import given

from signalboard import export, text
from signalboard.export.bibliography import latex, plain
from signalboard.export.gather import METHOD, gather
from signalboard.export.outward import outward, web_address
from signalboard.model import Snapshot, replace
from tests.export import sample
from tests.export.sample import AS_OF, EVIDENCE, WEB4
from tests.export.test_export_hostile import HOSTILE, RAW_TITLES, TITLES, URLS, log_of, many

_COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasciigrave": "`",
    "textquotedbl": '"',
}


def typeset(source: str) -> str:
    """What LaTeX sets: commands as their signs, ``{}`` as nothing. Refuses what else acts."""
    parts = re.findall(r"\\([A-Za-z]+)\{\}|\\([$&%#_])|(\{\})|(.)", source, re.DOTALL)
    shown = ""
    for command, escaped, nothing, other in parts:
        assert other not in set('\\{}$&%#_^~<>|`"') or not other, f"{other!r} acts in {source!r}"
        shown += _COMMANDS[command] if command else escaped or other
        assert nothing in ("", "{}")
    return shown


def entries(written: str) -> list[dict[str, str]]:
    """The fields of each entry, braces of the value taken off."""
    library = bibtexparser.parse_string(written)
    assert not library.failed_blocks
    assert not library.preambles and not library.strings
    (comment,) = library.comments  # ours, and none that a title made
    assert getattr(comment, "comment", "").strip() == METHOD[0]
    return [
        {"ID": entry.key, "TYPE": entry.entry_type, **{f.key: f.value for f in entry.fields}}
        for entry in library.entries
    ]


def in_source_order(titles: list[str], url: str) -> list[str]:
    """Each title once, as the log numbers its sources."""
    return list(dict.fromkeys([*titles[0::2], *titles[1::2]]))


def address(url: str) -> str:
    return web_address(outward(Snapshot("", url, 0, "", (), ())).url)


@many
@given(TITLES, HOSTILE, URLS)
def test_bibtex_titles_come_back_and_nothing_else_is_there(titles, other, url):
    read = entries(export.write(log_of(titles, other, url), "bibtex"))
    assert [typeset(entry["title"][1:-1]) for entry in read] == [
        title or "(no title)" for title in in_source_order(titles, url)
    ]
    assert len({entry["ID"] for entry in read}) == len(read)
    for entry in read:
        assert entry["TYPE"] == "online"
        assert re.fullmatch("[a-z0-9-]+", entry["ID"])
        assert entry.get("url", "") == address(url)
        assert not set(entry.get("url", "")) & set("{}\\\n ")
        assert typeset(entry.get("organization", "{}")[1:-1]) == " ".join(
            text.clean_paragraphs(other, 1000).split()
        )


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_bibtex_keeps_its_shape_whatever_the_text(titles, other, url):
    written = export.write(log_of(titles, other, url), "bibtex")
    shape = r"@online\{[a-z0-9-]+,|  [a-z]+ = \{.*\},|\}|"
    comment = f"@comment{{{METHOD[0]}}}"
    assert all(line == comment or re.fullmatch(shape, line) for line in written.split("\n"))
    for line in written.split("\n"):
        if line.startswith("  "):
            depth = 0
            for sign in line[:-1]:  # as BibTeX counts: a backslash changes nothing
                depth += (sign == "{") - (sign == "}")
                assert depth >= 0
            assert depth == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", written)


@many
@given(TITLES, HOSTILE, URLS)
def test_ris_titles_come_back_and_nothing_else_is_there(titles, other, url):
    written = export.write(log_of(titles, other, url), "ris")
    read: list[dict[str, Any]] = rispy.loads(written)
    assert [entry["title"] for entry in read] == [
        title or "(no title)" for title in in_source_order(titles, url)
    ]
    assert [entry["id"] for entry in read] == [
        item["id"] for item in json.loads(export.write(log_of(titles, other, url), "csl-json"))
    ]
    for entry in read:
        # Where there are several addresses they are separated so; ours is one.
        assert ";".join(entry.get("urls", [])) == address(url)
        assert not entry.keys() - {
            "type_of_reference", "id", "title", "secondary_title", "urls", "access_date",
        }  # fmt: skip


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_ris_is_tags_and_records_whatever_the_text(titles, other, url):
    written = export.write(log_of(titles, other, url), "ris")
    assert written.count("\r") == written.count("\n")
    lines = written.split("\r\n")
    assert all(re.fullmatch(r"(TY|ID|TI|T2|PY|DA|UR|Y2|ER)  - .*|", line) for line in lines)
    assert lines.count("ER  - ") == len(rispy.loads(written))


@many
@given(TITLES, HOSTILE, URLS)
def test_csl_json_titles_come_back_and_hold_no_markup(titles, other, url):
    read = json.loads(export.write(log_of(titles, other, url), "csl-json"))
    assert [item["title"].replace("<\u2060", "<") for item in read] == [
        title or "(no title)" for title in in_source_order(titles, url)
    ]
    for item in read:
        assert not re.search(r"</?(i|b|sc|sup|sub|span)[\s>]", item["title"], re.IGNORECASE)
        assert not item.keys() - {
            "id", "type", "title", "container-title", "issued", "accessed", "URL",
        }  # fmt: skip
        assert item.get("URL", "") == address(url)
        assert item["type"] == ("webpage" if address(url) else "document")


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_csl_json_is_clean_whatever_the_text(titles, other, url):
    written = export.write(log_of(titles, other, url), "csl-json")
    assert json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n" == written
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", written)


def test_dates_are_those_of_publication_and_of_the_first_sight():
    log = gather([WEB4], EVIDENCE, (), AS_OF)
    numbers = {source.title: source.number - 1 for source in log.sources}
    at = numbers["Why agent pilots stall: three banks, one pattern"]
    entry = entries(export.write(log, "bibtex"))[at]
    assert (entry["date"], entry["year"], entry["urldate"]) == ("2026-11-05", "2026", "2026-11-05")
    item = json.loads(export.write(log, "csl-json"))[at]
    assert item["issued"] == item["accessed"] == {"date-parts": [[2026, 11, 5]]}
    record = rispy.loads(export.write(log, "ris"))[at]
    assert (record["year"], record["date"]) == ("2026", "2026/11/05")
    assert record["secondary_title"] == "Snake Oil"
    undated = numbers["Tencent upgrades its foundation model"]
    assert "date" not in entries(export.write(log, "bibtex"))[undated]
    assert "url" not in entries(export.write(log, "bibtex"))[undated]
    assert rispy.loads(export.write(log, "ris"))[undated]["type_of_reference"] == "GEN"


def test_a_key_stays_whatever_else_is_cited():
    whole = gather(sample.THESES, sample.ALL_EVIDENCE, (), AS_OF)
    keys = {x["URL"]: x["id"] for x in json.loads(export.write(whole, "csl-json")) if "URL" in x}
    assert len(keys) > 1
    for piece in EVIDENCE:
        alone = json.loads(export.write(gather([WEB4], [piece], (), AS_OF), "csl-json"))
        assert alone
        for item in alone:
            assert item.get("URL") is None or keys[item["URL"]] == item["id"]


def test_two_keys_that_would_be_one_are_two(monkeypatch):
    class Digest:
        def __init__(self, said: bytes) -> None:
            self.tail = "ab" if said.endswith(b"/2") else "cd"

        def hexdigest(self) -> str:
            return "0" * 8 + self.tail

    monkeypatch.setattr("hashlib.sha256", Digest)
    base = EVIDENCE[0].snapshot.reports[0]
    reports = tuple(replace(base, url=f"https://a.example/{n}") for n in (1, 2))
    made = replace(EVIDENCE[0], snapshot=replace(EVIDENCE[0].snapshot, reports=reports))
    items = json.loads(export.write(gather([WEB4], [made], (), AS_OF), "csl-json"))
    assert [item["id"] for item in items] == ["technode-2026-00000000", "technode-2026-00000000a"]


@pytest.mark.parametrize(
    ("title", "escaped"),
    [
        ("It's AT&T: 50% of $5_000 #1", r"It's AT\&T: 50\% of \$5\_000 \#1"),
        ("{a} \\b", r"\textbraceleft{}a\textbraceright{} \textbackslash{}b"),
        ("2020--2026 ''x'' `y`", r"2020-{}-2026 '{}'x'{}' \textasciigrave{}y\textasciigrave{}"),
        ("新闻 café", "新闻 café"),
    ],
)
def test_latex(title, escaped):
    assert latex(title) == escaped
    assert typeset(escaped) == title


def test_only_what_is_markup_is_broken():
    assert plain("a < b, <i>c</I> <span class='x'> <img> <b") == (
        "a < b, <\u2060i>c<\u2060/I> <\u2060span class='x'> <img> <\u2060b"
    )
