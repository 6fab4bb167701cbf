"""Hostile text in every field that a person or a feed can fill, and a walk over every screen."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from signalboard.archive import Archive
from signalboard.board import revise
from signalboard.model import Entry, Stance
from signalboard.text import clean
from tests.ui import sample
from tests.ui.terminal import Terminal

CSI = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")
_OWN = re.compile(rb"\x1b\](?:52;c;[A-Za-z0-9+/=]*|22;[a-z-]*)\x07")
"""The OSC 52 of ``y``, which is base64 of clean text; and Textual's shape of the mouse pointer."""
UNSEEN = re.compile(
    "[\x80-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def obeyed(output: bytes, *, colours: bool = True) -> list[str]:
    """What a terminal would obey, or a reader be misled by, of what is none of Textual's own.

    ``colours``: whether sequences that set colours and move the cursor are its own.
    """
    rest = _OWN.sub(b"", output)
    rest = re.sub(rb"\x1b[=>78]", b"", CSI.sub(b"", rest)) if colours else rest
    controls = [repr(bytes([c])) for c in set(rest) if (c < 32 and c not in b"\r\n") or c == 127]
    text = rest.decode("utf-8", "replace")
    return [*controls, *(ascii(sign) for sign in sorted(set(UNSEEN.findall(text))))]


class Planted:
    """A home whose every text is hostile; what each field was given."""

    def __init__(self, folder: Path, hostile: Iterator[str]) -> None:
        """``hostile``: as many texts as are asked for."""
        self._hostile = hostile
        self.given: dict[str, str] = {}
        self.folder = folder
        self.places = sample.home(folder, ())
        self._settings()
        self._stories()
        self._judgments()

    def text(self, field: str, *, pure: bool = True) -> str:
        """A text for a field, between signs it is found by; ``pure``: as UTF-8 can hold it."""
        said = f"{len(self.given):02}‹{next(self._hostile)}›"
        if pure:
            said = said.encode("utf-8", "ignore").decode()
        self.given[field] = said
        return said

    def _settings(self) -> None:
        """JSON is YAML."""
        feed = {"name": self.text("feed"), "url": "http://127.0.0.1:9/h",
                "tags": [self.text("tag")], "origin": self.text("origin")}  # fmt: skip
        company = {"name": self.text("company"), "aliases": [self.text("alias")]}
        search = {"name": self.text("search name"), "search": self.text("search")}
        settings = {"feeds": [feed], "companies": [company], "searches": [search],
                    "mutes": [{"words": self.text("mute")}]}  # fmt: skip
        self.places.feeds_file.write_text(json.dumps(settings), encoding="utf-8")

    def _stories(self) -> None:
        """As an archive holds them that was written before the door was as it is."""
        with closing(Archive.open(self.places.archive)) as archive, archive.writing() as writing:
            for number in range(4):
                title, outlet = self.text(f"title {number}"), self.text(f"outlet {number}")
                entry = Entry(
                    id=str(number), title=title, url=f"https://a.test/{number}/{title}",
                    summary=f"Para {self.text(f'summary {number}')}", outlet=outlet,
                    author=self.text(f"author {number}"), published_at=sample.NOW - 60 * number,
                )  # fmt: skip
                writing.add(
                    "http://127.0.0.1:9/h", entry, outlet=outlet, origin=outlet,
                    canonical_url=f"a.test/{number}", title_key=str(number),
                    companies=[self.given["company"]], story_id=None, seen_at=sample.NOW,
                )  # fmt: skip

    def _judgments(self) -> None:
        """By the desk's door; then into the journal past it, as by another hand."""
        with closing(sample.desk(self.places)) as desk:
            desk.add_thesis(
                self.text("thesis", pure=False), self.text("statement", pure=False),
                self.text("negation", pure=False), rivals=[self.text("rival", pure=False)],
                pre_mortem=self.text("pre-mortem", pure=False),
            )  # fmt: skip
            thesis = desk.theses()[-1].thesis.id
            first, second = (desk.find_story(str(n)) for n in (1, 2))
            self.stories = [first, second]
            kept = desk.judge(first, thesis, Stance.SUPPORT, note=self.text("note", pure=False))
            other = desk.judge(second, thesis, Stance.CONTRADICT, strength=3)
            _, watch = desk.add_watch(
                thesis, self.text("question", pure=False), self.text("hit", pure=False),
                self.text("miss", pure=False), void_if=self.text("void", pure=False),
                look_up=self.text("look up", pure=False), closes_at=sample.NOW + 90 * 86400,
                h1=0.8, h0=0.2,
            )  # fmt: skip
            board = desk._board
            assert kept.evidence_id and other.evidence_id
            for table, ident, fields in (
                ("evidence", other.evidence_id, ("note", "quote", "quoted")),
                ("watches", watch, ("question",)),
            ):
                document = board.document(table, ident)
                assert document is not None
                new = {name: self.text(f"{name}, by another hand") for name in fields}
                made = revise(table, ident, document, new)
                board.change("by hand", lambda _, made=made: [made], sample.NOW)
            self.given.pop("question")
            settled = desk.add_watch(thesis, self.text("settled"), "h", "m",
                                     closes_at=sample.NOW + 1, h1=0.8, h0=0.2)[1]  # fmt: skip
            desk.settle_watch(settled, "hit", note=self.text("settled why", pure=False))
            written = (
                f"== Headline ==\n{self.text('headline')}\n== The Summary ==\n"
                f"1. {self.text('point')}\n== The Signal ==\n{self.text('signal')}\n"
            )
            taken = desk.take_brief(first, written)
            assert taken.change is not None, taken

    def unseen(self, screens: str) -> dict[str, str]:
        """The fields of which nothing reads as it was written on any of some screens."""
        shown = _without_space(screens)
        return {
            field: said
            for field, said in self.given.items()
            if field not in NEVER_SHOWN and _without_space(_read(said)) not in shown
        }


NEVER_SHOWN = {*(f"author {n}" for n in range(4)), "tag", "origin", "search", "mute"}
"""Fields that no screen of the walk shows."""
ESC = "\x1b[27u"
"""The key as a terminal says it that can: of a lone ESC it is waited whether more comes."""
WALK = (
    "", "j", "j", "j", "\r", "z", ESC, ESC, "g", "1",
    "v", "\t", "?", " ", ESC, "q", "W", "j", "\r", "c", "q", ESC, ESC,
    "b", ESC, "H", "j", ESC, "X", "l", ESC, "?", ESC, "\x10", "th", ESC, "t", ESC,
    "f", ESC, "w", ESC, "T", "E", ESC, "L", ESC, ESC, "c", "E", ESC, ESC,
    "A", ESC, "K", ESC, ";", ESC, "e", ESC, "B", ESC, "g", "M", ESC, "s", "u",
    "y", "/a\r", ESC, "+", "u", "x",
)  # fmt: skip
"""What is typed, and looked at after each."""


def walk(planted: Planted, pause: float = 0.05) -> tuple[Terminal, str]:
    """The program over a planted home, on every screen; it, ended, and all that was shown."""
    code = "import sys; from signalboard.cli import main; sys.exit(main(sys.argv[1:]))"
    terminal = Terminal(["-c", code, "--home", str(planted.folder)], (160, 60))
    seen = []
    try:
        terminal.until("Headlines", "No thesis armed", seconds=20)
        for typed in WALK:
            terminal.keys(typed)
            terminal.quiet(pause)
            seen.append(terminal.text)
        for row in range(2, 58, 4):  # a click on what looks like one
            terminal.keys(f"\x1b[<0;14;{row}M\x1b[<0;14;{row}m")
        terminal.quiet(pause)
        terminal.kill(signal.SIGTERM)
        assert terminal.ended() == 128 + signal.SIGTERM, "it ended by itself"
    finally:
        terminal.close()
    return terminal, "\f\n".join(seen)


def _read(said: str) -> str:
    """As pyte shows it, which has no cells for joiners."""
    return re.sub("[\u200c\u200d]", "", clean(said))


def _without_space(text: str) -> str:
    return re.sub(r"\s", "", text)
