"""A JSON log read back: the same values, the same bytes; what is damaged is a sentence."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard import export
from signalboard.export import back
from signalboard.export.gather import gather
from signalboard.model import Evidence, Problem, Report, Thesis, Watch, Withdrawn, replace
from tests.export import sample
from tests.export.sample import AS_OF, THESES, WATCHES
from tests.export.test_export_hostile import HOSTILE, RAW_TITLES, URLS, log_of, many

CLOSED = replace(
    THESES[2],
    prior_said=False,
    status="refuted",
    closed_at=AS_OF,
    post_mortem="Nobody moved.",
)
"""What no thesis of the sample is."""


def written(theses: Any = THESES) -> str:
    log = gather(theses, sample.ALL_EVIDENCE, WATCHES, AS_OF, withdrawn=sample.WITHDRAWN)
    return export.write(log, "json")


def again(told: back.Told) -> str:
    parts = (told.theses, told.evidence, told.watches, told.withdrawn)
    log = gather(*parts[:3], export.newest(*parts), withdrawn=told.withdrawn)
    return export.write(log, "json")


def test_what_was_written_is_read_and_written_the_same():
    told = back.read(written().encode())
    assert (told.mismatches, told.extra) == ((), 0)
    assert set(told.evidence) == set(sample.ALL_EVIDENCE)
    assert set(told.watches) == set(WATCHES)
    assert told.withdrawn == sample.WITHDRAWN
    assert told.theses == THESES
    assert again(told) == written()
    assert again(back.read(b"\xef\xbb\xbf" + written().encode())) == written()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Thesis, [*THESES, CLOSED]),
        (Evidence, sample.ALL_EVIDENCE),
        (Report, [r for x in sample.ALL_EVIDENCE for r in x.snapshot.reports]),
        (Watch, WATCHES),
        (Withdrawn, sample.WITHDRAWN),
    ],
)
def test_no_field_is_lost_on_the_way(kind, values):
    """A field that is added to a value fails here until a log has it, and takes it back."""
    for field in fields(kind):
        if field.default is not MISSING:
            assert any(getattr(value, field.name) != field.default for value in values), field.name
    told = back.read(written((*THESES[:2], CLOSED)).encode())
    assert told.theses == (*THESES[:2], CLOSED)
    assert told.mismatches == ()


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_any_text_comes_back_as_it_was_written(titles, other, url):
    log = log_of(titles, other or "x", url)
    theses = [entry.thesis for entry in log.theses]
    if len({t.name.lower() for t in theses}) < 2 or not all(t.name for t in theses):
        log = gather([theses[0]], [x.evidence for x in log.theses[0].lines], (), log.as_of)
    if not log.theses[0].thesis.name:
        return
    text = export.write(log, "json")
    told = back.read(text.encode())
    assert not [each for each in told.mismatches if not each.startswith("as_of")]
    as_of = json.loads(text)["as_of"]
    assert json.loads(again(told)) | {"as_of": as_of} == json.loads(text)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("conviction", "db"), 99.5, "theses[0].conviction.db: the file says 99.5; by what is"),
        (("tally", "supports"), 7, "theses[0].tally.supports: the file says 7; by what is recor"),
        (
            ("strongest_contradiction",),
            "e10",
            "theses[0].strongest_contradiction: the file says",
        ),
        (("evidence", 4, "weight_db"), 9, "theses[0].evidence[4].weight_db: the file says 9; by"),
        (("watches", 0, "brier"), None, "theses[0].watches[0].brier: the file says null; by what"),
        (
            ("statement",),
            "Other",
            'theses[0].statement: the file says "Other"; by what is',
        ),
        (("guards",), [], "theses[0].guards: the file says []; by what is recorded it is"),
    ],
)
def test_a_computed_number_that_is_another_is_told_and_not_taken(path, value, sentence):
    log = json.loads(written())
    parent = log["theses"][0]
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = value
    told = back.read(json.dumps(log).encode())
    assert len(told.mismatches) == 1 and told.mismatches[0].startswith(sentence)
    assert again(told) == written()


def test_a_method_of_another_release_is_no_mismatch_and_keys_of_others_are_counted():
    log = json.loads(written())
    log["method"] = ["Another sentence."]
    log["x-mine"] = {"x": [1]}
    log["theses"][0]["evidence"][0]["x-page"] = 7
    told = back.read(json.dumps(log).encode())
    assert (told.mismatches, told.extra) == ((), 2)
    assert again(told) == written()


def damaged(change: Any) -> bytes:
    log = json.loads(written())
    change(log)
    return json.dumps(log).encode()


def put(*path: Any) -> Any:
    *places, last, value = path

    def change(log: Any) -> None:
        for key in places:
            log = log[key]
        log[last] = value

    return change


FIRST = ("theses", 0)
PIECE = (*FIRST, "evidence", 0)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "This is no evidence log in JSON"),
        (b"\xff\xfe\x00", "This is no evidence log in JSON: 'utf-8' codec"),
        (b"[" * 100_000, "its brackets go too deep"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": 1, "a": 2}', "the key 'a' stands twice"),
        (b'{"a": ' + b"9" * 5000 + b"}", "This is no evidence log in JSON"),
        (b"[]", "This is JSON, and no evidence log of signalboard"),
        (b'"x"', "This is JSON, and no evidence log of signalboard"),
        (b"{}", "This is JSON, and no evidence log of signalboard"),
        (damaged(put("schema_version", 2)), "of version 2; this program knows 1"),
        (damaged(put("schema_version", "1")), "schema_version should be 1"),
        (damaged(put("surprise", 1)), "has a key that is not known: 'surprise'"),
        (damaged(put(*PIECE, "judged", "2026-13-41T00:00:00Z")), "a date that there is not"),
        (damaged(put(*PIECE, "judged", "1026-09-03T07:42:00Z")), "lies before 1970"),
        (damaged(put(*PIECE, "judged", "yesterday")), "evidence[0].judged is not written as"),
        (damaged(put(*PIECE, "id", "../../etc")), "'../../etc' is no id of a judgment"),
        (damaged(put(*PIECE, "id", "e10")), "The id of a judgment 'e10' stands there 2 times"),
        (damaged(put(*PIECE, "id", "e12")), "The id of a judgment 'e12' stands there 2 times"),
        (damaged(put(*PIECE, "wording", 9)), "is of a wording that is not there"),
        (damaged(put(*PIECE, "story", " ")), "The judgment e9 is of no story"),
        (damaged(put(*FIRST, "id", "A B")), "'A B' is no id of a thesis"),
        (damaged(put(*FIRST, "number", 3)), "The number of a thesis '3' stands there 2 times"),
        (damaged(put(*FIRST, "number", 0)), "lacks a number, a name or a prior"),
        (damaged(put(*FIRST, "prior", 1)), "lacks a number, a name or a prior"),
        (damaged(put(*FIRST, "name", "agents GET wallets")), "The name of a thesis"),
        (damaged(put(*FIRST, "watches", 0, "id", "w1")), "The id of a watch 'w1' stands there 2"),
        (damaged(put(*FIRST, "watches", 0, "p_hit_if_true", 1)), "a chance that is not between"),
        (damaged(put(*FIRST, "sum", "discount", 0)), "The discount of this log is 0"),
    ],
)  # fmt: skip
def test_what_is_no_log_or_a_damaged_one_is_a_sentence(raw, sentence):
    with pytest.raises(Problem) as told:
        back.read(raw)
    said = str(told.value)
    assert sentence in said
    assert said.endswith(".") and "\n" not in said and len(said) < 2000


def test_a_file_larger_than_any_log_is_not_read(monkeypatch):
    monkeypatch.setattr(back, "LARGEST", 10)
    with pytest.raises(Problem, match="larger than any evidence log"):
        back.read(b" " * 11)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_is_a_crash(data):
    raw = bytearray(written(THESES[1:2]).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        how = data.draw(st.integers(0, 2))
        if how == 0:
            raw[at] = data.draw(st.integers(0, 255))
        elif how == 1:
            del raw[at : at + data.draw(st.integers(1, 40))]
        else:
            raw[at:at] = data.draw(st.binary(max_size=8))
    try:
        back.read(bytes(raw))
    except Problem as told:
        assert str(told).endswith(".")


def test_text_from_a_file_is_cleaned_at_the_door():
    log = json.loads(written())
    log["theses"][0]["evidence"][0]["note"] = "so\x1b[31m it \u202e is"
    told = back.read(json.dumps(log).encode())
    piece = next(piece for piece in told.evidence if piece.id == "e9")
    assert piece.note == "so[31m it is"
    assert [each.split(":")[0] for each in told.mismatches] == ["theses[0].evidence[0].note"]
