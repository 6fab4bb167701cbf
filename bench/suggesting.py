"""What suggesting costs: ``python -m bench.suggesting [HOME...]``.

Each home (one that ``bench.make_home`` made; without any, one of ten thousand stories is made)
is copied first, since what is suggested is kept in its archive. Milliseconds of processor time:
to learn the theses with what was judged and how rare terms are, which a start does between
keys; to suggest something of one story, which lies on the way of a key; of a page of forty; to
look at the 2,000 newest, between keys; and for the first page of what is suggested first.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import make_home
from signalboard import config
from signalboard.desk import Desk
from signalboard.model import View

PAGE = 40


def measured(home: Path) -> dict[str, float]:
    """Milliseconds of each part, on a copy of a home."""
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        desk = Desk.open(config.places(copy, None, {}))
        try:
            return _parts(desk)
        finally:
            desk.close()


def _parts(desk: Desk) -> dict[str, float]:
    rows = desk.listing(View(show="unjudged")).rows(0, 2 * PAGE)
    stories = [story for row in rows if (story := desk.story(row.id)) is not None]
    found = {"learn": _took(desk.learn_to_suggest)}
    one = sorted(_took(lambda story=story: desk.suggestions(story)) for story in stories)  # type: ignore[misc]
    found["a story, median"] = one[len(one) // 2]
    found["a story, slowest"] = one[-1]
    found["a page of 40"] = sum(one) * PAGE / max(1, len(one))
    found["look at 2,000"] = _took(desk.suggest_all)
    listed = View(show="unjudged", sort="suggested")
    found["suggested first, a page"] = _took(lambda: desk.listing(listed, most=PAGE).rows(0, PAGE))
    return found


def _took(call: Callable[[], object]) -> float:
    begun = time.process_time()
    call()
    return (time.process_time() - begun) * 1000


def main() -> None:
    """Print a table, homes by columns."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    asked.add_argument("home", type=Path, nargs="*")
    homes = asked.parse_args().home
    with tempfile.TemporaryDirectory() as folder:
        if not homes:
            homes = [Path(folder) / "10000"]
            make_home.main(["--stories", "10000", "--evidence", "100", "--home", str(homes[0])])
        found = [measured(home) for home in homes]
    sys.stdout.write(f"{'ms':<26}" + "".join(f"{home.name:>14}" for home in homes) + "\n")
    for part in found[0]:
        figures = "".join(f"{each[part]:>14.2f}" for each in found)
        sys.stdout.write(f"{part:<26}{figures}\n")


if __name__ == "__main__":
    main()
