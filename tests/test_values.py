"""Our dataclasses answer as those of the standard library, and are written when first made."""

from __future__ import annotations

import ast
import copy
import dataclasses
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from signalboard import values

if TYPE_CHECKING:  # whose types differ from what runs, and it is the latter that is tried
    dataclass: Any
    field: Any
else:
    from signalboard.values import dataclass, field

PACKAGE = Path(values.__file__).parent


class Named:
    """What some have beside their fields."""

    __slots__ = ()
    name: str

    @property
    def called(self) -> str:
        return self.name.title()


def pair(**how: bool) -> tuple[type[Any], type[Any]]:
    """The same class of ours and of theirs."""

    def body(field: Any) -> Any:
        class Told(Named):
            """Something told."""

            name: str
            at: int = 3
            words: list[str] = field(default_factory=list)
            kept: tuple[str, ...] = field(default=("a",), compare=False)
            secret: str = field(default="", repr=False)

            def twice(self) -> int:
                return self.at * 2

        return Told

    ours = dataclass(slots=True, **how)(body(field))
    theirs = dataclasses.dataclass(slots=True, **how)(body(dataclasses.field))
    return ours, theirs


OURS, THEIRS = pair(frozen=True)
CHANGING, _ = pair()


@dataclass(frozen=True, slots=True)
class Kept:
    """At the top of its module, where pickle finds it."""

    name: str
    at: int = 3


@dataclass(frozen=True, slots=True)
class Empty:
    """Says that it is there."""


@pytest.mark.parametrize("frozen", [True, False])
def test_it_answers_as_one_of_the_standard_library(frozen: bool) -> None:
    for made in pair(frozen=frozen):
        one = made("wire", words=["x"], secret="s")
        assert (one.name, one.at, one.words, one.kept, one.secret) == (
            "wire",
            3,
            ["x"],
            ("a",),
            "s",
        )
        assert one.called == "Wire"
        assert one.twice() == 6
        assert repr(one).endswith("Told(name='wire', at=3, words=['x'], kept=('a',))")
        assert one == made("wire", 3, ["x"], ("b",), "s")
        assert one != made("wire", 3, ["x"], ("a",), "t")
        assert one != ("wire", 3, ["x"], ("a",), "s")
        assert made("a").words is not made("a").words
        assert not hasattr(one, "__dict__")
        assert made.__match_args__ == ("name", "at", "words", "kept", "secret")
        assert (made.__doc__, made.__name__) == ("Something told.", "Told")
        assert made.__qualname__.endswith("pair.<locals>.body.<locals>.Told")
        assert made.__init__.__qualname__.endswith("Told.__init__")
        with pytest.raises(TypeError, match="name"):
            made()
        with pytest.raises(TypeError, match="other"):
            made("a", other=1)


def test_what_is_frozen_cannot_be_changed_and_can_be_a_key() -> None:
    for made in (OURS, THEIRS):
        one = made("a", words=())
        with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
            one.name = "b"
        with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
            del one.name
        assert one.name == "a"
        assert {one: 1}[made("a", words=())] == 1
        with pytest.raises(TypeError, match="unhashable"):
            hash(made("a"))
    changing = CHANGING("a")
    changing.at = 5
    assert changing.twice() == 10
    with pytest.raises(TypeError, match="unhashable"):
        hash(changing)


def test_one_that_is_compared_by_itself() -> None:
    @dataclass(slots=True, eq=False)
    class Node:
        name: str

    one = Node("a")
    assert one != Node("a")
    assert {one: 1}[one] == 1


def test_one_without_fields_is_made_and_compared_too() -> None:
    assert Empty() == Empty()
    assert hash(Empty()) == hash(Empty())
    assert repr(Empty()) == "Empty()"
    with pytest.raises(TypeError, match="argument"):
        Empty(1)  # type: ignore[call-arg]


def test_the_standard_library_knows_it() -> None:
    ours, theirs = pair(frozen=True)
    assert dataclasses.is_dataclass(ours)
    assert [each.name for each in dataclasses.fields(ours)] == [*ours.__match_args__]
    for mine, told in zip(dataclasses.fields(ours), dataclasses.fields(theirs), strict=True):
        assert (mine.name, mine.type, mine.default) == (told.name, told.type, told.default)
        assert (mine.default_factory, mine.repr) == (told.default_factory, told.repr)
        assert mine.compare == told.compare
    made = ours("a", 1, ["w"])
    assert dataclasses.asdict(made) == dataclasses.asdict(theirs("a", 1, ["w"]))
    assert dataclasses.astuple(made) == ("a", 1, ["w"], ("a",), "")
    assert dataclasses.replace(made, at=4) == ours("a", 4, ["w"])
    match made:
        case ours(name, at):
            assert (name, at) == ("a", 1)


def test_it_is_replaced_copied_and_pickled() -> None:
    kept = Kept("a", 7)
    assert values.replace(kept, name="b") == Kept("b", 7)
    with pytest.raises(TypeError, match="other"):
        values.replace(kept, other=1)  # type: ignore[call-arg]
    for again in (copy.copy(kept), copy.deepcopy(kept), pickle.loads(pickle.dumps(kept))):
        assert again == kept
    changed = CHANGING("a", words=["x"])
    assert copy.deepcopy(changed) == changed


def test_its_init_is_written_when_the_first_is_made() -> None:
    ours, _ = pair(frozen=True)
    begun = ours.__init__
    ours("a")
    written = ours.__init__
    assert written is not begun
    ours("b")
    assert ours.__init__ is written


def test_a_class_that_stands_on_one_keeps_its_own_beginning() -> None:
    ours, _ = pair()

    class Further(ours):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            super().__init__("further")

    assert Further().name == Further().name == "further"


def test_one_without_slots_is_refused() -> None:
    with pytest.raises(TypeError, match="standard library"):
        dataclass(slots=False)


def test_no_room_takes_a_dataclass_with_slots_from_the_standard_library() -> None:
    """Or it would be compiled at each start; fields of a base are none that ours know."""
    files = sorted(PACKAGE.rglob("*.py"))
    assert Path(values.__file__) in files
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {
            name.name
            for each in ast.walk(tree)
            if isinstance(each, ast.ImportFrom) and each.module == "dataclasses"
            for name in each.names
        }
        for each in ast.walk(tree):
            for said in each.decorator_list if isinstance(each, ast.ClassDef) else ():
                written = ast.unparse(said)
                assert not ("slots" in written and "dataclass" in imported), f"{file}: {each.name}"


def test_a_room_of_values_loads_none_of_the_standard_library() -> None:
    code = "import sys, signalboard.model; print({'dataclasses', 'inspect'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
