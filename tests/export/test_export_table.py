"""The log as CSV, and back."""

from __future__ import annotations

import csv
import io

import pytest

from signalboard import export
from signalboard.export import METHOD, read_csv
from signalboard.export.gather import gather
from signalboard.export.table import HEADER, guard, unguard, write
from signalboard.model import replace
from tests.export import sample
from tests.export.sample import AS_OF, EVIDENCE, THESES, WATCHES, WEB4


def test_a_row_a_judgment_under_a_fixed_header():
    text = write(gather(THESES, sample.ALL_EVIDENCE, WATCHES, AS_OF))
    assert text.split("\r\n")[0] == (
        "thesis_id,thesis,statement,negation,stance,strength,strength_word,judged_at,published_at,"
        "story_id,title,url,outlets,origins,n_outlets,n_origins,companies,note,evidence_id,"
        "thesis_version,weight_db,quote,quoted,method,"
        "factor,counted_db,prior_db,watches_db,conviction_db"
    )
    rows = read_csv(text)
    assert [row["evidence_id"] for row in rows] == [x.id for x in EVIDENCE] + ["e31"]
    row = rows[4]
    assert row["outlets"] == "SCMP; KrASIA; 财新"
    assert row["origins"] == "Alibaba Group; KrASIA; 财新"
    assert (row["n_outlets"], row["n_origins"]) == ("3", "3")
    assert (row["strength"], row["strength_word"]) == ("2", "moderate")
    assert (row["judged_at"], row["published_at"]) == (
        "2026-09-28T06:55:00Z",
        "2026-09-27T23:40:00Z",
    )
    assert (row["weight_db"], rows[6]["weight_db"], rows[2]["weight_db"]) == ("5.0", "4.185844", "")
    assert rows[8]["quote"].startswith("The agent could") and rows[8]["quoted"].startswith(
        "head of"
    )
    assert (row["thesis_version"], row["statement"]) == ("1", WEB4.versions[0].statement)
    assert rows[-2]["statement"] == WEB4.statement


@pytest.mark.parametrize("discount", [0.8, 1.0])
def test_the_table_adds_up_to_the_conviction(discount):
    log = gather(THESES, sample.ALL_EVIDENCE, WATCHES, AS_OF, discount=discount)
    rows = read_csv(write(log))
    assert {row["thesis_id"] for row in rows} > {WEB4.id}
    for entry in log.theses:
        mine = [row for row in rows if row["thesis_id"] == entry.thesis.id]
        counted = [float(row["counted_db"]) for row in mine if row["counted_db"]]
        for row in mine[:1]:
            total = float(row["prior_db"]) + sum(counted) + float(row["watches_db"])
            assert total == pytest.approx(float(row["conviction_db"]), abs=1e-4)
            assert total == pytest.approx(entry.sum.db, abs=1e-4)
    against = [row for row in rows if row["stance"] == "contradict" and row["counted_db"]]
    assert against and all(float(row["counted_db"]) < 0 for row in against)
    for row in rows:
        if row["counted_db"]:
            weighs = float(row["weight_db"]) * float(row["factor"])
            assert abs(float(row["counted_db"])) == pytest.approx(weighs, abs=1e-5)
        else:
            assert row["factor"] == ""
    said = " each further one 0.8 of the one before."
    assert rows[0]["method"].endswith(said if discount != 1 else "the strongest in full.")


def test_an_older_table_without_the_last_columns_is_read_still():
    text = write(gather([WEB4], EVIDENCE, (), AS_OF))
    table = list(csv.reader(io.StringIO(text, newline="")))
    at = HEADER.index("method") + 1
    older = io.StringIO(newline="")
    csv.writer(older, lineterminator="\r\n").writerows(row[:at] for row in table)
    assert [row["evidence_id"] for row in read_csv(older.getvalue())] == [x.id for x in EVIDENCE]


def test_what_has_no_bearing_has_no_strength_and_what_has_no_date_none():
    rows = read_csv(write(gather([WEB4], EVIDENCE, (), AS_OF)))
    assert (rows[2]["stance"], rows[2]["strength"], rows[2]["strength_word"]) == (
        "no-bearing",
        "",
        "",
    )
    assert rows[9]["published_at"] == rows[9]["url"] == ""


def test_lines_end_in_cr_lf_and_an_empty_log_is_its_header():
    text = write(gather([WEB4], EVIDENCE, (), AS_OF))
    assert text.count("\r\n") == text.count("\n") == len(EVIDENCE) + 1
    assert write(gather(THESES[2:], (), (), AS_OF)) == ",".join(HEADER) + "\r\n"


@pytest.mark.parametrize("start", "=+-@%|\t\r\n＝＋－＠％｜")
def test_formulas_are_guarded_and_come_back(start):
    for text in (f"{start}1", start, f"'{start}1", f"'''{start}"):
        assert guard(text) == f"'{text}"
        assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "'", "''", "'quoted'", "plain", "5 -3", "1", " =1", "’=1"])
def test_other_text_is_left_as_it_is(text):
    assert guard(text) == text
    assert unguard(text) == text


def test_numbers_are_not_guarded_and_text_that_looks_like_one_is():
    odd = replace(
        EVIDENCE[0], note="-5", snapshot=replace(EVIDENCE[0].snapshot, title="=1+1", companies=())
    )
    text = write(gather([WEB4], [odd], (), AS_OF))
    cells = dict(zip(HEADER, list(csv.reader(io.StringIO(text, newline="")))[1], strict=True))
    assert (cells["title"], cells["note"]) == ("'=1+1", "'-5")
    assert (cells["strength"], cells["n_outlets"]) == ("1", "1")
    assert (read_csv(text)[0]["title"], read_csv(text)[0]["note"]) == ("=1+1", "-5")


def test_a_byte_order_mark_that_a_spreadsheet_added_is_no_trouble():
    text = write(gather([WEB4], EVIDENCE, (), AS_OF))
    assert read_csv("\ufeff" + text) == read_csv(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is not an evidence log"),
        ("a,b\r\n", "This is not an evidence log"),
        (",".join(HEADER) + "\r\na,b\r\n", "Line 2 of the evidence log has 2 cells; 29 were"),
        (",".join(HEADER) + '\r\n"a"b', "Line 2 of the evidence log is not CSV"),
        ('"' + "a" * 140_000, "Line 1 of the evidence log is not CSV"),
    ],
)
def test_what_is_not_such_a_csv_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_csv(text)


@pytest.mark.parametrize("fmt", ["csv", "watches-csv", "weeks-csv"])
def test_every_row_of_numbers_says_what_they_claim(fmt):
    log = gather(THESES, EVIDENCE, WATCHES, AS_OF)
    header, *rows = csv.reader(io.StringIO(export.write(log, fmt), newline=""))
    at = header.index("method")
    assert rows
    for row in rows:
        assert row[at].startswith(METHOD[0])
        assert "slight 2, moderate 5, strong 10." in row[at]
        assert row[at].endswith("each further one 0.8 of the one before.")
