"""Some hours of use, as the four weeks of `make soak` are made of."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from scripts.promises import TRIALS, figure
from tests.soak.hours import HOUR, Hours
from tests.soak.news import News
from tests.soak.seen import Report, Seen, grown, said
from tests.soak.weeks import WEEK, lived


def test_some_hours_lose_nothing_and_warn_of_nothing(tmp_path: Path) -> None:
    report = lived(tmp_path, 3 / WEEK, feeds=8, seed=3, tour=False)
    assert report.wrong == []
    assert report.hours == 3
    assert report.boards == 2
    assert report.judged > report.undone
    assert report.stories > 20


def test_what_grows_is_told() -> None:
    seen = [Seen(0, 60, 50, 15), Seen(1, 60, 54, 15), Seen(2, 60, 50, 15), Seen(3, 63, 56, 16)]
    told = grown(Report(seen=seen, begun=[0, 2]))
    assert len(told) == 3
    assert "1.12 of that of the first hour (1.05 with files)" in told[0]
    assert "1.12 of that of its first hour" in told[1]
    assert "from 15 to 16" in told[2]
    assert grown(Report(seen=seen[:3], begun=[0, 2])) == []


def test_the_table_of_promises_hears_what_came_of_it() -> None:
    seen = [Seen(0, 60, 50, 15), Seen(1, 63, 52, 15)]
    report = Report(hours=2, boards=1, stories=3, seen=seen, begun=[0], anew=Seen(2, 62, 51, 15))
    told = figure(TRIALS["weeks"], said(report, 9, 1))
    assert told.count(";") == len(said(report, 9, 1).splitlines()) - 1
    assert "50.0 MB in the first hour, 52.0 MB at the end: 1.04" in told
    assert "opened anew on the home as it is then 51.0 MB: 1.02" in told
    assert "open files 15 and 15" in told


def test_the_news_change_by_the_hour_and_are_the_same_for_a_seed() -> None:
    now = 500_000 * HOUR
    news, again = News(3, 5), News(3, 5)
    first = [each.ident for each in news.entries(1, now)]
    assert first == [each.ident for each in again.entries(1, now)]
    later = [each.ident for each in news.entries(1, now + 24 * HOUR)]
    assert set(later) - set(first)
    assert [each.at for each in news.entries(1, now)] == sorted(
        (each.at for each in news.entries(1, now)), reverse=True
    )
    assert all(each.at <= now for each in news.entries(1, now))


def test_the_clock_tells_all_and_what_was_warned_of(tmp_path: Path) -> None:
    clock = Hours(tmp_path)
    clock.forward(30 * 24 * HOUR)
    code = "import time, warnings; warnings.warn('so it is'); print(time.time())"
    env = {**os.environ, **clock.environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert abs(float(done.stdout) - time.time() - 30 * 24 * HOUR) < 60
    assert "UserWarning: so it is" in clock.warnings()[0]
