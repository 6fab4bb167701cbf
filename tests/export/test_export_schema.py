"""Our reader of schemas says what the library for them says."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from signalboard import export
from signalboard.export import schema
from signalboard.export.gather import gather
from signalboard.export.record import whole
from tests.export import sample

SCHEMA = json.loads(export.SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, 2, -1, 1.0, 1.5, 0.5, 3, "", "x", "support", "2026-11-24T03:31:54Z",
    "2026-11-24", [], ["x"], [None], [1, 2], {}, {"x-a": 1}, {"a": 1}, "hit", "A", "slight",
)  # fmt: skip


def log() -> dict[str, Any]:
    return json.loads(
        json.dumps(
            whole(
                gather(
                    sample.THESES, sample.EVIDENCE[:4], sample.WATCHES, sample.AS_OF,
                    withdrawn=sample.WITHDRAWN,
                )
            )
        )
    )  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = [at]
    if isinstance(value, dict | list):
        for key, part in parts:
            found += places(part, (*at, key)) if isinstance(part, dict | list) else [(*at, key)]
    return found


def words(value: Any) -> set[str]:
    """The words of JSON Schema that a schema is written in."""
    found: set[str] = set()
    if isinstance(value, dict):
        found |= set(value)
        for key, part in value.items():
            if key in ("properties", "$defs"):
                for each in part.values():
                    found |= words(each)
            elif key not in ("const", "enum"):
                found |= words(part)
    elif isinstance(value, list):
        for part in value:
            found |= words(part)
    return found


def test_the_schema_uses_no_word_that_is_not_understood():
    assert words(SCHEMA) - {"^x-"} <= schema.KNOWN


def test_a_log_keeps_the_schema():
    assert list(schema.problems(log(), SCHEMA)) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_log_is_found_where_the_library_finds_it(seed):
    order = random.Random(seed)
    for _ in range(120):
        damaged = log()
        where = [place for place in places(damaged) if place]
        *path, last = order.choice(where)
        parent = damaged
        for key in path:
            parent = parent[key]
        kind = order.randrange(3)
        if kind == 0:
            parent[last] = copy.deepcopy(order.choice(VALUES))
        elif kind == 1:
            del parent[last]
        elif isinstance(parent, dict):
            parent[order.choice(("surprise", "x-surprise", "X-y", "id"))] = order.choice(VALUES)
        else:
            parent.append(copy.deepcopy(order.choice(VALUES)))
        said = list(schema.problems(damaged, SCHEMA))
        assert (not said) is VALIDATOR.is_valid(damaged), (path, last, said)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "1", True, None, [], {}])
def test_what_is_no_number_is_none(value):
    assert list(schema.problems(value, {"type": "number"}))
    assert not list(schema.problems(1.0, {"type": "integer"}))


def test_a_sentence_says_where():
    damaged = log()
    damaged["theses"][0]["evidence"][1]["stance"] = "maybe"
    assert list(schema.problems(damaged, SCHEMA)) == [
        "theses[0].evidence[1].stance should be one of support, contradict, no-bearing."
    ]
    assert list(schema.problems([], SCHEMA)) == ["The file should be of type object, and is array."]
