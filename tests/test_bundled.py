"""The feed that comes with the program: its form always, its facts where the data is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import check_bundled


def test_its_form_holds_with_and_without_the_data(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert check_bundled.main([str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "were not checked against the data" in said.err, "and that is said"
    assert check_bundled.main([]) == 0, capsys.readouterr().out
    absent = check_bundled.absent(check_bundled.DATA)
    assert ("were not checked" in capsys.readouterr().err) == bool(absent)


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("<id>tag:", "<id>gat:", "is not"),
        ('rel="alternate"', 'rel="related"', "The only entry without a link"),
        ("</feed>", "", "is not well-formed"),
        (r"<published>20\d\d", "<published>2019", "was published before"),
        ('<summary type="text">[^<]*', '<summary type="text">', "has no summary"),
    ],
)
def test_a_feed_that_is_wrong_is_told_so(
    tmp_path: Path, was: str, becomes: str, problem: str
) -> None:
    changed, times = re.subn(was, becomes, check_bundled.FEED.read_text(encoding="utf-8"))
    path = tmp_path / "wrong.atom"
    path.write_text(changed, encoding="utf-8")
    assert times
    assert any(problem in said for said in check_bundled.problems(path, None))


def test_facts_are_held_against_the_data(tmp_path: Path) -> None:
    """Data made of the feed itself agrees with it but for the titles; changed, it does not."""
    import json

    _, entries = check_bundled.read_feed(check_bundled.FEED)
    linked = [entry for entry in entries if entry.link]

    def against(**changes: str) -> list[str]:
        lines = [
            json.dumps(
                {
                    "date": entry.published[:10],
                    "source": entry.source,
                    "title": f"Said otherwise: {entry.title}",
                    "url": entry.link,
                    **changes,
                }
            )
            for entry in linked
        ]
        (tmp_path / check_bundled.DATA_FILES[0]).write_text("\n".join(lines), encoding="utf-8")
        (tmp_path / check_bundled.DATA_FILES[1]).write_text("", encoding="utf-8")
        return check_bundled.problems(check_bundled.FEED, tmp_path)

    assert against() == []
    assert len(against(date="2020-01-01")) == len(linked)
    assert len([said for said in against(url="https://x.example") if "is not in the data" in said])
    assert any("is the source's own" in said for said in against(title=linked[0].title))
    (tmp_path / check_bundled.DATA_FILES[0]).write_text("no fact", encoding="utf-8")
    assert "is not a fact" in check_bundled.problems(check_bundled.FEED, tmp_path)[0]
