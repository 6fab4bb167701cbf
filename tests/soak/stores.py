"""What is put on trial: the board through its desk, and beside it TinyDB as it comes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import apsw
from tinydb import Query, TinyDB

from signalboard import config
from signalboard.archive import Archive, schema
from signalboard.backup import folder
from signalboard.board import Board, codec, make
from signalboard.desk import Desk, backing
from signalboard.model import Entry, Evidence, Feed, Report, Snapshot, Stance
from tests.soak.model import Model, Wish

Tables = dict[str, dict[str, Any]]
NOW = 1_795_500_000
FEED = "https://wire.example/feed"
SETTINGS = f"""\
# mine
feeds:
  - name: The Wire
    url: {FEED}  # the first
theses:
  - name: Web4 at velocity
    statement: agents become the main users
    negation: people stay the main users
  - name: Agents get wallets
    statement: agents pay
    negation: agents do not pay
"""


_EXPECTED = re.compile("was never finished|was stopped (while|before)")
"""What a board may say after a kill."""


_BACKUPS = 20
"""Backups that are there already: each further one makes an old one go."""


class Broken(AssertionError):
    """Something that was promised does not hold; the text says what."""


class Store(Protocol):
    """A place that keeps judgments, opened anew for each trial."""

    def make(self, folder: Path, size: int) -> Model:
        """Put so many judgments into a new folder; what stands then."""

    def open(self, folder: Path) -> None:
        """As a person opens it. Raises whatever it likes where it cannot be."""

    def close(self) -> None:
        """Let go of it."""

    def perform(self, wish: Wish) -> int:
        """Carry out; returns when it is acknowledged, with the number of the change."""

    def read(self, folder: Path, *, anew: bool) -> Tables:
        """All that stands, of a store nobody has open; ``anew``: from what cannot be made again."""

    def age(self, folder: Path) -> None:
        """Make of it what an older version left."""


class Signal:
    """signalboard: journal, checkpoint, feeds.yaml and archive of one home."""

    KINDS: tuple[tuple[str, int], ...] = (
        ("judge", 3),
        ("note", 2),
        ("strength", 1),
        ("retract", 1),
        ("star", 1),
        ("feed", 3),
        ("undo", 2),
        ("redo", 2),
        ("checkpoint", 3),
        ("reopen", 3),
        ("migrate", 2),
        ("backup", 2),
    )
    """What is killed, and how often as compared with the others."""

    def __init__(self) -> None:
        self.desk: Desk | None = None
        self._folder = Path()
        self._read_to: tuple[int, int, str, bytes] = (0, 0, "0" * 64, b"")

    def make(self, home: Path, size: int) -> Model:
        home.mkdir(mode=0o700)
        (home / "feeds.yaml").write_text(SETTINGS)
        places = _places(home)
        archive = Archive.open(places.archive)
        with archive.writing() as writing:
            stories = [_story(writing, number) for number in range(size + 50)]
        archive.close()
        Desk.open(places).close()  # the theses are seeded
        model = Model(stories)
        model.seq = 1
        model.tables["feeds"][FEED] = True
        board = Board.open(places.board)
        for number in range(size):
            key = f"{stories[number]} web4-at-velocity"
            wish = ["judge", key, "support", number % 3 + 1, f"note {number}"]
            board.change("support: Web4 at velocity", _judging(wish, number), NOW + number)
            model.apply(wish)
        board.close()
        desk = Desk.open(places)  # the archive hears of it
        for day in range(_BACKUPS):
            wish = ["star", stories[day % 7]]
            _ACTS["star"](desk, stories[day % 7])
            model.apply(wish)
            folder.daily(places, NOW + day * 86_400)
        desk.close()
        return model

    def open(self, home: Path) -> None:
        self._folder = home
        self.desk = Desk.open(_places(home))

    def close(self) -> None:
        if self.desk is not None:
            self.desk.close()
            self.desk = None

    def perform(self, wish: Wish) -> int:
        desk = self.desk
        assert desk is not None
        kind, *rest = wish
        if kind == "reopen":
            self.close()
            self.open(self._folder)
            return 0
        if kind == "checkpoint":
            desk._board.checkpoint()
            return 0
        if kind == "backup":  # one a day, so that the many before the newest twelve go
            made = folder.listed(desk.places)
            day = NOW + (made[0].number if made else 0) * 86_400
            folder.daily(desk.places, day)
            return 0
        change = _ACTS[kind](desk, *rest)
        assert change is not None, wish
        return int(change.seq)

    def read(self, home: Path, *, anew: bool) -> Tables:
        if anew:
            (home / "board" / "board.json").unlink(missing_ok=True)
        self.open(home)
        desk = self.desk
        assert desk is not None
        try:
            if told := [told for told in desk.notices if not _EXPECTED.search(told)]:
                raise Broken(f"it says: {told}")
            self._follow(home)
            evidence: dict[str, Any] = {}
            for ident, document in desk._board.documents("evidence").items():
                key = f"{document['story']} {document['thesis']}"
                if key in evidence:
                    raise Broken(f"evidence {ident} doubles {key}")
                evidence[key] = (document["stance"], document["strength"], document["note"])
            marks = desk._board.documents("reading")
            judged = {key.partition(" ")[0] for key in evidence}
            if (told := desk._archive.judged_count) != len(judged):
                raise Broken(f"the archive tells of {told} judged stories, not of {len(judged)}")
            return {
                "evidence": evidence,
                "starred": {story: True for story, said in marks.items() if said.get("starred")},
                "feeds": {row.feed.url: True for row in desk.feeds()},
            }
        finally:
            self.close()

    def seq(self, home: Path) -> int:
        """The number of the last whole line."""
        self._follow(home)
        return self._read_to[1]

    def _follow(self, home: Path) -> None:
        """Read the journal by hand, from where it was read to: each line once, in order."""
        raw = (home / "board" / "journal.jsonl").read_bytes()
        offset, seq, tip, known = self._read_to
        if raw[:offset] != known:  # another home, or what was there has changed: all of it
            offset, seq, tip = 0, 0, "0" * 64
        whole = raw[: raw.rfind(b"\n") + 1]
        for line in whole[offset:].splitlines():
            body = json.loads(line)
            told = body.pop("hash")
            if body["seq"] != seq + 1 or body["prev"] != tip:
                raise Broken(f"line {body['seq']} of the journal does not follow {seq}")
            canonical = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
            if hashlib.sha256(canonical).hexdigest() != told:
                raise Broken(f"line {body['seq']} of the journal is not what its hash says")
            seq, tip = body["seq"], told
        self._read_to = (len(whole), seq, tip, whole)

    def age(self, home: Path) -> None:
        path = home / "archive.db"
        connection = apsw.Connection(str(path))
        # The last steps only added tables, so without them it is as version 2 left it.
        for table in ("suggested", "hints", "pruned", "prunings"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute("DELETE FROM meta WHERE name = 'numbered'")
        connection.pragma("user_version", 2)
        connection.close()
        file = home / "board" / "board.json"
        if file.exists():
            file.write_bytes(file.read_bytes().replace(b'"format":7', b'"format":4', 1))
        assert schema.VERSION == 4, "say here how version 5 is taken back"

    def whole(self, home: Path) -> None:
        """The archive holds all that it held, at the version of today; the backups are good."""
        for row in backing.listed(_places(home)):
            if row.wrong:
                raise Broken(f"backup {row.held.number}: {row.wrong}")
        archive = Archive.open(home / "archive.db")
        try:
            if wrong := archive.check():
                raise Broken(f"the archive: {wrong}")
        finally:
            archive.close()


_ACTS: dict[str, Callable[..., Any]] = {
    "judge": lambda desk, key, stance, strength, note: desk.judge(
        *key.split(" "),
        Stance(stance),
        strength=None if stance == "no-bearing" else strength,
        note=note,
    ),
    "note": lambda desk, key, note: desk.set_note(_evidence(desk, key).id, note),
    "strength": lambda desk, key, strength: desk.set_strength(_evidence(desk, key).id, strength),
    "retract": lambda desk, key: desk.retract(_evidence(desk, key).id, why="for a trial"),
    "star": lambda desk, story: desk.mark(story, starred=not desk.story(story).starred),
    "feed": lambda desk, url: (
        desk.add_feed(Feed(url.split("/")[2], url))
        if desk.known_feed(url) is None
        else desk.remove_feed(url)
    ),
    "undo": lambda desk: desk.undo(),
    "redo": lambda desk: desk.redo(),
}


class Naive:
    """TinyDB with its own storage: what this harness has to find fault with."""

    KINDS: tuple[tuple[str, int], ...] = (
        ("judge", 3),
        ("note", 2),
        ("retract", 2),
        ("reopen", 1),
    )

    def __init__(self) -> None:
        self.database: TinyDB | None = None
        self._folder = Path()
        self._seq = 0

    def make(self, folder: Path, size: int) -> Model:
        folder.mkdir(mode=0o700)
        model = Model([f"s{number}" for number in range(size + 50)])
        self.open(folder)
        assert self.database is not None
        documents = []
        for number in range(size):
            wish = ["judge", f"s{number} web4-at-velocity", "support", 1, f"note {number}"]
            model.apply(wish)
            documents.append(self._document(wish))
        self.database.insert_multiple(documents)
        self.close()
        return model

    def open(self, folder: Path) -> None:
        self._folder = folder
        self.database = TinyDB(folder / "db.json")

    def close(self) -> None:
        if self.database is not None:
            self.database.close()
            self.database = None

    def perform(self, wish: Wish) -> int:
        assert self.database is not None
        kind, *rest = wish
        if kind == "reopen":
            self.close()
            self.open(self._folder)
            return 0
        if kind == "judge":
            self.database.insert(self._document(wish))
        elif kind == "note":
            self.database.update({"note": rest[1]}, Query().key == rest[0])
        else:
            self.database.remove(Query().key == rest[0])
        self._seq += 1
        return self._seq

    def read(self, folder: Path, *, anew: bool) -> Tables:
        self.open(folder)
        assert self.database is not None
        try:
            found: dict[str, Any] = {}
            for row in self.database.all():
                if row["key"] in found:
                    raise Broken(f"{row['key']} is there twice")
                found[row["key"]] = (row["stance"], row["strength"], row["note"])
            return {"evidence": found, "starred": {}, "feeds": {}}
        finally:
            self.close()

    def age(self, folder: Path) -> None:
        """It has one version."""

    @staticmethod
    def _document(wish: Wish) -> dict[str, Any]:
        _, key, stance, strength, note = wish
        piece = codec.evidence_out(_piece(wish, 0))
        return {**piece, "key": key, "stance": stance, "strength": strength, "note": note}


def memory() -> str | None:
    """A folder in memory, where there is one: what a kill leaves does not depend on the disk."""
    place = Path("/dev/shm")
    return str(place) if os.access(place, os.W_OK) else None


def copied(template: Path, folder: Path) -> None:
    """A home in the place of another."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)


def _places(folder: Path) -> config.Places:
    return config.places(folder, None, {})


def _evidence(desk: Desk, key: str) -> Evidence:
    story, thesis = key.split(" ")
    return next(piece for piece in desk.evidence_of(story) if piece.thesis_id == thesis)


def _story(writing: Any, number: int) -> str:
    return str(
        writing.add(
            FEED,
            Entry(
                id=f"entry-{number}",
                title=f"Report number{number} of many",
                url=f"https://wire.example/{number}",
                summary=f"What happened in number{number}.",
                published_at=NOW - number * 60,
            ),
            outlet="The Wire",
            origin="The Wire",
            canonical_url=f"wire.example/{number}",
            title_key=f"report number{number}",
            companies=(),
            story_id=None,
            seen_at=NOW,
        )
    )


def _piece(wish: Wish, number: int, ident: str = "e1") -> Evidence:
    _, key, stance, strength, note = wish
    story, thesis = key.split(" ")
    report = Report(
        feed_url=FEED,
        entry_id=f"entry-{number}",
        outlet="The Wire",
        origin="The Wire",
        title=f"Report number{number} of many",
        url=f"https://wire.example/{number}",
        published_at=NOW - number * 60,
        first_seen_at=NOW,
    )
    snapshot = Snapshot(
        title=report.title,
        url=report.url,
        at=NOW - number * 60,
        excerpt=f"What happened in number{number}. " * 8,
        companies=(),
        reports=(report,),
    )
    at = NOW + number
    return Evidence(ident, thesis, story, Stance(stance), strength, note, at, at, 0, snapshot)


def _judging(wish: Wish, number: int) -> Callable[[int], list[Any]]:
    def build(seq: int) -> list[Any]:
        piece = _piece(wish, number, f"e{seq}")
        return [make("evidence", piece.id, codec.evidence_out(piece))]

    return build
