"""Whether a JSON value keeps a schema: the part of JSON Schema that ours is written in. Pure.

The schema of the evidence log is what a file is read by, so that the contract and the
reader cannot part. A schema library is no dependency of the program for that; the tests hold
this one against it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
}
KNOWN = {
    "$schema", "$id", "$defs", "$ref", "title", "description", "type", "const", "enum", "anyOf",
    "required", "properties", "patternProperties", "additionalProperties", "items", "minItems",
    "maxItems", "minLength", "minimum", "maximum", "pattern", "if", "then", "else",
}  # fmt: skip
"""The words of JSON Schema that are understood here; a schema with others must not be used."""


def problems(value: Any, schema: Schema) -> Iterator[str]:
    """What in a value does not keep a schema, a sentence each, in the order of the value."""
    return _problems(value, schema, schema, "")


def _problems(value: Any, schema: Schema, root: Schema, at: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _problems(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{_place(at)} should be of type {' or '.join(kinds)}, and is {_kind(value)}."
        return
    if "const" in schema and not _same(value, schema["const"]):
        yield f"{_place(at)} should be {schema['const']!r}."
    if "enum" in schema and not any(_same(value, each) for each in schema["enum"]):
        allowed = ", ".join("null" if each is None else str(each) for each in schema["enum"])
        yield f"{_place(at)} should be one of {allowed}."
    if "anyOf" in schema:
        tried = [list(_problems(value, each, root, at)) for each in schema["anyOf"]]
        if all(tried):
            yield tried[0][0]
    if "if" in schema:
        holds = not any(_problems(value, schema["if"], root, at))
        yield from _problems(value, schema.get("then" if holds else "else", {}), root, at)
    if isinstance(value, str):
        yield from _of_text(value, schema, at)
    elif isinstance(value, dict):
        yield from _of_object(value, schema, root, at)
    elif isinstance(value, list):
        yield from _of_list(value, schema, root, at)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if value < schema.get("minimum", -math.inf):
            yield f"{_place(at)} is below {schema['minimum']}."
        if value > schema.get("maximum", math.inf):
            yield f"{_place(at)} is above {schema['maximum']}."


def _of_text(value: str, schema: Schema, at: str) -> Iterator[str]:
    if len(value) < schema.get("minLength", 0):
        yield f"{_place(at)} is empty."
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{_place(at)} is not written as it should be."


def _of_object(value: dict[str, Any], schema: Schema, root: Schema, at: str) -> Iterator[str]:
    for key in schema.get("required", ()):
        if key not in value:
            yield f"{_place(at)} has no {key!r}."
    known = schema.get("properties", {})
    free = tuple(schema.get("patternProperties", {}))
    for key, each in value.items():
        if key in known:
            yield from _problems(each, known[key], root, f"{at}.{key}" if at else key)
        elif schema.get("additionalProperties") is False and not any(
            re.search(pattern, key) for pattern in free
        ):
            yield f"{_place(at)} has a key that is not known: {key[:80]!r}."


def _of_list(value: list[Any], schema: Schema, root: Schema, at: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", math.inf):
        yield f"{_place(at)} has a length it cannot have: {len(value)}."
    if "items" in schema:
        for number, each in enumerate(value):
            yield from _problems(each, schema["items"], root, f"{at}[{number}]")


def _is(value: Any, kind: str) -> bool:
    if kind in _TYPES:
        return isinstance(value, _TYPES[kind])
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    return kind == "number" or isinstance(value, int) or value.is_integer()


def _same(value: Any, other: Any) -> bool:
    return type(value) is type(other) and bool(value == other)


def _kind(value: Any) -> str:
    return next((name for name in _TYPES if _is(value, name)), "a number")


def _place(at: str) -> str:
    return at or "The file"
