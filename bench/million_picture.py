"""The board over a home that bench.make_home made, as pictures beside the results.

``python -m bench.million_picture HOME`` writes bench/million.svg and bench/million-search.svg.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

from bench.ui import copied
from scripts.screenshots import picture
from signalboard import config
from signalboard.archive import Archive
from signalboard.model import View

FOLDER = Path(__file__).resolve().parent
PICTURES = (
    ("million", ("1", "G", *["k"] * 12)),
    ("million-search", ("1", "/", *"agents since:90d", "PAUSE", "PAUSE")),
)
"""Name, keys."""


def main() -> None:
    """Takes the pictures, a few minutes after the newest story; the home stays as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TZ": "UTC"}
    time.tzset()
    asked = parser.parse_args().home.resolve()
    with tempfile.TemporaryDirectory() as folder, copied(asked, Path(folder)) as home:
        places = config.places(home, None, {})
        now = _newest(places) + 300
        for name, keys in PICTURES:
            svg = asyncio.run(picture(places, (120, 40), "signalboard-dark", keys, now))
            (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")


def _newest(places: config.Places) -> int:
    archive = Archive.open(places.archive)
    try:
        return archive.rows(archive.select(View(), now=int(time.time())).keys(0, 1))[0].at
    finally:
        archive.close()


if __name__ == "__main__":
    main()
