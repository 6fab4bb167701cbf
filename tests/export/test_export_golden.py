"""Every format, byte for byte.

After a change that is meant: SIGNALBOARD_UPDATE_GOLDEN=1 pytest tests/export, then read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from signalboard import export
from tests.export import sample

GOLDEN = Path(__file__).with_name("golden")
BOARDS = {"one": sample.THESES[:1], "several": sample.THESES, "empty": sample.THESES[2:]}


@pytest.mark.parametrize("fmt", export.FORMATS)
@pytest.mark.parametrize("board", BOARDS)
def test_golden(board, fmt):
    log = export.gather(
        BOARDS[board],
        sample.ALL_EVIDENCE,
        sample.WATCHES,
        sample.AS_OF,
        withdrawn=sample.WITHDRAWN,
    )
    data = export.write(log, fmt).encode()
    suffix = export.file_name(log, fmt)[len(export.file_name(log, "md")) - 3 :]
    path = GOLDEN / f"{board}{'.notes.md' if fmt == 'obsidian' else suffix}"
    if os.environ.get("SIGNALBOARD_UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert path.read_bytes() == data
