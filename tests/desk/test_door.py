"""The door of the core: everything it names is there, and nothing else."""

from __future__ import annotations

import pytest

from signalboard import desk


def test_everything_that_the_door_names_is_there() -> None:
    for name in desk.__all__:
        assert getattr(desk, name) is not None
    assert set(desk._ROOM_OF) == set(desk.__all__)


def test_what_it_does_not_name_is_said_not_to_be_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Manager'"):
        desk.Manager  # noqa: B018
