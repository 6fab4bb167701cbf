"""Archives for tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from signalboard.archive import Archive
from tests.archive.making import fill


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty one."""
    opened = Archive.open(tmp_path / "archive.db")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "archive.db"
    made = Archive.open(path)
    fill(made, 5000)
    made.close()
    return path


@pytest.fixture
def many(tmp_path: Path, _many: Path) -> Iterator[Archive]:
    """One of 5,000 stories, a minute apart: several spans."""
    shutil.copy(_many, tmp_path / "many.db")
    opened = Archive.open(tmp_path / "many.db")
    yield opened
    opened.close()
