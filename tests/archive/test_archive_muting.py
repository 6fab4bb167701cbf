"""Mute rules: what they fit, that the flags follow them, and what a change of them would do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard.archive import Archive, ArchiveProblem, Judged, Matcher, mute_problem, schema
from signalboard.archive.database import Database
from signalboard.model import Mute, View
from signalboard.text import clean
from tests.archive.making import FEED, NOW, add, entry, fill, ids, put, titles

WORDS = ["agent", "agents", "agentic", "cafe", "Café", "naïve", "腾讯", "腾", "OpenAI's", "C++",
         "e-mail", "٤", "Ⅷ", "ﬁne", "Straße", "STRASSE", "x_y", "½", "한국", "日本語"]  # fmt: skip
title = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=6).map(" ".join)
asked = st.lists(
    st.tuples(st.sampled_from(["", "", "-", "OR "]), st.sampled_from(WORDS) | st.text(max_size=4),
              st.sampled_from(["", "", "*"]), st.booleans()),
    min_size=1, max_size=4,
).map(lambda parts: " ".join(
    f'{before}"{word}"{star}' if quoted else f"{before}{word}{star}"
    for before, word, star, quoted in parts
))  # fmt: skip


def follow(archive: Archive, *rules: Mute) -> None:
    archive.mutes.follow(rules)
    while archive.mutes.go_on(100):
        pass


def words(said: str) -> Mute:
    return Mute("words", said)


def fits(rule: str, said: str) -> bool:
    return Matcher([words(rule)]).fits(said, (), set)


@pytest.mark.parametrize(
    ("rule", "yes", "no"),
    [
        ("webinar", "A Webinar, sponsored", "Webinars all week"),
        ("sponsored webinar", "Webinar: sponsored by us", "Sponsored by us"),
        ('"sponsored webinar"', "The sponsored webinar", "Webinar, sponsored"),
        ("webinar*", "Webinars all week", "The web in art"),
        ("cafe", "Un café à Paris", "Cafeteria"),
        ("apple -store", "Apple pays more", "The Apple Store opens"),
        ("bitcoin OR ether", "Ether falls", "Either falls"),
        ("腾讯", "传腾讯收购", "传讯腾收购"),
        ("NOT store apple", "Apple pays", "Apple store"),
    ],
)
def test_words_are_looked_for_in_titles_as_a_search_has_them(rule: str, yes: str, no: str) -> None:
    assert fits(rule, yes)
    assert not fits(rule, no)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("", "needs a word"),
        ("-store", "needs a word"),
        ("!!!", "no letter or digit"),
        ("outlet:reuters x", "titles"),
        ("company:x", "titles"),
        ("x is:read", "titles"),
        ("x since:3d", "titles"),
        ("x thesis:2", "titles"),
        ("x -outlet:y", "titles"),
    ],
)
def test_a_rule_that_can_mute_nothing_is_told_and_mutes_nothing(
    archive: Archive, rule: str, said: str
) -> None:
    assert said in mute_problem(words(rule))
    add(archive, "1", "store x y !!!", outlet="reuters")
    follow(archive, words(rule))
    assert archive.counts().muted == 0
    assert not fits(rule, "store x y !!!")
    assert archive.mutes.effect([]).shows == 0


@settings(max_examples=300, deadline=None)
@given(titles_=st.lists(title.map(clean), min_size=1, max_size=4), rule=asked)
def test_a_rule_fits_what_a_search_of_titles_finds(
    tmp_path_factory: pytest.TempPathFactory, titles_: list[str], rule: str
) -> None:
    archive = Archive.open(tmp_path_factory.mktemp("a") / "archive.db")
    try:
        for number, said in enumerate(titles_):
            add(archive, str(number), said or "untitled", outlet="")  # a search reads those too
        rule = clean(rule)
        meant = {said for said in titles_ if fits(rule, said or "untitled")}
        found = titles(archive, archive.select(View(search=rule + " ")))
        if not mute_problem(words(rule)):
            assert meant == {said if said != "untitled" else "" for said in found} | (
                meant & {"untitled"}
            )
        else:
            assert not meant
        follow(archive, words(rule))
        hidden = titles(archive, archive.select(View(show="muted")))
        assert {said or "untitled" for said in meant} == set(hidden)
        follow(archive)
        assert archive.counts().muted == 0
    finally:
        archive.close()


def test_a_feed_mutes_what_only_muted_feeds_report(archive: Archive) -> None:
    both = add(archive, "1", "Both", feed="https://a.example")
    alone = add(archive, "2", "Alone", feed="https://a.example")
    with archive.writing() as writing:
        put(writing, "3", "Both again", feed="https://b.example", story=both)
    follow(archive, Mute("feed", "https://a.example"))
    assert ids(archive, archive.select(View(show="muted"))) == [alone]
    follow(archive, Mute("feed", "https://a.example"), Mute("feed", "https://b.example"))
    assert archive.counts().muted == 2
    with archive.writing() as writing:
        put(writing, "4", "And again", feed="https://c.example", story=alone)
    assert ids(archive, archive.select(View())) == [alone]
    follow(archive, Mute("feed", "https://b.example"))
    assert archive.counts().muted == 0


def outlet(said: str) -> Mute:
    return Mute("outlet", said)


def test_an_outlet_mutes_what_only_muted_outlets_and_feeds_report(archive: Archive) -> None:
    alone = add(archive, "1", "Alone", outlet="The Wire")
    add(archive, "2", "Weekly", outlet="The Wire Weekly")
    both = add(archive, "3", "Both", outlet="The Wire")
    with archive.writing() as writing:
        put(writing, "4", "Both again", outlet="腾讯 Daily", feed="https://b.example", story=both)
    effect = archive.mutes.effect([outlet("the  WIRE")])
    assert (effect.hides, effect.samples) == (1, ("Alone",))
    follow(archive, outlet("the  WIRE"))
    assert ids(archive, archive.select(View(show="muted"))) == [alone]
    assert archive.mutes.fitting(alone, [outlet("the  WIRE")]) == (outlet("the  WIRE"),)
    assert archive.mutes.fitting(both, [outlet("The Wire")]) == ()
    for other in (outlet("腾讯 daily"), Mute("feed", "https://b.example")):
        rules = (outlet("The Wire"), other)
        follow(archive, *rules)
        assert set(ids(archive, archive.select(View(show="muted")))) == {alone, both}
        assert archive.mutes.fitting(both, rules) == rules
        assert [archive.mutes.hidden_by(rule, rules) for rule in rules] == [2, 1]
    with archive.writing() as writing:
        put(writing, "5", "And again", outlet="The Wire Weekly", story=alone)
    assert ids(archive, archive.select(View(show="muted"))) == [both]
    follow(archive)
    assert archive.counts().muted == 0
    assert archive.check() == []


def test_an_outlet_of_the_last_of_many_reports_is_found(archive: Archive) -> None:
    story = add(archive, "0", "Everywhere", outlet="The Wire")
    with archive.writing() as writing:
        for number in range(1, 60):
            put(writing, str(number), outlet="The Wire", story=story)
        put(writing, "60", outlet="The Last", story=story)
    follow(archive, outlet("The Wire"))
    assert archive.counts().muted == 0
    follow(archive, outlet("The Wire"), outlet("The Last"))
    assert ids(archive, archive.select(View(show="muted"))) == [story]


def test_evidence_of_a_muted_outlet_stays(archive: Archive) -> None:
    judged, starred, plain = (add(archive, str(n), outlet="Tabloid") for n in range(3))
    archive.project([Judged(judged, 1), Judged(starred, 0, starred=True)])
    effect = archive.mutes.effect([outlet("Tabloid")])
    assert (effect.hides, effect.judged, effect.starred) == (1, 1, 1)
    follow(archive, outlet("Tabloid"))
    assert ids(archive, archive.select(View(show="muted"))) == [plain]
    assert set(ids(archive, archive.select(View()))) == {judged, starred}


@pytest.mark.parametrize("said", ["", "!!!", "\ue000", " — "])
def test_an_outlet_without_a_name_mutes_nothing(archive: Archive, said: str) -> None:
    assert "a letter or digit" in mute_problem(outlet(said))
    add(archive, "1", outlet=said)
    follow(archive, outlet(said))
    assert archive.counts().muted == 0
    assert archive.mutes.outlet_called(said) is None


def test_an_outlet_is_called_as_it_writes_itself(archive: Archive) -> None:
    add(archive, "1", outlet="The Wire Weekly")
    assert archive.mutes.outlet_called("the wire") is None
    add(archive, "2", outlet="The Wire")
    assert archive.mutes.outlet_called(" the  wire ") == "The Wire"


def test_evidence_and_stars_are_never_hidden(archive: Archive) -> None:
    judged, starred, plain = (add(archive, str(n), "A sponsored webinar") for n in range(3))
    archive.project([Judged(judged, 1), Judged(starred, 0, starred=True)])
    effect = archive.mutes.effect([words("webinar")])
    assert (effect.hides, effect.judged, effect.starred) == (1, 1, 1)
    assert effect.samples == ("A sponsored webinar",)
    follow(archive, words("webinar"))
    assert ids(archive, archive.select(View(show="muted"))) == [plain]
    assert {row.muted for row in archive.rows(archive.select(View()).keys(0, 9))} == {False}
    archive.project([Judged(plain, 2), Judged(starred, 0, starred=False)])
    assert ids(archive, archive.select(View(show="muted"))) == [starred]
    assert archive.story(starred) is not None
    assert archive.story(starred).muted  # type: ignore[union-attr]
    archive.project([Judged(plain, 0)])
    assert archive.counts().muted == 2
    assert archive.check() == []


def test_what_arrives_and_what_changes_follows_the_rules(archive: Archive) -> None:
    follow(archive, words("webinar"))
    add(archive, "1", "Webinar today")
    add(archive, "2", "Lunch today")
    assert titles(archive, archive.select(View())) == ["Lunch today"]
    with archive.writing() as writing:
        for ident, said in (("1", "Seminar today"), ("2", "Webinar lunch")):
            writing.change(
                FEED, entry(ident, said), canonical_url="", title_key="", companies=(), seen_at=NOW
            )
    assert titles(archive, archive.select(View(show="muted"))) == ["Webinar lunch"]


def test_a_large_change_is_gone_through_in_parts_by_any_process(many: Archive) -> None:
    many.mutes.follow([words("report")])
    assert many.mutes.is_behind
    assert many.mutes.go_on(700)
    assert many.counts().muted == 700
    assert titles(many, many.select(View(show="muted")))[0] == "Report number4999 of many"
    add(many, "late", "Report of the day", at=NOW - 5)
    assert many.counts().muted == 701
    many.mutes.follow([words("report"), words("number17"), Mute("feed", FEED)])
    other = Archive.open(many.path)
    assert other.mutes.rules == many.mutes.rules
    parts = 0
    while other.mutes.go_on(1000):
        parts += 1
    other.close()
    assert parts >= 5
    assert not many.mutes.is_behind
    assert many.counts().muted == 5001
    many.mutes.follow([words("number17")])
    many.mutes.go_on(2000)
    many.mutes.follow([words("number17"), words("many")])
    while many.mutes.go_on(2000):
        pass
    assert many.counts().stories == 1
    follow(many)
    assert many.counts().muted == 0
    assert many.check() == []


def test_the_same_rules_write_nothing(archive: Archive) -> None:
    follow(archive, words("x"))
    before = archive._database.connection.total_changes()
    archive.mutes.follow([words("x")])
    assert not archive.mutes.go_on(10)
    assert archive._database.connection.total_changes() == before


def test_the_effect_of_a_change_is_what_then_happens(many: Archive) -> None:
    made = ids(many, many.select(View()))
    many.project([Judged(made[3], 2), Judged(made[5], 0, True)])
    steps: Sequence[Sequence[Mute]] = (
        [words("number499*")],
        [words("number499*"), words("number49* -number499*")],
        [words("number49*"), Mute("feed", "https://nobody.example")],
        [Mute("feed", FEED)],
        [words("number1 OR number2")],
        [],
    )
    for rules in steps:
        shown, muted = many.counts().stories, many.counts().muted
        effect = many.mutes.effect(rules)
        follow(many, *rules)
        assert many.counts().stories == shown - effect.hides + effect.shows
        assert many.counts().muted == muted + effect.hides - effect.shows
        assert not effect.partial
    assert many.mutes.effect([words("report")], most=100).partial
    assert many.mutes.effect([words("report")], most=100).hides == 98


def test_each_rule_counts_what_it_hides(archive: Archive) -> None:
    for number, said in enumerate(("a b", "a", "b", "c")):
        add(archive, str(number), said, feed=f"https://{number}.example")
    rules = [words("a"), words("b"), Mute("feed", "https://3.example")]
    follow(archive, *rules)
    assert [archive.mutes.hidden_by(rule, rules) for rule in rules] == [2, 2, 1]
    archive.project([Judged(ids(archive, archive.select(View(search="c ", show="muted")))[0], 1)])
    assert archive.mutes.hidden_by(rules[2], rules) == 0


def test_a_busy_archive_is_asked_again_later(archive: Archive) -> None:
    other = Archive.open(archive.path)
    with archive.writing() as writing:
        put(writing, "1")
        with pytest.raises(ArchiveProblem) as told:
            other.mutes.follow([words("x")], wait=False)
        assert told.value.busy
    other.close()


def test_an_archive_of_the_first_version_keeps_its_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.db"
    with monkeypatch.context() as old:
        old.setattr(schema, "STEPS", schema.STEPS[:1])
        old.setattr(schema, "VERSION", 1)
        connection = Database(path).connection
        connection.execute("INSERT INTO feeds (feed, url, entries) VALUES (1, ?, 40)", (FEED,))
        for number in range(40):
            connection.execute(
                "INSERT INTO stories (key, id, arrived, at, first_seen_at, judged, outlets, "
                "origins, outlet, title, companies) VALUES (?, ?, ?, ?, 1, ?, 1, 1, '', ?, '')",
                (number << 12, f"s{number}", number + 1, number, number % 3, f"Story {number}"),
            )
            connection.execute(
                "INSERT INTO texts (rowid, title) VALUES (?, ?)", (number << 12, f"Story {number}")
            )
            connection.execute(
                "INSERT INTO entries (feed, id, story, title, title_raw, url, summary, author, "
                "outlet, origin, first_seen_at, canonical_url, title_key, companies) "
                "VALUES (1, ?1, ?2, '', '', '', '', '', '', '', 1, '', '', '')",
                (str(number), number << 12),
            )
        connection.execute("UPDATE meta SET value = 40 WHERE name = 'arrived'")
        connection.close()
    archive = Archive.open(path)
    assert archive.check() == []
    assert (archive.counts().stories, archive.counts().unjudged) == (40, 14)
    follow(archive, words("story"))
    assert (archive.counts().stories, archive.counts().muted) == (26, 14)
    assert archive.check() == []
    fill(archive, 3)
    archive.close()
