"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does: it proves nothing.
settings.register_profile("signalboard", deadline=None)
settings.load_profile("signalboard")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real feeds, headlines and lists, read in place; absent in a plain clone."""
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("the shared data set is not beside this checkout")
    return data
