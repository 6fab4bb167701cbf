"""Companies: their names edited, tried, and found in what is there already."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk, DeskProblem
from signalboard.desk.scanning import Scanned, due, scan
from signalboard.model import Company, Feed, View, replace
from signalboard.wire.companies import Finder, fingerprint, probes
from signalboard.wire.refresh.command import run
from tests.archive.making import put
from tests.values import NOW


def searched(desk: Desk, *, stop: Callable[[], bool] = lambda: False) -> Scanned:
    """The archive searched for the companies of the board, by a connection of its own."""
    archive = Archive.open(desk.places.archive)
    try:
        companies = config.load(desk.places.feeds_file).companies
        return scan(archive, companies, lambda _: None, is_stopped=stop)
    finally:
        archive.close()


def named(desk: Desk, company: str) -> list[str]:
    listing = desk.listing(View(company=company))
    return [row.title for row in listing.rows(0, len(listing))]


def test_a_new_company_is_found_in_the_stories_that_are_there(desk: Desk) -> None:
    searched(desk)
    assert not desk.scan_is_due()
    desk.add_company(Company("Weather Co", ("Weather",), as_written=True))
    assert desk.scan_is_due()
    assert searched(desk) == Scanned(stories=1, done=1, changed=1)
    assert named(desk, "Weather Co") == ["Weather"]
    assert next(r for r in desk.companies() if r.company.name == "Weather Co").activity.total == 1
    assert not desk.scan_is_due()
    assert searched(desk) == Scanned(0)


def test_an_alias_taken_away_lets_go_of_its_stories_and_undo_finds_them_again(desk: Desk) -> None:
    searched(desk)
    assert named(desk, "Tencent") == ["腾讯 ships"]
    change = desk.edit_company(Company("tencent", ("WeChat",)))
    assert change is not None
    assert change.label == "edited company: Tencent"
    searched(desk)
    assert named(desk, "Tencent") == []
    desk.undo()
    assert desk.scan_is_due()
    searched(desk)
    assert named(desk, "Tencent") == ["腾讯 ships"]
    assert desk.edit_company(Company("Tencent", ("WeChat", "腾讯"))) is None
    with pytest.raises(DeskProblem, match="No company"):
        desk.edit_company(Company("Nobody"))


def test_a_company_removed_leaves_the_stories(desk: Desk) -> None:
    searched(desk)
    desk.remove_company("Stripe")
    assert searched(desk).changed == 1
    assert named(desk, "Stripe") == []
    assert not desk.scan_is_due()


def test_an_edit_by_hand_is_noticed(desk: Desk) -> None:
    searched(desk)
    file = desk.places.feeds_file
    file.write_text(file.read_text().replace("[WeChat, 腾讯]", "[WeChat, 腾讯, Shops]"))
    assert desk.poll().settings
    assert desk.scan_is_due()
    searched(desk)
    assert named(desk, "Tencent") == ["Shops block agents", "腾讯 ships"]


def test_what_a_refresh_brings_while_companies_are_edited_is_searched(desk: Desk) -> None:
    searched(desk)
    settings = config.load(desk.places.feeds_file)
    run(desk.places, settings, now=False, as_json=True, only=["bundled:nothing"])
    assert not desk.scan_is_due()
    desk.add_company(Company("Robots"))
    searched(desk)
    assert not desk.scan_is_due()
    feeds = (Feed("Nothing", "bundled:nothing"),)
    run(desk.places, replace(settings, feeds=feeds), now=True, as_json=True, only=())
    assert desk.scan_is_due(), "it did not know of Robots"


def test_a_search_that_was_stopped_is_begun_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signalboard.desk.scanning.BATCH", 2)
    answers = iter([False, True])
    stopped = searched(desk, stop=lambda: next(answers))
    assert (stopped.stories, stopped.done, stopped.stopped) == (5, 2, True)
    assert desk.scan_is_due()
    assert searched(desk).done == 5
    assert not desk.scan_is_due()


def test_the_longer_name_of_another_company_takes_its_stories_and_gives_them_back(
    desk: Desk,
) -> None:
    archive = Archive.open(desk.places.archive)
    with archive.writing() as writing:
        put(writing, "music", "Tencent Music rises", companies=["Tencent"], about=1)
    searched(desk)
    desk.add_company(Company("Tencent Music"))
    searched(desk)
    assert named(desk, "Tencent Music") == ["Tencent Music rises"]
    assert "Tencent Music rises" not in named(desk, "Tencent")
    desk.remove_company("Tencent Music")
    searched(desk)
    assert "Tencent Music rises" in named(desk, "Tencent")
    archive.close()


SPELLED = [
    (Company("OpenAI"), "Open-AI answers"),
    (Company("OpenAI"), "ＯｐｅｎＡＩ answers"),
    (Company("Qwen"), "Qwen3 answers"),
    (Company("Google"), "The Googles of this world"),
    (Company("Mistral AI"), "MistralAI answers"),
    (Company("AT&T"), "AT and T answers"),
    (Company("J.P. Morgan"), "JP Morgan answers"),
    (Company("Nestlé"), "Nestle answers"),
    (Company("Nestle"), "NESTLÉ answers"),
    (Company("Moody's"), "Moodys answers"),
    (Company("X", ("腾讯",)), "据悉腾讯回应"),
    (Company("X", ("구글",)), "구글이 답했다"),
    (Company("X", ("アマゾン",)), "アマゾンの答え"),
    (Company("4Paradigm"), "4Paradigm answers"),
    (Company("360"), "360 answers"),
    (Company("X", ticker="0700.HK"), "Shares (HKG:700) fell"),
    (Company("X", ticker="0700.HK"), "00700.HK fell"),
    (Company("X", ticker="0700.HK"), "HK00700 fell"),
    (Company("X", ticker="BABA"), "Shares (NYSE: BABA) fell"),
    (Company("X", ticker="BABA"), "BABA.N fell"),
    (Company("X", ticker="$V"), "$V fell"),
    (Company("Visa", as_written=True), "VISA TO BUY A BANK"),
]


@pytest.mark.parametrize(("company", "title"), SPELLED)
def test_what_the_finder_finds_the_archive_offers(desk: Desk, company: Company, title: str) -> None:
    assert Finder([company]).find(title, "") == (company.name,)
    archive = Archive.open(desk.places.archive)
    with archive.writing() as writing:
        put(writing, "spelled", title)
    assert title in [text.title for text in archive.texts(archive.naming(probes(company)))]
    archive.close()


def test_a_mark_changes_with_all_that_a_company_is_found_by() -> None:
    company = Company("Arm", ("ARM Holdings",), "ARM", ("Arm",), ("Arm & Hammer",))
    others = [
        Company("Arm", ("ARM Holdings",), "ARM", ("Arm",)),
        Company("Arm", ("ARM Holdings",), "ARM", True, ("Arm & Hammer",)),
        Company("Arm", ("ARM Holdings",), None, ("Arm",), ("Arm & Hammer",)),
        Company("Arm", (), "ARM", ("Arm",), ("Arm & Hammer",)),
    ]
    assert len({fingerprint(each) for each in (company, *others)}) == 5
    assert fingerprint(company) == fingerprint(replace(company, name="Arm"))
    assert 0 < fingerprint(company) < 1 << 63


def test_nothing_is_due_without_companies(desk: Desk) -> None:
    archive = Archive.open(desk.places.archive)
    assert not due(archive, ())
    assert scan(archive, (), lambda _: None) == Scanned(0)
    archive.close()


def test_what_an_alias_catches_is_seen_before_it_is_kept(desk: Desk) -> None:
    found = list(desk.sightings(Company("Shops Inc", ("Shops", "What happened in Old"))))
    assert [(one.text, one.in_title) for one in found] == [
        ("Shops block agents", True),
        ("What happened in Old news.", False),
    ]
    assert found[0].around(100) == ("", "Shops", " block agents")
    assert found[0].around(11) == ("", "Shops", " bloc…")
    assert found[1].around(20) == ("", "What happened in Old", "")
    assert found[0].at == NOW - 60
    assert desk.find_story(found[0].story_id) == found[0].story_id
    assert list(desk.sightings(Company("Nobody At All"))) == []
    assert [c.company.name for c in desk.companies()] == ["Stripe", "Tencent"]


def test_what_is_around_a_match_is_cut_on_both_sides_evenly(desk: Desk) -> None:
    archive = Archive.open(desk.places.archive)
    with archive.writing() as writing:
        put(writing, "long", "a " * 100 + "Acme" + " z" * 100)
    archive.close()
    (one,) = desk.sightings(Company("Acme"))
    before, matched, after = one.around(24)
    assert matched == "Acme"
    assert (before, after) == ("… a a a a ", " z z z z …")
    assert len(before + matched + after) == 24


def test_matches_are_of_all_companies_tracked_or_not(desk: Desk) -> None:
    desk.track("Tencent", False)
    text = "Stripe asks 腾讯, WeChat and 腾讯 about Stripe"
    assert desk.matches(text) == (("Stripe", ("Stripe",)), ("Tencent", ("腾讯", "WeChat")))
    assert desk.matches("") == ()


def test_the_commands_the_board_starts_say_what_it_would_keep(desk: Desk) -> None:
    company = Company("-Arm", ("ARM  Holdings",), "ARM", ("-Arm",), ("Arm & Hammer",))
    command = desk.check_command(company, limit=5)
    assert command[-1] == "-Arm"
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, '{"company": "-Arm", "stories": 0}\n'), done.stderr
    done = subprocess.run(desk.scan_command(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert not desk.scan_is_due()
