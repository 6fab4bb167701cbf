"""The watches as CSV, and the log as a time series."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given

from signalboard import export, text, times
from signalboard.export import read_csv, watchtable, weeks
from signalboard.export.gather import gather
from signalboard.model import Stance, Thesis, Version, Watch, replace
from tests.export import sample
from tests.export.sample import AS_OF, EVIDENCE, THESES, WATCHES, WEB4, moment, piece, report
from tests.export.test_export_hostile import HOSTILE, RAW_TITLES, TITLES, URLS, many


def series(*evidence, watches=(), thesis=WEB4, as_of=AS_OF):
    log = gather([thesis], evidence, watches, as_of)
    return read_csv(export.write(log, "weeks-csv"), weeks.HEADER)


def test_a_row_a_watch_with_what_it_weighs():
    log = gather(THESES, sample.ALL_EVIDENCE, WATCHES, AS_OF)
    rows = read_csv(export.write(log, "watches-csv"), watchtable.HEADER)
    assert [(row["watch_id"], row["state"], row["due"]) for row in rows] == [
        ("w2", "hit", "no"),
        ("w1", "open", "yes"),
        ("w3", "open", "no"),
    ]
    assert (rows[0]["hit_db"], rows[0]["settled_db"]) == ("1.760913", "1.760913")
    assert (rows[0]["forecast"], rows[0]["brier"]) == ("0.7", "0.226806")
    assert (rows[0]["settled_at"], rows[0]["link"]) == (
        "2026-11-21T08:00:00Z",
        "https://www.platform.example/reports/2026-q3",
    )
    assert (rows[1]["hit_db"], rows[1]["settled_db"], rows[1]["brier"]) == ("-3.0103", "", "")
    assert rows[2]["story_id"] == EVIDENCE[9].story_id


@pytest.mark.parametrize("fmt", ["watches-csv", "weeks-csv"])
def test_formulas_in_names_and_questions_are_guarded(fmt):
    thesis = replace(WEB4, name="=cmd|' /C calc'!A0")
    watch = replace(WATCHES[0], question="+1", note="@x", link="-2")
    text = export.write(gather([thesis], EVIDENCE, [watch], AS_OF), fmt)
    for line in text.split("\r\n")[1:-1]:
        assert not any(cell.startswith(("=", "+", "@")) for cell in line.split(","))
    header = watchtable.HEADER if fmt == "watches-csv" else weeks.HEADER
    assert read_csv(text, header)[0]["thesis"] == "=cmd|' /C calc'!A0"


def log_named(titles, other, url):
    """A thesis a title, with a judgment and a watch that bear it as well."""
    theses = [
        Thesis(f"t{n}", n, title, (Version(other, other, 0),)) for n, title in enumerate(titles, 1)
    ]
    evidence = [replace(EVIDENCE[0], id=f"e{n}", thesis_id=t.id) for n, t in enumerate(theses)]
    watches = [
        Watch(f"w{n}", t.id, t.name, other, other, other, other, 0, 86400, 0.7, 0.2,
              link=url, note=t.name)
        for n, t in enumerate(theses)
    ]  # fmt: skip
    return gather(theses, evidence, watches, AS_OF)


@many
@given(TITLES, HOSTILE, URLS)
def test_series_titles_come_back_and_hold_no_formula(titles, other, url):
    log = log_named(titles, other, url)
    watched = read_csv(export.write(log, "watches-csv"), watchtable.HEADER)
    assert [row["thesis"] for row in watched] == titles
    assert [row["question"] for row in watched] == titles
    assert [row["note"] for row in watched] == titles
    assert {row["hit_if"] for row in watched} == {text.clean_paragraphs(other, 100_000)}
    by_week = read_csv(export.write(log, "weeks-csv"), weeks.HEADER)
    assert list(dict.fromkeys(row["thesis_id"] for row in by_week)) == [
        t.thesis.id for t in log.theses
    ]
    assert {row["thesis_id"]: row["thesis"] for row in by_week} == {
        entry.thesis.id: entry.thesis.name for entry in log.theses
    }


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_series_keep_their_shape_whatever_the_text(titles, other, url):
    log = log_named(titles, other, url)
    for fmt, header in (("watches-csv", watchtable.HEADER), ("weeks-csv", weeks.HEADER)):
        written = export.write(log, fmt)
        table = list(csv.reader(io.StringIO(written, newline=""), strict=True))
        assert {len(row) for row in table} == {len(header)}
        cells = [cell for row in table for cell in row if not _NUMBER.fullmatch(cell)]
        assert not [cell for cell in cells if re.match("[=+\\-@%|\t\r\n＝＋－＠％｜]", cell)]
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u202e]", written)
        written.encode()


_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?(e-?[0-9]+)?")
"""What a computed figure may be; text that looks like one has a mark before it."""


def test_every_week_from_the_first_to_the_last_is_there():
    rows = series(*EVIDENCE)
    assert [row["week"] for row in rows] == [f"2026-W{n}" for n in range(36, 49)]
    assert rows[0]["begins"] == "2026-08-31" and rows[-1]["begins"] == "2026-11-23"
    first, quiet = rows[0], rows[1]
    assert (first["stories"], first["outlets"], first["origins"]) == ("2", "3", "3")
    assert (first["support_db"], first["contradict_db"]) == ("2.0", "2.0")
    # A story of no bearing only, in the second week: nothing that counts.
    assert (quiet["stories"], quiet["support_db"], quiet["contradict_db"]) == ("0", "0.0", "0.0")
    split = rows[7]
    assert (split["stories"], split["outlets"], split["origins"]) == ("1", "2", "1")
    assert (split["support_db"], split["contradict_db"]) == ("4.185844", "1.579612")


def test_the_last_week_ends_with_the_sum_of_the_log():
    log = gather([WEB4], EVIDENCE, WATCHES, AS_OF)
    rows = read_csv(export.write(log, "weeks-csv"), weeks.HEADER)
    assert float(rows[-1]["conviction_db"]) == pytest.approx(log.theses[0].sum.db, abs=1e-5)


def test_the_weeks_add_up_from_the_prior():
    log = gather([WEB4], EVIDENCE, WATCHES, AS_OF)
    rows = read_csv(export.write(log, "weeks-csv"), weeks.HEADER)
    total = float(rows[0]["prior_db"])
    for row in rows:
        total += float(row["moved_db"])
        if row["conviction_db"]:
            assert total == pytest.approx(float(row["conviction_db"]), abs=1e-4)
    assert total == pytest.approx(log.theses[0].sum.db, abs=1e-4)


def test_a_story_counts_once_a_week_and_a_week_begins_on_monday():
    told = report("t", "A", "2026-11-01T00:00")
    plain = replace(WEB4, versions=WEB4.versions[:1])
    made = [
        piece("e1", Stance.SUPPORT, 1, "2026-11-08T23:59:59", told, story="a", version=0),
        piece("e2", Stance.SUPPORT, 2, "2026-11-09T00:00:00", told, story="a", version=0),
        piece("e3", Stance.SUPPORT, 3, "2026-11-15T23:59:59", told, story="a", version=0),
    ]
    rows = series(*made, thesis=plain)
    assert [(row["week"], row["stories"], row["support_db"]) for row in rows] == [
        ("2026-W45", "1", "2.0"),
        ("2026-W46", "1", "10.0"),
    ]
    assert weeks.monday(moment("2026-11-09")) == moment("2026-11-09")
    assert times.week(moment("2027-01-01")) == "2026-W53"


def test_a_thesis_without_judgments_has_no_week():
    assert series(thesis=THESES[2]) == []
