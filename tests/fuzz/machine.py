"""The board against a plain dictionary: whatever is done, in whatever order, and crashes between.

What the dictionary says is worked out from the words of the rules alone, so that a mistake of
the board is not made here as well.
"""

from __future__ import annotations

import copy
import json
import shutil
import sys
import tempfile
import time
import traceback
from contextlib import closing
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from signalboard.desk import Change, Desk
from signalboard.model import Mute, Stance, Story, View
from signalboard.text import clean
from tests.fuzz.targets import PLACE
from tests.ui import sample

STORIES = (*sample.STORIES[:5], sample.STORIES[6])
_PIECES = st.sampled_from(
    [
        "why",
        "[/]",
        "[@click=app.quit]",
        "\x1b[31m",
        "\u202e",
        "=1+1",
        "  ",
        "e\u0301",
        "\ud800",
        "|",
        "\n",
    ]
)
TEXTS = st.lists(_PIECES | st.text(max_size=5), max_size=5).map("".join)
NUMBERS = st.integers(0, 11)
STANCES = st.sampled_from(Stance)
Key = tuple[str, ...]


class BoardMachine(RuleBasedStateMachine):
    """A desk over a real home, and what it must say."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="signalboard-board-", dir=PLACE))
        self.homes = 0
        self.now = sample.NOW
        self.said: dict[str, Any] = {}
        self.past: list[dict[str, Any]] = []
        self.future: list[dict[str, Any]] = []

    @initialize()
    def begin(self) -> None:
        """A home with some stories and theses, nothing judged."""
        sample.home(self._home(), STORIES, theses=2)
        self.desk = self._opened()
        self.said = {
            "evidence": {},
            "withdrawn": {},
            "watches": {},
            "theses": {row.thesis.id: row.thesis.statement for row in self.desk.theses()},
            "stories": {i: self._reports(i) for i in self._ids()},
            "starred": set(),
            "mutes": set(),
        }

    def teardown(self) -> None:
        """Nothing is left."""
        if hasattr(self, "desk"):
            self.desk.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- what a person does -------------------------------------------------

    @rule(story=NUMBERS, thesis=NUMBERS, stance=STANCES, strength=st.none() | st.integers(1, 3),
          note=st.none() | TEXTS)  # fmt: skip
    def judge(
        self, story: int, thesis: int, stance: Stance, strength: int | None, note: str | None
    ) -> None:
        """The same stance revises, the opposite stands beside it, no bearing takes its place."""
        story_id, thesis_id = self._story(story), self._thesis(thesis)
        before = copy.deepcopy(self.said)
        change = self.desk.judge(story_id, thesis_id, stance, strength=strength, note=note)
        evidence = self.said["evidence"]
        ident = change.evidence_id
        assert ident is not None
        said = None if note is None else clean(note)
        force = None if stance is Stance.NO_BEARING else strength
        here = {i: p for i, p in evidence.items() if p[:2] == (story_id, thesis_id)}
        same = {i: p for i, p in here.items() if p[2] is stance}
        if same:
            assert same[ident][3] == max(p[3] for p in same.values())
            old = same[ident]
            evidence[ident] = (*old[:3], force or old[3], old[4] if said is None else said)
        else:
            assert ident not in evidence
            for i, piece in here.items():
                if Stance.NO_BEARING in (stance, piece[2]):
                    del evidence[i]
            evidence[ident] = (story_id, thesis_id, stance, force or 1, said or "")
        self._done(change, before)

    @precondition(lambda self: self.said["evidence"])
    @rule(piece=NUMBERS, strength=st.integers(1, 3))
    def strengthen(self, piece: int, strength: int) -> None:
        """What has no bearing has no strength."""
        ident, before = self._piece(piece), copy.deepcopy(self.said)
        old = self.said["evidence"][ident]
        if old[2] is Stance.NO_BEARING:
            return
        self.said["evidence"][ident] = (*old[:3], strength, old[4])
        self._done(self.desk.set_strength(ident, strength), before)

    @precondition(lambda self: self.said["evidence"])
    @rule(piece=NUMBERS, note=TEXTS)
    def note(self, piece: int, note: str) -> None:
        """As it was written, clean."""
        ident, before = self._piece(piece), copy.deepcopy(self.said)
        self.said["evidence"][ident] = (*self.said["evidence"][ident][:4], clean(note))
        self._done(self.desk.set_note(ident, note), before)

    @precondition(lambda self: self.said["evidence"])
    @rule(piece=NUMBERS, why=TEXTS)
    def retract(self, piece: int, why: str) -> None:
        """It counts no more, and stays in the log."""
        ident, before = self._piece(piece), copy.deepcopy(self.said)
        self.said["withdrawn"][ident] = (self.said["evidence"].pop(ident), clean(why))
        self._done(self.desk.retract(ident, why=why), before)

    @rule(thesis=NUMBERS, statement=TEXTS)
    def reword(self, thesis: int, statement: str) -> None:
        """Another wording of a thesis."""
        ident, before = self._thesis(thesis), copy.deepcopy(self.said)
        said = clean(f"it is said {statement}")
        self.said["theses"][ident] = said
        self._done(self.desk.edit_thesis(ident, statement=said), before)

    @rule(story=NUMBERS, on=st.booleans())
    def star(self, story: int, on: bool) -> None:
        """Starred, or not."""
        ident, before = self._story(story), copy.deepcopy(self.said)
        (self.said["starred"].add if on else self.said["starred"].discard)(ident)
        self._done(self.desk.mark(ident, starred=on), before)

    @rule(one=NUMBERS, other=NUMBERS)
    def merge(self, one: int, other: int) -> None:
        """The judged one stays, then the oldest; no bearing gives way to a bearing."""
        ids = [self._story(one), self._story(other)]
        if ids[0] == ids[1]:
            return
        before, said = copy.deepcopy(self.said), self.said
        judged = {piece[0] for piece in said["evidence"].values()}
        kept = min(ids, key=lambda i: (i not in judged, self._told(i).at, i))
        away = next(i for i in ids if i != kept)
        said["stories"][kept] |= said["stories"].pop(away)
        if away in said["starred"]:
            said["starred"].add(kept)
        said["starred"].discard(away)
        for ident, piece in list(said["evidence"].items()):
            if piece[0] == away:
                said["evidence"][ident] = (kept, *piece[1:])
        bears = {
            p[1]
            for p in said["evidence"].values()
            if p[0] == kept and p[2] is not Stance.NO_BEARING
        }
        for ident, piece in list(said["evidence"].items()):
            if piece[0] == kept and piece[1] in bears and piece[2] is Stance.NO_BEARING:
                del said["evidence"][ident]
        self._done(self.desk.merge(ids, wait=True), before)

    @rule(story=NUMBERS, report=NUMBERS)
    def split(self, story: int, report: int) -> None:
        """A report becomes a story of its own; what was judged stays with the rest."""
        ident, before = self._story(story), copy.deepcopy(self.said)
        reports = sorted(self.said["stories"][ident])
        if len(reports) < 2:
            return
        parted = reports[report % len(reports)]
        change = self.desk.split(ident, [parted], wait=True)
        (new,) = set(self._ids()) - set(self.said["stories"])
        self.said["stories"][ident] = self.said["stories"][ident] - {parted}
        self.said["stories"][new] = frozenset({parted})
        self._done(change, before)

    @rule(word=st.sampled_from(["agents", "Tencent", "robot vacuum", "百度"]), on=st.booleans())
    def mute(self, word: str, on: bool) -> None:
        """It lives in feeds.yaml, and is taken back as anything is."""
        before = copy.deepcopy(self.said)
        if on == (word in self.said["mutes"]):
            return
        rule = Mute("words", word)
        (self.said["mutes"].add if on else self.said["mutes"].remove)(word)
        self._done(self.desk.add_mute(rule) if on else self.desk.remove_mute(rule), before)

    @rule(thesis=NUMBERS, question=TEXTS)
    def watch(self, thesis: int, question: str) -> None:
        """A question that will be settled."""
        ident, before = self._thesis(thesis), copy.deepcopy(self.said)
        asked = clean(f"what {question}")
        change, watch = self.desk.add_watch(
            ident, asked, "hit", "miss", closes_at=self.now + 86400 * 90, h1=0.8, h0=0.2
        )
        self.said["watches"][watch] = (ident, asked, "open", "")
        self._done(change, before)

    @precondition(lambda self: self.said["watches"])
    @rule(watch=NUMBERS, outcome=st.sampled_from(["hit", "miss", "void"]), note=TEXTS)
    def settle(self, watch: int, outcome: Any, note: str) -> None:
        """Settled once; what is settled is reopened first."""
        before, watches = copy.deepcopy(self.said), self.said["watches"]
        ident = sorted(watches)[watch % len(watches)]
        if watches[ident][2] == "open":
            watches[ident] = (*watches[ident][:2], outcome, clean(note))
            self._done(self.desk.settle_watch(ident, outcome, note=note), before)
        else:
            watches[ident] = (*watches[ident][:2], "open", "")
            self._done(self.desk.reopen_watch(ident), before)

    @rule()
    def undo(self) -> None:
        """The newest change that stands is taken back, whatever it was."""
        change = self.desk.undo()
        assert (change is None) == (not self.past)
        if change is not None:
            self.future.append(self.said)
            self.said = self.past.pop()

    @rule()
    def redo(self) -> None:
        """What was taken back last is done again."""
        change = self.desk.redo()
        assert (change is None) == (not self.future)
        if change is not None:
            self.past.append(self.said)
            self.said = self.future.pop()

    # -- what befalls it ----------------------------------------------------

    @rule(seconds=st.sampled_from([0, 60, 86400, -86400 * 365, 86400 * 365]))
    def time_passes(self, seconds: int) -> None:
        """Also back, where a clock is set."""
        self.now = max(sample.NOW - 86400 * 400, self.now + seconds)

    @rule()
    def reopen(self) -> None:
        """Closed, and opened again."""
        self.desk.close()
        self.desk = self._opened()

    @rule(torn=st.binary(min_size=1, max_size=40).filter(lambda raw: b"\n" not in raw),
          without=st.sampled_from(["", "board.json"]))  # fmt: skip
    def crash(self, torn: bytes, without: str) -> None:
        """The files as they are now, a line begun, perhaps no checkpoint."""
        old = self.folder / str(self.homes)
        new = self._home()
        shutil.copytree(old, new)
        self.desk.close()
        places = sample.places_of(new)
        journal = next(new.rglob("journal.jsonl"), None)
        if journal is not None:
            with journal.open("ab") as file:
                file.write(torn)
        for lost in new.rglob("board.json") if without == "board.json" else ():
            lost.unlink()
        assert places.feeds_file.exists()
        self.desk = self._opened()

    @rule(story=NUMBERS, thesis=NUMBERS, stance=STANCES)
    def judge_elsewhere(self, story: int, thesis: int, stance: Stance) -> None:
        """Another process judges; this one hears of it at its next look."""
        here, self.desk = self.desk, self._opened()
        with closing(self.desk):
            self.judge(story, thesis, stance, None, None)
        self.desk = here
        self.desk.poll()

    @rule()
    def export_and_import(self) -> None:
        """A log taken over by an empty board says the same, and is known the second time."""
        idents = [row.thesis.id for row in self.desk.theses()]
        raw = self.desk.export(idents, "json").encode()
        json.loads(raw)
        other = self.folder / "other"
        shutil.rmtree(other, ignore_errors=True)
        sample.home(other, (), theses=2)
        with closing(sample.desk(sample.places_of(other), self.now)) as desk:
            change, _ = desk.take_log(raw)
            assert change is not None
            assert _evidence(desk) == self.said["evidence"]
            assert _watches(desk) == self.said["watches"]
            assert {row.thesis.id: row.thesis.statement for row in desk.theses()} == (
                self.said["theses"]
            )
            again, _ = desk.take_log(raw)
            assert again is None

    @invariant()
    def says_the_same(self) -> None:
        """The board says what the dictionary says."""
        if not self.said:
            return
        assert _evidence(self.desk) == self.said["evidence"]
        assert _watches(self.desk) == self.said["watches"]
        gone = {
            each.evidence.id: (_piece(each.evidence), each.why)
            for each in self.desk._board.withdrawn()
        }
        assert gone == self.said["withdrawn"]
        assert {row.thesis.id: row.thesis.statement for row in self.desk.theses()} == (
            self.said["theses"]
        )
        stories = {i: self._reports(i) for i in self._ids()}
        assert stories == self.said["stories"]
        assert {i for i in stories if self._told(i).starred} == self.said["starred"]
        assert {row.mute.value for row in self.desk.mutes()} == self.said["mutes"]

    # -- how ----------------------------------------------------------------

    def _home(self) -> Path:
        self.homes += 1
        return self.folder / str(self.homes)

    def _opened(self) -> Desk:
        places = sample.places_of(self.folder / str(self.homes))
        return Desk.open(places, clock=lambda: self.now)

    def _done(self, change: Change | None, before: dict[str, Any]) -> None:
        """A change was made; None, or one without a number: nothing was to be changed."""
        if change is None or not change.seq:
            assert before == self.said, "it says that nothing changed"
            return
        self.past.append(before)
        self.future.clear()

    def _ids(self) -> list[str]:
        found: set[str] = set()
        for show in ("all", "muted"):
            listing = self.desk.listing(View(show=show))
            found |= {row.id for row in listing.rows(0, len(listing))}
        return sorted(found)

    def _told(self, ident: str) -> Story:
        story = self.desk.story(ident)
        assert story is not None
        return story

    def _reports(self, ident: str) -> frozenset[tuple[str, str]]:
        return frozenset((r.feed_url, r.entry_id) for r in self._told(ident).reports)

    def _story(self, number: int) -> str:
        ids = sorted(self.said["stories"])
        return ids[number % len(ids)]

    def _thesis(self, number: int) -> str:
        ids = sorted(self.said["theses"])
        return ids[number % len(ids)]

    def _piece(self, number: int) -> str:
        ids = sorted(self.said["evidence"])
        return ids[number % len(ids)]


def _piece(piece: Any) -> tuple[Any, ...]:
    return (piece.story_id, piece.thesis_id, piece.stance, piece.strength, piece.note)


def _evidence(desk: Desk) -> dict[str, tuple[Any, ...]]:
    every = [p for row in desk.theses() for p in desk.evidence(row.thesis.id)]
    return {piece.id: _piece(piece) for piece in every}


def _watches(desk: Desk) -> dict[str, tuple[str, ...]]:
    return {w.id: (w.thesis_id, w.question, w.state, w.note) for w in desk._board.watches()}


NAME = "board"


def run(seconds: float, seed: int) -> bool:
    """Lets it do what it likes for so long; whether it held. What broke it is printed."""
    until = time.monotonic() + seconds
    rounds = 0
    while time.monotonic() < until:
        machine = type(f"Board{rounds}", (BoardMachine,), {})
        long = settings(
            max_examples=20, stateful_step_count=60, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        try:
            run_state_machine_as_test(hypothesis.seed(seed + rounds)(machine), settings=long)
        except Exception:  # whatever it is, it is what is looked for
            traceback.print_exc()
            print(f"{NAME} broke (seed {seed + rounds})")
            return False
        rounds += 1
        if sys.stdout.isatty():
            print(f"\r  {NAME:14} {rounds * 20} lives", end="\x1b[K", flush=True)
    end = "\r" if sys.stdout.isatty() else ""
    print(f"{end}  {NAME:14} {rounds * 20:>8,} lives of up to 60 steps")
    return True
