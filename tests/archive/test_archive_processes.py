"""Several processes at once: all that was stored is there, and nobody is told "busy"."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from signalboard.archive import Archive, Judged
from signalboard.model import View
from tests.archive.making import fill, ids

WRITER = """
import sys
from pathlib import Path
from signalboard.archive import Archive
from tests.archive.making import put
path, name, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
archive = Archive.open(path)
for number in range(rounds):
    with archive.writing() as writing:
        before = writing.known(name, [str(number)])
        assert before == {}
        for part in range(5):
            ident = f"{number}.{part}"
            put(writing, ident, f"Story of {name}", feed=name, at=1_700_000_000 + number)
archive.close()
"""
JUDGE = """
import sys
from pathlib import Path
from signalboard.archive import Archive, Judged
archive = Archive.open(Path(sys.argv[1]))
stories = sys.argv[2].split(",")
for number in range(int(sys.argv[3])):
    for story in stories:
        archive.project([Judged(story, number % 3, read=True)], seq=number)
archive.close()
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def ended_well(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        _, told = process.communicate(timeout=60)
        assert process.returncode == 0, told


def test_writers_judges_and_readers_at_once(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    archive = Archive.open(path)
    made = fill(archive, 20)
    writers = [start(WRITER, path, name, 60) for name in ("https://a", "https://b", "https://c")]
    judge = start(JUDGE, path, ",".join(made[:5]), 31)
    reader = Archive.open(path, read_only=True)
    seen = 20
    while any(process.poll() is None for process in (*writers, judge)):
        selection = reader.select(View())
        pinned = ids(reader, selection)
        assert len(pinned) == len(selection) >= seen
        seen = len(pinned)
        assert ids(reader, reader.select(View(search="story"))) != made
        archive.set_read(made[10:12], True)
        assert ids(reader, selection) == pinned
        assert reader.counts().stories >= seen
    ended_well(*writers, judge)
    counts = reader.counts()
    assert (counts.stories, counts.entries, counts.unjudged) == (920, 920, 920)
    assert archive.journal_seq == 30
    assert len(reader.select(View(search="is:read"))) == 7
    assert len(reader.select(View(search="story"))) == 900
    assert archive.check() == []
    reader.close()
    archive.close()


def test_processes_that_make_the_archive_at_once(tmp_path: Path) -> None:
    path = tmp_path / "home" / "archive.db"
    ended_well(*[start(WRITER, path, f"https://{number}", 2) for number in range(6)])
    archive = Archive.open(path)
    assert archive.counts().stories == 60
    assert archive.check() == []
    archive.close()


def test_a_writer_that_is_killed_leaves_whole_transactions(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    archive = Archive.open(path)
    process = start(WRITER, path, "https://a", 100_000)
    while archive.counts().stories < 50:
        assert process.poll() is None
    process.kill()
    process.communicate()
    stories = archive.counts().stories
    assert stories % 5 == 0
    assert archive.check() == []
    fill(archive, 1)
    archive.project([Judged("stranger", 1)])
    assert archive.counts().stories == stories + 1
    archive.close()
