"""The log as JSON, and its schema."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from signalboard import export
from signalboard.export.gather import gather
from signalboard.export.record import write
from signalboard.model import replace
from tests.export import sample
from tests.export.sample import AS_OF, EVIDENCE, THESES, WATCHES, WEB4

SCHEMA = json.loads(export.SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def whole() -> dict[str, Any]:
    return json.loads(
        write(gather(THESES, sample.ALL_EVIDENCE, WATCHES, AS_OF, withdrawn=sample.WITHDRAWN))
    )


def objects(value: Any) -> list[dict[str, Any]]:
    """Every object in a JSON value, itself included."""
    if isinstance(value, dict):
        return [value, *(found for part in value.values() for found in objects(part))]
    if isinstance(value, list):
        return [found for part in value for found in objects(part)]
    return []


def test_the_schema_is_one_and_closed_but_for_extensions():
    Draft202012Validator.check_schema(SCHEMA)
    closed = [x for x in objects(SCHEMA) if x.get("type") == "object"]
    assert len(closed) == 23
    for each in closed:
        assert each["additionalProperties"] is False
        assert each["patternProperties"] == {"^x-": True}
        optional = {"judged_as", "hints", "briefs", "original"} & set(each["properties"])
        if each is SCHEMA["$defs"]["original"]:
            optional = set(each["properties"])
        assert sorted(each.get("required", ())) == sorted(set(each["properties"]) - optional)


def test_what_it_was_judged_as_is_told_where_that_is_another_title():
    first = EVIDENCE[0]
    moved = replace(first, snapshot=replace(first.snapshot, judged_as="As it read"))
    log = json.loads(write(gather([WEB4], [moved, EVIDENCE[1]], (), AS_OF)))
    VALIDATOR.validate(log)
    told, plain = [piece["snapshot"] for piece in log["theses"][0]["evidence"]]
    assert told["judged_as"] == "As it read"
    assert "judged_as" not in plain
    told["judged_as"] = ""
    assert not VALIDATOR.is_valid(log)


@pytest.mark.parametrize(
    ("theses", "as_of"), [(THESES, AS_OF), (THESES[:1], AS_OF), (THESES[2:], AS_OF), ((), None)]
)
def test_logs_validate(theses, as_of):
    VALIDATOR.validate(json.loads(write(gather(theses, sample.ALL_EVIDENCE, WATCHES, as_of))))


def test_a_key_more_or_less_is_refused_anywhere_and_an_extension_is_not():
    for index in range(len(objects(whole()))):
        more, extended = whole(), whole()
        objects(more)[index]["surprise"] = 1
        objects(extended)[index]["x-surprise"] = {"any": ["thing"]}
        assert not VALIDATOR.is_valid(more)
        assert VALIDATOR.is_valid(extended)
    first = copy.deepcopy(whole())
    for kind in (first["theses"][0], first["theses"][0]["evidence"][0], first["sources"][0]):
        for key in list(kind):
            kept = kind.pop(key)
            assert not VALIDATOR.is_valid(first), key
            kind[key] = kept
    assert VALIDATOR.is_valid(first)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stance", "maybe"),
        ("strength", 4),
        ("strength", None),
        ("strength_word", None),
        ("judged", "2026-09-03"),
        ("wording", 0),
        ("sources", []),
        ("id", ""),
    ],
)
def test_a_wrong_value_is_refused(field, value):
    log = whole()
    log["theses"][0]["evidence"][0][field] = value
    assert not VALIDATOR.is_valid(log)


def test_what_has_no_bearing_has_no_strength():
    log = whole()
    set_aside = log["theses"][0]["evidence"][2]
    assert (set_aside["strength"], set_aside["strength_word"]) == (None, None)
    set_aside["strength"] = 1
    assert not VALIDATOR.is_valid(log)


def test_the_snapshot_is_there_whole():
    piece = EVIDENCE[4]
    told = whole()["theses"][0]["evidence"][4]
    assert told["snapshot"]["excerpt"] == piece.snapshot.excerpt
    assert told["snapshot"]["companies"] == ["Alibaba"]
    assert told["snapshot"]["reports"][0] == {
        "feed": "https://scmp.example/feed.xml",
        "entry": "tag:scmp.example,2026:alibaba-s-qwen-agents-now-handle",
        "outlet": "SCMP",
        "origin": "Alibaba Group",
        "title": "Alibaba's Qwen agents now handle returns on Taobao",
        "url": "https://www.scmp.example/2026/alibaba-s-qwen-agents-now-handle",
        "published": "2026-09-27T23:40:00Z",
        "first_seen": "2026-09-28T00:01:00Z",
        "reliability": None,
    }
    assert len(told["snapshot"]["reports"]) == 3


def test_numbers_of_sources_lead_to_them():
    log = whole()
    for thesis in log["theses"]:
        for piece in thesis["evidence"]:
            cited = [log["sources"][number - 1] for number in piece["sources"]]
            assert [x["url"] for x in cited] == [x["url"] for x in piece["snapshot"]["reports"]]
    assert log["theses"][0]["strongest_contradiction"] == "e52"
    assert [x["split"] for x in log["theses"][0]["evidence"]][6:8] == [["e39"], ["e38"]]


def test_an_unspeakable_date_is_null_and_no_crash():
    told = replace(EVIDENCE[0].snapshot.reports[0], published_at=10**15)
    odd = replace(EVIDENCE[0], snapshot=replace(EVIDENCE[0].snapshot, reports=(told,)))
    log = json.loads(write(gather([WEB4], [odd], (), AS_OF)))
    VALIDATOR.validate(log)
    assert log["theses"][0]["evidence"][0]["snapshot"]["reports"][0]["published"] is None


def test_the_conviction_is_the_sum_of_its_terms():
    for thesis in whole()["theses"]:
        added = thesis["sum"]
        for side in ("support", "contradict"):
            terms = added[f"{side}ions" if side == "contradict" else f"{side}s"]
            assert sum(term["db"] for term in terms) == pytest.approx(added[f"{side}_db"])
            weights = {piece["id"]: piece["weight_db"] for piece in thesis["evidence"]}
            for rank, term in enumerate(terms):
                assert term["weight_db"] == weights[term["evidence"]]
                assert term["factor"] == pytest.approx(added["discount"] ** rank)
                assert term["db"] == pytest.approx(term["weight_db"] * term["factor"], abs=1e-5)
        assert added["db"] == pytest.approx(
            added["prior_db"] + added["support_db"] - added["contradict_db"] + added["settled_db"],
            abs=1e-5,
        )
        said = thesis["conviction"]
        if said is None:
            assert not added["supports"] and not added["settled"]
        else:
            assert said["db"] == added["db"]
            assert said["p"] == pytest.approx(1 / (1 + 10 ** (-said["db"] / 10)), abs=1e-5)
    assert [thesis["conviction"] is None for thesis in whole()["theses"]] == [False, False, True]


def test_what_was_withdrawn_is_there_whole_and_counts_for_nothing():
    log = whole()
    gone = log["theses"][0]["withdrawn"]
    assert [(x["evidence"]["id"], x["superseded_by"]) for x in gone] == [
        ("e12", None),
        ("e44", "e61"),
    ]
    assert gone[0]["evidence"]["snapshot"]["title"] == "Assistant books a third of all trips"
    assert gone[0]["why"].startswith("The outlet corrected it")
    assert not {"e12", "e44"} & {piece["id"] for piece in log["theses"][0]["evidence"]}
    assert not {"e12", "e44"} & {t["evidence"] for t in log["theses"][0]["sum"]["supports"]}


def test_a_settled_watch_says_what_it_weighs_and_scores():
    settled, due, still_open = whole()["theses"][0]["watches"]
    assert (settled["state"], settled["settled"]) == ("hit", "2026-11-21T08:00:00Z")
    assert settled["settled_db"] == settled["hit_db"] == pytest.approx(1.760913)
    # .53 squared for 42.05 days, .3 squared for 16.6 of them
    assert settled["brier"] == pytest.approx((0.2809 * 42.045 + 0.09 * 16.625) / 58.67, abs=1e-3)
    assert [said["own"] for said in settled["forecasts"]] == [False, True]
    assert (due["due"], due["settled_db"], due["brier"]) == (True, None, None)
    assert not still_open["due"]
    p = whole()["theses"][0]["conviction"]["p"]
    assert still_open["forecast"] == pytest.approx(p * 0.7 + (1 - p) * 0.15, abs=1e-5)
