"""Mutes and saved searches in feeds.yaml: read with every mistake told, changed with care."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalboard import config
from signalboard.config.reading import parse
from signalboard.model import Company, Feed, Mute, SavedSearch

FILE = """# mine
feeds:
  - {name: The Decoder, url: "https://me:secret@decoder.example/feed"}
companies:
  - {name: Stripe, aliases: [Bridge]}
mutes:
  - words: "sponsored webinar"  # every week
  - feed: the decoder
  - feed: https://gone.example/rss
  - outlet: Reuters
  - company: bridge
  - {company: Nobody Inc}
# the end of them
searches:
  - name: Wallets
    search: wallet OR checkout since:2w
"""
MUTES = (
    Mute("words", "sponsored webinar"),
    Mute("feed", "https://decoder.example/feed"),
    Mute("feed", "https://gone.example/rss"),
    Mute("outlet", "Reuters"),
    Mute("company", "Stripe"),
    Mute("company", "Nobody Inc"),
)
SEARCH = SavedSearch("Wallets", "wallet OR checkout since:2w")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.yaml"
    file.write_text(FILE)
    return file


def test_every_kind_of_mute_as_a_person_writes_it(path: Path) -> None:
    settings = config.load(path)
    assert settings.mutes == MUTES
    assert settings.searches == (SEARCH,)
    assert settings.problems == ()


def test_an_unchanged_file_is_remembered_with_them(path: Path, tmp_path: Path) -> None:
    first = config.load(path, tmp_path / "cache")
    assert config.load(path, tmp_path / "cache") == first == config.load(path)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("mutes: webinar", 'line 1: "mutes" is "webinar"; expected a list'),
        ("mutes:\n  - webinar", 'line 2: "webinar" stands here; expected a mute with fields like'),
        ("mutes:\n  - words:", "line 2: it is empty; expected one of them"),
        ("mutes:\n  - {}", "line 2: it is empty; expected one of them"),
        (
            "mutes:\n  - {words: a, company: b}",
            "line 2: several of words:, feed:, outlet: and company:",
        ),
        ("mutes:\n  - word: a", 'line 2: "word" is not a field of a mute; did you mean "words"?'),
        ("mutes:\n  - words: [a]", 'line 2: "words" is a list; expected text like'),
        ("mutes:\n  - feed: The Nothing", 'line 2: "feed" names no feed of this file; expected'),
        ("mutes:\n  - words: a\n  - words: a", 'line 3: "words" is the same as in line 2'),
        ("searches:\n  - name: a", 'line 2: "search" is missing; expected what to look for'),
        ("searches:\n  - search: a", 'line 2: "name" is missing'),
        ("searches:\n  - {name: A, search: x}\n  - {name: a, search: y}", "line 3"),
        ("mute: []", 'line 1: "mute" is not a section of this file; did you mean "mutes"?'),
    ],
)
def test_a_mistake_is_told_and_the_rest_used(written: str, told: str) -> None:
    good = "companies:\n  - name: Good\n"
    settings = parse((written + "\n" + good).encode(), "feeds.yaml")
    assert any(told in problem for problem in settings.problems), settings.problems
    assert settings.companies == (Company("Good"),)
    assert len(settings.mutes) + len(settings.searches) <= 1


def test_a_feed_is_muted_by_its_address_in_any_spelling() -> None:
    written = """\
feeds:
  - {name: Wire, url: 'https://b.example/rss'}
mutes:
  - feed: 'HTTPS://B.EXAMPLE/RSS/'
  - feed: https://former.example/RSS
"""
    settings = parse(written.encode(), "feeds.yaml")
    assert settings.mutes == (
        Mute("feed", "https://b.example/rss"),
        Mute("feed", "https://former.example/RSS"),
    )


def test_a_mistake_shows_no_password() -> None:
    written = "mutes:\n  - {feed: 'https://me:secret@x.example/', words: a}\n"
    settings = parse(written.encode(), "feeds.yaml")
    assert len(settings.problems) == 1
    assert "secret" not in settings.problems[0]


def test_what_is_added_and_removed_leaves_the_file_as_it_was(path: Path) -> None:
    for mute in (
        Mute("words", 'a: "b" OR -c*'),
        Mute("feed", "https://x.example/#a"),
        Mute("company", "腾讯"),
    ):
        config.put_mute(path, mute)
        assert config.load(path).mutes == (*MUTES, mute)
        config.put_mute(path, mute)
        assert config.load(path).mutes == (*MUTES, mute)
        assert config.remove_mute(path, mute) == mute
        assert path.read_text() == FILE
    config.put_search(path, SavedSearch("Two", '"a b" -c'))
    assert config.load(path).searches == (SEARCH, SavedSearch("Two", '"a b" -c'))
    assert config.remove_search(path, "TWO") == SavedSearch("Two", '"a b" -c')
    assert path.read_text() == FILE
    assert config.remove_mute(path, Mute("words", "nothing")) is None
    assert config.remove_search(path, "nothing") is None


def test_each_mute_is_found_however_it_is_written(path: Path) -> None:
    for number, mute in enumerate(MUTES):
        assert config.remove_mute(path, mute) == mute
        assert config.load(path).mutes == MUTES[number + 1 :]
    assert "# the end of them" in path.read_text()
    assert config.load(path).problems == ()
    config.put_mute(path, MUTES[0])
    assert config.load(path).mutes == MUTES[:1]


def test_a_search_of_one_name_is_changed_where_it_stands(path: Path) -> None:
    config.put_search(path, SavedSearch("wallets", "wallet"))
    assert path.read_text() == FILE.replace("name: Wallets", "name: wallets").replace(
        "search: wallet OR checkout since:2w", "search: wallet"
    )


def test_a_file_without_the_sections_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text("feeds:\n  - {name: A, url: 'https://a.example/'}\n# end\n")
    config.put_mute(path, MUTES[0])
    config.put_search(path, SEARCH)
    assert path.read_text().endswith(
        "# end\n\nmutes:\n  - words: sponsored webinar\n\n"
        "searches:\n  - name: Wallets\n    search: wallet OR checkout since:2w\n"
    )


def test_mutes_within_brackets_are_changed_too(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text("# mine\nmutes: [{words: a}, {company: B}]\n")
    config.put_mute(path, Mute("words", "c"))
    assert config.load(path).mutes[-1] == Mute("words", "c")
    config.remove_mute(path, Mute("company", "B"))
    assert config.load(path).mutes == (Mute("words", "a"), Mute("words", "c"))
    assert path.read_text().startswith("# mine\n")


def test_a_feed_that_a_mute_names_may_go(path: Path) -> None:
    config.remove_feed(path, "https://me:secret@decoder.example/feed")
    settings = config.load(path)
    assert len(settings.problems) == 1
    assert 'line 7: "feed" names no feed' in settings.problems[0]
    config.put_feed(path, Feed("The Decoder", "https://decoder.example/feed"))
    assert config.load(path).problems == ()
