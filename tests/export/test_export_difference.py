"""The difference between two moments, whatever the text."""

from __future__ import annotations

import json
import re

from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from signalboard import export
from signalboard.export.gather import Log, gather
from signalboard.model import replace
from tests.export import sample
from tests.export.reading import read
from tests.export.sample import AS_OF, EVIDENCE, WATCHES, WEB4
from tests.export.test_export_hostile import HOSTILE, RAW_TITLES, TITLES, URLS, log_of, many
from tests.export.test_export_page import ATTRIBUTES, TAGS

EMPTY = gather((), (), (), None)


def between(was: Log, now: Log) -> export.Difference:
    return export.difference(was, now, AS_OF - 86400, AS_OF)


def bare(log: Log) -> Log:
    """The theses of a log, before anything was judged."""
    return gather([entry.thesis for entry in log.theses], (), (), 0)


@many
@given(TITLES, HOSTILE, URLS)
def test_titles_read_as_written_in_every_form(titles, other, url):
    log = log_of(titles, other, url)
    shown = [t or "(no title)" for t in [*titles[0::2], *titles[1::2]]]
    made = between(bare(log), log)
    markdown = read(export.write_difference(made, "md"))
    assert markdown.titles == shown
    assert not markdown.kinds & {"html_block", "html_inline", "image", "em_open", "table_open"}
    tree = LexborHTMLParser(export.write_difference(made, "html"))
    assert [node.text() for node in tree.css("blockquote .title")] == shown
    told = json.loads(export.write_difference(made, "json"))
    assert [x["snapshot"]["title"] for t in told["theses"] for x in t["added"]] == [
        *titles[0::2], *titles[1::2],
    ]  # fmt: skip


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_no_text_makes_an_element(titles, other, url):
    log = log_of(titles, other, url)
    plain = log_of(["a"] * len(titles), "a", "")
    for was, like in ((bare(log), bare(plain)), (EMPTY, EMPTY)):
        for pair, same in (((was, log), (like, plain)), ((log, was), (plain, like))):
            tree = LexborHTMLParser(export.write_difference(between(*pair), "html"))
            other_tree = LexborHTMLParser(export.write_difference(between(*same), "html"))
            assert {node.tag for node in tree.css("*")} <= TAGS
            assert all(set(node.attributes) <= ATTRIBUTES for node in tree.css("*"))
            for kind in ("h1", "h2", "h3", "h4", "li", "table"):
                assert len(tree.css(kind)) == len(other_tree.css(kind))
            markdown = read(export.write_difference(between(*pair), "md"))
            assert [level for level, _ in markdown.headings] == [
                level for level, _ in read(export.write_difference(between(*same), "md")).headings
            ]


def test_nothing_is_told_of_what_is_the_same():
    log = gather([WEB4], EVIDENCE, WATCHES, AS_OF, withdrawn=sample.WITHDRAWN)
    made = between(log, log)
    assert made.theses == ()
    assert not re.search("<section", export.write_difference(made, "html"))


def test_watches_say_what_became_of_them():
    settled = replace(WATCHES[0], state="miss", settled_at=AS_OF)
    reopened = replace(WATCHES[2], state="open", settled_at=None, forecasts=())
    changed = replace(WATCHES[1], look_up="Elsewhere")
    was = gather([WEB4], (), WATCHES, AS_OF)
    now = gather([WEB4], (), [settled, reopened, changed, replace(WATCHES[1], id="w9")], AS_OF)
    (thesis,) = between(was, now).theses
    assert {asked.watch.id: what for asked, what in thesis.watches} == {
        "w1": "changed",
        "w2": "reopened",
        "w3": "miss",
        "w9": "new",
    }
    (back,) = between(now, was).theses
    assert {a.watch.id: what for a, what in back.watches}["w9"] == "taken back"
    markdown = export.write_difference(between(was, now), "md")
    assert "- **miss:** Does the upgraded model power" in markdown


def test_what_a_judgment_says_now_and_what_it_said():
    first = EVIDENCE[0]
    new = replace(first, strength=3, quote="So it is.", quoted="She", version=1)
    was, now = (gather([WEB4], [x], (), AS_OF) for x in (first, new))
    (thesis,) = between(was, now).theses
    ((line, said),) = thesis.revised
    assert line.evidence == new
    assert said == (
        ("strength", "slight", "strong"),
        ("quote", "", "So it is."),
        ("who said it", "", "She"),
        ("wording", "1", "2"),
    )
