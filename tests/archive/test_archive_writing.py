"""What comes in: entries, stories, revisions, feeds."""

from __future__ import annotations

import string
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard.archive import Archive, ArchiveProblem, Known, identity, schema
from signalboard.model import Candidate, Check, Entry, FeedState, Outcome, View
from signalboard.times import DAY
from tests.archive.making import FEED, NOW, add, entry, ids, put, titles


def test_an_entry_becomes_a_story(archive: Archive) -> None:
    told = entry(
        "tag:1",
        "Agents pay for lunch",
        url="https://wire.example/1?utm=x",
        summary="One in nine did.",
        published_at=NOW - 60,
    )
    with archive.writing() as writing:
        story_id = writing.add(
            FEED,
            told,
            outlet="The Wire",
            origin="Wire Group",
            canonical_url="https://wire.example/1",
            title_key="agents pay for lunch",
            companies=("Tencent", "Alibaba"),
            story_id=None,
            seen_at=NOW,
        )
    story = archive.story(story_id)
    assert story is not None
    assert (story.id, story.title, story.url) == (story_id, told.title, told.url)
    assert (story.summary, story.at, story.first_seen_at) == (told.summary, NOW - 60, NOW)
    assert story.companies == ("Tencent", "Alibaba")
    assert (story.read, story.starred) == (False, False)
    (report,) = story.reports
    assert (report.feed_url, report.entry_id, report.title) == (FEED, "tag:1", told.title)
    assert (report.outlet, report.origin) == ("The Wire", "Wire Group")
    assert (report.url, report.published_at, report.first_seen_at) == (told.url, NOW - 60, NOW)


def test_a_story_id_is_the_same_everywhere() -> None:
    ident = identity.story_id_of(FEED, "tag:1")
    assert ident == "xzz3njkfszcy"
    assert set(ident) <= set(string.digits + string.ascii_lowercase) - set("ilou")
    assert len({identity.story_id_of(f, e) for f in ("a", "ab") for e in ("bc", "c")}) == 4
    assert identity.story_id_of(FEED, "tag:1", 1) != ident


def test_ids_that_collide_are_salted(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "signalboard.archive.gathering.story_id_of", lambda _feed, _entry, salt=0: f"same{salt:08}"
    )
    made = [add(archive, str(number)) for number in range(3)]
    assert made == ["same00000000", "same00000001", "same00000002"]


@pytest.mark.parametrize(
    ("published", "at"),
    [
        (None, NOW),
        (NOW - 5, NOW - 5),
        (NOW + 5, NOW),
        (NOW + DAY, NOW),
        (NOW + DAY + 1, NOW),
        (identity.EARLIEST, identity.EARLIEST),
        (identity.EARLIEST - 1, NOW),
        (0, NOW),
        (-5, NOW),
        (10**15, NOW),
    ],
)
def test_a_story_stands_where_it_was_published_or_seen(
    archive: Archive, published: int | None, at: int
) -> None:
    with archive.writing() as writing:
        story_id = writing.add(
            FEED,
            Entry("1", "One", published_at=published),
            outlet="The Wire",
            origin="",
            canonical_url="",
            title_key="",
            companies=(),
            story_id=None,
            seen_at=NOW,
        )
    story = archive.story(story_id)
    assert story is not None
    assert story.at == at
    assert story.reports[0].published_at == published
    assert story.reports[0].origin == "The Wire"
    assert archive.feed_latest() == {FEED: at}


def test_ids_are_of_a_feed_and_known_tells_them(archive: Archive) -> None:
    other = "https://other.example/feed"
    with archive.writing() as writing:
        here = put(writing, "1", "Here", url="u", summary="s")
        there = put(writing, "1", "There", feed=other)
        assert here != there
        assert writing.known(FEED, ["1", "2"]) == {"1": Known("Here", "s", "u", here, NOW)}
        assert writing.known("https://new.example", ["1"]) == {}
        assert writing.known(FEED, []) == {}
    with archive.writing() as writing:
        assert writing.known(other, iter(["1"])) == {"1": Known("There", "", "", there, NOW)}


def test_an_entry_that_is_there_already_stays_as_it_is(archive: Archive) -> None:
    first = add(archive, "1", "First")
    assert add(archive, "1", "Second") == first
    assert titles(archive, archive.select(View())) == ["First"]
    assert archive.counts().entries == 1


def test_reports_of_other_outlets_join_a_story(archive: Archive) -> None:
    first = add(archive, "1", "Wire title", outlet="The Wire", origin="Wire Group", at=NOW)
    for number, (outlet, origin) in enumerate(
        [("The Copy", "Wire Group"), ("The Post", "Post Group"), ("The Post", "Post Group")]
    ):
        joined = add(
            archive,
            f"c{number}",
            "Another title",
            feed=f"https://{number}.example",
            outlet=outlet,
            origin=origin,
            story=first,
            at=NOW + 5000,
            companies=["Baidu"],
        )
        assert joined == first
    (row,) = archive.rows(archive.select(View()).keys(0, 1))
    assert (row.title, row.outlet, row.outlets, row.origins) == ("Wire title", "The Wire", 3, 2)
    assert (row.at, row.companies) == (NOW, ("Baidu",))
    story = archive.story(first)
    assert story is not None
    assert [report.entry_id for report in story.reports] == ["1", "c0", "c1", "c2"]
    assert story.outlets == ("The Wire", "The Copy", "The Post")
    assert archive.counts().stories == 1
    assert archive.counts().entries == 4


def test_a_report_of_a_story_nobody_knows_is_refused(archive: Archive) -> None:
    with pytest.raises(ArchiveProblem, match="no story 'nowhere'"):
        add(archive, "1", story="nowhere")
    assert archive.counts().entries == 0


def test_names_are_of_the_title_first_and_each_once(archive: Archive) -> None:
    first = add(archive, "1", companies=["Tencent", "Baidu", "Tencent"])
    add(archive, "2", feed="https://b.example", story=first, companies=["OpenAI", "Baidu"])
    (row,) = archive.rows(archive.select(View()).keys(0, 1))
    assert row.companies == ("Tencent", "Baidu", "OpenAI")
    for name in row.companies:
        assert ids(archive, archive.select(View(company=name))) == [first]
    assert len(archive.select(View(company="Nvidia"))) == 0


def test_nothing_of_a_transaction_that_fails_is_stored(archive: Archive) -> None:
    add(archive, "1")
    with pytest.raises(KeyError), archive.writing() as writing:
        put(writing, "2")
        writing.save_state(FeedState("https://b.example", etag="x"))
        raise KeyError
    assert archive.counts().stories == 1
    assert list(archive.feed_states()) == [FEED]
    assert add(archive, "2") in ids(archive, archive.select(View()))


def test_candidates_share_the_url_or_the_title_of_that_week(archive: Archive) -> None:
    with archive.writing() as writing:
        url = put(writing, "1", canonical="https://x.example/1", key="a", at=NOW - 40 * DAY)
        title = put(writing, "2", canonical="https://x.example/2", key="same", at=NOW - 3 * DAY)
        late = put(writing, "3", key="same", at=NOW + 3 * DAY)
        put(writing, "4", key="same", at=NOW - 8 * DAY)
        put(writing, "5")
        # a story is known by each of its reports
        put(writing, "6", canonical="https://x.example/6", key="b", story=title)
        assert writing.candidates("https://x.example/1", "same", NOW) == [
            Candidate(url, "https://x.example/1", "a", NOW - 40 * DAY, FEED, "1", "The Wire"),
            Candidate(late, "", "same", NOW + 3 * DAY, FEED, "3", "The Wire"),
            Candidate(title, "https://x.example/2", "same", NOW - 3 * DAY, FEED, "2", "The Wire"),
        ]
        assert writing.candidates("https://x.example/6", "", NOW) == [
            Candidate(title, "https://x.example/6", "b", NOW - 3 * DAY, FEED, "6", "The Wire")
        ]
        assert writing.candidates("", "", NOW) == []
        assert (
            writing.candidates("https://x.example/2", "same", NOW).count(
                Candidate(
                    title, "https://x.example/2", "same", NOW - 3 * DAY, FEED, "2", "The Wire"
                )
            )
            == 1
        )


def test_candidates_are_bounded(archive: Archive) -> None:
    with archive.writing() as writing:
        for number in range(80):
            put(writing, str(number), key="daily notes", at=NOW - number)
        found = writing.candidates("", "daily notes", NOW)
    assert [candidate.at for candidate in found] == [NOW - number for number in range(50)]


def test_a_changed_entry_keeps_how_it_read_before(archive: Archive) -> None:
    story_id = add(archive, "1", "Old words", summary="Old.", companies=["Baidu"], at=NOW - 9)
    other = add(archive, "2", "Another", at=NOW - 5)
    with archive.writing() as writing:
        writing.change(
            FEED,
            entry(
                "1", "New words", summary="New.", url="n", published_at=NOW, title_raw="New  words"
            ),
            canonical_url="https://n.example",
            title_key="new words",
            companies=["Tencent"],
            seen_at=NOW,
        )
    story = archive.story(story_id)
    assert story is not None
    assert (story.title, story.summary, story.companies) == ("New words", "New.", ("Tencent",))
    assert (story.at, story.reports[0].published_at) == (NOW - 9, NOW - 9)
    assert ids(archive, archive.select(View())) == [other, story_id]
    assert ids(archive, archive.select(View(company="Tencent"))) == [story_id]
    assert len(archive.select(View(company="Baidu"))) == 0
    assert ids(archive, archive.select(View(search="new"))) == [story_id]
    assert len(archive.select(View(search="old "))) == 0
    kept = archive._database.connection.execute("SELECT until_at, title, summary FROM revisions")
    assert kept.fetchall() == [(NOW, "Old words", "Old.")]
    with archive.writing() as writing:
        assert [c.story_id for c in writing.candidates("https://n.example", "", NOW)] == [story_id]


def test_only_other_words_are_a_revision_and_their_number_is_bounded(archive: Archive) -> None:
    add(archive, "1", "Title 0")

    def change(title: str, url: str) -> None:
        with archive.writing() as writing:
            writing.change(
                FEED,
                entry("1", title, url=url),
                canonical_url="",
                title_key="",
                companies=(),
                seen_at=NOW,
            )

    change("Title 0", "https://elsewhere.example")
    count = "SELECT count(*) FROM revisions"
    assert archive._database.connection.execute(count).get == 0
    for number in range(1, 31):
        change(f"Title {number}", "")
    kept = archive._database.connection.execute("SELECT title FROM revisions").fetchall()
    assert [title for (title,) in kept] == ["Title 0", *(f"Title {n}" for n in range(11, 30))]


def test_a_change_of_what_is_not_there_is_refused(archive: Archive) -> None:
    with pytest.raises(ArchiveProblem, match="no entry 'x'"), archive.writing() as writing:
        writing.change(FEED, entry("x"), canonical_url="", title_key="", companies=(), seen_at=NOW)


def test_companies_tracked_later_are_found_in_what_is_there(archive: Archive) -> None:
    first = add(archive, "1", "Stripe opens wallets", summary="for agents")
    add(archive, "2", "Nothing about them")
    add(archive, "3", "A report", feed="https://b.example", story=first)
    keys = archive.naming(["Stripe", "open wallet", "!!"])
    found = archive.texts(keys)
    assert [(text.title, text.summary, text.companies, text.about) for text in found] == [
        ("Stripe opens wallets", "for agents", (), 0),
        ("A report", "", (), 0),
    ]
    assert archive.ids(keys) == {keys[0]: (first, NOW)}
    assert list(archive.naming([])) == list(archive.naming(["--"])) == []
    assert list(archive.naming(["strip"])) == []
    assert archive.naming(["strip*"]) == keys
    assert len(archive.all_keys()) == 2
    with archive.writing() as writing:
        assert writing.name_companies(found[0], ["Stripe"], 1)
    assert ids(archive, archive.select(View(company="Stripe"))) == [first]
    (text, other) = archive.texts(archive.naming(["stripe"]))
    assert (text.companies, text.about, other.companies) == (("Stripe",), 1, ())
    assert archive.naming([], ["Stripe"]) == keys
    with archive.writing() as writing:
        assert writing.name_companies(text, [], 0)
    assert len(archive.select(View(company="Stripe"))) == 0


def test_two_reports_that_come_together_are_found_by_their_company(archive: Archive) -> None:
    with archive.writing() as writing:
        story = put(writing, "1", companies=["Stripe"], about=1)
        put(writing, "2", companies=["Stripe", "Visa"], about=1, story=story)
    assert ids(archive, archive.select(View(company="Stripe"))) == [story]
    assert ids(archive, archive.select(View(company="Visa"))) == [story]


def test_what_reads_differently_since_is_not_named_by_its_former_words(archive: Archive) -> None:
    add(archive, "1", "Stripe opens wallets")
    (text,) = archive.texts(archive.all_keys())
    with archive.writing() as writing:
        writing.change(
            FEED,
            entry("1", "Visa opens wallets"),
            canonical_url="",
            title_key="",
            companies=["Visa"],
            seen_at=NOW,
            about=1,
        )
    with archive.writing() as writing:
        assert not writing.name_companies(text, ["Stripe"], 1)
    (text,) = archive.texts(archive.all_keys())
    assert text.companies == ("Visa",)


def test_how_each_company_was_found_is_kept(archive: Archive) -> None:
    assert archive.found_by() == {}
    archive.set_found_by({"Visa": 7, "Stripe": 8})
    archive.set_found_by({"Visa": 9}, forgotten=["Stripe", "Nobody"])
    assert archive.found_by() == {"Visa": 9}


def test_a_story_is_about_whom_a_title_names_and_mentions_the_others(archive: Archive) -> None:
    with archive.writing() as writing:
        story = put(writing, "1", companies=["Tencent", "OpenAI", "Baidu"], about=1)
        put(writing, "2", companies=["Baidu", "Tencent", "Visa"], about=1, story=story)
    found = archive.story(story)
    assert found is not None
    assert (found.companies, found.about) == (("Tencent", "Baidu", "OpenAI", "Visa"), 2)
    selection = archive.select(View())
    (row,) = archive.rows(selection.keys(0, 1))
    assert (row.companies, row.about) == (found.companies, 2)

    one, _ = archive.texts(archive.all_keys())
    with archive.writing() as writing:
        writing.name_companies(one, ["OpenAI", "Tencent"], 2)
        writing.change(
            FEED, entry("2"), canonical_url="", title_key="", companies=["Visa"], seen_at=NOW
        )
    found = archive.story(story)
    assert found is not None
    assert (found.companies, found.about) == (("OpenAI", "Tencent", "Visa"), 2)


def test_more_stories_of_one_second_than_it_has_keys(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "SLOT_BITS", 2)
    made = [add(archive, str(number), at=NOW) for number in range(11)]
    after = add(archive, "after", at=NOW + 60)
    selection = archive.select(View())
    assert ids(archive, selection) == [after, *made[::-1]]
    assert [row.at for row in archive.rows(selection.keys(0, 12))] == [NOW + 60, *[NOW] * 11]


def test_foreign_text_that_no_file_can_hold(archive: Archive) -> None:
    odd = "\ud800 id \0 \U0001f600"
    with archive.writing() as writing:
        story_id = put(writing, odd, "T\udfff", url=odd, title_raw=odd, canonical=odd, key=odd)
        assert writing.known(FEED, [odd])
        assert writing.candidates(odd, odd, NOW)[0].story_id == story_id
        assert put(writing, odd) == story_id
    assert archive.id_of_entries([(FEED, odd)]) == story_id
    assert archive.story("\ud800") is None
    assert archive.select(View(company="\ud800")).index_of("\ud800") is None
    assert archive.check() == []


STATES = st.builds(
    FeedState,
    url=st.text(min_size=1).filter(lambda url: url.isascii()),
    etag=st.none() | st.text(),
    last_modified=st.none() | st.text(),
    body_hash=st.none() | st.text(),
    attempted_at=st.none() | st.integers(0, 2**40),
    succeeded_at=st.none() | st.integers(0, 2**40),
    next_at=st.integers(0, 2**40),
    outcome=st.none() | st.sampled_from(Outcome),
    reason=st.text(),
    failures=st.integers(0, 1000),
    status=st.none() | st.integers(100, 999),
    ttl=st.none() | st.integers(0, 10**6),
    interval=st.none() | st.integers(0, 10**6),
    kills=st.integers(0, 3),
    entries_seen=st.integers(0, 10**6),
)


@settings(deadline=None)  # each example makes a file, which a busy disk may take its time for
@given(states=st.lists(STATES, max_size=4))
def test_every_field_of_a_feed_state_comes_back(
    tmp_path_factory: pytest.TempPathFactory, states: list[FeedState]
) -> None:
    archive = Archive.open(tmp_path_factory.mktemp("states") / "archive.db")
    try:
        for state in states:
            archive.save_state(state)
        assert archive.feed_states() == {state.url: state for state in states}
    finally:
        archive.close()


def test_a_feed_state_is_replaced_and_keeps_its_entries(archive: Archive) -> None:
    add(archive, "1")
    assert archive.feed_states() == {FEED: FeedState(FEED)}
    state = FeedState(FEED, etag="a", outcome=Outcome.ENTRIES, succeeded_at=NOW)
    archive.save_state(state)
    archive.save_state(replace(state, etag=None, outcome=Outcome.GONE))
    assert archive.feed_states() == {FEED: replace(state, etag=None, outcome=Outcome.GONE)}
    assert isinstance(archive.feed_states()[FEED].outcome, Outcome)
    assert archive.counts().entries == 1
    columns = archive._database.connection.execute("SELECT * FROM feeds").description
    assert {field.name for field in fields(FeedState)} < {column[0] for column in columns}


def test_validators_are_stored_with_the_entries_or_not_at_all(archive: Archive) -> None:
    with pytest.raises(RuntimeError), archive.writing() as writing:
        writing.save_state(FeedState(FEED, etag="new"))
        put(writing, "1")
        raise RuntimeError
    assert archive.feed_states() == {}
    assert archive.feed_latest() == {}


def test_the_latest_checks_of_a_feed_are_kept_newest_first(archive: Archive) -> None:
    other = "https://other.example/"
    failed = Check(NOW, Outcome.HTTP_ERROR, 500, "it answers 500", 0)
    archive.save_state(FeedState(other), failed)
    for number in range(45):
        check = Check(NOW + number, Outcome.ENTRIES, 200, new=number)
        archive.save_state(FeedState(FEED, attempted_at=NOW + number), check)
    archive.save_state(FeedState(FEED))  # says nothing of a check
    kept = archive.checks(FEED)
    assert [check.new for check in kept] == list(range(44, 14, -1))
    assert kept[0] == Check(NOW + 44, Outcome.ENTRIES, 200, "", 44)
    assert isinstance(kept[0].outcome, Outcome)
    assert archive.checks(other) == (failed,)
    assert archive.checks("https://nobody.example/") == ()


def test_a_check_is_stored_with_the_state_or_not_at_all(archive: Archive) -> None:
    with pytest.raises(RuntimeError), archive.writing() as writing:
        writing.save_state(FeedState(FEED), Check(NOW, Outcome.ENTRIES))
        raise RuntimeError
    assert archive.checks(FEED) == ()
