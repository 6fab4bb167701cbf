"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real feeds, headlines and lists, read in place; absent in a plain clone."""
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("the shared data set is not beside this checkout")
    return data
