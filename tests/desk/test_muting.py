"""Mutes and saved searches at the desk: told before, done at once, taken back."""

from __future__ import annotations

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk, DeskProblem, following
from signalboard.model import Mute, SavedSearch, Stance, View
from tests.desk.conftest import Clock, add

WORDS = Mute("words", "agents")


def titles(desk: Desk, view: View = View()) -> list[str]:  # noqa: B008
    listing = desk.listing(view)
    return [row.title for row in listing.rows(0, len(listing))]


def test_a_mute_is_told_before_it_acts_counted_and_taken_back(
    desk: Desk, stories: list[str]
) -> None:
    thesis = desk.theses()[0].thesis.id
    desk.judge(stories[1], thesis, Stance.SUPPORT)
    effect = desk.mute_effect(WORDS)
    assert (effect.hides, effect.judged, effect.shows) == (1, 1, 0)
    assert effect.samples == ("Stripe lets agents pay",)
    assert len(titles(desk)) == 5
    change = desk.add_mute(WORDS)
    assert change is not None
    assert change.label == "muted words: agents"
    assert titles(desk) == ["Shops block agents", "Weather", "腾讯 ships", "Old news"]
    assert titles(desk, View(show="muted")) == ["Stripe lets agents pay"]
    summary = desk.summary()
    assert (summary.stories, summary.unjudged, summary.muted) == (4, 3, 1)
    (row,) = desk.mutes()
    assert (row.mute, row.name, row.hides, row.problem) == (WORDS, "agents", 1, "")
    assert desk.mutes_of(stories[0]) == (WORDS,)
    assert desk.mutes_of(stories[2]) == ()
    assert desk.add_mute(WORDS) is None
    assert desk.mute_effect(remove=WORDS).shows == 1
    desk.undo()
    assert len(titles(desk)) == 5
    assert desk.mutes() == ()
    desk.redo()
    assert len(titles(desk)) == 4
    assert desk.remove_mute(WORDS) is not None
    assert desk.remove_mute(WORDS) is None
    assert len(titles(desk)) == 5
    desk.undo()
    assert config.load(desk.places.feeds_file).mutes == (WORDS,)
    assert len(titles(desk)) == 4


def test_what_was_muted_stays_so_after_a_restart_and_for_what_arrives(
    desk: Desk, clock: Clock
) -> None:
    desk.add_mute(WORDS)
    desk.close()
    archive = Archive.open(desk.places.archive)
    add(archive, 9, "New agents of today")
    add(archive, 10, "Other news")
    archive.close()
    again = Desk.open(desk.places, clock=clock)
    assert "New agents of today" not in titles(again)
    assert "Other news" in titles(again)
    again.close()


def test_an_edit_of_the_file_acts_and_says_what_it_did(desk: Desk) -> None:
    file = desk.places.feeds_file
    file.write_text(file.read_text() + "mutes:\n  - words: agents\n  - words: -agents\n")
    changed = desk.poll()
    assert changed.stories
    assert changed.settings
    assert "What feeds.yaml mutes has changed: 2 stories hidden." in changed.notices
    assert any("“-agents” in feeds.yaml mutes nothing" in said for said in changed.notices)
    assert len(titles(desk)) == 3
    assert not desk.poll()
    broken = file.read_text()
    file.write_text("mutes: [")
    desk.poll()
    assert len(titles(desk)) == 3, "a file that cannot be read says nothing of what is muted"
    file.write_text(broken.replace("  - words: agents\n", ""))
    assert "2 stories shown again" in " ".join(desk.poll().notices)
    assert len(titles(desk)) == 5


def test_an_edit_while_nobody_looked_acts_at_the_start(desk: Desk, clock: Clock) -> None:
    desk.close()
    file = desk.places.feeds_file
    file.write_text(file.read_text() + "mutes:\n  - words: weather\n")
    again = Desk.open(desk.places, clock=clock)
    assert "Weather" not in titles(again)
    assert any("1 story hidden" in said for said in again.notices)
    again.close()


def test_many_stories_are_hidden_by_and_by(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive.open(desk.places.archive)
    for number in range(20, 40):
        add(archive, number, f"Agents again, part {number}")
    archive.close()
    desk.poll()
    monkeypatch.setattr(following, "_PART", 4)
    monkeypatch.setattr(following, "AT_ONCE", 0.0)
    monkeypatch.setattr(following, "A_MOMENT", 0.0)
    desk.add_mute(WORDS)
    assert desk.summary().muted == 4
    looks = 0
    while desk.poll():
        looks += 1
    assert looks >= 5
    assert desk.summary().muted == 22


def test_finishing_says_how_far_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signalboard.desk.muting._PART", 1)
    monkeypatch.setattr(following, "_PART", 1)
    monkeypatch.setattr(following, "AT_ONCE", 0.0)
    desk.add_mute(WORDS)
    heard: list[int] = []
    desk.finish_muting(heard.append)
    assert heard == [1]
    assert desk.summary().muted == 2


@pytest.mark.parametrize(
    ("kind", "said", "problem"),
    [
        ("words", " ", "Say what to mute"),
        ("words", "-agents", "needs a word"),
        ("words", "outlet:wire x", "looks at titles"),
        ("words", '"agents pay', "a quote that is not closed"),
        ("feed", "nothing of the kind", "No feed is called"),
        ("company", "nobody", "No company is called"),
        ("outlet", "nobody", "No story here is from an outlet called 'nobody'"),
        ("outlet", "!!", "a letter or digit"),
    ],
)
def test_what_can_not_be_muted_is_told(desk: Desk, kind: str, said: str, problem: str) -> None:
    with pytest.raises(DeskProblem, match=problem):
        desk.mute_of(kind, said)
    with pytest.raises(DeskProblem, match="Nothing is muted by"):
        desk.find_mute("1")


def test_feeds_and_companies_are_muted_by_the_names_people_use(desk: Desk) -> None:
    feed = desk.feeds()[0].feed
    rule = desk.mute_of("feed", feed.name[:4].upper())
    assert desk.mute_of("feed", feed.url) == desk.mute_of("feed", feed.name) == rule
    assert desk.mute_of("feed", feed.url.upper()) == rule
    assert desk.mute_of("feed", "https://former.example/RSS").value == "https://former.example/RSS"
    assert desk.mute_name(rule) == feed.name
    desk.add_mute(rule)
    company = desk.companies()[0].company
    other = desk.mute_of("company", company.name.lower())
    assert other == Mute("company", company.name)
    desk.add_mute(other)
    assert desk.find_mute("2") == desk.find_mute(company.name) == other
    assert desk.find_mute(feed.name) == desk.find_mute(f"feed {feed.name}") == rule


def test_an_outlet_is_muted_by_its_name_and_taken_back(desk: Desk, stories: list[str]) -> None:
    story = desk.story(stories[0])
    assert story is not None
    (outlet,) = story.outlets
    rule = desk.mute_of("outlet", outlet.upper())
    assert rule == Mute("outlet", outlet)
    hides = desk.mute_effect(rule).hides
    before = titles(desk)
    assert hides == len([t for t in before if t in titles(desk, View(show="all"))]) > 0
    change = desk.add_mute(rule)
    assert change is not None
    assert change.label == f"muted outlet: {outlet}"
    assert len(titles(desk)) == len(before) - hides
    assert desk.mutes_of(stories[0]) == (rule,)
    assert config.load(desk.places.feeds_file).mutes == (rule,)
    assert desk.find_mute(f"outlet {outlet}") == rule
    desk.undo()
    assert titles(desk) == before


def test_searches_are_kept_changed_renamed_and_forgotten(desk: Desk) -> None:
    view = View(search="agents -shops", show="unjudged", company="Stripe", thesis_id="web4")
    search = 'agents -shops is:unjudged company:"Stripe" thesis:web4'
    assert desk.search_of(view) == search
    assert desk.search_of(View(show="muted")) == "is:muted"
    since = View(since_at=1_700_000_000)
    assert desk.search_of(since) == "since:2023-11-14T22:13:20Z"
    assert titles(desk, View(search=desk.search_of(since))) == titles(desk, since) != []
    assert desk.save_search("Wallets", "agents") is not None
    assert desk.save_search("Wallets", "agents") is None
    desk.save_search("wallets", "agents is:starred")
    assert desk.searches() == (SavedSearch("wallets", "agents is:starred"),)
    assert desk.find_search("wall") == desk.searches()[0]
    desk.rename_search("wallets", "Wallets")
    desk.rename_search("Wallets", "Purses")
    desk.save_search("Other", "x")
    with pytest.raises(DeskProblem, match="already"):
        desk.rename_search("Other", "purses")
    with pytest.raises(DeskProblem, match="No saved search"):
        desk.find_search("nothing")
    with pytest.raises(DeskProblem, match="name"):
        desk.save_search(" ", "x")
    with pytest.raises(DeskProblem, match="nothing to save"):
        desk.save_search("x", " ")
    desk.remove_search("other")
    assert [search.name for search in desk.searches()] == ["Purses"]
    for names in (["Purses", "Other"], ["Purses"], ["Wallets"], ["wallets"], ["Wallets"], []):
        desk.undo()
        assert [search.name for search in desk.searches()] == names
    desk.redo()
    assert desk.searches() == (SavedSearch("Wallets", "agents"),)
