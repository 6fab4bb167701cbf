"""Briefs and digests in Markdown, HTML and plain text: any text in any field, and byte for byte.

After a change that is meant: SIGNALBOARD_UPDATE_GOLDEN=1 pytest tests/export, then read the diff.
"""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from signalboard import text
from signalboard.brief.digest import Ahead, Digest, Moved, Stood
from signalboard.export import brief as brief_page
from signalboard.export import reading
from signalboard.links import safe_link
from signalboard.model import READING_FORMATS, Asked, Bearing, Brief, Cited, Point, Stance, replace
from tests.brief.sample import BRIEF, CHINA, NOW, SNAPSHOT, TALENT, WATCH
from tests.export import browser
from tests.export.reading import text as told
from tests.export.test_export_hostile import HOSTILE, RAW_TITLES, TITLES, URLS, many
from tests.values import evidence

GOLDEN = Path(__file__).with_name("golden")
DAY = 86400
DONE = replace(BRIEF, finished_at=NOW)
OWN = replace(BRIEF, id="b8", quote="Said by nobody else.", quoted="own", points=BRIEF.points[:1])


def moved(thesis, before: Stood, after: Stood, **more: object) -> Moved:
    fields = {"judged": 0, "against": None, "settled": (), **more}
    return Moved(thesis, before, after, **fields)  # type: ignore[arg-type]


def digest_of(*briefs: Brief) -> Digest:
    against = evidence("e9", Stance.CONTRADICT, thesis=CHINA.id, title="A shop says no")
    settled = replace(WATCH, id="w3", state="miss", question="Is it there by then?")
    return Digest(
        NOW - 7 * DAY,
        NOW,
        (
            Ahead(replace(WATCH, question="Was it known?"), CHINA, NOW - DAY),
            Ahead(WATCH, CHINA, NOW + DAY),
        ),
        briefs,
        1,
        (
            moved(CHINA, Stood(1, 0, 5.0), Stood(1, 1, 3.0), judged=1, against=against),
            moved(TALENT, Stood(0, 0, None), Stood(2, 0, 9.0), judged=2, settled=(settled,)),
            moved(replace(TALENT, number=6), Stood(0, 0, None), Stood(0, 0, None)),
            moved(replace(CHINA, number=7), Stood(1, 0, 2.0), Stood(1, 0, 2.0)),
        ),
    )


NOTHING = Digest(NOW - DAY, NOW, (), (), 0, ())
WRITTEN = {
    "brief": lambda fmt: reading.brief(DONE, fmt),
    "brief-blank": lambda fmt: reading.brief(Brief("", "s", SNAPSHOT, NOW, NOW), fmt),
    "digest": lambda fmt: reading.digest(digest_of(DONE, OWN), fmt),
    "digest-nothing": lambda fmt: reading.digest(NOTHING, fmt),
}


@pytest.mark.parametrize("fmt", READING_FORMATS)
@pytest.mark.parametrize("name", WRITTEN)
def test_golden(name: str, fmt: str) -> None:
    data = WRITTEN[name](fmt).encode()
    path = GOLDEN / f"{name}.{fmt}"
    if os.environ.get("SIGNALBOARD_UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert path.read_bytes() == data


def test_what_files_are_called() -> None:
    assert reading.brief_name(DONE, "md") == (
        "2026-11-24-tencent-ships-a-model-nine-months-after-hiring-from-openai.md"
    )
    nameless = replace(BRIEF, headline="漢字", changed_at=NOW - DAY)
    assert reading.brief_name(nameless, "html") == "2026-11-23-brief.html"
    assert reading.digest_name(NOTHING, "txt") == "digest-2026-11-23-to-2026-11-24.txt"
    with pytest.raises(ValueError, match="There is no format 'pdf': what is to be read is one"):
        reading.brief_name(DONE, "pdf")


# -- any text -----------------------------------------------------------------


def brief_of(titles: list[str], other: str, url: str) -> Brief:
    """A brief with ``other`` in every field that holds text, and a source a title."""
    return Brief(
        "b1",
        "s1",
        replace(SNAPSHOT, title=other, companies=(other,)),
        NOW,
        NOW,
        headline=other,
        points=(Point(other, (1,)), Point("", (99,)), Point(other)),
        bearings=(Bearing("t", 1, other, Stance.CONTRADICT, 7),),
        signal=(other, other),
        quote=other,
        quoted=other,
        implication=(other,),
        watches=(Asked("t", other, other, other, other, None, 0.8, 0.2, other),),
        sources=tuple(Cited(title, other, url, NOW) for title in titles),
        finished_at=NOW,
    )


def digest_with(titles: list[str], other: str, url: str) -> Digest:
    """The same of a digest."""
    thesis = replace(CHINA, name=other)
    watch = replace(WATCH, question=other, hit_if=other, miss_if=other, state=other or "hit")
    against = evidence("e", Stance.CONTRADICT, thesis=CHINA.id, title=other)
    whole = digest_of(brief_of(titles, other, url))
    return replace(
        whole,
        ahead=(Ahead(watch, thesis, NOW),),
        theses=(
            moved(thesis, Stood(0, 0, None), Stood(0, 1, 1.0), against=against, settled=(watch,)),
            moved(thesis, Stood(0, 0, None), Stood(0, 0, None)),
        ),
    )


class Seen(HTMLParser):
    """What a browser would make of a page: elements with attributes, and text in list items."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "title"}:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


ELEMENTS = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "h4",
            "p", "ol", "ul", "li", "a", "strong", "blockquote", "footer", "bdi"}  # fmt: skip


def check_html(page: str, titles: list[str]) -> None:
    seen = Seen(page)
    assert seen.open == []
    assert {tag for tag, _ in seen.elements} <= ELEMENTS
    anchors = set()
    for tag, attributes in seen.elements:
        allowed = {"a": {"href", "rel", "class"}, "li": {"id", "dir"}, "p": {"class", "dir"},
                   "meta": {"charset", "http-equiv", "content", "name"}, "main": {"id"},
                   "html": {"lang"}, "ol": {"class"}}  # fmt: skip
        assert set(attributes) <= allowed.get(tag, {"dir"})
        if "id" in attributes:
            assert attributes["id"] not in anchors
            anchors.add(attributes["id"])
    for tag, attributes in seen.elements:
        if tag == "a" and "class" not in attributes:
            href = attributes["href"] or ""
            assert href.removeprefix("#") in anchors or safe_link(href) == href
            assert href.startswith("#") or attributes["rel"] == "noopener noreferrer"
    for title in titles:
        shown = " ".join(text.clean_paragraphs(title, 100_000).split())
        assert shown in seen.text or not shown


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_any_text_is_only_text_in_html(titles: list[str], other: str, url: str) -> None:
    check_html(reading.brief(brief_of(titles, other, url), "html"), [*titles, other])
    check_html(reading.digest(digest_with(titles, other, url), "html"), [*titles, other])


def markdown_shape(page: str) -> tuple[list[str], list[str]]:
    """The types of all tokens, and the text of each paragraph and heading."""
    kinds, shown = [], []
    for token in MarkdownIt("gfm-like").parse(page):
        kinds.append(token.type)
        if token.type == "inline":
            children = [c for c in token.children or [] if c.type != "text"]
            kinds += [c.type for c in children]
            shown.append(told(token.children or []))
    return kinds, shown


@many
@given(TITLES, HOSTILE.map(text.clean), URLS)
def test_any_text_is_only_text_in_markdown(titles: list[str], other: str, url: str) -> None:
    """It has the elements of the same page with plain words in all places."""
    plain = ["word" if title else "" for title in titles]
    for write, make in ((reading.brief, brief_of), (reading.digest, digest_with)):
        page = write(make(titles, other, url), "md")  # type: ignore[operator]
        kinds, shown = markdown_shape(page)
        expected, _ = markdown_shape(write(make(plain, "word" if other else "", url), "md"))  # type: ignore[operator]
        assert kinds == expected
        for title in titles:
            assert any(f"“{title or '(no title)'}”" in line for line in shown)
    first = page.splitlines()[0]
    assert first.startswith("# Digest")


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_any_text_is_only_lines_in_plain_text(titles: list[str], other: str, url: str) -> None:
    for page in (
        reading.brief(brief_of(titles, other, url), "txt"),
        reading.digest(digest_with(titles, other, url), "txt"),
    ):
        for line in page.split("\n"):
            assert text.clean(line, 10_000) == line.strip()
            assert text.cells(line) <= 72 or len(line.split()) <= 2
        flat = re.sub(r"\s", "", page)
        for title in titles:
            assert re.sub(r"\s", "", text.clean(title, 10_000)) in flat


def test_a_page_may_load_and_run_nothing() -> None:
    page = reading.brief(DONE, "html")
    policy = re.search('Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "script" not in page and 'http-equiv="refresh' not in page
    assert "@import" not in page and "url(" not in page


def test_a_draft_says_that_it_is_one() -> None:
    title = brief_page.page(BRIEF).blocks[1]
    assert "Draft of 2026-11-24 · Tencent, OpenAI: not finished yet." in str(title)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["brief", "digest"])
def test_axe_finds_nothing(name: str, dark: bool, tmp_path: Path) -> None:
    found = browser.axe(WRITTEN[name]("html"), tmp_path, dark=dark)
    assert found["violations"] == []
    assert found["passes"] > 15


def test_a_browser_opens_it_without_a_complaint(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(WRITTEN["digest"]("html"), encoding="utf-8")
    assert browser.complaints(page) == []
