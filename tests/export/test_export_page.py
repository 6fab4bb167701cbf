"""The log as an HTML page: text and nothing else, and what a browser makes of it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from signalboard import export, text
from signalboard.export.chart import MOST_MARKS, chart, told
from signalboard.export.gather import Log, gather
from signalboard.export.outward import outward
from signalboard.links import safe_link
from signalboard.model import Snapshot, Stance, replace
from tests.export import browser, sample
from tests.export.sample import AS_OF, THESES, WATCHES, WEB4, piece, report
from tests.export.test_export_hostile import (
    BATCH,
    HOSTILE,
    RAW_TITLES,
    TITLES,
    URLS,
    in_log_order,
    log_of,
    many,
)

TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "main", "nav", "footer",
    "section", "h1", "h2", "h3", "h4", "h5", "p", "dl", "dt", "dd", "ul", "ol", "li", "figure",
    "figcaption", "svg", "desc", "rect", "path", "circle", "text", "blockquote", "bdi", "span",
    "strong", "q", "time", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "pre", "br",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "rel", "dir",
    "aria-label", "aria-labelledby", "scope", "datetime", "tabindex", "role", "viewBox", "x", "y",
    "width", "height", "d", "cx", "cy", "r", "text-anchor",
}  # fmt: skip


def whole(theses=THESES) -> Log:
    return gather(theses, sample.ALL_EVIDENCE, WATCHES, AS_OF, withdrawn=sample.WITHDRAWN)


def flat(said: str) -> str:
    return " ".join(said.split())


# -- text is text -----------------------------------------------------------------


@many
@given(TITLES, HOSTILE, URLS)
def test_titles_read_as_written_and_links_are_those_given(titles, other, url):
    tree = LexborHTMLParser(export.write(log_of(titles, other, url), "html"))
    shown = [node.text() for node in tree.css("ol.log blockquote .title")]
    assert shown == [title or "(no title)" for title in in_log_order(titles)]
    address = safe_link(outward(Snapshot("", url, 0, "", (), ())).url) or ""
    links = {str(a.attributes["href"]) for a in tree.css("a") if a.attributes.get("rel")}
    assert links == ({address} if address else set())
    notes = {flat(p.text()) for p in tree.css("ol.log > li > p") if p.text().startswith("Why: ")}
    clean = flat(text.clean_paragraphs(other, 1000))
    assert notes == ({f"Why: {clean}"} if clean else set())


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_no_text_makes_an_element_or_an_attribute(titles, other, url):
    written = export.write(log_of(titles, other, url), "html")
    tree = LexborHTMLParser(written)
    plain = LexborHTMLParser(export.write(log_of(["a"] * BATCH, "a", ""), "html"))
    for node in tree.css("*"):
        assert node.tag in TAGS
        assert set(node.attributes) <= ATTRIBUTES
        href = node.attributes.get("href") or ""
        assert re.match("#|https?://|$", href)
        assert not href.startswith("http") or node.attributes["rel"] == "noopener noreferrer"
    for kind in ("h1", "h2", "h3", "h4", "table", "svg", "meta", "title", "style"):
        assert len(tree.css(kind)) == len(plain.css(kind)), kind
    idents = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(idents) == len(set(idents))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", written)


def test_all_that_the_log_holds_stands_in_it():
    tree = LexborHTMLParser(export.write(whole(THESES[:1]), "html"))
    said = flat(tree.body.text())
    for expected in (
        "very likely, 80 % (51 to 94 %), +6.1 dB [+6/-4]",
        "Change in 30 days: +6.2 dB.",
        "Agents grow, but on platforms of their own.",
        "Liability was never settled",
        "The agent could do it in March.",
        "head of a bank's pilot, unnamed",
        "Retracted on 2026-09-12. Why it counts no more: The outlet corrected it",
        "Superseded on 2026-11-24 by e61.",
        "Settled: hit on 2026-11-21",
        "Brier score 0.2268",
        "Due since 2026-11-15",
        "Reliability B, C: r 0.75, 4.19 dB of 5.",
        "Without “Agents make 22% of requests",
    ):
        assert expected in said, expected
    method = flat(tree.css_first("footer").text())
    assert "A record of one person's judgments, added up in the open." in method
    rows = [[flat(c.text()) for c in row.css("th, td")] for row in tree.css("tbody tr, tfoot tr")]
    assert rows[1] == [
        "e61 supports, strongAgents make 22% of requests at six of ten…",
        "10.00 × 1",
        "+10.00",
    ]
    assert sum(float(row[2]) for row in rows[:-1]) == pytest.approx(float(rows[-1][2]), abs=0.02)


def test_several_theses_are_found_by_links_and_sources_by_numbers():
    tree = LexborHTMLParser(export.write(whole(), "html"))
    assert [flat(a.text()) for a in tree.css("nav a")] == [
        "1 Web4 at velocity",
        "3 Agents get wallets",
        "5 Talent moves frontiers",
    ]
    for a in tree.css("a"):
        href = a.attributes["href"]
        assert not href.startswith("#") or len(tree.css(f"[id='{href[1:]}']")) == 1
    levels = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4, h5")]
    assert levels[0] == 1 and levels.count(1) == 1
    empty = LexborHTMLParser(export.write(gather((), (), (), None), "html"))
    assert "There is no thesis to report on." in empty.body.text()


# -- the chart --------------------------------------------------------------------


def drawn(log: Log) -> ET.Element:
    return ET.fromstring(chart(log.theses[0], log.as_of, "c"))


def test_the_chart_is_well_formed_and_says_what_it_shows():
    log = whole(THESES[:1])
    tree = drawn(log)
    words = [node.text for node in tree.iter("text")]
    assert words[:2] == ["95 %", "almost certain"]
    for word in ("very likely", "likely", "roughly even", "unlikely", "almost no chance"):
        assert word in words
    shapes = [node.get("class") for node in tree if (node.get("class") or "").startswith("mark")]
    assert shapes.count("mark settled") == 1
    assert shapes.count("mark support") == 8 and shapes.count("mark contradict") == 4
    assert 1 < shapes.count("mark gone") < 7, "what was reworded at one moment is one ring"
    assert told(log.theses[0], AS_OF) == (
        "From 2026-09-03 to 2026-11-24, 19 steps: between 32 % and 84 %, 80 % at the end."
    )


def test_a_watch_that_is_due_is_a_line_across_and_one_to_come_is_none():
    (line,) = [n.get("d") or "" for n in drawn(whole(THESES[:1])) if n.get("class") == "due"]
    due, begin, end = (sample.moment(x) for x in ("2026-11-15", "2026-09-03T07:42", "2026-11-24"))
    share = (due - begin) / (end - begin)
    found = re.fullmatch(r"M([0-9.]+) 12V300", line)
    assert found is not None
    assert float(found[1]) == pytest.approx(52 + share * 534, abs=1.5)


def test_every_mark_stands_on_the_line_and_within_the_drawing():
    tree = drawn(whole(THESES[:1]))
    line = next(node for node in tree if node.get("class") == "line").get("d") or ""
    assert line.startswith("M") and line.count("V") >= 10
    heights = {
        float(y) for pair in re.findall(r"V([0-9.]+)|M[0-9.]+ ([0-9.]+)", line) for y in pair if y
    }
    assert all(12 <= y <= 300 for y in heights)
    supports = [n.get("d") or "" for n in tree if n.get("class") == "mark support"]
    for shape in supports:
        found = re.match(r"M([0-9.]+) ([0-9.]+)l6 10h-12z", shape)
        assert found is not None
        assert 44 <= float(found[1]) <= 594
        assert round(float(found[2]) + 6, 1) in heights


def test_a_gap_stands_where_nothing_counted():
    told_once = report("t", "A", "2026-10-21T00:00")
    first = piece("e1", Stance.SUPPORT, 1, "2026-09-02T00:00", told_once, version=0)
    later = piece("e2", Stance.CONTRADICT, 1, "2026-11-02T00:00", told_once, story="b")
    log = gather([WEB4], [first, later], (), AS_OF)
    line = next(n for n in drawn(log) if n.get("class") == "line").get("d") or ""
    assert line.count("M") == 2, "reworded in between: the first counts no more"
    gone = gather([WEB4], [first], (), AS_OF)
    assert "at the end" not in told(gone.theses[0], AS_OF)
    assert chart(gather([WEB4], (), (), AS_OF).theses[0], AS_OF, "c") == ""


def test_too_many_marks_are_left_out():
    made = []
    for number in range(MOST_MARKS + 1):
        told_once = report(f"t{number}", "A", "2026-10-21T00:00")
        one = piece(
            f"e{number}", Stance.SUPPORT, 1, "2026-10-22T00:00", told_once, story=f"s{number}"
        )
        made.append(replace(one, story_id=f"s{number}", judged_at=one.judged_at + number * 3600))
    log = gather([WEB4], made, (), AS_OF)
    assert not [n for n in drawn(log) if (n.get("class") or "").startswith("mark")]
    assert "Marks are left out" in told(log.theses[0], AS_OF)


# -- what a browser makes of it ---------------------------------------------------


def test_without_a_browser_a_build_machine_fails_and_another_says_so(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Chromium is not installed"):
        browser.chromium()
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="was not looked at"):
        browser.chromium()


def saved(html: str, folder: Path) -> Path:
    page = folder / "log.html"
    page.write_text(html, encoding="utf-8")
    return page


@pytest.mark.parametrize("theses", [THESES[:1], THESES, ()], ids=["one", "several", "none"])
def test_a_browser_opens_it_without_a_complaint(theses, tmp_path):
    page = saved(export.write(whole(theses), "html"), tmp_path)
    assert browser.complaints(page) == []


def test_the_policy_lets_no_script_style_or_picture_in(tmp_path):
    html = export.write(whole(), "html")
    assert "default-src 'none'" in html and "unsafe-inline" not in html
    for bad in (
        "<script>document.title = 'run'</script>",
        "<img src='https://evil.example/x.png' alt=''>",
        "<p style='color: red'>x</p>",
        "<link rel='stylesheet' href='https://evil.example/x.css'>",
    ):
        said = browser.complaints(saved(html.replace("</main>", f"{bad}</main>"), tmp_path))
        assert any("Content Security Policy" in line for line in said), bad


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("theses", [THESES[:1], THESES], ids=["one", "several"])
def test_axe_finds_nothing(theses, dark, tmp_path):
    found = browser.axe(export.write(whole(theses), "html"), tmp_path, dark=dark)
    assert found["violations"] == []
    assert found["passes"] > 20
    assert found["ground"] == ("rgb(20, 22, 26)" if dark else "rgb(253, 253, 252)")


def test_axe_would_find_something(tmp_path):
    html = export.write(whole(), "html")
    pale = html.replace("--soft: #54575c", "--soft: #c9c9c4")
    assert "color-contrast" in dict(browser.axe(pale, tmp_path)["violations"])
    jumped = html.replace("<h2", "<h6").replace("</h2>", "</h6>")
    assert browser.axe(jumped, tmp_path)["violations"]


def test_it_prints_on_a4(tmp_path):
    page = saved(export.write(whole(), "html"), tmp_path)
    pdf = tmp_path / "log.pdf"
    browser.opened(page, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    boxes = set(re.findall(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", pdf.read_bytes()))
    sizes = {(round(float(x)), round(float(y))) for x, y in boxes}
    assert sizes <= {(595, 842), (596, 842), (595, 841)} and sizes
