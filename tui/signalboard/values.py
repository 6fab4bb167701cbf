"""Dataclasses that are written when the first of them is made.

The standard library compiles six functions for each dataclass as its module is loaded: 0.4 ms
for each of two hundred, and as much again for what it needs to do so, at every start. Here a
class has its slots at once, ``__init__`` is written at the first call of it, and the rest is the
same for all. Who asks the library (``fields``, ``asdict``) is told what it would have made itself.

Only what the house uses is here: slots, no base that has fields, every field in ``__init__``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

_MADE: Any = object()
"""The default of what a factory makes anew for each."""


class Field(dict[str, Any]):
    """What is said of a field beyond its name and type, by the names of ``dataclasses.field``."""


def _dataclass(
    *, slots: bool, frozen: bool = False, eq: bool = True
) -> Callable[[type[Any]], type[Any]]:
    """As ``dataclasses.dataclass``, with slots: another one is the library's own."""
    if not slots:
        raise TypeError("a dataclass without slots is one of the standard library")
    return lambda plain: _made(plain, frozen=frozen, eq=eq)


def _made(plain: type[Any], *, frozen: bool, eq: bool) -> type[Any]:
    body = dict(plain.__dict__)
    types: Mapping[str, Any] = body.get("__annotations__", {})
    names = tuple(types)
    given = {name: body.pop(name) for name in names if name in body}
    for made_by_python in ("__dict__", "__weakref__"):
        body.pop(made_by_python, None)

    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807
        # The first of its kind: the one that was meant takes the place of this.
        cls.__init__ = _written(cls, names, given, frozen=frozen)
        cls.__init__(self, *args, **named)

    body |= {
        "__qualname__": plain.__qualname__,
        "__slots__": names,
        "__match_args__": names,
        "__init__": __init__,
        "__repr__": _shown([name for name in names if _says(given, name, "repr")]),
        "__dataclass_fields__": _Described(plain, types, given),
    }
    if eq:
        compared = [name for name in names if _says(given, name, "compare")]
        body["__eq__"], body["__hash__"] = _compared(compared, frozen=frozen)
    if frozen:
        body |= {"__setattr__": _refuse, "__delattr__": _refuse, "__reduce__": _reduced}
    cls: Any = type(plain.__name__, plain.__bases__, body)
    made: type[Any] = cls
    return made


def _says(given: Mapping[str, Any], name: str, what: str) -> bool:
    field = given.get(name)
    return not isinstance(field, Field) or bool(field.get(what, True))


def _written(
    cls: type[Any], names: tuple[str, ...], given: Mapping[str, Any], *, frozen: bool
) -> Any:
    known: dict[str, Any] = {"_made": _MADE}
    asked, lines = ["self"], []
    for name in names:
        value, said = name, {"default": given[name]} if name in given else {}
        if isinstance(given.get(name), Field):
            said = given[name]
        if "default_factory" in said:
            known[f"_make_{name}"] = said["default_factory"]
            asked.append(f"{name}=_made")
            value = f"_make_{name}() if {name} is _made else {name}"
        elif "default" in said:
            known[f"_default_{name}"] = said["default"]
            asked.append(f"{name}=_default_{name}")
        else:
            asked.append(name)
        if frozen:
            known[f"_set_{name}"] = getattr(cls, name).__set__
            lines.append(f" _set_{name}(self, {value})")
        else:
            lines.append(f" self.{name} = {value}")
    exec(f"def __init__({', '.join(asked)}):\n" + "\n".join(lines or [" pass"]), known)  # noqa: S102
    written = known["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


def _shown(names: list[str]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:  # noqa: N807
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({told})"

    return __repr__


def _compared(names: list[str], *, frozen: bool) -> tuple[Any, Any]:
    """``__eq__`` and ``__hash__``."""
    told: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807
        return told(self) == told(other) if type(other) is type(self) else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(told(self))

    return __eq__, __hash__ if frozen else None


def _refuse(self: Any, name: str, *_: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"{name!r} of {type(self).__qualname__} cannot be changed")


def _reduced(self: Any) -> tuple[Any, ...]:
    """How it is copied and pickled, since its fields cannot be set one by one."""
    return type(self), tuple(getattr(self, name) for name in self.__match_args__)


class _Described:
    """What the standard library knows of its dataclasses, made by it when it is asked for."""

    __slots__ = ("_given", "_plain", "_types")

    def __init__(
        self, plain: type[Any], types: Mapping[str, Any], given: Mapping[str, Any]
    ) -> None:
        self._plain, self._types, self._given = plain, types, given

    def __get__(self, _: object, cls: type[Any]) -> Any:
        import dataclasses

        body: dict[str, Any] = {
            name: dataclasses.field(**said) if isinstance(said, Field) else said
            for name, said in self._given.items()
        }
        body |= {"__annotations__": dict(self._types), "__module__": self._plain.__module__}
        known: Any = dataclasses.dataclass(type(self._plain.__name__, (), body))
        cls.__dataclass_fields__ = known.__dataclass_fields__
        return cls.__dataclass_fields__


def _replace(value: Any, /, **changes: Any) -> Any:
    """As ``dataclasses.replace``."""
    for name in value.__match_args__:
        if name not in changes:
            changes[name] = getattr(value, name)
    return type(value)(**changes)


if TYPE_CHECKING:  # for whom checks types they are the library's
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, Field, _replace

__all__ = ["dataclass", "field", "replace"]
